//! What tolerant readers take beside JSON (RFC 8259, section 9, lets them).

/// A text of lenient JSON in strict JSON; none if a string or a comment has no end. What follows
/// the value stays, so that whoever reads on refuses it.
pub(super) fn strict(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' => string(rest, first, &mut out)?,
            '/' if rest.starts_with("/*") => rest.find("*/")? + 2,
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '}' | ']' => {
                let closed = out.trim_end().len();
                if out[..closed].ends_with(',') {
                    out.truncate(closed - 1);
                }
                out.push(first);
                1
            }
            _ if first.is_alphabetic() || first == '_' => word(rest, &mut out),
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Some(out)
}

/// Writes a string in double quotes, control characters escaped; its length in the source.
fn string(text: &str, quote: char, out: &mut String) -> Option<usize> {
    out.push('"');
    let mut characters = text.char_indices().skip(1);
    while let Some((at, it)) = characters.next() {
        match it {
            '\\' => {
                let (_, escaped) = characters.next()?;
                if escaped != '\'' {
                    out.push('\\');
                }
                out.push(escaped);
            }
            _ if it == quote => {
                out.push('"');
                return Some(at + 1);
            }
            '"' => out.push_str("\\\""),
            _ if it < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(it))),
            _ => out.push(it),
        }
    }
    None
}

/// Writes a word: a bare name in quotes, what is no number as null.
fn word(text: &str, out: &mut String) -> usize {
    let in_name = |it: char| it.is_alphanumeric() || it == '_';
    let end = text.find(|it| !in_name(it)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if rest.trim_start().starts_with(':') {
        out.push_str(&format!("\"{word}\""));
    } else if matches!(word, "NaN" | "Infinity") {
        out.push_str("null");
    } else {
        out.push_str(word);
    }
    end
}
