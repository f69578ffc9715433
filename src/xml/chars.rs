//! Which characters stand where, by tables for ASCII.

/// Whether a character may stand in a document at all (section 2.2, production 2).
pub const fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether the whole text is a Name (section 2.3, production 5).
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && name_end(text, 0) == text.len()
}

/// Whether the whole text is a Name without colons (Namespaces 3, production 4).
pub fn is_nc_name(text: &str) -> bool {
    is_name(text) && !text.contains(':')
}

const NAME_START: u8 = 1;
const NAME: u8 = 2;
/// What ends the plain part of an attribute value.
const VALUE_STOP: u8 = 4;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        if b.is_ascii_alphabetic() || b == b':' || b == b'_' {
            table[byte] |= NAME_START | NAME;
        } else if b.is_ascii_digit() || b == b'-' || b == b'.' {
            table[byte] |= NAME;
        }
        if matches!(b, b'<' | b'&' | b'"' | b'\'' | b'\t' | b'\n' | b'\r') {
            table[byte] |= VALUE_STOP;
        }
        byte += 1;
    }
    table
}

/// White space (section 2.3, production 3).
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Where white space that starts at `at` ends.
pub(super) fn space_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && is_space(bytes[at]) {
        at += 1;
    }
    at
}

/// Where the plain part of an attribute value ends.
#[inline]
pub(super) fn plain_value_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && CLASS[bytes[at] as usize] & VALUE_STOP == 0 {
        at += 1;
    }
    at
}

/// Where a Name that starts at `at` ends; `at` when there is none.
#[inline]
pub(super) fn name_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes
        .get(at)
        .is_some_and(|b| CLASS[*b as usize] & NAME_START != 0)
    {
        let mut end = at + 1;
        while end < bytes.len() && CLASS[bytes[end] as usize] & NAME != 0 {
            end += 1;
        }
        if bytes.get(end).is_none_or(u8::is_ascii) {
            return end;
        }
    }
    long_name_end(text, at)
}

/// The same for names beyond ASCII.
fn long_name_end(text: &str, at: usize) -> usize {
    let mut end = at;
    for c in text[at..].chars() {
        if !(is_name_char(c) && (end > at || is_name_start(c))) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Whether a Name may start with it (section 2.3, production 4).
pub(super) const fn is_name_start(c: char) -> bool {
    if c.is_ascii() {
        return CLASS[c as usize] & NAME_START != 0;
    }
    matches!(c,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Whether it may stand in a Name (section 2.3, production 4a).
pub(super) const fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The first character that may not stand in a document (section 2.2).
pub(super) fn first_illegal(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Whole blocks without any suspect byte are passed at the speed of memory.
    for block in bytes.chunks(64) {
        let suspect = block
            .iter()
            .fold(false, |found, b| found | ((*b < 0x20) | (*b == 0xEF)));
        if suspect
            && let Some(i) = block
                .iter()
                .enumerate()
                .position(|(i, _)| starts_illegal(&bytes[at + i..]))
        {
            return Some(at + i);
        }
        at += block.len();
    }
    None
}

fn starts_illegal(bytes: &[u8]) -> bool {
    match bytes {
        [b'\t' | b'\n' | b'\r', ..] => false,
        [b, ..] if *b < 0x20 => true,
        // U+FFFE and U+FFFF; surrogates are no characters in Rust.
        [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
        _ => false,
    }
}
