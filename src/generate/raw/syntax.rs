//! Bodies that are no JSON: those that nobody can read, and those that lenient readers can.

use serde_json::Value;

/// The body in forms that no reader makes the whole of it from.
pub(super) fn malformed(body: &str) -> Vec<(&'static str, String)> {
    let half = body.len() / 2;
    let half = (0..=half)
        .rev()
        .find(|i| body.is_char_boundary(*i))
        .unwrap_or(0);
    vec![
        ("a brace alone", "{".into()),
        ("cut in the middle", body[..half].into()),
        (
            "cut before the last brace",
            body[..body.len().saturating_sub(1)].into(),
        ),
        ("a word that is no JSON", "backup".into()),
        ("no colon", body.replacen(':', " ", 1)),
        ("no comma", body.replacen(',', " ", 1)),
        ("an XML document", "<backup/>".into()),
        ("text behind the last brace", format!("{body} clausal")),
        ("a brace behind the last one", format!("{body}}}")),
        ("a comma behind the last brace", format!("{body},")),
        ("a NUL behind the last brace", format!("{body}\0")),
        ("a second value", format!("{body}{body}")),
    ]
    .into_iter()
    .filter(|(_, text)| serde_json::from_str::<Value>(text).is_err())
    .collect()
}

/// The body in forms that lenient readers take beside JSON (RFC 8259, section 9, lets them): nothing
/// of it is lost, and all of it can be read.
pub(super) fn extended(body: &str) -> Vec<(&'static str, String)> {
    vec![
        ("a comma before the last brace", trailing(body)),
        ("single quotes", body.replace('"', "'")),
        ("a comment", format!("/* clausal */{body}")),
        (
            "a comment to the end of its line",
            format!("// clausal\n{body}"),
        ),
        (
            "a control character in a string",
            body.replacen("\":\"", "\":\"\u{1}", 1),
        ),
        ("a name without quotes", bare_name(body)),
        (
            "a line break inside a string",
            body.replacen("\":\"", "\":\"\n", 1),
        ),
        ("NaN for a number", not_a_number(body)),
    ]
    .into_iter()
    .filter(|(_, text)| serde_json::from_str::<Value>(text).is_err())
    .collect()
}

/// The body with NaN in place of its first number.
fn not_a_number(body: &str) -> String {
    let number = |at: &usize| body[*at..].starts_with(|c: char| c.is_ascii_digit());
    let start = body.match_indices(':').map(|(at, _)| at + 1).find(number);
    let Some(start) = start else {
        return body.to_owned();
    };
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let rest = body[start..].trim_start_matches(digit);
    format!("{}NaN{rest}", &body[..start])
}

/// The body with a comma before its last brace.
fn trailing(body: &str) -> String {
    match body.strip_suffix('}') {
        Some(open) => format!("{open},}}"),
        None => format!("{body},"),
    }
}

/// The body with its first name bare.
fn bare_name(body: &str) -> String {
    let mut parts = body.splitn(3, '"');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(name), Some(behind)) => format!("{before}{name}{behind}"),
        _ => body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"name":"nightly","id":1}"#;

    #[test]
    fn nothing_that_is_broken_is_an_extension() {
        let broken = malformed(BODY);
        for (about, text) in extended(BODY) {
            assert!(broken.iter().all(|(_, other)| *other != text), "{about}");
        }
        assert_eq!((broken.len(), extended(BODY).len()), (12, 8));
    }

    #[test]
    fn nan_stands_where_a_number_stood() {
        assert_eq!(not_a_number(BODY), r#"{"name":"nightly","id":NaN}"#);
        assert_eq!(not_a_number(r#"{"name":"a"}"#), r#"{"name":"a"}"#);
    }
}
