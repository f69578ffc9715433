//! Names and places that a contract uses, looked up once all of it is read.

use super::diagnostic::Problem;
use super::nearest::{known_words, list, nearest};
use super::text::Mark;
use super::{Contract, Operation};

mod breaks;

/// A text that must name something.
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
            let own = own?;
            let made_by = contract.operations.iter().filter(|o| {
                let resource = o.resource.as_ref();
                let of =
                    |r: &super::Resource| [&r.read, &r.delete].contains(&&Some(own.id.clone()));
                resource.is_some_and(of)
            });
            request_place(
                claim,
                &std::iter::once(own).chain(made_by).collect::<Vec<_>>(),
            )
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

/// A pointer leads somewhere in the request of one of these operations.
fn request_place(claim: &Claim, operations: &[&Operation]) -> Option<Problem> {
    let at = claim.text.as_str();
    if operations.iter().any(|o| o.schema_at(at).is_some()) {
        return None;
    }
    let whose = match operations {
        [one] => format!("the request of `{}` has no such place", one.id),
        _ => "no request has such a place".to_owned(),
    };
    let mut places: Vec<String> = operations.iter().flat_map(|o| request_places(o)).collect();
    places.sort();
    places.dedup();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    Some(
        Problem::at(&claim.mark, format!("`{at}` leads nowhere: {whose}"))
            .hint(places_hint(at, &places)),
    )
}

fn request_places(operation: &Operation) -> Vec<String> {
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    let members = body.map_or(&[][..], |m| &m.schema.properties);
    let inner = members.iter().map(|p| format!("/body/{}", p.name));
    let parameters = operation.parameters.iter().map(|p| p.pointer());
    parameters.chain(inner).collect()
}

/// A pointer leads somewhere in the answer that tells of a success.
fn answer_place(claim: &Claim, operation: &Operation) -> Option<Problem> {
    let at = claim.text.as_str();
    let media = operation.success_response().and_then(|r| r.media.first());
    let Some(media) = media else {
        let message = format!(
            "`{at}` leads nowhere: no success of `{}` has a body",
            operation.id
        );
        return Some(
            Problem::at(&claim.mark, message).hint("add `content` to the success in `responses`"),
        );
    };
    if media.schema.descend(at).is_some() {
        return None;
    }
    let places: Vec<String> = media
        .schema
        .properties
        .iter()
        .map(|p| format!("/{}", p.name))
        .collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let message = format!(
        "`{at}` leads nowhere: the success of `{}` has no such place",
        operation.id
    );
    Some(Problem::at(&claim.mark, message).hint(places_hint(at, &places)))
}

fn places_hint(at: &str, places: &[&str]) -> String {
    if places.is_empty() {
        return "it has no places at all".to_owned();
    }
    match nearest(at, places.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Places are: {}", list(places)),
        None => format!("places are: {}", list(places)),
    }
}
