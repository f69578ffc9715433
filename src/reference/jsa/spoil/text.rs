//! Faults in what becomes of texts that are not plain ASCII, and of answers that hold them.
use axum::response::Response;
use serde_json::Value;

use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::draft::{Draft, Given};
use crate::reference::jsa::refusal::Refusal;
use crate::reference::jsa::reply;

/// What a fault makes of a text that was taken.
type Change = (Fault, fn(&str) -> Option<String>);

const CHANGED: &[Change] = &[
    (Fault::TextMojibake, |it| {
        Some(it.bytes().map(char::from).collect())
    }),
    (Fault::TextQuestionMarks, |it| {
        let plain = |c: char| if c.is_ascii() { c } else { '?' };
        Some(it.chars().map(plain).collect())
    }),
    (Fault::TextTrimmed, |it| Some(it.trim().to_owned())),
    (Fault::TextBlanksJoined, |it| {
        let words: Vec<_> = it.split(' ').filter(|word| !word.is_empty()).collect();
        Some(words.join(" "))
    }),
    (Fault::TextLowered, |it| Some(it.to_lowercase())),
    (Fault::TextComposed, |it| Some(it.replace("e\u{301}", "é"))),
    (Fault::TextHtmlEscaped, |it| {
        let it = it.replace('&', "&amp;").replace('<', "&lt;");
        Some(it.replace('>', "&gt;"))
    }),
    (Fault::TextPercentDecoded, |it| Some(it.replace("%25", "%"))),
    (Fault::TextUnescapedTwice, |it| {
        Some(it.replace("\\n", "\n").replace("\\\\", "\\"))
    }),
    (Fault::TextNumberRead, |it| {
        let number: Option<u128> = it.parse().ok();
        number.map(|it| it.to_string())
    }),
    (Fault::TextNullRead, |it| (it == "null").then(String::new)),
    (Fault::TextZeroLost, |it| (it == "0").then(String::new)),
    (Fault::TextCutAtNul, |it| {
        it.split('\0').next().map(str::to_owned)
    }),
    (Fault::TextCutInBytes, |it| {
        let ends = it.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = ends.take_while(|end| *end <= 255).last().unwrap_or(0);
        Some(it[..end].to_owned())
    }),
    (Fault::TextCutAtEnd, |it| {
        Some(it.chars().take(254).collect())
    }),
    (Fault::TextLinesJoined, |it| Some(it.replace('\n', " "))),
    (Fault::TextCarriageReturns, |it| {
        Some(it.replace('\n', "\r\n"))
    }),
];

/// Puts the texts of a draft on record as a fault leaves them.
pub(in crate::reference::jsa) fn keep(draft: &mut Draft, behaviour: &Behaviour) {
    for text in [&mut draft.name, &mut draft.description] {
        let Given::Value(whole) = text else {
            continue;
        };
        let mut changes = CHANGED.iter().filter(|(fault, _)| behaviour.faulty(*fault));
        if let Some(changed) = changes.find_map(|(_, change)| change(whole)) {
            *whole = changed;
        }
    }
}

/// Texts that a fault does not survive, or refuses.
pub(in crate::reference::jsa) fn taken(text: &str, behaviour: &Behaviour) -> Result<(), Refusal> {
    let crash = |fault, when: bool| when && behaviour.faulty(fault);
    if crash(Fault::TextAstralCrash, text.chars().any(|c| c > '\u{ffff}'))
        || crash(Fault::TextNulCrash, text.contains('\0'))
        || crash(Fault::TextFormatCrash, text.contains("%s"))
        || crash(Fault::TextQuoteCrash, text.contains('\''))
    {
        return Err(Refusal::Crash);
    }
    let refused = |fault, when: bool| when && behaviour.faulty(fault);
    if refused(Fault::TextAsciiOnly, !text.is_ascii())
        || refused(Fault::TextMarkupRefused, text.contains('<'))
        || refused(Fault::TextLinesRefused, text.contains('\n'))
    {
        return Err(Refusal::Unwanted);
    }
    Ok(())
}

/// The bytes of an answer as a fault sends them.
pub(in crate::reference::jsa) fn bytes(mut bytes: Vec<u8>, behaviour: &Behaviour) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes);
    if behaviour.faulty(Fault::LengthInCharacters) {
        let count = text.chars().count();
        bytes.truncate(count);
    } else if behaviour.faulty(Fault::EscapesForgotten) {
        // What a template makes of a text: nothing in it is escaped.
        return text.replace("\\\"", "\"").into_bytes();
    }
    bytes
}

/// A refusal that shows the value as it came, unescaped.
pub(in crate::reference::jsa) fn refused(
    body: &[u8],
    refusal: Refusal,
    behaviour: &Behaviour,
) -> Option<Response> {
    if !behaviour.faulty(Fault::RefusalUnescaped) || refusal != Refusal::NamePattern {
        return None;
    }
    let body: Value = serde_json::from_slice(body).ok()?;
    let value = body["name"].as_str()?;
    let (status, code, _) = refusal.row(behaviour);
    let code = Value::from(code);
    let body = format!(r#"{{"code":{code},"message":"'{value}' cannot be taken"}}"#);
    Some(reply::plain(status, "application/json", body.into_bytes()))
}
