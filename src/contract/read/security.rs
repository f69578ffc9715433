//! The token, from the security schemes.

use super::Reader;
use crate::contract::Token;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;

/// What a security scheme may be.
const TYPES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];
/// Where an `apiKey` may travel.
const PLACES: &[&str] = &["header", "query", "cookie"];

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
            let Some(header) = self.token_header(scheme) else {
                continue;
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

    /// The header that a scheme sends its token in; `None` when it sends it otherwise.
    fn token_header(&mut self, scheme: &'d Node) -> Option<&'d str> {
        let kind = self.needed(scheme, "type", "a security scheme")?;
        match self.one_of(kind, "type of a security scheme", TYPES)? {
            "apiKey" => {
                let place = self.needed(scheme, "in", "an `apiKey`")?;
                let place = self.one_of(place, "place of an `apiKey`", PLACES)?;
                let name = self.needed(scheme, "name", "an `apiKey`")?;
                let name = self.text(name, "`name`")?;
                (place == "header").then_some(name)
            }
            "mutualTLS" => None,
            _ => Some("Authorization"),
        }
    }

    /// A word that is one of a few.
    fn one_of(&mut self, node: &'d Node, what: &str, known: &[&str]) -> Option<&'d str> {
        let word = self.text(node, &format!("the {what}"))?;
        if !known.contains(&word) {
            let message = format!("`{word}` is no {what}");
            self.refuse(&node.mark, message, known_words(word, known));
            return None;
        }
        Some(word)
    }

    /// The schemes that any `security` names.
    fn used(&mut self, root: &'d Node, known: &[&str]) -> Vec<String> {
        let paths = root.get("paths").map_or(&[][..], Node::entries);
        let paths = paths.iter().filter(|p| !p.key.starts_with("x-"));
        // A path item that cannot be followed is refused in the same words where paths are read.
        let items: Vec<&'d Node> = paths.filter_map(|p| self.follow(&p.value)).collect();
        let operations = items.iter().flat_map(|item| item.entries());
        let places = operations
            .filter_map(|o| o.value.get("security"))
            .chain(root.get("security"));
        let mut used = Vec::new();
        for place in places.collect::<Vec<_>>() {
            for requirement in self.list(place, "`security`") {
                for entry in self.map(requirement, "an entry of `security`") {
                    if !known.contains(&&*entry.key) {
                        let message = format!("no security scheme is called `{}`", entry.key);
                        let hint = known_words(&entry.key, known);
                        self.drop(&entry.mark, message, hint, "it is passed over");
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
