//! Rules in the words of the usual validators: a schema's keywords for each of them.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

/// What words ask of a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// It must be there, and hold something.
    Needed,
    /// It must not be there.
    Unwanted,
    /// It must fit these keywords.
    Keywords(Map<String, Value>),
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

const NUMBER: &str = r"['`\x22]?(-?\d+(?:\.\d+)?)";

static LEAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"at least|minimum(?: length)?(?: of| is|:)?|fewer than|shorter than|>=|\bmin(?:length|_length|items|_items)?|greater than or equal to|too_small|no less than|is too short.{0,30}?";
    Regex::new(&format!(r"(?:{words})\D{{0,12}}?{NUMBER}")).ok()
});
static MOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"at most|maximum(?: length)?(?: of| is|:)?|not be (?:greater|more|longer) than|more than|longer than|<=|\bmax(?:length|_length|items|_items)?|less than or equal to|too_big|no more than|is too long.{0,30}?";
    Regex::new(&format!(r"(?:{words})\D{{0,12}}?{NUMBER}")).ok()
});
pattern!(ECHOED, r#"(?i)from string "[^"]*""#);
pattern!(BETWEEN, r"between (-?\d+(?:\.\d+)?) and (-?\d+(?:\.\d+)?)");
pattern!(
    ABOVE,
    r"(?:[^t]|^)\b(?:must be |be )?greater than (-?\d+(?:\.\d+)?)"
);
pattern!(BELOW, r"must be less than (-?\d+(?:\.\d+)?)");
pattern!(
    LIKE,
    r#"(?i)(?:match(?:es)?(?: the)?(?: pattern| regex)?|pattern|regexp)[:\s]+(?:['"`]|&quot;)(.+?)(?:['"`]|&quot;)(?:$|[\s.,;)}])"#
);
pattern!(
    LISTED,
    r"(?i)(?:one of|accepted for enum class|allowed values|permitted values|valid values|choices)[^\[(:]{0,40}[:\[(]\s*([^\])}]+)"
);
pattern!(QUOTED, r"(?i)input should be ((?:'[^']+'(?:, | or )?)+)");

/// Words that tell a type or a form, the tellings ones first.
const FORMS: &[(&str, &str, &str)] = &[
    ("uuid", "format", "uuid"),
    ("email", "format", "email"),
    ("e-mail", "format", "email"),
    ("localdatetime", "format", "date-time"),
    ("offsetdatetime", "format", "date-time"),
    ("date-time", "format", "date-time"),
    ("datetime", "format", "date-time"),
    ("iso 8601", "format", "date-time"),
    ("iso8601", "format", "date-time"),
    ("localdate", "format", "date"),
    ("valid date", "format", "date"),
    ("valid url", "format", "uri"),
    ("valid uri", "format", "uri"),
    ("ip address", "format", "ipv4"),
    ("java.lang.integer", "type", "integer"),
    ("java.lang.long", "type", "integer"),
    ("valid integer", "type", "integer"),
    ("an integer", "type", "integer"),
    ("of type integer", "type", "integer"),
    ("must be integer", "type", "integer"),
    ("whole number", "type", "integer"),
    ("java.lang.double", "type", "number"),
    ("required double parameter", "type", "number"),
    ("required integer parameter", "type", "integer"),
    ("required int parameter", "type", "integer"),
    ("required long parameter", "type", "integer"),
    ("valid number", "type", "number"),
    ("a number", "type", "number"),
    ("must be number", "type", "number"),
    ("java.lang.boolean", "type", "boolean"),
    ("valid boolean", "type", "boolean"),
    ("a boolean", "type", "boolean"),
    ("must be boolean", "type", "boolean"),
    ("valid string", "type", "string"),
    ("be a string", "type", "string"),
    ("must be string", "type", "string"),
    ("valid list", "type", "array"),
    ("an array", "type", "array"),
    ("must be array", "type", "array"),
    ("valid dictionary", "type", "object"),
    ("an object", "type", "object"),
    ("must be object", "type", "object"),
];
const UNWANTED: &[&str] = &[
    "unrecognized",
    "is not allowed",
    "unknown field",
    "unknown propert",
    "unexpected field",
    "unexpected propert",
    "additional propert",
    "extra fields",
    "extra inputs",
    "not permitted",
    "is forbidden",
    "should not exist",
];
const NEEDED: &[&str] = &[
    "required",
    "must not be blank",
    "must not be null",
    "must not be empty",
    "missing",
    "cannot be blank",
    "cannot be null",
    "cannot be empty",
    "not present",
    "can't be blank",
    "can't be null",
    "can't be empty",
    "may not be blank",
    "may not be null",
    "should not be empty",
    "should not be blank",
    "should not be null",
    "must be provided",
    "is mandatory",
];

/// What a text asks of a place; `text` says whether the place is one for texts, where that is known.
pub(super) fn asked(words: &str, text: Option<bool>) -> Vec<Asked> {
    // What was sent comes back in some words, and asks for nothing.
    let words = &match ECHOED.as_ref() {
        Some(echoed) => echoed.replace_all(words, "from it"),
        None => words.into(),
    };
    let small = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|it| small.contains(it));
    if has(UNWANTED) {
        return vec![Asked::Unwanted];
    }
    let mut keywords = Map::new();
    for (word, keyword, value) in FORMS {
        if small.contains(word)
            && !keywords.contains_key("format")
            && !keywords.contains_key("type")
        {
            keywords.insert((*keyword).to_owned(), json!(value));
        }
    }
    bounds(&small, text, &mut keywords);
    if let Some(found) = first(&LIKE, words) {
        // Validators mean the whole text where a schema would take a part.
        keywords.insert("pattern".into(), format!("^(?:{found})$").into());
    }
    if let Some(list) = choices(words) {
        keywords.retain(|name, _| name == "type");
        keywords.insert("enum".into(), list.into());
    }
    let mut all = Vec::new();
    if has(NEEDED) {
        all.push(Asked::Needed);
    }
    if !keywords.is_empty() {
        all.push(Asked::Keywords(keywords));
    }
    all
}

