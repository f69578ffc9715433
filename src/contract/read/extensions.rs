//! Which `x-` keywords a part may carry.

use super::Reader;
use crate::contract::diagnostic::Problem;
use crate::contract::keywords::{EXTENSIONS, Part};
use crate::contract::nearest::nearest;
use crate::contract::text::{Mark, Node};

impl<'d> Reader<'d> {
    /// Refuses extensions of ours that are misplaced or misspelt, in a document that is written for
    /// clausal or in an overlay; others' are left alone.
    pub(super) fn extensions(&mut self, node: &'d Node, part: Part) {
        for entry in node.entries() {
            let key = &*entry.key;
            let ours = self.own || self.docs.is_overlay(&entry.mark.source.name);
            if !ours || !key.starts_with("x-") {
                continue;
            }
            let known = EXTENSIONS.iter().find(|(name, _)| *name == key);
            if let Some((_, parts)) = known {
                if !parts.contains(&part) {
                    let words: Vec<_> = parts.iter().map(|p| p.word()).collect();
                    let message = format!("`{key}` means nothing in {}", part.word());
                    let hint = format!("it belongs in {}", words.join(" or "));
                    self.misspelt(&entry.mark, message, hint);
                }
                continue;
            }
            if let Some(near) = nearest(key, EXTENSIONS.iter().map(|(name, _)| *name)) {
                let here: Vec<_> = EXTENSIONS
                    .iter()
                    .filter(|(_, parts)| parts.contains(&part))
                    .map(|(name, _)| format!("`{name}`"))
                    .collect();
                let message = format!("`{key}` looks like a misspelt extension of clausal");
                let hint = format!(
                    "did you mean `{near}` ({})? Known in {}: {}",
                    crate::contract::meaning(near).unwrap_or_default(),
                    part.word(),
                    if here.is_empty() {
                        "none".to_owned()
                    } else {
                        here.join(", ")
                    },
                );
                self.misspelt(&entry.mark, message, hint);
            }
        }
    }

    fn misspelt(&mut self, mark: &Mark, message: String, hint: String) {
        let problem = Problem::at(mark, message).hint(hint);
        let same = |p: &Problem| p.span == problem.span && p.location.file == problem.location.file;
        if !self.notes.misspelt.iter().any(same) {
            self.notes.misspelt.push(problem);
        }
    }

    /// `x-source` of a part, else what holds above it.
    pub(super) fn source(&mut self, node: &'d Node, above: &str) -> String {
        self.text_of(node, "x-source").unwrap_or(above).to_owned()
    }

    /// `source` of an entry of an extension, else what holds above it.
    pub(super) fn own_source(&mut self, node: &'d Node, above: &str) -> String {
        self.text_of(node, "source").unwrap_or(above).to_owned()
    }
}
