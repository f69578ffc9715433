//! Patterns: ECMA-262, as far as values can be held to them.

use serde_json::json;

use super::ecma;
use crate::contract::diagnostic::Weight;
use crate::contract::read::Reader;
use crate::contract::text::Mark;

impl Reader<'_> {
    /// Tells of a pattern that no value can be held to.
    pub(super) fn wrong_pattern(&mut self, mark: &Mark, pattern: &str) {
        let (weight, why) = match regex_syntax::parse(pattern) {
            Err(regex_syntax::Error::Parse(e)) => (Weight::Error, format!(": {}", e.kind())),
            Err(regex_syntax::Error::Translate(e)) => (Weight::Error, format!(": {}", e.kind())),
            // Right, and too large for an automaton.
            Ok(_) => (Weight::Note, String::new()),
            _ => (Weight::Error, String::new()),
        };
        let message = match weight {
            Weight::Note => "this pattern is too large to be tried".to_owned(),
            _ => format!("this pattern is no regular expression{why}"),
        };
        let hint = "patterns are ECMA-262 regular expressions; escape what stands for itself with a backslash";
        self.remark(weight, mark, message, hint, "it is passed over");
    }
}

/// A pattern that values can be held to: as it is, in the words of the compiler, or with braces
/// escaped that stand for themselves, as browsers take them.
pub(super) fn usable(pattern: &str) -> Option<String> {
    if !ecma::is_misread(pattern) && compiles(pattern) {
        return Some(pattern.to_owned());
    }
    let spelt = ecma::spelt(pattern);
    let escaped = braces(&spelt);
    [spelt, escaped]
        .into_iter()
        .find(|p| p != pattern && compiles(p))
}

/// Whether the very compiler that judges values later takes a pattern.
pub(super) fn compiles(pattern: &str) -> bool {
    jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok()
}

/// Escapes braces that are no repetition.
fn braces(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    let mut class = false;
    while let Some(c) = rest.chars().next() {
        let length = c.len_utf8();
        match c {
            '\\' => {
                let next = rest[1..].chars().next().map_or(0, char::len_utf8);
                // `\u{...}`, `\p{...}`: the braces belong to it.
                let named = rest[1..].starts_with(['u', 'p', 'P', 'k', 'x']);
                let end = match rest.find('}') {
                    Some(end) if named && rest[2..].starts_with('{') => end + 1,
                    _ => 1 + next,
                };
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            '[' => class = true,
            ']' => class = false,
            '{' if !class => {
                if let Some(end) = repetition(rest).filter(|_| !out.is_empty()) {
                    out.push_str(&rest[..end]);
                    rest = &rest[end..];
                    continue;
                }
                out.push('\\');
            }
            '}' if !class => out.push('\\'),
            _ => {}
        }
        out.push(c);
        rest = &rest[length..];
    }
    out
}

/// The length of `{n}`, `{n,}` or `{n,m}` at the start of a text.
fn repetition(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let (low, high) = text[1..end].split_once(',').unwrap_or((&text[1..end], ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    (!low.is_empty() && digits(low) && digits(high)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{braces, usable};

    #[test]
    fn braces_that_stand_for_themselves_are_escaped() {
        for (pattern, wanted) in [
            (
                "^(?:{[0-9]{4}}|[0-9]{4,})$",
                r"^(?:\{[0-9]{4}\}|[0-9]{4,})$",
            ),
            (r"^\{a}[{}]\p{L}{1,2}$", r"^\{a\}[{}]\p{L}{1,2}$"),
            ("a{,3}", r"a\{,3\}"),
        ] {
            assert_eq!(braces(pattern), wanted, "{pattern}");
            assert!(usable(pattern).is_some(), "{pattern}");
        }
        assert_eq!(usable("^[0-9]{4}$").as_deref(), Some("^[0-9]{4}$"));
        assert_eq!(usable("^(?=a)b$").as_deref(), Some("^(?=a)b$"));
        assert_eq!(usable("*a"), None);
        assert!(usable(r"^[\w-.]+$").is_some());
        assert!(usable(r"^(?<q>['\x22])x\k<q>$").is_some());
    }
}
