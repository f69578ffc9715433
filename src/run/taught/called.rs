//! A plain request that is refused, or fails, over texts whose names say what they are: an address of
//! mail, a date, a currency. A document that calls a member `email` and says no more of it than that it is
//! a text is met by many a target that looks closer.

use serde_json::Value;

use super::spans;

use crate::contract::{Operation, Schema};
use crate::exchange::{Message, below};
use crate::generate::Learnt;

/// Members of a body that are looked at.
const MOST: usize = 200;

/// Ends of names, in small letters without signs, and what such texts are. The first that fits counts.
const KINDS: [(&[&str], &str); 15] = [
    (&["email", "emailaddress", "mail"], r#"{"format": "email"}"#),
    (
        &[
            "url", "uri", "href", "website", "homepage", "callback", "webhook", "endpoint",
        ],
        r#"{"format": "uri", "pattern": "^https://example[.](com|org)/[a-z]{4,12}$"}"#,
    ),
    (&["uuid", "guid"], r#"{"format": "uuid"}"#),
    (
        &[
            "datetime",
            "timestamp",
            "time",
            "createdat",
            "updatedat",
            "expiresat",
            "startat",
            "endat",
        ],
        r#"{"format": "date-time"}"#,
    ),
    (&["date", "birthday", "dob", "day"], r#"{"format": "date"}"#),
    (&["ipaddress", "ipv4", "ip"], r#"{"format": "ipv4"}"#),
    (&["hostname", "host", "domain"], r#"{"format": "hostname"}"#),
    (
        &["phone", "phonenumber", "mobile", "telephone"],
        r#"{"pattern": "^[+]49[1-9][0-9]{9}$"}"#,
    ),
    (&["currency", "currencycode"], r#"{"enum": ["EUR", "USD"]}"#),
    (&["country", "countrycode"], r#"{"enum": ["DE", "US"]}"#),
    (&["language", "lang", "locale"], r#"{"enum": ["en", "de"]}"#),
    (&["timezone", "tz"], r#"{"enum": ["UTC", "Europe/Berlin"]}"#),
    (&["color", "colour"], r##"{"pattern": "^#[0-9a-f]{6}$"}"##),
    (&["version"], r#"{"pattern": "^[1-9][.][0-9][.][0-9]$"}"#),
    (&["cron", "schedule"], r#"{"enum": ["0 3 * * *"]}"#),
];

/// The rules that the names of plain texts of a message stand for, with their places; nothing where none
/// does.
pub(super) fn called(operation: &Operation, message: &Message) -> Option<(Learnt, Vec<String>)> {
    let mut texts = Vec::new();
    for (at, value) in &message.parameters {
        if !at.starts_with("/path/") {
            gather(at, value, &mut texts);
        }
    }
    if let Some(body) = &message.body {
        gather("/body", body, &mut texts);
    }
    let plain = |at: &String| operation.schema_at(at).is_some_and(says_nothing);
    let schemas = texts.into_iter().filter_map(|at| {
        let said = match plain(&at) {
            true => kind(&at)?,
            false => spans::span(operation, &at)?,
        };
        Some((at, said))
    });
    let schemas: Vec<(String, Value)> = schemas.collect();
    let places = schemas.iter().map(|(at, _)| at.clone()).collect();
    (!schemas.is_empty()).then(|| {
        let learnt = Learnt {
            schemas,
            unlisted: Vec::new(),
        };
        (learnt, places)
    })
}

/// Places of texts in a value.
fn gather(at: &str, value: &Value, texts: &mut Vec<String>) {
    if texts.len() >= MOST {
        return;
    }
    match value {
        Value::String(_) => texts.push(at.to_owned()),
        Value::Array(all) => {
            for (number, value) in all.iter().enumerate() {
                gather(&below(at, &number.to_string()), value, texts);
            }
        }
        Value::Object(all) => {
            for (name, value) in all {
                gather(&below(at, name), value, texts);
            }
        }
        _ => {}
    }
}

/// Whether a schema says no more of texts than how long they are.
fn says_nothing(schema: &Schema) -> bool {
    let free = schema.pattern.is_none() && schema.format.is_none();
    let open = schema.enumeration.is_empty() && schema.constant.is_none();
    free && open && schema.examples.is_empty() && schema.any_of.iter().all(says_nothing)
}

/// What the name of a place says of its text.
fn kind(at: &str) -> Option<Value> {
    let mut names = at.rsplit('/');
    // An entry of a list is called as the list.
    let name = names.find(|name| !name.bytes().all(|b| b.is_ascii_digit()))?;
    let words = words(name);
    let ends = |end: &&str| {
        let mut tail = String::new();
        words.iter().rev().any(|word| {
            tail = format!("{word}{tail}");
            tail == **end || tail.strip_suffix('s') == Some(*end)
        })
    };
    let found = KINDS.iter().find(|(all, _)| all.iter().any(&ends));
    found.and_then(|(_, schema)| serde_json::from_str(schema).ok())
}

/// The words of a name, in small letters: `callbackUrl`, `callback_url` and `callback-url` have the same.
fn words(name: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && small {
            all.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(last) = all.last_mut().filter(|_| c.is_alphanumeric()) {
            last.extend(c.to_lowercase());
        }
    }
    all.retain(|word| !word.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn names_say_what_their_texts_are() {
        for (at, said) in [
            ("/body/email", Some("email")),
            ("/body/user/contactEmail", Some("email")),
            ("/query/callback_url", Some("uri")),
            ("/body/startDate", Some("date")),
            ("/body/created_at", Some("date-time")),
            ("/body/emails/0", Some("email")),
            ("/body/name", None),
            ("/body/strip", None),
            ("/body/update", None),
            ("/body/curly", None),
        ] {
            let found = kind(at);
            let format = found.as_ref().and_then(|k| k["format"].as_str());
            assert_eq!(format, said, "{at}");
        }
        assert!(kind("/body/time_zone").is_some_and(|k| k.get("enum").is_some()));
        assert!(kind("/body/currency").is_some_and(|k| k.get("enum").is_some()));
    }

    #[test]
    fn every_kind_is_a_schema() {
        for (_, schema) in super::KINDS {
            assert!(
                serde_json::from_str::<serde_json::Value>(schema).is_ok(),
                "{schema}"
            );
        }
    }
}
