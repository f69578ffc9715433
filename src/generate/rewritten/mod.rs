//! The same message twice: in the plain writing, then in another one.

mod beyond;
pub(super) mod latin;

pub(super) use beyond::free;

use bytes::Bytes;
use serde_json::Value;

use super::{Maker, Skip, single, valid};
use crate::clause::Rewriting;
use crate::clause::writing::VALID;
use crate::contract::Base;
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;
use crate::xml::{
    AttributeOrder, Declaration, Element, Empty, Encoding, Node, Quote, Space, Style, TextForm,
    write,
};

/// Pairs for a plain message, for one with every member, and for one that is refused.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, how: Rewriting) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let base = maker.base(None).clone();
    if matches!(how, Rewriting::GreaterThan | Rewriting::NonAscii) {
        list = beyond::cases(maker, &base, how)?;
        return Ok(list);
    }
    if how == Rewriting::Latin1 {
        return latin::cases(maker, &base);
    }
    for (full, about) in [
        (false, "a plain message"),
        (true, "a message with every member"),
    ] {
        let mut number = 0;
        loop {
            // Every message has unique names of its own, as the ones before took theirs.
            let first = valid::message(maker, &base, full)?;
            let second = valid::message(maker, &base, full)?;
            let made = bodies(maker, how, &second);
            let Some((words, body)) = made.into_iter().nth(number) else {
                break;
            };
            let about = format!("{about}, {words}");
            list.push(pair(maker, about, Some(VALID), &first, &second, body));
            number += 1;
        }
    }
    if let Some(refused) = refused(maker)? {
        for (words, body) in bodies(maker, how, &refused) {
            let about = format!("a message to be refused, {words}");
            list.push(pair(maker, about, None, &refused, &refused, body));
        }
        if let Some(body) = behind_others(maker, how, &refused) {
            let about = "a message to be refused, behind thirty attributes that no page shows";
            list.push(pair(maker, about.into(), None, &refused, &refused, body));
        }
    }
    list.extend(beyond_the_bmp(maker, &base, how)?);
    if list.is_empty() {
        // Where values may be written in several ways, what is left to vary is the target's choice.
        return Err(match maker.kit.way_keys().is_empty() {
            true => Skip::idle("no message of this operation can be written so"),
            false => {
                Skip::profile("no message can be written so in the ways that the target takes")
            }
        });
    }
    Ok(list)
}

pub(super) fn pair(
    maker: &Maker<'_, '_, '_>,
    about: String,
    tag: Option<&str>,
    plain: &Message,
    other: &Message,
    body: Vec<u8>,
) -> Case {
    let request = Request {
        body: Some(Bytes::from(body)),
        ..wire::encode(maker.kit.operation, other, &maker.settings.writing)
    };
    let steps = if maker.kit.operation.is_stateless() {
        vec![Step::Send(plain.clone()), Step::Raw(request)]
    } else {
        vec![Step::Raw(request)]
    };
    Case {
        steps,
        tag: tag.map(str::to_owned),
        ..single(about, Step::Send(Message::default()))
    }
}

/// A message that breaks one rule about a value.
pub(super) fn refused(maker: &mut Maker<'_, '_, '_>) -> Result<Option<Message>, Skip> {
    let base = maker.base(None).clone();
    let kit = maker.kit;
    let listed = kit.spare.iter().find(|p| {
        let listed = !p.schema.enumeration.is_empty() || p.schema.types == ["boolean"];
        let unread = maker.settings.writing.unread.get(&kit.operation.id);
        listed && p.suits(&base) && !unread.is_some_and(|list| list.contains(&p.at))
    });
    let Some(place) = listed else {
        return Ok(None);
    };
    let mut message = maker.valid(&base)?;
    message.set(&place.at, Some("clausal-no-such-value".into()));
    Ok(Some(message))
}

