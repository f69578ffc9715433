//! `components`.

use super::Reader;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// Reads components that no operation uses, so that their faults are told too.
    pub(super) fn components(&mut self, root: &'d Node) {
        let Some(components) = root.get("components") else {
            return;
        };
        let known = [
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ];
        for entry in self.map(components, "`components`") {
            let kind = &*entry.key;
            if !known.contains(&kind) && !kind.starts_with("x-") {
                let message = format!("`components` holds no `{kind}`");
                self.drop(
                    &entry.mark,
                    message,
                    known_words(kind, &known),
                    "it is passed over",
                );
                continue;
            }
            if kind.starts_with("x-") {
                continue;
            }
            for part in self.map(&entry.value, &format!("`components/{kind}`")) {
                match kind {
                    "schemas" => drop(self.schema(&part.value, "")),
                    "parameters" => drop(self.parameter(&part.value, "")),
                    "requestBodies" => drop(self.body(&part.value, "")),
                    "responses" => drop(self.answer(&part.value, "")),
                    _ => {}
                }
            }
        }
    }
}
