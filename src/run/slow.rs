//! Answers that came later than the profile allows. What was slow beside other requests is asked again
//! alone: only what is slow by itself is held against the target.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use super::Lane;
use super::driver::{Driver, Stop};
use super::tally::Pending;
use crate::clause::Check;
use crate::exchange::{Case, Exchange, Request, Step, Taken};

/// Requests alone that must all be slow.
const TRIES: usize = 2;

/// What was slow, by operation.
#[derive(Default)]
pub(super) struct Slow(RefCell<BTreeMap<String, Slowest>>);

#[derive(Default)]
struct Slowest {
    answers: usize,
    slow: usize,
    worst: Option<(Case, Request, Duration)>,
    shown: Option<Pending>,
}

impl Lane<'_> {
    /// Looks at how long an answer took.
    pub(super) fn look_at_time(&self, operation: &str, case: &Case, exchange: &Exchange) {
        let Some(limit) = self.profile.limits.answer else {
            return;
        };
        if exchange.answer.is_err() {
            return;
        }
        let mut all = self.slow.0.borrow_mut();
        let own = all.entry(operation.to_owned()).or_default();
        own.answers += 1;
        if exchange.took <= limit {
            return;
        }
        own.slow += 1;
        let took = exchange.took;
        if own.worst.as_ref().is_none_or(|(_, _, worst)| took > *worst) {
            own.worst = Some((case.clone(), exchange.request.clone(), took));
        }
    }

    /// Asks alone what was slow.
    pub(super) async fn slow_again(&self, driver: &mut Driver<'_>) -> Result<(), Stop> {
        let Some(limit) = self.profile.limits.answer else {
            return Ok(());
        };
        let worst = |(id, own): (&String, &Slowest)| Some((id.clone(), own.worst.clone()?));
        let asked: Vec<_> = self.slow.0.borrow().iter().filter_map(worst).collect();
        for (id, (case, request, _)) in asked {
            let mut quickest: Option<Exchange> = None;
            for _ in 0..TRIES {
                let exchange = driver.send_raw(&self.kits[&id], &request).await?;
                if quickest.as_ref().is_none_or(|q| exchange.took < q.took) {
                    quickest = Some(exchange);
                }
            }
            let Some(exchange) = quickest.filter(|q| q.answer.is_ok() && q.took > limit) else {
                self.totals.note(format!(
                    "{id}: answers took longer than {limit:?} beside other requests, and not alone"
                ));
                continue;
            };
            let got = format!("an answer after {} ms", exchange.took.as_millis());
            let taken = [Taken {
                step: 0,
                exchanges: vec![exchange],
                visited: false,
            }];
            let case = Case {
                steps: vec![Step::Raw(request)],
                ..case
            };
            let mut shown = self.shown(&case, &taken, &Check::Quick, got, (0, 0));
            shown.broken.expected = format!("an answer within {} ms", limit.as_millis());
            if let Some(own) = self.slow.0.borrow_mut().get_mut(&id) {
                own.shown = Some(self.totals.pending(shown));
            }
        }
        Ok(())
    }

    /// Judges the clauses about the time of answers, once everything was sent.
    pub(super) fn judge_times(&self) {
        let mut all = self.slow.0.borrow_mut();
        let mut tallies = self.tallies.borrow_mut();
        for (clause, tally) in self.clauses.iter().zip(tallies.iter_mut()) {
            if !matches!(clause.check, Check::Quick) {
                continue;
            }
            let own = all.entry(clause.operation.clone()).or_default();
            tally.inconclusive.clear();
            tally.complete = true;
            tally.cases = own.answers;
            tally.seen = own.slow;
            tally.shown = own.shown.take();
            if own.answers == 0 {
                tally.unseen = Some("no answer came".to_owned());
            }
        }
    }
}
