//! The text of one file, and where its lines begin.

use std::sync::Arc;

/// A file's name and text.
pub(in crate::contract) struct Source {
    /// Name as it was given to the loader.
    pub(in crate::contract) name: Arc<str>,
    /// Path as seen from the folder of the contract's first file.
    pub(in crate::contract) relative: String,
    /// Text without a byte order mark.
    pub(in crate::contract) text: String,
    /// Byte offset at which each line begins.
    lines: Vec<usize>,
    /// Characters that begin before each multiple of `STRIDE` bytes.
    chars: Vec<usize>,
}

impl std::fmt::Debug for Source {
    /// The name alone: every note holds its source.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// A document may stand in one line: without way-marks each column would count from its start.
const STRIDE: usize = 1024;

/// Characters that begin in some bytes of UTF-8.
fn begin(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

impl Source {
    /// Notes where the lines of a text begin.
    pub(in crate::contract) fn new(name: &str, relative: &str, text: &str) -> Arc<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let mut before = 0;
        let chars = text.as_bytes().chunks(STRIDE).map(|chunk| {
            let so_far = before;
            before += begin(chunk);
            so_far
        });
        let chars = chars.collect();
        Arc::new(Source {
            name: name.into(),
            relative: relative.to_owned(),
            text: text.to_owned(),
            lines,
            chars,
        })
    }

    /// Line and column, both counted from 1, of a byte offset.
    pub(in crate::contract) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let column = self.chars_before(offset) - self.chars_before(self.lines[line - 1]);
        (line, column + 1)
    }

    fn chars_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let bytes = self.text.as_bytes();
        let mark = (offset / STRIDE).min(self.chars.len().saturating_sub(1));
        self.chars.get(mark).copied().unwrap_or(0) + begin(&bytes[mark * STRIDE..offset])
    }

    /// The byte range of a line counted from 1, without its end.
    pub(in crate::contract) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn columns_count_characters() {
        let text = format!("a\n{}b", "\u{e9}".repeat(5_000));
        let source = Source::new("a", "a", &text);
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (2, 1));
        assert_eq!(source.position(2 + 2 * 777), (2, 778));
        assert_eq!(source.position(text.len() - 1), (2, 5_001));
        assert_eq!(source.position(text.len()), (2, 5_002));
        assert_eq!(Source::new("a", "a", "").position(0), (1, 1));
    }
}
