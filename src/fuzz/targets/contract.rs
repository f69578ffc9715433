//! The loader of contracts, on any text.

use crate::clause::derive;
use crate::contract::{ContractError, load_text};

/// Loads the text, and derives the clauses of what loads. A part after a line `%%` is the text of
/// every other file that a `$ref` names.
///
/// # Panics
/// When a refusal gives no reason, or the same text is loaded once and refused once; the fuzzer
/// itself bounds time and memory.
pub fn contract_loader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = super::parts(text.as_bytes()).into_iter();
    // Parts end at line ends, so what was text still is.
    let mut part = || parts.next().map(String::from_utf8_lossy);
    let (first, other) = (part().unwrap_or_default(), part());
    let resolve = |path: &str| match &other {
        Some(other) => Ok(other.to_string()),
        None => Err(format!("there is no file `{path}`")),
    };
    match load_text("fuzz.yaml", &first, &resolve) {
        Ok(contract) => {
            let clauses = derive(&contract);
            let named = |id: &str| contract.operations.iter().any(|o| o.id == id);
            assert!(clauses.iter().all(|c| named(&c.operation)));
        }
        Err(error) => explained(&error, &first),
    }
}

/// Whether a refusal gives its reason.
pub(super) fn explained(error: &ContractError, text: &str) {
    assert!(!error.problems.is_empty(), "no reason for {text:?}");
    for problem in &error.problems {
        assert!(!problem.message.is_empty(), "{problem:?}");
        assert!(problem.span.start <= problem.span.end, "{problem:?}");
    }
    // The lines that are shown are cut out of the text, which must hit whole characters.
    assert!(!error.to_string().is_empty());
}
