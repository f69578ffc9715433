//! Documents in ISO-8859-1, which they declare (XML 1.0, section 4.3.3).

use bytes::Bytes;
use serde_json::Value;

use crate::contract::Base;
use crate::exchange::{Case, Message, Request, Step};
use crate::generate::{Maker, Skip, single, valid};
use crate::wire;
use crate::xml::{Declaration, Style, write};

/// Letters whose bytes in ISO-8859-1 are other letters in UTF-8, and some whose bytes are none there.
pub(in crate::generate) const LETTERS: &str = "Gr\u{f6}\u{df}e \u{c3}\u{a9}";

/// A message whose document is in ISO-8859-1; `None` where it has no document, or holds what that
/// encoding lacks.
pub(in crate::generate) fn request(
    maker: &Maker<'_, '_, '_>,
    message: &Message,
) -> Option<Request> {
    let (operation, writing) = (maker.kit.operation, &maker.settings.writing);
    let element = wire::document(operation, message.body.as_ref()?, writing)?;
    let style = Style {
        declaration: Declaration::WithEncoding,
        ..Style::default()
    };
    let text = String::from_utf8(write(&element, &style)).ok()?;
    let text = text.replacen("UTF-8", "ISO-8859-1", 1);
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    Some(Request {
        body: Some(Bytes::from(bytes?)),
        ..wire::encode(operation, message, writing)
    })
}

/// A message with letters in a text that nothing limits, as it is and in ISO-8859-1.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, base: &Base) -> Result<Vec<Case>, Skip> {
    let Some(at) = super::free(maker, base) else {
        return Err(Skip::idle("no text of the body may hold any letters"));
    };
    let mut made = || -> Result<Message, Skip> {
        let mut message = valid::message(maker, base, false)?;
        let own = message.get(&at).and_then(Value::as_str);
        let value = format!("{} {LETTERS}", own.unwrap_or_default());
        maker.lay(&mut message, &at, Some(value.trim().into()));
        Ok(message)
    };
    let (plain, other) = (made()?, made()?);
    let Some(other) = request(maker, &other) else {
        return Err(Skip::unmade("no document could be written in ISO-8859-1"));
    };
    Ok(vec![Case {
        steps: vec![Step::Send(plain), Step::Raw(other)],
        tag: Some(LETTERS.to_owned()),
        ..single(format!("letters in {at}"), Step::Send(Message::default()))
    }])
}
