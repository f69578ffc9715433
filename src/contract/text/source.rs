//! The text of one file, and where its lines begin.

use std::sync::Arc;

/// A file's name and text.
#[derive(Debug)]
pub(in crate::contract) struct Source {
    /// Name as it was given to the loader.
    pub(in crate::contract) name: Arc<str>,
    /// Path as seen from the folder of the contract's first file.
    pub(in crate::contract) relative: String,
    /// Text without a byte order mark.
    pub(in crate::contract) text: String,
    /// Byte offset at which each line begins.
    lines: Vec<usize>,
}

impl Source {
    /// Notes where the lines of a text begin.
    pub(in crate::contract) fn new(name: &str, relative: &str, text: &str) -> Arc<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Arc::new(Source {
            name: name.into(),
            relative: relative.to_owned(),
            text: text.to_owned(),
            lines,
        })
    }

    /// Line and column, both counted from 1, of a byte offset.
    pub(in crate::contract) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.lines[line - 1]..offset);
        (line, before.map_or(0, |t| t.chars().count()) + 1)
    }

    /// The byte range of a line counted from 1, without its end.
    pub(in crate::contract) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + text.len()
    }
}
