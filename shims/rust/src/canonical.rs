//! Canonical XML 1.0 without comments, from what a parser tells in order.

use std::collections::BTreeMap;

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Whether the adapter is to tell what was read.
pub fn is_wanted() -> bool {
    std::env::var("SHIM_CANONICAL").is_ok_and(|value| value == "1")
}

/// Names are given as they stand in the document. Text is read as its parser gives it, line ends and
/// all, since it is the parser that is tested.
#[derive(Default)]
pub struct Writer {
    out: String,
    /// The declarations in force, by prefix, for each open element.
    scopes: Vec<BTreeMap<String, String>>,
    is_rooted: bool,
}

impl Writer {
    pub fn form(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// A start tag. Declarations of namespaces stand apart from attributes, with the empty prefix for
    /// the default; those that are in force already may be among them.
    pub fn start(
        &mut self,
        name: &str,
        declared: impl IntoIterator<Item = (String, String)>,
        attributes: impl IntoIterator<Item = (String, String)>,
    ) {
        self.is_rooted = true;
        let around = self.scopes.last().cloned().unwrap_or_default();
        let mut scope = around.clone();
        scope.extend(declared);
        self.out.push('<');
        self.out.push_str(name);
        for (prefix, uri) in &scope {
            if prefix != "xml" && around.get(prefix).map_or("", String::as_str) != uri {
                let colon = if prefix.is_empty() { "" } else { ":" };
                self.attribute(&format!("xmlns{colon}{prefix}"), uri);
            }
        }
        let mut sorted: Vec<_> = attributes.into_iter().collect();
        sorted.sort_by_cached_key(|(name, _)| match name.rsplit_once(':') {
            Some(("xml", local)) => (XML.to_owned(), local.to_owned()),
            Some((prefix, local)) => {
                (scope.get(prefix).cloned().unwrap_or_default(), local.to_owned())
            }
            None => (String::new(), name.clone()),
        });
        for (name, value) in sorted {
            self.attribute(&name, &value);
        }
        self.out.push('>');
        self.scopes.push(scope);
    }

    pub fn end(&mut self, name: &str) {
        self.out.push_str(&format!("</{name}>"));
        self.scopes.pop();
    }

    pub fn text(&mut self, text: &str) {
        escape(&mut self.out, text, false);
    }

    /// Text as a parser tells it that tells of white space outside the root too.
    pub fn text_inside(&mut self, text: &str) {
        if !self.scopes.is_empty() {
            self.text(text);
        }
    }

    pub fn instruction(&mut self, target: &str, data: &str) {
        let is_outside = self.scopes.is_empty();
        if is_outside && self.is_rooted {
            self.out.push('\n');
        }
        let blank = if data.is_empty() { "" } else { " " };
        self.out.push_str(&format!("<?{target}{blank}{}?>", data.replace('\r', "&#xD;")));
        if is_outside && !self.is_rooted {
            self.out.push('\n');
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!(" {name}=\""));
        escape(&mut self.out, value, true);
        self.out.push('"');
    }
}

/// The prefix that an attribute of this name declares.
pub fn declares(name: &str) -> Option<&str> {
    if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") }
}

fn escape(out: &mut String, text: &str, is_value: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !is_value => out.push_str("&gt;"),
            '"' if is_value => out.push_str("&quot;"),
            '\t' if is_value => out.push_str("&#x9;"),
            '\n' if is_value => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            _ => out.push(c),
        }
    }
}
