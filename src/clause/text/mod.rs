//! Texts as people write them, at each place that takes any text: they are accepted, and where the
//! answer repeats them, to the character.

pub mod samples;

use std::collections::HashSet;

use super::answer::{Answer, Echo};
use super::{Check, Cited, Clause, Scope, Stimulus, Words, refuses};
use crate::contract::{Place, Schema};
use crate::exchange::below;
use crate::rule::format;
use crate::rule::text::Pattern;

/// One clause for each place that takes texts; one more where the answer repeats it.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut places: Vec<(String, &Schema, &str)> = Vec::new();
    for parameter in &operation.parameters {
        // What a path names must be there; a text of our own names nothing.
        if parameter.selects.is_none() && parameter.place != Place::Path && !parameter.is_opaque() {
            places.push((parameter.pointer(), &parameter.schema, &parameter.source));
        }
    }
    if let Some(body) = &operation.body
        && let Some(media) = body.media.first()
    {
        if refuses::deep(operation) {
            places.push(("/body".to_owned(), &media.schema, &body.source));
        }
        inside(scope, "/body", &media.schema, &mut places);
    }
    let mut known = HashSet::new();
    let mut clauses = Vec::new();
    for (at, schema, source) in places {
        if !has_clause(&at, schema) || !known.insert(at.clone()) {
            continue;
        }
        let echoes = echoes(scope, &at);
        let place = scope.word(&at);
        let stimulus = Stimulus::Text {
            at: at.clone(),
            each: !echoes.is_empty(),
        };
        clauses.push(scope.clause(
            format!("accepts/{place}.text"),
            format!("{place} takes texts as people write them: any script, quotes, markup, digits"),
            Cited::documented(source, &schema.at),
            stimulus.clone(),
            Check::Outcomes(vec![scope.accepted()]),
        ));
        clauses.extend(echoes.into_iter().map(|(echo, called, cited)| {
            scope.clause(
                format!("echo/{called}.text"),
                format!("{called} in the answer is the text that was sent, to the character"),
                cited,
                stimulus.clone(),
                Check::Answer(Answer::Echo(echo).into()),
            )
        }));
    }
    clauses
}

/// The members of a schema that are sent, and what is in them.
fn inside<'c>(
    scope: &Scope<'c>,
    at: &str,
    schema: &'c Schema,
    places: &mut Vec<(String, &'c Schema, &'c str)>,
) {
    for property in &schema.properties {
        let inner = &property.schema;
        if inner.ext.unsent || crate::rule::facts::is_read_only(inner) {
            continue;
        }
        let at = below(at, &property.name);
        places.push((at.clone(), inner, &inner.source));
        inside(scope, &at, inner, places);
    }
    if !refuses::deep(scope.operation) {
        return;
    }
    if let Some(items) = schema.entries() {
        let at = below(at, &schema.first_entry().to_string());
        places.push((at.clone(), items, &items.source));
        inside(scope, &at, items, places);
    }
    for branch in &schema.any_of {
        inside(scope, at, branch, places);
    }
}

/// Whether a place takes texts, and so has a clause of its own for them.
pub(super) fn has_clause(at: &str, schema: &Schema) -> bool {
    takes_texts(schema, is_prose(at))
}

/// Whether a place is called by what people write for people.
fn is_prose(at: &str) -> bool {
    let name = at.rsplit('/').next().unwrap_or(at).to_ascii_lowercase();
    let name = name.strip_suffix('s').unwrap_or(&name);
    matches!(name, "description" | "comment" | "note" | "remark")
}

/// Whether a schema says of its texts no more than how long they are, or has a pattern that some of
/// ours fit.
fn takes_texts(schema: &Schema, prose: bool) -> bool {
    let ext = &schema.ext;
    let listed = !schema.enumeration.is_empty() || schema.constant.is_some();
    let known = ext.fixture.is_some() || ext.exists.is_some() || ext.not_demanded;
    // Ways to write a name are those of the element around it.
    let read =
        !(ext.ways.is_empty() || ext.unique) || ext.goes_with.is_some() || !ext.near.is_empty();
    let formed = schema
        .format
        .as_deref()
        .is_some_and(|f| format::find(f).is_some());
    // An example shows a form that no keyword tells, but for prose, which has none.
    let shown = !schema.examples.is_empty() && !ext.unique && !prose;
    let coded = schema.json.get("contentEncoding").is_some();
    let texts = schema.types.iter().any(|t| t == "string")
        && schema.types.iter().all(|t| t == "string" || t == "null");
    if !texts || listed || known || read || formed || shown || coded {
        return false;
    }
    let Some(pattern) = schema.pattern.as_deref().map(Pattern::of) else {
        return schema.max_length.is_none_or(|most| most > 0);
    };
    let mut all = samples::FIRM.iter();
    all.any(|sample| pattern.fits(sample.text) == Some(true))
}

/// The members of the answer that repeat a place.
fn echoes<'c>(scope: &Scope<'c>, at: &str) -> Vec<(Echo, String, Cited<'c>)> {
    let answer = scope.operation.success_response();
    let Some(media) = answer.and_then(|r| r.media.first()) else {
        return Vec::new();
    };
    let called = Words::of_answer(&media.schema);
    let repeats = media.schema.properties.iter();
    repeats
        .filter(|p| p.schema.ext.echo.as_deref() == Some(at))
        .map(|property| {
            let member = below("", &property.name);
            let name = called.of(&member);
            let echo = Echo {
                every: false,
                member,
                from: at.to_owned(),
                default: None,
                only_default: false,
            };
            let cited = Cited::documented(&property.schema.source, &property.schema.at);
            (echo, name, cited)
        })
        .collect()
}
