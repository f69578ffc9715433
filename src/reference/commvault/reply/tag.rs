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
        self.append(&mut out, other);
        if other {
            out.push_str("\n<?end of-answer?>\n");
        }
        out
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
