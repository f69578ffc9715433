//! The comparison of snapshots, on any two texts.

use crate::run::changes;

/// Compares the first part with the second, as a snapshot that is kept with one that came.
///
/// # Panics
/// When a text differs from itself, or two texts are told to differ and nothing is shown of it.
pub fn snapshot_reader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = super::parts(text.as_bytes()).into_iter();
    let mut part = || String::from_utf8_lossy(parts.next().unwrap_or_default());
    let (kept, came) = (part(), part());
    let file = |text: &str| format!("---\nexpression: \"GET /\"\n---\n{text}\n");
    assert_eq!(changes(&file(&came), &came), None);
    if let Some(lines) = changes(&file(&kept), &came) {
        assert!(!lines.is_empty());
    }
}
