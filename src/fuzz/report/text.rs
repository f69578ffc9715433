//! What the reports in text have in common.

use std::fmt::Write as _;

use super::Basics;
use crate::report::{cut, shown_bytes, visible, wrap::wrap};

/// How much of an input is shown, in characters.
const SHOWN: usize = 600;

/// Facts, each with a label in a column of its own.
pub(in crate::fuzz) struct Facts {
    out: String,
    label: usize,
    width: usize,
}

impl Facts {
    /// Below a heading; labels have so many columns of all.
    pub fn new(heading: &str, label: usize, width: usize) -> Self {
        Facts {
            out: format!("{heading}\n\n"),
            label,
            width,
        }
    }

    /// A fact; its text is shown as it is.
    pub fn put(&mut self, label: &str, text: &str) {
        let lines = wrap(text, self.width.saturating_sub(self.label + 3));
        for (number, line) in lines.iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            let _ = writeln!(self.out, "  {label:0$} {1}", self.label, line.trim_end());
        }
    }

    /// Bytes, after their number.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.put(
            &format!("{} bytes", bytes.len()),
            &brief(bytes, SHOWN, " …"),
        );
    }

    /// The facts, and below them how to see it again.
    pub fn end(mut self, again: &str) -> String {
        if !again.is_empty() {
            let _ = writeln!(self.out, "\n{}", visible(again));
        }
        self.out
    }
}

/// The first characters of some bytes, with a mark where there are more.
pub(in crate::fuzz) fn brief(bytes: &[u8], limit: usize, mark: &str) -> String {
    let (text, has_more) = cut(&shown_bytes(bytes), limit);
    if has_more { text + mark } else { text }
}

/// The notes, a line or more each.
pub(in crate::fuzz) fn notes(notes: &[String], width: usize) -> String {
    let mut out = String::new();
    for note in notes {
        let lines = wrap(&visible(note), width.saturating_sub(6));
        for (number, line) in lines.iter().enumerate() {
            let label = if number == 0 { "note: " } else { "      " };
            let _ = writeln!(out, "{label}{line}");
        }
    }
    out
}

/// The whole run in one line.
pub(in crate::fuzz) fn last_line(basics: &Basics<'_>) -> String {
    let seconds = basics.took.as_secs_f64();
    let (name, count) = basics.inputs;
    let speed = count as f64 / seconds.max(1e-3);
    let more = match basics.more {
        0 => String::new(),
        more => format!(" (and {more} {name} with faults of more kinds)"),
    };
    format!(
        "{} findings{more}; {count} {name} in {seconds:.1} s ({speed:.0} {name}/s), {} kinds of answers, seed {}",
        basics.findings, basics.kinds, basics.seed
    )
}
