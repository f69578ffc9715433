//! How much the reader takes.

/// Bounds of the reader, for documents from servers that may be at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements inside each other, the root included. Beyond some thousands the stack may not do.
    pub depth: usize,
    /// Bytes of the whole document as it came.
    pub bytes: usize,
    /// Attributes of one element, declarations of namespaces included.
    pub attributes: usize,
    /// Elements and attributes of the whole document: each takes some hundred bytes of memory, and
    /// may take a few bytes in the document.
    pub nodes: usize,
}

impl Default for Limits {
    /// 256 levels, 16 MiB, 4096 attributes of one element, a million elements and attributes.
    fn default() -> Self {
        Limits {
            depth: 256,
            bytes: 16 << 20,
            attributes: 4096,
            nodes: 1_000_000,
        }
    }
}
