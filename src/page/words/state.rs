//! Codes that tell of a state of the server.

use super::{Cause, Tie};
use crate::page::operation::singular;
use crate::page::{caught, patterns};

patterns! {
    RUNS = r"^\W*(?:an?|another|the) ([a-z][a-z -]*?) (?:operation |process |job |task )?(?:is|was) (?:(already|currently|still) )?(?:in progress|running|under way|being processed)\b";
    WAITS = r"^\W*(?:an?|there is an?) ([a-z][a-z -]*?) (?:has been detected|was detected|is pending|is waiting|exists that)\b";
}

/// The state that words tell of.
pub(super) fn of(text: &str, resource: &str) -> Option<Tie> {
    let (name, own) = if let Some(found) = caught(&RUNS, text) {
        let noun = found[1].trim();
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        let own = singular(last) == singular(resource.rsplit(' ').next().unwrap_or(resource));
        (format!("{} {noun} is in progress", article(noun)), own)
    } else {
        let found = caught(&WAITS, text)?;
        let noun = found[1].trim();
        (format!("{} {noun} exists", article(noun)), false)
    };
    Some(Tie {
        at: None,
        causes: vec![Cause::State { name, own }],
        states: Vec::new(),
        with: None,
    })
}

pub(in crate::page) fn article(noun: &str) -> &'static str {
    match noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    }
}
