//! Valid requests with their body in another of the documented media types.

use super::{Kit, Maker, Skip, single};
use crate::exchange::{Case, Step};
use crate::wire;

/// The plain request, and one with all that may stand in it.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, media_type: &str) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let Some(turned) = kit.operation.written_as(media_type) else {
        return Err(Skip::unmade(wire::unwritten(media_type)));
    };
    // Its schema is one of its own, and so is all that is known of it.
    let mut own = Kit::new(kit.contract, &turned, kit.fixtures.clone());
    own.prefix.clone_from(&kit.prefix);
    own.names.set(kit.names.get());
    own.name_like(kit);
    let mut inner = Maker {
        kit: &own,
        settings: maker.settings,
        dice: &mut *maker.dice,
    };
    let base = inner.base(None).clone();
    let mut list = Vec::new();
    let mut why = None;
    for full in [false, true] {
        let mut message = super::valid::message(&mut inner, &base, full)?;
        if let Some(skip) = own.unproven(&message, &inner.settings.writing) {
            why = Some(skip);
            continue;
        }
        message.set(wire::CONTENT_TYPE, Some(media_type.into()));
        // It is sent as a message of the operation, whose bytes must say the same.
        if message.body.is_none() || !kit.proves(&message, &maker.settings.writing, &[]) {
            continue;
        }
        let about = if full {
            "with every member"
        } else {
            "with what must be there"
        };
        list.push(single(
            format!("{media_type}, {about}"),
            Step::Send(message),
        ));
    }
    match (list.is_empty(), why) {
        (true, Some(why)) => Err(why),
        _ => Ok(list),
    }
}

/// The plain request without its body.
pub(super) fn bodiless(maker: &mut Maker<'_, '_, '_>) -> Result<Case, Skip> {
    let base = maker.base(None).clone();
    let mut message = maker.valid(&base)?;
    message.body = None;
    Ok(single("without a body", Step::Send(message)))
}
