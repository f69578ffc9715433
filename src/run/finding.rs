//! From a case that shows a clause broken to what people read.

use super::Lane;
use super::event::Finding;
use super::tally::Shown;
use crate::clause::Clause;
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
        let (request, answer) = match exchange {
            Some(exchange) => (exchange.request.clone(), exchange.answer.clone()),
            None => (
                Request::default(),
                Err(Failure::Closed("nothing was recorded".into())),
            ),
        };
        let base = format!("{}{}", self.totals.target.address(), self.base.borrow());
        let headers = self.profile.shown_headers(&clause.contract);
        Finding {
            cause: if shown.broken.cause.is_empty() {
                clause.id.clone()
            } else {
                shown.broken.cause.clone()
            },
            case: shown.case.about.clone(),
            expected: shown.broken.expected.clone(),
            got: shown.broken.got.clone(),
            curl: curl::command(&request, &base, &headers),
            request,
            answer,
            before: before(shown, step, place),
            seen,
        }
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
            Step::Race(list) => lines.push(format!(
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
