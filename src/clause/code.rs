//! Finding the unique code of an error, wherever the target puts it (reading JSA-08 and its like).

use serde_json::Value;

use crate::contract::{ErrorPlace, Operation};
use crate::exchange::Response;

/// Bytes of a body that are searched for codes where it cannot be read.
const SEARCHED: usize = 256 << 10;

/// Codes found in an answer and where they stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The codes; more than one only when nothing tells which is meant.
    pub codes: Vec<i64>,
    /// Where, in words.
    pub place: String,
}

/// Looks at the contract's place, then at members named like a code, then at every number and
/// text of the body, then at the headers. Only codes that the operation documents are believed
/// away from the contract's place, so that a length or an id is not taken for one.
pub fn find(
    response: &Response,
    body: Option<&Value>,
    place: &ErrorPlace,
    operation: &Operation,
) -> Found {
    let documented: Vec<i64> = operation.errors().map(|(_, e)| e.code).collect();
    let status = i64::from(response.status);
    if let Some(body) = body {
        for pointer in &place.at {
            if let Some(code) = body.pointer(pointer).and_then(number)
                && (code != status || documented.contains(&code))
            {
                return Found {
                    codes: vec![code],
                    place: pointer.clone(),
                };
            }
        }
        let mut named = Found::default();
        let mut others = Found::default();
        walk(body, &mut Vec::new(), false, &mut |at, is_named, value| {
            if let Some(code) = number(value).filter(|c| documented.contains(c)) {
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
    let codes = unique(in_text(&text).filter(|c| documented.contains(c)));
    if !codes.is_empty() {
        return Found {
            codes,
            place: "text of the body".into(),
        };
    }
    for (name, value) in &response.headers {
        let codes = unique(in_text(value).filter(|c| documented.contains(c)));
        if !codes.is_empty() {
            return Found {
                codes,
                place: format!("header {name}"),
            };
        }
    }
    Found::default()
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

/// A number, or a text of digits alone.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64(),
        Value::String(s) => s.trim().parse().ok(),
        _ => None,
    }
}

/// Runs of digits that stand alone in a text.
fn in_text(text: &str) -> impl Iterator<Item = i64> + '_ {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter_map(|word| {
            word.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| word.parse().ok())
                .flatten()
        })
}

fn unique(codes: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut list: Vec<_> = codes.collect();
    list.sort_unstable();
    list.dedup();
    list
}
