//! What security schemes ask for: a wrong key opens nothing, and where several are asked for together,
//! none may be missing.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, slug};
use crate::contract::{SchemeKind, StatusSet};

/// What a request holds in place of the right credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Nothing.
    Missing,
    /// One that nobody gave out.
    Wrong,
    /// Those that are nearly right.
    Near,
}

/// One clause for each scheme of an operation that can be wrong alone, or missing beside others.
///
/// Where the documents leave open how access is denied, a clause of theirs looks at it (`implied`).
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    if !operation.secured || operation.success.is_some() {
        return clauses;
    }
    let mut seen: Vec<&str> = Vec::new();
    for entry in &operation.security {
        for name in entry {
            let Some(scheme) = scope.contract.scheme(name) else {
                continue;
            };
            if seen.contains(&name.as_str()) || scheme.has_reading {
                continue;
            }
            if matches!(scheme.kind, SchemeKind::Other(_)) {
                continue;
            }
            seen.push(name);
            // Beside 401 and 403, frameworks say that what is missing or no key at all is a bad request.
            let refused = || vec![Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))];
            let mut add = |word: &str, duty: String, how| {
                clauses.push(scope.clause(
                    format!("implied/{word}-{}", slug(name)),
                    duty,
                    Cited::implied("", &scheme.at),
                    Stimulus::Access {
                        scheme: name.clone(),
                        how,
                    },
                    Check::Outcomes(refused()),
                ));
            };
            let duty = format!("a call with a wrong credential of `{name}` gets no access");
            add("wrong", duty, Key::Wrong);
            let duty = format!(
                "a call with a credential of `{name}` that is empty, cut, longer or behind another word gets no access"
            );
            add("near", duty, Key::Near);
            if entry.len() > 1 {
                let duty = format!("a call without the credential of `{name}` gets no access");
                add("without", duty, Key::Missing);
            }
        }
    }
    clauses
}
