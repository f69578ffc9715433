//! Writes XML, in the usual way or in another that means the same.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::variants::Choice;

/// An element to be written.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    pub(super) children: Vec<Tag>,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// The whole document.
    pub(super) fn write(&self, behaviour: &Behaviour) -> String {
        let other = behaviour.takes(Choice::OtherWriting);
        let mut out = String::new();
        if other {
            out.push_str("<?xml version='1.0'?>\n<!-- an answer -->\n");
        } else if !behaviour.takes(Choice::NoDeclaration) {
            out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\" ?>\n");
        }
        let decorated = behaviour.takes(Choice::XmlDecorated);
        if decorated || behaviour.takes(Choice::AttributesAsElements) {
            self.spread().append(&mut out, decorated, true);
            return out;
        }
        self.append(&mut out, other);
        if other {
            out.push_str("\n<?end of-answer?>\n");
        }
        out
    }

    /// The same with a child element in place of each attribute.
    fn spread(&self) -> Spread {
        let leaves = self.attributes.iter().map(|(name, value)| Spread {
            name,
            text: value.clone(),
            children: Vec::new(),
        });
        Spread {
            name: self.name,
            text: String::new(),
            children: leaves
                .chain(self.children.iter().map(Self::spread))
                .collect(),
        }
    }

    fn append(&self, out: &mut String, other: bool) {
        out.push('<');
        out.push_str(self.name);
        let (blank, quote) = if other { ("\n\t", '\'') } else { (" ", '"') };
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        if other {
            attributes.reverse();
        }
        for (name, value) in attributes {
            out.push_str(blank);
            out.push_str(name);
            out.push_str(if other { " = " } else { "=" });
            out.push(quote);
            escape(value, out);
            out.push(quote);
        }
        if self.children.is_empty() && !other {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            if other {
                out.push_str("\n  <!-- next -->");
            }
            child.append(out, other);
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }
}

/// An element without attributes of its own.
struct Spread {
    name: &'static str,
    text: String,
    children: Vec<Spread>,
}

impl Spread {
    fn append(&self, out: &mut String, decorated: bool, root: bool) {
        let prefix = if decorated { "cv:" } else { "" };
        out.push('<');
        out.push_str(prefix);
        out.push_str(self.name);
        if decorated && root {
            out.push_str(concat!(
                " xmlns:cv=\"urn:example:answers\"",
                " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"",
                " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
            ));
        }
        let digits = !self.text.is_empty() && self.text.bytes().all(|it| it.is_ascii_digit());
        if decorated && digits {
            out.push_str(" xsi:type=\"xs:long\"");
        }
        out.push('>');
        // Blanks around a number or a flag mean nothing in XML Schema.
        let blank = if decorated && (digits || self.text == "true") {
            "\n  "
        } else {
            ""
        };
        out.push_str(blank);
        escape(&self.text, out);
        out.push_str(blank);
        for child in &self.children {
            child.append(out, decorated, false);
        }
        out.push_str("</");
        out.push_str(prefix);
        out.push_str(self.name);
        out.push('>');
    }
}

/// A value may hold what a client sent, so everything that could end it is written as a number.
fn escape(value: &str, out: &mut String) {
    for it in value.chars() {
        match it {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // These cannot stand in XML at all.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(it),
        }
    }
}
