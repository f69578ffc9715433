//! Requests with texts as people write them.

use super::{Maker, Skip, single};
use crate::clause::lenient;
use crate::clause::text::samples::{self, FIRM, LONG, OPEN};
use crate::contract::Schema;
use crate::exchange::{Case, Step};

/// Texts that readers take for something else.
const WORDS: [&str; 3] = ["0", "null", "true"];
/// Letters of one, two, three and four bytes.
const WIDTHS: &str = "aé日😀";

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
    let mut list = Vec::new();
    let mut add =
        |maker: &mut Maker<'_, '_, '_>, about: &str, text: String, tag: Option<String>| {
            let Some(text) = fitted(maker, schema, text) else {
                return Ok(());
            };
            let (mut message, _) = maker.start(&base, at)?;
            maker.lay(&mut message, at, Some(text.into()));
            if kit.proves(&message, &maker.settings.writing, &[]) {
                let mut case = single(about, Step::Send(message));
                case.tag = tag;
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
    match list.is_empty() {
        true => Err(Skip::idle("the rules of the place leave no such text")),
        false => Ok(list),
    }
}

/// A text within the rules of a place, with a part of its own where no two may be alike.
fn fitted(maker: &mut Maker<'_, '_, '_>, schema: &Schema, text: String) -> Option<String> {
    let most = schema.max_length.map_or(usize::MAX, |most| most as usize);
    let mut text = text;
    // A word that is taken for none is told as it stands alone: it may be taken by an earlier run only.
    let word = WORDS.contains(&text.as_str());
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
    let least = schema.min_length.unwrap_or(0) as usize;
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
