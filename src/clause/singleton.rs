//! What stands at a path by itself, such as settings or a profile: nobody makes it, it is written where it is
//! read, and a change of it shows there.

use super::kept::{Kept, related};
use super::upsert::upsert;
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::ties::Kind;
use crate::contract::{Operation, Place, Schema};

/// What else is asked of what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Singleton {
    /// `operationId` of what reads it.
    pub read: String,
}

/// The clauses of a PUT or PATCH of what is read at the same path, where they are not those of what makes it.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(read) = read(scope) else {
        return Vec::new();
    };
    let clause = |name: &str, duty: &str, kept: Kept| {
        let own = Singleton {
            read: read.id.clone(),
        };
        scope.clause(
            format!("kept/{name}"),
            duty.to_owned(),
            Cited::implied("", &scope.operation.at),
            Stimulus::Singleton(Box::new(own)),
            Check::Kept(kept),
        )
    };
    let mut all = vec![clause(
        "changed",
        "a change shows where it is read",
        Kept::Changed,
    )];
    if scope.operation.method == "PUT" {
        let duty = "the same PUT twice does what it does once";
        all.push(clause("put-again", duty, Kept::Same));
    }
    all
}

/// What reads the thing that an operation writes.
fn read<'c>(scope: &Scope<'c>) -> Option<&'c Operation> {
    let operation = scope.operation;
    let writes = matches!(operation.method.as_str(), "PUT" | "PATCH");
    if !writes || operation.success.is_some() || is_of_maker(scope) || upsert(scope).is_some() {
        return None;
    }
    let sent = &operation.body.as_ref()?.media.first()?.schema;
    let mut others = scope.contract.operations.iter();
    others.find(|o| {
        let mut own = o.parameters.iter();
        o.method == "GET"
            && o.path == operation.path
            && !own.any(|p| p.required && p.place != Place::Path)
            && shows(o, sent)
    })
}

/// Whether another operation makes the thing, and its clauses ask about changes.
fn is_of_maker(scope: &Scope<'_>) -> bool {
    let own = &scope.operation.id;
    let makers = scope.ties.to(own).iter().filter(|t| t.kind == Kind::Made);
    let mut makers = makers.filter_map(|t| scope.contract.operation(&t.producer));
    makers.any(|maker| {
        related(scope.contract, scope.ties, maker).is_some_and(|found| {
            let changes = [found.change, found.patch];
            changes.iter().flatten().any(|(o, _)| o.id == *own)
        })
    })
}

/// Whether a success of reading shows a member that is written, in the same type.
fn shows(read: &Operation, sent: &Schema) -> bool {
    let shown = read.success_response().and_then(|r| r.media.first());
    shown.is_some_and(|media| {
        sent.properties.iter().any(|own| {
            let mut other = media.schema.properties.iter();
            other.any(|p| p.name == own.name && p.schema.types == own.schema.types)
        })
    })
}
