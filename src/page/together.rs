//! A status and a code that stand in one cell: `404 NoSuchKey`, `NoSuchKey (404)`, `HTTP 409 / 1015`.

use super::block::tidy;
use super::columns::led;
use super::lists::{is_code, is_phrase};
use super::{caught, patterns};

patterns! {
    ENDS = r"(?i)^(\S+)(\s*[(\[]\s*|\s*[,/|–—:]\s*|\s+-\s+|\s+)((?:HTTP(?:/[\d.]+)?\s*)?(?:status\s*)?(?:code\s*)?:?\s*)([1-5]\d\d)((?:\s+[^()\[\]]*)?)[)\]]?$";
    CALLED = r"(?i)^(?:error\s+)?code:?\s+";
    QUOTED = r"^`([^`\s]+)`$";
    APART = r"^(\S+?)(?::\s+|\s+[-–—:]\s+)(\S.*)$";
}

/// What a cell holds that is about a status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) status: Option<String>,
    pub(super) code: Option<String>,
    /// What is said beside both.
    pub(super) words: String,
    /// Whether the code reads as what HTTP itself calls the status, so that it may be none.
    pub(super) named: bool,
    /// Why what stands beside the status is not taken for a code.
    pub(super) doubt: Option<&'static str>,
}

const SEVERAL: &str =
    "what stands behind the status may be a code of several words, or only its name";
const WORD: &str = "what stands beside the status may be a code, or only what it means";
const TWICE: &str = "two numbers stand in one cell that may both be statuses";
/// Why the name of a status is no code.
pub(super) const NAMED: &str =
    "what stands beside the status may be a code, or only what HTTP calls the status";

/// Reads a cell; `called` where its head says that codes stand in it.
pub(super) fn read(cell: &str, called: bool) -> Cell {
    let text = tidy(&cell.replace('*', ""));
    match led(&text) {
        Some((status, rest)) => Cell {
            status: Some(status.clone()),
            ..behind(&status, rest)
        },
        None => before(&text, called),
    }
}

/// What stands behind a status.
fn behind(status: &str, rest: &str) -> Cell {
    let apart = rest.starts_with([
        ' ', '/', ':', '-', '–', '—', ',', '(', '[', '|', '`', '"', '\'',
    ]);
    let trimmed = bare(rest);
    if trimmed.is_empty() || is_name(status, trimmed) && trimmed.contains(' ') {
        return Cell::default();
    }
    if !apart {
        return doubtful(WORD);
    }
    // `404 Not Found: NoSuchKey`: the name of the status says no more than the status.
    let trimmed = bare(unnamed(status, trimmed));
    let called = caught(&CALLED, trimmed).and_then(|found| found.get(0));
    let trimmed = called.map_or(trimmed, |m| &trimmed[m.end()..]);
    let (word, words) = match caught(&APART, trimmed) {
        Some(found) => {
            let end = found.get(1).map_or(0, |m| m.end());
            let words = found.get(2).map_or("", |m| m.as_str());
            (&trimmed[..end], words.to_owned())
        }
        None => (trimmed, String::new()),
    };
    Cell {
        words,
        ..code(status, word)
    }
}

/// A code in front of its status.
fn before(text: &str, called: bool) -> Cell {
    let Some(found) = caught(&ENDS, text) else {
        return Cell::default();
    };
    let part = |n: usize| found.get(n).map_or("", |m| m.as_str());
    let (word, between, calls, status) = (part(1), part(2), part(3), part(4));
    let named = part(5).trim();
    if !(named.is_empty() || is_name(status, named)) {
        return Cell::default();
    }
    // Nothing but a blank keeps words of a name together as well.
    let ends = word.ends_with([',', ':', '/', '|', '-', '–', '—']);
    let apart = ends || !between.trim().is_empty() || calls.trim().len() > 1;
    let mut cell = code(status, word);
    if called && apart && cell.code.is_none() && plain(bare(word)) && !is_status(word) {
        (cell.code, cell.doubt) = (Some(bare(word).to_owned()), None);
    }
    if cell.code.is_none() && cell.doubt.is_none() {
        return cell;
    }
    cell.status = Some(status.to_owned());
    cell
}

