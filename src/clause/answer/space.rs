//! Namespaces of the elements of an answer.

use super::Told;
use crate::contract::Schema;
use crate::exchange::Response;
use crate::wire;
use crate::xml::Element;

/// Elements that are looked at.
const MOST: usize = 10_000;

/// The namespace that an element stands in.
#[derive(Debug, Clone)]
pub struct Space {
    /// Its local name; nothing for the root, which has a duty of its own.
    name: String,
    uri: Option<String>,
    below: Vec<Space>,
}

impl Space {
    /// The namespaces that a schema gives to elements; nothing where it gives none.
    pub fn of(schema: &Schema) -> Option<Self> {
        let space = read("", schema);
        space.says().then_some(space)
    }

    fn says(&self) -> bool {
        self.uri.is_some() || self.below.iter().any(Space::says)
    }

    /// The namespaces in words.
    pub(super) fn in_words(&self) -> String {
        match &self.uri {
            Some(uri) => format!("elements in the documented namespace ({uri})"),
            None => "elements in the documented namespaces".to_owned(),
        }
    }

    pub(super) fn judge(&self, response: &Response) -> Told {
        let element = match wire::document_of(response) {
            Ok(element) => element,
            Err(fault) => return Err((fault.to_string(), String::new())),
        };
        let mut left = MOST;
        match self.wrong(&element, &mut Vec::new(), &mut left) {
            Some((name, uri)) => Err((
                self.in_words(),
                match uri {
                    Some(uri) => format!("`{name}` in the namespace {uri}"),
                    None => format!("`{name}` in no namespace"),
                },
            )),
            None => Ok(true),
        }
    }

    /// The first element in another namespace, and that.
    fn wrong<'e>(
        &self,
        element: &'e Element,
        around: &mut Vec<&'e Element>,
        left: &mut usize,
    ) -> Option<(String, Option<String>)> {
        *left = left.checked_sub(1)?;
        around.push(element);
        let uri = stands_in(&element.name, around);
        let mut found = match &self.uri {
            Some(wanted) if uri != Some(wanted.as_str()) => {
                Some((element.name.clone(), uri.map(str::to_owned)))
            }
            _ => None,
        };
        for child in element.elements() {
            if found.is_some() {
                break;
            }
            let local = child.name.rsplit(':').next();
            if let Some(space) = self.below.iter().find(|s| Some(s.name.as_str()) == local) {
                found = space.wrong(child, around, left);
            }
        }
        around.pop();
        found
    }
}

fn read(name: &str, schema: &Schema) -> Space {
    let mut below = Vec::new();
    for property in schema.properties.iter().filter(|p| !p.schema.xml.attribute) {
        let inner = &property.schema;
        let own = inner.xml.name.as_ref().unwrap_or(&property.name);
        match &inner.items {
            Some(items) if inner.xml.wrapped => {
                let mut around = read(own, inner);
                around.below = vec![read(items.xml.name.as_ref().unwrap_or(own), items)];
                below.push(around);
            }
            Some(items) => below.push(read(items.xml.name.as_ref().unwrap_or(own), items)),
            None => below.push(read(own, inner)),
        }
    }
    Space {
        name: name.to_owned(),
        uri: schema.xml.namespace.clone(),
        below,
    }
}

/// The namespace of a name, by the declarations around it, the outermost first.
fn stands_in<'e>(name: &str, around: &[&'e Element]) -> Option<&'e str> {
    let declares = match name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let found = around.iter().rev().find_map(|element| {
        let mut all = element.attributes.iter();
        all.find(|(n, _)| *n == declares)
            .map(|(_, uri)| uri.as_str())
    });
    found.filter(|uri| !uri.is_empty())
}
