//! Requests about one version of a thing (RFC 9110, section 13), where the contract has them: what is
//! known already is not sent again, and what is asked for another version only is not done.

use super::judge::{Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted};
use crate::contract::{Operation, Place, StatusSet};
use crate::exchange::Response;

/// What a request says of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// That the one which was just read is known.
    Known,
    /// That it is about one that nobody has.
    Other,
}

/// The clauses of one operation.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let reads = matches!(operation.method.as_str(), "GET" | "HEAD");
    let lists = |status| {
        let mut all = operation.responses.iter();
        all.any(|r| r.status == StatusSet::Exact(status))
    };
    let clause = |name: &str, duty: &str, version, check| {
        scope.clause(
            format!("implied/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Version(version),
            check,
        )
    };
    if operation.success.is_some() {
        return Vec::new();
    }
    if reads && (lists(304) || has_header(operation, "If-None-Match")) {
        return vec![clause(
            "known-version",
            "what is known already is not sent again: If-None-Match with its ETag draws 304",
            Version::Known,
            Check::NotSentAgain,
        )];
    }
    if !reads && has_header(operation, "If-Match") {
        let statuses = match lists(412) {
            true => vec![StatusSet::Exact(412), StatusSet::Exact(428)],
            false => vec![StatusSet::Class(4)],
        };
        return vec![clause(
            "other-version",
            "what is asked for a version that nobody has is not done",
            Version::Other,
            Check::Outcomes(vec![Outcome::new(Wanted::Refused(statuses))]),
        )];
    }
    Vec::new()
}

fn has_header(operation: &Operation, name: &str) -> bool {
    let mut all = operation.parameters.iter();
    all.any(|p| p.place == Place::Header && p.name.eq_ignore_ascii_case(name))
}

/// The second answer is 304, unless there is another version by then.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let answers: Vec<_> = seen.taken.iter().flat_map(|t| &t.exchanges).collect();
    let [first, second] = answers[..] else {
        return Judgement::Unseen("no answer had an ETag".into());
    };
    let (Ok(first), Ok(response)) = (&first.answer, &second.answer) else {
        return Judgement::Inconclusive("a request drew no answer".into());
    };
    if response.status == 304 {
        return Judgement::Held;
    }
    if !seen.is_success(first) {
        return Judgement::Inconclusive("the plain request was refused".into());
    }
    if response.status < 500 && tag(response) != tag(first) {
        return Judgement::Unseen("its ETag was another one by then".into());
    }
    Judgement::Broken(Box::new(Broken {
        expected: "status 304".into(),
        got: match response.status {
            200..=299 => format!("status {} with the ETag that is known", response.status),
            status => format!("status {status}"),
        },
        cause: String::new(),
        shown: (1, 0),
    }))
}

/// The tag of a version, weak or not.
fn tag(response: &Response) -> Option<&str> {
    let tag = response.header("etag")?;
    Some(tag.strip_prefix("W/").unwrap_or(tag))
}
