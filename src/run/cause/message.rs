//! What an answer says in words of why it is what it is, with values masked.

use serde_json::Value;

use crate::alike::alike_foreign;
use crate::exchange::{Request, Response};

/// Ends of names of members that hold such words.
const NAMES: [&str; 9] = [
    "message",
    "msg",
    "error",
    "errors",
    "detail",
    "details",
    "title",
    "description",
    "reason",
];
/// Texts that are taken of one answer.
const TEXTS: usize = 3;
/// Members that are looked at.
const MEMBERS: usize = 1_000;
/// Values of the request that are looked for.
const SENT: usize = 200;
/// Characters of a text that is neither JSON nor markup.
const LONGEST: usize = 2_000;
/// Shorter values stand in a text by chance.
const SHORTEST: usize = 4;

/// The words of an answer, without what stood in its request.
pub(super) fn of(request: &Request, response: &Response, mask: &dyn Fn(&str) -> String) -> String {
    let Ok(body) = std::str::from_utf8(&response.body) else {
        return String::new();
    };
    let said = match serde_json::from_str::<Value>(body) {
        Ok(value) => {
            let (mut texts, mut left) = (Vec::new(), MEMBERS);
            // A text that is all there is says it.
            collect(&value, value.is_string(), &mut texts, &mut left);
            texts.join("; ")
        }
        Err(_) if is_markup(response, body) => of_markup(body),
        Err(_) => body.chars().take(LONGEST).collect(),
    };
    let mut said = mask(&said);
    let (long, short): (Vec<_>, Vec<_>) = sent(request)
        .into_iter()
        .partition(|text| text.len() >= SHORTEST);
    for value in long {
        said = said.replace(&value, "\"\"");
    }
    // What stood in quotes of its own stands in one pair.
    said = said.replace("\"\"\"\"", "\"\"");
    // A short one is known only where the text ends with it.
    let ends = |value: &&String| {
        let before = said.trim_end().strip_suffix(value.as_str());
        before.is_some_and(|b| b.trim_end().ends_with([':', '=']))
    };
    if let Some(value) = short.iter().find(ends) {
        let kept = said.trim_end().len() - value.len();
        said.truncate(kept);
        said += "\"\"";
    }
    alike_foreign(&said)
}

fn collect(value: &Value, named: bool, texts: &mut Vec<String>, left: &mut usize) {
    if *left == 0 || texts.len() == TEXTS {
        return;
    }
    *left -= 1;
    match value {
        Value::String(text) if named && !text.trim().is_empty() && !texts.contains(text) => {
            texts.push(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|v| collect(v, named, texts, left)),
        Value::Object(map) => {
            for (name, value) in map {
                let name = name.to_ascii_lowercase();
                let own = NAMES.iter().any(|end| name.ends_with(end));
                collect(value, own, texts, left);
            }
        }
        _ => {}
    }
}

/// Whether a text that is no JSON is a page or a document: what quotes the request may hold `<` too.
fn is_markup(response: &Response, body: &str) -> bool {
    let named = response.header("content-type").unwrap_or_default();
    let named = named.to_ascii_lowercase();
    named.contains("html") || named.contains("xml") || body.trim_start().starts_with('<')
}

/// The words of a page or a document: its title, or its text and what attributes call a message.
fn of_markup(body: &str) -> String {
    let between = |from: &str, to: &str| {
        let start = body.find(from)? + from.len();
        let end = body[start..].find(to)?;
        Some(body[start..start + end].to_owned())
    };
    if let Some(title) = between("<title>", "</title>") {
        return title;
    }
    let mut out = String::new();
    for piece in body.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        let named = tag.split("essage=\"").nth(1);
        for part in [named.and_then(|t| t.split('"').next()), Some(text)] {
            out += part.unwrap_or_default();
            out.push(' ');
        }
        if out.len() > 2_000 {
            break;
        }
    }
    out
}

/// Texts that the request holds, the longest first.
fn sent(request: &Request) -> Vec<String> {
    let mut all = Vec::new();
    let target = request.target.split(['/', '?', '&', '=', ';', ',']);
    all.extend(target.map(|part| {
        let part = percent_encoding::percent_decode_str(part);
        part.decode_utf8_lossy().into_owned()
    }));
    let body = request.body.as_deref().unwrap_or_default();
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        leaves(&value, &mut all);
    }
    all.retain(|text| match text.len() {
        0 => false,
        n if n < SHORTEST => true,
        _ => text.chars().any(|c| !c.is_ascii_lowercase()),
    });
    // Numbers of any length are alike as it is.
    all.retain(|text| text.parse::<f64>().is_err());
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.truncate(SENT);
    all
}

fn leaves(value: &Value, all: &mut Vec<String>) {
    match value {
        _ if all.len() > SENT => {}
        Value::String(text) => all.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|v| leaves(v, all)),
        Value::Object(map) => map.values().for_each(|v| leaves(v, all)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(request: &str, answer: &str) -> String {
        let request = Request {
            target: "/pets/Rex%20II?q=abc".into(),
            body: Some(request.to_owned().into()),
            ..Request::default()
        };
        let response = Response {
            status: 500,
            headers: Vec::new(),
            body: answer.to_owned().into(),
            cut: 0,
        };
        of(&request, &response, &|text| text.replace("s3cret", "***"))
    }

    #[test]
    fn frameworks_say_why_in_many_ways() {
        let fastapi = r#"{"detail":[{"type":"missing","loc":["body","age"],"msg":"Field required","input":{}}]}"#;
        for (answer, wanted) in [
            (
                r#"{"error":"Internal Server Error","trace":"140155894682256"}"#,
                "Internal Server Error",
            ),
            (fastapi, "Field required"),
            (
                r#"{"type":"about:blank","title":"Bad Request","detail":"age 7 is odd"}"#,
                "Bad Request; age # is odd",
            ),
            ("Internal Server Error", "Internal Server Error"),
            (
                "<html><head><title>500 Oops</title></head><body>x</body></html>",
                "# Oops",
            ),
            (
                "<r><e errorCode=\"2\" errorMessage=\"no such set\"/></r>",
                "no such set",
            ),
            (r#"{"id":7,"name":"text"}"#, ""),
            (
                r#"{"message":"token s3cret is wrong"}"#,
                "token *** is wrong",
            ),
        ] {
            assert_eq!(said("", answer), wanted, "{answer}");
        }
    }

    #[test]
    fn what_a_plain_text_quotes_is_masked_whatever_it_holds() {
        let request = r#"{"name": "a<b> &!C", "word": "j"}"#;
        for answer in ["no name a<b> &!C here", "no name Rex II here"] {
            assert_eq!(said(request, answer), "no name \"…\" here");
        }
        assert_eq!(said(request, "wrong form: j"), "wrong form: \"…\"");
        assert_eq!(said(request, "no job jj"), "no job jj");
    }

    #[test]
    fn what_was_sent_is_masked() {
        let request = r#"{"name": "aQ+ fJ", "kind": "cat"}"#;
        let answer = r#"{"message":"no aQ+ fJ here, nor Rex II, nor a cat"}"#;
        assert_eq!(said(request, answer), "no \"…\" here, nor \"…\", nor a cat");
    }
}
