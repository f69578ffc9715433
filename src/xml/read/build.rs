//! The tree under construction.

use super::limits::Limits;
use super::namespaces::Scopes;
use super::tag::Start;
use crate::xml::element::{Element, Node};
use crate::xml::error::Fault;

/// Elements that are open, from the root on, and the root once it is closed.
#[derive(Default)]
pub(super) struct Tree {
    open: Vec<(Element, usize)>,
    root: Option<Element>,
    scopes: Scopes,
    /// Elements and attributes so far.
    nodes: usize,
}

impl Tree {
    /// The element that text would go to.
    pub fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the root is closed.
    pub fn is_complete(&self) -> bool {
        self.root.is_some()
    }

    /// Takes a start tag or empty-element tag that starts at `at`.
    pub fn start(
        &mut self,
        text: &str,
        at: usize,
        tag: Start,
        limits: &Limits,
    ) -> Result<(), Fault> {
        if self.is_complete() {
            let message = "a second root element starts here";
            return Err(Fault::new(at, "second-root", "2.1", message));
        }
        if self.open.len() == limits.depth {
            let message = format!("elements are nested deeper than {}", limits.depth);
            return Err(Fault::refused(at, "too-deep", message));
        }
        self.nodes += 1 + tag.element.attributes.len();
        if self.nodes > limits.nodes {
            let message = format!(
                "there are more than {} elements and attributes",
                limits.nodes
            );
            return Err(Fault::refused(at, "too-many-nodes", message));
        }
        if tag.namespaces {
            self.scopes.enter(text, at, &tag.element, self.open.len())?;
        }
        if tag.empty {
            self.scopes.leave(self.open.len());
            self.add(tag.element);
        } else {
            self.open.push((tag.element, at));
        }
        Ok(())
    }

    /// Takes an end tag that starts at `at`.
    pub fn end(&mut self, at: usize, name: &str) -> Result<(), Fault> {
        let Some((element, _)) = self.open.pop() else {
            let message = format!("</{name}> ends an element that was not started");
            return Err(Fault::new(at, "end-tag-without-start", "3", message));
        };
        if element.name != name {
            let rule = if element.name.eq_ignore_ascii_case(name) {
                "end-tag-case"
            } else {
                "mismatched-end-tag"
            };
            let message = format!("</{name}> stands where </{}> should", element.name);
            return Err(Fault::new(at, rule, "3", message));
        }
        self.scopes.leave(self.open.len());
        self.add(element);
        Ok(())
    }

    fn add(&mut self, element: Element) {
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    /// Adds to the text at the end of the open element.
    pub fn text(&mut self, text: &str) {
        let Some((element, _)) = self.open.last_mut() else {
            return;
        };
        match element.children.last_mut() {
            _ if text.is_empty() => {}
            Some(Node::Text(last)) => last.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
    }

    /// The root, once the text has ended at `end`.
    pub fn finish(self, end: usize) -> Result<Element, Fault> {
        if let Some((element, at)) = self.open.last() {
            let message = format!("<{}> is not closed", element.name);
            return Err(Fault::new(*at, "unclosed-element", "2.1", message));
        }
        self.root
            .ok_or_else(|| Fault::new(end, "no-root", "2.1", "there is no root element"))
    }
}
