//! Whole numbers of 64 bits: what 32 bits do not hold is taken where a document says `int64`.

use super::{Check, Cited, Clause, Scope, Stimulus, Valid};
use crate::contract::Schema;

/// The first that 32 bits with a sign do not hold, and the last that every reader of JSON keeps as it is.
const VALUES: [(&str, i64); 2] = [("format", 2_147_483_648), ("widest", 9_007_199_254_740_991)];

/// Ends of names of what a large number may be wrong for by its meaning: it names something, or is a
/// time, a size or a part of a list.
const MEANT: [&str; 26] = [
    "id", "key", "at", "time", "date", "stamp", "on", "from", "to", "until", "since", "seconds",
    "ms", "millis", "minutes", "hours", "days", "year", "ttl", "duration", "interval", "timeout",
    "size", "limit", "offset", "page",
];

/// The clause about a member of a request, where its schema leaves such a value open and nothing is said
/// of what it is.
pub(super) fn derive(
    scope: &Scope<'_>,
    at: &str,
    schema: &Schema,
    cited: Cited<'_>,
) -> Vec<Clause> {
    let is_plain = schema.format.as_deref() == Some("int64")
        && schema.types == ["integer"]
        && schema.enumeration.is_empty()
        && schema.constant.is_none()
        && schema.about.trim().is_empty()
        && !schema.ext.unique
        && !schema.ext.not_demanded
        && schema.examples.is_empty();
    let name = at.rsplit('/').next().unwrap_or_default();
    let small = name.to_ascii_lowercase();
    let is_meant = MEANT.iter().any(|end| small.ends_with(end));
    if !is_plain || is_meant || !at.starts_with("/body/") || scope.operation.says_why() {
        return Vec::new();
    }
    let Some(validator) = schema.validator(true) else {
        return Vec::new();
    };
    let place = scope.word(at);
    let fits = VALUES
        .into_iter()
        .filter(|(_, n)| validator.is_valid(&(*n).into()));
    fits.map(|(name, value)| {
        scope.clause(
            format!("accepts/{place}.{name}"),
            format!("{place} takes {value}, which 32 bits do not hold"),
            cited,
            Stimulus::Valid(Valid::Value(at.to_owned(), value.into())),
            Check::Outcomes(vec![scope.accepted()]),
        )
    })
    .collect()
}
