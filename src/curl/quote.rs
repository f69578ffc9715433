//! Text as one word of a POSIX shell, and bytes as a format for its `printf`.

use std::fmt::Write;

/// Whether a character can be shown and pasted as it is.
pub(super) fn is_plain(c: char) -> bool {
    // What Rust's own debug output would not escape; it escapes quotes and backslashes for its
    // own syntax only.
    matches!(c, '\\' | '\'' | '"') || c.escape_debug().len() == 1
}

/// `text` between single quotes.
pub(super) fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `text` as one word without line breaks, where the shell allows it.
pub(super) fn argument(text: &str) -> String {
    if text.chars().all(is_plain) {
        return single(text);
    }
    // `$(...)` drops trailing line feeds, and interactive shells expand `!` inside double quotes.
    let head = text.trim_end_matches('\n');
    let format = printf_format(head.as_bytes()).replace('!', r"\041");
    let mut word = format!("\"$(printf '{format}')\"");
    if head.len() < text.len() {
        word += &single(&text[head.len()..]);
    }
    word
}

/// `bytes` as a format for `printf`, to stand between single quotes.
pub(super) fn printf_format(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => out += r"\\",
                '%' => out += "%%",
                '\'' => out += r"\047",
                '\n' => out += r"\n",
                '\r' => out += r"\r",
                '\t' => out += r"\t",
                // A first `-` would be read as an option.
                '-' if out.is_empty() => out += r"\055",
                c if is_plain(c) => out.push(c),
                c => octal(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        octal(&mut out, chunk.invalid());
    }
    out
}

fn octal(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\{byte:03o}");
    }
}
