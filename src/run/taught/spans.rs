//! Times that begin and end something, by their names: what ends lies behind what begins, and neither has
//! passed. No schema tells that, and many a target asks for it.

use serde_json::{Value, json};

use crate::contract::{Operation, Schema};

/// Ends of names, in small letters without signs, of what begins.
const BEGINS: [&str; 10] = [
    "arrival", "begin", "begins", "beginsat", "checkin", "from", "start", "starts", "startsat",
    "since",
];
/// The same of what ends.
const ENDS: [&str; 16] = [
    "checkout",
    "deadline",
    "departure",
    "due",
    "end",
    "ends",
    "endsat",
    "expires",
    "expiresat",
    "expiration",
    "expiry",
    "finish",
    "till",
    "to",
    "until",
    "validto",
];
/// What may stand behind them.
const TAILS: [&str; 4] = ["at", "date", "datetime", "time"];

/// What a place of a time that begins or ends something ought to hold, where its name says so.
pub(super) fn span(operation: &Operation, at: &str) -> Option<Value> {
    let schema = operation.schema_at(at).filter(|s| s.examples.is_empty())?;
    let years = match side(at)? {
        Side::Begin => [2090, 2091],
        Side::End => [2095, 2096],
    };
    let text = |year: i32| match schema.format.as_deref() {
        Some("date") => Some(format!("{year}-03-01")),
        Some("date-time") => Some(format!("{year}-03-01T10:00:00Z")),
        _ => None,
    };
    let texts: Vec<String> = years.into_iter().filter_map(text).collect();
    (!texts.is_empty() && is_free(schema)).then(|| json!({"enum": texts}))
}

#[derive(Debug, PartialEq)]
enum Side {
    Begin,
    End,
}

fn side(at: &str) -> Option<Side> {
    let name = at.rsplit('/').next().unwrap_or_default();
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    let fronts = TAILS.iter().filter_map(|tail| bare.strip_suffix(tail));
    for front in std::iter::once(bare.as_str()).chain(fronts) {
        if BEGINS.iter().any(|word| front.ends_with(word)) {
            return Some(Side::Begin);
        }
        if ENDS.contains(&front)
            || front
                .strip_prefix("valid")
                .is_some_and(|f| ENDS.contains(&f))
        {
            return Some(Side::End);
        }
    }
    None
}

fn is_free(schema: &Schema) -> bool {
    schema.pattern.is_none() && schema.enumeration.is_empty() && schema.constant.is_none()
}

#[cfg(test)]
mod tests {
    use super::{Side, side};

    #[test]
    fn what_begins_is_told_from_what_ends() {
        for at in [
            "/body/startsAt",
            "/body/start",
            "/body/valid_from",
            "/query/start_date",
        ] {
            assert_eq!(side(at), Some(Side::Begin), "{at}");
        }
        for at in [
            "/body/endsAt",
            "/body/expires_at",
            "/body/validUntil",
            "/body/end-time",
        ] {
            assert_eq!(side(at), Some(Side::End), "{at}");
        }
        for at in [
            "/body/created",
            "/body/photo",
            "/body/legend",
            "/body/birthday",
        ] {
            assert_eq!(side(at), None, "{at}");
        }
    }
}
