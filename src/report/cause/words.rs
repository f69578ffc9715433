//! A cause in words.

use std::collections::BTreeSet;

use super::group::Member;
use crate::report::book::Found;
use crate::run::event::{Kind, Place};

/// What is wrong, in a line; a finding that stands alone says it better itself.
pub(super) fn of(found: &Found, members: &[Member<'_>]) -> String {
    let what = &*found.cause;
    let operations: BTreeSet<&str> = members.iter().map(|(c, _)| &*c.operation).collect();
    let words = one(found, members, what);
    match operations.len() {
        0 | 1 => words,
        n => format!("{words}, in {n} operations"),
    }
}

fn one(found: &Found, members: &[Member<'_>], what: &str) -> String {
    match found.kind {
        Kind::Fault if super::group::is_depth(found) => {
            format!("a body nested thousands deep draws a fault: {what}")
        }
        Kind::Accepted | Kind::Lenient => format!("accepted, and ought to be refused: {what}"),
        Kind::Leak if what.starts_with("status") => {
            format!("what ought to be shut is open: {what}")
        }
        Kind::Refused => format!("a valid request is refused: {what}"),
        Kind::Code if what.starts_with("status 2") || what.starts_with("status 3") => {
            format!("accepted with another status than documented: {what}")
        }
        Kind::Code => format!("refused in another way than documented: {what}"),
        Kind::Shape if !found.rule.is_empty() => {
            let places: BTreeSet<&str> = members.iter().filter_map(|(_, f)| place(f)).collect();
            match places.len() {
                0 | 1 => format!("an answer is not as documented: {what}"),
                n => format!("answers are not as documented at {n} places: {what}"),
            }
        }
        Kind::Fault | Kind::Leak | Kind::Behaviour | Kind::Undocumented | Kind::Shape => {
            what.to_owned()
        }
    }
}

fn place(found: &Found) -> Option<&str> {
    match &found.place {
        Place::At(place) => Some(place),
        Place::Plain | Place::Anything => None,
    }
}
