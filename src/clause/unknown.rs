//! Ids that nobody made: what names them is not there, where a request that names something of the same
//! kind that exists is accepted.

use super::judge::{self, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted};
use crate::contract::ties::{Kind, Tie};
use crate::contract::{Operation, Place, StatusSet};
use crate::exchange::Response;
use crate::wire;

/// Requests that name nothing, taken as if they did.
pub const READING: &str = "unknown-ids";

/// One clause for each parameter of the path that takes the id of something.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let ties = scope.ties.to(&operation.id);
    let mut clauses = Vec::new();
    for parameter in &operation.parameters {
        let at = parameter.pointer();
        let made = |t: &Tie| t.at() == at && t.kind != Kind::Named;
        if parameter.place != Place::Path || !ties.iter().any(made) {
            continue;
        }
        let word = scope.word(&at);
        clauses.push(scope.clause(
            format!("unknown/{word}"),
            format!("{word} that nobody gave out names nothing"),
            Cited::implied("", &parameter.at),
            Stimulus::UnknownId(at.clone()),
            Check::Unknown(names(operation, ties, &parameter.name)),
        ));
    }
    clauses
}

/// What a parameter of a path names there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The thing that the request is about.
    Item,
    /// What the thing was made below.
    Parent,
    /// Something else.
    Other,
}

fn names(operation: &Operation, ties: &[Tie], name: &str) -> Names {
    let at = format!("/path/{name}");
    match is_item(operation, name) {
        true => Names::Item,
        false if is_parent(operation, ties, &at) => Names::Parent,
        false => Names::Other,
    }
}

/// Whether what is read at the end of the path was made below what a parameter names: it is not to be read
/// below another one.
fn is_parent(operation: &Operation, ties: &[Tie], at: &str) -> bool {
    let reads = operation.method == "GET";
    let below = |t: &&Tie| {
        let name = t.at().strip_prefix("/path/").unwrap_or_default();
        t.kind == Kind::Made && t.at() != at && is_item(operation, name)
    };
    // What makes it must be likeliest, and say itself where it was made.
    let first = ties.iter().find(below);
    reads && first.is_some_and(|t| t.fills.iter().skip(1).any(|(place, _)| place == at))
}

/// Whether a parameter ends the path, so that the request is about the thing itself.
fn is_item(operation: &Operation, name: &str) -> bool {
    operation
        .path
        .trim_end_matches('/')
        .ends_with(&format!("/{{{name}}}"))
}

/// The outcomes of a request that names nothing.
pub(super) fn outcomes() -> Vec<Outcome> {
    vec![Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))]
}

/// Judges a request that names nothing: it is refused. A success is one of several ways, unless the
/// contract documents that nothing may be there and the request is about the thing itself.
pub(super) fn judge(
    names: Names,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let shown = (taken.step, 0);
    let Some(exchange) = taken.exchanges.first() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let expected = super::outcome::in_words(&outcomes());
    let response = match judge::response(exchange, &expected, shown) {
        Ok(response) => response,
        Err(judgement) => return judgement,
    };
    let status = response.status;
    if (300..400).contains(&status) {
        return Judgement::Unseen(format!("status {status} leads elsewhere"));
    }
    if !(200..300).contains(&status) {
        return judge::by_outcomes(&outcomes(), seen, taken, 0, readings);
    }
    if names != Names::Other
        && is_documented(seen.operation)
        && tells_something(seen.operation, response)
    {
        let got = match &*seen.operation.method {
            "GET" if names == Names::Parent => {
                format!("status {status} and what was made below another one")
            }
            "GET" => format!("status {status} and a thing that nobody made"),
            _ => format!("status {status}, as if it were there"),
        };
        return Judgement::broken(expected, got, shown);
    }
    let what = format!("{} of an unknown id: taken", seen.operation.method);
    readings.push((READING.to_owned(), what));
    Judgement::Held
}

/// Whether the contract says that what is named may not be there.
fn is_documented(operation: &Operation) -> bool {
    let mut statuses = operation.responses.iter().map(|r| r.status);
    statuses.any(|s| matches!(s, StatusSet::Exact(404 | 410)))
}

/// Members that hold what is asked for, beside what is said of it.
const THING: [&str; 5] = ["data", "item", "payload", "result", "value"];

/// Whether a success cannot be one of nothing: PUT may make what it names.
fn tells_something(operation: &Operation, response: &Response) -> bool {
    match &*operation.method {
        "GET" => wire::free_body(response).is_ok_and(|body| match body {
            // A null in the place of the thing says that there is none.
            serde_json::Value::Object(map) => {
                let none = |name: &&str| map.get(*name).is_some_and(serde_json::Value::is_null);
                map.values().any(|v| !v.is_null()) && !THING.iter().any(none)
            }
            _ => false,
        }),
        "PATCH" | "DELETE" => true,
        _ => false,
    }
}
