//! What breaks a documented rule is refused, where the documents name no code for it.

use super::{Check, Cited, Clause, Level, Scope, Stimulus};
use crate::contract::{Cause, Location, Operation, Schema, StatusSet};
use crate::wire::Syntax;

/// Keywords whose breaking can be made, in the order of the ids.
const KEYWORDS: [&str; 12] = [
    "required",
    "type",
    "enum",
    "const",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "format",
];

/// One clause for each keyword at each place that no `x-errors` entry covers.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for parameter in &scope.operation.parameters {
        if parameter.place == crate::contract::Place::Path {
            continue;
        }
        let at = parameter.pointer();
        let mut place = Place {
            scope,
            at: &at,
            source: &parameter.source,
            location: &parameter.at,
        };
        if parameter.required {
            place.clause("required", Level::Documented, &mut clauses);
        }
        place.location = &parameter.schema.at;
        if parameter.selects.is_none() {
            of_schema(&place, &parameter.schema, true, &mut clauses);
        }
    }
    if let Some(body) = &scope.operation.body
        && let Some(media) = body.media.first()
    {
        let place = Place {
            scope,
            at: "/body",
            source: &body.source,
            location: &body.at,
        };
        if body.required {
            place.clause("required", Level::Documented, &mut clauses);
        }
        let syntax = Syntax::of_media(media);
        // One line may be a value or a list of one.
        let is_text = syntax.is_some_and(|s| s.holds_texts() || s == Syntax::Lines);
        of_schema(&place, &media.schema, is_text, &mut clauses);
    }
    clauses
}

/// Statuses that count as a refusal: any 4xx where the contract ties codes to causes (the code
/// clauses are exact there); else the documented ones, with those that HTTP itself gives for a
/// message it cannot take. 429 says "later" to any request, so it refuses none for what it holds.
pub fn statuses(operation: &Operation) -> Vec<StatusSet> {
    let mut documented: Vec<_> = operation
        .responses
        .iter()
        .map(|r| r.status)
        .filter(|s| {
            matches!(
                s,
                StatusSet::Exact(400..=428 | 430..=499) | StatusSet::Class(4) | StatusSet::Any
            )
        })
        .collect();
    if documented.is_empty()
        || documented.contains(&StatusSet::Any)
        || documented.contains(&StatusSet::Class(4))
        || operation.errors().next().is_some()
    {
        return vec![StatusSet::Class(4)];
    }
    documented.extend([405, 406, 411, 413, 414, 415, 431].map(StatusSet::Exact));
    documented.sort();
    documented.dedup();
    documented
}

struct Place<'a> {
    scope: &'a Scope<'a>,
    at: &'a str,
    source: &'a str,
    location: &'a Location,
}

impl Place<'_> {
    fn clause(&self, keyword: &str, level: Level, clauses: &mut Vec<Clause>) {
        if covered(self.scope.operation, self.at, keyword) {
            return;
        }
        let word = self.scope.word(self.at);
        clauses.push(self.scope.clause(
            format!("refuses/{word}.{keyword}"),
            duty(&word, keyword),
            Cited {
                level,
                source: self.source,
                at: self.location,
            },
            Stimulus::Breaks {
                keyword: keyword.to_owned(),
                at: self.at.to_owned(),
                with: None,
                base: None,
            },
            Check::Outcomes(vec![self.scope.refused()]),
        ));
    }
}

fn of_schema(place: &Place<'_>, schema: &Schema, is_text: bool, clauses: &mut Vec<Clause>) {
    let coded = place.scope.operation.success.is_none();
    for keyword in KEYWORDS {
        if schema.ext.not_demanded {
            break;
        }
        let applies = match keyword {
            // Outside JSON everything is text, so only other types than text can be broken.
            "type" if !coded && !listed(schema) => false,
            "type" => {
                let single = schema.types.iter().any(|t| t == "object" || t == "array");
                !(schema.types.is_empty() || is_text && (schema.allows("string") || single))
            }
            "enum" => !schema.enumeration.is_empty(),
            "const" => schema.constant.is_some(),
            "minLength" => schema.min_length.is_some_and(|n| n > 0),
            "maxLength" => schema.max_length.is_some(),
            "pattern" => schema.pattern.is_some(),
            "minimum" => schema.minimum.is_some(),
            "maximum" => schema.maximum.is_some(),
            // In XML a list without an element around it and without entries is no element at all,
            // which is the rule that it is required.
            "minItems" => {
                let least = if is_text && !schema.xml.wrapped { 1 } else { 0 };
                schema.min_items.is_some_and(|n| n > least)
            }
            "maxItems" => schema.max_items.is_some(),
            "format" => matches!(
                schema.format.as_deref(),
                Some("uuid" | "date-time" | "date" | "email")
            ),
            _ => false,
        };
        // Acceptance of a wrong type is broken by common sense only where no page names a code, and
        // so is that of any value where HTTP says 200 for faults and the pages name no code.
        let level = if keyword == "type" || !coded {
            Level::Implied
        } else {
            Level::Documented
        };
        if applies {
            place.clause(keyword, level, clauses);
        }
    }
    for property in &schema.properties {
        let at = crate::exchange::below(place.at, &property.name);
        let inner = Place {
            at: &at,
            source: &property.schema.source,
            location: &property.schema.at,
            ..*place
        };
        if property.required {
            inner.clause("required", Level::Documented, clauses);
        }
        of_schema(&inner, &property.schema, is_text, clauses);
    }
}

/// Whether a schema has a list, a range or a format of its own: only then do pages without codes say
/// which values are valid.
fn listed(schema: &Schema) -> bool {
    let number = |t: &String| t == "boolean" || t == "integer" || t == "number";
    !schema.enumeration.is_empty() || schema.types.iter().all(number)
}

/// Whether an `x-errors` entry names this very rule (with any kind of value).
fn covered(operation: &Operation, at: &str, keyword: &str) -> bool {
    operation.errors().flat_map(|(_, e)| &e.when).any(|w| {
        matches!(&w.cause, Cause::Breaks { keyword: k, at: a, with: None } if k == keyword && a == at)
    })
}

fn duty(place: &str, keyword: &str) -> String {
    match keyword {
        "required" => format!("a request without {place} is refused"),
        "type" => format!("{place} of another type is refused"),
        "enum" | "const" => format!("{place} outside the documented values is refused"),
        "pattern" | "format" => format!("{place} that does not fit its {keyword} is refused"),
        _ => format!("{place} beyond its {keyword} is refused"),
    }
}
