//! Security schemes, the token among them, and what operations ask for.

use super::Reader;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Place, Scheme, SchemeKind, Token};

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
                let node = self.needed(scheme, "name", "an `apiKey`")?;
                let name = self.text(node, "`name`")?;
                let own = header_of(name);
                if place == "header" && own != name {
                    let message = format!("`{name}` is no name of a header");
                    let hint =
                        "a token behind `Authorization: Bearer` is `type: http, scheme: bearer`";
                    self.drop(
                        &node.mark,
                        message,
                        hint,
                        &format!("the header `{own}` is meant"),
                    );
                }
                (place == "header").then_some(own)
            }
            "mutualTLS" => None,
            _ => Some("Authorization"),
        }
    }

    /// Every scheme that can be read; what is wrong with the others is told where the token is looked for.
    pub(super) fn schemes(&mut self, root: &'d Node) -> Vec<Scheme> {
        let schemes = root
            .get("components")
            .and_then(|c| c.get("securitySchemes"));
        let mut all = Vec::new();
        for entry in schemes.map_or(&[][..], Node::entries) {
            let Some(node) = self.follow(&entry.value) else {
                continue;
            };
            let word = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
            let place = match word("in") {
                "query" => Place::Query,
                "cookie" => Place::Cookie,
                _ => Place::Header,
            };
            let http = word("scheme").to_ascii_lowercase();
            let kind = match (word("type"), http.as_str()) {
                ("apiKey", _) if !word("name").is_empty() => key(place, word("name")),
                ("http", "basic") => SchemeKind::Basic,
                ("http", "bearer") | ("oauth2" | "openIdConnect", _) => SchemeKind::Bearer,
                ("http", other) => SchemeKind::Other(format!("HTTP authentication `{other}`")),
                ("mutualTLS", _) => SchemeKind::Other("mutual TLS".to_owned()),
                (other, _) => SchemeKind::Other(format!("`{other}`")),
            };
            all.push(Scheme {
                name: entry.key.to_string(),
                kind,
                has_reading: node.get("x-reading").is_some(),
                at: node.mark.location(),
            });
        }
        all
    }

    /// What an operation asks for; an entry without names lets everybody in.
    pub(super) fn requirements(&self, root: &Node, operation: &Node) -> Vec<Vec<String>> {
        let list = operation.get("security").or_else(|| root.get("security"));
        let entries = list.map_or(&[][..], Node::items).iter();
        let names = |r: &Node| r.entries().iter().map(|e| e.key.to_string()).collect();
        entries.map(names).collect()
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

/// The header that the name of an `apiKey` means: some write what stands in front of the key behind it.
fn header_of(name: &str) -> &str {
    let of_header = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let end = name.find(|c| !of_header(c)).unwrap_or(name.len());
    match &name[..end] {
        "" => name,
        own => own,
    }
}

/// How an `apiKey` travels.
fn key(place: Place, name: &str) -> SchemeKind {
    let own = match place {
        Place::Header => header_of(name),
        _ => name,
    };
    let behind = name[own.len()..].trim_matches([':', ' ']);
    let bearer = behind.to_ascii_lowercase().starts_with("bearer");
    match bearer && own.eq_ignore_ascii_case("authorization") {
        true => SchemeKind::Bearer,
        false => SchemeKind::Key {
            place,
            name: own.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_holds_more_than_a_header_is_read_for_what_it_means() {
        assert_eq!(
            key(Place::Header, "Authorization: Bearer"),
            SchemeKind::Bearer
        );
        let key = |name: &str| {
            key(Place::Header, name)
                .carrier()
                .map(|(_, n)| n.to_owned())
        };
        assert_eq!(key("X-Api-Key").as_deref(), Some("X-Api-Key"));
        assert_eq!(
            key("Authorization: Token").as_deref(),
            Some("Authorization")
        );
    }
}
