//! Several things on record at once: a name is held against each of them, and an id leads to its own.
//!
//! One walk serves every clause here, since each success keeps a target busy: two things are made,
//! the newer one is deleted, a third one is made, the oldest is deleted, a fourth one is made.

mod busy;
mod names;
mod objects;
mod times;
mod together;

use serde_json::Value;

use super::answer::short;
use super::judge::{self, Judgement, Seen};
use super::lifecycle::created_id;
use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, race};
use crate::contract::{Lifecycle, Operation};
use crate::exchange::{Exchange, Response, Taken, below};
use crate::wire;

pub(super) use together::judge_together;

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
    /// The first one is read.
    pub const FIRST_READ: &str = "first-read";
    /// One for what the first keeps busy is asked for.
    pub const BUSY: &str = "busy";
    /// The first one is read again.
    pub const FIRST_RUNS: &str = "first-runs";
    /// The second one is read, which has most likely ended too.
    pub const SECOND_ENDS: &str = "second-ends";
    /// One of the name of the first is asked for.
    pub const AGAIN: &str = "again";
    /// The same once more.
    pub const ONCE_MORE: &str = "once-more";
    /// The second one is deleted.
    pub const SECOND_DELETED: &str = "second-deleted";
    /// It is deleted once more, while it goes.
    pub const DELETED_TWICE: &str = "deleted-twice";
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
    /// It is watched to its end.
    pub const THIRD_ENDS: &str = "third-ends";
    /// One of its name is asked for.
    pub const NEWER: &str = "newer";
    /// A fourth one is made.
    pub const FOURTH: &str = "fourth";
}

/// One aspect of the walk.
#[derive(Debug, Clone)]
pub enum Aspect {
    /// The name of an older thing is taken: these are right.
    Older(Vec<Outcome>),
    /// So is the name of a thing that is not the oldest.
    Newer(Vec<Outcome>),
    /// What runs keeps something busy: these are right.
    Busy(Vec<Outcome>),
    /// A request that was refused for its name, in one of these ways, keeps nothing busy.
    Leaves(Vec<Outcome>),
    /// Things that are made one after the other begin one after the other: by this member.
    Times(String),
    /// A name that another one begins with is a name of its own; these are drawn by a taken one.
    Beginning(Vec<Outcome>),
    /// Names that differ in their last character are two.
    LastCharacter(Vec<Outcome>),
    /// Names that differ in a mark are two.
    Mark(Vec<Outcome>),
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
    if let Some(at) = unique(operation) {
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
        if !taken.is_empty() && deletes(scope) {
            add(
                &format!("{word}.newer"),
                "a value that a newer thing has is taken as well as that of the oldest",
                Cited::documented(&operation.source, &operation.at),
                Aspect::Newer(taken.clone()),
            );
            add(
                &format!("{word}.mark"),
                "values that differ in a mark are two",
                implied,
                Aspect::Mark(taken.clone()),
            );
            add(
                "refusals",
                "a request that is refused for a value that is taken leaves nothing behind",
                implied,
                Aspect::Leaves(taken.clone()),
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
    let busy = race::by_busy(operation);
    if let (Some(occupies), Some(_), false) = (&operation.occupies, &resource.read, busy.is_empty())
    {
        add(
            &scope.busy(occupies),
            "of several things, each keeps what it runs on busy for as long as it shows that it runs",
            Cited::documented(&occupies.source, &operation.at),
            Aspect::Busy(busy),
        );
    }
    if let Some(start) = start(operation) {
        add(
            &format!("{}.own", super::words::word(start)),
            "things that are made one after the other do not begin at the same moment",
            implied,
            Aspect::Times(start.to_owned()),
        );
    }
    if let (true, Some(at)) = (deletes(scope), unique(operation)) {
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

/// Whether what is made can be read, and deleted.
fn deletes(scope: &Scope<'_>) -> bool {
    let resource = scope.operation.resource.as_ref();
    resource.is_some_and(|r| r.read.is_some() && r.delete.is_some())
}

/// The member of the answer that tells when a thing began: another one is not before it, and it
/// counts milliseconds.
fn start(operation: &Operation) -> Option<&str> {
    let members = operation.answer_members();
    let found = members
        .iter()
        .find_map(|p| p.schema.ext.not_before.as_deref())?;
    let mut own = members.iter().filter(|p| p.name == found);
    own.any(|p| p.schema.ext.unit.is_some()).then_some(found)
}

/// The place of the first member of the request that must be unique.
fn unique(operation: &Operation) -> Option<String> {
    let media = operation.body.as_ref()?.media.first()?;
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

    fn unique(&self) -> Option<String> {
        unique(self.seen.operation)
    }

    fn lifecycle(&self) -> Option<(&'a str, &'a Lifecycle)> {
        let mut members = self.seen.operation.answer_members().iter();
        members.find_map(|p| Some((p.name.as_str(), p.schema.ext.lifecycle.as_ref()?)))
    }

    /// Whether the last look of a watch shows a good end, where things have one.
    fn ended(&self, watch: &str) -> bool {
        let Some((member, lifecycle)) = self.lifecycle() else {
            return true;
        };
        let last = self.looks(watch).last();
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
        Aspect::Newer(taken) => walk.newer(taken),
        Aspect::Busy(busy) => walk.busy(busy),
        Aspect::Leaves(taken) => walk.leaves(taken),
        Aspect::Times(start) => walk.times(start),
        Aspect::Beginning(taken) => walk.accepted(role::SECOND, taken),
        Aspect::LastCharacter(taken) => walk.last_character(taken),
        Aspect::Mark(taken) => walk.mark(taken),
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

fn twice(id: &Value, shown: (usize, usize)) -> Judgement {
    let expected = "an id that no other thing had".to_owned();
    Judgement::broken(expected, format!("{} again", short(id)), shown)
}
