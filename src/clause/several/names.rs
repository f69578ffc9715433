//! Names: which of them are taken, and which are free.

use super::super::judge;
use super::super::{Judgement, Outcome, Wanted};
use super::{Told, Walk, role};
use crate::exchange::Taken;

impl Walk<'_> {
    pub(super) fn older(&self, taken: &[Outcome]) -> Told {
        self.made(role::FIRST)?;
        if !self.ended(role::FIRST_ENDS) {
            let why = "the first one did not come to a good end";
            return Err(Judgement::Inconclusive(why.into()));
        }
        if self.taken(role::AGAIN).is_none() {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        }
        // What is refused once is refused once more.
        for again in [role::AGAIN, role::ONCE_MORE] {
            let Some(sent) = self.taken(again) else {
                continue;
            };
            match judge::by_outcomes(taken, self.seen, sent, 0, &mut Vec::new()) {
                Judgement::Held => {}
                other => return Err(other),
            }
        }
        Ok(())
    }

    /// The name of the third one, asked for where it has ended: another one is the oldest by then.
    pub(super) fn newer(&self, taken: &[Outcome]) -> Told {
        self.made(role::ANEW)?;
        self.made(role::THIRD)?;
        if !self.ended(role::THIRD_ENDS) {
            let why = "the third one did not come to a good end";
            return Err(Judgement::Inconclusive(why.into()));
        }
        let Some(newer) = self.taken(role::NEWER) else {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        };
        match judge::by_outcomes(taken, self.seen, newer, 0, &mut Vec::new()) {
            Judgement::Held => Ok(()),
            other => Err(other),
        }
    }

    /// Whether a request was accepted that no name stands in the way of; another refusal says nothing.
    pub(super) fn accepted(&self, role: &str, taken: &[Outcome]) -> Told {
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

    pub(super) fn last_character(&self, taken: &[Outcome]) -> Told {
        let again = self.taken(role::AGAIN).and_then(|t| t.exchanges.first());
        if again.is_some_and(|e| matches!(&e.answer, Ok(r) if self.seen.is_success(r))) {
            let why = "the name of the first one was accepted again";
            return Err(Judgement::Inconclusive(why.into()));
        }
        self.accepted(role::THIRD, taken)
    }

    /// The fourth one is called like one that is on record, but for a mark.
    pub(super) fn mark(&self, taken: &[Outcome]) -> Told {
        self.made(role::ANEW)?;
        let Some(fourth) = self.taken(role::FOURTH) else {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        };
        let newer = self.taken(role::NEWER).and_then(|t| t.exchanges.first());
        if newer.is_some_and(|e| matches!(&e.answer, Ok(r) if self.seen.is_success(r))) {
            let why = "one more was accepted, which may keep it busy";
            return Err(Judgement::Unseen(why.into()));
        }
        let name = |taken: &Taken| {
            let message = self.seen.message(taken.step)?;
            let unique = self.unique()?;
            message.get(&unique)?.as_str().map(str::to_owned)
        };
        let own = self.taken(role::ANEW).and_then(name);
        if !name(fourth)
            .zip(own)
            .is_some_and(|(marked, own)| marked.len() > own.len() && marked.starts_with(&own))
        {
            let why = "no name with a mark more could be made";
            return Err(Judgement::Unseen(why.into()));
        }
        self.accepted(role::FOURTH, taken)
    }

    pub(super) fn freed(&self, taken: &[Outcome]) -> Told {
        self.made(role::SECOND)?;
        let gone = self.looks(role::SECOND_GONE).last();
        if !gone.is_some_and(|(_, r)| matches!(r.status, 404 | 410)) {
            let why = "what was deleted was not seen to be gone";
            return Err(Judgement::Inconclusive(why.into()));
        }
        self.accepted(role::ANEW, taken)
    }
}