/// The bodies of a message in another writing, each with what is special about it; those that
/// would be the plain one again are left out.
fn bodies(
    maker: &Maker<'_, '_, '_>,
    how: Rewriting,
    message: &Message,
) -> Vec<(&'static str, Vec<u8>)> {
    let (operation, writing) = (maker.kit.operation, &maker.settings.writing);
    let Some(body) = &message.body else {
        return Vec::new();
    };
    if let Some(element) = wire::document(operation, body, writing) {
        let plain = write(&element, &Style::default());
        return styles(how, &element)
            .into_iter()
            .map(|(words, style)| (words, write(&element, &style)))
            .filter(|(_, bytes)| *bytes != plain)
            .collect();
    }
    let Some(json) = wire::json_body(operation, body, writing) else {
        return Vec::new();
    };
    match how {
        Rewriting::MemberOrder => {
            let reversed = reversed(&json);
            match reversed == json && text(&reversed) == text(&json) {
                true => Vec::new(),
                false => vec![("members reversed", text(&reversed).into_bytes())],
            }
        }
        Rewriting::JsonWhiteSpace => {
            let mut spaced = String::from("\r\n\t ");
            spread(&json, &mut spaced);
            vec![("white space between tokens", spaced.into_bytes())]
        }
        Rewriting::UnicodeEscapes => {
            let mut escaped = String::new();
            escape(&json, &mut escaped);
            vec![("\\u escapes in every string", escaped.into_bytes())]
        }
        _ => Vec::new(),
    }
}

/// The document of a message with many attributes before those of each element: who passes over them
/// reads what is behind them.
fn behind_others(maker: &Maker<'_, '_, '_>, how: Rewriting, message: &Message) -> Option<Vec<u8>> {
    fn crowd(element: &mut Element) {
        if !element.attributes.is_empty() {
            let more = (0..30).map(|i| (format!("clausal{i}"), "x".to_owned()));
            element.attributes.splice(0..0, more);
        }
        for child in &mut element.children {
            if let Node::Element(child) = child {
                crowd(child);
            }
        }
    }
    let body = message.body.as_ref()?;
    let writing = &maker.settings.writing;
    let plain = wire::document(maker.kit.operation, body, writing)?;
    let mut crowded = plain.clone();
    crowd(&mut crowded);
    (how == Rewriting::AttributeOrder && crowded != plain)
        .then(|| write(&crowded, &Style::default()))
}

/// A pair of a JSON message with a text beyond the first plane, as it is and as a pair of escapes: it
/// is taken or refused in both writings.
fn beyond_the_bmp(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    how: Rewriting,
) -> Result<Option<Case>, Skip> {
    let at = free(maker, base);
    let (Rewriting::UnicodeEscapes, Some(at)) = (how, at) else {
        return Ok(None);
    };
    if !maker.kit.operation.is_stateless() {
        return Ok(None);
    }
    let mut made = || -> Result<Message, Skip> {
        let mut message = valid::message(maker, base, false)?;
        let own = message.get(&at).and_then(Value::as_str);
        let value = format!("{} \u{1D11E}", own.unwrap_or_default());
        maker.lay(&mut message, &at, Some(value.trim().into()));
        Ok(message)
    };
    let (plain, other) = (made()?, made()?);
    let body = bodies(maker, how, &other).pop();
    let about = format!("a character beyond the first plane in {at}");
    Ok(body.map(|(_, body)| pair(maker, about, None, &plain, &other, body)))
}

