//! Documents that attack a parser.

use super::ill_formed::with;
use super::{Bait, Maker, Skip, single, valid};
use crate::clause::Hostile;
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
        return Err(Skip::unmade("the operation takes no XML"));
    };
    let case = |maker: &Maker<'_, '_, '_>, about: &str, bytes: Vec<u8>| {
        single(about, Step::Raw(with(maker, &message, bytes)))
    };
    let root = element.name.clone();
    Ok(match what {
        Hostile::InternalEntity => {
            let subset = "<!ENTITY clausal \"text\">".to_owned();
            vec![case(
                maker,
                "an entity of its own, used",
                entity(&element, &subset),
            )]
        }
        Hostile::ExternalFile => {
            let bait = bait(maker)?;
            let subset = format!("<!ENTITY clausal SYSTEM \"{}\">", bait.file);
            let mut one = case(
                maker,
                "an entity that names a file",
                entity(&element, &subset),
            );
            one.tag = Some(bait.mark.clone());
            vec![one]
        }
        Hostile::ExternalAddress => {
            let subset = format!("<!ENTITY clausal SYSTEM \"{}\">", bait(maker)?.address);
            vec![case(
                maker,
                "an entity that names an address",
                entity(&element, &subset),
            )]
        }
        Hostile::ParameterEntity => {
            let address = &bait(maker)?.address;
            let subset = format!("<!ENTITY % clausal SYSTEM \"{address}\"> %clausal;");
            let about = "a parameter entity that names an address";
            vec![case(
                maker,
                about,
                doctype(&element, &format!("{root} [{subset}]")),
            )]
        }
        Hostile::ExternalDtd => {
            let address = bait(maker)?.address.clone();
            let dtd = format!("{root} SYSTEM \"{address}\"");
            vec![case(maker, "a DTD at an address", doctype(&element, &dtd))]
        }
        Hostile::EntityExpansion => {
            let mut subset = "<!ENTITY clausal0 \"clausality\">".to_owned();
            for level in 1..=LEVELS {
                let name = if level == LEVELS {
                    "clausal".to_owned()
                } else {
                    format!("clausal{level}")
                };
                let inner = format!("&clausal{};", level - 1).repeat(WIDTH);
                subset.push_str(&format!("<!ENTITY {name} \"{inner}\">"));
            }
            vec![case(
                maker,
                "entities that come to a megabyte",
                entity(&element, &subset),
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
        Skip::unmade("no file and no address could be laid out for a document to name")
    })
}

/// The document behind a document type declaration.
fn doctype(element: &Element, declaration: &str) -> Vec<u8> {
    let plain = Style {
        declaration: Declaration::None,
        ..Style::default()
    };
    let mut bytes = format!("<?xml version=\"1.0\"?><!DOCTYPE {declaration}>").into_bytes();
    bytes.extend(write(element, &plain));
    bytes
}

/// The document with a declared entity, used where text may stand.
fn entity(element: &Element, subset: &str) -> Vec<u8> {
    const MARK: &str = "clausalentityclausal";
    let mut element = element.clone();
    if !replace_text(&mut element, MARK) {
        element.children.push(Node::Text(MARK.to_owned()));
    }
    let declaration = format!("{} [{subset}]", element.name);
    let text = String::from_utf8_lossy(&doctype(&element, &declaration)).into_owned();
    text.replace(MARK, "&clausal;").into_bytes()
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
