//! What a PUT makes under a name of our choice, where no other request makes such things: it is there and
//! shows what was sent, a second PUT of it shows, and it is gone once it was deleted. Which of both a PUT did
//! its status says (RFC 9110, section 9.3.4).

use super::judge::{Judgement, Seen};
use super::kept::{Kept, Role, replaces};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::ties::{Kind, Tie};
use crate::contract::{Operation, Place};
use crate::exchange::Response;

/// What else is asked of what a PUT makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upsert {
    /// Place of its name.
    pub named: String,
    /// `operationId` of what reads it.
    pub read: String,
    /// `operationId` of what deletes it.
    pub delete: Option<String>,
}

/// The clauses of a PUT that makes what its path names.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let Some(upsert) = upsert(scope) else {
        return Vec::new();
    };
    let deletes = upsert.delete.is_some();
    let clause = |name: &str, duty: &str, check: Check| {
        scope.clause(
            format!("kept/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Upsert(Box::new(upsert.clone())),
            check,
        )
    };
    let kept = [
        (true, "read", "what was made can be read", Kept::Read),
        (
            true,
            "shown",
            "what was made shows what was sent",
            Kept::Shown,
        ),
        (
            true,
            "changed",
            "a change of what was made shows",
            Kept::Changed,
        ),
        (
            true,
            "put-again",
            "the same PUT twice does what it does once",
            Kept::Same,
        ),
        (
            replaces(operation),
            "replaced",
            "what a PUT leaves out is as it was no more, where it replaces",
            Kept::Replaced,
        ),
        (
            deletes,
            "deleted",
            "what was deleted is there no more",
            Kept::Gone,
        ),
        (
            deletes,
            "deleted-again",
            "deleting twice is no fault",
            Kept::Again,
        ),
    ];
    let kept = kept.into_iter().filter(|(there, ..)| *there);
    let mut all: Vec<Clause> = kept
        .map(|(_, name, duty, kept)| clause(name, duty, Check::Kept(kept)))
        .collect();
    let lists = |status| operation.lists(status);
    if lists(200) || lists(204) {
        all.push(clause(
            "put-status",
            "a PUT answers 201 where it made what its path names, and 200 or 204 where that was there",
            Check::PutStatus,
        ));
    }
    all
}

/// Whether a PUT documents that it makes what its path names, and nothing else makes such things.
pub(super) fn upsert(scope: &Scope<'_>) -> Option<Upsert> {
    let operation = scope.operation;
    let makes = operation.method == "PUT" && operation.lists(201);
    if !makes || operation.body.is_none() || operation.success.is_some() {
        return None;
    }
    let path = operation.path.trim_end_matches('/');
    let (front, last) = path.rsplit_once('/')?;
    let name = last.strip_prefix('{')?.strip_suffix('}')?;
    let bare = |o: &Operation| o.path.trim_end_matches('/').to_owned();
    let mut others = scope.contract.operations.iter();
    if others.any(|o| o.method == "POST" && bare(o) == front) {
        return None;
    }
    let named: Vec<&Tie> = scope
        .ties
        .from(&operation.id)
        .filter(|t| t.kind == Kind::Named)
        .collect();
    let on_it = |method: &str| {
        let all = named
            .iter()
            .filter_map(|t| scope.contract.operation(&t.operation));
        let mut all = all.filter(|o| o.method == method && bare(o) == path);
        all.find(|o| {
            let mut own = o.parameters.iter();
            !own.any(|p| p.required && p.place != Place::Path)
        })
    };
    Some(Upsert {
        named: format!("/path/{name}"),
        read: on_it("GET")?.id.clone(),
        delete: on_it("DELETE").map(|o| o.id.clone()),
    })
}

/// The statuses of the PUT that makes a thing, and of the one behind it.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let tag = seen.case.tag.as_deref().unwrap_or_default();
    let roles: Vec<&str> = tag.split(' ').collect();
    let answer = |role: Role| -> Option<(usize, &Response)> {
        let mut own = seen.taken.iter();
        let own = own.find(|t| roles.get(t.step) == Some(&role.word()))?;
        let response = own.exchanges.last()?.answer.as_ref().ok()?;
        Some((own.step, response))
    };
    let expected = || Check::PutStatus.in_words();
    let Some((step, made)) = answer(Role::Make) else {
        return Judgement::Unseen("no PUT was answered".into());
    };
    let read = answer(Role::Read).filter(|(_, r)| r.status == 200);
    if !matches!(made.status, 200 | 201 | 204) || read.is_none() {
        return Judgement::Unseen("nothing was made that could be read".into());
    }
    if made.status != 201 {
        let got = format!("status {} for what was not there before", made.status);
        return Judgement::broken(expected(), got, (step, 0));
    }
    match answer(Role::Change) {
        Some((step, r)) if r.status == 201 => {
            let got = "status 201 for what was there before".to_owned();
            Judgement::broken(expected(), got, (step, 0))
        }
        Some((_, r)) if matches!(r.status, 200 | 204) => Judgement::Held,
        _ => Judgement::Unseen("the second PUT was refused".into()),
    }
}
