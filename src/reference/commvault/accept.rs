//! Which of the two media types the client wants back.
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::{Kind, Refusal};
use super::request::Syntax;
use super::routes::Operation;
use super::sites as site;
use super::variants::Choice;
use crate::reference::mutate;

/// The form of the answer; a refusal only where a reading was chosen that refuses.
pub(super) fn choose(
    headers: &HeaderMap,
    operation: Operation,
    behaviour: &Behaviour,
) -> Result<Syntax, (Syntax, Refusal)> {
    if mutate::is_on()
        && let Some(bent) = bent(headers)
    {
        return bent;
    }
    if behaviour.faulty(Fault::AcceptIgnored) {
        return Ok(Syntax::Xml);
    }
    if behaviour.faulty(Fault::AcceptSwapped) {
        return Ok(match wanted(headers) {
            Some(Syntax::Xml) => Syntax::Json,
            _ => Syntax::Xml,
        });
    }
    let refuse = |text: &str| {
        let refusal = Refusal::new(Kind::NotAcceptable, text);
        Err((Syntax::Xml, refusal))
    };
    let Some(wanted) = wanted(headers) else {
        if behaviour.takes(Choice::AcceptNeeded) {
            return refuse("Accept has to name one of the two media types");
        }
        return Ok(if behaviour.takes(Choice::JsonByDefault) {
            Syntax::Json
        } else {
            Syntax::Xml
        });
    };
    let sent = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let sent_json = sent.is_some_and(|it| it.to_ascii_lowercase().contains("json"));
    // Only these show one pair of equal types each; a task in XML may be answered in JSON.
    let paired = matches!(operation, Operation::CreateSet | Operation::Disaster);
    if behaviour.takes(Choice::MixedRefused) && paired && sent_json != (wanted == Syntax::Json) {
        return refuse("Accept and Content-type have to be the same");
    }
    Ok(wanted)
}

/// What a mutant makes of Accept; none where no mutant decides.
fn bent(headers: &HeaderMap) -> Option<Result<Syntax, (Syntax, Refusal)>> {
    let does = |operator: &str| site::ACCEPT.does(operator);
    let usual = wanted(headers);
    let values: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .collect();
    let value = values.first().copied();
    let json = usual == Some(Syntax::Json);
    let crash = || Some(Err((Syntax::Xml, Refusal::crash())));
    if json && does("json-crash")
        || value.is_none() && does("missing-crash")
        || value.is_some_and(|it| it.contains('*')) && does("any-crash")
        || values.len() > 1 && does("second-header-crash")
    {
        return crash();
    }
    if json && does("json-406") {
        let refusal = Refusal::new(Kind::NotAcceptable, "this is written in XML alone");
        return Some(Err((Syntax::Xml, refusal)));
    }
    let named = |text: &str| match text {
        "application/json" => Some(Syntax::Json),
        "application/xml" | "text/xml" => Some(Syntax::Xml),
        _ => None,
    };
    let first = value
        .and_then(|it| it.split(',').next())
        .unwrap_or_default();
    let sent = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let choice = if does("always-xml") {
        Some(Syntax::Xml)
    } else if does("always-json") {
        Some(Syntax::Json)
    } else if does("swapped") {
        usual.map(|it| {
            if it == Syntax::Xml {
                Syntax::Json
            } else {
                Syntax::Xml
            }
        })
    } else if does("as-content-type") {
        sent.map(|it| {
            if it.contains("json") {
                Syntax::Json
            } else {
                Syntax::Xml
            }
        })
    } else if does("letter-case-heeded") {
        value.map(|it| named(it).unwrap_or(Syntax::Xml))
    } else if does("quality-ignored") {
        let mut ranges = value.unwrap_or_default().split(',');
        ranges.find_map(|it| named(it.split(';').next().unwrap_or_default().trim()))
    } else if does("first-only") {
        named(first.split(';').next().unwrap_or_default().trim())
    } else if does("parameters-unknown") {
        value.map(|it| named(it).unwrap_or(Syntax::Xml))
    } else {
        None
    };
    choice.map(Ok)
}

fn wanted(headers: &HeaderMap) -> Option<Syntax> {
    let mut best: Option<(f32, Syntax)> = None;
    let values = headers.get_all(ACCEPT).into_iter();
    for range in values
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
    {
        let mut parts = range.split(';').map(str::trim);
        let syntax = match parts.next().map(str::to_ascii_lowercase).as_deref() {
            Some("application/xml" | "text/xml") => Syntax::Xml,
            Some("application/json") => Syntax::Json,
            _ => continue,
        };
        let quality = parts.find_map(|it| it.strip_prefix("q=")?.parse().ok());
        let quality: f32 = quality.unwrap_or(1.0);
        if quality > 0.0 && best.is_none_or(|(most, _)| quality > most) {
            best = Some((quality, syntax));
        }
    }
    best.map(|(_, syntax)| syntax)
}
