//! Words that ids are made of: a place, a value or an operation is called by as few words as tell
//! it from every other one beside it, and never by its number.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::slug;
use crate::contract::{Cause, Contract, Operation, Schema};
use crate::exchange::{below, steps};

/// Longest word; what is longer is cut and told apart by a hash.
const LONGEST: usize = 120;

/// What the places of a message are called.
#[derive(Debug, Clone, Default)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Names for every place of the requests of an operation.
    pub fn of_request(operation: &Operation) -> Self {
        let mut places = BTreeSet::from(["/body".to_owned()]);
        if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
            inside(&media.schema, "/body", &mut places);
            deeper(&media.schema, "/body", &mut places);
        }
        for parameter in &operation.parameters {
            deeper(&parameter.schema, &parameter.pointer(), &mut places);
        }
        for when in operation.errors().flat_map(|(_, e)| &e.when) {
            if let Cause::Breaks { at, .. }
            | Cause::Fixture { at, .. }
            | Cause::Unknown { at, .. } = &when.cause
            {
                places.insert(at.clone());
            }
        }
        places.extend(operation.occupies.as_ref().map(|o| o.by.clone()));
        let echoes = operation.answer_members().iter();
        places.extend(echoes.filter_map(|p| p.schema.ext.echo.clone()));
        places.extend(operation.parameters.iter().map(|p| p.pointer()));
        Words::named(places, in_request)
    }

    /// Names for every member of an answer.
    pub fn of_answer(schema: &Schema) -> Self {
        let mut places = BTreeSet::new();
        inside(schema, "", &mut places);
        let mut entries = Vec::new();
        for at in &places {
            let items = schema.descend(at).and_then(|s| s.items.as_deref());
            if let Some(items) = items {
                let each = format!("{at}/*");
                let members = items.properties.iter().filter(|p| p.schema.ext.fresh);
                entries.extend(members.map(|p| below(&each, &p.name)));
            }
        }
        places.extend(entries);
        Words::named(places, in_answer)
    }

    fn named(places: BTreeSet<String>, candidates: fn(&str) -> Vec<String>) -> Self {
        let candidates = places.iter().map(|at| closed(candidates(at), at)).collect();
        Words(places.iter().cloned().zip(apart(candidates)).collect())
    }

    /// What a place is called.
    pub fn of(&self, at: &str) -> String {
        // Every entry of a list is called as the list is.
        let known = self.0.get(at.trim_end_matches("/*")).cloned();
        known.unwrap_or_else(|| apart(vec![closed(in_request(at), at)]).remove(0))
    }
}

/// What values of one place are called, in their order.
pub fn values<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(s) => s.clone(),
        other => other.to_string(),
    };
    let candidates = values.map(|value| {
        let text = text(value);
        let spelt = spell(&text, true);
        let typed = format!("{}-{spelt}", kind(value));
        closed(vec![slug(&text), spelt, typed], &value.to_string())
    });
    apart(candidates.collect())
}

/// What the operations of a contract are called in ids, by their own ids.
pub fn operations(contract: &Contract) -> BTreeMap<String, String> {
    let ids: BTreeSet<&str> = contract.operations.iter().map(|o| o.id.as_str()).collect();
    let candidates = ids.iter().map(|id| {
        let own = if is_word(id) {
            (*id).to_owned()
        } else {
            slug(id)
        };
        closed(vec![own, spell(id, true)], id)
    });
    let words = apart(candidates.collect());
    ids.into_iter().map(str::to_owned).zip(words).collect()
}

/// A name as a word: itself where it is one.
pub fn word(name: &str) -> String {
    apart(vec![closed(vec![slug(name), spell(name, false)], name)]).remove(0)
}

/// A short hash of what nothing else tells apart.
pub fn hash(of: &str, length: usize) -> String {
    let digest = Sha256::digest(of.as_bytes());
    // Asked for with each word of each clause: no text is made on the way.
    let halves = digest.iter().flat_map(|b| [b >> 4, b & 0xf]);
    let digits = halves.filter_map(|half| char::from_digit(half.into(), 16));
    digits.take(length).collect()
}

fn inside(schema: &Schema, around: &str, places: &mut BTreeSet<String>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        inside(&property.schema, &at, places);
        places.insert(at);
    }
}

/// The same, with entries of lists and members of alternatives.
fn deeper(schema: &Schema, around: &str, places: &mut BTreeSet<String>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        deeper(&property.schema, &at, places);
        places.insert(at);
    }
    if let Some(items) = schema.entries() {
        let at = below(around, &schema.first_entry().to_string());
        deeper(items, &at, places);
        places.insert(at);
    }
    for branch in &schema.any_of {
        deeper(branch, around, places);
    }
}

/// Names of a place of a request, the shortest first: itself and the element around it, then more
/// of what stands around, at last with where it travels; then all that with every character told.
fn in_request(at: &str) -> Vec<String> {
    let (location, names) = match at.strip_prefix("/body") {
        Some(rest) => ("body", steps(rest)),
        None => {
            let (location, name) = at
                .trim_start_matches('/')
                .split_once('/')
                .unwrap_or(("", at));
            (location, vec![name.to_owned()])
        }
    };
    if names.is_empty() {
        return vec![location.to_owned()];
    }
    let mut list = Vec::new();
    for told in [false, true] {
        let word = |name: &String| match told {
            true => spell(name, false),
            false => word(name),
        };
        let names: Vec<String> = names.iter().map(word).collect();
        // A number says nothing without what it counts in.
        let counts = |n: &String| n.bytes().all(|b| b.is_ascii_digit());
        let number = names.iter().rev().take(2).any(counts);
        let least = if number {
            names.len()
        } else {
            names.len().min(2)
        };
        list.extend((least..=names.len()).map(|n| names[names.len() - n..].join(".")));
        list.push(format!("{location}.{}", names.join(".")));
    }
    list
}

