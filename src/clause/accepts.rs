//! Documented values, limits and omissions must be accepted.

use std::collections::HashSet;

use serde_json::Value;

use super::{Check, Cited, Clause, Scope, Stimulus, Valid, lenient, refuses, words};
use crate::contract::{Location, Schema};
use crate::exchange::below;
use crate::rule::{self, RULES};

/// One clause a value, a limit, a pattern, an omission and an example; one for anything valid.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for parameter in &scope.operation.parameters {
        let is_path = parameter.place == crate::contract::Place::Path;
        if parameter.selects.is_some() || is_path && parameter.schema.ext.fixture.is_some() {
            continue;
        }
        let at = parameter.pointer();
        let free = parameter.is_opaque();
        if !free {
            of_schema(
                scope,
                &at,
                &parameter.schema,
                &parameter.source,
                &mut clauses,
            );
        }
        if refuses::deep(scope.operation) && !free {
            of_members(scope, &at, &parameter.schema, None, &mut clauses);
        }
        if !parameter.required && !is_path {
            clauses.push(absent(scope, &at, &parameter.source, &parameter.at));
        }
    }
    if let Some(body) = &scope.operation.body
        && let Some(media) = body.media.first()
    {
        if refuses::deep(scope.operation) {
            of_schema(scope, "/body", &media.schema, &body.source, &mut clauses);
        }
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
        let inner = &property.schema;
        // What is never sent has no valid value there.
        if inner.ext.unsent {
            let place = scope.word(&at);
            clauses.push(scope.clause(
                format!("accepts/{place}.absent"),
                format!("{place} is required of answers alone, and may be left out"),
                Cited::documented(&inner.source, &inner.at),
                Stimulus::Valid(Valid::Unsent(at)),
                accepted(scope),
            ));
            continue;
        }
        if rule::facts::is_read_only(inner) {
            continue;
        }
        of_schema(scope, &at, inner, &inner.source, clauses);
        let own = inner.ext.absence.as_deref().or(absence);
        match own {
            Some(reading) if !property.required => {
                clauses.extend(left_open(scope, &at, inner, reading));
            }
            None if !property.required => {
                clauses.push(absent(scope, &at, &inner.source, &inner.at));
            }
            _ => {}
        }
        of_members(scope, &at, inner, own, clauses);
    }
    if let Some(items) = schema.entries().filter(|_| refuses::deep(scope.operation)) {
        let at = below(at, &schema.first_entry().to_string());
        of_schema(scope, &at, items, &items.source, clauses);
        of_members(scope, &at, items, absence, clauses);
    }
    for branch in schema
        .any_of
        .iter()
        .filter(|_| refuses::deep(scope.operation))
    {
        let known = clauses.len();
        of_members(scope, at, branch, absence, clauses);
        let (before, added) = clauses.split_at(known);
        let ids: HashSet<&str> = before.iter().map(|c| c.id.as_str()).collect();
        let kept = added
            .iter()
            .filter(|c| !ids.contains(c.id.as_str()))
            .cloned();
        let kept: Vec<Clause> = kept.collect();
        clauses.truncate(known);
        clauses.extend(kept);
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
    let free = schema.enumeration.is_empty() && schema.constant.is_none();
    let is_flag = schema.types == ["boolean"] && free;
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
    if schema.ext.default.is_some() {
        clauses.push(scope.clause(
            format!("accepts/{place}.default"),
            format!("{place} takes the value that it has when it is left out"),
            cited,
            Stimulus::Valid(Valid::Said(at.to_owned())),
            accepted(scope),
        ));
    }
    // A fixture's value is not ours to choose, so its limits cannot be tried with a success.
    if schema.ext.fixture.is_some() {
        return;
    }
    if values().next().is_none() && free && !at.starts_with("/path/") {
        clauses.extend(shown(scope, at, schema, source));
    }
    clauses.extend(super::wide::derive(scope, at, schema, cited));
    let facts = rule::facts(schema);
    for rule in RULES {
        let Some(duty) = rule.limit(&place, &facts).filter(|_| rule.stands(&facts)) else {
            continue;
        };
        let keyword = rule.keyword();
        // Which of the types a page means shows where it names a code for the others.
        if keyword == "type" && !refuses::deep(scope.operation) {
            continue;
        }
        let valid = match keyword {
            "pattern" => Valid::Pattern(at.to_owned()),
            _ => Valid::Limit {
                at: at.to_owned(),
                keyword: keyword.to_owned(),
            },
        };
        clauses.push(scope.clause(
            format!("accepts/{place}.{keyword}"),
            duty,
            cited,
            Stimulus::Valid(valid),
            accepted(scope),
        ));
    }
}

/// What the documents show as a value of a place. Where nothing tells what a refusal is drawn by, it
/// may name what this target does not have.
fn shown(scope: &Scope<'_>, at: &str, schema: &Schema, source: &str) -> Option<Clause> {
    let plain = |t: &String| matches!(t.as_str(), "string" | "integer" | "number");
    let scalar = !schema.types.is_empty() && schema.types.iter().all(plain);
    if schema.examples.is_empty() || schema.ext.unique || schema.ext.not_demanded || !scalar {
        return None;
    }
    let place = scope.word(at);
    let outcomes = match refuses::deep(scope.operation) {
        true => lenient::outcomes(lenient::EXAMPLES, &place),
        false => vec![scope.accepted()],
    };
    Some(scope.clause(
        format!("accepts/{place}.example"),
        format!("{place} takes what the documents show there"),
        Cited::sample(source, &schema.at),
        Stimulus::Valid(Valid::Examples(at.to_owned())),
        Check::Outcomes(outcomes),
    ))
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
        Check::Answer(super::answer::Answer::Undisturbed.into()),
    ));
    clauses.push(scope.clause(
        "ignored/read-only-members".into(),
        "members that only the answer has are not taken from the request".into(),
        Cited::documented(source, &schema.at),
        Stimulus::Valid(Valid::ReadOnlyMembers),
        Check::Answer(super::answer::Answer::Undisturbed.into()),
    ));
}

fn accepted(scope: &Scope<'_>) -> Check {
    Check::Outcomes(vec![scope.accepted()])
}
