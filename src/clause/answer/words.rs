//! Values and places in words, and when two values are the same.

use serde_json::Value;

/// A pointer as a word: `/response/errorCode` is `response.errorCode`.
pub(in crate::clause) fn word(pointer: &str) -> String {
    let trimmed = pointer.trim_start_matches('/').replace("/*", "");
    trimmed.replace('/', ".")
}

/// Whether two values are equal, numbers by value: whole ones to the last digit.
pub(in crate::clause) fn same(a: &Value, b: &Value) -> bool {
    let whole = |v: &Value| v.is_i64() || v.is_u64();
    if whole(a) && whole(b) {
        return a == b;
    }
    a == b || matches!((a.as_f64(), b.as_f64()), (Some(x), Some(y)) if x == y)
}

/// A value for people: cut when long.
pub(in crate::clause) fn short(value: &Value) -> String {
    cut(&value.to_string(), 80)
}

/// The first characters of a text, with a mark where more were there: the mark tells where half a
/// secret may stand.
pub(in crate::clause) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
