//! What an accepted request tells of the thing that it made: its id, by a tie of the contract.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::free_body;
use crate::contract::shape;
use crate::contract::ties::{Origin, same_name};
use crate::exchange::{Message, Response};

/// Longest id, in characters, that is taken over.
const LONGEST: usize = 1_000;
/// Entries of a list that are looked at.
const ENTRIES: usize = 50;

/// The value at its origin, where that is one that a request can name.
///
/// # Errors
/// Why there is none, in words.
pub fn told(
    origin: &Origin,
    message: &Message,
    response: &Response,
    entry: usize,
) -> Result<Value, String> {
    let found = match origin {
        Origin::Answer(pointer) => {
            let body = free_body(response).map_err(|e| format!("{e} in place of an id"))?;
            let own = body.pointer(pointer).cloned();
            // A link of a list is about each of its entries.
            own.or_else(|| body.get(entry)?.pointer(pointer).cloned())
        }
        Origin::Shown(names) => {
            let body = free_body(response).ok();
            let shown = body.as_ref().and_then(|b| shown(b, names, entry, 0));
            shown
                .or_else(|| location(response, 0))
                .or_else(|| body.filter(is_bare_id))
                .or_else(|| sent(message, names))
        }
        Origin::Location(back) => location(response, *back),
        Origin::Header(name) => response.header(name).map(Value::from),
        Origin::Sent(at) => message.get(at).cloned(),
        // The document says so, whatever it is.
        Origin::Constant(value) => return Ok(value.clone()),
    };
    match found {
        Some(value) => usable(value),
        None => Err(format!("nothing stands at {origin}")),
    }
}

/// How many things an answer shows.
pub fn entries(response: &Response) -> usize {
    let Ok(body) = free_body(response) else {
        return 0;
    };
    let list = shape::list(&body).and_then(|(_, list)| list.as_array());
    list.map_or(0, Vec::len).min(ENTRIES)
}

/// An id that can be sent.
fn usable(value: Value) -> Result<Value, String> {
    match &value {
        Value::String(text) if text.is_empty() => Err("its id is an empty text".into()),
        Value::String(text) if text.chars().count() > LONGEST => {
            Err(format!("its id has {} characters", text.chars().count()))
        }
        Value::String(text) if text.chars().any(char::is_control) => {
            Err("its id holds control characters".into())
        }
        Value::String(text) if text == "." || text == ".." => {
            Err("its id is a path of its own".into())
        }
        Value::String(_) | Value::Number(_) => Ok(value),
        Value::Object(_) => Err("its id is an object".into()),
        Value::Array(_) => Err("its id is a list".into()),
        Value::Bool(_) | Value::Null => Err(format!("its id is {value}")),
    }
}

/// The first member that is called so: of the object itself, of one inside it, or of an entry of a list.
fn shown(body: &Value, names: &[String], entry: usize, deep: usize) -> Option<Value> {
    let scalar = |v: &&Value| v.is_string() || v.is_number();
    match body {
        Value::Object(map) => {
            for name in names {
                let exact = map.get(name).filter(scalar);
                let like = || {
                    let mut members = map.iter().filter(|(_, v)| scalar(v));
                    members.find(|(n, _)| same_name(n, name)).map(|(_, v)| v)
                };
                if let Some(value) = exact.or_else(like) {
                    return Some(value.clone());
                }
            }
            if deep >= 2 {
                return None;
            }
            // What is one thing tells more of it than a list, and texts in lists are no ids of it.
            let objects = map.values().filter(|v| v.is_object());
            let things = |v: &&Value| v.as_array().is_some_and(|l| l.iter().all(Value::is_object));
            let lists = map.values().filter(things);
            let mut inner = objects.chain(lists);
            inner.find_map(|v| shown(v, names, entry, deep + 1))
        }
        Value::Array(list) => match list.get(entry)? {
            // A list of ids alone.
            value if scalar(&value) => Some(value.clone()),
            value => shown(value, names, 0, deep + 1),
        },
        _ => None,
    }
}

