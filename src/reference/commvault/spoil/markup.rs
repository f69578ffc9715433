//! Faults in the reading of XML: what is refused though it is well-formed, and what is mended
//! though it is not.
use std::fmt::Write;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::Element;
use crate::reference::commvault::request::scan::{Token, attributes};

/// Nesting and attributes beyond these are a crash.
const DEEP: usize = 48;
const MANY: usize = 200;

/// The document with its faults mended, or a refusal of what has none.
pub(in crate::reference::commvault) fn bend(
    tokens: &[Token<'_>],
    behaviour: &Behaviour,
) -> Result<Option<String>, Refusal> {
    let faulty = |fault| behaviour.faulty(fault);
    let (mut out, mut open): (String, Vec<&str>) = Default::default();
    let (mut ended, mut total, mut before) = (false, 0, None);
    for token in tokens {
        refuse(token, before, behaviour)?;
        before = Some(*token);
        let gone = match token {
            Token::Text(text) => ended && faulty(Fault::TrailingText) && !text.trim().is_empty(),
            Token::Start(_) | Token::End(_) => ended && faulty(Fault::TwoRoots),
            Token::Comment(_) => faulty(Fault::TwoHyphens),
            Token::Instruction(text) => {
                faulty(Fault::ReservedTarget) && text[2..].to_ascii_lowercase().starts_with("xml")
            }
            Token::Cdata(_) => faulty(Fault::CdataDropped),
            Token::Declaration(_) | Token::Doctype(_) => false,
        };
        if gone {
            continue;
        }
        match *token {
            Token::Start(text) => {
                let name = name(text);
                if !text.ends_with("/>") {
                    open.push(name);
                } else if open.is_empty() {
                    ended = true;
                }
                total += text.matches('=').count();
                if faulty(Fault::DeepCrash) && open.len() > DEEP
                    || faulty(Fault::AttributesCrash) && total > MANY
                {
                    return Err(Refusal::crash());
                }
                out.push_str(&characters(&start(text, behaviour), behaviour));
            }
            Token::End(text) => {
                let ended_here = name(text);
                if faulty(Fault::InnerUnclosed) && open.contains(&ended_here) {
                    while let Some(inner) = open.pop_if(|it| *it != ended_here) {
                        let _ = write!(out, "</{inner}>");
                    }
                }
                let opened = open.pop();
                match opened {
                    Some(opened) if faulty(Fault::MismatchedTags) => {
                        let _ = write!(out, "</{opened}>");
                    }
                    _ => out.push_str(text),
                }
                ended |= open.is_empty();
            }
            Token::Text(text) => out.push_str(&characters(text, behaviour)),
            Token::Comment(text)
            | Token::Cdata(text)
            | Token::Declaration(text)
            | Token::Doctype(text)
            | Token::Instruction(text) => out.push_str(text),
        }
    }
    let closed = match open.len() {
        0 => false,
        1 => faulty(Fault::RootUnclosed),
        _ => faulty(Fault::CutAccepted),
    };
    if faulty(Fault::UnclosedAccepted) || closed {
        for name in open.iter().rev() {
            let _ = write!(out, "</{name}>");
        }
    }
    Ok(Some(out))
}

fn refuse(
    token: &Token<'_>,
    before: Option<Token<'_>>,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let faulty = |fault| behaviour.faulty(fault);
    let refused = match *token {
        Token::Doctype(_) if faulty(Fault::DtdCrash) => return Err(Refusal::crash()),
        Token::Declaration(_) => faulty(Fault::DeclarationRefused),
        Token::Comment(_) => faulty(Fault::CommentsRefused),
        Token::Instruction(_) => faulty(Fault::InstructionsRefused),
        Token::Start(text) => {
            faulty(Fault::SingleQuotes) && in_single_quotes(text)
                || faulty(Fault::GreaterThanRefused) && text.find('>') != Some(text.len() - 1)
                || faulty(Fault::TagBlanks) && text.contains(['\n', '\t', '\r'])
                || faulty(Fault::NamespacesRefused) && text.contains("xmlns")
        }
        Token::End(_) => {
            let empty = matches!(before, Some(Token::Start(text)) if !text.ends_with("/>"));
            faulty(Fault::EmptyTags) && empty
        }
        Token::Doctype(_) | Token::Text(_) | Token::Cdata(_) => false,
    };
    if refused {
        Err(Refusal::malformed("this is not XML as it is wanted here"))
    } else {
        Ok(())
    }
}

fn in_single_quotes(tag: &str) -> bool {
    attributes(tag).is_some_and(|(_, all)| all.iter().any(|it| it.quote == '\''))
}

fn name(tag: &str) -> &str {
    let inner = tag
        .trim_start_matches(['<', '/'])
        .trim_end_matches(['>', '/']);
    inner.split_ascii_whitespace().next().unwrap_or_default()
}

/// A start tag without its second equal attribute, and without a `<` in a value.
fn start(tag: &str, behaviour: &Behaviour) -> String {
    let duplicates = behaviour.faulty(Fault::DuplicateAttribute);
    let less_than = behaviour.faulty(Fault::LessThanInValue);
    let parsed = attributes(tag).filter(|_| duplicates || less_than);
    let Some((name, all)) = parsed else {
        return tag.to_owned();
    };
    let mut out = format!("<{name}");
    for (at, it) in all.iter().enumerate() {
        if duplicates && all[..at].iter().any(|other| other.name == it.name) {
            continue;
        }
        let value = if less_than {
            it.value.replace('<', "&lt;")
        } else {
            it.value.to_owned()
        };
        let _ = write!(out, " {}={}{value}{}", it.name, it.quote, it.quote);
    }
    out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
    out
}

/// References and characters of a text or a tag.
fn characters(text: &str, behaviour: &Behaviour) -> String {
    let faulty = |fault| behaviour.faulty(fault);
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let Some((name, after)) = part.split_once(';') else {
            out.push('&');
            out.push_str(part);
            continue;
        };
        let hex = name.starts_with("#x");
        let decimal = name.starts_with('#') && !hex;
        let known = ["lt", "gt", "amp", "quot", "apos"].contains(&name);
        let kept = hex && faulty(Fault::HexKept) || decimal && faulty(Fault::DecimalKept);
        let dropped = (hex || decimal) && faulty(Fault::BadReference) && !leads(name)
            || !(hex || decimal || known) && faulty(Fault::UndeclaredEntity);
        if kept {
            let _ = write!(out, "&amp;{name};");
        } else if !dropped {
            let _ = write!(out, "&{name};");
        }
        out.push_str(after);
    }
    if faulty(Fault::ControlCharacters) {
        out.retain(|it| !it.is_control() || matches!(it, '\t' | '\n' | '\r'));
    }
    out
}

fn leads(name: &str) -> bool {
    let number = match name.strip_prefix("#x") {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => name.trim_start_matches('#').parse(),
    };
    let it = number.ok().and_then(char::from_u32);
    it.is_some_and(|it| !it.is_control() && !matches!(it, '\u{fffe}' | '\u{ffff}'))
        || matches!(it, Some('\t' | '\n' | '\r'))
}

/// The attributes whose order matters under a fault, as their pages list them.
const ORDER: [&str; 8] = [
    "isCompressionEnabled",
    "jobType",
    "backupType",
    "initiatedFrom",
    "policyType",
    "sequenceNumber",
    "taskId",
    "taskType",
];

/// Refuses attributes that do not come in the order of the page.
pub(in crate::reference::commvault) fn order(
    element: &Element,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    if !behaviour.faulty(Fault::AttributeOrder) {
        return Ok(());
    }
    let names = element.attributes.iter().map(|it| it.name.as_str());
    let places: Vec<usize> = names
        .filter_map(|name| ORDER.iter().position(|it| *it == name))
        .collect();
    if !places.is_sorted() {
        return Err(Refusal::malformed("an attribute comes too late"));
    }
    let mut children = element.children.iter();
    children.try_for_each(|child| order(child, behaviour))
}
