//! Documented values, limits and omissions must be accepted.

use serde_json::Value;

use super::{Check, Cited, Clause, Scope, Stimulus, Valid, words};
use crate::contract::{Location, Schema};
use crate::exchange::below;

/// One clause a value, a limit, a pattern, an omission and an example; one for anything valid.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for parameter in &scope.operation.parameters {
        if parameter.place == crate::contract::Place::Path || parameter.selects.is_some() {
            continue;
        }
        let at = parameter.pointer();
        of_schema(
            scope,
            &at,
            &parameter.schema,
            &parameter.source,
            &mut clauses,
        );
        if !parameter.required {
            clauses.push(absent(scope, &at, &parameter.source, &parameter.at));
        }
    }
    if let Some(body) = &scope.operation.body
        && let Some(media) = body.media.first()
    {
        of_members(scope, "/body", &media.schema, None, &mut clauses);
        for (i, example) in media.examples.iter().enumerate() {
            let name = if i == 0 {
                "accepts/sample".to_owned()
            } else {
                format!("accepts/sample-{}", i + 1)
            };
            clauses.push(scope.clause(
                name,
                "the documented sample is accepted".into(),
                Cited::sample(&body.source, &media.schema.at),
                Stimulus::Valid(Valid::Example(example.clone())),
                accepted(scope),
            ));
        }
        if media.schema.ext.ignores_extra {
            ignored(scope, &body.source, &media.schema, &mut clauses);
        }
    }
    let operation = scope.operation;
    clauses.push(scope.clause(
        "accepts/valid".into(),
        "any request within the documented limits is accepted".into(),
        Cited::documented(&operation.source, &operation.at),
        Stimulus::Valid(Valid::Random),
        accepted(scope),
    ));
    clauses
}

fn of_members(
    scope: &Scope<'_>,
    at: &str,
    schema: &Schema,
    absence: Option<&str>,
    clauses: &mut Vec<Clause>,
) {
    let absence = schema.ext.absence.as_deref().or(absence);
    for property in &schema.properties {
        let at = below(at, &property.name);
        of_schema(
            scope,
            &at,
            &property.schema,
            &property.schema.source,
            clauses,
        );
        let own = property.schema.ext.absence.as_deref().or(absence);
        match own {
            Some(reading) if !property.required => {
                clauses.extend(left_open(scope, &at, &property.schema, reading));
            }
            None if !property.required => clauses.push(absent(
                scope,
                &at,
                &property.schema.source,
                &property.schema.at,
            )),
            _ => {}
        }
        of_members(scope, &at, &property.schema, own, clauses);
    }
}

fn of_schema(
    scope: &Scope<'_>,
    at: &str,
    schema: &Schema,
    source: &str,
    clauses: &mut Vec<Clause>,
) {
    let place = scope.word(at);
    let cited = Cited::documented(source, &schema.at);
    if schema.ext.exists.is_some() {
        clauses.extend(existing(scope, at, schema, cited));
        return;
    }
    let flags = [Value::Bool(true), Value::Bool(false)];
    let is_flag = schema.types == ["boolean"] && schema.enumeration.is_empty();
    let values = if is_flag {
        flags.as_slice()
    } else {
        &schema.enumeration
    };
    let values = || values.iter().filter(|v| !v.is_null());
    for (value, word) in values().zip(words::values(values())) {
        clauses.push(scope.clause(
            format!("accepts/{place}={word}"),
            format!("{place} takes the documented value {word}"),
            cited,
            Stimulus::Valid(Valid::Value(at.to_owned(), value.clone())),
            accepted(scope),
        ));
    }
    // A fixture's value is not ours to choose, so its limits cannot be tried with a success.
    if schema.ext.fixture.is_some() {
        return;
    }
    let limits = [
        ("minLength", schema.min_length.map(|n| n as f64)),
        ("maxLength", schema.max_length.map(|n| n as f64)),
        ("minimum", schema.minimum),
        ("maximum", schema.maximum),
        ("minItems", schema.min_items.map(|n| n as f64)),
        ("maxItems", schema.max_items.map(|n| n as f64)),
    ];
    for (keyword, limit) in limits {
        let Some(limit) = limit else { continue };
        clauses.push(scope.clause(
            format!("accepts/{place}.{keyword}"),
            format!("{place} at its {keyword} of {limit} is accepted"),
            cited,
            Stimulus::Valid(Valid::Limit {
                at: at.to_owned(),
                keyword: keyword.to_owned(),
            }),
            accepted(scope),
        ));
    }
    if schema.pattern.is_some() {
        clauses.push(scope.clause(
            format!("accepts/{place}.pattern"),
            format!("{place} takes every character that is allowed"),
            cited,
            Stimulus::Valid(Valid::Pattern(at.to_owned())),
            accepted(scope),
        ));
    }
}

fn absent(scope: &Scope<'_>, at: &str, source: &str, location: &Location) -> Clause {
    let place = scope.word(at);
    scope.clause(
        format!("accepts/{place}.absent"),
        format!("{place} may be left out"),
        Cited::documented(source, location),
        Stimulus::Valid(Valid::Absent(at.to_owned())),
        accepted(scope),
    )
}

/// One clause for each listed value that names something.
fn existing<'a>(
    scope: &'a Scope<'_>,
    at: &'a str,
    schema: &'a Schema,
    cited: Cited<'a>,
) -> impl Iterator<Item = Clause> + 'a {
    let place = scope.word(at);
    let called = words::values(schema.enumeration.iter());
    schema
        .enumeration
        .iter()
        .zip(called)
        .map(move |(value, word)| {
            scope.clause(
                format!("accepts/{place}={word}"),
                format!("{place} takes the documented value {word}"),
                cited,
                Stimulus::Valid(Valid::Exists(at.to_owned(), value.clone())),
                Check::Exists,
            )
        })
}

/// A place that may or may not be left out: only where the plain request holds it, as the others
/// are left out there anyway.
fn left_open(scope: &Scope<'_>, at: &str, schema: &Schema, reading: &str) -> Option<Clause> {
    let held = |b: &crate::contract::Base| {
        let inside = format!("{at}/");
        b.set.iter().any(|(p, _)| p == at || p.starts_with(&inside))
    };
    let first = scope.operation.bases.first()?;
    if !held(first) {
        return None;
    }
    let place = scope.word(at);
    let outcomes = vec![
        scope
            .accepted()
            .showing(reading, &format!("{place} may be left out")),
        scope
            .refused()
            .showing(reading, &format!("{place} is required")),
    ];
    Some(scope.clause(
        format!("reading/{place}.absent"),
        format!("a request without {place} is taken or refused"),
        Cited::documented(&schema.source, &schema.at),
        Stimulus::Valid(Valid::Absent(at.to_owned())),
        Check::Outcomes(outcomes),
    ))
}

fn ignored(scope: &Scope<'_>, source: &str, schema: &Schema, clauses: &mut Vec<Clause>) {
    clauses.push(scope.clause(
        "ignored/extra-members".into(),
        "members that are not listed change nothing".into(),
        Cited::documented(source, &schema.at),
        Stimulus::Valid(Valid::ExtraMembers),
        Check::Answer(super::answer::Answer::Undisturbed),
    ));
    clauses.push(scope.clause(
        "ignored/read-only-members".into(),
        "members that only the answer has are not taken from the request".into(),
        Cited::documented(source, &schema.at),
        Stimulus::Valid(Valid::ReadOnlyMembers),
        Check::Answer(super::answer::Answer::Undisturbed),
    ));
}

fn accepted(scope: &Scope<'_>) -> Check {
    Check::Outcomes(vec![scope.accepted()])
}
