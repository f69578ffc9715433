//! Characters that need no reference: `>` outside `]]>`, and all that is beyond ASCII.

use serde_json::Value;

use super::pair;
use crate::clause::Rewriting;
use crate::clause::writing::VALID;
use crate::contract::{Base, Schema};
use crate::exchange::{Case, Step, below};
use crate::generate::{Maker, Skip, valid};
use crate::wire;
use crate::xml::{Declaration, Element, Encoding, Style, TextForm, write};

/// What is put behind a text, and what stands in comments: letters of several scripts, a mark that
/// combines, and a character beyond the first plane.
const MARKS: &str = "größe e\u{301} שלום 名前 \u{1D11E}";
const SIGNS: &str = "a > b \" ' c>d";

/// A pair with the characters in a comment and an instruction, where they mean nothing; and one with
/// them in a text of the message, where nothing limits that: it is taken or refused in both writings.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    how: Rewriting,
) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let document = |body: Option<&Value>, maker: &Maker<'_, '_, '_>| {
        wire::document(maker.kit.operation, body?, &maker.settings.writing)
    };
    for (words, declaration) in declarations(how) {
        // Every message has unique names of its own.
        let first = valid::message(maker, base, false)?;
        let second = valid::message(maker, base, false)?;
        let Some(element) = document(second.body.as_ref(), maker) else {
            return Err(Skip::unmade("the operation takes no XML"));
        };
        let bytes = noted(&element, declaration, text(how));
        let about = format!("in a comment and an instruction, {words}");
        list.push(pair(maker, about, Some(VALID), &first, &second, bytes));
    }
    if !maker.kit.operation.is_stateless() {
        return Ok(list);
    }
    let at = free(maker, base);
    // In an attribute that no page shows both writings are taken, or both are refused.
    let places = match &at {
        Some(at) => vec![Some(at), None],
        None => vec![None],
    };
    let mut made =
        |at: Option<&String>| -> Result<Option<(crate::exchange::Message, Element)>, Skip> {
            let mut message = valid::message(maker, base, false)?;
            if let Some(at) = at {
                let own = message.get(at).and_then(Value::as_str);
                let value = format!("{} {}", own.unwrap_or_default(), text(how));
                maker.lay(&mut message, at, Some(value.trim().into()));
            }
            let mut element = document(message.body.as_ref(), maker);
            if let (None, Some(element)) = (at, &mut element) {
                let value = text(how).to_owned();
                element.attributes.push(("clausal".to_owned(), value));
            }
            Ok(element.map(|e| (message, e)))
        };
    let mut pairs = Vec::new();
    for at in places {
        let place = at.map_or("an attribute that no page shows", String::as_str);
        for (words, style) in styles(how) {
            if let (Some(plain), Some(other)) = (made(at)?, made(at)?) {
                pairs.push((format!("in {place}, {words}"), style, plain, other));
            }
        }
    }
    for (about, style, (plain, element), (other, second)) in pairs {
        let escaped = match how {
            Rewriting::GreaterThan => write(&element, &Style::default()),
            _ => write(
                &element,
                &Style {
                    text: TextForm::DecimalReferences,
                    ..Style::default()
                },
            ),
        };
        let mut bytes = write(&second, &style);
        if how == Rewriting::GreaterThan {
            bytes = String::from_utf8_lossy(&bytes)
                .replace("&gt;", ">")
                .into_bytes();
        }
        let mut case = pair(maker, about, None, &plain, &other, bytes);
        let raw = crate::generate::ill_formed::with(maker, &plain, escaped);
        if let Some(step) = case.steps.first_mut() {
            *step = Step::Raw(raw);
        }
        list.push(case);
    }
    Ok(list)
}

fn text(how: Rewriting) -> &'static str {
    match how {
        Rewriting::GreaterThan => "a > b",
        _ => MARKS,
    }
}

fn declarations(how: Rewriting) -> Vec<(&'static str, Declaration)> {
    match how {
        Rewriting::GreaterThan => vec![("in any text", Declaration::Plain)],
        _ => vec![
            ("no encoding declared", Declaration::None),
            ("the encoding declared", Declaration::WithEncoding),
        ],
    }
}

fn styles(how: Rewriting) -> Vec<(&'static str, Style)> {
    let plain = Style::default;
    if how == Rewriting::GreaterThan {
        return vec![("as it is", plain())];
    }
    vec![
        (
            "no encoding declared",
            Style {
                declaration: Declaration::None,
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
            "in UTF-16",
            Style {
                encoding: Encoding::Utf16Le,
                ..plain()
            },
        ),
    ]
}

/// The document between a comment and an instruction.
fn noted(element: &Element, declaration: Declaration, text: &str) -> Vec<u8> {
    let style = Style {
        declaration,
        ..Style::default()
    };
    let document = write(element, &style);
    let document = String::from_utf8_lossy(&document);
    let end = document.find("?>").map_or(0, |at| at + 2);
    let (head, rest) = document.split_at(end);
    let said = match text == MARKS {
        true => MARKS,
        false => SIGNS,
    };
    format!("{head}<!-- {said} -->{rest}<?clausal {said}?>").into_bytes()
}

/// A text of the body that nothing limits, the first that a message with every member holds.
pub(in crate::generate) fn free(maker: &Maker<'_, '_, '_>, base: &Base) -> Option<String> {
    let body = maker.kit.operation.body.as_ref()?;
    let schema = &body.media.first()?.schema;
    let mut found = Vec::new();
    open(schema, "/body", &mut found);
    let suits = |at: &&String| {
        let needed = maker.kit.operation.only_with(at);
        needed.is_empty() || needed.contains(&base.name)
    };
    found.iter().find(suits).cloned()
}

fn open(schema: &Schema, at: &str, found: &mut Vec<String>) {
    for property in &schema.properties {
        let (at, inner) = (below(at, &property.name), &property.schema);
        let limited = !inner.enumeration.is_empty()
            || inner.constant.is_some()
            || inner.format.is_some()
            || inner.json.get("pattern").is_some()
            || inner.max_length.is_some_and(|most| most < 200)
            || inner.ext.fixture.is_some()
            || inner.json.get("readOnly") == Some(&Value::Bool(true));
        let text = inner.types.iter().all(|t| t == "string" || t == "null");
        if text
            && !inner.types.is_empty()
            && !limited
            && !inner.ext.not_demanded
            && inner.any_of.is_empty()
        {
            found.push(at.clone());
        }
        open(inner, &at, found);
    }
}
