//! Canonical XML 1.0 of what a document says.

use std::collections::BTreeMap;

use super::Document;
use super::draft::Draft;
use super::event::What;

/// A type and a default that the document type declaration gives an attribute.
struct Declared<'d> {
    is_cdata: bool,
    default: Option<&'d str>,
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

impl Document {
    /// Canonical XML 1.0 of a well-formed document, without comments: made from what the document
    /// was meant to say, not by parsing it. `None` for other documents, for stress documents, and
    /// when parsers may read it differently: when a reference to an undeclared entity stands in it
    /// that only an external subset could declare, or a declaration after a reference to a parameter
    /// entity.
    pub fn canonical(&self) -> Option<Vec<u8>> {
        self.canonical_as(false)
    }

    /// The same with comments.
    pub fn canonical_with_comments(&self) -> Option<Vec<u8>> {
        self.canonical_as(true)
    }

    fn canonical_as(&self, comments: bool) -> Option<Vec<u8>> {
        if self.truth != super::Truth::WellFormed {
            return None;
        }
        let draft = self.origin.whole()?.draft();
        (!draft.unknown).then(|| canonical(&draft, comments).into_bytes())
    }
}

#[derive(Default)]
struct Writer<'d> {
    out: String,
    declared: BTreeMap<(&'d str, &'d str), Declared<'d>>,
    /// Names of the open elements, and the declarations in force as they were written for each.
    open: Vec<(&'d str, BTreeMap<String, String>)>,
    rooted: bool,
}

fn canonical(draft: &Draft, comments: bool) -> String {
    let mut writer = Writer::default();
    let mut events = draft.events.iter().peekable();
    // Comments and instructions in the internal subset are not part of the document's content.
    let subset = draft.doctype.and_then(|d| d.subset).unwrap_or_default();
    while let Some(event) = events.next() {
        match &event.what {
            What::Declares {
                element,
                attribute,
                is_cdata,
                default,
            } => {
                // The first declaration holds.
                writer
                    .declared
                    .entry((element, attribute))
                    .or_insert(Declared {
                        is_cdata: *is_cdata,
                        default: default.as_deref(),
                    });
            }
            What::Start(name) => {
                let mut own = Vec::new();
                while let Some(What::Attribute(name, value)) = events.peek().map(|e| &e.what) {
                    own.push((name.as_str(), value.as_str()));
                    events.next();
                }
                writer.start(name, &own);
            }
            What::Attribute(..) => {}
            What::End => writer.end(),
            What::Text(text) => escape(&mut writer.out, text, false),
            What::Comment(_) | What::Instruction(..) if subset.holds(event.at) => {}
            What::Comment(_) if !comments => {}
            What::Comment(data) => {
                let data = format!("<!--{}-->", returns(data));
                writer.misc(&data);
            }
            What::Instruction(target, data) => {
                let data = returns(data);
                let blank = if data.is_empty() { "" } else { " " };
                writer.misc(&format!("<?{target}{blank}{data}?>"));
            }
        }
    }
    writer.out
}

impl<'d> Writer<'d> {
    /// A line end keeps misc apart from the root.
    fn misc(&mut self, text: &str) {
        let outside = self.open.is_empty();
        if outside && self.rooted {
            self.out.push('\n');
        }
        self.out.push_str(text);
        if outside && !self.rooted {
            self.out.push('\n');
        }
    }

    fn start(&mut self, name: &'d str, own: &[(&'d str, &'d str)]) {
        self.rooted = true;
        let mut attributes: Vec<(&str, String)> = Vec::new();
        for (attribute, value) in own {
            let is_cdata = self
                .declared
                .get(&(name, *attribute))
                .is_none_or(|d| d.is_cdata);
            attributes.push((attribute, typed(value, is_cdata)));
        }
        for ((element, attribute), declared) in &self.declared {
            if *element == name
                && let Some(value) = declared.default
                && own.iter().all(|(other, _)| other != attribute)
            {
                attributes.push((attribute, typed(value, declared.is_cdata)));
            }
        }
        let before = self.open.last().map(|(_, scope)| scope.clone());
        let before = before.unwrap_or_default();
        let mut scope = before.clone();
        for (attribute, value) in &attributes {
            if let Some(prefix) = declares(attribute) {
                scope.insert(prefix.to_owned(), value.clone());
            }
        }
        self.out.push('<');
        self.out.push_str(name);
        for (prefix, value) in &scope {
            let same = before.get(prefix).map_or("", String::as_str) == value;
            if same || prefix == "xml" {
                continue;
            }
            let colon = if prefix.is_empty() { "" } else { ":" };
            self.out.push_str(&format!(" xmlns{colon}{prefix}"));
            self.value(value);
        }
        let mut sorted: Vec<(&str, &str, &str, &str)> = attributes
            .iter()
            .filter(|(attribute, _)| declares(attribute).is_none())
            .map(|(attribute, value)| match attribute.split_once(':') {
                Some(("xml", local)) => (XML, local, *attribute, value.as_str()),
                Some((prefix, local)) => {
                    let uri = scope.get(prefix).map_or("", String::as_str);
                    (uri, local, *attribute, value.as_str())
                }
                None => ("", *attribute, *attribute, value.as_str()),
            })
            .collect();
        sorted.sort_unstable();
        for (_, _, attribute, value) in sorted {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.value(value);
        }
        self.out.push('>');
        self.open.push((name, scope));
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
    }

    fn end(&mut self) {
        if let Some((name, _)) = self.open.pop() {
            self.out.push_str(&format!("</{name}>"));
        }
    }
}

/// The prefix that an attribute declares.
fn declares(attribute: &str) -> Option<&str> {
    match attribute {
        "xmlns" => Some(""),
        _ => attribute.strip_prefix("xmlns:"),
    }
}

/// A value by its type (section 3.3.3).
fn typed(value: &str, is_cdata: bool) -> String {
    if is_cdata {
        return value.to_owned();
    }
    let parts: Vec<&str> = value.split(' ').filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn returns(text: &str) -> String {
    text.replace('\r', "&#xD;")
}

fn escape(out: &mut String, text: &str, value: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !value => out.push_str("&gt;"),
            '"' if value => out.push_str("&quot;"),
            '\t' if value => out.push_str("&#x9;"),
            '\n' if value => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            _ => out.push(c),
        }
    }
}
