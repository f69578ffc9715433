//! Characters that cannot stand as they are (sections 2.4, 2.7, 2.11 and 3.3.3).

use std::fmt::Write as _;

use super::TextForm;

/// Writes the value of an attribute.
pub(super) fn in_attribute(value: &str, quote: char, form: TextForm, out: &mut String) {
    match form {
        TextForm::DecimalReferences | TextForm::HexReferences => references(value, form, out),
        _ => {
            let special = |b: u8| {
                matches!(b, b'<' | b'&' | b'\t' | b'\n' | b'\r') || b == quote as u8
            };
            escaped(value, special, out);
        }
    }
}

/// Writes text.
pub(super) fn in_text(text: &str, form: TextForm, out: &mut String) {
    match form {
        TextForm::DecimalReferences | TextForm::HexReferences => references(text, form, out),
        // `>` is written as a reference everywhere, as `]]>` may not stand in text.
        _ => escaped(text, |b| matches!(b, b'<' | b'&' | b'>' | b'\r'), out),
    }
}

/// Writes text in CDATA sections; `]]>` is split over two of them.
pub(super) fn cdata(text: &str, out: &mut String) {
    let parts: Vec<&str> = text.split('\r').collect();
    for (number, part) in parts.iter().enumerate() {
        // A line end of this kind would be read as another one.
        if number > 0 {
            out.push_str("&#13;");
        }
        if part.is_empty() && parts.len() > 1 {
            continue;
        }
        out.push_str("<![CDATA[");
        out.push_str(&part.replace("]]>", "]]]]><![CDATA[>"));
        out.push_str("]]>");
    }
}

fn escaped(text: &str, special: impl Fn(u8) -> bool, out: &mut String) {
    let mut start = 0;
    for (i, b) in text.bytes().enumerate() {
        if !special(b) {
            continue;
        }
        out.push_str(&text[start..i]);
        out.push_str(match b {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&apos;",
            b'\t' => "&#9;",
            b'\n' => "&#10;",
            _ => "&#13;",
        });
        start = i + 1;
    }
    out.push_str(&text[start..]);
}

fn references(text: &str, form: TextForm, out: &mut String) {
    for c in text.chars() {
        // Writing to a string cannot fail.
        let _ = match form {
            TextForm::HexReferences => write!(out, "&#x{:X};", c as u32),
            _ => write!(out, "&#{};", c as u32),
        };
    }
}
