//! The token, from the security schemes.

use super::Reader;
use crate::contract::Token;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// The header that carries the token: of the first scheme in use that has one.
    pub(super) fn token(&mut self, root: &'d Node) -> Option<Token> {
        let schemes = root
            .get("components")
            .and_then(|c| c.get("securitySchemes"));
        let mut tokens = Vec::new();
        for entry in schemes.map_or(&[][..], Node::entries) {
            let Some(scheme) = self.follow(&entry.value) else {
                continue;
            };
            self.extensions(scheme, Part::SecurityScheme);
            let reading = self.reading_of(scheme, "x-reading");
            let header = match self.text_of(scheme, "type") {
                Some("apiKey") if self.text_of(scheme, "in") == Some("header") => {
                    self.text_of(scheme, "name").unwrap_or_default()
                }
                Some("apiKey" | "mutualTLS") => continue,
                _ => "Authorization",
            };
            let at = scheme.mark.location();
            let header = header.to_owned();
            tokens.push((
                &*entry.key,
                Token {
                    header,
                    reading,
                    at,
                },
            ));
        }
        let known: Vec<&str> = schemes
            .map_or(&[][..], Node::entries)
            .iter()
            .map(|e| &*e.key)
            .collect();
        let used = self.used(root, &known);
        tokens
            .into_iter()
            .find(|(name, _)| used.contains(&(*name).to_owned()))
            .map(|(_, token)| token)
    }

    /// The schemes that any `security` names.
    fn used(&mut self, root: &'d Node, known: &[&str]) -> Vec<String> {
        let paths = root.get("paths").map_or(&[][..], Node::entries);
        let operations = paths.iter().flat_map(|p| p.value.entries());
        let places = operations
            .filter_map(|o| o.value.get("security"))
            .chain(root.get("security"));
        let mut used = Vec::new();
        for place in places.collect::<Vec<_>>() {
            for requirement in self.list(place, "`security`") {
                for entry in self.map(requirement, "an entry of `security`") {
                    if !known.contains(&&*entry.key) {
                        let message = format!("no security scheme is called `{}`", entry.key);
                        self.refuse(&entry.mark, message, known_words(&entry.key, known));
                    }
                    used.push(entry.key.to_string());
                }
            }
        }
        used
    }

    /// Whether an operation asks for a token.
    pub(super) fn secured(&self, root: &Node, operation: &Node) -> bool {
        let requirements = operation.get("security").or_else(|| root.get("security"));
        // An empty requirement among others makes the token a choice.
        requirements.is_some_and(|list| {
            !list.items().is_empty() && list.items().iter().all(|r| !r.entries().is_empty())
        })
    }
}
