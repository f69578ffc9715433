//! Finding the unique code of an error, wherever the target puts it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::{Code, ErrorPlace, Operation, REASON};
use crate::exchange::Response;
use crate::wire;

/// Bytes of a body that are searched for codes where it cannot be read.
const SEARCHED: usize = 256 << 10;

/// Codes found in an answer and where they stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The codes; more than one only when nothing tells which is meant.
    pub codes: Vec<Code>,
    /// Where, in words.
    pub place: String,
}

/// Looks at the contract's places, then at members named like a code, then at every number and
/// text of the body, then at the headers. Only codes that the operation documents are believed
/// away from the contract's place, so that a length or an id is not taken for one.
pub fn find(
    response: &Response,
    body: Option<&Value>,
    place: &ErrorPlace,
    operation: &Operation,
) -> Found {
    let documented: BTreeSet<&Code> = operation.errors().map(|(_, e)| &e.code).collect();
    let status = Code::Number(i64::from(response.status));
    let believed = |text: Code| match begun_with(&text, place, &documented) {
        Some(code) => Some(code.clone()),
        None => (text != status || documented.contains(&text)).then_some(text),
    };
    let one = |code, place: &str| Found {
        codes: vec![code],
        place: place.to_owned(),
    };
    if let Some(body) = body {
        for pointer in &place.at {
            if let Some(code) = at(body, pointer).and_then(Code::of).and_then(believed) {
                return one(code, pointer);
            }
        }
    }
    for name in &place.headers {
        let value = response.header(name).and_then(Code::of_text);
        if let Some(code) = value.and_then(believed) {
            return one(code, &where_of(name));
        }
    }
    if let Some(body) = body {
        let mut named = Found::default();
        let mut others = Found::default();
        walk(body, &mut Vec::new(), false, &mut |at, is_named, value| {
            let known = |c: &Code| documented.contains(c) && (is_named || c.is_telling());
            if let Some(code) = Code::of(value).filter(known) {
                let found = if is_named { &mut named } else { &mut others };
                if found.codes.is_empty() {
                    found.place = place_of(at);
                }
                if !found.codes.contains(&code) {
                    found.codes.push(code);
                }
            }
        });
        for mut found in [named, others] {
            if !found.codes.is_empty() {
                found.codes.sort_unstable();
                return found;
            }
        }
    }
    let searched = &response.body[..response.body.len().min(SEARCHED)];
    let text = String::from_utf8_lossy(searched);
    let codes = in_text(&text, &documented);
    if !codes.is_empty() {
        return Found {
            codes,
            place: "text of the body".into(),
        };
    }
    for (name, value) in &response.headers {
        let codes = in_text(value, &documented);
        if !codes.is_empty() {
            return Found {
                codes,
                place: where_of(name),
            };
        }
    }
    Found::default()
}

/// The codes at the first of some places of a body that has any, in each entry of a list where the place is in its
/// first; what people are meant to read is none.
pub fn borne(response: &Response, places: &[String], operation: &Operation) -> Vec<Code> {
    let Ok(read) = wire::body(operation, response) else {
        return Vec::new();
    };
    let status = Code::Number(i64::from(response.status));
    let is_code = |code: &Code| {
        let text = code.to_string();
        // RFC 9457: `about:blank` is what has no type of its own.
        *code != status && !text.contains(char::is_whitespace) && text != "about:blank"
    };
    let of = |pointer: &String| -> Vec<Code> {
        let listed = pointer.split_once("/0/");
        let listed = listed.and_then(|(list, rest)| Some((at(&read.value, list)?, rest)));
        let values: Vec<&Value> = match listed {
            Some((Value::Array(list), rest)) => {
                let inner = format!("/{rest}");
                list.iter().filter_map(|e| e.pointer(&inner)).collect()
            }
            _ => at(&read.value, pointer).into_iter().collect(),
        };
        let codes = values.into_iter().filter_map(Code::of);
        codes.filter(is_code).collect()
    };
    let mut found = places.iter().map(of);
    found.find(|codes| !codes.is_empty()).unwrap_or_default()
}

/// The value at a pointer; a path of XML may begin with the root element, which is not read as a member.
fn at<'v>(body: &'v Value, pointer: &str) -> Option<&'v Value> {
    body.pointer(pointer).or_else(|| {
        let inner = pointer.get(1..)?.find('/')? + 1;
        body.pointer(&pointer[inner..])
    })
}

/// The longest documented code that a text begins with, where the contract says that codes stand so.
fn begun_with<'c>(
    text: &Code,
    place: &ErrorPlace,
    documented: &BTreeSet<&'c Code>,
) -> Option<&'c Code> {
    if !place.prefix {
        return None;
    }
    let text = text.to_string();
    let begins = |code: &&&Code| text.starts_with(&code.to_string());
    let found = documented.iter().filter(begins);
    found.max_by_key(|code| code.to_string().len()).copied()
}

/// A header in words.
fn where_of(name: &str) -> String {
    match name {
        REASON => "the words behind the status".to_owned(),
        name => format!("header {name}"),
    }
}

/// A step down into a body.
enum Step<'v> {
    Member(&'v str),
    Entry(usize),
}

/// The pointer of a place. It is written for the first code only: a body may hold many, and long
/// names above them.
fn place_of(at: &[Step<'_>]) -> String {
    at.iter()
        .map(|step| match step {
            Step::Member(name) => format!("/{name}"),
            Step::Entry(i) => format!("/{i}"),
        })
        .collect()
}

fn walk<'v>(
    value: &'v Value,
    at: &mut Vec<Step<'v>>,
    named: bool,
    see: &mut impl FnMut(&[Step<'v>], bool, &Value),
) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let is_named = name.to_ascii_lowercase().contains("code");
                at.push(Step::Member(name));
                walk(inner, at, is_named, see);
                at.pop();
            }
        }
        Value::Array(list) => {
            for (i, inner) in list.iter().enumerate() {
                at.push(Step::Entry(i));
                walk(inner, at, named, see);
                at.pop();
            }
        }
        scalar => see(at, named, scalar),
    }
}

/// Documented codes that stand alone in a text: numbers, and words that no sentence has.
fn in_text(text: &str, documented: &BTreeSet<&Code>) -> Vec<Code> {
    let apart = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: BTreeSet<&str> = text.split(apart).filter(|w| !w.is_empty()).collect();
    let stands = |code: &&&Code| match code {
        Code::Number(number) => words.iter().any(|w| digits(w) && w.parse() == Ok(*number)),
        Code::Word(word) if word.contains(apart) => {
            code.is_telling() && text.contains(word.as_str())
        }
        Code::Word(word) => code.is_telling() && words.contains(word.as_str()),
    };
    let found = documented.iter().filter(stands);
    found.map(|code| (*code).clone()).collect()
}
