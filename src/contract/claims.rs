//! Names and places that a contract uses, looked up once all of it is read.

use super::diagnostic::Problem;
use super::nearest::known_words;
use super::text::Mark;
use super::{Contract, Operation};

mod breaks;
mod places;

use places::{answer_place, request_place};

/// A text that must name something.
#[derive(Clone)]
pub(super) struct Claim {
    /// What it must name.
    pub(super) want: Want,
    /// The text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) mark: Mark,
    /// Number of the operation it belongs to.
    pub(super) scope: Option<usize>,
}

/// What a text must name.
#[derive(Clone)]
pub(super) enum Want {
    /// A reading.
    Reading,
    /// An alternative of a reading.
    Alternative {
        /// The reading.
        reading: String,
    },
    /// A fixture.
    Fixture,
    /// A state.
    State,
    /// A parameter of a state.
    StateParam {
        /// The state.
        state: String,
    },
    /// A parameter, outside the `via` of a state: there is none.
    Param,
    /// A parameter of the state whose `via` this is.
    ParamOf {
        /// Those it has.
        params: Vec<String>,
    },
    /// An operation.
    Operation,
    /// A base of the operation.
    Base,
    /// A place in the operation's request.
    RequestPlace,
    /// A place in another operation's request.
    RequestPlaceOf {
        /// That operation.
        operation: String,
    },
    /// A place in the request of the operation, or of any where there is none.
    CasePlace,
    /// A place in the request that the answer echoes: its own, or that which created the resource.
    Echo,
    /// A place in the operation's answer to a success.
    AnswerPlace,
    /// A place in the request that has a keyword.
    Breaks {
        /// The keyword.
        keyword: String,
        /// Its place.
        keyword_mark: Mark,
        /// The kind of value that breaks it.
        with: Option<(String, Mark)>,
    },
}

/// Looks every claim up.
pub(super) fn check(contract: &Contract, claims: &[Claim]) -> Vec<Problem> {
    claims
        .iter()
        .filter_map(|claim| {
            let own = claim.scope.and_then(|n| contract.operations.get(n));
            look_up(contract, own, claim)
        })
        .collect()
}

fn look_up(contract: &Contract, own: Option<&Operation>, claim: &Claim) -> Option<Problem> {
    let text = claim.text.as_str();
    match &claim.want {
        Want::Reading => named(claim, "reading", "x-readings", contract.readings.keys()),
        Want::Fixture => named(claim, "fixture", "x-fixtures", contract.fixtures.keys()),
        Want::State => named(claim, "state", "x-states", contract.states.keys()),
        Want::Alternative { reading } => {
            let alternatives = &contract.readings.get(reading)?.alternatives;
            let known: Vec<&str> = alternatives.iter().map(String::as_str).collect();
            let open = known.is_empty() || known.contains(&text);
            let message = format!("the reading `{reading}` has no alternative `{text}`");
            (!open).then(|| Problem::at(&claim.mark, message).hint(known_words(text, &known)))
        }
        Want::StateParam { state } => {
            let params = &contract.states.get(state)?.params;
            named(
                claim,
                &format!("parameter of the state `{state}`"),
                "params",
                params.keys(),
            )
        }
        Want::Param => Some(
            Problem::at(
                &claim.mark,
                "`$param` means something in the `via` of a state only",
            )
            .hint("use `$case` for a place of the request, or `$fixture`"),
        ),
        Want::ParamOf { params } => {
            named(claim, "parameter of this state", "params", params.iter())
        }
        Want::Operation => {
            let ids: Vec<&String> = contract.operations.iter().map(|o| &o.id).collect();
            named(claim, "operation", "paths", ids.into_iter())
        }
        Want::Base => {
            let names: Vec<&String> = own?.bases.iter().map(|b| &b.name).collect();
            named(
                claim,
                "base of this operation",
                "x-bases",
                names.into_iter(),
            )
        }
        Want::RequestPlace => request_place(claim, &[own?]),
        Want::RequestPlaceOf { operation } => {
            request_place(claim, &[contract.operation(operation)?])
        }
        Want::CasePlace => match own {
            Some(own) => request_place(claim, &[own]),
            None => request_place(claim, &contract.operations.iter().collect::<Vec<_>>()),
        },
        Want::Echo => {
            // An answer that shows a resource echoes the request that created it.
            let creators = contract.operations.iter().filter(|o| o.resource.is_some());
            let all: Vec<&Operation> = std::iter::once(own?).chain(creators).collect();
            request_place(claim, &all)
        }
        Want::AnswerPlace => answer_place(claim, own?),
        Want::Breaks {
            keyword,
            keyword_mark,
            with,
        } => {
            let own = own?;
            request_place(claim, &[own])
                .or_else(|| breaks::check(own, text, keyword, keyword_mark, with.as_ref()))
        }
    }
}

fn named<'k>(
    claim: &Claim,
    what: &str,
    declared_in: &str,
    known: impl Iterator<Item = &'k String>,
) -> Option<Problem> {
    let known: Vec<&str> = known.map(String::as_str).collect();
    if known.contains(&claim.text.as_str()) {
        return None;
    }
    let message = format!("no {what} is called `{}`", claim.text);
    let hint = match known[..] {
        [] => format!("none is declared; declare it in `{declared_in}`"),
        _ => known_words(&claim.text, &known),
    };
    Some(Problem::at(&claim.mark, message).hint(hint))
}
