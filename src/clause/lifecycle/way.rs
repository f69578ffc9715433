//! The way of a resource to its end, and the order of things on it.

use serde_json::Value;

use super::look::{Look, look};
use super::{Aspect, Follows, Judgement};
use crate::clause::answer::{same, short};
use crate::clause::judge::Seen;
use crate::contract::Property;
use crate::exchange::Taken;

/// A resource from its creation on.
pub(super) struct Way<'a> {
    pub follows: &'a Follows,
    pub seen: &'a Seen<'a>,
    pub created: &'a Taken,
    pub polls: Vec<Look>,
}

impl Way<'_> {
    /// Judges the aspect that is asked about.
    pub(super) fn judge(&self, readings: &mut Vec<(String, String)>) -> Judgement {
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
                        Judgement::broken(
                            format!("status {}", names.join(" or ")),
                            status,
                            (self.created.step, 0),
                        )
                    }
                }
            }
            Aspect::Readable => self.readable(),
            Aspect::SameObject => self.same_object(first),
            Aspect::Listed => self.listed(first),
            Aspect::Steps => self.steps(first),
            Aspect::Completed => self.completed(),
            Aspect::TimeOrder => self.time_order(),
            Aspect::Begins => self.begins(first),
            Aspect::Frees => self.frees(readings),
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
                    Some(look) => {
                        Judgement::broken("404 in the end".into(), look.words(), look.shown)
                    }
                    None => Judgement::Inconclusive("no status could be read".into()),
                },
            },
        }
    }

    pub(super) fn creation(&self) -> Option<Look> {
        let response = self.created.exchanges.first()?.answer.as_ref().ok()?;
        Some(look(self.follows, (self.created.step, 0), response))
    }

    /// Whether each look shows the resource, with its status: one that has ended may go by itself, and
    /// whoever is told to come later is told nothing.
    fn readable(&self) -> Judgement {
        let mut told = None;
        for (number, look) in self.polls.iter().enumerate() {
            let is_there = (200..300).contains(&look.code);
            if is_there && (look.status.is_some() || !self.tells_status()) {
                told = Some(Judgement::Held);
                continue;
            }
            if is_there {
                let member = &self.follows.member;
                let got = look.body.as_ref().map_or("no JSON".to_owned(), short);
                return Judgement::broken(
                    format!("the resource, with its `{member}`"),
                    format!("status {} with {got}", look.code),
                    look.shown,
                );
            }
            if number == 0 || look.code >= 500 && look.code != 503 {
                return Judgement::broken(
                    "the resource".into(),
                    format!("status {}", look.code),
                    look.shown,
                );
            }
        }
        told.unwrap_or_else(|| {
            Judgement::Inconclusive("no status could be read: the answer holds no id".into())
        })
    }

    /// Whether reading the resource is documented to tell its status.
    fn tells_status(&self) -> bool {
        let mut own = self.read_members().iter();
        own.any(|p| p.name == self.follows.member && p.required)
    }

    /// Whether reading the resource is documented to show a member.
    fn shows(&self, name: &str) -> bool {
        self.read_members().iter().any(|p| p.name == name)
    }

    fn read_members(&self) -> &[Property] {
        let resource = self.seen.operation.resource.as_ref();
        let read = resource.and_then(|r| r.read.as_deref());
        let read = read.and_then(|id| self.seen.contract.operation(id));
        read.map_or(&[][..], |o| o.answer_members())
    }

    /// Whether the status moved on from the one that it began with. How long that may take only the
    /// profile can say, which the tag of the case tells.
    fn begins(&self, first: Option<Look>) -> Judgement {
        let lifecycle = &self.follows.lifecycle;
        let looks: Vec<_> = first.iter().chain(&self.polls).collect();
        let Some(last) = looks.last() else {
            return Judgement::Inconclusive("no status could be read".into());
        };
        if last.unreadable() || last.status.is_none() {
            return Judgement::Inconclusive(format!("no status could be read: {}", last.words()));
        }
        let word = last.status_word();
        let moved = looks
            .iter()
            .any(|l| !l.unreadable() && l.status_word() != word);
        let leads = lifecycle.steps.iter().any(|(from, _)| *from == word);
        if moved || !lifecycle.running.contains(&word) || !leads {
            return Judgement::Held;
        }
        match &self.seen.case.tag {
            Some(time) => Judgement::broken(
                format!("another status than {word} within {time}"),
                format!("still {word}"),
                last.shown,
            ),
            None => Judgement::Inconclusive(format!(
                "it was still {word}; how long that may take is told by settle_ms in the profile"
            )),
        }
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
            for property in self.seen.operation.answer_members().iter() {
                if !(property.schema.ext.fresh || property.schema.ext.echo.is_some()) {
                    continue;
                }
                let Some(a) = created.get(&property.name) else {
                    continue;
                };
                let got = match read.get(&property.name) {
                    Some(b) if same(a, b) => {
                        compared += 1;
                        continue;
                    }
                    Some(b) => short(b),
                    None if a.is_null() || a == "" || !self.shows(&property.name) => continue,
                    None => "no such member".to_owned(),
                };
                return Judgement::broken(
                    format!(
                        "`{}` {} as in the answer that created it",
                        property.name,
                        short(a)
                    ),
                    got,
                    look.shown,
                );
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
                return Judgement::broken(expected, status.clone(), look.shown);
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
                return Judgement::broken(
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
}
