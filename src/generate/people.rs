//! Requests with texts as people write them.

use bytes::Bytes;

use super::{Maker, Skip, single};
use crate::clause::text::samples::{self, FIRM, LONG, OPEN};
use crate::clause::{judge, lenient};
use crate::contract::{Cause, Expr, Schema};
use crate::exchange::{Case, Step};
use crate::wire;

/// Texts that readers take for something else.
const WORDS: [&str; 4] = ["0", "null", "true", "con"];
/// Letters of two, three and four bytes.
const WIDTHS: &str = "é日😀😀";

/// Valid requests, each with another text at a place: those that stand for all, or each.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    at: &str,
    each: bool,
) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Err(Skip::unmade(format!("the contract has no schema at {at}")));
    };
    let base = maker.base_for(at, None).clone();
    // What was created is read, as well: there it may have become something else.
    let resource = kit.operation.resource.as_ref();
    let look = resource.filter(|r| each && r.read.is_some());
    let look = look.map(|_| Step::Knock {
        of: 0,
        delete: false,
        credentials: None,
        id: None,
    });
    let mut list = Vec::new();
    let mut add =
        |maker: &mut Maker<'_, '_, '_>, about: &str, text: String, tag: Option<String>| {
            let Some(text) = fitted(maker, at, schema, text) else {
                return Ok(());
            };
            // In bytes or units it may be too long, and what a limit counts is a matter of the reader.
            let long = schema
                .max_length
                .is_some_and(|most| text.len() as u64 > most);
            let tag = tag.or_else(|| long.then(|| lenient::tag(lenient::ODD_TEXT, about)));
            let fixed = schema.ext.unique && WORDS.contains(&text.as_str());
            let tag = tag.or_else(|| fixed.then(|| judge::FIXED.to_owned()));
            let (mut message, _) = maker.start(&base, at)?;
            maker.lay(&mut message, at, Some(text.into()));
            if kit.proves(&message, &maker.settings.writing, &[]) {
                let mut case = single(about, Step::Send(message));
                case.tag = tag;
                case.steps.extend(look.clone());
                list.push(case);
            }
            Ok::<(), Skip>(())
        };
    let open = |about: &str| Some(lenient::tag(lenient::ODD_TEXT, about));
    // A page that calls something a name need not say that marks are none.
    let is_name = schema.ext.unique && schema.pattern.is_none();
    for sample in FIRM.iter().filter(|s| each || s.chief) {
        let firm = !is_name || samples::is_name(sample.text);
        let tag = if firm { None } else { open(sample.about) };
        add(maker, sample.about, sample.text.to_owned(), tag)?;
    }
    for sample in OPEN.iter().filter(|s| each || s.chief) {
        add(
            maker,
            sample.about,
            sample.text.to_owned(),
            open(sample.about),
        )?;
    }
    // The unit of a limit is a matter of the reader, and what is cut there shows in the answer.
    match schema.max_length {
        Some(most) if most as usize <= LONG => {
            let about = "letters of many widths up to the limit";
            let text = WIDTHS.chars().cycle().take(most as usize).collect();
            add(maker, about, text, open(about))?;
        }
        Some(_) => {}
        None => {
            let about = format!("{LONG} characters");
            let text = "a long text ".chars().cycle().take(LONG - 1);
            add(maker, &about, text.chain(['.']).collect(), open(&about))?;
        }
    }
    if each && let Some(case) = escaped(maker, schema, at)? {
        list.push(case);
    }
    match list.is_empty() {
        true => Err(Skip::idle("the rules of the place leave no such text")),
        false => Ok(list),
    }
}

/// A text whose characters are written as escapes, those that need none among them (RFC 8259, section
/// 7).
fn escaped(maker: &mut Maker<'_, '_, '_>, schema: &Schema, at: &str) -> Result<Option<Case>, Skip> {
    let kit = maker.kit;
    let base = maker.base_for(at, None).clone();
    let Some(text) = fitted(maker, at, schema, "a/b é 😀".to_owned()) else {
        return Ok(None);
    };
    let (mut message, _) = maker.start(&base, at)?;
    maker.lay(&mut message, at, Some(text.as_str().into()));
    if !kit.proves(&message, &maker.settings.writing, &[]) {
        return Ok(None);
    }
    let mut request = wire::encode(kit.operation, &message, &maker.settings.writing);
    let Some(body) = request.body.as_ref().filter(|b| b.starts_with(b"{")) else {
        return Ok(None);
    };
    let escapes = text.replace('a', "\\u0061").replace('/', "\\/");
    let escapes = escapes
        .replace('é', "\\u00e9")
        .replace('😀', "\\uD83D\\ude00");
    let body = String::from_utf8_lossy(body).replace(&text, &escapes);
    request.body = Some(Bytes::from(body));
    Ok(Some(single(
        "characters written as escapes",
        Step::Raw(request),
    )))
}

/// A text within the rules of a place, with a part of its own where no two may be alike.
fn fitted(
    maker: &mut Maker<'_, '_, '_>,
    at: &str,
    schema: &Schema,
    text: String,
) -> Option<String> {
    let most = schema.max_length.map_or(usize::MAX, |most| most as usize);
    let mut text = text;
    // A word is told as it stands alone, where an answer tells that an earlier run took the name.
    let told = maker.kit.operation.errors().flat_map(|(_, e)| &e.when);
    let mut told = told.filter_map(|w| match &w.cause {
        Cause::State { params, .. } => Some(params),
        _ => None,
    });
    let named = |(_, e): &(String, Expr)| matches!(e, Expr::Case { at: named, .. } if named == at);
    let word = WORDS.contains(&text.as_str()) && told.any(|params| params.iter().any(named));
    if schema.ext.unique && !word {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let tail = match digits {
            true => maker
                .dice
                .named(|d| d.text(&['1', '2', '3', '4', '5', '6', '7', '8', '9'], 12)),
            false => maker.dice.named(|d| d.letters(12)),
        };
        let room = most.saturating_sub(tail.len());
        text = text.chars().take(room).chain(tail.chars()).collect();
    }
    let least = usize::try_from(schema.min_length.unwrap_or(0)).unwrap_or(usize::MAX);
    // What is longer than anybody writes is tried at its limit alone.
    if least > 4 * LONG {
        return None;
    }
    while text.chars().count() < least && !text.is_empty() {
        text = text.repeat(2);
    }
    text = text.chars().take(most.max(least)).collect();
    let pattern = schema
        .pattern
        .as_deref()
        .map(crate::rule::text::Pattern::of);
    let fits = pattern.is_none_or(|p| p.fits(&text) == Some(true));
    (fits && text.chars().count() >= least).then_some(text)
}
