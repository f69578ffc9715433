//! Several things on record at once: a name is held against each of them, and an id leads to its own.
//!
//! One walk serves every clause here, since each success keeps a target busy: two things are made,
//! the newer one is deleted, a third one is made, the oldest is deleted.

use serde_json::Value;

use super::answer::{each, same, short};
use super::judge::{self, Broken, Judgement, Seen};
use super::lifecycle::created_id;
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, race, words};
use crate::contract::{Lifecycle, Operation};
use crate::exchange::{Exchange, Response, Taken, below};
use crate::wire;

/// What a step of the walk is for; the tag of the case lists one for each step.
pub mod role {
    /// The first thing is made.
    pub const FIRST: &str = "first";
    /// It is watched to its end.
    pub const FIRST_ENDS: &str = "first-ends";
    /// The second one is made.
    pub const SECOND: &str = "second";
    /// The second one is read.
    pub const SECOND_READ: &str = "second-read";
    /// One of the name of the first is asked for.
    pub const AGAIN: &str = "again";
    /// The second one is deleted.
    pub const SECOND_DELETED: &str = "second-deleted";
    /// It is watched until it is gone.
    pub const SECOND_GONE: &str = "second-gone";
    /// One like it is made, of its name.
    pub const ANEW: &str = "anew";
    /// The first one is read.
    pub const FIRST_STAYS: &str = "first-stays";
    /// A third one is made, whose name differs from that of the first in the last character.
    pub const THIRD: &str = "third";
    /// The one like the second is watched to its end.
    pub const ANEW_ENDS: &str = "anew-ends";
    /// The one like the second is read.
    pub const ANEW_STAYS: &str = "anew-stays";
    /// The second one is deleted, which is gone.
    pub const GONE_DELETED: &str = "gone-deleted";
    /// The second one is read, which is gone.
    pub const STAYS_GONE: &str = "stays-gone";
    /// The first one is deleted.
    pub const FIRST_DELETED: &str = "first-deleted";
    /// It is watched until it is gone.
    pub const FIRST_GONE: &str = "first-gone";
    /// The third one is read.
    pub const THIRD_STAYS: &str = "third-stays";
}

/// One aspect of the walk.
#[derive(Debug, Clone)]
pub enum Aspect {
    /// The name of an older thing is taken: these are right.
    Older(Vec<Outcome>),
    /// A name that another one begins with is a name of its own; these are drawn by a taken one.
    Beginning(Vec<Outcome>),
    /// Names that differ in their last character are two.
    LastCharacter(Vec<Outcome>),
    /// The name of what was deleted can be given again.
    Freed(Vec<Outcome>),
    /// What one request says is not told of another one.
    Apart,
    /// An id reads the thing that it was given to.
    Read,
    /// Deleting one leaves the others.
    Delete,
    /// No two things have one id, one that is gone included.
    Ids,
}

/// The clauses of an operation whose successes can be read by their id.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let Some(resource) = &operation.resource else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    let mut add = |name: &str, duty: &str, cited: Cited<'_>, aspect: Aspect| {
        clauses.push(scope.clause(
            format!("several/{name}"),
            duty.to_owned(),
            cited,
            Stimulus::Several,
            Check::Several(Box::new(aspect)),
        ));
    };
    let cited = Cited::documented(&resource.source, &operation.at);
    let implied = Cited::implied(&resource.source, &operation.at);
    if let Some(at) = unique(scope) {
        let word = scope.word(&at);
        let taken = race::by_name(operation);
        if !taken.is_empty() {
            add(
                &format!("{word}.older"),
                "a value that an older thing has is taken, too",
                Cited::documented(&operation.source, &operation.at),
                Aspect::Older(taken.clone()),
            );
        }
        add(
            &format!("{word}.last-character"),
            "values that differ in their last character are two",
            implied,
            Aspect::LastCharacter(taken.clone()),
        );
        add(
            &format!("{word}.beginning"),
            "a value that another one begins with is a value of its own",
            implied,
            Aspect::Beginning(taken),
        );
    }
    let deletes = resource.read.is_some() && resource.delete.is_some();
    if let (true, Some(at)) = (deletes, unique(scope)) {
        let name = format!("{}.freed", scope.word(&at));
        let duty = "the value of a thing that was deleted is free again";
        let taken = race::by_name(operation);
        add(&name, duty, implied, Aspect::Freed(taken));
    }
    if kept_apart(operation).next().is_some() {
        let duty = "what one request says is not told of another that leaves it out";
        add("apart", duty, implied, Aspect::Apart);
    }
    if resource.read.is_some() {
        add(
            "read",
            "of several things, each is read by its own id",
            cited,
            Aspect::Read,
        );
        if resource.delete.is_some() {
            add(
                "delete",
                "deleting one of several things leaves the others as they were",
                implied,
                Aspect::Delete,
            );
        }
    }
    add(
        "ids",
        "no id is given out twice, that of a deleted thing included",
        implied,
        Aspect::Ids,
    );
    clauses
}

