//! Requests about one version of a thing (RFC 9110, section 13), where the contract has them: what is
//! known already is not sent again, and what is asked for another version only is not done.

use super::judge::{Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted};
use crate::contract::ties::Origin;
use crate::contract::{Operation, Place, StatusSet};
use crate::exchange::{Response, Step};
use crate::wire;

/// What a request says of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// That the one which was just read is known.
    Known,
    /// That it is about one that nobody has.
    Other,
    /// That it is about one that was there before the thing was changed.
    Earlier(Box<Earlier>),
}

/// Two changes of one thing, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// `operationId` of the read.
    pub read: String,
    /// The place where a change names a version, and where the read shows it; nothing where none is named.
    pub named: Option<(String, Origin)>,
}

/// What holds for versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// A version that is known is not sent again.
    NotSentAgain,
    /// The third change names a version that is there no more, as the reads show it, and is refused.
    EarlierRefused(Origin),
    /// What was changed is read with another strong ETag.
    TagMoves,
}

const EARLIER_REFUSED: &str = "a refusal of what names a version that was changed";
const TAG_MOVES: &str = "another ETag for what was changed";

impl Duty {
    /// What is accepted, in words.
    pub fn in_words(&self) -> &'static str {
        match self {
            Duty::NotSentAgain => "status 304, or another ETag",
            Duty::EarlierRefused(_) => EARLIER_REFUSED,
            Duty::TagMoves => TAG_MOVES,
        }
    }
}

/// The clauses of one operation.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let reads = matches!(operation.method.as_str(), "GET" | "HEAD");
    let lists = |status| operation.lists(status);
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
            Check::Version(Duty::NotSentAgain),
        )];
    }
    let mut all = earlier(scope, &clause);
    if !reads && has_header(operation, "If-Match") {
        let statuses = match lists(412) {
            true => vec![StatusSet::Exact(412), StatusSet::Exact(428)],
            false => vec![StatusSet::Class(4)],
        };
        all.push(clause(
            "other-version",
            "what is asked for a version that nobody has is not done",
            Version::Other,
            Check::Outcomes(vec![Outcome::new(Wanted::Refused(statuses))]),
        ));
    }
    all
}

/// The clauses about a thing that is changed twice.
fn earlier(
    scope: &Scope<'_>,
    clause: &dyn Fn(&str, &str, Version, Check) -> Clause,
) -> Vec<Clause> {
    let operation = scope.operation;
    let replaces = matches!(&*operation.method, "PUT" | "PATCH") && operation.body.is_some();
    let Some(shown) = scope.ties.shown(&operation.id).filter(|_| replaces) else {
        return Vec::new();
    };
    let read = scope.contract.operation(&shown.read);
    // Only the read of the very thing shows all that a change does to it.
    let depth = |path: &str| path.trim_end_matches('/').split('/').count();
    let Some(read) = read.filter(|r| depth(&r.path) == depth(&operation.path)) else {
        return Vec::new();
    };
    let about = |named: Option<(String, Origin)>| {
        Version::Earlier(Box::new(Earlier {
            read: read.id.clone(),
            named,
        }))
    };
    let mut all = Vec::new();
    let mut versions = scope.ties.versions(&operation.id).iter();
    if let Some(version) = versions.find(|v| v.refused) {
        all.push(clause(
            "earlier-version",
            "what is asked for a version that was changed since is not done",
            about(Some((version.at.clone(), version.origin.clone()))),
            Check::Version(Duty::EarlierRefused(version.origin.clone())),
        ));
    }
    let shows_tag = read.success_response().is_some_and(|r| {
        let mut headers = r.headers.iter();
        headers.any(|h| h.name.eq_ignore_ascii_case("ETag"))
    });
    let heeds = has_header(read, "If-None-Match") || has_header(operation, "If-Match");
    if shows_tag && heeds {
        all.push(clause(
            "changed-etag",
            "what was changed has another ETag (RFC 9110, section 8.8.1)",
            about(None),
            Check::Version(Duty::TagMoves),
        ));
    }
    all
}

