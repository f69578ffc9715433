//! Which of the two media types the client wants back.
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::{Kind, Refusal};
use super::request::Syntax;
use super::routes::Operation;
use super::variants::Choice;

/// The form of the answer; a refusal only where a reading was chosen that refuses.
pub(super) fn choose(
    headers: &HeaderMap,
    operation: Operation,
    behaviour: &Behaviour,
) -> Result<Syntax, (Syntax, Refusal)> {
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
    let sent_json = sent.is_some_and(|it| it.contains("json"));
    // Only these show one pair of equal types each; a task in XML may be answered in JSON.
    let paired = matches!(operation, Operation::CreateSet | Operation::Disaster);
    if behaviour.takes(Choice::MixedRefused) && paired && sent_json != (wanted == Syntax::Json) {
        return refuse("Accept and Content-type have to be the same");
    }
    Ok(wanted)
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
