//! Values that the documents write in several ways: a target takes at least one of them, and which
//! ones is reported.

use super::{Broken, Check, Cited, Clause, Judgement, Scope, Seen, Stimulus};
use crate::contract::{Location, Schema, Ways};
use crate::wire::Nature;

/// One clause for each set of alternatives.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut found = Vec::new();
    if let Some(media) = scope.operation.body.as_ref().and_then(|b| b.media.first()) {
        collect(&media.schema, &mut found);
    }
    let about = |reading: &str| {
        let reading = scope.contract.readings.get(reading);
        reading.map_or("a value", |r| r.about.as_str())
    };
    found
        .into_iter()
        .map(|(ways, source, at)| {
            scope.clause(
                format!("reading/{}", super::words::word(&ways.key)),
                format!(
                    "one of the documented ways is taken: {}",
                    about(&ways.reading)
                ),
                Cited::documented(source, at),
                Stimulus::Ways(ways.key.clone()),
                Check::AnyWay(Box::new(ways.clone())),
            )
        })
        .collect()
}

/// Every set of alternatives below a schema, each key once, with where it stands.
pub fn collect<'s>(schema: &'s Schema, found: &mut Vec<(&'s Ways, &'s str, &'s Location)>) {
    for property in &schema.properties {
        let inner = &property.schema;
        for ways in &inner.ext.ways {
            if found.iter().all(|(w, ..)| w.key != ways.key) {
                found.push((ways, &inner.source, &inner.at));
            }
        }
        collect(inner, found);
    }
}

/// Judges a case that sends every alternative in turn.
pub(super) fn judge(
    ways: &Ways,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let mut taken_ways = Vec::new();
    for (way, taken) in ways.list.iter().zip(seen.taken) {
        let shown = (taken.step, 0);
        let Some(exchange) = taken.exchanges.first() else {
            continue;
        };
        let response = match super::judge::response(exchange, "an answer below 500", shown) {
            Ok(response) => response,
            Err(judgement) => return judgement,
        };
        match seen.nature(response) {
            Nature::Success => taken_ways.push(way.shows.as_str()),
            Nature::Fault => {}
            Nature::Neither => {
                return Judgement::Broken(Box::new(Broken {
                    expected: "a success or a refusal".into(),
                    got: format!("status {} to `{}`", response.status, way.shows),
                    cause: String::new(),
                    shown,
                }));
            }
        }
    }
    let all: Vec<&str> = ways.list.iter().map(|w| w.shows.as_str()).collect();
    if taken_ways.is_empty() {
        let words = format!("the target takes none of: {}", all.join(", "));
        if !ways.firm {
            return Judgement::Inconclusive(words);
        }
        let last = seen.taken.first().map_or(0, |t| t.step);
        return Judgement::Broken(Box::new(Broken {
            expected: format!("a success for one of: {}", all.join(", ")),
            got: "a refusal of each".into(),
            cause: String::new(),
            shown: (last, 0),
        }));
    }
    let shows = taken_ways
        .iter()
        .map(|w| (ways.reading.clone(), (*w).to_owned()));
    readings.extend(shows);
    Judgement::Held
}
