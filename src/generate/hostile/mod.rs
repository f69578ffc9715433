//! Documents that attack a parser.

mod place;
mod shape;

use super::ill_formed::with;
use super::{Bait, Maker, Skip, single, valid};
use crate::clause::Hostile;
use crate::clause::hostile::GROWS;
use crate::exchange::{Case, Message, Step};
use crate::wire;
use crate::xml::{Declaration, Element, Node, Style, write};

use place::{MARK, anywhere, halved, in_content};

/// Levels of entities that multiply by [`WIDTH`]: 10^5 times ten letters come to one megabyte,
/// which hurts nobody who expands it once.
const LEVELS: usize = 5;
const WIDTH: usize = 10;
/// How deep the nesting goes.
const DEPTH: usize = 20_000;
/// Characters of a wide value, and of a long name.
const WIDE: usize = 65_536;
const LONG: usize = 4_096;
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
        Hostile::OtherForm => {
            let element = plain_document(maker)?;
            let (mut as_elements, mut as_attributes) = (element.clone(), element.clone());
            shape::unfold_all(&mut as_elements);
            shape::fold_all(&mut as_attributes);
            let made = [
                ("attributes as child elements", as_elements),
                ("child elements as attributes", as_attributes),
            ];
            let made = made.into_iter().filter(|(_, other)| *other != element);
            let list: Vec<Case> = made
                .map(|(about, other)| case(maker, about, write(&other, &Style::default())))
                .collect();
            if list.is_empty() {
                return Err(Skip::idle("no value of the document has another form"));
            }
            list
        }
        Hostile::UnknownElement => {
            let element = plain_document(maker)?;
            vec![
                case(
                    maker,
                    "an empty element",
                    shape::with_child(&element, "clausal", false),
                ),
                case(
                    maker,
                    "an element with text and an attribute",
                    shape::with_child(&element, "clausal", true),
                ),
            ]
        }
        Hostile::UnknownAttribute => {
            let element = plain_document(maker)?;
            let with = |name: &str| {
                let mut element = element.clone();
                element.attributes.push((name.to_owned(), "text".into()));
                if let Some((prefix, _)) = name.split_once(':') {
                    let declared = (format!("xmlns:{prefix}"), "urn:clausal".to_owned());
                    element.attributes.insert(0, declared);
                }
                write(&element, &Style::default())
            };
            vec![
                case(maker, "an attribute of the root", with("clausal")),
                case(
                    maker,
                    "an attribute of its own namespace",
                    with("c:clausal"),
                ),
                case(maker, "an attribute as of HTML", with("x-clausal")),
            ]
        }
        Hostile::WideValue => {
            let mut list = Vec::new();
            let wide = "0123456789abcdef".repeat(WIDE / 16);
            let mut element = plain_document(maker)?;
            element.attributes.push(("clausal".into(), wide.clone()));
            let bytes = write(&element, &Style::default());
            list.push(case(maker, "an attribute that no page shows", bytes));
            if let Some(at) = super::rewritten::free(maker, &base) {
                let mut message = maker.valid(&base)?;
                maker.lay(&mut message, &at, Some(wide.into()));
                list.push(single(format!("{at} is wide"), Step::Send(message)));
            }
            list
        }
        Hostile::LongName => {
            let element = plain_document(maker)?;
            let name = "c".repeat(LONG);
            let mut crowded = element.clone();
            crowded.attributes.push((name.clone(), "text".into()));
            let bytes = write(&crowded, &Style::default());
            vec![
                case(maker, "an attribute of a long name", bytes),
                case(
                    maker,
                    "an element of a long name",
                    shape::with_child(&element, &name, false),
                ),
            ]
        }
        Hostile::RootLetterCase => {
            let renamed = |name: String| {
                let mut other = element.clone();
                other.name = name;
                write(&other, &Style::default())
            };
            let (small, large) = (root.to_lowercase(), root.to_uppercase());
            let made = [("in small letters", small), ("in capitals", large)];
            let made = made.into_iter().filter(|(_, name)| *name != root);
            made.map(|(about, name)| case(maker, about, renamed(name)))
                .collect()
        }
        Hostile::WrongRoot => {
            let less = &root[..root.char_indices().next_back().map_or(0, |(at, _)| at)];
            let less = if less.is_empty() { "clausal2" } else { less };
            let renamed = |name: &str| {
                let mut other = element.clone();
                other.name = name.to_owned();
                write(&other, &Style::default())
            };
            vec![
                case(maker, "another name", renamed("clausal")),
                case(maker, "a letter more", renamed(&format!("{root}X"))),
                case(maker, "a letter less", renamed(less)),
                case(
                    maker,
                    "the last letter another",
                    renamed(&format!("{less}_")),
                ),
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
                case(
                    maker,
                    "an encoding that few need to know",
                    labelled("ISO-8859-1"),
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

/// The document of a plain message.
fn plain_document(maker: &mut Maker<'_, '_, '_>) -> Result<Element, Skip> {
    let base = maker.base(None).clone();
    let message = valid::message(maker, &base, false)?;
    let body = message.body.as_ref();
    body.and_then(|b| wire::document(maker.kit.operation, b, &maker.settings.writing))
        .ok_or_else(|| Skip::unmade("the operation takes no XML"))
}

fn bait<'s>(maker: &Maker<'_, 's, '_>) -> Result<&'s Bait, Skip> {
    maker.settings.bait.as_ref().ok_or_else(|| {
        Skip::unmade("no file and no address could be laid out for a document to name")
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

/// The document with more before its last end tag.
fn inside(element: &Element, more: &str) -> Vec<u8> {
    const MARK: &str = "clausalinsideclausal";
    let mut element = element.clone();
    element.children.push(Node::Text(MARK.to_owned()));
    let text = String::from_utf8_lossy(&write(&element, &Style::default())).into_owned();
    text.replace(MARK, more).into_bytes()
}
