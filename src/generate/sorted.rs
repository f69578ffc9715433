//! Requests for a list in each order that it offers.

use super::{Maker, Skip};
use crate::clause::sorted::{Order, widest};
use crate::exchange::{Case, Step};

pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, orders: &[Order]) -> Result<Vec<Case>, Skip> {
    let mut plain = maker.valid(&maker.base(None).clone())?;
    if let Some((size, most)) = widest(maker.kit.operation) {
        plain.set(&size, Some(most.into()));
    }
    let mut steps = Vec::new();
    for order in orders {
        let mut message = plain.clone();
        for (at, value) in &order.asks {
            message.set(at, Some(value.clone()));
        }
        // Twice, so that an order that nobody keeps is told from one that is kept wrong.
        steps.push(Step::Send(message.clone()));
        steps.push(Step::Send(message));
    }
    // What stands in the first order before and behind all others was there all the while.
    steps.extend(steps.first().cloned());
    Ok(vec![Case {
        index: 0,
        about: "one order after the other".into(),
        tag: None,
        steps,
    }])
}
