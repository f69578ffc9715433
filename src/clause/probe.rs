//! Requests for which the documents allow several outcomes: which one a target takes is reported.

use crate::contract::{Allowed, ProbeLevel};

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus};

/// One clause for each entry of `x-probes`.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let probes = scope.operation.probes.iter().enumerate();
    probes
        .map(|(i, probe)| {
            let cited = match probe.level {
                ProbeLevel::Documented => Cited::documented(&probe.source, &probe.at),
                ProbeLevel::Sample => Cited::sample(&probe.source, &probe.at),
                ProbeLevel::Implied => Cited::implied(&probe.source, &probe.at),
            };
            let outcomes = probe
                .outcomes
                .iter()
                .map(|o| Outcome::listed(o, probe.reading.as_deref()))
                .collect();
            scope.clause(
                format!(
                    "{}/{}",
                    family(&probe.outcomes),
                    super::words::word(&probe.name)
                ),
                probe.duty.clone(),
                cited,
                Stimulus::Probe(i),
                Check::Outcomes(outcomes),
            )
        })
        .collect()
}

/// The family of a probe: a reading where the documents leave several outcomes open, else what it
/// asks for. A refusal with a code or with none is refused either way.
fn family(outcomes: &[Allowed]) -> &'static str {
    let bare = |o: &Allowed| o.refused || (o.status.is_some() && o.code.is_none());
    let refused = |o: &Allowed| bare(o) || o.code.is_some();
    if outcomes.iter().all(|o| o.accepted) {
        "accepts"
    } else if outcomes.iter().any(bare) && outcomes.iter().all(refused) {
        "refuses"
    } else {
        "reading"
    }
}
