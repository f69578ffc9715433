//! Values that no rule speaks of and that readers stumble over: nothing at all, a wide or a negative
//! number, a text in quotes, a long one, letters where digits are usual. Whether one is taken is a
//! reading; a fault of the server never is.

use super::{Check, Cited, Clause, Scope, Stimulus, lenient, text};
use crate::contract::{Operation, Place, Schema};
use crate::exchange::below;

/// Places of one operation that are tried; a page of more than these repeats itself.
const MOST_PLACES: usize = 200;

/// One clause for each operation whose requests hold values.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let cited = match (&operation.body, operation.parameters.first()) {
        (Some(body), _) => Cited::implied("", &body.at),
        (None, Some(parameter)) => Cited::implied("", &parameter.at),
        (None, None) => return Vec::new(),
    };
    if places(operation).is_empty() {
        return Vec::new();
    }
    vec![scope.clause(
        "implied/odd-values".to_owned(),
        "values that are empty, wide, negative, quoted, long, not ASCII or in blanks do no harm".to_owned(),
        cited,
        Stimulus::OddValues,
        Check::Outcomes(lenient::outcomes(lenient::ODD_VALUES, "")),
    )]
}

/// The places that hold one value each, with its schema. What a path names is not to be changed, and
/// numbers of parameters have a clause of their own.
pub fn places(operation: &Operation) -> Vec<(String, &Schema)> {
    let mut list: Vec<(String, &Schema)> = Vec::new();
    for parameter in &operation.parameters {
        let schema = &parameter.schema;
        if parameter.place != Place::Path && parameter.selects.is_none() && is_text(schema) {
            list.push((parameter.pointer(), schema));
        }
    }
    if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
        inside("/body", &media.schema, &mut list);
    }
    let mut known = std::collections::HashSet::new();
    list.retain(|(at, _)| known.insert(at.clone()));
    list.truncate(MOST_PLACES);
    list
}

fn inside<'c>(at: &str, schema: &'c Schema, list: &mut Vec<(String, &'c Schema)>) {
    if list.len() >= MOST_PLACES {
        return;
    }
    if is_value(schema) {
        list.push((at.to_owned(), schema));
    }
    for property in &schema.properties {
        let inner = &property.schema;
        if inner.ext.unsent || crate::rule::facts::is_read_only(inner) {
            continue;
        }
        inside(&below(at, &property.name), inner, list);
    }
    if let Some(items) = schema.entries() {
        inside(&below(at, &schema.first_entry().to_string()), items, list);
    }
    for branch in &schema.any_of {
        inside(at, branch, list);
    }
}

/// Whether texts as people write them are tried at a place by a clause of their own.
pub fn has_texts(at: &str, schema: &Schema) -> bool {
    text::has_clause(at, schema)
}

/// Whether a place holds a text, a number or a flag.
fn is_value(schema: &Schema) -> bool {
    let plain = |t: &String| matches!(t.as_str(), "string" | "integer" | "number" | "boolean");
    schema.properties.is_empty() && schema.entries().is_none() && schema.types.iter().any(plain)
}

fn is_text(schema: &Schema) -> bool {
    schema.types.iter().any(|t| t == "string") && schema.types.len() == 1
}
