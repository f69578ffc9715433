//! YAML (and so JSON) text to a tree, by way of the events of saphyr-parser.

use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::Value;

use super::build::{Builder, Stop};
use super::count::is_much_yaml;
use super::{MAX_DEPTH, Node, Source, json, lenient, scalar};
use crate::contract::diagnostic::Problem;

/// Reads a text; a syntax error ends it. What is wrong and can be passed over is noted.
pub(in crate::contract) fn parse(
    source: &Arc<Source>,
    notes: &mut Vec<Problem>,
) -> Result<Node, Vec<Problem>> {
    if let Some(outcome) = json::parse(source, notes) {
        return outcome;
    }
    let mut builder = Builder::new(source);
    if is_much_yaml(&source.text) {
        builder.much();
        return Err(builder.problems);
    }
    let outcome = events(&mut builder, &source.text, &|at| at);
    if outcome.is_err() && !builder.is_full() {
        // Near misses are mended; what is said of a text that cannot be is said of the original.
        if let Some(mended) = lenient::mend(&source.text) {
            let mut second = Builder::new(source);
            if events(&mut second, &mended.text, &|at| mended.original(at)).is_ok() {
                return finish(second, notes);
            }
        }
        if source.name.ends_with(".json") {
            let mut builder = Builder::new(source);
            json::complain(&mut builder);
            return Err(builder.problems);
        }
    }
    match outcome {
        Ok(()) => finish(builder, notes),
        Err(Stop) => Err(builder.problems),
    }
}

/// The tree, with what was passed over.
pub(super) fn finish(
    mut builder: Builder<'_>,
    notes: &mut Vec<Problem>,
) -> Result<Node, Vec<Problem>> {
    notes.append(&mut builder.notes);
    match builder.root.take() {
        Some(root) if builder.problems.is_empty() => Ok(root),
        None if builder.problems.is_empty() => {
            builder.stop(
                0..0,
                "the file is empty",
                "a contract begins with `openapi: 3.1.0`",
            );
            Err(builder.problems)
        }
        _ => Err(builder.problems),
    }
}

/// Builds a tree from the events of the parser; `original` gives the offset in the source's text.
fn events(
    builder: &mut Builder<'_>,
    text: &str,
    original: &dyn Fn(usize) -> usize,
) -> Result<(), Stop> {
    let mut bytes = Bytes::new(text);
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let start = original(bytes.at(span.start.index()));
                let span = start..original(bytes.at(span.end.index())).max(start);
                if matches!(event, Event::DocumentStart(_)) {
                    documents += 1;
                }
                if documents > 1 {
                    let mark = builder.mark(span, "".into());
                    let problem = Problem::at(&mark, "a second document begins here")
                        .costs("it is not read")
                        .hint("a contract is one document; remove the `---`");
                    builder.notes.push(problem);
                    return Ok(());
                }
                take(builder, event, span)?;
            }
            Err(error) => {
                let at = original(bytes.at(error.marker().index()));
                return Err(malformed(
                    builder,
                    error.info(),
                    at.min(builder.source.text.len()),
                ));
            }
        }
    }
    Ok(())
}

fn take(builder: &mut Builder<'_>, event: Event<'_>, span: Range<usize>) -> Result<(), Stop> {
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let text_wanted = style != ScalarStyle::Plain || says_string(tag.as_deref());
            let value = if text_wanted {
                Value::String(text.to_string())
            } else {
                scalar::plain(&text)
            };
            builder.scalar(&text, value, span, anchor)
        }
        Event::SequenceStart(anchor, _) => builder.open(false, span, anchor),
        Event::MappingStart(anchor, _) => builder.open(true, span, anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.close(span.end),
        Event::Alias(anchor) => builder.alias(anchor, span),
        _ => Ok(()),
    }
}

fn says_string(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|t| t.is_yaml_core_schema() && t.suffix == "str")
}

fn malformed(builder: &mut Builder<'_>, why: &str, at: usize) -> Stop {
    if why.contains("recursion limit") {
        let message = format!("this nests deeper than {MAX_DEPTH} levels");
        return builder.stop(at..at, &message, "look for brackets that are never closed");
    }
    let message = format!("this is not well-formed YAML: {why}");
    let hint = advice(builder.source, at);
    builder.stop(at..at, &message, hint)
}

/// A hint for a syntax error: what mostly stands behind it.
fn advice(source: &Source, at: usize) -> &'static str {
    let (line, _) = source.position(at);
    let near = [line, line.saturating_sub(1).max(1)];
    let indent = |line: usize| {
        let text = &source.text[source.line(line)];
        text[..text.len() - text.trim_start().len()].contains('\t')
    };
    if near.into_iter().any(indent) {
        "indent with spaces; YAML allows no tabs there"
    } else {
        "look for a missing quote, colon or bracket here or just above; quote text that holds `: ` or begins with a sign"
    }
}

/// Turns the parser's character counts into byte offsets, walking on from where it was last asked.
struct Bytes<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl<'t> Bytes<'t> {
    fn new(text: &'t str) -> Self {
        Bytes {
            text,
            chars: 0,
            bytes: 0,
        }
    }

    fn at(&mut self, chars: usize) -> usize {
        while self.chars < chars {
            match self.text[self.bytes..].chars().next() {
                Some(c) => self.bytes += c.len_utf8(),
                None => return self.bytes,
            }
            self.chars += 1;
        }
        while self.chars > chars {
            match self.text[..self.bytes].chars().next_back() {
                Some(c) => self.bytes -= c.len_utf8(),
                None => return self.bytes,
            }
            self.chars -= 1;
        }
        self.bytes
    }
}
