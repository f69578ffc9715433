//! Overlays: changes that are laid over a document before it is read, so that codes and readings can
//! live beside a vendor's document that nobody may edit (OpenAPI Overlay Specification 1.0 and 1.1).

mod action;
mod apply;
mod merge;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::diagnostic::{ContractError, Problem};
use super::open::read_text;
use super::text::{self, Node, Source};

/// An overlay, as its file holds it.
#[derive(Debug, Clone)]
pub struct Overlay {
    name: String,
    text: String,
    extends: Option<String>,
}

impl Overlay {
    /// An overlay in YAML or JSON; `name` is the file's name in messages.
    ///
    /// # Errors
    /// It is neither YAML nor JSON.
    pub fn new(name: &str, text: &str) -> Result<Self, ContractError> {
        let source = Source::new(name, name, text);
        let root =
            text::parse(&source, &mut Vec::new()).map_err(|problems| ContractError { problems })?;
        Ok(Overlay {
            name: name.to_owned(),
            text: text.to_owned(),
            extends: root.get("extends").and_then(Node::text).map(str::to_owned),
        })
    }

    /// An overlay from its file.
    ///
    /// # Errors
    /// The file cannot be read, or is neither YAML nor JSON.
    pub fn load(path: &Path) -> Result<Self, ContractError> {
        let name = path.to_string_lossy().replace('\\', "/");
        let text = read_text(path, &name).map_err(|problem| ContractError {
            problems: vec![problem.hint("give the path of an overlay in YAML or JSON")],
        })?;
        Overlay::new(&name, &text)
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The document that it says it is for.
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }

    /// Whether `extends` means the contract that was given by this name, path or URL: it is the same, or
    /// ends in the same file name.
    pub fn is_for(&self, given: &str) -> bool {
        let last = |text: &str| text.rsplit('/').next().unwrap_or(text).to_owned();
        let extends = self.extends.as_deref();
        extends.is_some_and(|e| e == given || !last(e).is_empty() && last(e) == last(given))
    }

    /// Lays it over a document, whose file is called `relative` by its own references.
    ///
    /// What it brings keeps its place in the overlay's text, and gets the pointer at which it now stands.
    pub(super) fn apply(
        &self,
        root: &mut Node,
        relative: &str,
        notes: &mut Vec<Problem>,
    ) -> Result<(), Vec<Problem>> {
        let source = Source::new(&self.name, relative, &self.text);
        let own = text::parse(&source, notes)?;
        let actions = action::read(&own, notes)?;
        let mut problems = Vec::new();
        for action in &actions {
            apply::act(root, action, notes, &mut problems);
            if !problems.is_empty() {
                return Err(problems);
            }
        }
        Ok(())
    }
}
