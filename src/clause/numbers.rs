//! Numbers that agree with a known id in part, which name nothing or something else; and numbers that
//! are wide, broken or written in another way.

use super::{Check, Cited, Clause, Outcome, Scope, Stimulus, Wanted, lenient};
use crate::contract::{Cause, Operation, Place, Schema, StatusSet};
use crate::exchange::below;

/// One clause for each place of a request that holds the number of something known, and one for each
/// parameter that is a number.
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
        .filter(|(at, schema)| is_id(schema) && is_told(at) || is_named_id(operation, at));
    let near = ids.map(|(at, schema)| {
        let place = scope.word(&at);
        scope.clause(
            format!("implied/{place}.near-id"),
            format!("a number that agrees with a known {place} in part is another one"),
            Cited::implied("", &schema.at),
            Stimulus::NearId(at),
            Check::Outcomes(vec![Outcome::new(Wanted::Refused(statuses.clone()))]),
        )
    });
    near.chain(wide(scope)).collect()
}

/// What a reader of numbers may take or refuse, at each parameter: JSON has a clause of its own.
fn wide<'c>(scope: &'c Scope<'c>) -> impl Iterator<Item = Clause> + 'c {
    let numbers = scope.operation.parameters.iter().filter(|p| {
        let listed = !p.schema.enumeration.is_empty() || p.schema.constant.is_some();
        is_number(&p.schema) && !listed && p.selects.is_none()
    });
    numbers.map(|parameter| {
        let place = scope.word(&parameter.pointer());
        scope.clause(
            format!("implied/{place}.odd-numbers"),
            format!("numbers for {place} that are wide, negative or written oddly do no harm"),
            Cited::implied("", &parameter.at),
            Stimulus::OddNumbers(parameter.pointer()),
            Check::Outcomes(lenient::outcomes(lenient::ODD_NUMBERS, "")),
        )
    })
}

fn is_number(schema: &Schema) -> bool {
    let number = |t: &String| t == "integer" || t == "number";
    !schema.types.is_empty() && schema.types.iter().all(number)
}

/// Whether a parameter of the path is called an id, where a page says what is not found.
fn is_named_id(operation: &Operation, at: &str) -> bool {
    let Some(parameter) = operation.parameter(at) else {
        return false;
    };
    let name = parameter.name.to_ascii_lowercase();
    let called = name == "id"
        || name.ends_with("_id")
        || name.ends_with("-id")
        || parameter.name.ends_with("Id");
    parameter.place == Place::Path && called && is_number(&parameter.schema) && operation.lists(404)
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
