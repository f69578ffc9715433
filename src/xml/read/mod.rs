//! The strict reader.
//!
//! What it holds a document to, each with the section of the recommendation:
//! - exactly one root element, with nothing but comments, processing instructions and white space
//!   around it (2.1);
//! - only legal characters, directly or by reference (2.2, 4.1); names over the whole range (2.3);
//! - tags that nest and match, attributes with quotes and white space between them, none twice, no
//!   `<` in a value (3.1);
//! - `]]>` not in text (2.4), `--` not in comments (2.5), instructions with a target that is not
//!   `xml` (2.6), CDATA sections that end and stand inside the root (2.7);
//! - an XML declaration at the very beginning only, its parts in order and legal (2.8, 2.9, 4.3.1);
//! - no entity but the five predefined ones (4.1, 4.6);
//! - bytes that are what the mark, the label or the declaration says: UTF-8, UTF-16 with a mark,
//!   ISO-8859-1, US-ASCII (4.3.3);
//! - names with one colon at most, prefixes that are bound, no two attributes of one expanded name
//!   (Namespaces, 3 to 6).
//!
//! Line ends become `\n` (2.11), and white space in attribute values becomes blanks unless it was
//! written as a reference (3.3.3).
//!
//! What it does not claim: a document type declaration is refused as a whole and never looked into,
//! so nothing is ever expanded or fetched; so are documents beyond [`Limits`] and in other encodings.
//! These are told apart from ill-formed ones by [`super::Kind`].

mod attributes;
mod declaration;
mod namespaces;
mod text;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::chars::{illegal, is_name, is_space};
use super::encoding::decode;
use super::error::{Fault, XmlError};
use super::tree::{Element, Node};
use namespaces::Scope;

/// How large a document may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Elements inside each other.
    pub depth: usize,
    /// Bytes.
    pub bytes: usize,
    /// Attributes of one element.
    pub attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 256,
            bytes: 16 << 20,
            attributes: 4096,
        }
    }
}

/// Reads a document.
///
/// # Errors
/// The first rule that it breaks, and where; or why it is not taken.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Element, XmlError> {
    read_labelled(bytes, None, limits)
}

/// Reads a document that came with a charset in its Content-Type.
///
/// # Errors
/// As for [`read`].
pub fn read_labelled(
    bytes: &[u8],
    charset: Option<&str>,
    limits: &Limits,
) -> Result<Element, XmlError> {
    if bytes.len() > limits.bytes {
        let message = format!("{} bytes, and at most {} are taken", bytes.len(), limits.bytes);
        return Err(Fault::refused("too-large", 0, message).placed(""));
    }
    let text = decode(bytes, charset).map_err(|f| {
        let readable = String::from_utf8_lossy(bytes);
        f.placed(&readable)
    })?;
    Document::new(&text, limits)
        .root()
        .map_err(|f| f.placed(&text))
}

/// A document that is being read.
struct Document<'t> {
    text: &'t str,
    limits: &'t Limits,
    /// Elements that are open, outermost first.
    open: Vec<Element>,
    root: Option<Element>,
    scope: Scope,
}

impl<'t> Document<'t> {
    fn new(text: &'t str, limits: &'t Limits) -> Self {
        Document {
            text,
            limits,
            open: Vec::new(),
            root: None,
            scope: Scope::default(),
        }
    }

