//! What is wrong with the text of a profile, without a word of it that may be a secret.

use serde_json::Value;

/// What the parser says, and where. It shows neither the line nor the value, as `toml` itself does.
pub(super) fn said(text: &str, error: &toml::de::Error) -> String {
    let what = unquoted(error.message());
    let Some(span) = error.span() else {
        return what;
    };
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("line {line}, column {column}: {what}")
}

/// The message without what it quotes of values: texts in quotes, numbers and words behind their kind.
fn unquoted(message: &str) -> String {
    let mut out = match (message.find('"'), message.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}…{}", &message[..first], &message[last + 1..])
        }
        _ => message.to_owned(),
    };
    let kinds = [
        "integer",
        "floating point",
        "boolean",
        "string",
        "character",
        "datetime",
    ];
    for kind in kinds {
        let Some(at) = out.find(&format!("{kind} `")) else {
            continue;
        };
        let from = at + kind.len() + 2;
        if let Some(end) = out[from..].find('`') {
            out.replace_range(from..from + end, "…");
        }
    }
    out
}

/// The kind of a value.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "table",
    }
}
