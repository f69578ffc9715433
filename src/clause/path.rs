//! Paths as people write them: a letter may be percent-encoded (RFC 3986, section 6.2.2.2), and a `+`
//! is no blank there, as it is in forms.

use percent_encoding::percent_decode_str;

use super::judge::{Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, behind, refuses};
use crate::contract::{Operation, Parameter, Place, StatusSet};

/// Another way to write the path of a valid request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A letter of each value is percent-encoded.
    Letters,
    /// A `+` stands for each blank of a value: that is another value.
    Plus,
}

/// Two clauses for each operation whose path holds texts, where asking twice changes nothing.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let Some(first) = texts(operation).next() else {
        return Vec::new();
    };
    if !behind::is_safe(operation) {
        return Vec::new();
    }
    let cited = Cited::implied(&first.source, &first.at);
    let mut statuses = refuses::statuses(operation);
    if !statuses.contains(&StatusSet::Exact(404)) {
        statuses.push(StatusSet::Exact(404));
    }
    let mut clauses = vec![scope.clause(
        "writing/percent-encoding".to_owned(),
        "a path with percent-encoded letters is the same path".to_owned(),
        cited,
        Stimulus::Path(Written::Letters),
        Check::SamePath,
    )];
    if texts(operation).any(names) {
        clauses.push(scope.clause(
            "refuses/plus-for-blank".to_owned(),
            "a + in a path is no blank, and names nothing that is called with one".to_owned(),
            cited,
            Stimulus::Path(Written::Plus),
            Check::Outcomes(vec![Outcome::new(Wanted::Refused(statuses))]),
        ));
    }
    clauses
}

/// Whether a parameter names something that the target has: any other one may take any text.
pub fn names(parameter: &Parameter) -> bool {
    parameter.schema.ext.fixture.is_some()
}

/// The parameters of the path that hold a text.
pub fn texts(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let path = operation
        .parameters
        .iter()
        .filter(|p| p.place == Place::Path);
    path.filter(|p| p.schema.types == ["string"] && p.schema.properties.is_empty())
}

/// Judges the request between two plain ones, given that these were accepted.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let drawn = |n: usize| seen.taken.get(n).and_then(|t| t.exchanges.first());
    let (Some(plain), Some(other), Some(again)) = (drawn(0), drawn(1), drawn(2)) else {
        return Judgement::Inconclusive("the plain path was not sent".into());
    };
    let taken = |e: &crate::exchange::Exchange| matches!(&e.answer, Ok(r) if seen.is_success(r));
    if !taken(plain) || !taken(again) {
        return Judgement::Unseen("the target takes no plain path, or not each time".into());
    }
    let read = |e: &crate::exchange::Exchange| {
        let bytes: Vec<u8> = percent_decode_str(&e.request.target).collect();
        bytes
    };
    if read(plain) != read(other) || read(plain) != read(again) {
        return Judgement::Unseen("what the path named was gone, and another one stood in".into());
    }
    let expected = "success, as the plain path drew";
    match super::judge::response(other, expected, (1, 0)) {
        Ok(response) if seen.is_success(response) => Judgement::Held,
        Ok(response) if matches!(response.status, 429 | 503) => {
            Judgement::Inconclusive("the target is overloaded".into())
        }
        Ok(response) => Judgement::broken(
            expected.to_owned(),
            super::judge::words(seen, response),
            (1, 0),
        ),
        Err(judgement) => judgement,
    }
}
