//! Which findings share a cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::book::{Entry, Found};
use crate::run::event::{Kind, Place};

/// What is wrong alike at more places than these is of no single one.
const PLACES: usize = 3;
/// More rules than these that one operation does not enforce are one cause.
const RULES: usize = 6;
/// What more operations than these refuse alike is of none of them.
const OPERATIONS: usize = 3;

/// The rule of a clause whose faults have one cause in all operations: the reader of bodies.
pub(super) const DEPTH: &str = "deep-nesting";

/// Rules of clauses about numbers that no type holds.
const WIDE: [&str; 2] = ["odd-numbers", "near-id"];
/// The clause about calls without any credential.
const OPEN: &str = "no-token";

pub(super) type Member<'a> = (&'a Entry, &'a Found);

/// Findings with one cause, and what tells it from others.
pub(super) struct Group<'a> {
    pub key: Vec<&'a str>,
    pub members: Vec<Member<'a>>,
}

/// What findings must have in common before their places are looked at.
type Alike<'a> = (&'a str, &'a str, Kind, &'a str);

pub(super) fn group(findings: Vec<Member<'_>>) -> Vec<Group<'_>> {
    let mut alike: BTreeMap<Alike<'_>, Vec<Member<'_>>> = BTreeMap::new();
    let plain: BTreeSet<(&str, &str)> = (findings.iter())
        .filter(|(_, found)| found.place == Place::Plain)
        .map(|(clause, found)| (&*clause.operation, &*found.cause))
        .collect();
    for (clause, found) in findings {
        let behind = plain.contains(&(&*clause.operation, &*found.cause));
        let key = match is_depth(found) && !behind {
            true => (&*clause.contract, "", Kind::Fault, DEPTH),
            false => key(clause, found),
        };
        alike.entry(key).or_default().push((clause, found));
    }
    let mut groups = Vec::new();
    for ((contract, operation, kind, what), members) in across(alike) {
        let key = [contract, operation, name(kind), what];
        let parts = split(kind, members);
        for (more, members) in parts {
            let key = key.iter().copied().chain(more).collect();
            groups.push(Group { key, members });
        }
    }
    told_alike(groups)
}

/// Joins groups of many operations that differ in nothing but the operation: an answer that is wrong in
/// one way at one place, a refusal in the same words.
fn told_alike(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    type Same<'a> = (&'a str, Kind, [&'a str; 3]);
    let mut alike: BTreeMap<Same<'_>, Vec<Group<'_>>> = BTreeMap::new();
    let mut rest = Vec::new();
    for group in groups {
        let contract = group.key[0];
        match said_by_all(&group.members).filter(|_| !group.key[1].is_empty()) {
            Some((kind, same)) => alike.entry((contract, kind, same)).or_default().push(group),
            None => rest.push(group),
        }
    }
    for ((contract, kind, same), groups) in alike {
        if groups.len() <= OPERATIONS {
            rest.extend(groups);
            continue;
        }
        let key = [contract, "", name(kind)].into_iter().chain(same);
        rest.push(Group {
            key: key.collect(),
            members: groups.into_iter().flat_map(|g| g.members).collect(),
        });
    }
    rest
}

/// What all findings of a group say, if it is the same and tells enough to be told from others.
fn said_by_all<'a>(members: &[Member<'a>]) -> Option<(Kind, [&'a str; 3])> {
    let said = |found: &'a Found| {
        let (rule, cause) = (&*found.rule, &*found.cause);
        match found.kind {
            Kind::Shape | Kind::Code => Some([rule, place(found), cause]),
            // In words of its own, wherever they are said.
            Kind::Refused if cause.contains(": ") => Some(["", "", cause]),
            _ => None,
        }
    };
    let (_, first) = *members.first()?;
    let same = said(first)?;
    let alike = members.iter().all(|(_, f)| said(f) == Some(same));
    (alike && (first.kind != Kind::Shape || !first.rule.is_empty())).then_some((first.kind, same))
}

/// Whether a body nested thousands deep draws a fault that the server lives through.
pub(super) fn is_depth(found: &Found) -> bool {
    found.kind == Kind::Fault && *found.rule == *DEPTH && found.status.is_some()
}

fn key<'a>(clause: &'a Entry, found: &'a Found) -> Alike<'a> {
    let (operation, what) = match (found.kind, &found.place, &*found.rule) {
        // One parser reads the documents of all operations.
        (Kind::Accepted, Place::Anything, rule) if !rule.is_empty() => ("", ""),
        // What is wrong with the writing itself is read, or not, by the one reader of bodies.
        (Kind::Accepted, Place::At(place), rule) if place == rule => ("", rule),
        // Who needs no credential here needs none elsewhere.
        (Kind::Leak, Place::At(place), _) if place == OPEN => (&*clause.operation, OPEN),
        // Whoever says what else is wrong with a call has let it in, too.
        (Kind::Code, Place::At(place), _) if place == OPEN && says_more(found) => {
            return (&clause.contract, &clause.operation, Kind::Leak, OPEN);
        }
        // Values of many members are wrong in one way, each with words of its own.
        (Kind::Shape, _, rule) if !rule.is_empty() => (&*clause.operation, rule),
        _ => (&*clause.operation, &*found.cause),
    };
    (&clause.contract, operation, found.kind, what)
}

