//! What holds for every answer of the run, whatever was asked: none is a fault of the server.

use super::{Check, Cited, Clause, Scope, Stimulus};

/// One clause an operation, judged on every request that is sent for another clause: a fault that
/// does not come again is told here.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    vec![scope.clause(
        "implied/sound-answers".into(),
        "no request draws a fault of the server: a status of 500 or above, a hang, or half an answer"
            .into(),
        Cited::implied("", &scope.operation.at),
        Stimulus::Everything,
        Check::Sound,
    )]
}
