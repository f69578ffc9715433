//! What a parser claims, and so what is held against it.

mod key;
mod outcome;
#[cfg(test)]
mod tests;
mod verdict;

pub use outcome::Outcome;

pub(super) use key::Key;
pub(super) use verdict::{Verdict, judge};

use super::construct;
use super::input::Input;
use super::known::Known;
use crate::xml::documents::rules;

/// What a parser claims to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// It checks the rules of Namespaces in XML 1.0.
    pub namespaces: bool,
    /// It need not read document type declarations, nor take documents that have one.
    pub no_dtd: bool,
    /// It need not take other encodings than UTF-8.
    pub utf8_only: bool,
    /// It keeps to an edition before the fifth: other names are refused, and documents of a version
    /// after 1.1 are refused or read by rules of another version.
    pub fourth_edition: bool,
    /// It does not read what parameter entities stand for, not even those of the internal subset.
    pub no_parameter_entities: bool,
    /// It reads what documents name outside of them.
    pub external_entities: bool,
    /// Rules whose breach it may take, and constructs that it need not take; crashes are no such
    /// thing.
    pub lenient: Vec<String>,
    /// Of what most parsers do otherwise, and is let pass, what this one claims to do.
    pub strict: Vec<String>,
    /// Where it is known to deviate; told, and no findings.
    pub known: Known,
}

/// What libxml2, expat and the parsers of the JDK do otherwise than the recommendation says, or may: the
/// mark of an encoding counts more than the declaration, another version is refused, and so is a
/// reference that a subset which was not read may declare.
const USUAL: [&str; 3] = [
    "mark-contradicts-encoding",
    LATER,
    "undeclared-entity-left-open",
];
/// What a document of a version after 1.1 is called,
const LATER: &str = "later-version";
/// and one that refers to a parameter entity.
const PARAMETER_REFERENCE: &str = "parameter-entity-reference";

/// A word of `--expect` that is not known.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is nothing to expect (known: namespaces, no-dtd, no-parameter-entities, utf8-only, fourth-edition, external-entities, lenient:RULE, strict:RULE)\n(hint: `clausal fuzz parser --rules` lists the rules)"
)]
pub struct ExpectError(String);

impl Expect {
    /// Reads one word of `--expect`.
    ///
    /// # Errors
    /// When there is no such word, or no such rule.
    pub fn add(&mut self, word: &str) -> Result<(), ExpectError> {
        match word.split_once(':') {
            None if word == "namespaces" => self.namespaces = true,
            None if word == "no-dtd" => self.no_dtd = true,
            None if word == "no-parameter-entities" => self.no_parameter_entities = true,
            None if word == "utf8-only" => self.utf8_only = true,
            None if word == "external-entities" => self.external_entities = true,
            None if word == "fourth-edition" => self.fourth_edition = true,
            Some(("lenient", rule))
                if rules().iter().any(|r| r.name == rule)
                    || construct::names().any(|name| name == rule) =>
            {
                self.lenient.push(rule.to_owned());
            }
            Some(("strict", rule)) if USUAL.contains(&rule) => self.strict.push(rule.to_owned()),
            _ => return Err(ExpectError(word.to_owned())),
        }
        Ok(())
    }

    /// Whether this is what most parsers do, and so no finding.
    fn is_usual(&self, name: &str) -> bool {
        USUAL.contains(&name) && !self.strict.iter().any(|own| own == name)
    }

    /// Whether a document has what is usually refused though it is well-formed.
    fn has_usual(&self, input: &Input) -> bool {
        let usual = USUAL.iter().filter(|name| self.is_usual(name));
        let usual: Vec<String> = usual.map(|name| (*name).to_owned()).collect();
        construct::has_any(input.bytes(), &usual)
    }

    /// Whether a refusal of this input is its right.
    fn may_refuse(&self, input: &Input) -> bool {
        let needs = input.needs();
        needs.stress
            || (self.no_dtd && needs.dtd)
            || (self.utf8_only && needs.other_encoding)
            || (self.fourth_edition && needs.fifth_edition)
            || self.skips_parameter_entities(input)
            || construct::has_any(input.bytes(), &self.lenient)
            || self.has_usual(input)
    }

    /// Whether a document refers to a parameter entity and the parser does not read them: whatever is
    /// declared there, and after it, it may not know.
    fn skips_parameter_entities(&self, input: &Input) -> bool {
        self.no_parameter_entities
            && construct::has_any(input.bytes(), &[PARAMETER_REFERENCE.to_owned()])
    }

    /// Whether taking an input that breaks this rule is its right.
    fn may_accept(&self, input: &Input) -> bool {
        let of_namespaces = input.needs().namespaces
            || input
                .rule()
                .is_some_and(|rule| rule.section.starts_with("Namespaces"));
        (of_namespaces && !self.namespaces)
            || (self.no_dtd && input.needs().dtd)
            // Names are refused by older editions, and another version may be read by other rules.
            || (self.fourth_edition && construct::has_any(input.bytes(), &[LATER.to_owned()]))
            || self.skips_parameter_entities(input)
            || self.lenient.iter().any(|n| n == input.name())
            || self.is_usual(input.name())
    }

    /// Whether taking an input and reading something else than what stands there is its right: what
    /// does not read declarations knows no default values and no types, and other rules may hold in
    /// another version.
    fn may_misread(&self, input: &Input) -> bool {
        let needs = input.needs();
        (self.no_dtd && needs.dtd)
            || (self.fourth_edition && needs.fifth_edition)
            || self.skips_parameter_entities(input)
    }

    /// The word that would make this fault none: what the input needs and a parser may not claim.
    pub(super) fn unless(input: &Input, outcome: Outcome) -> Option<&'static str> {
        let needs = input.needs();
        let refused = outcome == Outcome::RejectsWellFormed;
        let taken = outcome == Outcome::AcceptsIllFormed;
        let misread = outcome == Outcome::WrongInfoset;
        match () {
            () if (refused || misread) && needs.fifth_edition => Some("fourth-edition"),
            () if refused && needs.other_encoding => Some("utf8-only"),
            () if (refused || taken || misread) && needs.dtd => Some("no-dtd"),
            () => None,
        }
    }

    /// A known deviation, or else this fault.
    fn known_or(&self, input: &Input, said: &str, outcome: Outcome) -> Verdict {
        let mut all = self.known.list.iter();
        all.position(|own| own.explains(input.truth(), input.bytes(), said))
            .map_or(Verdict::Wrong(outcome), Verdict::Known)
    }
}
