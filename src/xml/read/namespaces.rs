//! Namespace well-formedness (Namespaces in XML 1.0, sections 2 to 6).

use std::collections::BTreeSet;

use super::super::chars::is_qualified;
use super::super::error::Fault;
use super::super::tree::Element;
use super::text::FEW;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Prefixes that are bound where the reader is, innermost last.
#[derive(Default)]
pub(super) struct Scope {
    bound: Vec<(String, String)>,
}

impl Scope {
    /// Binds what an element declares and checks its names; `at` is the place of its name.
    pub(super) fn enter(&mut self, element: &Element, at: usize) -> Result<(), Fault> {
        let plain = element.attributes.len() < FEW
            && !element.name.contains(':')
            && element
                .attributes
                .iter()
                .all(|(n, _)| !n.contains(':') && n != "xmlns");
        if plain {
            return Ok(());
        }
        let ill = |rule, section, message: String| Err(Fault::ill(rule, section, at, message));
        for (name, uri) in &element.attributes {
            let Some(prefix) = declared(name) else {
                continue;
            };
            let reserved = match prefix {
                "xmlns" => true,
                "xml" => uri != XML,
                _ => uri == XML || uri == XMLNS,
            };
            if reserved {
                let message = format!("`{name}=\"{uri}\"` binds what is reserved");
                return ill("reserved-namespace", "Namespaces 3", message);
            }
            if uri.is_empty() && !prefix.is_empty() {
                let message = format!("the prefix `{prefix}` is bound to nothing");
                return ill("empty-prefix-binding", "Namespaces 2.2", message);
            }
            self.bound.push((prefix.to_owned(), uri.clone()));
        }
        self.name(&element.name, at)?;
        let mut seen = BTreeSet::new();
        for (name, _) in &element.attributes {
            let uri = self.name(name, at)?;
            let local = name.split_once(':').map_or(name.as_str(), |(_, l)| l);
            let expanded = match name.contains(':') {
                true => (uri.unwrap_or_default(), local),
                false => ("", local),
            };
            if !seen.insert((expanded.0.to_owned(), expanded.1.to_owned())) {
                let (rule, section) = if name.contains(':') {
                    ("duplicate-expanded-name", "Namespaces 6.3")
                } else {
                    ("duplicate-attribute", "3.1")
                };
                let message = format!("the attribute `{name}` stands twice");
                return ill(rule, section, message);
            }
        }
        Ok(())
    }

    /// Takes back what an element declared.
    pub(super) fn leave(&mut self, element: &Element) {
        let own = element.attributes.iter().filter(|(n, _)| declared(n).is_some());
        let left = self.bound.len().saturating_sub(own.count());
        self.bound.truncate(left);
    }

    /// Checks a name and returns the namespace of its prefix.
    fn name(&self, name: &str, at: usize) -> Result<Option<&str>, Fault> {
        if !is_qualified(name) {
            let message = format!("`{name}` has a colon where none may stand");
            return Err(Fault::ill("bad-qualified-name", "Namespaces 3", at, message));
        }
        let Some((prefix, _)) = name.split_once(':') else {
            return Ok(None);
        };
        match prefix {
            "xmlns" => Ok(Some(XMLNS)),
            "xml" => Ok(Some(XML)),
            _ => match self.bound.iter().rev().find(|(p, _)| p == prefix) {
                Some((_, uri)) => Ok(Some(uri)),
                None => {
                    let message = format!("the prefix `{prefix}` is bound to nothing");
                    Err(Fault::ill("unbound-prefix", "Namespaces 5", at, message))
                }
            },
        }
    }
}

/// The prefix that an attribute declares; empty for the default namespace.
fn declared(name: &str) -> Option<&str> {
    match name {
        "xmlns" => Some(""),
        _ => name.strip_prefix("xmlns:"),
    }
}
