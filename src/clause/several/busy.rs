//! What runs keeps something busy, and what was refused keeps nothing.

use super::super::judge;
use super::super::{Judgement, Outcome, Wanted};
use super::{Told, Walk, role};
use crate::exchange::{Response, Taken};
use crate::wire;

impl Walk<'_> {
    /// A request for what runs is refused, and nothing that was made shows that it runs after another
    /// one was accepted in its place.
    pub(super) fn busy(&self, busy: &[Outcome]) -> Told {
        self.made(role::FIRST)?;
        let mut shown_busy = false;
        let places = [
            (role::BUSY, role::FIRST_RUNS),
            (role::THIRD, role::FIRST_STAYS),
        ];
        for (asked, look) in places {
            let (Some(sent), Some((shown, status))) = (self.taken(asked), self.runs(look)) else {
                continue;
            };
            if self.is_success(sent) {
                return Err(Judgement::broken(
                    "no success while the first one runs".into(),
                    format!("a success, and then the first one still {status}"),
                    shown,
                ));
            }
            match judge::by_outcomes(busy, self.seen, sent, 0, &mut Vec::new()) {
                Judgement::Held => shown_busy = true,
                // What another refusal says is told by the clauses about it.
                Judgement::Broken(b) | Judgement::Retry(b) => {
                    let why = format!("it was refused for another reason: {}", b.got);
                    return Err(Judgement::Unseen(why));
                }
                other => return Err(other),
            }
        }
        let why = "the first one had ended before another was asked for";
        match shown_busy {
            true => Ok(()),
            false => Err(Judgement::Unseen(why.into())),
        }
    }

    /// Once a request was refused for its name, and nothing runs, another one is accepted.
    pub(super) fn leaves(&self, taken: &[Outcome]) -> Told {
        self.made(role::FIRST)?;
        let (Some(again), Some(third)) = (self.taken(role::AGAIN), self.taken(role::THIRD)) else {
            return Err(Judgement::Inconclusive("no request was sent".into()));
        };
        let refused = judge::by_outcomes(taken, self.seen, again, 0, &mut Vec::new());
        if refused != Judgement::Held || !self.ended(role::FIRST_ENDS) {
            let why = "no request was refused for its name while nothing ran";
            return Err(Judgement::Unseen(why.into()));
        }
        let asked_alike = [role::BUSY, role::ONCE_MORE];
        if asked_alike
            .iter()
            .filter_map(|role| self.taken(role))
            .any(|sent| self.is_success(sent))
        {
            let why = "one more was accepted, which may keep it busy";
            return Err(Judgement::Unseen(why.into()));
        }
        let accepted = [Outcome::new(Wanted::Accepted)];
        match judge::by_outcomes(&accepted, self.seen, third, 0, &mut Vec::new()) {
            Judgement::Held => Ok(()),
            other => Err(other),
        }
    }

    fn is_success(&self, sent: &Taken) -> bool {
        let answer = sent.exchanges.first().map(|e| &e.answer);
        matches!(answer, Some(Ok(response)) if self.seen.is_success(response))
    }

    /// The status of what a look shows to keep something busy.
    fn runs(&self, look: &str) -> Option<((usize, usize), String)> {
        let occupies = self.seen.operation.occupies.as_ref()?;
        let (shown, response): (_, &Response) = self.looks(look).last()?;
        let body = wire::parse_json(&response.body).ok()?;
        let status = body.pointer(&occupies.at)?;
        let busy = (200..300).contains(&response.status) && occupies.busy.contains(status);
        busy.then(|| (shown, status.to_string()))
    }
}
