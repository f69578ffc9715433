//! The reader of journals, on any bytes.

use crate::run::journal;

/// Reads the bytes as a journal.
///
/// # Panics
/// When a refusal names no line or no reason, or what was read as whole is refused the next time.
pub fn journal_reader(bytes: &[u8]) {
    match journal::read(bytes) {
        Ok((header, done, whole)) => {
            assert!(whole <= bytes.len());
            let again = journal::read(&bytes[..whole]);
            let (same, rest, length) = again.unwrap_or_else(|why| panic!("refused again: {why:?}"));
            assert_eq!((same, length), (header, whole));
            assert_eq!(rest.judged.len(), done.judged.len());
        }
        Err((line, why)) => assert!(line > 0 && !why.is_empty(), "line {line}: {why}"),
    }
}
