//! Members of the answer that repeat what was asked for, and what holds by default.

use super::answer::{Answer, Echo};
use super::{Check, Cited, Clause, Scope, Stimulus, Words};
use crate::contract::Schema;
use crate::exchange::below;

/// One clause for each `x-echo`, one more for each default behind it.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(response) = scope.operation.success_response() else {
        return Vec::new();
    };
    let Some(media) = response.media.first() else {
        return Vec::new();
    };
    let status = response.status;
    let mut clauses = Vec::new();
    let called = Words::of_answer(&media.schema);
    for property in &media.schema.properties {
        let Some(from) = &property.schema.ext.echo else {
            continue;
        };
        let member = below("", &property.name);
        let asked = scope.operation.schema_at(from);
        let default = asked.and_then(|s| s.ext.default.clone());
        let echo = |only_default| Echo {
            member: member.clone(),
            from: from.clone(),
            default: default.clone(),
            only_default,
            every: false,
        };
        let cited = Cited::documented(&property.schema.source, &property.schema.at);
        clauses.push(scope.clause(
            format!("echo/{}", called.of(&member)),
            format!(
                "{} in the answer is the {} that was asked for",
                property.name,
                scope.word(from)
            ),
            cited,
            Stimulus::Successes,
            Check::Answer(Answer::Echo(echo(false)).into()),
        ));
        if asked.is_some_and(is_plain) {
            clauses.push(
                scope.clause(
                    format!("echo/{}.every", called.of(&member)),
                    format!(
                        "every success of the run that shows {} shows the {} that was asked for",
                        property.name,
                        scope.word(from)
                    ),
                    cited,
                    Stimulus::Everything,
                    Check::Observed(
                        status,
                        Answer::Echo(Echo {
                            every: true,
                            ..echo(false)
                        })
                        .into(),
                    ),
                ),
            );
        }
        if let (Some(_), Some(asked)) = (&default, asked) {
            clauses.push(scope.clause(
                format!("default/{}", scope.word(from)),
                format!(
                    "{} that is left out has its documented default",
                    scope.word(from)
                ),
                Cited::documented(&asked.source, &asked.at),
                Stimulus::Valid(super::Valid::Default(from.clone())),
                Check::Answer(Answer::Echo(echo(true)).into()),
            ));
        }
    }
    clauses
}

/// Whether a place holds a number, a listed value or a text of a pattern: how other texts come back that
/// people write is told by clauses of their own.
fn is_plain(asked: &Schema) -> bool {
    let typed = !asked.types.is_empty() && !asked.allows("string");
    typed || !asked.enumeration.is_empty() || asked.pattern.is_some()
}
