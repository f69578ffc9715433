//! Bodies for the eye: indented where that changes nothing but white space, else as they are.

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use serde::de::IgnoredAny;

use super::escape;

/// Bytes of a body that are shown at most.
const SHOWN: usize = 32 << 10;
/// Nesting that is indented at most.
const DEEPEST: usize = 64;

/// A body made harmless to show.
pub(super) struct Shown {
    /// As it came, line by line.
    pub raw: String,
    /// Indented, where that differs.
    pub pretty: Option<String>,
    /// What was left out, in words.
    pub note: Option<String>,
}

/// Makes a body ready to be shown; no more than `limit` bytes of it, or a bound of its own.
pub(super) fn body(bytes: &[u8], limit: usize) -> Shown {
    let limit = limit.min(SHOWN);
    let cut = &bytes[..bytes.len().min(limit)];
    let raw = escape::byte_lines(cut);
    if cut.len() < bytes.len() {
        let left = bytes.len() - cut.len();
        let note = format!(
            "the first {limit} of {} bytes; {left} more are left out here, a json report has them all",
            bytes.len()
        );
        return Shown {
            raw,
            pretty: None,
            note: Some(note),
        };
    }
    let text = std::str::from_utf8(bytes).ok();
    let pretty = text.and_then(|text| json(text).or_else(|| xml(text)));
    Shown {
        pretty: pretty
            .map(|text| escape::lines(&text))
            .filter(|p| *p != raw),
        raw,
        note: None,
    }
}

/// JSON with other white space: members keep their order, their repetitions and every digit.
fn json(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) || serde_json::from_str::<IgnoredAny>(text).is_err() {
        return None;
    }
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '"' => {
                quoted = true;
                out.push(c);
            }
            '{' | '[' => {
                out.push(c);
                while rest.next_if(|c| c.is_ascii_whitespace()).is_some() {}
                if let Some(end) = rest.next_if(|c| matches!(c, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
        if depth > DEEPEST {
            return None;
        }
    }
    Some(out)
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// XML with other white space between elements; none where text stands beside elements.
fn xml(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // For each open element: whether it holds elements, and whether it holds text.
    let mut open: Vec<(bool, bool)> = Vec::new();
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof if open.is_empty() => break,
            Event::Eof | Event::DocType(_) => return None,
            Event::Start(_) => {
                open.last_mut().iter_mut().for_each(|o| o.0 = true);
                open.push((false, false));
            }
            Event::Empty(_) => open.last_mut().iter_mut().for_each(|o| o.0 = true),
            Event::End(_) => {
                open.pop()?;
            }
            Event::Text(text) if text.bytes().all(|b| b.is_ascii_whitespace()) => continue,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                open.last_mut()?.1 = true;
            }
            _ => {}
        }
        if open.last() == Some(&(true, true)) || open.len() > DEEPEST {
            return None;
        }
        writer.write_event(event).ok()?;
    }
    String::from_utf8(writer.into_inner()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pretty(text: &str) -> Option<String> {
        body(text.as_bytes(), usize::MAX).pretty
    }

    #[test]
    fn json_is_indented_and_keeps_every_digit_and_repetition() {
        assert_eq!(
            pretty(r#"{"a": 1.10, "a":[ ],"b":["x\"}, ",1e400]}"#).unwrap(),
            "{\n  \"a\": 1.10,\n  \"a\": [],\n  \"b\": [\n    \"x\\\"}, \",\n    1e400\n  ]\n}"
        );
        assert_eq!(pretty("{\"a\": }"), None, "what is no JSON stays");
        assert_eq!(pretty("17"), None);
    }

    #[test]
    fn xml_is_indented_where_no_text_is_touched() {
        assert_eq!(
            pretty("<?xml version=\"1.0\"?><a b='1'><c/><d>x &amp; y</d></a>").unwrap(),
            "<?xml version=\"1.0\"?>\n<a b='1'>\n  <c/>\n  <d>x &amp; y</d>\n</a>"
        );
        for kept in [
            "<a>text<b/></a>",
            "<!DOCTYPE a><a><b/></a>",
            "<a><b></a>",
            "<a>",
        ] {
            assert_eq!(pretty(kept), None, "{kept}");
        }
    }

    #[test]
    fn what_is_large_or_hostile_is_cut_and_made_visible() {
        let shown = body(&vec![b'x'; 5 << 20], usize::MAX);
        assert_eq!(shown.raw.len(), SHOWN);
        assert!(shown.note.unwrap().contains("of 5242880 bytes"));
        let shown = body(b"\x1b[2J\0\xff\n\xe2\x80\xae", 100);
        assert_eq!(shown.raw, "\\u{1b}[2J\\0\\xff\n\\u{202e}");
        let deep = "[".repeat(120) + &"]".repeat(120);
        assert_eq!(pretty(&deep), None);
    }
}
