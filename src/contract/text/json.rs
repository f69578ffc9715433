//! JSON text to a tree: YAML readers stumble over `\ud83d\ude00` and its like, which JSON allows.

use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::build::{Builder, Stop};
use super::count::is_much_json;
use super::yaml::finish;
use super::{Node, Source};
use crate::contract::diagnostic::Problem;

/// Reads a text that is JSON; `None` when it is not, for the YAML reader to say what is wrong.
pub(super) fn parse(
    source: &Arc<Source>,
    notes: &mut Vec<Problem>,
) -> Option<Result<Node, Vec<Problem>>> {
    serde_json::from_str::<IgnoredAny>(&source.text).ok()?;
    let mut builder = Builder::new(source);
    if is_much_json(&source.text) {
        builder.much();
        return Some(Err(builder.problems));
    }
    // An `Err` has left its reason among the problems.
    let _ = walk(&mut builder, &source.text);
    Some(finish(builder, notes))
}

/// Says why the text of a JSON file is no JSON.
pub(super) fn complain(builder: &mut Builder<'_>) {
    let Err(error) = serde_json::from_str::<IgnoredAny>(&builder.source.text) else {
        return;
    };
    let line = builder.source.line(error.line());
    let mut at = (line.start + error.column().saturating_sub(1)).min(line.end);
    while !builder.source.text.is_char_boundary(at) {
        at -= 1;
    }
    let message = format!("this is not well-formed JSON: {error}");
    builder.stop(
        at..at,
        &message,
        "look for a missing quote, comma or bracket here or just above",
    );
}

/// Walks a text that is known to be JSON, so every token ends where it must.
fn walk(builder: &mut Builder<'_>, text: &str) -> Result<(), Stop> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'"' => string_end(bytes, at),
            b'{' | b'[' | b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => at + 1,
            _ => word_end(bytes, at),
        };
        match bytes[at] {
            open @ (b'{' | b'[') => builder.open(open == b'{', at..end, 0)?,
            b'}' | b']' => builder.close(end)?,
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                let value: Value = serde_json::from_str(&text[at..end]).unwrap_or_default();
                let key = value.as_str().unwrap_or_default().to_owned();
                builder.scalar(&key, value, at..end, 0)?;
            }
        }
        at = end;
    }
    Ok(())
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let ends = |b: &u8| matches!(b, b',' | b':' | b']' | b'}') || b.is_ascii_whitespace();
    let length = bytes[start..].iter().position(ends);
    length.map_or(bytes.len(), |n| start + n)
}
