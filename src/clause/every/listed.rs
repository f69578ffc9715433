//! Refusals whose status the contract does not list, though it lists those of others.

use super::Told;
use crate::contract::{Contract, Operation, Place, StatusSet};
use crate::exchange::{Request, Response};
use crate::wire::Kind;

/// Statuses by which an operation itself refuses a request. All others are given by what stands before
/// it: about methods, media types, sizes, load, and what HTTP asks for.
const OWN: [u16; 9] = [400, 401, 403, 404, 409, 410, 412, 422, 424];

/// What is accepted, in words.
pub(super) const WORDS: &str = "refusals with a status that the contract documents";

/// Whether a contract means to list the refusals of an operation: it lists some of this or of another one
/// by their statuses, and has no entry here that stands for all of them. Where codes are documented, they
/// have clauses of their own.
pub(super) fn applies(contract: &Contract, operation: &Operation) -> bool {
    let all = |s: StatusSet| matches!(s, StatusSet::Any | StatusSet::Class(4));
    contract.operations.iter().any(lists_some)
        && !contract.operations.iter().any(Operation::says_why)
        && !operation.responses.is_empty()
        && !operation.responses.iter().any(|r| all(r.status))
}

/// Whether no operation of a contract says by which statuses it refuses, and none that it may do so.
pub fn says_nothing(contract: &Contract) -> bool {
    let refusals = |o: &Operation| {
        let mut all = o.responses.iter().map(|r| r.status);
        all.any(|s| {
            matches!(
                s,
                StatusSet::Exact(400..=599) | StatusSet::Any | StatusSet::Class(4 | 5)
            )
        })
    };
    let mut all = contract.operations.iter();
    !all.any(|o| refusals(o) || o.says_why())
}

fn lists_some(operation: &Operation) -> bool {
    let one = |s: StatusSet| matches!(s, StatusSet::Exact(400..=499));
    operation.responses.iter().any(|r| one(r.status))
}

/// What a refusal shows of it: nothing where it need not be the operation's own.
pub(super) fn look(operation: &Operation, request: &Request, response: &Response) -> Told {
    let status = response.status;
    if !OWN.contains(&status) || request.method != operation.method {
        return None;
    }
    if operation.documented(status).is_some() {
        return Some(Ok(()));
    }
    // What listens before the operation tells so in texts and pages.
    let label = response.header("content-type").map(Kind::of);
    let own = matches!(label, Some(Kind::Json | Kind::Xml))
        && names_plainly(operation, request)
        && may_come(operation, status);
    own.then(|| {
        Err((
            WORDS.to_owned(),
            format!("status {status}, which the contract does not document"),
        ))
    })
}

/// Whether an operation could have a reason of its own for a status.
fn may_come(operation: &Operation, status: u16) -> bool {
    match status {
        401 => operation.secured,
        404 | 410 => !operation.parameters.is_empty() || operation.body.is_some(),
        _ => true,
    }
}

/// Whether the path of a request is that of the operation by every reading: nothing in it is empty, leads
/// elsewhere, or is written in a way that routers differ about.
fn names_plainly(operation: &Operation, request: &Request) -> bool {
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%');
    let odd = ["%2f", "%5c", "%00", "%25", "%0a", "%0d", "%2e", "%3b"];
    let small = path.to_ascii_lowercase();
    let mut parts = path.trim_start_matches('/').split('/');
    let named = operation.parameters.iter().any(|p| p.place == Place::Path);
    !named
        || (path.len() < 500
            && !odd.iter().any(|o| small.contains(o))
            && !path.ends_with('/')
            && parts.all(|p| !matches!(p, "" | "." | "..") && p.chars().all(plain)))
}
