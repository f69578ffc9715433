//! Start tags, empty-element tags and end tags (section 3.1).

use super::limits::Limits;
use super::reference::reference;
use crate::xml::chars::{name_end, plain_value_end, space_end};
use crate::xml::element::Element;
use crate::xml::error::Fault;

/// What a tag says and where it ends.
pub(super) struct Start {
    pub element: Element,
    /// An empty-element tag.
    pub empty: bool,
    pub end: usize,
    /// Whether any name has a colon or declares a namespace.
    pub namespaces: bool,
}

/// Reads the tag that starts at `at` with `<`.
pub(super) fn start(text: &str, at: usize, limits: &Limits) -> Result<Start, Fault> {
    let bytes = text.as_bytes();
    let name_stop = name_end(text, at + 1);
    if name_stop == at + 1 {
        return Err(no_name(text, at));
    }
    let name = &text[at + 1..name_stop];
    let mut element = Element::new(name);
    let mut namespaces = name.as_bytes().contains(&b':');
    let mut place = name_stop;
    loop {
        let next = space_end(bytes, place);
        let (end, empty) = match bytes.get(next) {
            Some(b'>') => (next + 1, false),
            Some(b'/') if bytes.get(next + 1) == Some(&b'>') => (next + 2, true),
            None => return Err(unclosed(at)),
            Some(_) => {
                let stop = name_end(text, next);
                if stop == next || next == place {
                    return Err(no_attribute(text, at, next, place == name_stop));
                }
                if element.attributes.len() == limits.attributes {
                    let message =
                        format!("an element has more than {} attributes", limits.attributes);
                    return Err(Fault::refused(next, "too-many-attributes", message));
                }
                let name = &text[next..stop];
                namespaces |= name == "xmlns" || name.as_bytes().contains(&b':');
                let (value, after) = attribute_value(text, next, stop)?;
                if place == name_stop {
                    // Most tags that have attributes have a few: one allocation is enough then.
                    element.attributes.reserve(8);
                }
                element.attributes.push((name.to_owned(), value));
                place = after;
                continue;
            }
        };
        if element.attributes.len() > 1 {
            unique(text, at, &element.attributes)?;
        }
        return Ok(Start {
            element,
            empty,
            end,
            namespaces,
        });
    }
}

/// Reads the end tag that starts at `at` with `</`, for its name and where it ends.
pub(super) fn end(text: &str, at: usize) -> Result<(&str, usize), Fault> {
    let bytes = text.as_bytes();
    let stop = name_end(text, at + 2);
    if stop == at + 2 {
        let message = "no name follows \"</\"";
        return Err(Fault::new(stop, "end-tag-without-name", "3.1", message));
    }
    let next = space_end(bytes, stop);
    match bytes.get(next) {
        Some(b'>') => Ok((&text[at + 2..stop], next + 1)),
        None => Err(Fault::new(
            at,
            "unclosed-end-tag",
            "3.1",
            "the end tag does not end with \">\"",
        )),
        Some(_) if next > stop && name_end(text, next) > next => {
            let message = "an end tag has no attributes";
            Err(Fault::new(next, "attributes-in-end-tag", "3.1", message))
        }
        Some(_) => {
            let message = format!("{:?} cannot stand in an end tag", char_at(text, next));
            Err(Fault::new(
                next,
                "illegal-character-in-end-tag",
                "3.1",
                message,
            ))
        }
    }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or_default()
}

#[cold]
fn unclosed(at: usize) -> Fault {
    Fault::new(
        at,
        "unclosed-start-tag",
        "3.1",
        "the tag does not end with \">\"",
    )
}

#[cold]
fn no_name(text: &str, at: usize) -> Fault {
    let (rule, section) = match text.as_bytes().get(at + 1) {
        None => return unclosed(at),
        Some(b' ' | b'\t' | b'\r' | b'\n') => ("space-before-element-name", "3.1"),
        Some(b'0'..=b'9') => ("name-starting-with-digit", "2.3"),
        Some(b'-') => ("name-starting-with-hyphen", "2.3"),
        Some(b'.') => ("name-starting-with-dot", "2.3"),
        Some(_) => ("less-than-in-text", "2.4"),
    };
    let message = format!(
        "no name starts with {:?}, which follows \"<\"",
        char_at(text, at + 1)
    );
    Fault::new(at + 1, rule, section, message)
}

/// What stands at `next` where a tag should go on.
#[cold]
fn no_attribute(text: &str, at: usize, next: usize, first: bool) -> Fault {
    let c = char_at(text, next);
    let spaced = next > at + 1 && text.as_bytes()[next - 1].is_ascii_whitespace();
    let (rule, section, message) = match c {
        '<' => return unclosed(at),
        '/' => (
            "slash-in-the-middle-of-tag",
            "3.1",
            "\"/\" in a tag is not followed by \">\"".to_owned(),
        ),
        _ if !spaced && first => (
            "illegal-character-in-name",
            "2.3",
            format!("{c:?} cannot stand in a name"),
        ),
        _ if !spaced => {
            let message = "no white space stands before the attribute".to_owned();
            ("missing-space-between-attributes", "3.1", message)
        }
        _ => (
            "illegal-attribute-name",
            "2.3",
            format!("no name starts with {c:?}"),
        ),
    };
    Fault::new(next, rule, section, message)
}

