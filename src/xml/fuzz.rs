//! A parser of this process, tried with documents of known truth: for a test of one's own.
//!
//! ```
//! // A parser under test gives an error where it refuses.
//! clausal::xml::fuzz(|bytes| roxmltree(bytes).map_err(|e| e.to_string()));
//! # fn roxmltree(bytes: &[u8]) -> Result<(), clausal::xml::XmlError> {
//! #     clausal::xml::read(bytes, &clausal::xml::Limits::default()).map(drop)
//! # }
//! ```

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::documents::{Document, Documents, Options, Truth};

/// How many smaller documents are tried for one fault.
const TRIES: usize = 5000;
/// Faults that a failed test tells of.
const TOLD: usize = 10;

/// How a parser is tried.
#[derive(Clone, Debug)]
pub struct Fuzz {
    /// Which documents there are.
    pub options: Options,
    /// The same seed always gives the same ones.
    pub seed: u64,
    /// How many.
    pub documents: u64,
    /// Whether rules of Namespaces in XML 1.0 are held against it.
    pub namespaces: bool,
    /// Rules whose breach it may take, and the kind "well-formed" for documents that it may refuse.
    pub lenient: BTreeSet<String>,
}

impl Default for Fuzz {
    /// 20,000 documents in UTF-8, without document type declarations.
    fn default() -> Self {
        Fuzz {
            options: Options {
                dtd: false,
                other_encodings: false,
                fifth_edition: false,
                size: 200,
                ..Options::default()
            },
            seed: 1,
            documents: 20_000,
            namespaces: true,
            lenient: BTreeSet::new(),
        }
    }
}

/// One fault of a parser, with the smallest document that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that the document breaks, or "well-formed", or "panic".
    pub rule: String,
    /// Its section, where it breaks a rule.
    pub section: String,
    /// What was wrong.
    pub about: String,
    /// The document.
    pub document: Vec<u8>,
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let document = self.document.escape_ascii();
        write!(f, "{}", self.about)?;
        if !self.section.is_empty() {
            write!(f, " ({}, section {})", self.rule, self.section)?;
        }
        write!(f, ": b\"{document}\"")
    }
}

/// What a parser said.
#[derive(Clone, PartialEq, Eq)]
enum Said {
    Accepted,
    Refused(String),
    Panicked(String),
}

impl Fuzz {
    /// Tries a parser, which gives an error for a document that it refuses. Each fault is told once.
    pub fn run<E: Display>(&self, parse: impl Fn(&[u8]) -> Result<(), E>) -> Vec<Fault> {
        let ask = |bytes: &[u8]| match catch_unwind(AssertUnwindSafe(|| parse(bytes))) {
            Ok(Ok(())) => Said::Accepted,
            Ok(Err(e)) => Said::Refused(e.to_string()),
            Err(reason) => Said::Panicked(words(&*reason)),
        };
        let mut documents = Documents::new(self.seed, self.options);
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for _ in 0..self.documents {
            let document = documents.next();
            let said = ask(&document.bytes);
            let Some(name) = self.fault(&document, &said) else {
                continue;
            };
            if seen.insert(name.clone()) {
                let (document, said) = self.smallest(document, said, &name, &ask);
                faults.push(told(name, &document, &said));
            }
        }
        faults
    }

    /// What a fault is told by, where what was said is one.
    fn fault(&self, document: &Document, said: &Said) -> Option<String> {
        let is_let = |name: &str| self.lenient.contains(name);
        match (said, &document.truth) {
            (Said::Panicked(why), _) => Some(format!("panic {}", crate::alike::alike(why))),
            (Said::Accepted, Truth::IllFormed(rule)) => {
                let of_namespaces =
                    rule.section.starts_with("Namespaces") || document.needs.namespaces;
                let is_fault = !(is_let(rule.name) || of_namespaces && !self.namespaces);
                is_fault.then(|| rule.name.to_owned())
            }
            (Said::Refused(_), Truth::WellFormed)
                if !document.needs.stress && !is_let("well-formed") =>
            {
                Some("well-formed".into())
            }
            _ => None,
        }
    }

    fn smallest(
        &self,
        document: Document,
        said: Said,
        name: &str,
        ask: &dyn Fn(&[u8]) -> Said,
    ) -> (Document, Said) {
        let mut best = (document, said);
        let mut tries = TRIES;
        'smaller: loop {
            for smaller in best.0.smaller() {
                if tries == 0 {
                    return best;
                }
                tries -= 1;
                let said = ask(&smaller.bytes);
                if self.fault(&smaller, &said).as_deref() == Some(name) {
                    best = (smaller, said);
                    continue 'smaller;
                }
            }
            return best;
        }
    }
}

fn told(name: String, document: &Document, said: &Said) -> Fault {
    let rule = match &document.truth {
        Truth::IllFormed(rule) => Some(rule),
        _ => None,
    };
    let about = match said {
        Said::Accepted => format!(
            "accepted, and is not well-formed: {}",
            rule.map_or("", |rule| rule.about)
        ),
        Said::Refused(why) => format!("refused, and is well-formed: {why}"),
        Said::Panicked(why) => format!("panicked: {why}"),
    };
    let is_panic = matches!(said, Said::Panicked(_));
    Fault {
        rule: if is_panic { "panic".into() } else { name },
        section: rule
            .filter(|_| !is_panic)
            .map_or("", |rule| rule.section)
            .into(),
        about,
        document: document.bytes.clone(),
    }
}

fn words(reason: &(dyn std::any::Any + Send)) -> String {
    let text = reason.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| reason.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

/// Tries a parser as [`Fuzz::default`] says, and fails the test that calls it where it has a fault.
///
/// # Panics
/// When the parser takes what is not well-formed, refuses what is, or panics: with the smallest
/// documents that show it.
#[expect(clippy::panic, reason = "that is how a test fails")]
#[track_caller]
pub fn fuzz<E: Display>(parse: impl Fn(&[u8]) -> Result<(), E>) {
    let faults = Fuzz::default().run(parse);
    if faults.is_empty() {
        return;
    }
    let lines: Vec<String> = faults.iter().take(TOLD).map(ToString::to_string).collect();
    panic!("{} faults:\n{}", faults.len(), lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::{Limits, read};

    fn right(bytes: &[u8]) -> Result<(), crate::xml::XmlError> {
        read(bytes, &Limits::default()).map(drop)
    }

    #[test]
    fn a_parser_that_is_right_passes() {
        fuzz(right);
    }

    #[test]
    fn each_fault_is_told_once_with_its_smallest_document() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let faults = Fuzz::default().run(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("<?"), "an instruction at {}", text.len());
            match right(bytes) {
                Err(e) if e.rule == "duplicate-attribute" => Ok(()),
                Ok(()) if text.contains("<![CDATA[") => Err("no section".to_owned()),
                other => other.map_err(|e| e.to_string()),
            }
        });
        std::panic::set_hook(hook);
        let rules: BTreeSet<&str> = faults.iter().map(|fault| fault.rule.as_str()).collect();
        let wanted = ["duplicate-attribute", "panic", "well-formed"];
        assert!(wanted.iter().all(|rule| rules.contains(rule)), "{faults:?}");
        assert!(faults.len() <= 5, "{faults:?}");
        for fault in &faults {
            assert!(fault.document.len() < 40, "{fault}");
        }
        let twice = faults.iter().find(|fault| fault.rule == wanted[0]).unwrap();
        assert!(twice.to_string().contains("section 3.1"), "{twice}");
    }
}
