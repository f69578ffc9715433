//! What holds other things and is not deleted while it does: "409 `HAS_BOOKS`: delete the books first".

use super::member::split;
use super::phrase::{Phrase, phrases};
use super::{cited, said};
use crate::clause::{Check, Clause, Scope, Stimulus};
use crate::contract::Operation;
use crate::contract::ties::{Kind, Tie};

/// Words by which a document says that something is still in the way.
const HOLDS: [&str; 8] = [
    "first",
    "still",
    "has",
    "have",
    "contains",
    "referenced",
    "referred",
    "empty",
];

/// What is made below what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// `operationId` of what makes the thing.
    pub maker: String,
    /// `operationId` of what makes another one that names it.
    pub child: String,
}

/// The clause of an operation that deletes what others may name.
pub(super) fn derive(scope: &Scope<'_>) -> Option<Clause> {
    let operation = scope.operation;
    let made = |t: &&Tie| t.kind == Kind::Made && !t.weak && t.at().starts_with("/path/");
    let tie = scope.ties.to(&operation.id).iter().find(made)?;
    if operation.method != "DELETE" || !operation.path.trim_end_matches('/').ends_with('}') {
        return None;
    }
    let named = |phrase: &Phrase, child: &Operation| {
        let last = child.path.trim_end_matches('/').rsplit('/').next();
        let noun = split(last.unwrap_or_default());
        let all: Vec<&String> = phrase.own.iter().chain(&phrase.words).collect();
        let said = |word: &String| {
            all.iter()
                .any(|w| *w == word || word.strip_suffix('s') == Some(w))
        };
        let holds = all.iter().any(|w| HOLDS.contains(&w.as_str()));
        !noun.is_empty() && noun.iter().all(said) && holds
    };
    let makers = scope.contract.operations.iter().filter(|o| {
        let mut ties = scope.ties.to(&o.id).iter();
        let own = |t: &Tie| t.producer == tie.producer && t.kind == Kind::Made && !t.weak;
        o.method == "POST" && o.id != tie.producer && ties.any(own)
    });
    let phrases = phrases(operation);
    let conflicts = phrases
        .iter()
        .filter(|p| matches!(p.status, 409 | 422 | 400));
    let pairs = conflicts.flat_map(|p| makers.clone().map(move |child| (p, child)));
    let (phrase, child) = pairs.into_iter().find(|(p, child)| named(p, child))?;
    Some(scope.clause(
        "worded/kept-while-named".to_owned(),
        format!(
            "it is not deleted while what {} makes names it, as words say",
            child.id
        ),
        cited(operation),
        Stimulus::Below(Below {
            maker: tie.producer.clone(),
            child: child.id.clone(),
        }),
        Check::Worded(Box::new(said(phrase, &super::phrase::known(operation)))),
    ))
}