fn first(pattern: &LazyLock<Option<Regex>>, words: &str) -> Option<String> {
    let found = pattern.as_ref()?.captures(words)?;
    Some(found.get(1)?.as_str().to_owned())
}

fn bounds(small: &str, text: Option<bool>, keywords: &mut Map<String, Value>) {
    let number = |text: String| text.parse::<f64>().ok();
    let both = BETWEEN.as_ref().and_then(|p| p.captures(small));
    let both = both.map(|found| (found[1].to_owned(), found[2].to_owned()));
    let least = both
        .as_ref()
        .map(|(low, _)| low.clone())
        .or_else(|| first(&LEAST, small));
    let most = both.map(|(_, high)| high).or_else(|| first(&MOST, small));
    let counted = ["character", "length", "string", "letters", " str"];
    let is_text =
        text == Some(true) || text.is_none() && counted.iter().any(|it| small.contains(it));
    let items = [" item", "element", "entries"]
        .iter()
        .any(|it| small.contains(it));
    let [low, high] = match (items, is_text) {
        (true, _) => ["minItems", "maxItems"],
        (_, true) => ["minLength", "maxLength"],
        _ => ["minimum", "maximum"],
    };
    let value = |n: f64| match n.fract() == 0.0 {
        true => json!(n as i64),
        false => json!(n),
    };
    let whole = items || is_text;
    for (key, found) in [(low, least), (high, most)] {
        if let Some(n) = found.and_then(number).filter(|n| !whole || *n >= 0.0) {
            keywords.insert(key.to_owned(), value(n));
        }
    }
    if whole {
        return;
    }
    let above = first(&ABOVE, small)
        .and_then(number)
        .filter(|_| !keywords.contains_key("maximum"));
    let positive = small.contains("positive number")
        || small.contains("must be positive")
        || small.contains("be a positive");
    if let Some(n) = above.or(positive.then_some(0.0)) {
        keywords.insert("exclusiveMinimum".into(), value(n));
    }
    if let Some(n) = first(&BELOW, small).and_then(number) {
        keywords.insert("exclusiveMaximum".into(), value(n));
    }
}

/// The values of a list in words.
fn choices(words: &str) -> Option<Vec<String>> {
    let found = first(&LISTED, words).or_else(|| first(&QUOTED, words))?;
    let list = found.replace(" or ", ",");
    let trim = |one: &str| {
        one.trim()
            .trim_matches(['\'', '"', '`', '.', '['])
            .to_owned()
    };
    let list: Vec<String> = list
        .split(',')
        .map(trim)
        .filter(|one| !one.is_empty())
        .collect();
    (!list.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords(words: &str, text: bool) -> Value {
        let asked = asked(words, Some(text));
        let found = asked.into_iter().find_map(|a| match a {
            Asked::Keywords(map) => Some(Value::Object(map)),
            _ => None,
        });
        found.unwrap_or(Value::Null)
    }

    #[test]
    fn limits_are_read_in_many_words() {
        for words in [
            "must NOT have fewer than 3 characters",
            "'ab' is shorter than 3 characters",
            "The name field must be at least 3 characters.",
            "Expected `str` of length >= 3",
            "is too short (minimum is 3 characters)",
            "This value is too short. It should have at least 3 characters.",
            "a string with a minimum length of '3'.",
            "String must contain at least 3 character(s)",
            "min 3",
        ] {
            assert_eq!(keywords(words, true), json!({"minLength": 3}), "{words}");
        }
        for words in [
            "must NOT have more than 30 characters",
            "is longer than 30 characters",
            "must not be greater than 30 characters.",
            "length <= 30",
            "max 30",
        ] {
            assert_eq!(keywords(words, true), json!({"maxLength": 30}), "{words}");
        }
        assert_eq!(
            keywords("Length must be between 3 and 30.", true),
            json!({"minLength": 3, "maxLength": 30})
        );
        assert_eq!(
            keywords("must be greater than or equal to 5", false),
            json!({"minimum": 5})
        );
        assert_eq!(
            keywords("Value shall be a positive number", false)["exclusiveMinimum"],
            json!(0)
        );
    }

    #[test]
    fn forms_and_lists_are_read() {
        assert_eq!(
            keywords("must be a well-formed email address", true)["format"],
            "email"
        );
        assert_eq!(
            keywords(
                "not one of the values accepted for Enum class: [LOW, HIGH]",
                true
            )["enum"],
            json!(["LOW", "HIGH"])
        );
        assert_eq!(
            keywords("Input should be 'a', 'b' or 'c'", true)["enum"],
            json!(["a", "b", "c"])
        );
        assert_eq!(
            keywords("must match \"^[A-Z]{3}$\"", true)["pattern"],
            json!("^(?:^[A-Z]{3}$)$")
        );
        assert_eq!(
            asked("parameter name \"filter\" is not allowed", None),
            [Asked::Unwanted]
        );
        assert_eq!(asked("must not be blank", None), [Asked::Needed]);
        assert_eq!(asked("something went wrong", None), []);
    }
}
