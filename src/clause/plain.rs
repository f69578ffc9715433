//! What the plain valid request of an operation shows by its status alone: that the operation is there,
//! and that the contract lists what it is answered with.

use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Operation, Place, StatusSet};

/// Statuses that what stands before an operation gives, whatever the contract says of it: about access,
/// ways, sizes and load. 404 may be about what the request names.
const BEFORE: [u16; 21] = [
    401, 403, 404, 405, 406, 407, 408, 411, 413, 414, 415, 417, 421, 423, 425, 426, 428, 429, 431,
    451, 499,
];
/// Statuses below 500 by which HTTP frameworks refuse what a request holds.
const USUAL: [u16; 7] = [400, 402, 409, 410, 412, 422, 424];

/// One clause about the method, and one about the status where the contract lists which ones come.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let clause = |name: &str, duty: &str, check| {
        scope.clause(
            format!("implied/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Everything,
            check,
        )
    };
    let mut clauses = vec![clause(
        "served-method",
        "a target that serves other operations serves this one: no 405 or 501, and not what an unknown path draws",
        Check::Served,
    )];
    if lists(operation) {
        clauses.push(clause(
            "listed-status",
            "a plain valid request draws a status that the contract lists",
            Check::Listed,
        ));
    }
    clauses
}

/// Whether a status says that the method is not there, and no page does.
pub fn is_unserved(operation: &Operation, status: u16) -> bool {
    let named = StatusSet::Exact(status);
    matches!(status, 405 | 501) && operation.responses.iter().all(|r| r.status != named)
}

/// Whether a status may be the one for a path that nobody serves.
pub fn may_be_nowhere(operation: &Operation, status: u16) -> bool {
    status == 404 && !names_things(operation) && operation.documented(status).is_none()
}

/// Whether the refusal of a plain request has a status that the contract would list if it came: one that
/// is not about access or ways, where the contract lists others, or says nothing that could be refused.
pub fn is_unlisted(operation: &Operation, status: u16) -> bool {
    let refusals = |s: &StatusSet| matches!(s, StatusSet::Exact(400..=499));
    let lists_refusals = operation.responses.iter().any(|r| refusals(&r.status));
    let says_nothing =
        operation.parameters.is_empty() && operation.body.is_none() && !operation.secured;
    (400..500).contains(&status)
        && operation.documented(status).is_none()
        && !BEFORE.contains(&status)
        && !names_things(operation)
        && (lists_refusals || says_nothing || !USUAL.contains(&status))
}

/// Whether the contract lists statuses one by one.
fn lists(operation: &Operation) -> bool {
    let all = |s: StatusSet| matches!(s, StatusSet::Any | StatusSet::Class(4));
    operation.success.is_none()
        && !operation.responses.is_empty()
        && !operation.responses.iter().any(|r| all(r.status))
}

/// Whether the path holds values, which may name nothing.
fn names_things(operation: &Operation) -> bool {
    let mut all = operation.parameters.iter();
    all.any(|p| p.place == Place::Path) || operation.path.contains('{')
}
