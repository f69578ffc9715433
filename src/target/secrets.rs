//! Values that must not be shown.

use std::sync::{Arc, RwLock};

/// Shorter values are words that stand in many texts by chance.
const SHORTEST: usize = 4;

/// Values that must not reach a log, a report or a file. Clones share them, so that a token that
/// comes up during a run is masked from then on.
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Vec<String>>>);

impl Secrets {
    /// Takes note of one more.
    pub fn add(&self, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let mut values = match self.0.write() {
            Ok(values) => values,
            Err(poisoned) => poisoned.into_inner(),
        };
        if !values.iter().any(|v| v == value) {
            values.push(value.to_owned());
            // A secret that holds another one must go first.
            values.sort_by_key(|v| std::cmp::Reverse(v.len()));
        }
    }

    /// The text with every secret masked.
    pub fn mask(&self, text: &str) -> String {
        let values = self.read();
        values.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "***")
        })
    }

    /// Bytes with every secret masked; they may be no text.
    pub fn mask_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let values = self.read();
        values.iter().fold(bytes.to_vec(), |bytes, secret| {
            replaced(&bytes, secret.as_bytes(), b"***")
        })
    }

    /// Bytes of the longest one.
    pub fn longest(&self) -> usize {
        self.read().iter().map(String::len).max().unwrap_or(0)
    }

    /// Whether a text holds a secret.
    pub fn is_in(&self, text: &str) -> bool {
        self.read().iter().any(|s| text.contains(s.as_str()))
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Vec<String>> {
        match self.0.read() {
            Ok(values) => values,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

/// The bytes with others in place of a part wherever that stands; the part is not empty.
pub(super) fn replaced(bytes: &[u8], part: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(bytes, part) {
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(other);
        from = at + part.len();
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.read().len())
    }
}
