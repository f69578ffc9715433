//! Deviations from the recommendation that a parser is known to have: told, and no findings.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::growth;
use crate::xml::documents::{Truth, rules};

/// What comes with clausal.
const BUILT_IN: &str = include_str!("known.toml");
/// What stands for a rule where documents break none.
const WELL_FORMED: &str = "well-formed";

/// One way in which a parser deviates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Whose it is, as `--known` names it; a file of one's own need not say.
    #[serde(default)]
    pub parser: String,
    /// The rules whose breach it takes; "well-formed" for documents that it should take; "growth/" and
    /// the name of a family of documents for what takes ever more.
    pub rules: Vec<String>,
    /// Text that the document must have, in whatever encoding.
    pub with: Option<String>,
    /// What the parser must say.
    pub says: Option<String>,
    /// So seldom that not to see it tells nothing.
    #[serde(default)]
    pub rare: bool,
    /// The section of the recommendation, as "2.8" or "Namespaces 7".
    pub section: String,
    /// What the parser does, as half a sentence.
    pub reason: String,
}

impl Deviation {
    /// Whether this explains an answer to a document: that it was taken though it breaks a rule,
    /// or refused in these words though it does not.
    pub fn explains(&self, truth: &Truth, document: &[u8], said: &str) -> bool {
        let name = match truth {
            Truth::WellFormed => WELL_FORMED,
            Truth::IllFormed(rule) => rule.name,
            Truth::Unknown => return false,
        };
        self.rules.iter().any(|rule| rule == name)
            && self.with.as_ref().is_none_or(|own| has(document, own))
            && self.says.as_ref().is_none_or(|own| said.contains(own))
    }
}

/// The deviations that are known of the parser under test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The words of `--known`.
    pub words: Vec<String>,
    /// All that they name.
    pub list: Vec<Deviation>,
}

/// Why a word of `--known` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// Neither the name of a parser nor a file.
    #[error("`{word}` is no parser with known deviations (known: {}), and no file: {source}", parsers().join(", "))]
    Absent {
        /// The word.
        word: String,
        /// Why it cannot be read as a file.
        source: std::io::Error,
    },
    /// Not of the form that known.toml has.
    #[error("failed to read the known deviations in `{path}`: {reason}")]
    Form {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Known {
    /// The number of what is known of growth in documents of this kind.
    pub(super) fn of_kind(&self, kind: &str) -> Option<usize> {
        let mut all = self.list.iter();
        all.position(|own| own.rules.iter().any(|rule| rule == kind))
    }

    /// Adds what is known of a parser by its name, or what stands in a file.
    ///
    /// # Errors
    /// When there is no such parser and no such file, or the file is not of the form.
    pub fn add(&mut self, word: &str) -> Result<(), KnownError> {
        let own = built_in().into_iter().filter(|own| own.parser == word);
        let mut list: Vec<Deviation> = own.collect();
        if list.is_empty() {
            let text =
                fs::read_to_string(Path::new(word)).map_err(|source| KnownError::Absent {
                    word: word.to_owned(),
                    source,
                })?;
            list = parse(&text).map_err(|reason| KnownError::Form {
                path: word.to_owned(),
                reason,
            })?;
        }
        self.words.push(word.to_owned());
        self.list.extend(list);
        Ok(())
    }
}

/// Every deviation that comes with clausal.
pub fn built_in() -> Vec<Deviation> {
    // A test holds the file to its form.
    parse(BUILT_IN).unwrap_or_default()
}

/// The names that `--known` takes.
fn parsers() -> Vec<String> {
    let mut names: Vec<String> = built_in().into_iter().map(|own| own.parser).collect();
    names.sort();
    names.dedup();
    names
}

fn parse(text: &str) -> Result<Vec<Deviation>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        deviation: Vec<Deviation>,
    }
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let all = rules();
    for own in &file.deviation {
        let is_known = |name: &String| {
            name == WELL_FORMED
                || all.iter().any(|r| r.name == *name)
                || growth::all().any(|family| family.kind == *name)
        };
        if let Some(name) = own.rules.iter().find(|name| !is_known(name)) {
            return Err(format!(
                "no rule `{name}`\n(hint: `clausal fuzz parser --rules` lists the rules; `{WELL_FORMED}` stands for documents that break none)"
            ));
        }
        if own.rules.is_empty() || own.section.is_empty() || own.reason.is_empty() {
            return Err("a deviation needs rules, a section and a reason".into());
        }
    }
    Ok(file.deviation)
}

/// Whether a document has a text; in UTF-16 a zero stands beside each of its letters.
fn has(document: &[u8], text: &str) -> bool {
    let letters: Vec<u8> = document.iter().copied().filter(|b| *b != 0).collect();
    text.is_empty()
        || letters
            .windows(text.len())
            .any(|part| part == text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str) -> Truth {
        Truth::IllFormed(rules().into_iter().find(|r| r.name == name).unwrap())
    }

    #[test]
    fn what_comes_along_is_of_the_form() {
        let list = parse(BUILT_IN).unwrap();
        assert!(list.iter().all(|own| !own.parser.is_empty()));
        assert_eq!(
            parsers(),
            ["expat", "jdk", "libxml2", "lxml", "xerces-c", "xml.etree"]
        );
    }

    #[test]
    fn explains_by_rule_text_and_words() {
        let text = "[[deviation]]\nrules = [\"second-root\", \"well-formed\"]\nwith = \"<b\"\nsays = \"no\"\nsection = \"2.1\"\nreason = \"r\"\n";
        let own = parse(text).unwrap().remove(0);
        assert!(own.explains(&rule("second-root"), b"<a/><b/>", "no"));
        assert!(own.explains(&Truth::WellFormed, b"\xff\xfe<\0b\0/\0>\0", "oh no"));
        assert!(!own.explains(&rule("truncated"), b"<b/>", "no"));
        assert!(!own.explains(&rule("second-root"), b"<a/><c/>", "no"));
        assert!(!own.explains(&rule("second-root"), b"<a/><b/>", "yes"));
        assert!(!own.explains(&Truth::Unknown, b"<b/>", "no"));
    }

    #[test]
    fn other_forms_names_and_files_are_refused() {
        for text in [
            "[[deviation]]\nrules = [\"no-such-rule\"]\nsection = \"2\"\nreason = \"r\"\n",
            "[[deviation]]\nrules = []\nsection = \"2\"\nreason = \"r\"\n",
            "[[deviation]]\nrules = [\"truncated\"]\nsection = \"2\"\nreason = \"\"\n",
            "[[deviation]]\nrules = [\"truncated\"]\nsection = \"2\"\n",
            "[[difference]]\n",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        let told = Known::default().add("no-such-parser").unwrap_err();
        assert!(told.to_string().contains("expat, jdk, libxml2"), "{told}");
        let mut known = Known::default();
        known.add("expat").unwrap();
        assert!(known.list.iter().all(|own| own.parser == "expat"));
        assert_eq!(known.words, ["expat"]);
    }
}
