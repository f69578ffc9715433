//! How the status of a created resource moves, as polling and deleting show it.

use serde_json::Value;

use super::answer::short;
use super::judge::{self, Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus, Watch};
use crate::contract::{Deleted, Lifecycle, Resource};
use crate::exchange::{Step, Taken};
use crate::wire;

/// One aspect of the way of a resource.
#[derive(Debug, Clone)]
pub struct Follows {
    /// Which aspect.
    pub aspect: Aspect,
    /// Name of the status member.
    pub member: String,
    /// The documented lifecycle.
    pub lifecycle: Lifecycle,
    /// Members that may be open until the end, with the sibling they are not before.
    pub open: Vec<(String, Option<String>)>,
}

/// Aspects of a resource's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// Reading it answers with success.
    Readable,
    /// Reading it answers the object that was created.
    SameObject,
    /// The first status is a documented one.
    First,
    /// Every status is a listed one.
    Listed,
    /// Every step between statuses is a documented one.
    Steps,
    /// Members that may be open meanwhile have values in the end.
    Completed,
    /// Times are in order.
    TimeOrder,
    /// A delete of a running one shows in its status.
    DeletedRunning,
    /// A delete of a finished one shows in its status.
    DeletedDone,
    /// What was deleted is found no more.
    Gone,
}

/// One clause for each aspect that the contract speaks of.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let (Some(resource), Some(media)) = (
        &operation.resource,
        operation.success_response().and_then(|r| r.media.first()),
    ) else {
        return Vec::new();
    };
    let status = media
        .schema
        .properties
        .iter()
        .find_map(|p| Some((p, p.schema.ext.lifecycle.clone()?)));
    let (Some((status, lifecycle)), Some(_)) = (status, &resource.read) else {
        return Vec::new();
    };
    let open = media
        .schema
        .properties
        .iter()
        .filter(|p| p.schema.ext.open.is_some());
    let open = open
        .map(|p| (p.name.clone(), p.schema.ext.not_before.clone()))
        .collect();
    let follows = Follows {
        aspect: Aspect::First,
        member: status.name.clone(),
        lifecycle,
        open,
    };
    let cited = Cited::documented(&follows.lifecycle.source, &status.schema.at);
    use Aspect::{
        Completed, DeletedDone, DeletedRunning, First, Gone, Listed, Readable, SameObject, Steps,
        TimeOrder,
    };
    let mut aspects = vec![
        (
            "created",
            "what was just created has the documented first status",
            First,
            Watch::ToTheEnd,
        ),
        (
            "readable",
            "what was created can be read by its id",
            Readable,
            Watch::ToTheEnd,
        ),
        (
            "same-object",
            "reading by id answers the object that was created",
            SameObject,
            Watch::ToTheEnd,
        ),
        (
            "listed-status",
            "every status is one of the listed ones",
            Listed,
            Watch::ToTheEnd,
        ),
        (
            "transitions",
            "the status takes documented steps only",
            Steps,
            Watch::ToTheEnd,
        ),
        (
            "completed-fields",
            "what may be open meanwhile has a value in the end",
            Completed,
            Watch::ToTheEnd,
        ),
        (
            "time-order",
            "nothing ends before it began",
            TimeOrder,
            Watch::ToTheEnd,
        ),
    ];
    if resource.delete.is_some() {
        if follows.lifecycle.deleted_running.is_some() {
            aspects.push((
                "cancel",
                "deleting what runs shows in its status or removes it",
                DeletedRunning,
                Watch::DeletedRunning,
            ));
        }
        if follows.lifecycle.deleted_done.is_some() {
            aspects.push((
                "delete",
                "deleting what is finished shows in its status or removes it",
                DeletedDone,
                Watch::DeletedDone,
            ));
            aspects.push((
                "deleted-gone",
                "what was deleted is found no more",
                Gone,
                Watch::DeletedDone,
            ));
        }
    }
    aspects
        .into_iter()
        .map(|(name, duty, aspect, watch)| {
            let cited = match aspect {
                Readable | SameObject => Cited::documented(&resource.source, &operation.at),
                _ => cited,
            };
            scope.clause(
                format!("lifecycle/{name}"),
                duty.into(),
                cited,
                Stimulus::Lifecycle(watch),
                Check::Lifecycle(Box::new(Follows {
                    aspect,
                    ..follows.clone()
                })),
            )
        })
        .collect()
}

