//! Documents that attack a parser.

use serde_json::Value;

use super::ill_formed::with;
use super::{Bait, Maker, Skip, single, valid};
use crate::clause::Hostile;
use crate::clause::hostile::GROWS;
use crate::contract::Schema;
use crate::exchange::{Case, Message, Step};
use crate::wire;
use crate::xml::{Declaration, Element, Node, Style, write};

/// Levels of entities that multiply by [`WIDTH`]: 10^5 times ten letters come to one megabyte,
/// which hurts nobody who expands it once.
const LEVELS: usize = 5;
const WIDTH: usize = 10;
/// How deep the nesting goes.
const DEPTH: usize = 20_000;
/// How many attributes there are.
const ATTRIBUTES: usize = 20_000;

/// The cases of an attack.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, what: Hostile) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let message = valid::message(maker, &base, true)?;
    let body = message.body.as_ref();
    let Some(element) =
        body.and_then(|b| wire::document(maker.kit.operation, b, &maker.settings.writing))
    else {
        return Err(Skip("the operation takes no XML".into()));
    };
    let case = |maker: &Maker<'_, '_, '_>, about: &str, bytes: Vec<u8>| {
        single(about, Step::Raw(with(maker, &message, bytes)))
    };
    let root = element.name.clone();
    Ok(match what {
        // Expanded, the name is right; skipped, it is wrong.
        Hostile::InternalEntity => {
            let (bytes, subset) = halved(maker, &element);
            vec![case(
                maker,
                "an entity of its own, used",
                declared(bytes, &format!("{root} [{subset}]")),
            )]
        }
        // Skipped, the name is right; read, it is wrong, and who names it shows what was read.
        Hostile::ExternalFile => {
            let bait = bait(maker)?;
            let subset = format!("<!ENTITY clausal SYSTEM \"{}\">", bait.file);
            let bytes = declared(in_content(maker, &element), &format!("{root} [{subset}]"));
            let one = case(maker, "an entity that names a file", bytes);
            vec![marked(one, bait)]
        }
        Hostile::ExternalAddress => {
            let bait = bait(maker)?;
            let subset = format!("<!ENTITY clausal SYSTEM \"{}\">", bait.address);
            let bytes = declared(in_content(maker, &element), &format!("{root} [{subset}]"));
            let one = case(maker, "an entity that names an address", bytes);
            vec![marked(one, bait)]
        }
        Hostile::ParameterEntity => {
            let bait = bait(maker)?;
            let address = dtd(bait);
            let subset = format!("<!ENTITY % clausal-more SYSTEM \"{address}\"> %clausal-more;");
            let dtd = format!("{root} [{subset}]");
            let about = "a parameter entity that names an address";
            let plain = case(maker, about, doctype(&element, &dtd));
            let about = "a parameter entity that names an address, and an entity declared there";
            let used = case(maker, about, declared(anywhere(maker, &element), &dtd));
            vec![marked(plain, bait), marked(used, bait)]
        }
        Hostile::ExternalDtd => {
            let bait = bait(maker)?;
            let dtd = format!("{root} SYSTEM \"{}\"", dtd(bait));
            let plain = case(maker, "a DTD at an address", doctype(&element, &dtd));
            let about = "a DTD at an address, and an entity declared there";
            let used = case(maker, about, declared(anywhere(maker, &element), &dtd));
            vec![marked(plain, bait), marked(used, bait)]
        }
        Hostile::EntityExpansion => {
            let mut subset = format!("<!ENTITY clausal0 \"{GROWS}\">");
            for level in 1..=LEVELS {
                let name = if level == LEVELS {
                    "clausal".to_owned()
                } else {
                    format!("clausal{level}")
                };
                let inner = format!("&clausal{};", level - 1).repeat(WIDTH);
                subset.push_str(&format!("<!ENTITY {name} \"{inner}\">"));
            }
            let dtd = format!("{root} [{subset}]");
            vec![case(
                maker,
                "entities that come to a megabyte",
                declared(anywhere(maker, &element), &dtd),
            )]
        }
        Hostile::DeepNesting => {
            let deep = format!("{}{}", "<a>".repeat(DEPTH), "</a>".repeat(DEPTH));
            vec![
                case(
                    maker,
                    "nothing but nested elements",
                    deep.clone().into_bytes(),
                ),
                case(
                    maker,
                    "nested elements inside a valid document",
                    inside(&element, &deep),
                ),
            ]
        }
        Hostile::ManyAttributes => {
            let mut crowded = element.clone();
            let more = (0..ATTRIBUTES).map(|i| (format!("clausal{i}"), "x".to_owned()));
            crowded.attributes.extend(more);
            let bytes = write(&crowded, &Style::default());
            vec![case(maker, "thousands of attributes", bytes)]
        }
        Hostile::WrongRoot => {
            let renamed = |name: &str| {
                let mut other = element.clone();
                other.name = name.to_owned();
                write(&other, &Style::default())
            };
            vec![
                case(maker, "another name", renamed("clausal")),
                case(maker, "a letter more", renamed(&format!("{root}X"))),
            ]
        }
        Hostile::WrongMediaType => ["text/plain", "application/json", "application/octet-stream"]
            .into_iter()
            .map(|media_type| {
                let mut message = message.clone();
                message.set(wire::CONTENT_TYPE, Some(media_type.into()));
                single(media_type, Step::Send(message))
            })
            .collect(),
        Hostile::WrongEncodingLabel => {
            let plain = Style {
                declaration: Declaration::None,
                ..Style::default()
            };
            let text = write(&element, &plain);
            let labelled = |encoding: &str| {
                let mut bytes =
                    format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>").into_bytes();
                bytes.extend_from_slice(&text);
                bytes
            };
            vec![
                case(maker, "bytes of one, label of two", labelled("UTF-16")),
                case(
                    maker,
                    "an encoding that nobody knows",
                    labelled("x-clausal-none"),
                ),
            ]
        }
        Hostile::EmptyBody => {
            let mut none = Message {
                body: None,
                ..message.clone()
            };
            none.set(wire::CONTENT_TYPE, Some("application/xml".into()));
            vec![
                single("no body", Step::Send(none)),
                case(maker, "a body of no bytes", Vec::new()),
                case(maker, "a body of white space", b" \n ".to_vec()),
            ]
        }
    })
}