/// Whether a refusal is none for want of a credential.
fn says_more(found: &Found) -> bool {
    matches!(
        found.status,
        Some(400 | 404..=406 | 409 | 410 | 412 | 415 | 422)
    )
}

/// Joins what many operations refuse alike: a token that is not taken, a path that is not served.
fn across<'a>(alike: BTreeMap<Alike<'a>, Vec<Member<'a>>>) -> BTreeMap<Alike<'a>, Vec<Member<'a>>> {
    let mut operations: BTreeMap<(&str, Kind, &str), usize> = BTreeMap::new();
    for (contract, _, kind, what) in alike.keys() {
        *operations.entry((contract, *kind, what)).or_default() += 1;
    }
    let mut joined: BTreeMap<Alike<'_>, Vec<Member<'_>>> = BTreeMap::new();
    for ((contract, operation, kind, what), members) in alike {
        let many = operations
            .get(&(contract, kind, what))
            .is_some_and(|n| *n > OPERATIONS);
        let operation = match many && is_of_all(kind, &members) {
            true => "",
            false => operation,
        };
        joined
            .entry((contract, operation, kind, what))
            .or_default()
            .extend(members);
    }
    joined
}

/// Whether such an answer most likely has one reason in all operations: it is given before any of them is
/// looked at, or the contract as a whole lacks its status.
fn is_of_all(kind: Kind, members: &[Member<'_>]) -> bool {
    let before =
        |(_, found): &Member<'_>| matches!(found.status, Some(300..=399 | 401 | 403..=405 | 429));
    match kind {
        Kind::Undocumented => true,
        Kind::Leak => members.iter().all(|(_, f)| place(f) == OPEN),
        // One type of the database holds the ids of all.
        Kind::Fault => members.iter().all(|(_, f)| WIDE.contains(&&*f.rule)),
        Kind::Refused | Kind::Code => members.iter().all(before),
        _ => false,
    }
}

/// Findings alike, parted by what is wrong where.
fn split<'a>(kind: Kind, members: Vec<Member<'a>>) -> Vec<(Vec<&'a str>, Vec<Member<'a>>)> {
    let places = distinct(&members, place);
    let plain = members.iter().any(|(_, f)| f.place == Place::Plain);
    match kind {
        Kind::Undocumented | Kind::Leak => vec![(Vec::new(), members)],
        Kind::Fault | Kind::Refused | Kind::Code | Kind::Behaviour | Kind::Shape
            if plain || places > PLACES =>
        {
            vec![(Vec::new(), members)]
        }
        Kind::Fault | Kind::Refused | Kind::Code | Kind::Behaviour => {
            part(members, |f| vec![place(f)])
        }
        Kind::Shape => part(members, |f| vec![place(f), &f.cause]),
        Kind::Accepted | Kind::Lenient => {
            let rules = distinct(&members, |f| (place(f), &*f.rule));
            match rules > RULES {
                true => vec![(Vec::new(), members)],
                false => part(members, |f| vec![place(f), &f.rule]),
            }
        }
    }
}

fn place(found: &Found) -> &str {
    match &found.place {
        Place::At(place) => place,
        Place::Plain | Place::Anything => "",
    }
}

fn distinct<'a, K: Ord>(members: &[Member<'a>], key: impl Fn(&'a Found) -> K) -> usize {
    let keys: BTreeSet<K> = members.iter().map(|(_, f)| key(f)).collect();
    keys.len()
}

/// The members by a key; those that may be about anything go with most of the others.
fn part<'a>(
    members: Vec<Member<'a>>,
    key: impl Fn(&'a Found) -> Vec<&'a str>,
) -> Vec<(Vec<&'a str>, Vec<Member<'a>>)> {
    let mut parts: BTreeMap<Vec<&str>, Vec<Member<'_>>> = BTreeMap::new();
    let mut loose = Vec::new();
    for (clause, found) in members {
        match found.place {
            Place::Anything => loose.push((clause, found)),
            _ => parts.entry(key(found)).or_default().push((clause, found)),
        }
    }
    if !loose.is_empty() {
        let most = parts.values_mut().max_by_key(|part| part.len());
        match most {
            Some(most) => most.extend(loose),
            None => {
                parts.insert(Vec::new(), loose);
            }
        }
    }
    parts.into_iter().collect()
}

/// The word of a kind, as ids of causes are made of it.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Fault => "fault",
        Kind::Leak => "leak",
        Kind::Accepted => "accepted",
        Kind::Refused => "refused",
        Kind::Code => "code",
        Kind::Behaviour => "behaviour",
        Kind::Undocumented => "undocumented",
        Kind::Shape => "shape",
        Kind::Lenient => "lenient",
    }
}