/// One look at the resource.
struct Look {
    shown: (usize, usize),
    /// HTTP status.
    code: u16,
    body: Option<Value>,
    status: Option<String>,
}

/// Judges one aspect of what was seen of a resource.
pub(super) fn judge(
    follows: &Follows,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(created) = seen
        .taken
        .iter()
        .find(|t| matches!(seen.case.steps.get(t.step), Some(Step::Send(_))))
    else {
        return Judgement::Inconclusive("nothing was created".into());
    };
    match judge::by_outcomes(
        &[super::Outcome::new(super::Wanted::Accepted)],
        seen,
        created,
        0,
        readings,
    ) {
        Judgement::Held => {}
        Judgement::Broken(b) => {
            return Judgement::Inconclusive(format!("nothing was created: {}", b.got));
        }
        other => return other,
    }
    let way = Way {
        follows,
        seen,
        created,
        polls: looks(follows, seen),
    };
    way.judge(readings)
}

struct Way<'a> {
    follows: &'a Follows,
    seen: &'a Seen<'a>,
    created: &'a Taken,
    polls: Vec<Look>,
}

impl Way<'_> {
    fn judge(&self, readings: &mut Vec<(String, String)>) -> Judgement {
        let lifecycle = &self.follows.lifecycle;
        let first = self.creation();
        match self.follows.aspect {
            Aspect::First => {
                let Some(status) = first.as_ref().and_then(|l| l.status.clone()) else {
                    return Judgement::Inconclusive(format!(
                        "the answer has no `{}`",
                        self.follows.member
                    ));
                };
                match lifecycle.first.iter().find(|(s, _)| *s == status) {
                    Some((_, alternative)) => {
                        readings
                            .extend(lifecycle.reading.clone().map(|r| (r, alternative.clone())));
                        Judgement::Held
                    }
                    None => {
                        let names: Vec<_> =
                            lifecycle.first.iter().map(|(s, _)| s.as_str()).collect();
                        broken(
                            format!("status {}", names.join(" or ")),
                            status,
                            (self.created.step, 0),
                        )
                    }
                }
            }
            Aspect::Readable => match self.polls.first() {
                None => Judgement::Inconclusive(
                    "no status could be read: the answer holds no id".into(),
                ),
                Some(look) if (200..300).contains(&look.code) => Judgement::Held,
                Some(look) => broken(
                    "the resource".into(),
                    format!("status {}", look.code),
                    look.shown,
                ),
            },
            Aspect::SameObject => self.same_object(first),
            Aspect::Listed => self.listed(first),
            Aspect::Steps => self.steps(first),
            Aspect::Completed => self.completed(),
            Aspect::TimeOrder => self.time_order(),
            Aspect::DeletedRunning => self.deleted(lifecycle.deleted_running.as_ref(), readings),
            Aspect::DeletedDone => self.deleted(lifecycle.deleted_done.as_ref(), readings),
            Aspect::Gone => match self.delete_answer() {
                Err(judgement) => judgement,
                Ok(()) => match self.polls.last() {
                    Some(look) if matches!(look.code, 404 | 410) => Judgement::Held,
                    Some(look)
                        if look.status.as_ref().is_some_and(|s| self.on_the_way(s))
                            && !self.much_longer() =>
                    {
                        Judgement::Inconclusive(
                            "it was still being deleted when the time was up".into(),
                        )
                    }
                    // A crash on what is gone is a crash; any other refusal to read says nothing.
                    Some(look) if look.unreadable() && look.code < 500 => Judgement::Inconclusive(
                        format!("no status could be read: {}", look.words()),
                    ),
                    Some(look) => broken("404 in the end".into(), look.words(), look.shown),
                    None => Judgement::Inconclusive("no status could be read".into()),
                },
            },
        }
    }

    fn creation(&self) -> Option<Look> {
        let response = self.created.exchanges.first()?.answer.as_ref().ok()?;
        Some(look(self.follows, (self.created.step, 0), response))
    }

    fn same_object(&self, first: Option<Look>) -> Judgement {
        let Some(Value::Object(created)) = first.and_then(|l| l.body) else {
            return Judgement::Inconclusive("the answer that creates is no JSON object".into());
        };
        let mut compared = 0;
        for look in &self.polls {
            let Some(Value::Object(read)) = &look.body else {
                continue;
            };
            if !(200..300).contains(&look.code) {
                continue;
            }
            // Only what the request decided, and the id, must stay as it was.
            let fixed = self
                .seen
                .operation
                .success_response()
                .and_then(|r| r.media.first());
            for property in fixed.into_iter().flat_map(|m| &m.schema.properties) {
                if !(property.schema.ext.fresh || property.schema.ext.echo.is_some()) {
                    continue;
                }
                if let (Some(a), Some(b)) = (created.get(&property.name), read.get(&property.name))
                {
                    compared += 1;
                    if a != b {
                        return broken(
                            format!(
                                "`{}` {} as in the answer that created it",
                                property.name,
                                short(a)
                            ),
                            short(b),
                            look.shown,
                        );
                    }
                }
            }
        }
        if compared == 0 {
            Judgement::Inconclusive("no status could be read".into())
        } else {
            Judgement::Held
        }
    }

    fn listed(&self, first: Option<Look>) -> Judgement {
        let schema = self
            .seen
            .operation
            .success_response()
            .and_then(|r| r.media.first());
        let values = schema
            .and_then(|m| m.schema.property(&self.follows.member))
            .map(|p| &p.schema.enumeration);
        let Some(values) = values.filter(|v| !v.is_empty()) else {
            return Judgement::Inconclusive("the contract lists no values".into());
        };
        let mut any = false;
        for look in first.iter().chain(&self.polls) {
            let Some(status) = &look.status else { continue };
            any = true;
            if !values.iter().any(|v| v == status) {
                let expected = format!("one of {}", Value::Array(values.clone()));
                return broken(expected, status.clone(), look.shown);
            }
        }
        if any {
            Judgement::Held
        } else {
            Judgement::Inconclusive("no status could be read".into())
        }
    }

    /// Polling may miss statuses, so a step is documented when a chain of documented steps leads there.
    fn steps(&self, first: Option<Look>) -> Judgement {
        let mut looks = first
            .iter()
            .chain(&self.polls)
            .filter_map(|l| Some((l.status.clone()?, l.shown)));
        let Some((mut from, _)) = looks.next() else {
            return Judgement::Inconclusive("no status could be read".into());
        };
        for (to, shown) in looks {
            if from != to && !self.leads(&from, &to) {
                return broken(
                    format!("documented steps from {from}"),
                    format!("{from}, then {to}"),
                    shown,
                );
            }
            from = to;
        }
        let lifecycle = &self.follows.lifecycle;
        if lifecycle.done.contains(&from) || lifecycle.failed.contains(&from) {
            return Judgement::Held;
        }
        Judgement::Inconclusive(format!("it was still {from} when the time was up"))
    }

    fn leads(&self, from: &str, to: &str) -> bool {
        let steps = &self.follows.lifecycle.steps;
        let any = steps
            .iter()
            .find(|(s, _)| s == "any")
            .map(|(_, t)| t.as_slice())
            .unwrap_or_default();
        if any.iter().any(|t| t == to) {
            return true;
        }
        let mut reached = vec![from.to_owned()];
        let mut next = 0;
        while let Some(at) = reached.get(next).cloned() {
            next += 1;
            for (_, targets) in steps.iter().filter(|(s, _)| *s == at) {
                for target in targets {
                    if target == to {
                        return true;
                    }
                    if !reached.contains(target) {
                        reached.push(target.clone());
                    }
                }
            }
        }
        false
    }

    fn finished(&self) -> Result<&Look, Judgement> {
        let done = &self.follows.lifecycle.done;
        let look = self
            .polls
            .iter()
            .rev()
            .find(|l| l.status.as_ref().is_some_and(|s| done.contains(s)));
        look.ok_or_else(|| {
            let last = self
                .polls
                .last()
                .map_or_else(|| "never read".into(), Look::words);
            Judgement::Inconclusive(format!("it was not seen to finish: {last}"))
        })
    }

    fn completed(&self) -> Judgement {
        let look = match self.finished() {
            Ok(look) => look,
            Err(judgement) => return judgement,
        };
        for (name, _) in &self.follows.open {
            match look.body.as_ref().and_then(|b| b.get(name)) {
                None => {
                    return broken(
                        format!("`{name}` once it is finished"),
                        "no such member".into(),
                        look.shown,
                    );
                }
                Some(Value::Null) => {
                    return broken(
                        format!("a value of `{name}` once it is finished"),
                        "null".into(),
                        look.shown,
                    );
                }
                Some(Value::Number(n)) if n.as_i64().is_some_and(|n| n < 0) => {
                    return broken(
                        format!("a real value of `{name}` once it is finished"),
                        n.to_string(),
                        look.shown,
                    );
                }
                Some(_) => {}
            }
        }
        Judgement::Held
    }

    fn time_order(&self) -> Judgement {
        let look = match self.finished() {
            Ok(look) => look,
            Err(judgement) => return judgement,
        };
        let Some(body) = &look.body else {
            return Judgement::Inconclusive("no status could be read".into());
        };
        let mut compared = false;
        for (name, before) in &self.follows.open {
            let Some(before) = before else { continue };
            if let (Some(end), Some(start)) = (
                body.get(name).and_then(Value::as_i64),
                body.get(before).and_then(Value::as_i64),
            ) {
                compared = true;
                if end < start {
                    return broken(
                        format!("`{name}` not before `{before}`"),
                        format!("{end} before {start}"),
                        look.shown,
                    );
                }
            }
        }
        if compared {
            Judgement::Held
        } else {
            Judgement::Inconclusive("the times are not there to compare".into())
        }
    }

    /// Whether the delete was taken; where the API has none, nothing can be said.
    fn delete_answer(&self) -> Result<(), Judgement> {
        let delete = self
            .seen
            .taken
            .iter()
            .find(|t| matches!(self.seen.case.steps.get(t.step), Some(Step::Delete { .. })));
        let Some(exchange) = delete.and_then(|t| t.exchanges.first()) else {
            return Err(Judgement::Inconclusive(
                "nothing was deleted: the answer holds no id".into(),
            ));
        };
        match &exchange.answer {
            Ok(r) if (200..300).contains(&r.status) => Ok(()),
            Ok(r) if r.status < 500 || r.status == 501 => Err(Judgement::Inconclusive(format!(
                "the target does not delete this way: status {}",
                r.status
            ))),
            Ok(r) => Err(broken(
                "the request to be taken".into(),
                format!("status {}", r.status),
                (delete.map_or(0, |t| t.step), 0),
            )),
            Err(f) => Err(broken(
                "the request to be taken".into(),
                f.to_string(),
                (delete.map_or(0, |t| t.step), 0),
            )),
        }
    }

    /// Whether the deletion was watched for many times as long as the resource took to be made: a
    /// slow target is slow in both.
    fn much_longer(&self) -> bool {
        let at = |t: &Taken, last: bool| {
            if last {
                t.exchanges.last()
            } else {
                t.exchanges.first()
            }
            .map(|e| e.sent)
        };
        let polls: Vec<_> = self
            .seen
            .taken
            .iter()
            .filter(|t| matches!(self.seen.case.steps.get(t.step), Some(Step::Poll { .. })))
            .collect();
        let (Some(start), [making, deleting]) = (at(self.created, false), polls.as_slice()) else {
            return false;
        };
        let (Some(made), Some(from), Some(to)) =
            (at(making, true), at(deleting, false), at(deleting, true))
        else {
            return false;
        };
        to.saturating_sub(from) > made.saturating_sub(start) * 10
    }

    fn on_the_way(&self, status: &str) -> bool {
        let l = &self.follows.lifecycle;
        [&l.deleted_running, &l.deleted_done]
            .into_iter()
            .flatten()
            .any(|d| d.pass.iter().any(|s| s == status))
    }

    fn deleted(
        &self,
        deleted: Option<&Deleted>,
        readings: &mut Vec<(String, String)>,
    ) -> Judgement {
        if let Err(judgement) = self.delete_answer() {
            return judgement;
        }
        let (Some(deleted), Some(last)) = (deleted, self.polls.last()) else {
            return Judgement::Inconclusive("no status could be read".into());
        };
        let lifecycle = &self.follows.lifecycle;
        let delete_step = self
            .seen
            .taken
            .iter()
            .find(|t| matches!(self.seen.case.steps.get(t.step), Some(Step::Delete { .. })));
        let after = self
            .polls
            .iter()
            .filter(|l| Some(l.shown.0) > delete_step.map(|t| t.step));
        let mut first_change = None;
        for look in after {
            if look.unreadable() {
                continue;
            }
            let word = look.status_word();
            // Until the engine has the request, and when the end came first, the old way goes on.
            let old = lifecycle.running.contains(&word) || lifecycle.done.contains(&word);
            if old && first_change.is_none() {
                continue;
            }
            if !deleted.pass.contains(&word) && !deleted.end.contains(&word) {
                let expected = format!("{} or {}", deleted.pass.join(", "), deleted.end.join(", "));
                return broken(expected, look.words(), look.shown);
            }
            first_change.get_or_insert(word);
        }
        if let Some(look) = self.polls.iter().find(|l| l.unreadable()) {
            return Judgement::Inconclusive(format!("no status could be read: {}", look.words()));
        }
        let Some(first) = first_change else {
            let expected = format!("{} or {}", deleted.pass.join(", "), deleted.end.join(", "));
            return broken(expected, format!("still {}", last.words()), last.shown);
        };
        readings.extend(deleted.reading.clone().map(|r| (r, first)));
        if deleted.end.contains(&last.status_word()) {
            readings.extend(deleted.end_reading.clone().map(|r| (r, last.status_word())));
        }
        Judgement::Held
    }
}

