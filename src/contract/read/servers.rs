//! Path prefixes, from `servers`.

use super::Reader;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// The path of every server, each once; a root when none is given.
    pub(super) fn servers(&mut self, root: &'d Node) -> Vec<String> {
        let mut bases = Vec::new();
        let servers = match root.get("servers") {
            Some(list) => self.list(list, "`servers`"),
            None => &[],
        };
        for server in servers {
            let Some(node) = self.needed(server, "url", "a server") else {
                continue;
            };
            let Some(url) = self.text(node, "`url`") else {
                continue;
            };
            let base = path(&self.filled(server, url));
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        if bases.is_empty() {
            bases.push(String::new());
        }
        bases
    }

    /// A URL with its variables at their defaults.
    fn filled(&mut self, server: &'d Node, url: &str) -> String {
        let mut url = url.to_owned();
        for variable in server.get("variables").map_or(&[][..], Node::entries) {
            let default = self.text_of(&variable.value, "default").unwrap_or_default();
            url = url.replace(&format!("{{{}}}", variable.key), default);
        }
        url
    }
}

/// The path part of a URL, without a slash at its end.
fn path(url: &str) -> String {
    let rest = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    let path = rest
        .split(['?', '#'])
        .next()
        .unwrap_or("")
        .trim_matches('/');
    match path {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_the_path_stays() {
        for (url, path) in [
            ("/", ""),
            ("/api", "/api"),
            ("/api/", "/api"),
            ("v1", "/v1"),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("https://example.com:8443/v1/", "/v1"),
        ] {
            assert_eq!(super::path(url), path, "{url}");
        }
    }
}
