//! Members of the answer that repeat what was asked for, and what holds by default.

use super::answer::{Answer, Echo};
use super::{Check, Cited, Clause, Scope, Stimulus, place_word};

/// One clause for each `x-echo`, one more for each default behind it.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(media) = scope
        .operation
        .success_response()
        .and_then(|r| r.media.first())
    else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    for property in &media.schema.properties {
        let Some(from) = &property.schema.ext.echo else {
            continue;
        };
        let asked = scope.operation.schema_at(from);
        let default = asked.and_then(|s| s.ext.default.clone());
        let echo = |only_default| Echo {
            member: format!("/{}", property.name),
            from: from.clone(),
            default: default.clone(),
            only_default,
        };
        let cited = Cited::documented(&property.schema.source, &property.schema.at);
        clauses.push(scope.clause(
            format!("echo/{}", property.name),
            format!(
                "{} in the answer is the {} that was asked for",
                property.name,
                place_word(from)
            ),
            cited,
            Stimulus::Successes,
            Check::Answer(Answer::Echo(echo(false))),
        ));
        if let (Some(_), Some(asked)) = (&default, asked) {
            clauses.push(scope.clause(
                format!("default/{}", place_word(from)),
                format!(
                    "{} that is left out has its documented default",
                    place_word(from)
                ),
                Cited::documented(&asked.source, &asked.at),
                Stimulus::Valid(super::Valid::Default(from.clone())),
                Check::Answer(Answer::Echo(echo(true))),
            ));
        }
    }
    clauses
}
