//! Documents that break well-formedness in one named way, made from a valid message.

use bytes::Bytes;

use super::{Maker, Skip, single, valid};
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;
use crate::xml;

/// Places of a document at which it is broken.
const PLACES: u64 = 3;
/// The place that is the last of any number up to 22: one less than what all of these divide.
const LAST: u64 = 232_792_560 - 1;

/// The valid message, broken at a few places; a full message where the plain one has no place.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, name: &str) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut list: Vec<Case> = Vec::new();
    let mut known: Vec<Vec<u8>> = Vec::new();
    for full in [false, true] {
        // A full document takes longer to refuse and shows little more.
        for pick in (0..if full { 1 } else { PLACES }).chain((!full).then_some(LAST)) {
            let message = valid::message(maker, &base, full)?;
            // A value that the rule cuts short may be refused for itself, so one place is where
            // any text may stand.
            let roomy = pick == 0;
            let Some(bytes) = broken(maker, &message, name, pick, roomy) else {
                continue;
            };
            if known.contains(&bytes) {
                continue;
            }
            known.push(bytes.clone());
            let about = format!("{} {}", name.replace('-', " "), known.len());
            list.push(single(about, Step::Raw(with(maker, &message, bytes))));
        }
    }
    Ok(list)
}

fn broken(
    maker: &Maker<'_, '_, '_>,
    message: &Message,
    name: &str,
    pick: u64,
    roomy: bool,
) -> Option<Vec<u8>> {
    let body = message.body.as_ref()?;
    let mut element = wire::document(maker.kit.operation, body, &maker.settings.writing)?;
    if roomy {
        // Attributes and elements that no page lists change nothing.
        let text = ("clausal".to_owned(), "text".to_owned());
        element.attributes.insert(0, text);
    }
    // Where the root has no content, a blank makes room for what stands in content.
    xml::broken(&element, name, pick).or_else(|| {
        element.children.push(xml::Node::Text(" ".to_owned()));
        xml::broken(&element, name, pick)
    })
}

/// A message with other bytes for its body.
pub(super) fn with(maker: &Maker<'_, '_, '_>, message: &Message, body: Vec<u8>) -> Request {
    Request {
        body: Some(Bytes::from(body)),
        ..wire::encode(maker.kit.operation, message, &maker.settings.writing)
    }
}
