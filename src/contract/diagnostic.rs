//! What is wrong with a contract, where, and what would be right.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Location;
use super::text::{Mark, Source};

/// Most problems that a message shows.
const SHOWN: usize = 20;
/// A longer line is named and not shown: nobody reads a document that stands in one line.
const LONGEST_LINE: usize = 400;

/// A contract that was refused, with everything that was found wrong with it.
#[derive(Debug, Clone)]
pub struct ContractError {
    /// What is wrong, in the order of the text; never empty.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with a contract.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What is wrong, and what was expected.
    pub message: String,
    /// Where.
    pub location: Location,
    /// The bytes of the file's text that are meant.
    pub span: Range<usize>,
    /// What would set it right.
    pub hint: Option<String>,
    /// The text, to show the line.
    source: Option<Arc<Source>>,
}

impl Problem {
    /// A problem at a place of a text.
    pub(super) fn at(mark: &Mark, message: impl Into<String>) -> Self {
        Problem {
            message: message.into(),
            location: mark.location(),
            span: mark.span.clone(),
            hint: None,
            source: Some(mark.source.clone()),
        }
    }

    /// A problem of a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Problem {
            message: message.into(),
            location: Location {
                file: file.into(),
                ..Location::default()
            },
            span: 0..0,
            hint: None,
            source: None,
        }
    }

    /// The same with a hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether another one says the same of the same place.
    pub(super) fn says_the_same(&self, other: &Problem) -> bool {
        self.span == other.span
            && self.location.file == other.location.file
            && self.message == other.message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut group = Group::with_title(Level::ERROR.primary_title(&self.message));
        group = match &self.source {
            Some(source) => self.shown(source, group),
            None if self.location.file.is_empty() => group,
            None => group.element(Origin::path(&*self.location.file)),
        };
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(hint));
        }
        let plain = Renderer::plain().render(&[group]);
        // The renderer fills its gutter with blanks, which say nothing and break golden files.
        let lines: Vec<_> = plain.lines().map(str::trim_end).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl Problem {
    fn shown<'a>(&'a self, source: &'a Source, group: Group<'a>) -> Group<'a> {
        let line = source.line(self.location.line);
        let text = &source.text[line.clone()];
        if text.len() > LONGEST_LINE {
            let origin = Origin::path(&*self.location.file)
                .line(self.location.line)
                .char_column(self.location.column);
            return group.element(origin);
        }
        let start = self.span.start.clamp(line.start, line.end) - line.start;
        let end = self.span.end.clamp(line.start + start, line.end) - line.start;
        group.element(
            Snippet::source(text)
                .line_start(self.location.line)
                .path(&*self.location.file)
                .annotation(AnnotationKind::Primary.span(start..end)),
        )
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.problems.iter().take(SHOWN).enumerate() {
            let gap = if n == 0 { "" } else { "\n\n" };
            write!(f, "{gap}{problem}")?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            1 => f.write_str("\n\nand 1 more problem"),
            more => write!(f, "\n\nand {more} more problems"),
        }
    }
}

impl std::error::Error for ContractError {}