/// The place of the first member of the request that must be unique.
fn unique(scope: &Scope<'_>) -> Option<String> {
    let media = scope.operation.body.as_ref()?.media.first()?;
    let mut members = media.schema.properties.iter();
    let found = members.find(|p| p.schema.ext.unique)?;
    Some(below("/body", &found.name))
}

/// Members of the answer that repeat a text of the request which may be left out: the member, and the
/// place.
pub fn kept_apart(operation: &Operation) -> impl Iterator<Item = (String, &str)> {
    let members = operation.answer_members().iter();
    members.filter_map(|member| {
        let from = member.schema.ext.echo.as_deref()?;
        let schema = operation.schema_at(from)?;
        let (around, name) = from.rsplit_once('/')?;
        let around = operation.schema_at(around)?;
        let free = schema.allows("string")
            && schema.enumeration.is_empty()
            && schema.pattern.is_none()
            && schema.format.is_none()
            && schema.ext.default.is_none()
            && schema.ext.fixture.is_none();
        let spare = around.property(name).is_some_and(|p| !p.required);
        (free && spare).then(|| (below("", &member.name), from))
    })
}

/// The steps that were taken, by what they were for.
struct Walk<'a> {
    seen: &'a Seen<'a>,
    roles: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn taken(&self, role: &str) -> Option<&'a Taken> {
        let step = self.roles.iter().position(|r| *r == role)?;
        self.seen.taken.iter().find(|t| t.step == step)
    }

    /// What a request to make something drew, given that it was a success.
    fn made(&self, role: &str) -> Result<&'a Response, Judgement> {
        let Some(taken) = self.taken(role) else {
            return Err(Judgement::Inconclusive(format!("no {role} one was made")));
        };
        let accepted = [Outcome::new(Wanted::Accepted)];
        match judge::by_outcomes(&accepted, self.seen, taken, 0, &mut Vec::new()) {
            Judgement::Held => {}
            // Whether a name was wrongly taken for another is what some clauses ask themselves.
            Judgement::Broken(b) | Judgement::Retry(b) => {
                let why = format!("no {role} one was made: {}", b.got);
                return Err(Judgement::Inconclusive(why));
            }
            other => return Err(other),
        }
        let answer = taken.exchanges.first().and_then(|e| e.answer.as_ref().ok());
        answer.ok_or_else(|| Judgement::Inconclusive("no answer was recorded".into()))
    }

    fn id(&self, role: &str) -> Result<Value, Judgement> {
        let response = self.made(role)?;
        let resource = self.seen.operation.resource.as_ref();
        let id = resource.and_then(|r| created_id(r, response));
        id.ok_or_else(|| Judgement::Inconclusive("the answer holds no id".into()))
    }

    /// The answers of a look or a watch, with where they stand.
    fn looks(&self, role: &str) -> impl Iterator<Item = ((usize, usize), &'a Response)> {
        let taken = self.taken(role);
        let exchanges = taken.into_iter().flat_map(|t| {
            let one = |(i, e): (usize, &'a Exchange)| Some(((t.step, i), e.answer.as_ref().ok()?));
            t.exchanges.iter().enumerate().filter_map(one)
        });
        exchanges.collect::<Vec<_>>().into_iter()
    }

    fn lifecycle(&self) -> Option<(&'a str, &'a Lifecycle)> {
        let mut members = self.seen.operation.answer_members().iter();
        members.find_map(|p| Some((p.name.as_str(), p.schema.ext.lifecycle.as_ref()?)))
    }

    /// Whether the first thing was seen to come to a good end, where things have one.
    fn ended_well(&self) -> bool {
        let Some((member, lifecycle)) = self.lifecycle() else {
            return true;
        };
        let last = self.looks(role::FIRST_ENDS).last();
        let status = last.and_then(|(_, r)| wire::parse_json(&r.body).ok()?.get(member).cloned());
        status.is_some_and(|s| {
            s.as_str()
                .is_some_and(|s| lifecycle.done.iter().any(|d| d == s))
        })
    }
}

