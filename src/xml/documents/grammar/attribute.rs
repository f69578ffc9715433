//! Attributes and declarations of namespaces (sections 3.1 and 3.3.3, Namespaces 3).

use super::Maker;
use super::scope::{NAMES, PREFIXES};
use crate::xml::documents::draft::{Attribute, Span, span};
use crate::xml::documents::event::What;
use crate::xml::documents::tape::Label;

const WORDS: [&str; 24] = [
    "1",
    " ",
    "value",
    "a b",
    "text and more text",
    "\n",
    "true",
    "2024-01-31",
    ">",
    "\t",
    "--",
    "]]>",
    "%pe;",
    "a/path/to/file",
    "  ",
    "é",
    "日本",
    "\r\n",
    "=",
    "?>",
    "#",
    "/>",
    "\r",
    "😀",
];

impl Maker<'_, '_> {
    /// The attributes of a tag; `binds` has the prefixes it declares.
    pub(super) fn attributes(&mut self, tag: usize, binds: usize, full: bool) {
        let list = self.c.open(Label::Fixed);
        let part = self.c.open(Label::Fixed);
        let count = match self.c.below(8) {
            0..=2 => 0,
            3 | 4 => 1,
            5 => 2,
            6 => 3,
            _ => self.c.below(10),
        };
        let first = self.d.attributes.len();
        // Also without declarations, so that these can be left out of a document and no more.
        let before = match count {
            0 => 0,
            count => self.c.below(count + 1),
        };
        self.c.close(part);
        self.attribute_list_of(tag, first, before);
        let part = self.c.open(Label::Fixed);
        if binds != 0 {
            self.declarations(tag, binds, first);
        }
        self.c.close(part);
        let rest = count.max(usize::from(full)).saturating_sub(before);
        self.attribute_list_of(tag, first, rest);
        self.c.close(list);
        if full && self.d.attributes.len() == first {
            self.one_attribute(tag, "a");
        }
    }

    /// So many attributes.
    fn attribute_list_of(&mut self, tag: usize, first: usize, count: usize) {
        let list = self.c.open(Label::Fixed);
        for _ in 0..count {
            let Some(part) = self.c.part(true) else {
                break;
            };
            self.attribute(tag, first);
            self.c.close(part);
        }
        self.c.close(list);
    }

    fn one_attribute(&mut self, tag: usize, name: &str) {
        let start = self.at();
        self.space();
        let at = self.at();
        self.put(name);
        let name = self.since(at);
        self.value_of(tag, start, name);
    }

    fn declarations(&mut self, tag: usize, binds: usize, first: usize) {
        for (prefix, text) in PREFIXES.iter().enumerate() {
            if binds & 1 << prefix == 0 {
                continue;
            }
            let part = self.c.open(Label::Fixed);
            let name = self.scratch.scopes.last_of(prefix);
            let start = self.at();
            self.space();
            let at = self.at();
            self.put("xmlns:");
            self.put(text);
            self.declared(tag, start, span(at, self.at()), NAMES[name]);
            self.c.close(part);
        }
        if self.c.below(4) == 3 && !self.is_twice(first, b"xmlns") {
            let start = self.at();
            self.space();
            let at = self.at();
            self.put("xmlns");
            let number = self.c.below(NAMES.len() + 1);
            let name = NAMES.get(number).copied().unwrap_or_default();
            self.declared(tag, start, span(at, self.at()), name);
        }
        if self.c.once_in(16) && !self.wants.namespaces {
            let start = self.at();
            self.space();
            let at = self.at();
            self.put("xmlns:xml");
            let name = "http://www.w3.org/XML/1998/namespace";
            self.declared(tag, start, span(at, self.at()), name);
        }
    }

    /// The rest of a declaration of a namespace whose name stands there.
    fn declared(&mut self, tag: usize, start: usize, name: Span, value: &str) {
        self.put("=");
        let quote = self.quote();
        self.put_char(quote);
        let open = self.at();
        let mut rest = value.chars();
        if self.c.once_in(8)
            && let Some(c) = rest.next()
        {
            // The same name, written otherwise.
            self.put_reference(c);
        }
        self.put(rest.as_str());
        let inside = self.since(open);
        self.put_char(quote);
        self.d.attributes.push(Attribute {
            all: self.since(start),
            name,
            equals: name.end,
            value: inside,
            tag,
        });
        if self.record {
            let name = String::from_utf8_lossy(self.d.bytes_of(name)).into_owned();
            let value = value.to_owned();
            self.tell(start, || What::Attribute(name, value));
        }
    }

