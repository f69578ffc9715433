//! What holds for every answer of the run, whatever was asked: none is a fault of the server, and what
//! calls itself JSON or XML is.

use super::{Check, Cited, Clause, Scope, Stimulus};

/// Three clauses an operation, judged on every request that is sent for another clause: a fault that
/// does not come again is told here.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    vec![scope.clause(
        "implied/sound-answers".into(),
        "no request draws a fault of the server: a status of 500 or above, a hang, or half an answer"
            .into(),
        Cited::implied("", &scope.operation.at),
        Stimulus::Everything,
        Check::Sound,
    ),
    scope.clause(
        "implied/well-formed-answers".into(),
        "every answer that is labelled as JSON or XML can be read as that, refusals too".into(),
        Cited::implied("", &scope.operation.at),
        Stimulus::Everything,
        Check::Readable,
    ),
    scope.clause(
        "implied/response-time".into(),
        "no answer takes longer than the profile allows".into(),
        Cited::implied("", &scope.operation.at),
        Stimulus::Everything,
        Check::Quick,
    )]
}