impl Look {
    /// Whether the target would not say how the resource is.
    fn unreadable(&self) -> bool {
        self.status.is_none() && !matches!(self.code, 404 | 410)
    }

    fn status_word(&self) -> String {
        match self.code {
            404 | 410 => "gone".into(),
            _ => self
                .status
                .clone()
                .unwrap_or_else(|| format!("status {}", self.code)),
        }
    }

    fn words(&self) -> String {
        match (&self.status, self.code) {
            (_, 404 | 410) => format!("gone ({})", self.code),
            (Some(status), _) => status.clone(),
            (None, code) => format!("status {code} without a status of the resource"),
        }
    }
}

fn looks(follows: &Follows, seen: &Seen<'_>) -> Vec<Look> {
    let polls = seen
        .taken
        .iter()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Poll { .. })));
    polls
        .flat_map(|t| {
            t.exchanges
                .iter()
                .enumerate()
                .map(move |(i, e)| ((t.step, i), e))
        })
        .filter_map(|(shown, e)| Some(look(follows, shown, e.answer.as_ref().ok()?)))
        .collect()
}

fn look(follows: &Follows, shown: (usize, usize), response: &crate::exchange::Response) -> Look {
    let body = wire::parse_json(&response.body).ok();
    let status = (200..300)
        .contains(&response.status)
        .then(|| {
            body.as_ref()?
                .get(&follows.member)?
                .as_str()
                .map(str::to_owned)
        })
        .flatten();
    Look {
        shown,
        code: response.status,
        body,
        status,
    }
}

fn broken(expected: String, got: String, shown: (usize, usize)) -> Judgement {
    Judgement::Broken(Box::new(Broken {
        expected,
        got,
        cause: String::new(),
        shown,
    }))
}

/// The id that a success holds.
pub fn created_id(resource: &Resource, response: &crate::exchange::Response) -> Option<Value> {
    let body = wire::parse_json(&response.body).ok()?;
    body.pointer(&resource.id)
        .filter(|v| !v.is_null() && !v.is_object() && !v.is_array())
        .cloned()
}
