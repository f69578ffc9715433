//! Which prefixes are bound where (Namespaces 6.1).

/// A prefix of [`PREFIXES`] bound to one of [`NAMES`], and how deep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub prefix: usize,
    pub name: usize,
    depth: usize,
}

/// Prefixes; the first ones for all encodings.
pub(super) const PREFIXES: [&str; 9] = [
    "p",
    "q",
    "ns",
    "x-y",
    "_1",
    "Xml-",
    "\u{e9}",
    "\u{4e00}\u{4e8c}",
    "\u{416}a",
];
const PLAIN: usize = 6;

/// This prefix, or another one where the encoding does not have it.
pub(super) fn prefix_within(number: usize, last: u32) -> usize {
    match PREFIXES[number].chars().all(|c| u32::from(c) <= last) {
        true => number,
        false => number % PLAIN,
    }
}

/// Names of namespaces.
pub(super) const NAMES: [&str; 5] = [
    "urn:a",
    "urn:A",
    "http://example.org/ns#b",
    "urn:a%20b",
    "http://www.w3.org/1999/xhtml",
];

/// The bindings of the open elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes {
    bound: Vec<Bound>,
}

impl Scopes {
    pub fn clear(&mut self) {
        self.bound.clear();
    }

    pub fn bind(&mut self, prefix: usize, name: usize, depth: usize) {
        self.bound.push(Bound {
            prefix,
            name,
            depth,
        });
    }

    pub fn leave(&mut self, depth: usize) {
        while self.bound.last().is_some_and(|own| own.depth >= depth) {
            self.bound.pop();
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bound.is_empty()
    }

    /// A binding in force; the number chooses which.
    pub fn one(&self, number: usize) -> Option<Bound> {
        let chosen = self.bound.get(number % self.bound.len().max(1))?;
        // An inner declaration of the same prefix hides it.
        self.bound
            .iter()
            .rfind(|own| own.prefix == chosen.prefix)
            .copied()
    }

    pub fn count(&self) -> usize {
        self.bound.len()
    }

    /// The name that a prefix stands for, if any.
    pub fn last_of(&self, prefix: usize) -> usize {
        let own = self.bound.iter().rfind(|own| own.prefix == prefix);
        own.map_or(0, |own| own.name)
    }
}
