//! What a delete does to a resource.

use super::look::Look;
use super::way::Way;
use super::{Aspect, Judgement};
use crate::clause::{Outcome, Wanted, judge};
use crate::contract::Deleted;
use crate::exchange::{Step, Taken};

impl Way<'_> {
    /// Whether the delete was taken; where the API has none, nothing can be said.
    pub(super) fn delete_answer(&self) -> Result<(), Judgement> {
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
            // It knows how to delete, and will not while the thing is as it is; the page says it does.
            Ok(r) if matches!(r.status, 409 | 422 | 423) => Err(Judgement::broken(
                "the request to be taken".into(),
                format!("status {}", r.status),
                (delete.map_or(0, |t| t.step), 0),
            )),
            Ok(r) if r.status < 500 || r.status == 501 => Err(Judgement::Inconclusive(format!(
                "the target does not delete this way: status {}",
                r.status
            ))),
            Ok(r) => Err(Judgement::broken(
                "the request to be taken".into(),
                format!("status {}", r.status),
                (delete.map_or(0, |t| t.step), 0),
            )),
            Err(f) => Err(Judgement::broken(
                "the request to be taken".into(),
                f.to_string(),
                (delete.map_or(0, |t| t.step), 0),
            )),
        }
    }

    /// Whether a request for the same thing is accepted once what ran there is gone, or has failed.
    pub(super) fn frees(&self, readings: &mut Vec<(String, String)>) -> Judgement {
        if let Err(judgement) = self.delete_answer() {
            return judgement;
        }
        let over = |word: &String| word == "gone" || self.follows.lifecycle.failed.contains(word);
        let last = self.polls.last().map(Look::status_word);
        if !last.as_ref().is_some_and(over) {
            let last = last.unwrap_or_else(|| "never read".into());
            return Judgement::Inconclusive(format!("it was not seen to go: {last}"));
        }
        let sent = |t: &&Taken| matches!(self.seen.case.steps.get(t.step), Some(Step::Send(_)));
        let Some(next) = self.seen.taken.iter().filter(sent).nth(1) else {
            return Judgement::Inconclusive("no request was sent after it".into());
        };
        let accepted = [Outcome::new(Wanted::Accepted)];
        judge::by_outcomes(&accepted, self.seen, next, 0, readings)
    }

    /// Whether the deletion was watched for many times as long as the resource took to be made: a
    /// slow target is slow in both.
    pub(super) fn much_longer(&self) -> bool {
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

    pub(super) fn on_the_way(&self, status: &str) -> bool {
        let l = &self.follows.lifecycle;
        [&l.deleted_running, &l.deleted_done]
            .into_iter()
            .flatten()
            .any(|d| d.pass.iter().any(|s| s == status))
    }

    pub(super) fn deleted(
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
        // How it was when the delete was sent, as far as anything showed it.
        let earlier = |l: &&Look| delete_step.is_none_or(|t| l.shown.0 < t.step);
        let known = self.polls.iter().rev().find(earlier);
        let created = self.creation();
        let before = known.or(created.as_ref()).map(Look::status_word);
        let before = before.unwrap_or_default();
        let had_failed = lifecycle.failed.contains(&before);
        if self.follows.aspect == Aspect::DeletedRunning
            && (had_failed || lifecycle.done.contains(&before))
        {
            let why = format!("it ran no more when it was deleted: {before}");
            // A target whose things end at once has none that runs.
            let at_once = created.as_ref().map(Look::status_word);
            return match at_once.as_ref() == Some(&before) {
                true => Judgement::Unseen(why),
                false => Judgement::Inconclusive(why),
            };
        }
        let mut first_change = None;
        for look in after {
            if look.code >= 500 && look.code != 503 {
                let expected = "an answer below 500 while it goes".to_owned();
                return Judgement::broken(expected, look.words(), look.shown);
            }
            if look.unreadable() {
                continue;
            }
            let word = look.status_word();
            // Until the engine has the request, and when the end came first, the old way goes on.
            let old = lifecycle.running.contains(&word)
                || lifecycle.done.contains(&word)
                || (had_failed && word == before);
            if old && first_change.is_none() {
                continue;
            }
            if !deleted.pass.contains(&word) && !deleted.end.contains(&word) {
                let expected = format!("{} or {}", deleted.pass.join(", "), deleted.end.join(", "));
                return Judgement::broken(expected, look.words(), look.shown);
            }
            first_change.get_or_insert(word);
        }
        if let Some(look) = self.polls.iter().find(|l| l.unreadable()) {
            return Judgement::Inconclusive(format!("no status could be read: {}", look.words()));
        }
        let Some(first) = first_change else {
            let expected = format!("{} or {}", deleted.pass.join(", "), deleted.end.join(", "));
            return Judgement::broken(expected, format!("still {}", last.words()), last.shown);
        };
        // How long it may take is told by the profile, which the tag of the case tells.
        let word = last.status_word();
        if let Some(time) = &self.seen.case.tag
            && deleted.pass.contains(&word)
            && !deleted.end.contains(&word)
        {
            let expected = format!("{} within {time}", deleted.end.join(" or "));
            return Judgement::broken(expected, format!("still {word}"), last.shown);
        }
        readings.extend(deleted.reading.clone().map(|r| (r, first)));
        if deleted.end.contains(&last.status_word()) {
            readings.extend(deleted.end_reading.clone().map(|r| (r, last.status_word())));
        }
        Judgement::Held
    }
}
