//! Numbers that agree with a known id in part: they name nothing, or something else.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted};
use crate::contract::{Cause, Schema, StatusSet};
use crate::exchange::below;

/// One clause for each place of a request that holds the number of something known.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut places: Vec<(String, &Schema)> = Vec::new();
    for parameter in &operation.parameters {
        places.push((parameter.pointer(), &parameter.schema));
    }
    if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
        inside("/body", &media.schema, &mut places);
    }
    let mut statuses = vec![StatusSet::Class(4)];
    statuses.extend((operation.success.is_some()).then_some(StatusSet::Exact(404)));
    // Beside a name, or where no page says what an unknown one draws, it may be passed over.
    let causes = || {
        operation
            .errors()
            .flat_map(|(_, e)| &e.when)
            .map(|w| &w.cause)
    };
    let is_told = |place: &str| {
        place.starts_with("/path/")
            || causes().any(|cause| {
                matches!(cause, Cause::Unknown { at, .. } | Cause::Fixture { at, .. } if at == place)
            })
    };
    let ids = places
        .into_iter()
        .filter(|(at, schema)| is_id(schema) && is_told(at));
    ids.map(|(at, schema)| {
        let place = scope.word(&at);
        scope.clause(
            format!("implied/{place}.near-id"),
            format!("a number that agrees with a known {place} in part is another one"),
            Cited::implied("", &schema.at),
            Stimulus::NearId(at),
            Check::Outcomes(vec![Outcome::new(Wanted::Refused(statuses.clone()))]),
        )
    })
    .collect()
}

fn inside<'c>(at: &str, schema: &'c Schema, places: &mut Vec<(String, &'c Schema)>) {
    for property in &schema.properties {
        let at = below(at, &property.name);
        places.push((at.clone(), &property.schema));
        inside(&at, &property.schema, places);
    }
}

/// Whether a place holds the number of something that the profile names.
fn is_id(schema: &Schema) -> bool {
    schema.ext.fixture.is_some() && schema.types.iter().any(|t| t == "integer")
}
