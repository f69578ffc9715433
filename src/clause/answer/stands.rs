//! What of an XML answer stands in attributes, and around the entries of lists: a member is read
//! wherever it stands, so where it is to stand is a duty of its own.

use super::Told;
use crate::contract::Schema;
use crate::exchange::Response;
use crate::wire;
use crate::xml::Element;

/// Elements that are looked at.
const MOST: usize = 10_000;
/// Schemas within each other that are read.
const DEEPEST: usize = 24;

/// Where the members of an element stand, as far as a schema says so.
#[derive(Debug, Clone, Default)]
pub struct Stands {
    /// Its local name; nothing for the root, which has a duty of its own.
    name: String,
    /// Members that are attributes, and no elements.
    attributes: Vec<String>,
    /// Lists with an element around them: its name, and that of an entry.
    wrapped: Vec<(String, String)>,
    /// Lists without one: the name that the element would have, and that of an entry.
    bare: Vec<(String, String)>,
    below: Vec<Stands>,
}

impl Stands {
    /// Where a schema says that members stand; nothing where it says nothing of it.
    pub fn of(schema: &Schema) -> Option<Self> {
        let stands = read("", schema, DEEPEST);
        stands.says().then_some(stands)
    }

    fn says(&self) -> bool {
        !self.attributes.is_empty()
            || !self.wrapped.is_empty()
            || !self.bare.is_empty()
            || self.below.iter().any(Stands::says)
    }

    pub(super) fn judge(&self, response: &Response) -> Told {
        let element = match wire::document_of(response) {
            Ok(element) => element,
            Err(fault) => return Err((fault.to_string(), String::new())),
        };
        let (mut left, mut shown) = (MOST, false);
        match self.wrong(&element, &mut left, &mut shown) {
            Some(told) => Err(told),
            None => Ok(shown),
        }
    }

    /// What was expected and what came at the first place where a member stands elsewhere.
    fn wrong(
        &self,
        element: &Element,
        left: &mut usize,
        shown: &mut bool,
    ) -> Option<(String, String)> {
        *left = left.checked_sub(1)?;
        let own = local(&element.name);
        let child = |name: &str| element.elements().find(|e| local(&e.name) == name);
        for name in &self.attributes {
            let is_there = element.attributes.iter().any(|(n, _)| local(n) == name);
            *shown |= is_there;
            if !is_there && child(name).is_some() {
                return Some((
                    format!("`{name}` as an attribute of `{own}`"),
                    format!("an element `{name}` in `{own}`"),
                ));
            }
        }
        for (around, entry) in &self.wrapped {
            let is_there = child(around).is_some();
            *shown |= is_there;
            if !is_there && child(entry).is_some() {
                return Some((
                    format!("`{entry}` within an element `{around}`"),
                    format!("`{entry}` in `{own}` itself"),
                ));
            }
        }
        for (around, entry) in &self.bare {
            *shown |= child(entry).is_some();
            let inside = |e: &Element| e.elements().any(|inner| local(&inner.name) == entry);
            if child(entry).is_none() && child(around).is_some_and(inside) {
                return Some((
                    format!("`{entry}` in `{own}` itself, without an element around the list"),
                    format!("`{entry}` within an element `{around}`"),
                ));
            }
        }
        element.elements().find_map(|child| {
            let name = local(&child.name);
            let stands = self.below.iter().find(|s| s.name == name)?;
            stands.wrong(child, left, shown)
        })
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn read(name: &str, schema: &Schema, depth: usize) -> Stands {
    let mut stands = Stands {
        name: name.to_owned(),
        ..Stands::default()
    };
    let Some(depth) = depth.checked_sub(1) else {
        return stands;
    };
    let called = |s: &Schema, own: &str| s.xml.name.clone().unwrap_or_else(|| own.to_owned());
    for property in &schema.properties {
        let inner = &property.schema;
        let own = called(inner, &property.name);
        if inner.xml.attribute {
            stands.attributes.push(own);
            continue;
        }
        match &inner.items {
            Some(items) => {
                let entry = called(items, &own);
                let mut around = read(&own, &Schema::default(), 1);
                around.below.push(read(&entry, items, depth));
                let lists = match inner.xml.wrapped {
                    true => &mut stands.wrapped,
                    false => &mut stands.bare,
                };
                if entry != own {
                    lists.push((own, entry));
                }
                match inner.xml.wrapped {
                    true => stands.below.push(around),
                    false => stands.below.append(&mut around.below),
                }
            }
            None => stands.below.push(read(&own, inner, depth)),
        }
    }
    // Of a name that two members have, nobody knows which one stands there.
    let elements: Vec<String> = stands.below.iter().map(|s| s.name.clone()).collect();
    let twice = |name: &String| elements.iter().filter(|e| *e == name).count() > 1;
    stands.attributes.retain(|name| !elements.contains(name));
    stands
        .wrapped
        .retain(|(around, entry)| !elements.contains(entry) && !twice(around));
    stands
        .bare
        .retain(|(around, entry)| !elements.contains(around) && !twice(entry));
    stands
}
