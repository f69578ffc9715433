//! Codes that only samples of errors show: a message in JSON with a code, below words or a line that give its status.

use serde_json::Value;

use crate::page::codes::Row;
use crate::page::lists::is_code;
use crate::page::operation::is_request;
use crate::page::{caught, patterns, sample};

patterns! {
    LINE = r"(?m)^HTTP/[\d.]+\s+([1-5]\d\d)\b";
    STATUS = r"\b([1-5]\d\d)\b";
}

/// Members that hold a code, and those that hold its words.
const CODES: &[&str] = &["code", "errorCode", "error_code", "errcode"];
const WORDS: &[&str] = &[
    "message",
    "error_description",
    "detail",
    "description",
    "msg",
];

/// The code of a sample; `above` is what stands right above it.
pub(super) fn row(text: &str, above: &str) -> Option<Row> {
    if is_request(text.trim_start()) {
        return None;
    }
    let message = sample::first_json(text)?;
    let (error, wrapped) = error(&message)?;
    let member = |names: &[&str]| names.iter().find_map(|name| error.get(*name)).cloned();
    let code = match member(CODES)? {
        Value::String(code) if is_code(&code) => code,
        Value::Number(code) if code.as_u64().is_some_and(|n| n > 9) => code.to_string(),
        _ => return None,
    };
    let own = ["status", "statusCode", "status_code"]
        .iter()
        .find_map(|name| error.get(*name).or(message.get(*name)));
    let own = own.map(|value| value.to_string().trim_matches('"').to_owned());
    let status = match caught(&LINE, text) {
        Some(found) => Some(found[1].to_owned()),
        None => own
            .filter(|s| caught(&STATUS, s).is_some())
            .or_else(|| only(above)),
    };
    // What no status calls an error is one where it is wrapped as one.
    let refused = status
        .as_deref()
        .map_or(wrapped, |s| s.starts_with(['4', '5']));
    if !refused || status.as_deref() == Some(code.as_str()) {
        return None;
    }
    let words = member(WORDS).and_then(|w| w.as_str().map(str::to_owned));
    Some(Row {
        told: status.is_some(),
        status: status.unwrap_or_else(|| "4XX".to_owned()),
        source: format!("the sample of an error with {code}"),
        code: Some(code),
        words: words.unwrap_or_default(),
        shown: true,
    })
}

/// The one error of a message, and whether a member around it says that it is one.
fn error(message: &Value) -> Option<(&Value, bool)> {
    match (message.get("error"), message.get("errors")) {
        (Some(inner @ Value::Object(_)), _) => Some((inner, true)),
        (_, Some(Value::Array(all))) => match &all[..] {
            [one] => Some((one, true)),
            _ => None,
        },
        _ => Some((message, false)),
    }
}

/// The one status that words give.
fn only(above: &str) -> Option<String> {
    let mut all = STATUS
        .as_ref()?
        .captures_iter(above)
        .map(|f| f[1].to_owned());
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// Adds the codes that no table has.
pub(super) fn add(rows: &mut Vec<Row>, shown: Vec<Row>) {
    for row in shown {
        if !rows.iter().any(|known| known.code == row.code) {
            rows.push(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn samples_of_errors_show_codes() {
        let told = |text: &str, above: &str| {
            row(text, above).map(|r| (r.status, r.code.unwrap_or_default(), r.words))
        };
        let some = |status: &str, code: &str, words: &str| {
            Some((status.to_owned(), code.to_owned(), words.to_owned()))
        };
        let taken = r#"{"error": {"code": "NAME_TAKEN", "message": "name is taken"}}"#;
        assert_eq!(
            told(taken, "Then (409):"),
            some("409", "NAME_TAKEN", "name is taken")
        );
        assert_eq!(told(taken, ""), some("4XX", "NAME_TAKEN", "name is taken"));
        let line = "HTTP/1.1 422 Unprocessable\n\n{\"code\": 1007, \"message\": \"no\"}";
        assert_eq!(told(line, ""), some("422", "1007", "no"));
        // A request, an answer, an empty code and a status in place of a code show none.
        for (text, above) in [
            (
                "POST /a HTTP/1.1\n\n{\"error\": {\"code\": \"NAME_TAKEN\"}}",
                "400",
            ),
            (r#"{"code": "SAVE_20", "amount": 3}"#, "The body:"),
            (r#"{"code": "SAVE_20", "amount": 3}"#, "201 Created"),
            (r#"{"code": 400, "message": "bad"}"#, "400"),
            (r#"{"code": "", "message": "bad"}"#, "400"),
        ] {
            assert_eq!(told(text, above), None, "{text}");
        }
    }
}
