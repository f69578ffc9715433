//! Codes for characters that a value may not hold.

use super::{Known, Tie, breaks, simple};
use crate::page::{caught, patterns};

patterns! {
    ONLY = r"(?i)\b(?:must|may|can|should)?\s*(?:only (?:contain|consist of|include|have|use)|(?:contain|consist of|include) only|contains only)\s+(.*?)(?:\.\s|\.$|$)";
    ALLOWED = r"(?i)^(?:only )(.*?) (?:are|is) (?:allowed|permitted|accepted)";
}

/// Kinds of characters by their words, the longest first; as a class of a pattern holds them.
const KINDS: &[(&str, &str)] = &[
    ("alphanumeric characters", "A-Za-z0-9"),
    ("alphanumerical characters", "A-Za-z0-9"),
    ("alpha-numeric characters", "A-Za-z0-9"),
    ("alphanumerics", "A-Za-z0-9"),
    ("alphanumeric", "A-Za-z0-9"),
    ("lowercase letters", "a-z"),
    ("lower case letters", "a-z"),
    ("lower-case letters", "a-z"),
    ("uppercase letters", "A-Z"),
    ("upper case letters", "A-Z"),
    ("upper-case letters", "A-Z"),
    ("letters", "A-Za-z"),
    ("numbers", "0-9"),
    ("digits", "0-9"),
    ("underscores", "_"),
    ("underscore", "_"),
    ("hyphens", "-"),
    ("hyphen", "-"),
    ("dashes", "-"),
    ("dash", "-"),
    ("minus signs", "-"),
    ("periods", "."),
    ("period", "."),
    ("dots", "."),
    ("full stops", "."),
    ("spaces", " "),
    ("colons", ":"),
    ("slashes", "/"),
    ("plus signs", "+"),
    ("at signs", "@"),
];
/// Words between them that mean nothing by themselves.
const BETWEEN: &[&str] = &[
    "and",
    "or",
    "the",
    "characters",
    "character",
    "ascii",
    "a",
    "as",
    "well",
    "special",
    "signs",
    "symbols",
];

/// The pattern that words state.
pub(super) fn tie(sentence: &str, about: &Known) -> Option<Tie> {
    if !matches!(about.kind.as_deref(), Some("string") | None) {
        return None;
    }
    let found = caught(&ONLY, sentence).or_else(|| caught(&ALLOWED, sentence))?;
    let class = class(found.get(1)?.as_str())?;
    let mut tie = simple(about, vec![breaks("pattern")]);
    tie.states.push(("pattern", format!("^[{class}]*$").into()));
    Some(tie)
}

/// The class of what is listed; nothing where a word is not understood.
fn class(words: &str) -> Option<String> {
    let mut rest = words.trim().to_owned();
    let mut parts: Vec<String> = Vec::new();
    // Characters in quotes or brackets stand for themselves.
    while let Some(at) = rest.find(['\'', '"', '`', '(']) {
        let open = rest[at..].chars().next()?;
        let close = if open == '(' { ')' } else { open };
        let inner_start = at + open.len_utf8();
        let end = rest[inner_start..].find(close)? + inner_start;
        let inner = rest[inner_start..end].to_owned();
        // In brackets stands what the word before them means.
        let single = inner.chars().count() == 1 && !inner.chars().all(char::is_alphanumeric);
        let ranges = inner
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-, ".contains(c))
            && open == '(';
        match (single, ranges) {
            (true, _) => parts.push(inner),
            (false, true) => {}
            _ => return None,
        }
        rest.replace_range(at..end + close.len_utf8(), " , ");
    }
    let mut lower = rest.to_lowercase();
    for (word, class) in KINDS {
        if lower.contains(word) {
            lower = lower.replace(word, " ");
            parts.push((*class).to_owned());
        }
    }
    let known = |w: &str| w.is_empty() || BETWEEN.contains(&w);
    let understood = lower
        .split(|c: char| c.is_whitespace() || ",;:/".contains(c))
        .all(known);
    if !understood || parts.is_empty() {
        return None;
    }
    let mut class = String::new();
    for part in ["A-Z", "a-z", "0-9"] {
        if parts.iter().any(|p| p.contains(part)) {
            class += part;
        }
    }
    let mut dash = false;
    for part in parts.iter().filter(|p| p.chars().count() == 1) {
        match part.as_str() {
            "-" => dash = true,
            "]" | "\\" | "^" | "[" => class += &format!("\\{part}"),
            other if !class.contains(other) => class += other,
            _ => {}
        }
    }
    Some(if dash { class + "-" } else { class })
}
