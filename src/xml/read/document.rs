//! The whole document, token by token (section 2.1).

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::build::Tree;
use super::limits::Limits;
use super::reference::reference;
use super::{declaration, markup, tag};
use crate::xml::chars::is_space;
use crate::xml::element::Element;
use crate::xml::error::Fault;

/// Reads the root of a decoded text without its byte order mark.
pub(super) fn document(text: &str, limits: &Limits) -> Result<Element, Fault> {
    if text.starts_with('\u{FEFF}') {
        // The tokenizer would pass over it, as if it were the mark.
        return Err(outside(text, 0, false));
    }
    let returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
    let mut tokens = Reader::from_str(text);
    let config = tokens.config_mut();
    // Names are compared here, where lines and columns are known.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut tree = Tree::default();
    loop {
        let at = tokens.buffer_position() as usize;
        let event = tokens.read_event();
        let end = tokens.buffer_position() as usize;
        match event {
            Ok(Event::Start(_) | Event::Empty(_)) => {
                let start = tag::start(text, at, limits)?;
                agree(start.end, end)?;
                tree.start(text, at, start, limits)?;
            }
            Ok(Event::End(_)) => {
                let (name, stop) = tag::end(text, at)?;
                agree(stop, end)?;
                tree.end(at, name)?;
            }
            Ok(Event::Text(_)) => characters(&mut tree, text, at, end, returns)?,
            Ok(Event::GeneralRef(_)) => {
                if !tree.is_inside() {
                    return Err(outside(text, at, tree.is_complete()));
                }
                let (c, stop) = reference(text, at)?;
                agree(stop, end)?;
                tree.text(c.encode_utf8(&mut [0; 4]));
            }
            Ok(Event::CData(_)) => {
                if !tree.is_inside() {
                    let message = "a CDATA section stands outside the root element";
                    return Err(Fault::new(at, "cdata-outside-root", "2.1", message));
                }
                tree.text(&lines(&text[at + 9..end - 3], returns));
            }
            Ok(Event::Comment(_)) => markup::comment(text, at, end)?,
            Ok(Event::Decl(_)) if at == 0 => declaration::check(text, at, end)?,
            Ok(Event::Decl(_) | Event::PI(_)) => markup::instruction(text, at, end)?,
            Ok(Event::DocType(_)) => return Err(declared_type(text, at, &tree)),
            Ok(Event::Eof) => return tree.finish(text.len()),
            Err(_) => return Err(no_token(text, at, &tree, limits)),
        }
    }
}

/// Text up to the next markup or reference.
fn characters(
    tree: &mut Tree,
    text: &str,
    at: usize,
    end: usize,
    returns: bool,
) -> Result<(), Fault> {
    let part = &text[at..end];
    if !tree.is_inside() {
        return match part.bytes().position(|b| !is_space(b)) {
            Some(i) => Err(outside(text, at + i, tree.is_complete())),
            None => Ok(()),
        };
    }
    let bytes = part.as_bytes();
    for i in memchr::memchr_iter(b'>', bytes) {
        if bytes[..i].ends_with(b"]]") {
            let message = "\"]]>\" cannot stand in text";
            return Err(Fault::new(at + i - 2, "cdata-end-in-text", "2.4", message));
        }
    }
    tree.text(&lines(part, returns));
    Ok(())
}

/// Line ends as `\n` (section 2.11).
fn lines(text: &str, returns: bool) -> Cow<'_, str> {
    if returns && text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cold]
fn outside(text: &str, at: usize, after: bool) -> Fault {
    let c = text[at..].chars().next().unwrap_or_default();
    let (rule, side) = if after {
        ("text-after-root", "after")
    } else {
        ("text-before-root", "before")
    };
    let message = format!("{c:?} stands {side} the root element");
    Fault::new(at, rule, "2.1", message)
}

/// A document type declaration: legal only before the root, and nowhere taken.
#[cold]
fn declared_type(text: &str, at: usize, tree: &Tree) -> Fault {
    if text[at..].starts_with("<!DOCTYPE") && !tree.is_inside() && !tree.is_complete() {
        return markup::doctype(at);
    }
    let message = "\"<!\" starts nothing that XML knows here";
    Fault::new(at, "unknown-declaration", "2.8", message)
}

/// What the tokenizer could not cut: the strict readers say more of it.
#[cold]
fn no_token(text: &str, at: usize, tree: &Tree, limits: &Limits) -> Fault {
    let found = match &text.as_bytes()[at..] {
        [b'&', ..] if !tree.is_inside() => return outside(text, at, tree.is_complete()),
        [b'&', ..] => reference(text, at).err(),
        [b'<', b'!', b'D' | b'd', ..] => return declared_type(text, at, tree),
        [b'<', b'?', b'>', ..] => markup::instruction(text, at, at + 4).err(),
        [b'<', b'!' | b'?', ..] => return markup::broken(text, at),
        [b'<', b'/', ..] => tag::end(text, at).err(),
        _ => tag::start(text, at, limits).err(),
    };
    found.unwrap_or_else(|| Fault::new(at, "unclosed-start-tag", "3.1", "the markup does not end"))
}

/// Holds the tokenizer and the strict readers to each other: where a legal token ends is no matter
/// of opinion, so this tells of a mistake in one of them.
fn agree(own: usize, other: usize) -> Result<(), Fault> {
    if own == other {
        Ok(())
    } else {
        Err(Fault::refused(
            own,
            "tokens-disagree",
            "the token could be cut in two ways",
        ))
    }
}