    /// Whether a tag has an attribute of this name, its first being that one.
    fn is_twice(&self, first: usize, name: &[u8]) -> bool {
        let own = &self.d.attributes[first..];
        own.iter().any(|other| self.d.bytes_of(other.name) == name)
    }

    fn attribute(&mut self, tag: usize, first: usize) {
        let start = self.at();
        self.space();
        let at = self.at();
        let part = self.c.open(Label::Fixed);
        let number = self.c.below(24);
        let mut prefixed = None;
        match number {
            23 => self.put_one(&["xml:lang", "xml:space", "xml:base"]),
            19..=22 if !self.scratch.scopes.is_empty() => {
                let count = self.scratch.scopes.count();
                let chosen = self.c.below(count);
                if let Some(bound) = self.scratch.scopes.one(chosen) {
                    self.put(PREFIXES[bound.prefix]);
                    self.put(":");
                }
                prefixed = Some(self.at());
                self.nc_name();
            }
            _ => {
                self.nc_name();
            }
        }
        self.c.close(part);
        let name = self.since(at);
        // Two prefixes may stand for one namespace, so that local parts are compared, too.
        let local = prefixed.map(|at| &self.d.text[at..]);
        let taken = self.d.attributes[first..].iter().any(|other| {
            let other = self.d.bytes_of(other.name);
            other == self.d.bytes_of(name)
                || local.is_some_and(|local| {
                    other.ends_with(local) && other[..other.len() - local.len()].ends_with(b":")
                })
        });
        if taken || self.d.bytes_of(name) == b"xmlns" {
            self.d.text.truncate(start);
            return;
        }
        self.value_of(tag, start, name);
    }

    /// The rest of an attribute.
    fn value_of(&mut self, tag: usize, start: usize, name: Span) {
        self.maybe_space();
        let equals = self.at();
        self.put("=");
        self.maybe_space();
        let quote = self.quote();
        self.put_char(quote);
        let open = self.at();
        let number = self.d.attributes.len();
        let normal = match &self.d.text[name.start..name.end] {
            b"xml:space" => {
                let value = ["preserve", "default"][self.c.below(2)];
                self.put(value);
                value.to_owned()
            }
            b"xml:lang" => {
                let value = ["en", "de-CH", ""][self.c.below(3)];
                self.put(value);
                value.to_owned()
            }
            b"xml:base" => {
                self.put("http://example.org/");
                "http://example.org/".to_owned()
            }
            _ => self.value(quote, Some(number)),
        };
        let value = self.since(open);
        self.put_char(quote);
        let all = self.since(start);
        self.d.attributes.push(Attribute {
            all,
            name,
            equals,
            value,
            tag,
        });
        if self.record {
            let name = String::from_utf8_lossy(self.d.bytes_of(name)).into_owned();
            self.tell(start, || What::Attribute(name, normal));
        }
    }

    /// What stands between these quotes, and what it says when that is asked for: of an attribute
    /// with this number, or of a default.
    pub(super) fn value(&mut self, quote: char, number: Option<usize>) -> String {
        let mut said = String::new();
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(5) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            let start = self.at();
            if let Some(number) = number {
                self.d.values.push((start, number));
            }
            match self.c.below(32) {
                0..=25 => self.value_word(quote, &mut said),
                26 | 27 => {
                    let c = self.any_character();
                    self.put_char(c);
                    said.push(c);
                }
                28 => said.push(self.character_reference()),
                29 | 30 => said.push(self.predefined()),
                _ => self.entity_in_value(&mut said),
            }
            self.c.close(part);
        }
        self.c.close(list);
        if let Some(number) = number {
            let end = self.at();
            self.d.values.push((end, number));
        }
        said
    }

    #[inline]
    fn value_word(&mut self, quote: char, said: &mut String) {
        let number = self.c.below(WORDS.len() + 1);
        let mut word = match (WORDS.get(number), quote) {
            (Some(word), _) => word,
            (None, '"') => "it's",
            (None, _) => "\"x\"",
        };
        if (self.last < 0x10_FFFF && !word.is_ascii())
            || (word.starts_with('\n') && self.d.text.ends_with(b"\r"))
        {
            word = "w";
        }
        self.put(word);
        if self.record {
            said.push_str(&super::misc::lines(word).replace(['\n', '\t'], " "));
        }
    }
}
