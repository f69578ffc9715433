//! Escapes that keep every character what it is.

use std::fmt::Write as _;

use crate::xml::style::TextForm;

/// Bytes that text may need a reference for: markup (section 2.4), and carriage returns that would
/// be read as line feeds (section 2.11). In attribute values tabs and line feeds would be read as
/// blanks (section 3.3.3).
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 7 {
        table[b"<>&\"'\r\n"[i] as usize] = true;
        i += 1;
    }
    table[b'\t' as usize] = true;
    table
};

/// Text with references where needed.
pub(in crate::xml) fn text(out: &mut String, text: &str) {
    escaped(out, text, |byte| match byte {
        b'<' => "&lt;",
        // Only `]]>` needs it, but a reference is right everywhere.
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'\r' => "&#13;",
        _ => "",
    });
}

/// An attribute value between such quotes.
pub(in crate::xml) fn value(out: &mut String, value: &str, quote: char) {
    escaped(out, value, |byte| match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'"' if quote == '"' => "&quot;",
        b'\'' if quote == '\'' => "&apos;",
        b'\t' => "&#9;",
        b'\n' => "&#10;",
        b'\r' => "&#13;",
        _ => "",
    });
}

#[inline]
fn escaped(out: &mut String, text: &str, reference: impl Fn(u8) -> &'static str) {
    let mut done = 0;
    for (i, byte) in text.bytes().enumerate() {
        if SPECIAL[byte as usize] {
            let reference = reference(byte);
            if !reference.is_empty() {
                out.push_str(&text[done..i]);
                out.push_str(reference);
                done = i + 1;
            }
        }
    }
    out.push_str(&text[done..]);
}

/// Text in a form.
pub(super) fn form(out: &mut String, content: &str, form: TextForm) {
    match form {
        TextForm::Plain => text(out, content),
        TextForm::CData => cdata(out, content),
        TextForm::DecimalReferences | TextForm::HexReferences => references(out, content, form),
    }
}

/// An attribute value in a form; there are no CDATA sections in values.
pub(super) fn value_form(out: &mut String, content: &str, quote: char, form: TextForm) {
    match form {
        TextForm::Plain | TextForm::CData => value(out, content, quote),
        TextForm::DecimalReferences | TextForm::HexReferences => references(out, content, form),
    }
}

fn references(out: &mut String, content: &str, form: TextForm) {
    for c in content.chars() {
        let code = u32::from(c);
        let _ = match form {
            TextForm::HexReferences => write!(out, "&#x{code:X};"),
            _ => write!(out, "&#{code};"),
        };
    }
}

/// CDATA sections (section 2.7). They cannot hold their own end, so that is cut in two, nor a
/// carriage return, as it would be read as a line feed.
fn cdata(out: &mut String, content: &str) {
    for (i, part) in content.split('\r').enumerate() {
        if i > 0 {
            out.push_str("&#13;");
        }
        if !part.is_empty() {
            out.push_str("<![CDATA[");
            out.push_str(&part.replace("]]>", "]]]]><![CDATA[>"));
            out.push_str("]]>");
        }
    }
}