/// Judges one aspect of the walk.
pub(super) fn judge(aspect: &Aspect, seen: &Seen<'_>) -> Judgement {
    let tag = seen.case.tag.as_deref().unwrap_or_default();
    let walk = Walk {
        seen,
        roles: tag.split(' ').collect(),
    };
    let told = match aspect {
        Aspect::Older(taken) => walk.older(taken),
        Aspect::Beginning(taken) => walk.accepted(role::SECOND, taken),
        Aspect::LastCharacter(taken) => walk.last_character(taken),
        Aspect::Freed(taken) => walk.freed(taken),
        Aspect::Apart => walk.apart(),
        Aspect::Read => walk.read(),
        Aspect::Delete => walk.delete(),
        Aspect::Ids => walk.ids(),
    };
    match told {
        Ok(()) => Judgement::Held,
        Err(judgement) => judgement,
    }
}

type Told = Result<(), Judgement>;

impl Walk<'_> {
    fn older(&self, taken: &[Outcome]) -> Told {
        self.made(role::FIRST)?;
        if !self.ended_well() {
            let why = "the first one did not come to a good end";
            return Err(Judgement::Inconclusive(why.into()));
        }
        let Some(again) = self.taken(role::AGAIN) else {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        };
        match judge::by_outcomes(taken, self.seen, again, 0, &mut Vec::new()) {
            Judgement::Held => Ok(()),
            other => Err(other),
        }
    }

    /// Whether a request was accepted that no name stands in the way of; another refusal says nothing.
    fn accepted(&self, role: &str, taken: &[Outcome]) -> Told {
        self.made(role::FIRST)?;
        let Some(sent) = self.taken(role) else {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        };
        let accepted = [Outcome::new(Wanted::Accepted)];
        let judged = judge::by_outcomes(&accepted, self.seen, sent, 0, &mut Vec::new());
        let named = || judge::by_outcomes(taken, self.seen, sent, 0, &mut Vec::new());
        match judged {
            Judgement::Held => Ok(()),
            Judgement::Retry(b) | Judgement::Broken(b)
                if !taken.is_empty() && named() != Judgement::Held =>
            {
                let why = format!("it was refused for another reason: {}", b.got);
                Err(Judgement::Inconclusive(why))
            }
            other => Err(other),
        }
    }

    fn last_character(&self, taken: &[Outcome]) -> Told {
        let again = self.taken(role::AGAIN).and_then(|t| t.exchanges.first());
        if again.is_some_and(|e| matches!(&e.answer, Ok(r) if self.seen.is_success(r))) {
            let why = "the name of the first one was accepted again";
            return Err(Judgement::Inconclusive(why.into()));
        }
        self.accepted(role::THIRD, taken)
    }

    fn freed(&self, taken: &[Outcome]) -> Told {
        self.made(role::SECOND)?;
        let gone = self.looks(role::SECOND_GONE).last();
        if !gone.is_some_and(|(_, r)| matches!(r.status, 404 | 410)) {
            let why = "what was deleted was not seen to be gone";
            return Err(Judgement::Inconclusive(why.into()));
        }
        self.accepted(role::ANEW, taken)
    }

    /// The first request says what the second one leaves out.
    fn apart(&self) -> Told {
        let said = self
            .taken(role::FIRST)
            .and_then(|t| self.seen.message(t.step));
        self.made(role::FIRST)?;
        let made = wire::parse_json(&self.made(role::SECOND)?.body).ok();
        let shown = self.taken(role::SECOND).map_or((0, 0), |t| (t.step, 0));
        let answers = std::iter::once((shown, made));
        let looks = self.looks(role::SECOND_READ);
        let looks = looks.map(|(shown, r)| (shown, wire::parse_json(&r.body).ok()));
        let mut compared = 0;
        for (shown, body) in answers.chain(looks) {
            for (member, from) in kept_apart(self.seen.operation) {
                let Some(text) = said.and_then(|m| m.get(from)) else {
                    continue;
                };
                compared += 1;
                if body.as_ref().and_then(|b| b.pointer(&member)) == Some(text) {
                    return Err(Judgement::broken(
                        format!("no `{}`, or one of its own", member.trim_start_matches('/')),
                        format!("{}, which the request before said", short(text)),
                        shown,
                    ));
                }
            }
        }
        match compared {
            0 => Err(Judgement::Inconclusive("nothing was left out".into())),
            _ => Ok(()),
        }
    }

    /// Every look at a thing shows the id that it was made with, and what the request had decided.
    fn read(&self) -> Told {
        use role::{FIRST, FIRST_ENDS, SECOND, SECOND_READ};
        let (first, second) = (self.id(FIRST)?, self.id(SECOND)?);
        if same(&first, &second) {
            let why = "both have one id: see several/ids";
            return Err(Judgement::Inconclusive(why.into()));
        }
        let mut compared = 0;
        // What is gone when it was not deleted has made way for another one.
        for (made, look) in [
            (FIRST, FIRST_ENDS),
            (SECOND, SECOND_READ),
            (FIRST, role::FIRST_STAYS),
        ] {
            let created = wire::parse_json(&self.made(made)?.body).ok();
            for (shown, response) in self.looks(look) {
                if matches!(response.status, 404 | 410) && look != role::FIRST_STAYS {
                    let expected = format!("the {made} one, which nobody deleted");
                    return Err(Judgement::broken(
                        expected,
                        format!("status {}", response.status),
                        shown,
                    ));
                }
                if !(200..300).contains(&response.status) {
                    continue;
                }
                let read = wire::parse_json(&response.body).ok();
                let (Some(created), Some(read)) = (&created, &read) else {
                    continue;
                };
                compared += self.compare(made, created, read, shown)?;
            }
        }
        match compared {
            0 => Err(Judgement::Inconclusive("nothing could be read".into())),
            _ => Ok(()),
        }
    }

    fn compare(
        &self,
        made: &str,
        created: &Value,
        read: &Value,
        shown: (usize, usize),
    ) -> Result<usize, Judgement> {
        let members = self.seen.operation.answer_members().iter();
        let id = self.seen.operation.resource.as_ref().map(|r| r.id.clone());
        let own = members.filter(|p| p.schema.ext.fresh || p.schema.ext.echo.is_some());
        let own = own.map(|p| below("", &p.name)).chain(id);
        let mut compared = 0;
        for at in own {
            if let (Some(a), Some(b)) = (created.pointer(&at), read.pointer(&at)) {
                compared += 1;
                if !same(a, b) {
                    let name = words::word(at.trim_start_matches('/'));
                    return Err(Judgement::broken(
                        format!("the {made} one, whose `{name}` is {}", short(a)),
                        format!("one whose `{name}` is {}", short(b)),
                        shown,
                    ));
                }
            }
        }
        Ok(compared)
    }

    fn delete(&self) -> Told {
        use role::{ANEW_STAYS, FIRST_DELETED, FIRST_GONE, FIRST_STAYS, SECOND};
        use role::{SECOND_DELETED, SECOND_GONE, THIRD_STAYS};
        self.id(role::FIRST)?;
        self.id(SECOND)?;
        let mut looked = 0;
        for (deleted, gone, stays) in [
            (SECOND_DELETED, SECOND_GONE, &[FIRST_STAYS][..]),
            (FIRST_DELETED, FIRST_GONE, &[ANEW_STAYS, THIRD_STAYS]),
        ] {
            let answer = self.taken(deleted).and_then(|t| t.exchanges.first());
            match answer.map(|e| &e.answer) {
                Some(Ok(r)) if (200..300).contains(&r.status) => {}
                Some(Ok(r)) if r.status < 500 || r.status == 501 => {
                    let status = r.status;
                    let why = format!("the target does not delete this way: status {status}");
                    return Err(Judgement::Inconclusive(why));
                }
                _ => continue,
            }
            if let Some((shown, status)) = self.unmoved(gone) {
                let expected = "the one that was deleted to go".to_owned();
                return Err(Judgement::broken(
                    expected,
                    format!("still {status}"),
                    shown,
                ));
            }
            for (shown, response) in stays.iter().flat_map(|role| self.looks(role)) {
                let expected = "the other one, which nobody deleted".to_owned();
                if matches!(response.status, 404 | 410) {
                    return Err(Judgement::broken(
                        expected,
                        format!("status {}", response.status),
                        shown,
                    ));
                }
                if let Some(status) = self.leaving(response) {
                    return Err(Judgement::broken(
                        expected,
                        format!("one that is {status}"),
                        shown,
                    ));
                }
                looked += usize::from((200..300).contains(&response.status));
            }
        }
        match looked {
            0 => Err(Judgement::Inconclusive("nothing could be read".into())),
            _ => Ok(()),
        }
    }

    /// The status of a finished thing that a delete has not moved, although it was watched for long.
    fn unmoved(&self, gone: &str) -> Option<((usize, usize), String)> {
        let (member, lifecycle) = self.lifecycle()?;
        let (shown, response) = self.looks(gone).last()?;
        if !(200..300).contains(&response.status) {
            return None;
        }
        let body = wire::parse_json(&response.body).ok()?;
        let status = body.get(member)?.as_str()?.to_owned();
        let ended = lifecycle.done.contains(&status);
        (ended && lifecycle.deleted_done.is_some()).then_some((shown, status))
    }

    /// The status that only a delete brings about, where an answer shows one.
    fn leaving(&self, response: &Response) -> Option<String> {
        let (member, lifecycle) = self.lifecycle()?;
        let body = wire::parse_json(&response.body).ok()?;
        let status = body.get(member)?.as_str()?;
        let deleted = [&lifecycle.deleted_running, &lifecycle.deleted_done];
        let mut pass = deleted.into_iter().flatten().flat_map(|d| &d.pass);
        pass.any(|s| s == status).then(|| status.to_owned())
    }

    fn ids(&self) -> Told {
        let mut known: Vec<Value> = Vec::new();
        for role in [role::FIRST, role::SECOND, role::ANEW, role::THIRD] {
            let Ok(id) = self.id(role) else { continue };
            if known.iter().any(|other| same(other, &id)) {
                let shown = self.taken(role).map_or((0, 0), |t| (t.step, 0));
                return Err(twice(&id, shown));
            }
            known.push(id);
        }
        match known.len() {
            0..3 => Err(Judgement::Inconclusive("fewer than three were made".into())),
            _ => Ok(()),
        }
    }
}

