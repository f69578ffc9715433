//! Every way to break well-formedness that is known here, by name, with its section.

mod bytes;
mod markup;
mod text;

use super::tree::{Element, Node};
use super::write::{Declaration, Style, write};

/// One named way to break well-formedness.
#[derive(Debug, Clone, Copy)]
pub struct Break {
    /// Its name, in words.
    pub name: &'static str,
    /// Section of the recommendation that it breaks.
    pub section: &'static str,
    /// What is wrong, in words.
    pub about: &'static str,
    make: Make,
}

/// How a break is made.
#[derive(Debug, Clone, Copy)]
enum Make {
    /// From the whole document as text, without a declaration.
    Text(fn(&str) -> Option<String>),
    /// From the bytes.
    Bytes(fn(&str) -> Option<Vec<u8>>),
    /// From a tree that holds a mark in the value of an attribute: what takes the mark's place.
    Attribute(&'static str),
    /// From a tree that holds a mark as text: what takes the mark's place.
    Content(&'static str),
    /// From the start tag of an element: what takes its place.
    StartTag(fn(&str) -> Option<String>),
}

/// Every break.
pub fn breaks() -> &'static [Break] {
    // Three tables, one a file; joined once.
    static ALL: std::sync::OnceLock<Vec<Break>> = std::sync::OnceLock::new();
    ALL.get_or_init(|| {
        [markup::TABLE, text::TABLE, bytes::TABLE]
            .concat()
    })
}

/// The document, broken in exactly one way; `None` when the document has no place for it or no break
/// has that name. `pick` chooses the place.
pub fn broken(element: &Element, name: &str, pick: u64) -> Option<Vec<u8>> {
    let found = breaks().iter().find(|b| b.name == name)?;
    match found.make {
        Make::Text(make) => make(&plain(element)).map(String::into_bytes),
        Make::Bytes(make) => make(&plain(element)),
        Make::Attribute(other) => {
            let mut marked = element.clone();
            put_in_attribute(&mut marked, pick)?;
            Some(plain(&marked).replace(MARK, other).into_bytes())
        }
        Make::Content(other) => {
            let mut marked = element.clone();
            put_in_content(&mut marked, pick);
            Some(plain(&marked).replace(MARK, other).into_bytes())
        }
        Make::StartTag(make) => {
            let text = plain(element);
            let (start, end) = start_tag(&text, pick)?;
            let made = make(&text[start..end])?;
            Some(format!("{}{made}{}", &text[..start], &text[end..]).into_bytes())
        }
    }
}

/// Stands where something is put; no document holds it by chance.
const MARK: &str = "clausalbreakhere";

fn plain(element: &Element) -> String {
    let style = Style {
        declaration: Declaration::None,
        ..Style::default()
    };
    String::from_utf8_lossy(&write(element, &style)).into_owned()
}

/// Puts the mark at the end of the value of some attribute.
fn put_in_attribute(element: &mut Element, pick: u64) -> Option<()> {
    let count = count(element, &|e| e.attributes.len());
    if count == 0 {
        return None;
    }
    let mut left = (pick as usize) % count;
    nth(element, &mut left, &mut |e, left| {
        if *left < e.attributes.len() {
            e.attributes[*left].1.push_str(MARK);
            return true;
        }
        *left -= e.attributes.len();
        false
    });
    Some(())
}

/// Puts the mark into some element, as text.
fn put_in_content(element: &mut Element, pick: u64) {
    let mut left = (pick as usize) % count(element, &|_| 1);
    nth(element, &mut left, &mut |e, left| {
        if *left == 0 {
            e.children.push(Node::Text(MARK.to_owned()));
            return true;
        }
        *left -= 1;
        false
    });
}

fn count(element: &Element, of: &dyn Fn(&Element) -> usize) -> usize {
    of(element) + element.elements().map(|e| count(e, of)).sum::<usize>()
}

fn nth(
    element: &mut Element,
    left: &mut usize,
    take: &mut dyn FnMut(&mut Element, &mut usize) -> bool,
) -> bool {
    if take(element, left) {
        return true;
    }
    element.children.iter_mut().any(|n| match n {
        Node::Element(e) => nth(e, left, take),
        Node::Text(_) => false,
    })
}

/// Where some start tag stands; the plain writing holds `<` and `>` in tags only.
fn start_tag(text: &str, pick: u64) -> Option<(usize, usize)> {
    let starts: Vec<usize> = text
        .match_indices('<')
        .filter(|(i, _)| !text[i + 1..].starts_with('/'))
        .map(|(i, _)| i)
        .collect();
    let start = *starts.get((pick as usize) % starts.len().max(1))?;
    let mut quote = None;
    for (i, c) in text[start..].char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            (None, '>') => return Some((start, start + i + 1)),
            _ => {}
        }
    }
    None
}
