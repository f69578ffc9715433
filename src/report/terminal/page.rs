//! Lines of text with indents, labels and colours, wrapped at a width.

use anstyle::{AnsiColor, Effects, Style as Paint};

use super::Style;
use crate::report::escape::{self, uncommanded};
use crate::report::wrap::wrap;

/// Something broke.
pub(super) const BAD: Paint = AnsiColor::Red.on_default().effects(Effects::BOLD);
/// All is well.
pub(super) const GOOD: Paint = AnsiColor::Green.on_default().effects(Effects::BOLD);
/// Look at this.
pub(super) const DOUBTFUL: Paint = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// Headings and ids.
pub(super) const STRONG: Paint = Paint::new().effects(Effects::BOLD);
/// Labels.
pub(super) const QUIET: Paint = Paint::new().effects(Effects::DIMMED);

/// A text under construction.
pub(super) struct Page {
    style: Style,
    text: String,
}

impl Page {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            text: String::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn width(&self) -> usize {
        self.style.width
    }

    /// The text in a colour, if there are colours.
    pub(super) fn paint(&self, paint: Paint, text: &str) -> String {
        if self.style.colour && !text.is_empty() {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_owned()
        }
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A line as it is, with its colours.
    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.text += &" ".repeat(indent);
        // Wrapping may have put a server's words at the beginning of a line.
        self.text += &uncommanded(line);
        self.gap();
    }

    /// A line that opens a section: a painted word, then plain text, wrapped.
    pub(super) fn heading(&mut self, paint: Paint, word: &str, text: &str) {
        self.gap();
        if text.is_empty() {
            self.line(0, &self.paint(paint, word));
            return;
        }
        self.goes_on(paint, word, text);
    }

    /// The same in a section that is open.
    pub(super) fn goes_on(&mut self, paint: Paint, word: &str, text: &str) {
        let column = word.chars().count() + 1;
        self.labelled(0, &format!("{word} "), column, paint, text);
    }

    /// Wrapped text.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        self.labelled(indent, "", 0, Paint::new(), text);
    }

    /// Wrapped text in a column of its own, to the right of a label.
    pub(super) fn labelled(
        &mut self,
        indent: usize,
        label: &str,
        column: usize,
        paint: Paint,
        text: &str,
    ) {
        // Most are harmless by now; that holds for all of them here.
        let text = escape::lines(text);
        let lines = wrap(&text, self.style.width.saturating_sub(indent + column));
        for (number, line) in lines.iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            let padding = " ".repeat(column.saturating_sub(label.chars().count()));
            let whole = format!("{}{padding}{line}", self.paint(paint, label));
            self.line(indent, whole.trim_end());
        }
    }
}
