//! What mutants make of the key in a path.
use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::sites as site;
use crate::reference::mutate;

/// The key, after what mutants make of its writing.
pub(super) fn read<'a>(raw: &'a str, decoded: &'a str) -> Result<Cow<'a, str>, Refusal> {
    if !mutate::is_on() {
        return Ok(decoded.into());
    }
    let does = |operator: &str| site::KEY.does(operator);
    let digits = !decoded.is_empty() && decoded.bytes().all(|it| it.is_ascii_digit());
    let by_name = decoded.starts_with("byName");
    let huge = digits && decoded.parse::<u32>().is_err();
    let quotes = decoded.matches('\'').count();
    if huge && does("id-huge-crash")
        || !digits && !by_name && does("id-text-crash")
        || quotes > 6 && does("quote-crash")
        || !decoded.is_ascii() && does("non-ascii-crash")
        || decoded.len() > 300 && does("long-crash")
        || decoded.contains('%') && does("percent-crash")
        || decoded.contains('/') && does("slash-crash")
    {
        return Err(Refusal::crash());
    }
    Ok(if does("not-decoded") {
        raw.into()
    } else if does("twice-decoded") {
        let twice = percent_decode_str(decoded).decode_utf8();
        twice.map_err(|_| Refusal::new(Kind::Value, "the path names no backup set"))?
    } else if does("plus-is-blank") {
        decoded.replace('+', " ").into()
    } else if does("names-in-any-case") {
        decoded.replace("byname(", "byName(").into()
    } else if decoded.is_empty() && does("id-empty-is-default") {
        "3".into()
    } else {
        decoded.into()
    })
}

/// The id that is made of a key that is none.
pub(super) fn id(key: &str) -> Option<String> {
    if site::KEY.does("id-text-is-default") {
        return Some("3".to_owned());
    }
    // What reads digits in other ways sees these too.
    site::BACKUP_ID.read(key, None).map(|_| key.to_owned())
}

/// A name, with and without its doubled apostrophes.
pub(super) fn name(plain: String, written: &str) -> String {
    let does = |operator: &str| site::KEY.does(operator);
    if does("quotes-kept") {
        written.to_owned()
    } else if does("quotes-dropped") {
        written.replace('\'', "")
    } else if does("blanks-trimmed") {
        plain.trim().to_owned()
    } else if plain.is_empty() && does("empty-names-are-default") {
        "defaultBackupSet".to_owned()
    } else {
        plain
    }
}
