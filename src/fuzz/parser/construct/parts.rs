//! What a document has, as far as can be seen without holding it to any rule: mutants and broken
//! documents are looked at, too.

use std::collections::BTreeSet;

/// What a document has. What stands in a comment, a section or an instruction is none of its own; what
/// stands in an entity value comes to count where the entity is referred to, so it counts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub utf_16: bool,
    /// It declares another encoding than UTF-8.
    pub declared: bool,
    pub byte_order_mark: bool,
    pub xml_declaration: bool,
    /// It is of a version 1 other than 1.0.
    pub later_version: bool,
    pub instruction: bool,
    pub comment: bool,
    pub section: bool,
    pub doctype: bool,
    pub element_type: bool,
    pub attribute_list: bool,
    pub notation: bool,
    pub entity: bool,
    pub parameter_entity: bool,
    pub parameter_reference: bool,
    /// It refers to a general entity that is not predefined.
    pub reference: bool,
    /// It refers to one that is not declared where a reader must look.
    pub open: bool,
    pub predefined: bool,
    pub character_reference: bool,
    pub namespace: bool,
    pub attribute: bool,
    pub element: bool,
    pub beyond_ascii: bool,
    pub character: bool,
}

impl Parts {
    pub fn of(document: &[u8]) -> Self {
        let utf_16 = matches!(document, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]);
        let text = text(document, utf_16);
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut look = Look {
            parts: Parts {
                utf_16,
                byte_order_mark: body.len() < text.len(),
                beyond_ascii: !text.is_ascii(),
                character: !text.is_empty(),
                ..Parts::default()
            },
            declared: BTreeSet::new(),
            names: BTreeSet::new(),
        };
        let rest = look.xml_declaration(body);
        look.content(rest, true);
        let Look {
            mut parts,
            declared,
            names,
        } = look;
        parts.reference = !names.is_empty();
        parts.open = parts.doctype && names.iter().any(|name| !declared.contains(name));
        parts
    }
}

/// A document's text; bytes that are not UTF-8 are replaced.
fn text(document: &[u8], utf_16: bool) -> String {
    if !utf_16 {
        return String::from_utf8_lossy(document).into_owned();
    }
    let big = document[0] == 0xFE;
    let units = document[2..].chunks_exact(2).map(|pair| match big {
        true => u16::from_be_bytes([pair[0], pair[1]]),
        false => u16::from_le_bytes([pair[0], pair[1]]),
    });
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A look at a text.
struct Look<'t> {
    parts: Parts,
    /// General entities that are declared.
    declared: BTreeSet<&'t str>,
    /// General entities that are referred to.
    names: BTreeSet<&'t str>,
}

impl<'t> Look<'t> {
    /// Takes the XML declaration from the start.
    fn xml_declaration(&mut self, text: &'t str) -> &'t str {
        let is_declaration = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_whitespace());
        let Some(rest) = text.strip_prefix("<?xml").filter(is_declaration) else {
            return text;
        };
        let (own, rest) = cut(rest, "?>");
        self.parts.xml_declaration = true;
        let version = own.split_once("version").map(|(_, value)| value);
        let number = version.and_then(|value| value.split(['"', '\'']).nth(1));
        self.parts.later_version = number.is_some_and(|n| n.starts_with("1.") && n != "1.0");
        let encoding = own.split_once("encoding").map(|(_, value)| value);
        let is_other = |value: &str| !value.to_ascii_lowercase().contains("utf-8");
        self.parts.declared = !self.parts.utf_16 && encoding.is_some_and(is_other);
        rest
    }

