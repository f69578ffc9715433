//! Character and entity references (sections 4.1 and 4.6).

use crate::xml::chars::{is_char, name_end};
use crate::xml::error::Fault;

/// The character of the reference that starts at `at` with `&`, and where the reference ends.
pub(super) fn reference(text: &str, at: usize) -> Result<(char, usize), Fault> {
    let bytes = text.as_bytes();
    if bytes.get(at + 1) == Some(&b'#') {
        return character(text, at);
    }
    let end = name_end(text, at + 1);
    if end == at + 1 {
        let message = "\"&\" starts no reference here; it is written as \"&amp;\"";
        return Err(Fault::new(at, "bare-ampersand", "2.4", message));
    }
    if bytes.get(end) != Some(&b';') {
        return Err(unterminated(text, at, end));
    }
    let c = match &text[at + 1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        name => {
            let message = format!("the entity {name:?} is not declared");
            return Err(Fault::new(at, "undeclared-entity", "4.1", message));
        }
    };
    Ok((c, end + 1))
}

fn unterminated(text: &str, at: usize, end: usize) -> Fault {
    let message = format!("the reference {:?} does not end with \";\"", &text[at..end]);
    Fault::new(at, "unterminated-reference", "4.1", message)
}

fn character(text: &str, at: usize) -> Result<(char, usize), Fault> {
    let bytes = text.as_bytes();
    // A capital X is not allowed here.
    let hex = bytes.get(at + 2) == Some(&b'x');
    let (base, start) = if hex { (16, at + 3) } else { (10, at + 2) };
    let mut end = start;
    let mut code = 0u32;
    while let Some(digit) = bytes.get(end).and_then(|b| char::from(*b).to_digit(base)) {
        // Beyond Unicode is beyond Unicode however far.
        code = code.saturating_mul(base).saturating_add(digit);
        end += 1;
    }
    if end == start {
        let message = "a character reference has no digits";
        return Err(Fault::new(at, "reference-without-digits", "4.1", message));
    }
    if bytes.get(end) != Some(&b';') {
        return Err(unterminated(text, at, end));
    }
    match char::from_u32(code).filter(|c| is_char(*c)) {
        Some(c) => Ok((c, end + 1)),
        None => {
            let rule = match code {
                0 => "reference-to-zero",
                0x11_0000.. => "reference-beyond-unicode",
                0xD800..=0xDFFF => "reference-to-surrogate",
                _ => "reference-to-illegal-character",
            };
            let message = format!("{} refers to no character of XML", &text[at..=end]);
            Err(Fault::new(at, rule, "4.1", message))
        }
    }
}
