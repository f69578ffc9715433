//! Causes: broken clauses that are broken for one and the same reason, as far as what came tells it.
//!
//! Clauses of one operation are of one cause if the target was wrong in the same way: the same status
//! and message with values masked, at the same place. What shows at many places is of no place, and
//! what the plain request shows is behind whatever looks alike.

mod group;
mod words;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use sha2::{Digest, Sha256};

use super::book::{Entry, Found};
use crate::run::event::{Finding, Kind, Level, Place};

/// Broken clauses with one cause.
pub(super) struct Cause<'a> {
    /// The same in every run that finds the same.
    pub id: String,
    /// How the target is wrong.
    pub kind: Kind,
    /// The surest clause first, then by id.
    pub clauses: Vec<&'a Entry>,
    /// The clause that is shown: the one with the smallest request.
    pub shown: &'a Entry,
    /// What shows it.
    pub found: &'a Found,
    /// What is wrong, in words.
    pub words: String,
}

impl<'a> Cause<'a> {
    /// The clauses but the one that is shown.
    pub fn others(&self) -> impl Iterator<Item = &Entry> {
        let shown = self.shown;
        let others = self.clauses.iter().filter(|c| c.id != shown.id);
        others.copied()
    }

    /// The rules that are not enforced, and of how many clauses each is; nothing where that says no more
    /// than the clauses.
    pub fn rules(&self) -> Vec<(&str, usize)> {
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        let found = self.clauses.iter().filter_map(|c| c.found.as_ref());
        for rule in found.map(|f| &*f.rule).filter(|r| !r.is_empty()) {
            *rules.entry(rule).or_default() += 1;
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        if rules.len() < 2 || !matches!(self.kind, Kind::Accepted | Kind::Lenient) {
            rules.clear();
        }
        rules.sort_by_key(|(rule, count)| (Reverse(*count), *rule));
        rules
    }

    /// The whole finding that shows it.
    ///
    /// # Errors
    /// It cannot be read back.
    pub fn finding(&self) -> io::Result<Cow<'a, Finding>> {
        self.found.read()
    }

    fn level(&self) -> Level {
        self.clauses
            .iter()
            .map(|c| c.level)
            .min()
            .unwrap_or(Level::Implied)
    }
}

/// The causes of what nothing allows, the most telling first.
pub(super) fn causes<'a>(judged: &[&'a Entry]) -> Vec<Cause<'a>> {
    let told = judged.iter().copied().filter(|c| c.allowed.is_none());
    let told = told.filter_map(|c| Some((c, c.found.as_deref()?)));
    let mut causes: Vec<_> = group::group(told.collect())
        .into_iter()
        .filter_map(cause)
        .collect();
    causes.sort_by(|a, b| order(a).cmp(&order(b)));
    causes
}

/// The most telling kind first, of a kind the surest, then what breaks most. That a reader of bodies has
/// no limit to their depth shows least.
fn order<'c>(cause: &'c Cause<'_>) -> (Kind, bool, Level, Reverse<usize>, &'c str) {
    let first = cause.clauses.first().map_or("", |c| &*c.id);
    (
        cause.kind,
        *cause.found.rule == *group::DEPTH,
        cause.level(),
        Reverse(cause.clauses.len()),
        first,
    )
}

/// The id of the cause of each clause, by the clause's id.
pub(super) fn ids<'c>(causes: &'c [Cause<'_>]) -> BTreeMap<&'c str, &'c str> {
    let pairs = causes.iter().flat_map(|cause| {
        let ids = cause.clauses.iter();
        ids.map(|c| (&*c.id, cause.id.as_str()))
    });
    pairs.collect()
}

fn cause(group: group::Group<'_>) -> Option<Cause<'_>> {
    let mut members = group.members;
    members.sort_by_key(|(clause, _)| (clause.level, &clause.id));
    // Without a past, plain, small, and sure.
    let (shown, found) = *members.iter().min_by_key(|(clause, found)| {
        (
            found.has_past,
            found.place != Place::Plain,
            found.size,
            clause.level,
            &clause.id,
        )
    })?;
    let level = members.first().map(|(clause, _)| clause.level);
    Some(Cause {
        id: id(&group.key),
        kind: match found.kind {
            Kind::Accepted if level != Some(Level::Documented) => Kind::Lenient,
            kind => kind,
        },
        words: words::of(found, &members),
        clauses: members.iter().map(|(clause, _)| *clause).collect(),
        shown,
        found,
    })
}

fn id(key: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in key {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hex: String = hash.finalize()[..5]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    format!("cause-{hex}")
}

#[cfg(test)]
mod tests;
