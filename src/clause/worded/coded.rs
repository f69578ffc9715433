//! Which code a broken keyword draws, where words tie each to one: "`E103`: `reference` is longer than 35
//! characters".

use super::member::Member;
use super::phrase::Phrase;
use crate::contract::Code;

/// A code and what draws it.
#[derive(Debug, Clone)]
pub(super) struct Tied {
    /// Its status.
    pub status: u16,
    /// The code.
    pub code: Code,
    /// Keywords that draw it when they are broken.
    pub keywords: &'static [&'static str],
    /// The place, or any.
    pub at: Option<String>,
}

/// What the phrases of an operation tie; a phrase that is not understood ties nothing.
pub(super) fn ties(phrases: &[Phrase], members: &[Member<'_>]) -> Vec<Tied> {
    let all = phrases.iter().filter_map(|phrase| {
        let code = phrase.code.clone()?;
        let (keywords, at) = read(&phrase.words, members)?;
        Some(Tied {
            status: phrase.status,
            code,
            keywords,
            at,
        })
    });
    all.collect()
}

fn read(
    text: &[String],
    members: &[Member<'_>],
) -> Option<(&'static [&'static str], Option<String>)> {
    let any = |wanted: &[&str]| text.iter().any(|w| wanted.contains(&w.as_str()));
    let has = |wanted: &[&str]| text.windows(wanted.len()).any(|w| w.iter().eq(wanted));
    let mut named = members.iter().filter(|m| m.named(text).is_some());
    let one = match (named.next(), named.next()) {
        (Some(one), None) => Some(one),
        (None, _) => None,
        _ => return None,
    };
    let kind =
        any(&["wrong", "invalid", "incorrect"]) && any(&["type"]) || has(&["not", "a", "number"]);
    let member = any(&[
        "member",
        "members",
        "field",
        "fields",
        "property",
        "parameter",
    ]);
    match one {
        None if kind && member => Some((&["type"], None)),
        None if member && any(&["required", "mandatory"]) && any(&["missing", "absent"]) => {
            Some((&["required"], None))
        }
        None => None,
        Some(m) => {
            let at = Some(m.at.clone());
            let number = m.is("integer") || m.is("number");
            if number
                && (has(&["out", "of", "range"])
                    || has(&["too", "large"]) && has(&["too", "small"]))
            {
                return Some((&["minimum", "maximum"], at));
            }
            if m.is_text() && (any(&["longer"]) || has(&["too", "long"])) {
                return Some((&["maxLength"], at));
            }
            if !m.schema.enumeration.is_empty()
                && (any(&["unsupported", "unknown"])
                    || has(&["not", "supported"])
                    || has(&["not", "one", "of"]))
            {
                return Some((&["enum"], at));
            }
            if any(&["missing", "absent"]) && m.required {
                return Some((&["required"], at));
            }
            kind.then_some((&["type"], at))
        }
    }
}

/// What a broken keyword at a place draws, where the words leave one code; with the codes that a value of
/// another type may draw.
pub(super) fn drawn<'t>(
    ties: &'t [Tied],
    keyword: &str,
    at: &str,
) -> Option<(&'t Tied, Vec<Code>)> {
    let fits = |t: &&Tied| t.keywords.contains(&keyword);
    let own: Vec<&Tied> = ties
        .iter()
        .filter(|t| fits(t) && t.at.as_deref() == Some(at))
        .collect();
    let general: Vec<&Tied> = ties.iter().filter(|t| fits(t) && t.at.is_none()).collect();
    let tied = match (&own[..], &general[..]) {
        ([one], _) | ([], [one]) => *one,
        _ => return None,
    };
    let beside: &[&str] = match keyword {
        "type" => &["required", "enum", "minimum"],
        // What is too large to be held may be no number any more.
        "minimum" | "maximum" => &["type"],
        _ => &[],
    };
    let of_place = |t: &&Tied| t.at.as_deref().is_none_or(|own| own == at);
    let more = ties.iter().filter(of_place);
    let more = more.filter(|t| t.keywords.iter().any(|k| beside.contains(k)));
    Some((tied, more.map(|t| t.code.clone()).collect()))
}