    fn root(mut self) -> Result<Element, Fault> {
        if let Some((at, c)) = illegal(self.text) {
            let rule = "illegal-character";
            let message = format!("the character U+{:04X} may not stand in a document", c as u32);
            return Err(Fault::ill(rule, "2.2", at, message));
        }
        let skipped = self.declaration()?;
        let mut reader = Reader::from_str(&self.text[skipped..]);
        let config = reader.config_mut();
        // What these would find is found here, with the rule's name and place.
        config.check_end_names = false;
        config.check_comments = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let at = skipped + reader.buffer_position() as usize;
            let event = reader
                .read_event()
                .map_err(|e| unclosed(self.text, at, &e))?;
            let end = skipped + reader.buffer_position() as usize;
            match event {
                Event::Start(_) => self.start(at, end, false)?,
                Event::Empty(_) => self.start(at, end, true)?,
                Event::End(_) => self.end(at, end)?,
                Event::Text(_) => self.text(at, end)?,
                Event::GeneralRef(_) => self.reference(at, end)?,
                Event::CData(_) => self.cdata(at, end)?,
                Event::Comment(_) => self.comment(at, end)?,
                Event::PI(_) | Event::Decl(_) => self.instruction(at, end)?,
                Event::DocType(_) => {
                    let message = "a document type declaration, which is never looked into";
                    return Err(Fault::refused("doctype", at, message));
                }
                Event::Eof => break,
            }
        }
        if let Some(open) = self.open.last() {
            let message = format!("the element `{}` is not closed", open.name);
            let at = self.text.len();
            return Err(Fault::ill("unclosed-element", "3.1", at, message));
        }
        let nothing = || Fault::ill("no-root", "2.1", self.text.len(), "there is no element");
        self.root.take().ok_or_else(nothing)
    }

    /// A start tag or an empty-element tag.
    fn start(&mut self, at: usize, end: usize, is_empty: bool) -> Result<(), Fault> {
        if self.root.is_some() {
            let message = "a second root element";
            return Err(Fault::ill("second-root", "2.1", at, message));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!("elements nest deeper than {} levels", self.limits.depth);
            return Err(Fault::refused("too-deep", at, message));
        }
        let close = if is_empty { 2 } else { 1 };
        let inside = &self.text[at + 1..end - close];
        let length = inside
            .bytes()
            .position(is_space)
            .unwrap_or(inside.len());
        let name = &inside[..length];
        check_name(name, at + 1)?;
        let mut element = Element::new(name);
        let rest = &inside[length..];
        if !rest.is_empty() {
            self.attributes(rest, at + 1 + length, &mut element)?;
        }
        self.scope.enter(&element, at + 1)?;
        if is_empty {
            self.scope.leave(&element);
            self.close(element);
        } else {
            self.open.push(element);
        }
        Ok(())
    }

    /// An end tag.
    fn end(&mut self, at: usize, end: usize) -> Result<(), Fault> {
        let written = &self.text[at + 2..end - 1];
        let name = written.trim_end_matches([' ', '\t', '\n', '\r']);
        let Some(element) = self.open.pop() else {
            let message = format!("the end tag `{name}` closes nothing");
            return Err(Fault::ill("end-tag-without-start", "3.1", at, message));
        };
        if element.name != name {
            let message = format!("`{}` is open, and `{name}` is closed", element.name);
            return Err(Fault::ill("mismatched-end-tag", "3.1", at, message));
        }
        self.scope.leave(&element);
        self.close(element);
        Ok(())
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn comment(&self, at: usize, end: usize) -> Result<(), Fault> {
        let inside = &self.text[at + 4..end - 3];
        if let Some(place) = inside.find("--") {
            let message = "`--` inside a comment";
            return Err(Fault::ill("double-hyphen-in-comment", "2.5", at + 4 + place, message));
        }
        if inside.ends_with('-') {
            let message = "a comment that ends in `--->`";
            return Err(Fault::ill("comment-ending-in-three-hyphens", "2.5", end - 4, message));
        }
        Ok(())
    }

    fn instruction(&self, at: usize, end: usize) -> Result<(), Fault> {
        let inside = &self.text[at + 2..end - 2];
        let length = inside.bytes().position(is_space).unwrap_or(inside.len());
        let target = &inside[..length];
        if target.eq_ignore_ascii_case("xml") {
            let (rule, section, message) = match target {
                "xml" => ("late-xml-declaration", "2.8", "an XML declaration that is not first"),
                _ => ("pi-target-xml", "2.6", "`xml` in any letter case is no target"),
            };
            return Err(Fault::ill(rule, section, at, message));
        }
        if !is_name(target) {
            let message = format!("`{target}` is no target of an instruction");
            return Err(Fault::ill("pi-without-target", "2.6", at + 2, message));
        }
        if target.contains(':') {
            let message = format!("`{target}`: a target has no colon");
            return Err(Fault::ill("colon-in-pi-target", "Namespaces 7", at + 2, message));
        }
        Ok(())
    }
}

/// Refuses what is no name of an element or attribute.
fn check_name(name: &str, at: usize) -> Result<(), Fault> {
    if is_name(name) {
        return Ok(());
    }
    let message = match name {
        "" => "a name is missing".to_owned(),
        name => format!("`{}` is no name", short(name)),
    };
    Err(Fault::ill("bad-name", "2.3", at, message))
}

/// A text for people: cut when long.
fn short(text: &str) -> &str {
    match text.char_indices().nth(40) {
        Some((cut, _)) => &text[..cut],
        None => text,
    }
}

/// What the tokenizer could not end.
fn unclosed(text: &str, at: usize, error: &quick_xml::Error) -> Fault {
    let rest = &text[at.min(text.len())..];
    let (rule, section, what) = if rest.starts_with("<!--") {
        ("unclosed-comment", "2.5", "a comment that does not end")
    } else if rest.starts_with("<![CDATA[") {
        ("unclosed-cdata", "2.7", "a CDATA section that does not end")
    } else if rest.starts_with("<?") {
        ("unclosed-pi", "2.6", "an instruction that does not end")
    } else if rest.starts_with("<!DOCTYPE") {
        let message = "a document type declaration, which is never looked into";
        return Fault::refused("doctype", at, message);
    } else if rest.starts_with("<!") {
        ("bad-markup", "2.4", "`<!` that begins no comment, CDATA section or DOCTYPE")
    } else if rest.starts_with('<') {
        ("unclosed-tag", "3.1", "a tag that does not end")
    } else {
        return Fault::ill("bad-markup", "2.1", at, error.to_string());
    };
    Fault::ill(rule, section, at, what)
}