fn bait<'s>(maker: &Maker<'_, 's, '_>) -> Result<&'s Bait, Skip> {
    maker.settings.bait.as_ref().ok_or_else(|| {
        Skip("no file and no address could be laid out for a document to name".into())
    })
}

/// Where the listener serves a DTD.
fn dtd(bait: &Bait) -> String {
    format!("{}.dtd", bait.address)
}

/// A case whose answer must not hold the mark.
fn marked(mut case: Case, bait: &Bait) -> Case {
    case.tag = Some(bait.mark.clone());
    case
}

/// The document behind a document type declaration.
fn doctype(element: &Element, declaration: &str) -> Vec<u8> {
    declared(element.clone(), declaration)
}

/// The same, with a reference to an entity wherever the mark stands.
fn declared(element: Element, declaration: &str) -> Vec<u8> {
    let plain = Style {
        declaration: Declaration::None,
        ..Style::default()
    };
    let document = write(&element, &plain);
    let document = String::from_utf8_lossy(&document).replace(MARK, "&clausal;");
    format!("<?xml version=\"1.0\"?><!DOCTYPE {declaration}>{document}").into_bytes()
}

/// Stands where a reference to the entity will stand.
const MARK: &str = "clausalentityclausal";

/// The document with the second half of a name in an entity, and the entity's declaration.
fn halved(maker: &Maker<'_, '_, '_>, element: &Element) -> (Element, String) {
    let mut element = element.clone();
    let mut half = "text".to_owned();
    let mut halve = |value: &str| {
        let middle = value.char_indices().nth(value.chars().count() / 2);
        let (head, tail) = value.split_at(middle.map_or(0, |(at, _)| at));
        half = tail.to_owned();
        format!("{head}{MARK}")
    };
    let found = names(maker)
        .iter()
        .any(|known| put(&mut element, known, true, &mut halve));
    if !found {
        anywhere_else(&mut element);
    }
    // Nothing in it may end the literal.
    let literal = |c: char| match c.is_alphanumeric() {
        true => c.to_string(),
        false => format!("&#{};", u32::from(c)),
    };
    let literal: String = half.chars().map(literal).collect();
    (element, format!("<!ENTITY clausal \"{literal}\">"))
}

