//! What a parser said to one document.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What a parser said to one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took the document; with the canonical form where it gave one.
    Accept(Option<Vec<u8>>),
    /// It refused the document, in these words.
    Reject(String),
    /// It broke down: a signal, an exit code above 63, or its own report of a crash.
    Crash(String),
    /// It did not end in time, or printed without end.
    Hang(String),
    /// It held this many bytes, which is more than it may.
    Memory(u64),
    /// It took the document and does not treat it alike: what it wrote again reads otherwise, it says
    /// something else when the document comes in pieces, or another parser does.
    Differs(String),
    /// It does not claim to read such documents.
    Unsupported(String),
}

/// An answer and how long it took.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What was said.
    pub answer: Answer,
    /// From the document, or the answer before it, to this answer.
    pub took: Duration,
    /// Whether this came again when the document was given alone; only breakdowns are tried twice.
    pub repeats: bool,
}

impl Reply {
    pub(super) fn new(answer: Answer, took: Duration) -> Self {
        Reply {
            answer,
            took,
            repeats: true,
        }
    }
}

impl Answer {
    /// A line of the persistent protocol, without its line end. `None` when it is no answer.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let end = line.iter().position(|b| *b == b' ').unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let text = || brief(&String::from_utf8_lossy(rest));
        Some(match word {
            b"accept" if rest.is_empty() => Answer::Accept(None),
            b"accept" => Answer::Accept(Some(STANDARD.decode(rest).ok()?)),
            b"reject" => Answer::Reject(text()),
            b"crash" => Answer::Crash(text()),
            b"differs" => Answer::Differs(text()),
            b"unsupported" => Answer::Unsupported(text()),
            _ => return None,
        })
    }

    /// Whether the parser, or the process it runs in, broke down.
    pub fn is_breakdown(&self) -> bool {
        matches!(self, Answer::Crash(_) | Answer::Hang(_) | Answer::Memory(_))
    }

    /// For people, on one line; not yet safe for a terminal.
    pub fn shown(&self) -> String {
        let with = |word: &str, text: &str| match text {
            "" => word.to_owned(),
            text => format!("{word}: {text}"),
        };
        match self {
            Answer::Accept(None) => "accepted".into(),
            Answer::Accept(Some(form)) => format!(
                "accepted, and read as {}",
                brief(&String::from_utf8_lossy(form))
            ),
            Answer::Reject(text) => with("refused", text),
            Answer::Crash(text) => with("crashed", text),
            Answer::Hang(text) => with("did not end", text),
            Answer::Memory(bytes) => format!("held {} MiB of memory", bytes >> 20),
            Answer::Differs(text) => with("differs", text),
            Answer::Unsupported(text) => with("unsupported", text),
        }
    }
}

/// The longest reason that is kept, in characters.
const BRIEF: usize = 400;

/// The beginning of a text.
pub(super) fn brief(text: &str) -> String {
    match text.char_indices().nth(BRIEF) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_four_words() {
        assert_eq!(Answer::parse(b"accept"), Some(Answer::Accept(None)));
        assert_eq!(
            Answer::parse(b"accept PGEvPg==\r"),
            Some(Answer::Accept(Some(b"<a/>".to_vec())))
        );
        assert_eq!(
            Answer::parse(b"reject no end: 1"),
            Some(Answer::Reject("no end: 1".into()))
        );
        assert_eq!(
            Answer::parse(b"reject"),
            Some(Answer::Reject(String::new()))
        );
        assert_eq!(
            Answer::parse(b"differs in text"),
            Some(Answer::Differs("in text".into()))
        );
        assert_eq!(Answer::parse(b"crash x"), Some(Answer::Crash("x".into())));
        assert_eq!(
            Answer::parse(b"unsupported UTF-16"),
            Some(Answer::Unsupported("UTF-16".into()))
        );
    }

    #[test]
    fn everything_else_is_no_answer() {
        for line in [
            &b""[..],
            b"ok",
            b"Accept",
            b"accept !",
            b"accepted",
            b"warning: reject",
        ] {
            assert_eq!(Answer::parse(line), None, "{line:?}");
        }
    }

    #[test]
    fn long_reasons_are_cut() {
        let line = format!("reject {}", "é".repeat(100_000));
        let Some(Answer::Reject(text)) = Answer::parse(line.as_bytes()) else {
            panic!("not read");
        };
        assert_eq!(text.chars().count(), BRIEF + 1);
    }
}
