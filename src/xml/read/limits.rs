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
}

impl Default for Limits {
    /// 256 levels, 16 MiB, 4096 attributes.
    fn default() -> Self {
        Limits {
            depth: 256,
            bytes: 16 << 20,
            attributes: 4096,
        }
    }
}
