//! Answers of the 500s that a contract documents.

use super::answer::header;
use super::input::Input;
use crate::clause::find_code;
use crate::contract::{Contract, Operation, StatusSet};
use crate::exchange::Response;
use crate::wire;

/// Whether an operation that the request is of has such an answer; for a request of none, any
/// operation. Where the contract lists codes for the status, the answer must bear one of them.
pub(super) fn is_documented(
    input: &Input,
    status: u16,
    head: &[u8],
    body: &[u8],
    contracts: &[Contract],
) -> bool {
    let own = |o: &&Operation| input.place == "HTTP" || input.place == place(o);
    contracts.iter().any(|contract| {
        let mut operations = contract.operations.iter().filter(own);
        operations.any(|operation| has(contract, operation, status, head, body))
    })
}

/// What an operation's requests are called.
pub(super) fn place(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.id)
}

fn has(contract: &Contract, operation: &Operation, status: u16, head: &[u8], body: &[u8]) -> bool {
    // `default` says how an error looks, not that there is one.
    let is_it = |listed: StatusSet| match listed {
        StatusSet::Exact(listed) => listed == status,
        StatusSet::Class(class) => class == status / 100,
        StatusSet::Any => false,
    };
    let mut listed = operation.responses.iter().filter(|r| is_it(r.status));
    listed.any(|documented| {
        if documented.errors.is_empty() {
            return true;
        }
        let kind = header(head, "content-type").map(|kind| ("content-type".to_owned(), kind));
        let answer = Response {
            status,
            headers: kind.into_iter().collect(),
            body: body.to_vec().into(),
            cut: 0,
        };
        // A number in a text, such as that of a line, is no code.
        let Ok(read) = wire::body(operation, &answer) else {
            return false;
        };
        let found = find_code(&answer, Some(&read.value), &contract.error_code, operation);
        let is_code = |code: &i64| documented.errors.iter().any(|e| e.code == *code);
        found.place.starts_with('/') && found.codes.iter().any(is_code)
    })
}
