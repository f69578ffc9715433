//! From a case that shows a clause broken to what people read.

use super::{Lane, mask};
use std::time::Duration;

use super::event::{self, Finding, Judged};
use super::tally::Shown;
use crate::clause::{self, Check, Clause, answer::Answer};
use crate::contract::StatusSet;
use crate::curl;
use crate::exchange::{Exchange, Failure, Request, Step, state_in_words};

impl Lane<'_> {
    pub(super) fn finding(&self, clause: &Clause, shown: &Shown, seen: usize) -> Finding {
        let (step, place) = shown.broken.shown;
        let exchange = shown
            .taken
            .iter()
            .filter(|t| t.step == step)
            .find_map(|t| t.exchanges.get(place));
        let mut exchange = exchange.cloned().unwrap_or_else(|| Exchange {
            request: Request::default(),
            answer: Err(Failure::Closed("nothing was recorded".into())),
            sent: Duration::ZERO,
            took: Duration::ZERO,
        });
        // Quoting would hide a secret from the mask.
        mask::exchange(&mut exchange, &self.totals.secrets);
        let Exchange {
            request,
            answer,
            sent,
            took,
        } = exchange;
        let base = request
            .base
            .clone()
            .unwrap_or_else(|| self.base.borrow().clone());
        let base = format!("{}{base}", self.totals.target.address());
        let mut headers = self.profile.shown_headers(&clause.contract);
        // What the request says itself is not added.
        headers.retain(|(name, _)| {
            let mut own = request.headers.iter();
            !own.any(|(n, _)| n.eq_ignore_ascii_case(name))
        });
        let cause = self.cause_of(clause, shown, &request, &answer);
        Finding {
            cause: cause.text,
            kind: cause.kind,
            place: cause.place,
            rule: cause.rule,
            case: shown.case.about.clone(),
            expected: shown.broken.expected.clone(),
            wanted: self.wanted(clause, shown),
            got: shown.broken.got.clone(),
            curl: curl::command(&request, &base, &headers),
            base,
            secret_headers: match request.anonymous {
                true => Vec::new(),
                false => headers,
            },
            request,
            answer,
            sent,
            took,
            before: before(shown, step, place),
            seen,
        }
    }

    /// A profile without the token explains many a refusal.
    pub(super) fn miss_token(&self, judged: &Judged) {
        let own = self.profile.contracts.get(&self.contract.name);
        let answer = judged.finding.as_ref().map(|f| &f.answer);
        if let (Some(token), Some(Ok(answer))) = (&self.contract.token, answer)
            && answer.status == 401
            && !own.is_some_and(|c| c.has_credentials())
        {
            self.totals.note(format!(
                "answers are 401, and the profile gives no header {} for `{}`",
                token.header, self.contract.name
            ));
        }
    }

    /// What a right answer shows, where a status, a code, a label or a member tells it.
    fn wanted(&self, clause: &Clause, shown: &Shown) -> event::Wanted {
        let by_body = self
            .contract
            .operation(&clause.operation)
            .is_some_and(|o| o.success.is_some());
        let outcomes = match &clause.check {
            Check::Outcomes(outcomes) | Check::Unharmed(outcomes) => {
                clause::judge::narrowed(clause, outcomes, shown.case.tag.as_deref()).into_owned()
            }
            Check::Answer(answer) => match &**answer {
                Answer::Status(list) => {
                    vec![clause::Outcome::new(clause::Wanted::Refused(list.clone()))]
                }
                Answer::MediaType(list) => return event::Wanted::MediaType(list.clone()),
                Answer::Present(asked) if !by_body => {
                    return event::Wanted::Member(asked.at.clone());
                }
                _ => return event::Wanted::InWords,
            },
            _ => return event::Wanted::InWords,
        };
        let told = outcomes.iter().map(|o| outcome(&o.wanted, by_body));
        match told.collect::<Option<Vec<_>>>() {
            Some(outcomes) => event::Wanted::Outcomes(outcomes),
            None => event::Wanted::InWords,
        }
    }
}

/// An outcome by status and code; none where only the body tells a success from a fault.
fn outcome(wanted: &clause::Wanted, by_body: bool) -> Option<event::Outcome> {
    let (statuses, code) = match wanted {
        clause::Wanted::Accepted if by_body => return None,
        clause::Wanted::Accepted => (vec![(200, 299)], None),
        clause::Wanted::Error {
            status,
            code,
            alone,
        } => (vec![range(*status)], (!alone).then(|| code.clone())),
        clause::Wanted::Refused(_) if by_body => return None,
        // A test in another language cannot say "the code, if there is one".
        clause::Wanted::Bearing { .. } => return None,
        clause::Wanted::Refused(list) => (list.iter().copied().map(range).collect(), None),
        clause::Wanted::Uncoded(_) if by_body => return None,
        clause::Wanted::Uncoded(status) => (vec![range(*status)], None),
        clause::Wanted::NoFault => (vec![(100, 499)], None),
    };
    Some(event::Outcome { statuses, code })
}

fn range(statuses: StatusSet) -> (u16, u16) {
    match statuses {
        StatusSet::Exact(status) => (status, status),
        StatusSet::Class(class) => (class * 100, class * 100 + 99),
        StatusSet::Any => (100, 599),
    }
}

/// What came before the exchange that shows it, a line each.
fn before(shown: &Shown, step: usize, place: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, done) in shown.case.steps.iter().enumerate().take(step + 1) {
        match done {
            Step::SetUp { state, params } => {
                lines.push(format!("state: {}", state_in_words(state, params)));
            }
            Step::TearDown { state } => lines.push(format!("state ended: {state}")),
            Step::Race(list) if list.len() > 1 => lines.push(format!(
                "{} requests at the same moment, this one among them",
                list.len()
            )),
            _ => {}
        }
        for taken in shown.taken.iter().filter(|t| t.step == number) {
            let upto = if number == step {
                place
            } else {
                taken.exchanges.len()
            };
            if !matches!(done, Step::Race(_)) {
                lines.extend(taken.exchanges.iter().take(upto).map(line));
            }
        }
    }
    let many = lines.len();
    if many > 12 {
        lines.drain(6..many - 6);
        lines.insert(6, format!("… {} more …", many - 12));
    }
    lines
}

fn line(exchange: &Exchange) -> String {
    let answer = match &exchange.answer {
        Ok(response) => response.status.to_string(),
        Err(failure) => failure.to_string(),
    };
    format!(
        "{} {} → {answer}",
        exchange.request.method, exchange.request.target
    )
}