fn has_header(operation: &Operation, name: &str) -> bool {
    let mut all = operation.parameters.iter();
    all.any(|p| p.place == Place::Header && p.name.eq_ignore_ascii_case(name))
}

/// Judges one thing about versions.
pub(super) fn judge(duty: &Duty, seen: &Seen<'_>) -> Judgement {
    match duty {
        Duty::NotSentAgain => judge_known(seen),
        Duty::EarlierRefused(origin) => judge_earlier(origin, seen),
        Duty::TagMoves => judge_tags(seen),
    }
}

/// The second answer is 304, unless there is another version by then.
fn judge_known(seen: &Seen<'_>) -> Judgement {
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

/// The answers to the two reads, each with its body.
fn reads<'s>(seen: &Seen<'s>) -> Result<[&'s Response; 2], Judgement> {
    let step = |number: usize| {
        let taken = seen.taken.iter().find(|t| t.step == number)?;
        taken.exchanges.last()?.answer.as_ref().ok()
    };
    let done = |number: usize| step(number).is_some_and(|r| matches!(r.status, 200 | 201 | 204));
    match (step(1), step(3)) {
        (Some(one), Some(other))
            if done(0) && done(2) && (one.status, other.status) == (200, 200) =>
        {
            Ok([one, other])
        }
        _ => Err(Judgement::Unseen(
            "the thing was not changed twice, and read each time".into(),
        )),
    }
}

/// The third change names the version of before the second one.
fn judge_earlier(origin: &Origin, seen: &Seen<'_>) -> Judgement {
    let [one, other] = match reads(seen) {
        Ok(reads) => reads,
        Err(judgement) => return judgement,
    };
    let nothing = crate::exchange::Message::default();
    let version = |response| wire::told(origin, &nothing, response, 0).ok();
    match (version(one), version(other)) {
        (Some(one), Some(other)) if one != other => {}
        _ => return Judgement::Unseen("no change gave the thing another version".into()),
    }
    let last = seen.taken.iter().find(|t| t.step == 4);
    let Some(Ok(response)) = last.and_then(|t| t.exchanges.last()).map(|e| &e.answer) else {
        return Judgement::Unseen("the third change drew no answer".into());
    };
    match response.status {
        200..=299 => Judgement::broken(
            EARLIER_REFUSED.into(),
            format!(
                "status {} for a version that was changed since",
                response.status
            ),
            (4, 0),
        ),
        409 | 412 | 428 => Judgement::Held,
        status => Judgement::Unseen(format!("the third change drew {status}")),
    }
}

/// Two states of a thing, as reads show them, have two strong tags.
fn judge_tags(seen: &Seen<'_>) -> Judgement {
    let [one, other] = match reads(seen) {
        Ok(reads) => reads,
        Err(judgement) => return judgement,
    };
    let (Some(before), Some(after)) = (one.header("etag"), other.header("etag")) else {
        return Judgement::Unseen("no answer had an ETag".into());
    };
    let (Ok(was), Ok(is)) = (wire::free_body(one), wire::free_body(other)) else {
        return Judgement::Unseen("no body could be read".into());
    };
    let sent = match seen.case.steps.get(2) {
        Some(Step::Follow { message, .. }) => message.body.as_ref(),
        _ => None,
    };
    let members = sent.and_then(serde_json::Value::as_object);
    let mut changed = members.into_iter().flatten().filter(|(name, value)| {
        let (was, is) = (was.get(name), is.get(name));
        was.is_some() && is == Some(value) && was != is
    });
    let Some((name, _)) = changed.next() else {
        return Judgement::Unseen("no member that was changed is shown where it is read".into());
    };
    if before != after || before.starts_with("W/") {
        return Judgement::Held;
    }
    Judgement::broken(
        TAG_MOVES.into(),
        format!("the ETag of before, with another `{name}`"),
        (3, 0),
    )
}

/// The tag of a version, weak or not.
fn tag(response: &Response) -> Option<&str> {
    let tag = response.header("etag")?;
    Some(tag.strip_prefix("W/").unwrap_or(tag))
}