/// The document with the entity at the end of a name, be it a text or an attribute.
fn anywhere(maker: &Maker<'_, '_, '_>, element: &Element) -> Element {
    let mut element = element.clone();
    let append = &mut |value: &str| format!("{value}{MARK}");
    let names = names(maker);
    if !names.iter().any(|n| put(&mut element, n, true, append)) {
        anywhere_else(&mut element);
    }
    element
}

/// The document with the entity at the end of a name in its content, the only place for an external
/// one (section 4.4.4); an attribute becomes a child element for that.
fn in_content(maker: &Maker<'_, '_, '_>, element: &Element) -> Element {
    let mut element = element.clone();
    let append = &mut |value: &str| format!("{value}{MARK}");
    let names = names(maker);
    let found = names.iter().any(|n| put(&mut element, n, false, append))
        || names.iter().any(|n| unfold(&mut element, n));
    if !found {
        anywhere_else(&mut element);
    }
    element
}

/// Texts that decide whether a request is taken, the surest first: what must exist on the target,
/// then what stands in a list.
fn names(maker: &Maker<'_, '_, '_>) -> [Vec<String>; 2] {
    let mut listed = Vec::new();
    let body = maker.kit.operation.body.as_ref();
    if let Some(media) = body.and_then(|b| b.media.first()) {
        list(&media.schema, &mut listed);
    }
    let fixtures = maker.kit.fixtures.values().filter_map(Value::as_str);
    let fixtures = fixtures.map(str::to_owned);
    let surest = fixtures.filter(|f| !f.is_empty() && !listed.contains(f));
    [surest.collect(), listed]
}

fn list(schema: &Schema, listed: &mut Vec<String>) {
    let texts = schema.enumeration.iter().filter_map(Value::as_str);
    listed.extend(texts.filter(|t| t.len() > 1).map(str::to_owned));
    for property in &schema.properties {
        list(&property.schema, listed);
    }
    if let Some(items) = &schema.items {
        list(items, listed);
    }
}

/// Changes the first text, or attribute where these may be changed, that is one of the names.
fn put(
    element: &mut Element,
    names: &[String],
    attributes: bool,
    change: &mut impl FnMut(&str) -> String,
) -> bool {
    if attributes
        && let Some((_, value)) = element
            .attributes
            .iter_mut()
            .find(|(_, v)| names.contains(v))
    {
        *value = change(value);
        return true;
    }
    element.children.iter_mut().any(|node| match node {
        Node::Text(text) if names.contains(text) => {
            *text = change(text);
            true
        }
        Node::Text(_) => false,
        Node::Element(inner) => put(inner, names, attributes, change),
    })
}

/// Makes a child element of the first attribute that is one of the names, the entity at its end.
fn unfold(element: &mut Element, names: &[String]) -> bool {
    if let Some(at) = element
        .attributes
        .iter()
        .position(|(_, v)| names.contains(v))
    {
        let (name, value) = element.attributes.remove(at);
        let mut child = Element::new(name);
        child.children.push(Node::Text(format!("{value}{MARK}")));
        element.children.insert(0, Node::Element(child));
        return true;
    }
    element.children.iter_mut().any(|node| match node {
        Node::Element(inner) => unfold(inner, names),
        Node::Text(_) => false,
    })
}

/// Puts the entity where text may stand, in a document that holds no name.
fn anywhere_else(element: &mut Element) {
    if !replace_text(element, MARK) {
        element.children.push(Node::Text(MARK.to_owned()));
    }
}

/// Puts a text in the place of the last one; where nothing checks the value comes first.
fn replace_text(element: &mut Element, mark: &str) -> bool {
    for node in element.children.iter_mut().rev() {
        match node {
            Node::Text(text) if !text.trim().is_empty() => {
                *text = mark.to_owned();
                return true;
            }
            Node::Element(inner) => {
                if replace_text(inner, mark) {
                    return true;
                }
            }
            Node::Text(_) => {}
        }
    }
    false
}

/// The document with more before its last end tag.
fn inside(element: &Element, more: &str) -> Vec<u8> {
    const MARK: &str = "clausalinsideclausal";
    let mut element = element.clone();
    element.children.push(Node::Text(MARK.to_owned()));
    let text = String::from_utf8_lossy(&write(&element, &Style::default())).into_owned();
    text.replace(MARK, more).into_bytes()
}
