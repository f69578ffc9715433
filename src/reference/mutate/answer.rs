//! Answers as they go out: status, media type, bytes.

use super::at;

/// An answer of one kind.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Answered(pub(in crate::reference) &'static str);

impl Answered {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "length-in-characters",
        "length-in-utf-16-units",
        "cut-in-half",
        "cut-at-1024-bytes",
        "last-byte-missing",
        "html-after-it",
        "twice",
        "text-in-front",
        "as-text-plain",
        "as-text-html",
        "as-octet-stream",
        "without-media-type",
        "status-200",
        "status-201",
        "status-202",
        "status-204",
        "status-302",
        "status-400",
        "status-404",
        "status-500",
        "latin-1",
        "quotes-not-escaped",
        "markup-not-escaped",
        "controls-not-escaped",
        "in-quotes",
        "in-a-list",
        "null",
        "empty",
        "empty-object",
        "names-in-capitals",
    ];

    /// Changes an answer.
    pub(in crate::reference) fn change(
        self,
        status: &mut u16,
        media_type: &mut Option<&'static str>,
        body: &mut Vec<u8>,
    ) {
        let Some(on) = at(self.0) else { return };
        let text = String::from_utf8_lossy(body).into_owned();
        match on.operator() {
            "length-in-characters" => body.truncate(text.chars().count()),
            "length-in-utf-16-units" => body.truncate(text.encode_utf16().count()),
            "cut-in-half" => body.truncate(body.len() / 2),
            "cut-at-1024-bytes" => body.truncate(1024),
            "last-byte-missing" => drop(body.pop()),
            "html-after-it" => body.extend_from_slice(b"<br/>Warning: unused result"),
            "twice" => body.extend_from_slice(text.as_bytes()),
            "text-in-front" => *body = format!("Notice: undefined index\n{text}").into_bytes(),
            "as-text-plain" => *media_type = Some("text/plain"),
            "as-text-html" => *media_type = Some("text/html; charset=utf-8"),
            "as-octet-stream" => *media_type = Some("application/octet-stream"),
            "without-media-type" => *media_type = None,
            "latin-1" => {
                let byte = |it: char| u8::try_from(u32::from(it)).unwrap_or(b'?');
                *body = text.chars().map(byte).collect();
            }
            "quotes-not-escaped" => {
                *body = text
                    .replace("\\\"", "\"")
                    .replace("&quot;", "\"")
                    .into_bytes();
            }
            "markup-not-escaped" => {
                let text = text.replace("&lt;", "<").replace("&gt;", ">");
                *body = text.replace("&amp;", "&").into_bytes();
            }
            "controls-not-escaped" => {
                let text = text.replace("\\n", "\n").replace("\\t", "\t");
                *body = text
                    .replace("\\r", "\r")
                    .replace("\\u0000", "\0")
                    .into_bytes();
            }
            "in-quotes" => *body = serde_json::Value::from(text).to_string().into_bytes(),
            "in-a-list" => *body = format!("[{text}]").into_bytes(),
            "null" => *body = b"null".to_vec(),
            "empty" => body.clear(),
            "empty-object" => *body = b"{}".to_vec(),
            "names-in-capitals" => *body = in_capitals(&text).into_bytes(),
            other => {
                let number = other.strip_prefix("status-").and_then(|it| it.parse().ok());
                *status = number.unwrap_or(*status);
                if *status == 204 {
                    body.clear();
                }
            }
        }
    }
}

/// The names of members, or of elements and attributes, with a capital in front.
fn in_capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for it in text.chars() {
        let begins = matches!(before, '<' | '/' | ' ') || before == '"' && !out.ends_with(":\"");
        out.push(if begins { it.to_ascii_uppercase() } else { it });
        before = it;
    }
    out
}
