//! A plain request that fails or finds something missing, for no reason that can be read: what the document
//! leaves open is given, one place after the other. A target may need one of several optional places, or
//! all of them.

use serde_json::{Value, json};

use crate::contract::{Operation, Place, Property};
use crate::exchange::Message;
use crate::generate::Learnt;

/// Places that are given alone, before all are given together.
const MOST: usize = 8;

/// Rules to try one after the other, each with the places that it asks for.
pub(super) fn guesses(
    operation: &Operation,
    message: &Message,
    status: u16,
) -> Vec<(Learnt, Vec<String>)> {
    let members = members(operation, message);
    // Where something is not there, a parameter would not bring it.
    let parameters = match status {
        404 => Vec::new(),
        _ => parameters(operation, message),
    };
    let all: Vec<String> = members.into_iter().chain(parameters).take(MOST).collect();
    let alone = all.iter().map(|at| vec![at.clone()]);
    let together = (all.len() > 1).then(|| all.clone());
    let each = alone.chain(together);
    each.map(|places| (asking(&places), places)).collect()
}

/// Members of the body that may be left out and were.
fn members(operation: &Operation, message: &Message) -> Vec<String> {
    let Some(Value::Object(sent)) = &message.body else {
        return Vec::new();
    };
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    let own = media.into_iter().flat_map(|m| &m.schema.properties);
    own.filter(|p| {
        !is_read_only(p)
            && !p.required
            && !sent.contains_key(&p.name)
            && !p.name.contains(['~', '/'])
    })
    .map(|p| format!("/body/{}", p.name))
    .collect()
}

/// What only answers hold is never sent.
fn is_read_only(property: &Property) -> bool {
    property.schema.json.get("readOnly") == Some(&Value::Bool(true))
}

/// Parameters of the query that may be left out and were.
fn parameters(operation: &Operation, message: &Message) -> Vec<String> {
    let own = operation.parameters.iter();
    own.filter(|p| p.place == Place::Query && !p.required && message.get(&p.pointer()).is_none())
        .map(|p| p.pointer())
        .collect()
}

/// The rules that ask for places.
fn asking(places: &[String]) -> Learnt {
    let mut members = Vec::new();
    let mut schemas = Vec::new();
    for at in places {
        match at.strip_prefix("/body/") {
            Some(name) => members.push(name),
            None => schemas.push((at.clone(), json!({}))),
        }
    }
    if !members.is_empty() {
        schemas.push(("/body".to_owned(), json!({ "required": members })));
    }
    Learnt {
        schemas,
        unlisted: Vec::new(),
    }
}
