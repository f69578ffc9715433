//! Other methods on the path of an operation, and ids that nobody gave out.

use serde_json::Value;

use crate::contract::Resource;
use crate::exchange::{Case, Message, Request, Step};
use crate::generate::{Maker, Skip, single};
use crate::wire;

/// Methods that are tried with the message of the operation, those first that leave most alone.
const METHODS: [&str; 6] = ["OPTIONS", "HEAD", "GET", "PUT", "PATCH", "DELETE"];
/// Methods whose requests most servers read no body of.
const BODILESS: [&str; 4] = ["OPTIONS", "HEAD", "GET", "DELETE"];

/// Whether the contract has an operation with this method on the path.
pub(super) fn taken(maker: &Maker<'_, '_, '_>, method: &str) -> bool {
    let own = &maker.kit.operation.path;
    let mut all = maker.kit.contract.operations.iter();
    all.any(|o| same_path(&o.path, own) && o.method == method)
}

/// The valid request under another method, then at once as it is to be: what was made meanwhile may
/// end soon.
pub(super) fn others(maker: &mut Maker<'_, '_, '_>, plain: &Request) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut cases = Vec::new();
    for method in METHODS {
        if taken(maker, method) {
            continue;
        }
        let message = maker.valid(&base)?;
        let own = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
        let mut request = Request {
            method: method.to_owned(),
            ..own
        };
        let mut steps = Vec::new();
        if BODILESS.contains(&method) {
            let bare = Request {
                body: None,
                ..request.clone()
            };
            // What is left of a body that was not read would be taken for the next request.
            let close = ("Connection".to_owned(), "close".to_owned());
            request.headers.push(close);
            steps.extend(plain.body.is_some().then_some(Step::Raw(request)));
            steps.push(Step::Raw(bare));
        } else {
            steps.push(Step::Raw(request));
        }
        steps.push(Step::Send(message));
        cases.push(Case {
            steps,
            ..single(
                format!("{method}, then the valid request"),
                Step::Send(Message::default()),
            )
        });
    }
    Ok(cases)
}

/// A request for a thing of the resource, by an id that nobody gave out.
pub(super) fn unknown(
    maker: &mut Maker<'_, '_, '_>,
    which: impl Fn(&Resource) -> Option<&String>,
) -> Result<Vec<Case>, Skip> {
    let contract = maker.kit.contract;
    let named = maker.kit.operation.resource.as_ref().and_then(which);
    let Some(other) = named.and_then(|id| contract.operation(id)) else {
        return Ok(Vec::new());
    };
    let mut places = other.parameters.iter();
    let Some(place) = places.find(|p| p.place == crate::contract::Place::Path) else {
        return Ok(Vec::new());
    };
    let schema = &place.schema;
    let id: Value = if schema.allows("integer") {
        let most = match schema.format.as_deref() {
            Some("int32") => 2_000_000_011_i64,
            _ => 909_090_909_090,
        };
        most.into()
    } else if schema.format.as_deref() == Some("uuid") {
        "00000000-0000-4000-8000-0000000c1a5a".into()
    } else {
        format!("no-such-{}", maker.dice.letters(8)).into()
    };
    let mut message = Message {
        operation: other.id.clone(),
        ..Message::default()
    };
    message.set(&place.pointer(), Some(id.clone()));
    let request = wire::encode(other, &message, &maker.settings.writing);
    Ok(vec![single(
        format!("{} with the unknown id {id}", request.method),
        Step::Raw(request),
    )])
}

/// Methods without a body on the path of one thing that nobody made, as far as no page speaks of them.
pub(super) fn on_one(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let contract = maker.kit.contract;
    let read = maker.kit.operation.resource.as_ref();
    let read = read.and_then(|r| contract.operation(r.read.as_deref()?));
    let Some(path) = read.map(|o| o.path.clone()) else {
        return Ok(Vec::new());
    };
    let known = |method: &str| {
        let mut all = contract.operations.iter();
        all.any(|o| same_path(&o.path, &path) && o.method == method)
    };
    let mut cases = unknown(maker, |r| r.read.as_ref())?;
    let Some(Step::Raw(plain)) = cases.pop().and_then(|mut case| case.steps.pop()) else {
        return Ok(Vec::new());
    };
    let methods = METHODS.into_iter().filter(|m| !known(m));
    let cases = methods.map(|method| {
        let request = Request {
            method: method.to_owned(),
            ..plain.clone()
        };
        single(format!("{method} on an unknown id"), Step::Raw(request))
    });
    Ok(cases.collect())
}

/// Whether two templates may stand for one path.
fn same_path(a: &str, b: &str) -> bool {
    let same = |(a, b): (&str, &str)| a == b || a.contains('{') || b.contains('{');
    a.split('/').count() == b.split('/').count() && a.split('/').zip(b.split('/')).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_that_may_meet_are_one_path() {
        assert!(same_path("/pets/{id}", "/pets/{name}"));
        assert!(same_path("/pets/{id}", "/pets/mine"));
        assert!(!same_path("/pets/{id}", "/pets"));
        assert!(!same_path("/pets", "/toys"));
    }
}