/// A word beside a status, as a code or a doubt.
fn code(status: &str, word: &str) -> Cell {
    let quoted = caught(&QUOTED, bare(word)).map(|found| found[1].to_owned());
    let inner = quoted.as_deref().unwrap_or(bare(word));
    match () {
        () if inner.is_empty() => Cell::default(),
        () if is_status(inner) => doubtful(TWICE),
        () if inner.contains(' ') => several(status, inner),
        () if is_name(status, inner) => {
            let bears = inner.len() > 2 && status.starts_with(['4', '5']);
            Cell {
                code: bears.then(|| inner.to_owned()),
                named: bears,
                ..Cell::default()
            }
        }
        () if plain(inner) && (quoted.is_some() || is_code(inner)) => Cell {
            code: Some(inner.to_owned()),
            ..Cell::default()
        },
        () if status.starts_with(['4', '5']) => doubtful(WORD),
        () => Cell::default(),
    }
}

/// Several words behind a status.
fn several(status: &str, text: &str) -> Cell {
    if is_phrase(text) || !status.starts_with(['4', '5']) {
        return Cell::default();
    }
    let mut words = text.split(' ');
    let leads = words.next().is_some_and(|w| is_code(bare(w)));
    let listed = text.contains(',') && words.any(|w| is_code(bare(w)));
    match leads && listed || super::codes::words_of(text).is_some() {
        true => doubtful(SEVERAL),
        // A sentence is what is said of the status.
        false => Cell {
            words: text.to_owned(),
            doubt: leads.then_some(WORD),
            ..Cell::default()
        },
    }
}

fn doubtful(why: &'static str) -> Cell {
    Cell {
        doubt: Some(why),
        ..Cell::default()
    }
}

/// Whether two codes are written alike: `NOT_FOUND` as `BAD_NAME`, `NotFound` as `NoSuchKey`.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let manner = |code: &str| {
        let letters = || code.chars().filter(|c| c.is_alphabetic());
        let inner = code.chars().skip(1).any(char::is_uppercase);
        let first = code.starts_with(char::is_uppercase);
        let all = letters().all(char::is_uppercase);
        (letters().count() > 0, code.contains('_'), all, first, inner)
    };
    manner(one) == manner(other)
}

/// Whether a text is what HTTP calls the status, in any writing.
pub(super) fn is_name(status: &str, text: &str) -> bool {
    let letters = |text: &str| -> String {
        let all = text.chars().filter(|c| c.is_alphanumeric());
        all.collect::<String>().to_lowercase()
    };
    let name = name(status);
    !name.is_empty() && letters(text) == letters(name) || is_phrase(&parted(text))
}

/// The words of a code, apart: `not found` of `NotFound` and of `NOT_FOUND`.
fn parted(text: &str) -> String {
    let mut out = String::new();
    let mut low = false;
    for c in text.chars() {
        match c {
            '_' | '-' => out.push(' '),
            c if c.is_uppercase() && low => out.extend([' ', c]),
            c => out.push(c),
        }
        low = c.is_lowercase();
    }
    out
}

fn name(status: &str) -> &'static str {
    let number = status.parse::<u16>().ok();
    let status = number.and_then(|n| http::StatusCode::from_u16(n).ok());
    status
        .and_then(|s| s.canonical_reason())
        .unwrap_or_default()
}

/// What is left of a text without the name of the status at its beginning, if anything is.
fn unnamed<'t>(status: &str, text: &'t str) -> &'t str {
    let name = name(status);
    let head = text.get(..name.len()).unwrap_or_default();
    let rest = text.get(name.len()..).unwrap_or_default();
    let ends = rest.starts_with([' ', ':', '-', '–', '—', '/', '(', ',', '[']);
    match !name.is_empty() && head.eq_ignore_ascii_case(name) && ends && !bare(rest).is_empty() {
        true => rest,
        false => text,
    }
}

/// A text without the marks around it; quotes around one word are its own.
fn bare(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "/:-–—,()[]|".contains(c));
    match caught(&QUOTED, text).is_some() {
        true => text,
        false => text.trim_matches(['`', '"', '\'', ' ']),
    }
}

fn is_status(word: &str) -> bool {
    let word = word.trim_matches('`');
    word.len() == 3 && super::columns::status_of(word).is_some()
}

fn plain(word: &str) -> bool {
    let fine = |c: char| c.is_alphanumeric() || "_-.:/".contains(c);
    word.len() < 80 && word.chars().all(fine) && word.chars().any(char::is_alphanumeric)
}