/// Names of a member of an answer.
fn in_answer(at: &str) -> Vec<String> {
    let names = steps(at);
    let plain = names.iter().filter(|n| *n != "*").map(|n| word(n));
    let told = names.iter().map(|n| match n.as_str() {
        "*" => "each".to_owned(),
        name => spell(name, false),
    });
    vec![
        plain.collect::<Vec<_>>().join("."),
        told.collect::<Vec<_>>().join("."),
    ]
}

/// Candidates that are words, none too long, the last one with a hash of what it stands for.
fn closed(candidates: Vec<String>, of: &str) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for mut word in candidates {
        if word.len() > LONGEST {
            word.truncate(LONGEST - 20);
            word = format!("{word}~{}", hash(of, 8));
        }
        // One that stays as it was is kept: another may move away from it.
        if !word.is_empty() {
            list.push(word);
        }
    }
    let first = list.first().cloned().unwrap_or_default();
    let bare = first.split('~').next().unwrap_or_default();
    list.push(format!("{bare}~{}", hash(of, 16)));
    list
}

/// The first candidate of each, or the first that no other one has.
fn apart(candidates: Vec<Vec<String>>) -> Vec<String> {
    let mut level = vec![0; candidates.len()];
    loop {
        let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, list) in candidates.iter().enumerate() {
            by_word.entry(&list[level[i]]).or_default().push(i);
        }
        let longer: Vec<usize> = by_word
            .into_values()
            .filter(|group| group.len() > 1)
            .flatten()
            .filter(|i| level[*i] + 1 < candidates[*i].len())
            .collect();
        if longer.is_empty() {
            break;
        }
        longer.into_iter().for_each(|i| level[i] += 1);
    }
    let words = candidates.into_iter().zip(level);
    words
        .map(|(mut list, level)| list.swap_remove(level))
        .collect()
}

fn is_word(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    !text.is_empty() && text.chars().all(fits)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A text with every character that no word holds told by its name.
fn spell(text: &str, dots: bool) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut out = String::new();
    let mut after = false;
    for (i, c) in text.chars().enumerate() {
        let own = c.is_ascii_alphanumeric() || c == '_' || c == '-' && i > 0 || c == '.' && dots;
        if own {
            if after && c != '-' {
                out.push('-');
            }
            out.push(c);
        } else {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            out += &name(c);
        }
        after = !own;
    }
    out
}

/// What a character is called.
fn name(c: char) -> String {
    let known = match c {
        ' ' => "space",
        '!' => "exclamation",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equals",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "open-bracket",
        '\\' => "backslash",
        ']' => "close-bracket",
        '^' => "caret",
        '`' => "backtick",
        '{' => "open-brace",
        '|' => "bar",
        '}' => "close-brace",
        '~' => "tilde",
        '\t' => "tab",
        '\n' => "line-feed",
        '\r' => "return",
        c => return format!("u{:04x}", u32::from(c)),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{apart, closed, in_answer, in_request, values};

    fn called(list: &[&str], candidates: fn(&str) -> Vec<String>) -> Vec<String> {
        apart(list.iter().map(|at| closed(candidates(at), at)).collect())
    }

    #[test]
    fn places_are_told_apart_by_what_stands_around_them() {
        let places = [
            "/body/billing/address/zip",
            "/body/shipping/address/zip",
            "/body/billing/address/floor",
            "/body/name",
            "/query/name",
            "/body/list/0",
            "/body",
        ];
        let words = [
            "billing.address.zip",
            "shipping.address.zip",
            "address.floor",
            "body.name",
            "query.name",
            "list.0",
            "body",
        ];
        assert_eq!(called(&places, in_request), words);
        let odd = [
            "/body/a b",
            "/body/a-b",
            "/body/a~1b/c",
            "/body/日本",
            "/body/",
        ];
        let words = ["a-space-b", "body.a-b", "a-b.c", "u65e5-u672c", "empty"];
        assert_eq!(called(&odd, in_request)[2..], words[2..]);
        let [first, second, ..] = &called(&odd, in_request)[..] else {
            panic!("two of them");
        };
        assert_ne!(first, second);
        assert_eq!(called(&["/a.b", "/a/b"], in_answer), ["a-dot-b", "a.b"]);
    }

    #[test]
    fn values_are_told_apart_by_what_the_slug_left_out() {
        let list = [
            json!("a b"),
            json!("a-b"),
            json!(""),
            json!("日本"),
            json!(1),
            json!("1"),
            json!(-1),
            json!("plain"),
            json!("A"),
            json!("a"),
        ];
        let words = [
            "a-space-b",
            "a-b",
            "empty",
            "u65e5-u672c",
            "number-1",
            "string-1",
            "minus-1",
            "plain",
            "A",
            "a",
        ];
        assert_eq!(values(list.iter()), words);
        let long: Vec<Value> = vec!["x".repeat(900).into(), "x".repeat(901).into()];
        let [a, b] = &values(long.iter())[..] else {
            panic!("two of them");
        };
        assert!(a != b && a.len() <= 120 && b.len() <= 120);
    }
}