/// The value of the attribute whose name stands from `start` to `stop`, and where it ends.
#[inline]
fn attribute_value(text: &str, start: usize, stop: usize) -> Result<(String, usize), Fault> {
    let bytes = text.as_bytes();
    let equals = space_end(bytes, stop);
    if bytes.get(equals) != Some(&b'=') {
        return Err(no_value(text, start, equals));
    }
    let open = space_end(bytes, equals + 1);
    let quote = match bytes.get(open) {
        Some(quote @ (b'"' | b'\'')) => *quote,
        _ => {
            let message = format!("the value of {:?} is not in quotes", &text[start..stop]);
            return Err(Fault::new(open, "unquoted-attribute", "3.1", message));
        }
    };
    let stop = plain_value_end(bytes, open + 1);
    if bytes.get(stop) == Some(&quote) {
        return Ok((text[open + 1..stop].to_owned(), stop + 1));
    }
    let mut value = text[open + 1..stop].to_owned();
    let end = rest_of_value(text, open, stop, &mut value)?;
    Ok((value, end))
}

#[cold]
fn no_value(text: &str, start: usize, equals: usize) -> Fault {
    match text[equals..].chars().next() {
        Some(c)
            if !matches!(c, '>' | '/' | '<' | '"' | '\'')
                && !text.as_bytes()[equals - 1].is_ascii_whitespace() =>
        {
            let message = format!("{c:?} cannot stand in a name");
            Fault::new(equals, "illegal-character-in-name", "2.3", message)
        }
        _ => Fault::new(
            start,
            "attribute-without-value",
            "3.1",
            "an attribute has no value",
        ),
    }
}

/// Adds what follows the plain start of a value, references expanded and white space normalised
/// (section 3.3.3), and tells where the value ends.
fn rest_of_value(
    text: &str,
    open: usize,
    mut at: usize,
    value: &mut String,
) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            None => {
                let message = "the attribute value does not end";
                return Err(Fault::new(open, "unclosed-attribute-value", "3.1", message));
            }
            Some(b'<') => {
                let message = "\"<\" cannot stand in an attribute value";
                return Err(Fault::new(at, "less-than-in-attribute", "3.1", message));
            }
            Some(b'&') => {
                let (c, after) = reference(text, at)?;
                value.push(c);
                at = after;
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 1,
            Some(b'\t' | b'\n' | b'\r') => {
                value.push(' ');
                at += 1;
            }
            Some(quote) if *quote == bytes[open] => return Ok(at + 1),
            Some(other) => {
                value.push(char::from(*other));
                at += 1;
            }
        }
        let plain = plain_value_end(bytes, at);
        value.push_str(&text[at..plain]);
        at = plain;
    }
}

/// Checks that no name stands twice (section 3.1, unique attributes).
fn unique(text: &str, at: usize, attributes: &[(String, String)]) -> Result<(), Fault> {
    if attributes.len() <= 16 {
        for (i, (name, _)) in attributes.iter().enumerate().skip(1) {
            if attributes[..i].iter().any(|(other, _)| other == name) {
                return Err(duplicate(text, at, i, name));
            }
        }
        return Ok(());
    }
    // Comparing each with each would let one tag of the largest size take a second.
    let mut order: Vec<usize> = (0..attributes.len()).collect();
    order.sort_unstable_by_key(|i| (attributes[*i].0.as_str(), *i));
    let twice = order
        .windows(2)
        .filter(|pair| attributes[pair[0]].0 == attributes[pair[1]].0);
    match twice.map(|pair| pair[1]).min() {
        Some(i) => Err(duplicate(text, at, i, &attributes[i].0)),
        None => Ok(()),
    }
}

#[cold]
fn duplicate(text: &str, at: usize, number: usize, name: &str) -> Fault {
    let message = format!("the attribute {name:?} stands twice in a tag");
    Fault::new(
        attribute_place(text, at, number),
        "duplicate-attribute",
        "3.1",
        message,
    )
}

/// Where an attribute of a tag starts that is legal as far as this attribute.
#[cold]
pub(super) fn attribute_place(text: &str, at: usize, number: usize) -> usize {
    let bytes = text.as_bytes();
    let mut place = space_end(bytes, name_end(text, at + 1));
    for _ in 0..number {
        let quote = (place..bytes.len())
            .find(|i| matches!(bytes[*i], b'"' | b'\''))
            .unwrap_or(place);
        let close = memchr::memchr(bytes[quote], &bytes[quote + 1..]).unwrap_or(0);
        place = space_end(bytes, quote + 1 + close + 1);
    }
    place
}