    /// Looks at what stands outside of markup declarations. A document has a document type, an entity
    /// has none.
    fn content(&mut self, text: &'t str, is_document: bool) {
        let mut rest = text;
        while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
            rest = &rest[at..];
            rest = if let Some(rest) = self.aside(rest) {
                rest
            } else if let Some(inside) = rest.strip_prefix("<![CDATA[") {
                self.parts.section = true;
                cut(inside, "]]>").1
            } else if let Some(inside) = rest.strip_prefix("<!DOCTYPE").filter(|_| is_document) {
                self.parts.doctype = true;
                self.doctype(inside)
            } else if let Some(inside) = rest.strip_prefix("<!") {
                // Such as a declaration in an entity for the subset.
                self.declaration(rest).unwrap_or(inside)
            } else if let Some(inside) = rest.strip_prefix('<') {
                self.parts.element = true;
                self.tag(inside)
            } else {
                self.reference(&rest[1..])
            };
        }
    }

    /// What follows a comment or an instruction, where one stands here.
    fn aside(&mut self, rest: &'t str) -> Option<&'t str> {
        if let Some(inside) = rest.strip_prefix("<!--") {
            self.parts.comment = true;
            return Some(cut(inside, "-->").1);
        }
        let inside = rest.strip_prefix("<?")?;
        self.parts.instruction = true;
        Some(cut(inside, "?>").1)
    }

    /// What follows a document type declaration.
    fn doctype(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(at) = rest.find(['[', '>', '"', '\'']) {
            let (c, after) = (rest.as_bytes()[at], &rest[at + 1..]);
            rest = match c {
                b'[' => self.subset(after),
                b'>' => return after,
                _ => cut_at(after, c).1,
            };
        }
        ""
    }

    /// What follows the internal subset.
    fn subset(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '%', ']']) {
            rest = &rest[at..];
            rest = if let Some(rest) = self.aside(rest) {
                rest
            } else if let Some(after) = rest.strip_prefix(']') {
                return after;
            } else if let Some(after) = rest.strip_prefix('%') {
                self.parts.parameter_reference |= name(after).is_some();
                after
            } else {
                self.declaration(rest).unwrap_or(&rest[1..])
            };
        }
        ""
    }

    /// What follows a markup declaration, where one stands here.
    fn declaration(&mut self, rest: &'t str) -> Option<&'t str> {
        const WORDS: [&str; 4] = ["<!ENTITY", "<!ATTLIST", "<!ELEMENT", "<!NOTATION"];
        let word = WORDS.into_iter().find(|word| rest.starts_with(word))?;
        let mut rest = &rest[word.len()..];
        match word {
            "<!ENTITY" => {
                let mut words = rest.split_whitespace();
                let own = words.next().unwrap_or_default();
                self.parts.parameter_entity |= own == "%";
                self.parts.entity = true;
                if own != "%" {
                    self.declared.insert(own);
                }
            }
            "<!ATTLIST" => self.parts.attribute_list = true,
            "<!ELEMENT" => self.parts.element_type = true,
            _ => self.parts.notation = true,
        }
        while let Some(at) = rest.find(['>', '"', '\'', '%', '<']) {
            let (c, after) = (rest.as_bytes()[at], &rest[at + 1..]);
            self.parts.namespace |= word == "<!ATTLIST" && rest[..at].contains("xmlns");
            rest = match c {
                b'>' => return Some(after),
                b'%' => {
                    self.parts.parameter_reference |= name(after).is_some();
                    after
                }
                b'<' => return Some(&rest[at..]),
                _ => {
                    let (value, after) = cut_at(after, c);
                    match word {
                        "<!ENTITY" => self.entity_value(value),
                        "<!ATTLIST" => self.value(value),
                        _ => {}
                    }
                    after
                }
            };
        }
        Some("")
    }

    /// Looks at an entity value, in which parameter entities are included, too.
    fn entity_value(&mut self, value: &'t str) {
        let parameters = value.split('%').skip(1);
        self.parts.parameter_reference |= parameters.into_iter().any(|rest| name(rest).is_some());
        self.content(value, false);
    }

    /// What follows a tag.
    fn tag(&mut self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(at) = rest.find(['>', '"', '\'', '=', '<']) {
            let (c, after) = (rest.as_bytes()[at], &rest[at + 1..]);
            self.parts.namespace |= rest[..at].contains("xmlns");
            rest = match c {
                b'>' => return after,
                b'<' => return &rest[at..],
                b'=' => {
                    self.parts.attribute = true;
                    after
                }
                _ => {
                    let (value, after) = cut_at(after, c);
                    self.value(value);
                    after
                }
            };
        }
        ""
    }

    /// Looks at an attribute value.
    fn value(&mut self, value: &'t str) {
        for rest in value.split('&').skip(1) {
            self.reference(rest);
        }
    }

    /// What follows the ampersand of a reference, which is looked at.
    fn reference(&mut self, rest: &'t str) -> &'t str {
        match name(rest) {
            Some(own) if own.starts_with('#') => self.parts.character_reference = true,
            Some("lt" | "gt" | "amp" | "apos" | "quot") => self.parts.predefined = true,
            Some(own) => {
                self.names.insert(own);
            }
            None => {}
        }
        rest
    }
}

/// What stands before this end, and after it; all of it where there is no end.
fn cut<'t>(text: &'t str, end: &str) -> (&'t str, &'t str) {
    text.split_once(end).unwrap_or((text, ""))
}

fn cut_at(text: &str, quote: u8) -> (&str, &str) {
    text.split_once(char::from(quote)).unwrap_or((text, ""))
}

/// The name that stands here before a semicolon.
fn name(rest: &str) -> Option<&str> {
    let (name, _) = rest.split_once(';')?;
    let is_name =
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "<>&%\"'=".contains(c));
    is_name.then_some(name)
}
