//! Members that only requests have, and what comes back of them.

use serde_json::Value;

use super::{Success, Told, word};
use crate::clause::lenient;

/// Characters of a text that is hardly there by chance.
const SHORTEST: usize = 4;
/// How deep an answer is looked through.
const DEEPEST: usize = 8;

/// A member that only requests have.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Its place in the request.
    pub at: String,
    /// Its name.
    pub name: String,
    /// Whether answers are described with it all the same: then it is a reading, as it SHOULD NOT come
    /// back and may (OpenAPI 3.0.3, Schema Object).
    pub is_named: bool,
}

/// Whether a text that was sent comes back by the name that it was sent by.
pub(super) fn judge(
    all: &[Secret],
    success: &Success<'_>,
    readings: &mut Vec<(String, String)>,
) -> Told {
    let (Some(message), Some(body)) = (success.message, success.body()) else {
        return Ok(false);
    };
    let mut shown = false;
    for secret in all {
        let sent = message.get(&secret.at).and_then(Value::as_str);
        let Some(sent) = sent.filter(|text| text.chars().count() >= SHORTEST) else {
            continue;
        };
        shown = true;
        let back = holds(body, &secret.name, sent, DEEPEST);
        if secret.is_named {
            let look = if back { "sent" } else { "kept back" };
            readings.push((lenient::WRITE_ONLY.to_owned(), look.to_owned()));
        } else if back {
            let place = word(&secret.at);
            return Err((
                format!("no `{}`: `{place}` is for requests alone", secret.name),
                format!("`{}` with the very text that was sent", secret.name),
            ));
        }
    }
    Ok(shown)
}

fn holds(value: &Value, name: &str, sent: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match value {
        Value::Object(map) => {
            map.get(name).is_some_and(|v| v.as_str() == Some(sent))
                || map.values().any(|v| holds(v, name, sent, depth))
        }
        Value::Array(list) => list.iter().any(|v| holds(v, name, sent, depth)),
        _ => false,
    }
}
