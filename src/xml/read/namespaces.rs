//! Namespaces in XML 1.0, third edition: which prefixes are declared where.

use std::collections::{HashMap, HashSet};

use super::tag::attribute_place;
use crate::xml::chars::is_nc_name;
use crate::xml::element::Element;
use crate::xml::error::Fault;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The declarations that hold where the reader stands.
#[derive(Default)]
pub(super) struct Scopes {
    /// For each prefix the names it stands for, the innermost last.
    bound: HashMap<String, Vec<String>>,
    /// Prefixes in the order of their declaration, each with the depth of its element.
    order: Vec<(String, usize)>,
}

impl Scopes {
    /// Takes the declarations of a tag at this depth and judges its names.
    pub fn enter(
        &mut self,
        text: &str,
        at: usize,
        element: &Element,
        depth: usize,
    ) -> Result<(), Fault> {
        for (i, (name, value)) in element.attributes.iter().enumerate() {
            let place = || attribute_place(text, at, i);
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                declarable(prefix, value).map_err(|fault| fault.at(place()))?;
                self.bound
                    .entry(prefix.to_owned())
                    .or_default()
                    .push(value.clone());
                self.order.push((prefix.to_owned(), depth));
            } else if name == "xmlns" && matches!(value.as_str(), XML | XMLNS) {
                let message = format!("{value} cannot be the default namespace");
                return Err(Fault::new(
                    place(),
                    "reserved-namespace",
                    "Namespaces 3",
                    message,
                ));
            }
        }
        let (prefix, _) = split(&element.name).map_err(|fault| fault.at(at + 1))?;
        if let Some(prefix) = prefix {
            self.find(prefix, true).map_err(|fault| fault.at(at + 1))?;
        }
        let mut seen = HashSet::new();
        for (i, (name, _)) in element.attributes.iter().enumerate() {
            let place = || attribute_place(text, at, i);
            let (prefix, local) = split(name).map_err(|fault| fault.at(place()))?;
            let Some(prefix) = prefix.filter(|p| *p != "xmlns") else {
                continue;
            };
            let uri = self
                .find(prefix, false)
                .map_err(|fault| fault.at(place()))?;
            if !seen.insert((uri, local)) {
                let message = format!("the attribute {local:?} of {uri} stands twice in a tag");
                return Err(Fault::new(
                    place(),
                    "duplicate-expanded-attribute",
                    "Namespaces 6.3",
                    message,
                ));
            }
        }
        Ok(())
    }

    /// Forgets the declarations of an element at this depth.
    pub fn leave(&mut self, depth: usize) {
        while self.order.last().is_some_and(|(_, own)| *own >= depth) {
            if let Some((prefix, _)) = self.order.pop()
                && let Some(names) = self.bound.get_mut(&prefix)
            {
                names.pop();
            }
        }
    }

    fn find(&self, prefix: &str, element: bool) -> Result<&str, Fault> {
        match (
            prefix,
            self.bound.get(prefix).and_then(|names| names.last()),
        ) {
            ("xml", _) => Ok(XML),
            ("xmlns", _) if element => {
                let message = "an element cannot have the prefix xmlns";
                Err(Fault::new(0, "xmlns-element", "Namespaces 3", message))
            }
            (_, Some(name)) => Ok(name),
            _ => {
                let message = format!("the prefix {prefix:?} is not declared");
                Err(Fault::new(0, "unbound-prefix", "Namespaces 5", message))
            }
        }
    }
}

impl Fault {
    fn at(self, at: usize) -> Fault {
        Fault { at, ..self }
    }
}

/// Prefix and local part of a name (Namespaces 4).
fn split(name: &str) -> Result<(Option<&str>, &str), Fault> {
    let Some((prefix, local)) = name.split_once(':') else {
        return Ok((None, name));
    };
    if local.contains(':') {
        let message = format!("the name {name:?} has two colons");
        return Err(Fault::new(0, "two-colons-in-name", "Namespaces 4", message));
    }
    // The rest of a Name need not start one: "a:1" is a Name, "1" is none.
    if prefix.is_empty() || !is_nc_name(local) {
        let message = format!("the colon of the name {name:?} does not stand between two names");
        let rule = if prefix.is_empty() {
            "name-starting-with-colon"
        } else if local.is_empty() {
            "name-ending-with-colon"
        } else {
            "local-name-illegal"
        };
        return Err(Fault::new(0, rule, "Namespaces 4", message));
    }
    Ok((Some(prefix), local))
}

/// Whether this prefix may stand for this name (Namespaces 3 and 2.2).
fn declarable(prefix: &str, name: &str) -> Result<(), Fault> {
    let (rule, section, message) = match (prefix, name) {
        ("xmlns", _) => (
            "xmlns-declared",
            "Namespaces 3",
            "the prefix xmlns cannot be declared",
        ),
        ("xml", XML) => return Ok(()),
        ("xml", _) => (
            "xml-prefix-redeclared",
            "Namespaces 3",
            "the prefix xml stands for another namespace",
        ),
        (_, XML | XMLNS) => (
            "reserved-namespace",
            "Namespaces 3",
            "this namespace has a prefix of its own",
        ),
        (_, "") => (
            "xmlns-prefix-empty",
            "Namespaces 5",
            "a prefix cannot stand for no namespace",
        ),
        _ => return Ok(()),
    };
    Err(Fault::new(0, rule, section, message))
}
