//! Texts of unknown origin made harmless: what a terminal would obey or hide, and what the runner of a
//! pipeline would take for a command, stands as an escape.

/// The text on one line, without control characters, bidirectional controls and the like. This is for
/// the eye: it cannot be turned back, since backslashes stay as they are.
pub fn line(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        visible(&mut out, c);
        out
    })
}

/// As [`line`], but line feeds stay.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A JSON document of the same meaning that no terminal obeys: characters which do not print stand
/// as `\u` escapes. Outside of strings JSON has none of them but white space.
pub fn json(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    for c in document.chars() {
        if c.is_ascii() && c != '\u{7f}' || c.escape_debug().len() == 1 {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out += &format!("\\u{unit:04x}");
            }
        }
    }
    out
}

/// A text as TOML quotes it, on one line.
pub fn toml(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\'' => out.push(c),
            c if c.escape_debug().len() == 1 => out.push(c),
            c => out += &format!("\\U{:08X}", u32::from(c)),
        }
    }
    out + "\""
}

/// Lines that no runner of a pipeline takes for a command: those of GitHub begin with `::`, older
/// ones and those of Azure hold `##[` or `##vso[`.
pub fn uncommanded(text: &str) -> String {
    let line = |line: &str| {
        let line = line
            .replace("##[", "#\\u{23}[")
            .replace("##vso[", "#\\u{23}vso[");
        let rest = line.trim_start();
        match rest.strip_prefix("::") {
            Some(tail) => format!("{}\\u{{3a}}:{tail}", &line[..line.len() - rest.len()]),
            None => line,
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Puts a character that prints as it is, and any other as an escape.
pub fn visible(out: &mut String, c: char) {
    // Rust's debug output escapes whatever does not print, and quotes and backslashes on top.
    match c {
        '\\' | '\'' | '"' => out.push(c),
        c => out.extend(c.escape_debug()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_a_command() {
        for text in [
            "::error::x",
            "a\n  ::set-env name=x::y",
            "x ##[error]y",
            "##vso[task]z",
        ] {
            let out = uncommanded(text);
            for line in out.lines() {
                assert!(!line.trim_start().starts_with("::"), "{out}");
            }
            assert!(!out.contains("##[") && !out.contains("##vso["), "{out}");
        }
        assert_eq!(uncommanded("a::b # [c]\nd"), "a::b # [c]\nd");
    }

    #[test]
    fn toml_reads_back_what_was_quoted() {
        for text in [
            "a\"b\\c'd",
            "x\ny\r\t\u{1b}[31m\u{9b}\u{202e}\u{e0001}",
            "é中\u{7f}\0",
        ] {
            let quoted = toml(text);
            assert!(!quoted.contains('\n'), "{quoted}");
            let read: toml::Table = toml::from_str(&format!("a = {quoted}")).unwrap();
            assert_eq!(read["a"].as_str(), Some(text));
        }
    }
}
