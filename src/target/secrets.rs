//! Values that must not be shown, in whatever writing they come back. This is the one place that
//! masks: whatever tells, keeps or prints what a target or a profile said asks it first.

mod apart;
mod forms;
mod layers;
mod search;

use std::sync::{Arc, PoisonError, RwLock};

use crate::exchange::Response;
use search::Search;

/// What stands in place of a secret.
pub const MASK: &str = "***";

/// Shorter values stand in every text.
const SHORTEST: usize = 3;
/// Values that are this long mean themselves wherever they stand; shorter ones are words that others
/// may hold by chance, and are looked for where they stand alone.
const ANYWHERE: usize = 6;
/// Values this long are keys wherever they stand.
#[cfg(feature = "cli")]
const KEY: usize = 16;
/// What tells nobody anything, and would be masked in every other line.
const WORDS: [&str; 9] = [
    "basic", "bearer", "digest", "false", "login", "null", "password", "token", "true",
];
/// Bytes that the longest writing of one byte may take, a few layers of escapes included.
const WIDEST: usize = 16;

/// Values that must not reach a log, a report or a file. Clones share them, so that a token that
/// comes up during a run is masked from then on.
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Known>>);

#[derive(Default)]
struct Known {
    values: Vec<String>,
    /// Made when it is first needed after a change.
    search: Option<Arc<Search>>,
}

impl Secrets {
    /// Takes note of one more.
    pub fn add(&self, value: &str) {
        let value = value.trim();
        let is_word = WORDS.iter().any(|w| w.eq_ignore_ascii_case(value));
        if value.len() < SHORTEST || value == MASK || is_word {
            return;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if !known.values.iter().any(|v| v == value) {
            known.values.push(value.to_owned());
            known.search = None;
        }
    }

    /// Those that are keys: so long that no text holds one by chance, as it may hold a user's name.
    #[cfg(feature = "cli")]
    pub(crate) fn keys(&self) -> Secrets {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let keys = Secrets::default();
        let long = known.values.iter().filter(|value| value.len() >= KEY);
        long.for_each(|value| keys.add(value));
        keys
    }

    /// Takes note of a header's value and of what it is made of: the credential behind the scheme,
    /// the values of cookies and of parameters, user and password. What a header such as `Accept`
    /// holds is no secret.
    pub fn add_header(&self, name: &str, value: &str) {
        self.add_all(apart::header(name, value));
    }

    /// Takes note of a credential: the value, and user and password where it is a pair of them.
    pub fn add_credential(&self, value: &str) {
        self.add_all(apart::credential(value));
    }

    /// Takes note of the user and the password that stand in a URL.
    pub fn add_url(&self, url: &str) {
        self.add_all(apart::url(url));
    }

    /// Takes note of a body that logs somebody in, and of its values.
    pub fn add_login(&self, body: &[u8]) {
        self.add_all(apart::login(body));
    }

    /// Takes note of what a login answered: cookies, and every value that looks like a key.
    pub fn add_answer(&self, answer: &Response) {
        self.add_all(apart::answer(answer));
    }

    /// Takes note of what a command printed.
    pub fn add_printed(&self, printed: &str) {
        self.add_all(apart::printed(printed));
    }

    fn add_all(&self, values: Vec<String>) {
        values.iter().for_each(|value| self.add(value));
    }

    /// The text with every secret masked, and what was left of one by a cut.
    pub fn mask(&self, text: &str) -> String {
        match self.search().and_then(|s| s.masked(text.as_bytes())) {
            // What is replaced begins and ends with whole characters.
            Some(masked) => String::from_utf8(masked)
                .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
            None => text.to_owned(),
        }
    }

    /// A text of our own that quotes what somebody sent: with every secret masked, and every piece of
    /// one that a parser's complaint may have taken out of it.
    pub fn mask_quoted(&self, text: &str) -> String {
        let masked = self.mask(text);
        match self.search() {
            Some(search) => search.without_pieces(masked),
            None => masked,
        }
    }

    /// Bytes with every secret masked; they may be no text.
    pub fn mask_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        self.masked(bytes).unwrap_or_else(|| bytes.to_vec())
    }

    /// The same, where there is a secret in them.
    pub fn masked(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.search()?.masked(bytes)
    }

    /// Bytes that the longest one may take in a text.
    pub fn longest(&self) -> usize {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let longest = known.values.iter().map(String::len).max();
        longest.unwrap_or(0) * WIDEST
    }

    /// Whether a text holds a secret.
    pub fn is_in(&self, text: &str) -> bool {
        self.masked(text.as_bytes()).is_some()
    }

    fn search(&self) -> Option<Arc<Search>> {
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if known.values.is_empty() {
                return None;
            }
            if let Some(search) = &known.search {
                return Some(Arc::clone(search));
            }
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let search = Arc::new(Search::new(&known.values));
        known.search = Some(Arc::clone(&search));
        Some(search)
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
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "{} secrets", known.values.len())
    }
}

#[cfg(test)]
mod tests;