/// Whether a body as a whole is an id: a word with a digit in it, as `"Created"` and `"It is done"` are not. A number
/// alone may be a count.
fn is_bare_id(body: &Value) -> bool {
    let text = body.as_str().unwrap_or_default();
    let mut chars = text.chars();
    text.contains(|c: char| c.is_ascii_digit())
        && chars.all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))
}

/// A segment of the path that Location names, counted from its end.
fn location(response: &Response, back: usize) -> Option<Value> {
    let whole = response.header("location")?;
    let path = whole.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let last = path.split('/').filter(|s| !s.is_empty()).nth_back(back)?;
    let text = percent_decode_str(last).decode_utf8().ok()?;
    Some(text.into_owned().into())
}

/// What the request itself called it by, where the answer shows nothing.
fn sent(message: &Message, names: &[String]) -> Option<Value> {
    let body = message.body.as_ref()?.as_object()?;
    let named = |name: &String| body.iter().find(|(n, _)| same_name(n, name));
    let scalar = |v: &&Value| v.is_string() || v.is_number();
    let mut values = names.iter().filter_map(named).map(|(_, v)| v);
    values.find(scalar).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(body: &Value) -> Response {
        Response {
            status: 201,
            body: body.to_string().into(),
            ..Response::default()
        }
    }

    fn shown(body: &Value) -> Result<Value, String> {
        let names = ["petId", "id"].map(str::to_owned).to_vec();
        told(&Origin::Shown(names), &Message::default(), &answer(body), 0)
    }

    #[test]
    fn an_id_is_found_where_answers_show_it() {
        for (body, wanted) in [
            (json!({"name": "a", "pet_id": 7}), json!(7)),
            (json!({"id": 1, "petId": "x"}), json!("x")),
            (
                json!({"data": {"id": "x"}, "meta": {"total": 3}}),
                json!("x"),
            ),
            (json!([{"id": 4}, {"id": 5}]), json!(4)),
            (json!({"items": [{"id": 4}]}), json!(4)),
            (
                json!({"may": {"write": ["me"]}, "data": {"id": "k"}}),
                json!("k"),
            ),
            (json!(["a", "b"]), json!("a")),
            (
                json!("01a22017-ec99-7db6-ae9e-326c6d0bfb26"),
                json!("01a22017-ec99-7db6-ae9e-326c6d0bfb26"),
            ),
        ] {
            assert_eq!(shown(&body), Ok(wanted), "{body}");
        }
    }

    #[test]
    fn a_message_is_no_id() {
        for body in [json!("Created"), json!("3 things were made"), json!(1)] {
            assert!(shown(&body).is_err(), "{body}");
        }
    }

    #[test]
    fn what_no_request_can_name_is_no_id() {
        for (body, why) in [
            (
                json!({"id": "x".repeat(100_000)}),
                "its id has 100000 characters",
            ),
            (json!({"id": ""}), "its id is an empty text"),
            (json!({"id": "a\u{0}b"}), "its id holds control characters"),
            (json!({"id": ".."}), "its id is a path of its own"),
        ] {
            assert_eq!(shown(&body), Err(why.to_owned()));
        }
        let whole = Origin::Answer("/id".into());
        let at = |body: Value| told(&whole, &Message::default(), &answer(&body), 0);
        assert_eq!(
            at(json!({"id": {"$oid": "1"}})),
            Err("its id is an object".to_owned())
        );
        assert_eq!(at(json!({"id": null})), Err("its id is null".to_owned()));
        assert!(at(json!({"name": 1})).is_err());
    }

    #[test]
    fn the_end_of_a_location_is_an_id() {
        let mut response = answer(&json!({"name": "a"}));
        let place = "https://h.example/v1/pets/a%20b/?x=1";
        response.headers.push(("location".into(), place.into()));
        let found = told(&Origin::Location(0), &Message::default(), &response, 0);
        assert_eq!(found, Ok(json!("a b")));
        let found = told(&Origin::Location(1), &Message::default(), &response, 0);
        assert_eq!(found, Ok(json!("pets")));
    }
}
