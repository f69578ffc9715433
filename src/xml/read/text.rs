//! Character data, references and CDATA sections (sections 2.4, 2.7, 2.11, 3.3.3, 4.1 and 4.6).

use std::borrow::Cow;

use super::super::chars::{is_char, is_name};
use super::super::error::Fault;
use super::{Document, short};

/// So many attributes are compared with each other one by one.
pub(super) const FEW: usize = 32;

impl Document<'_> {
    pub(super) fn text(&mut self, at: usize, end: usize) -> Result<(), Fault> {
        let raw = &self.text[at..end];
        let Some(open) = self.open.last_mut() else {
            let blank = raw.bytes().position(|b| !super::is_space(b));
            return match blank {
                None => Ok(()),
                Some(place) => Err(Fault::ill(
                    "text-outside-root",
                    "2.1",
                    at + place,
                    "text outside the root element",
                )),
            };
        };
        if let Some(place) = raw.find('&') {
            let message = "`&` that begins no reference";
            return Err(Fault::ill("bare-ampersand", "4.1", at + place, message));
        }
        if let Some(place) = raw.find("]]>") {
            let message = "`]]>` in text";
            return Err(Fault::ill("cdata-end-in-text", "2.4", at + place, message));
        }
        open.push_text(&line_ends(raw));
        Ok(())
    }

    pub(super) fn reference(&mut self, at: usize, end: usize) -> Result<(), Fault> {
        let raw = &self.text[at..end];
        let Some(open) = self.open.last_mut() else {
            let message = "a reference outside the root element";
            return Err(Fault::ill("text-outside-root", "2.1", at, message));
        };
        let mut out = String::new();
        let used = resolve(raw, at, &mut out)?;
        open.push_text(&out);
        // The tokenizer may take what is no reference any more; the rest is text.
        if used < raw.len() {
            return self.text(at + used, end);
        }
        Ok(())
    }

    pub(super) fn cdata(&mut self, at: usize, end: usize) -> Result<(), Fault> {
        let raw = &self.text[at + 9..end - 3];
        let Some(open) = self.open.last_mut() else {
            let message = "a CDATA section outside the root element";
            return Err(Fault::ill("cdata-outside-root", "2.1", at, message));
        };
        open.push_text(&line_ends(raw));
        Ok(())
    }
}

/// The value of an attribute: references resolved, white space made blanks.
pub(super) fn attribute(raw: &str, at: usize) -> Result<String, Fault> {
    let special = |b: u8| matches!(b, b'<' | b'&' | b'\t' | b'\n' | b'\r');
    if !raw.bytes().any(special) {
        return Ok(raw.to_owned());
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(place) = rest.bytes().position(special) {
        out.push_str(&rest[..place]);
        let here = at + (raw.len() - rest.len()) + place;
        rest = &rest[place..];
        let used = match rest.as_bytes()[0] {
            b'<' => {
                let message = "`<` in the value of an attribute";
                return Err(Fault::ill("less-than-in-attribute", "3.1", here, message));
            }
            b'&' => resolve(rest, here, &mut out)?,
            b'\r' if rest.as_bytes().get(1) == Some(&b'\n') => {
                out.push(' ');
                2
            }
            _ => {
                out.push(' ');
                1
            }
        };
        rest = &rest[used..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Resolves the reference that a text begins with; returns how many bytes it takes.
fn resolve(raw: &str, at: usize, out: &mut String) -> Result<usize, Fault> {
    let ill = |rule, section, message: String| Err(Fault::ill(rule, section, at, message));
    let inside = raw.strip_prefix('&').unwrap_or(raw);
    let Some(length) = inside.find(';') else {
        let message = "`&` that begins no reference".to_owned();
        return ill("bare-ampersand", "4.1", message);
    };
    let name = &inside[..length];
    let used = length + 2;
    if let Some(digits) = name.strip_prefix('#') {
        let number = match digits.strip_prefix('x') {
            Some(hex) if !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                u32::from_str_radix(hex, 16).ok()
            }
            None if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok()
            }
            _ => {
                let message = format!("`&{};` is no character reference", short(name));
                return ill("bad-character-reference", "4.1", message);
            }
        };
        let Some(c) = number.and_then(char::from_u32).filter(|c| is_char(*c)) else {
            let message = format!("`&{};` refers to no legal character", short(name));
            return ill("reference-to-illegal-character", "4.1", message);
        };
        out.push(c);
        return Ok(used);
    }
    out.push(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ if is_name(name) => {
            let message = format!("the entity `{}` is not declared", short(name));
            return ill("undeclared-entity", "4.1", message);
        }
        _ => {
            let message = "`&` that begins no reference".to_owned();
            return ill("bare-ampersand", "4.1", message);
        }
    });
    Ok(used)
}

/// The text with every line end as `\n` (section 2.11).
fn line_ends(raw: &str) -> Cow<'_, str> {
    if raw.contains('\r') {
        raw.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        raw.into()
    }
}
