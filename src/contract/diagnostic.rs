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

/// How much a note on a contract weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Weight {
    /// The document is right, and clausal makes less of it than it says.
    Note,
    /// Nothing forbids it, and it is hardly meant so.
    Warning,
    /// The document is wrong.
    #[default]
    Error,
}

impl Weight {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Error => "error",
        }
    }
}

/// One thing that is to be said of a contract: a note on one that is loaded, or a reason to refuse it.
#[derive(Debug, Clone)]
pub struct Problem {
    /// How much it weighs.
    pub weight: Weight,
    /// What is wrong, and what was expected.
    pub message: String,
    /// Where.
    pub location: Location,
    /// The bytes of the file's text that are meant.
    pub span: Range<usize>,
    /// What would set it right.
    pub hint: Option<String>,
    /// What is lost by it, when the contract is loaded all the same.
    pub cost: Option<String>,
    /// The text, to show the line.
    source: Option<Arc<Source>>,
}

impl Problem {
    /// A problem at a place of a text.
    pub(super) fn at(mark: &Mark, message: impl Into<String>) -> Self {
        Problem {
            weight: Weight::Error,
            message: message.into(),
            location: mark.location(),
            span: mark.span.clone(),
            hint: None,
            cost: None,
            source: Some(mark.source.clone()),
        }
    }

    /// A problem at a place of the model, whose text is not at hand.
    pub(super) fn of_place(at: &Location, message: impl Into<String>) -> Self {
        let mut problem = Problem::of_file(&at.file, message);
        problem.location = at.clone();
        problem
    }

    /// Says to the author of a contract that an entry of `x-errors` ties nothing.
    pub fn ties_nothing(at: &Location, code: &str) -> Self {
        Problem::of_place(at, format!("the entry of code {code} yields no clause"))
            .hint("every rule that it could be about has a code of its own, or the operation has no rule")
            .weighs(Weight::Warning)
            .costs("the code is not tested")
    }

    /// A problem of a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Problem {
            weight: Weight::Error,
            message: message.into(),
            location: Location {
                file: file.into(),
                ..Location::default()
            },
            span: 0..0,
            hint: None,
            cost: None,
            source: None,
        }
    }

    /// Leaves nothing of what stands at the place.
    pub(super) fn hush(&mut self) {
        self.message = "the file is no part of a contract".to_owned();
        self.source = None;
        self.hint = None;
        self.span = 0..0;
        self.location.pointer.clear();
    }

    /// The same with a hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another weight.
    pub(super) fn weighs(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// The same with what is lost by it.
    pub(super) fn costs(mut self, cost: impl Into<String>) -> Self {
        self.cost = Some(cost.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.weight {
            Weight::Error => Level::ERROR,
            Weight::Warning => Level::WARNING,
            Weight::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(&self.message));
        group = match &self.source {
            Some(source) => self.shown(source, group),
            None if self.location.file.is_empty() => group,
            None if self.location.line == 0 => group.element(Origin::path(&*self.location.file)),
            None => group.element(
                Origin::path(&*self.location.file)
                    .line(self.location.line)
                    .char_column(self.location.column),
            ),
        };
        if let Some(cost) = &self.cost {
            group = group.element(Level::NOTE.message(cost));
        }
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
