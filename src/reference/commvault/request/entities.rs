//! Document type declarations in the readings that XML 1.0 leaves to a parser, and the fault of one
//! that knows no limit.
use std::collections::HashMap;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::variants::Choice;

use super::scan::{Token, tokens};

/// How large a document may become by its entities.
const LARGEST: usize = 64 * 1024;
/// How large the fault lets it become.
const WITHOUT_LIMIT: usize = 4 * 1024 * 1024;
/// How deep entities may stand in each other.
const DEEPEST: usize = 16;

/// What the internal subset declares, and whether it names anything outside.
struct Declared<'a> {
    internal: HashMap<&'a str, &'a str>,
    outside: bool,
}

/// The document without its document type declaration, where one is read at all.
pub(super) fn resolve(text: String, behaviour: &Behaviour) -> Result<String, Refusal> {
    let grows = behaviour.faulty(Fault::EntitiesGrow);
    let skips = behaviour.takes(Choice::EntitiesSkipped);
    let as_text = behaviour.takes(Choice::EntitiesAsText);
    if !(grows || skips || as_text || behaviour.takes(Choice::EntitiesExpanded)) {
        return Ok(text);
    }
    let Some(pieces) = tokens(&text) else {
        return Ok(text);
    };
    let doctype = pieces.iter().find_map(|token| match token {
        Token::Doctype(doctype) if doctype.starts_with("<!DOCTYPE") => Some(*doctype),
        _ => None,
    });
    let Some(doctype) = doctype else {
        return Ok(text);
    };
    let declared = declared(doctype);
    if as_text {
        return Ok(as_written(&text.replacen(doctype, "", 1), &declared));
    }
    if !skips && declared.outside {
        return Err(Refusal::malformed("the document names something outside"));
    }
    let limit = if grows { WITHOUT_LIMIT } else { LARGEST };
    let body = text.replacen(doctype, "", 1);
    let mut out = String::with_capacity(body.len());
    let whole = expand(&body, &declared, skips, 0, limit, &mut out);
    if grows && out.len() > LARGEST {
        return Err(Refusal::malformed(format!("this is not known: {out}")));
    }
    whole.ok_or_else(|| Refusal::malformed("an entity grows too large, or stands in itself"))?;
    Ok(out)
}

fn declared(doctype: &str) -> Declared<'_> {
    let (head, subset) = doctype.split_once('[').unwrap_or((doctype, ""));
    let mut declared = Declared {
        internal: HashMap::new(),
        outside: head.contains(" SYSTEM ") || head.contains(" PUBLIC "),
    };
    for part in subset.split("<!ENTITY").skip(1) {
        let part = part.trim_start();
        let Some((name, value)) = part.split_once(char::is_whitespace) else {
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        match quote.and_then(|quote| value[1..].split(quote).next()) {
            Some(value) => {
                declared.internal.insert(name, value);
            }
            None => declared.outside = true,
        }
    }
    declared
}

/// Writes a text with its internal entities expanded; none if they know no end. Where `skips`,
/// references to what stands outside, or may be declared there, are left out.
fn expand(
    text: &str,
    declared: &Declared<'_>,
    skips: bool,
    depth: usize,
    limit: usize,
    out: &mut String,
) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        if out.len() > limit {
            return None;
        }
        let (name, rest) = part.split_once(';').unwrap_or((part, ""));
        if let Some(value) = declared.internal.get(name) {
            expand(value, declared, skips, depth + 1, limit, out)?;
            out.push_str(rest);
        } else if skips && !name.starts_with('#') && declared.outside && !known(name) {
            out.push_str(rest);
        } else {
            out.push('&');
            out.push_str(part);
        }
    }
    Some(())
}

/// The text with references to what was declared, or may be outside, as plain characters.
fn as_written(text: &str, declared: &Declared<'_>) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split(';').next().unwrap_or_default();
        let foreign = !name.starts_with('#') && !known(name);
        let seen = declared.internal.contains_key(name) || declared.outside;
        out.push_str(if foreign && seen { "&amp;" } else { "&" });
        out.push_str(part);
    }
    out
}

fn known(name: &str) -> bool {
    ["lt", "gt", "amp", "apos", "quot"].contains(&name)
}
