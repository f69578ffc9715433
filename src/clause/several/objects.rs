//! Things on record: an id leads to its own, and deleting one leaves the others.

use serde_json::Value;

use super::super::answer::{same, short};
use super::super::{Judgement, words};
use super::{Told, Walk, kept_apart, role, twice};
use crate::exchange::{Response, below};
use crate::wire;

impl Walk<'_> {
    /// The first request says what the second one leaves out.
    pub(super) fn apart(&self) -> Told {
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
    pub(super) fn read(&self) -> Told {
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
            (FIRST, role::FIRST_READ),
            (FIRST, role::FIRST_RUNS),
            (SECOND, role::SECOND_ENDS),
            (FIRST, role::FIRST_STAYS),
            (role::THIRD, role::THIRD_ENDS),
        ] {
            if self.taken(look).is_none() {
                continue;
            }
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

    pub(super) fn delete(&self) -> Told {
        use role::{ANEW_STAYS, FIRST_DELETED, FIRST_GONE, FIRST_STAYS, SECOND};
        use role::{SECOND_DELETED, SECOND_GONE, THIRD_STAYS};
        self.id(role::FIRST)?;
        self.id(SECOND)?;
        for (shown, response) in self.looks(role::DELETED_TWICE) {
            if response.status >= 500 && !matches!(response.status, 501 | 503) {
                return Err(Judgement::broken(
                    "an answer below 500 to deleting it once more".to_owned(),
                    format!("status {}", response.status),
                    shown,
                ));
            }
        }
        let mut looked = 0;
        for (deleted, gone, stays) in [
            (SECOND_DELETED, SECOND_GONE, &[FIRST_STAYS][..]),
            (FIRST_DELETED, FIRST_GONE, &[ANEW_STAYS, THIRD_STAYS]),
        ] {
            let answer = self.taken(deleted).and_then(|t| t.exchanges.first());
            match answer.map(|e| &e.answer) {
                Some(Ok(r)) if (200..300).contains(&r.status) => {}
                // Another one is deleted this way, so that this one was not found.
                Some(Ok(r)) if matches!(r.status, 404 | 410) && self.deletes_another(deleted) => {
                    let shown = self.taken(deleted).map_or((0, 0), |t| (t.step, 0));
                    return Err(Judgement::broken(
                        "the one that is there to be deleted, as the others are".to_owned(),
                        format!("status {}", r.status),
                        shown,
                    ));
                }
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

    /// Whether the delete of another thing than that of this step was taken.
    fn deletes_another(&self, step: &str) -> bool {
        let all = [role::SECOND_DELETED, role::FIRST_DELETED];
        let mut others = all.iter().filter(|role| **role != step);
        others.any(|role| {
            self.looks(role)
                .any(|(_, r)| (200..300).contains(&r.status))
        })
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

    pub(super) fn ids(&self) -> Told {
        let mut known: Vec<Value> = Vec::new();
        let made = [
            role::FIRST,
            role::SECOND,
            role::ANEW,
            role::THIRD,
            role::FOURTH,
        ];
        for role in made {
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
