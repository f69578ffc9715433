//! Ties of requests that sign in to those that sign up: what was given there is known here.

use super::names::bare;
use super::paths::Segment;
use super::{Kind, Known, Origin, Source, Study, Tie};
use crate::contract::Operation;

/// Words of paths that sign in.
const SIGN_IN: [&str; 7] = [
    "login",
    "signin",
    "token",
    "session",
    "authenticate",
    "auth",
    "logon",
];

pub(super) fn of(study: &Study<'_>, known: &Known<'_>) -> Vec<Tie> {
    let operation = known.operation;
    let signs_in = known.path.iter().rev().find_map(|s| match s {
        Segment::Literal(text) => Some(bare(text)),
        Segment::Parameter(_) => None,
    });
    let signs_in = signs_in.is_some_and(|word| SIGN_IN.iter().any(|w| word.contains(w)));
    let wanted = required(operation);
    if operation.method != "POST" || !signs_in || !wanted.iter().any(|n| is_secret(n)) {
        return Vec::new();
    }
    let gives = |producer: &&Known<'_>| {
        let members = producer.operation.members();
        let has = |name: &&str| members.iter().any(|m| m.name == **name);
        producer.operation.method == "POST"
            && producer.operation.id != operation.id
            && wanted.iter().all(has)
    };
    let place = |name: &&str| format!("/body/{name}");
    let tie = |producer: &Known<'_>| Tie {
        operation: operation.id.clone(),
        producer: producer.operation.id.clone(),
        fills: wanted
            .iter()
            .map(|n| (place(n), Origin::Sent(place(n))))
            .collect(),
        source: Source::Names("it signs in with what was given there"),
        kind: Kind::Made,
        weak: true,
    };
    study.all.iter().filter(gives).map(tie).collect()
}

/// Names of the members that a body must have.
fn required(operation: &Operation) -> Vec<&str> {
    let members = operation.members().iter().filter(|m| m.required);
    let plain = members.filter(|m| !m.name.contains(['/', '~']));
    plain.map(|m| m.name.as_str()).collect()
}

fn is_secret(name: &str) -> bool {
    let name = bare(name);
    name.contains("password") || name.contains("secret") || name.contains("passphrase")
}
