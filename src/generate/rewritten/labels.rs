//! The same message under the same media type, written otherwise.

use crate::clause::writing::VALID;
use crate::contract::Base;
use crate::exchange::{Case, Message, Step};
use crate::generate::{Maker, Skip, single, valid};
use crate::wire;

/// A pair for each way to write the label: with the parameter of RFC 7303, and in capitals, as types
/// heed no letter case (RFC 9110, section 8.3.1).
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, base: &Base) -> Result<Vec<Case>, Skip> {
    let media = maker.kit.operation.body.as_ref();
    let media = media.and_then(|b| b.media.first());
    let plain = media.map(|m| m.media_type.as_str()).unwrap_or_default();
    if plain.contains([';', '*']) {
        return Err(Skip::idle("the media type has a parameter of its own"));
    }
    let mut list = Vec::new();
    for label in [
        format!("{plain}; charset=utf-8"),
        format!("{plain};charset=\"UTF-8\""),
        plain.to_uppercase(),
    ] {
        let first = valid::message(maker, base, false)?;
        let mut second = valid::message(maker, base, false)?;
        second.set(wire::CONTENT_TYPE, Some(label.clone().into()));
        let steps = match maker.kit.operation.is_stateless() {
            true => vec![Step::Send(first), Step::Send(second)],
            false => vec![Step::Send(second)],
        };
        list.push(Case {
            steps,
            tag: Some(VALID.to_owned()),
            ..single(label, Step::Send(Message::default()))
        });
    }
    Ok(list)
}