fn twice(id: &Value, shown: (usize, usize)) -> Judgement {
    let expected = "an id that no other thing had".to_owned();
    Judgement::broken(expected, format!("{} again", short(id)), shown)
}

/// The ids of things that were made at the same moment.
pub(super) fn judge_together(seen: &Seen<'_>) -> Judgement {
    let Some(race) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let members = race::fresh(seen.operation);
    let mut known: Vec<(&str, Value)> = Vec::new();
    let mut made = 0;
    for (place, exchange) in race.exchanges.iter().enumerate() {
        let Ok(response) = &exchange.answer else {
            continue;
        };
        if response.status >= 500 && response.status != 503 && !judge::is_refusal(seen, response) {
            return Judgement::Broken(Box::new(Broken {
                expected: "an answer below 500 to each of several requests at once".into(),
                got: format!("status {}", response.status),
                cause: String::new(),
                shown: (race.step, place),
            }));
        }
        if !seen.is_success(response) {
            continue;
        }
        let mut ids: Vec<(&str, Value)> = Vec::new();
        if let Some(resource) = &seen.operation.resource {
            ids.extend(created_id(resource, response).map(|id| ("", id)));
        }
        if let (false, Ok(body)) = (members.is_empty(), wire::body(seen.operation, response)) {
            for at in &members {
                let values = each(&body.value, at).into_iter().cloned();
                ids.extend(values.map(|id| (at.as_str(), id)));
            }
        }
        made += usize::from(!ids.is_empty());
        let taken = |(at, id): &(&str, Value)| {
            known
                .iter()
                .any(|(other, own)| other == at && same(own, id))
        };
        if let Some((_, id)) = ids.iter().find(|it| taken(it)) {
            return twice(id, (race.step, place));
        }
        known.extend(ids);
    }
    match made {
        0 | 1 => Judgement::Unseen("fewer than two were made at the same moment".into()),
        _ => Judgement::Held,
    }
}