fn styles(how: Rewriting, element: &Element) -> Vec<(&'static str, Style)> {
    let plain = Style::default;
    match how {
        Rewriting::AttributeOrder => vec![
            (
                "attributes reversed",
                Style {
                    attributes: AttributeOrder::Reversed,
                    ..plain()
                },
            ),
            (
                "attributes shuffled",
                Style {
                    attributes: AttributeOrder::Shuffled(7),
                    ..plain()
                },
            ),
        ],
        Rewriting::Quotes => vec![(
            "single quotes",
            Style {
                quote: Quote::Single,
                ..plain()
            },
        )],
        Rewriting::WhiteSpace => vec![
            (
                "indented",
                Style {
                    space: Space::Indented,
                    ..plain()
                },
            ),
            (
                "ample white space",
                Style {
                    space: Space::Ample,
                    ..plain()
                },
            ),
        ],
        Rewriting::Cdata if has_text(element) => {
            vec![(
                "text in CDATA sections",
                Style {
                    text: TextForm::CData,
                    ..plain()
                },
            )]
        }
        Rewriting::DecimalReferences => {
            vec![(
                "decimal references",
                Style {
                    text: TextForm::DecimalReferences,
                    ..plain()
                },
            )]
        }
        Rewriting::HexReferences => {
            vec![(
                "hexadecimal references",
                Style {
                    text: TextForm::HexReferences,
                    ..plain()
                },
            )]
        }
        Rewriting::Comments => vec![
            (
                "comments",
                Style {
                    comments: true,
                    ..plain()
                },
            ),
            (
                "a comment in the middle of each text",
                Style {
                    parted: true,
                    ..plain()
                },
            ),
        ],
        Rewriting::ProcessingInstructions => {
            vec![(
                "processing instructions",
                Style {
                    instructions: true,
                    ..plain()
                },
            )]
        }
        Rewriting::Declaration => vec![
            (
                "no declaration",
                Style {
                    declaration: Declaration::None,
                    ..plain()
                },
            ),
            (
                "a plain declaration",
                Style {
                    declaration: Declaration::Plain,
                    ..plain()
                },
            ),
            (
                "the encoding declared",
                Style {
                    declaration: Declaration::WithEncoding,
                    ..plain()
                },
            ),
            (
                "declared standalone",
                Style {
                    declaration: Declaration::Standalone,
                    ..plain()
                },
            ),
        ],
        Rewriting::Utf8Bom => {
            vec![(
                "a byte order mark",
                Style {
                    encoding: Encoding::Utf8Bom,
                    ..plain()
                },
            )]
        }
        Rewriting::Utf16 => vec![
            (
                "UTF-16, little endian",
                Style {
                    encoding: Encoding::Utf16Le,
                    ..plain()
                },
            ),
            (
                "UTF-16, big endian",
                Style {
                    encoding: Encoding::Utf16Be,
                    ..plain()
                },
            ),
        ],
        Rewriting::EmptyElements => {
            vec![(
                "pairs of tags",
                Style {
                    empty: Empty::OpenClose,
                    ..plain()
                },
            )]
        }
        Rewriting::Namespaces => {
            vec![(
                "unused namespace declarations",
                Style {
                    namespaces: true,
                    ..plain()
                },
            )]
        }
        _ => Vec::new(),
    }
}

fn has_text(element: &Element) -> bool {
    !element.text().trim().is_empty() || element.elements().any(has_text)
}

fn text(value: &Value) -> String {
    value.to_string()
}

/// The same value with the members of every object in reverse.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .rev()
                .map(|(n, v)| (n.clone(), reversed(v)))
                .collect(),
        ),
        Value::Array(list) => list.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

fn spread(value: &Value, out: &mut String) {
    const GAP: &str = " \t\r\n ";
    match value {
        Value::Object(map) => {
            out.push('{');
            for (number, (name, value)) in map.iter().enumerate() {
                out.push_str(if number > 0 { "\n,\t" } else { GAP });
                out.push_str(&text(&Value::from(name.as_str())));
                out.push_str(" :\n");
                spread(value, out);
                out.push_str(GAP);
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for (number, value) in list.iter().enumerate() {
                out.push_str(if number > 0 { "\n,\t" } else { GAP });
                spread(value, out);
            }
            out.push_str(" ]");
        }
        scalar => out.push_str(&text(scalar)),
    }
    out.push_str(GAP);
}

fn escape(value: &Value, out: &mut String) {
    use std::fmt::Write as _;
    let quoted = |text: &str, out: &mut String| {
        out.push('"');
        for unit in text.encode_utf16() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
        out.push('"');
    };
    match value {
        Value::Object(map) => {
            out.push('{');
            for (number, (name, value)) in map.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                quoted(name, out);
                out.push(':');
                escape(value, out);
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for (number, value) in list.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                escape(value, out);
            }
            out.push(']');
        }
        Value::String(s) => quoted(s, out),
        scalar => out.push_str(&text(scalar)),
    }
}
