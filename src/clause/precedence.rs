//! A request with several faults draws the code of one of them (which one is not documented).

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, errors, slug};
use crate::contract::{Cause, ErrorRule, Response};

/// One clause for the operation, when it has two rules that can be broken together.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let Some(several) = &operation.several_faults else {
        return Vec::new();
    };
    let rules = breakable(scope);
    if rules.len() < 2 {
        return Vec::new();
    }
    let outcomes = rules
        .iter()
        .map(|(response, rule)| {
            let mut outcome = Outcome::new(errors::wanted(operation, response, rule));
            if let Some(reading) = &several.reading {
                outcome = outcome.showing(reading, &format!("{} among others", rule.code));
            }
            outcome
        })
        .collect();
    vec![scope.clause(
        "precedence/several-faults".into(),
        "a request with several faults draws the code of one of them".into(),
        Cited::documented(&several.source, &operation.at),
        Stimulus::SeveralFaults,
        Check::Outcomes(outcomes),
    )]
}

/// Rules that a schema keyword provokes.
fn breakable<'s>(scope: &'s Scope<'_>) -> Vec<(&'s Response, &'s ErrorRule)> {
    scope
        .operation
        .errors()
        .filter(|(_, e)| {
            e.when
                .iter()
                .any(|w| matches!(w.cause, Cause::Breaks { .. }))
        })
        .collect()
}

/// The outcomes that remain for a case that breaks just these codes, as its tag lists them.
pub(super) fn narrow(outcomes: &[Outcome], tag: Option<&str>) -> Vec<Outcome> {
    let codes: Vec<_> = tag.unwrap_or_default().split('+').map(slug).collect();
    outcomes
        .iter()
        .filter(|o| match &o.wanted {
            super::Wanted::Error { code, .. } => codes.contains(&slug(&code.to_string())),
            _ => true,
        })
        .map(|o| {
            let mut o = o.clone();
            if let (super::Wanted::Error { code, .. }, Some((_, alternative))) =
                (&o.wanted, &mut o.reading)
            {
                let others: Vec<_> = codes
                    .iter()
                    .filter(|c| **c != slug(&code.to_string()))
                    .cloned()
                    .collect();
                *alternative = format!("{code} before {}", others.join(", "));
            }
            o
        })
        .collect()
}
