//! Requests with values that no rule speaks of.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Maker, Skip, single};
use crate::clause::{lenient, odd};
use crate::contract::{Operation, Schema};
use crate::exchange::{Case, Message, Step};
use crate::wire;
use crate::wire::Kind;

/// A number that stands for one that no value of ours can hold, until the bytes are there.
const MARK: i64 = 7_700_770_077_009;
/// Characters of a long text.
const LONG: usize = 5_000;

/// Values that are written as texts, with what is telling about each. A text that only looks like
/// digits makes readers fall that ask each character whether it is one.
const TEXTS: [(&str, &str); 7] = [
    ("an empty value", ""),
    ("a negative number", "-1"),
    ("digits that are not ASCII", "\u{b2}\u{661}"),
    ("letters that are not ASCII", "Größe 日本 😀"),
    ("a value in quotes", "\"it's\""),
    ("a letter", "x"),
    ("40 digits", "9999999999999999999999999999999999999999"),
];
/// Numbers as JSON writes them.
const NUMBERS: [(&str, &str); 6] = [
    ("zero", "0"),
    ("a negative number", "-1"),
    ("2^31", "2147483648"),
    ("2^63", "9223372036854775808"),
    ("40 digits", TEXTS[6].1),
    ("a fraction", "0.5"),
];

/// One request for each place and each value.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    let typed = media.is_some_and(|m| Kind::of(&m.media_type) == Kind::Json);
    let mut list = Vec::new();
    let mut why = None;
    for (at, schema) in odd::places(operation) {
        let base = maker.base_for(&at, None).clone();
        let message = match maker.start(&base, &at) {
            Ok((message, _)) => with_lists(operation, message, &at),
            Err(skip) => {
                why = Some(skip);
                continue;
            }
        };
        let in_body = at.starts_with("/body");
        match typed && in_body && !schema.types.iter().any(|t| t == "string") {
            // Other types in their place are faults of the contract, with clauses of their own.
            true if is_number(schema) => list.extend(numbers(maker, &message, &at)),
            true => {}
            false => list.extend(texts(maker, &message, &at, schema)),
        }
    }
    match (list.is_empty(), why) {
        (true, Some(skip)) => Err(skip),
        (true, None) => Err(Skip::idle(
            "no place of the requests holds a value of its own",
        )),
        (false, _) => Ok(list),
    }
}

/// The message with a list of one entry wherever a place stands in one that is not there.
fn with_lists(operation: &Operation, mut message: Message, at: &str) -> Message {
    for (end, _) in at.match_indices('/').skip(1) {
        let (around, rest) = at.split_at(end);
        let list = operation
            .schema_at(around)
            .is_some_and(|s| s.entries().is_some());
        if list && !message.get(around).is_some_and(Value::is_array) {
            let entry = match rest[1..].contains('/') {
                true => json!({}),
                false => Value::Null,
            };
            message.set(around, Some(json!([entry])));
        }
    }
    message
}

fn is_number(schema: &Schema) -> bool {
    schema.types.iter().any(|t| t == "integer" || t == "number")
}

/// A case, tagged as one that may be taken or refused.
fn case(at: &str, about: &str, step: Step) -> Case {
    let mut case = single(format!("{at}: {about}"), step);
    case.tag = Some(lenient::tag(lenient::ODD_VALUES, ""));
    case
}

fn texts(maker: &mut Maker<'_, '_, '_>, message: &Message, at: &str, schema: &Schema) -> Vec<Case> {
    let in_body = at.starts_with("/body");
    let has_texts = odd::has_texts(at, schema);
    let long = "x".repeat(LONG);
    let own = message.get(at).cloned();
    let own = own.or_else(|| maker.plain(schema, at).ok());
    let around = own.map(|own| format!(" {} ", wire::plain(&own)));
    let around = around.as_deref().filter(|_| in_body);
    let around = around.map(|text| ("blanks around its value", text));
    let texts = TEXTS.into_iter().chain([("a long text", long.as_str())]);
    let texts = texts.chain(around);
    // Headers hold ASCII, and no server need read longer ones.
    let fits = |text: &str| in_body || text.is_ascii() && text.len() < 100;
    // What is a text as people write them is tried as such.
    let new = |text: &str| !has_texts || text.len() < 3;
    let texts = texts.filter(|(_, text)| fits(text) && new(text));
    let mut list = Vec::new();
    for (about, text) in texts {
        let mut message = message.clone();
        maker.renew_but(&mut message, at);
        maker.lay(&mut message, at, Some(text.into()));
        if message.get(at) == Some(&Value::from(text)) {
            // Not all of it is read back as what it was: the bytes are what counts.
            let request = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
            list.push(case(at, about, Step::Raw(request)));
        }
    }
    list
}

/// Numbers in their place, as bytes: no value of ours holds the wide ones.
fn numbers(maker: &mut Maker<'_, '_, '_>, message: &Message, at: &str) -> Vec<Case> {
    let mut list = Vec::new();
    for (about, number) in NUMBERS {
        let mut marked = message.clone();
        maker.renew_but(&mut marked, at);
        marked.set(at, Some(MARK.into()));
        let mut request = wire::encode(maker.kit.operation, &marked, &maker.settings.writing);
        let Some(body) = &request.body else {
            return Vec::new();
        };
        let body = String::from_utf8_lossy(body);
        let mark = MARK.to_string();
        if !body.contains(&mark) {
            return Vec::new();
        }
        request.body = Some(Bytes::from(body.replace(&mark, number)));
        list.push(case(at, about, Step::Raw(request)));
    }
    list
}
