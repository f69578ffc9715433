//! Path prefixes, from `servers`.

use super::Reader;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// The base of an operation's own servers, else of those of its path; `None` where it is the first
    /// one of the document.
    pub(super) fn own_base(
        &mut self,
        root: &'d Node,
        item: &'d Node,
        operation: &'d Node,
    ) -> Option<String> {
        let own = [operation, item]
            .into_iter()
            .find(|n| n.get("servers").is_some())?;
        let base = self.servers(own).into_iter().next()?;
        let first = self.servers(root).into_iter().next();
        (first.as_ref() != Some(&base)).then_some(base)
    }

    /// The path of every server, each once; a root when none is given.
    pub(super) fn servers(&mut self, owner: &'d Node) -> Vec<String> {
        let mut bases = Vec::new();
        let servers = match owner.get("servers") {
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

    /// Scheme and host of the first server that names one.
    pub(super) fn origin(&mut self, root: &'d Node) -> Option<String> {
        let servers = root.get("servers").map_or(&[][..], Node::items);
        let url = |server: &'d Node| Some((server, server.get("url")?.text()?));
        servers.iter().filter_map(url).find_map(|(server, url)| {
            let url = self.filled(server, url);
            let (scheme, rest) = url.split_once("://")?;
            let host = rest.split(['/', '?', '#']).next()?;
            let scheme = scheme.to_ascii_lowercase();
            let known = matches!(scheme.as_str(), "http" | "https") && !host.is_empty();
            known.then(|| format!("{scheme}://{host}"))
        })
    }

    /// A URL with its variables at their defaults.
    fn filled(&mut self, server: &'d Node, url: &str) -> String {
        let mut url = url.to_owned();
        for variable in server.get("variables").map_or(&[][..], Node::entries) {
            let listed = variable.value.get("enum").map_or(&[][..], Node::items);
            let first = listed.first().and_then(Node::text);
            let default = match variable.value.get("default").map(Node::json) {
                // A port is often written as a number.
                Some(serde_json::Value::Number(number)) => number.to_string(),
                Some(_) => self
                    .text_of(&variable.value, "default")
                    .unwrap_or_default()
                    .to_owned(),
                None => first.unwrap_or_default().to_owned(),
            };
            let default = default.as_str();
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
    let path = rest.split(['?', '#']).next().unwrap_or("");
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.iter().map(|step| format!("/{step}")).collect()
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
            ("./v1/", "/v1"),
            ("../v1", "/v1"),
            (".", ""),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("https://example.com:8443/v1/", "/v1"),
        ] {
            assert_eq!(super::path(url), path, "{url}");
        }
    }
}
