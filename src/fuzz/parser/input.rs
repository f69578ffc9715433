//! What is sent: documents of known truth, and bytes of unknown truth.

use super::growth::{Family, Grown};
use crate::xml::documents::{Document, Needs, Rule, Truth};

/// What changed bytes are called, of which nothing is known.
pub(super) const MUTATED: &str = "mutated";

/// One input for a parser.
#[derive(Clone)]
pub(super) enum Input {
    /// Made by rule; it can be made smaller by rule.
    Made(Box<Document>),
    /// From a file or from mutation.
    Plain(Plain),
    /// One of a family, which may be of any length.
    Grown(Grown),
}

/// Bytes and what is known of them.
#[derive(Clone)]
pub(super) struct Plain {
    pub bytes: Vec<u8>,
    pub truth: Truth,
    pub needs: Needs,
    pub kind: &'static str,
    pub canonical: Option<Vec<u8>>,
}

impl Input {
    /// A mutant, of which nothing is known.
    pub fn unknown(bytes: Vec<u8>, kind: &'static str) -> Self {
        Input::Plain(Plain {
            bytes,
            truth: Truth::Unknown,
            needs: Needs::default(),
            kind,
            canonical: None,
        })
    }

    pub fn bytes(&self) -> &[u8] {
        match self {
            Input::Made(document) => &document.bytes,
            Input::Plain(plain) => &plain.bytes,
            Input::Grown(grown) => &grown.bytes,
        }
    }

    pub fn truth(&self) -> &Truth {
        match self {
            Input::Made(document) => &document.truth,
            Input::Plain(plain) => &plain.truth,
            Input::Grown(_) => &Truth::Unknown,
        }
    }

    pub fn needs(&self) -> &Needs {
        match self {
            Input::Made(document) => &document.needs,
            Input::Plain(plain) => &plain.needs,
            Input::Grown(grown) => &grown.needs,
        }
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Input::Made(document) => document.kind,
            Input::Plain(plain) => plain.kind,
            Input::Grown(grown) => grown.family.kind,
        }
    }

    /// The family that it is of.
    pub fn family(&self) -> Option<&'static Family> {
        match self {
            Input::Grown(grown) => Some(grown.family),
            _ => None,
        }
    }

    /// What of a parser it puts to the test, where it is one of a family.
    pub fn part(&self) -> Option<&'static str> {
        self.family().map(|family| family.part)
    }

    /// The rule that it breaks.
    pub fn rule(&self) -> Option<&Rule> {
        match self.truth() {
            Truth::IllFormed(rule) => Some(rule),
            _ => None,
        }
    }

    /// Whether it breaks the same rule, or none as the other.
    pub fn truth_is(&self, other: &Input) -> bool {
        match (self.truth(), other.truth()) {
            (Truth::IllFormed(one), Truth::IllFormed(other)) => one.name == other.name,
            (Truth::WellFormed, Truth::WellFormed) | (Truth::Unknown, Truth::Unknown) => true,
            _ => false,
        }
    }

    /// What a table of rules calls it: the rule, or else the kind.
    pub fn name(&self) -> &'static str {
        self.rule().map_or(self.kind(), |rule| rule.name)
    }

    /// Smaller inputs of the same truth, the smallest first.
    pub fn smaller(&self) -> Vec<Input> {
        match self {
            Input::Made(document) => document
                .smaller()
                .into_iter()
                .map(|document| Input::Made(Box::new(document)))
                .collect(),
            Input::Plain(_) => Vec::new(),
            Input::Grown(grown) => grown.smaller(),
        }
    }

    /// The few simplest inputs of the same truth, which take no time to make.
    pub fn simplest(&self) -> Vec<Input> {
        match self {
            Input::Made(document) => document
                .simplest()
                .into_iter()
                .map(|document| Input::Made(Box::new(document)))
                .collect(),
            Input::Plain(_) | Input::Grown(_) => Vec::new(),
        }
    }

    /// The canonical form that a right reading of it leads to.
    pub fn canonical(&self) -> Option<Vec<u8>> {
        match self {
            Input::Made(document) => document.canonical(),
            Input::Plain(plain) => plain.canonical.clone(),
            Input::Grown(_) => None,
        }
    }
}
