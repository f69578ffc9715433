//! Characters and names (sections 2.2 and 2.3; Namespaces, section 3).

/// Whether a character may stand in a document (production 2, Char).
pub(super) fn is_char(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// The first character of a text that may not stand in a document, with its byte offset.
pub(super) fn illegal(text: &str) -> Option<(usize, char)> {
    // Almost every document is free of what needs a look: controls, and bytes from U+FFFE.
    let suspect = |b: u8| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0xef;
    if !text.bytes().any(suspect) {
        return None;
    }
    text.char_indices().find(|(_, c)| !is_char(*c))
}

/// White space (production 3, S).
pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a name may begin with a character (production 4, NameStartChar).
pub(super) fn starts_name(c: char) -> bool {
    matches!(c,
        ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// Whether a name may go on with a character (production 4a, NameChar).
pub(super) fn continues_name(c: char) -> bool {
    starts_name(c)
        || matches!(c,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Whether a text is a name (production 5, Name).
pub(super) fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else {
        return false;
    };
    if text.is_ascii() {
        let starts = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b':');
        return starts(*first)
            && bytes
                .iter()
                .all(|b| starts(*b) || b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    }
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

/// Whether a name is qualified well: at most one colon, with a name on either side (Namespaces,
/// production 7).
pub(super) fn is_qualified(name: &str) -> bool {
    match name.split_once(':') {
        None => true,
        Some((prefix, local)) => {
            let begins = |part: &str| part.chars().next().is_some_and(starts_name);
            begins(prefix) && begins(local) && !local.contains(':')
        }
    }
}
