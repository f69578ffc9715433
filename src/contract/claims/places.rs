//! Pointers into requests and answers.

use super::super::Operation;
use super::super::diagnostic::Problem;
use super::super::nearest::{list, nearest};
use super::Claim;

/// A pointer leads somewhere in the request of one of these operations.
pub(super) fn request_place(claim: &Claim, operations: &[&Operation]) -> Option<Problem> {
    let at = claim.text.as_str();
    // Sent with every request, though no contract may describe them as parameters.
    if ["/header/Accept", "/header/Content-Type"].contains(&at) {
        return None;
    }
    if operations.iter().any(|o| o.schema_at(at).is_some()) {
        return None;
    }
    let whose = match operations {
        [one, rest @ ..] if rest.iter().all(|o| o.id == one.id) => {
            format!("the request of `{}` has no such place", one.id)
        }
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
pub(super) fn answer_place(claim: &Claim, operation: &Operation) -> Option<Problem> {
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
