//! A success, then the request that it makes possible.

use super::{Maker, Skip, single};
use crate::contract::Expr;
use crate::exchange::{Case, Message, Step};

/// The case of one entry of `x-then`.
pub(super) fn case(maker: &mut Maker<'_, '_, '_>, index: usize) -> Result<Vec<Case>, Skip> {
    let then = &maker.kit.operation.then[index];
    let first = maker.valid(&maker.base(None).clone())?;
    let mut next = Message {
        operation: then.operation.clone(),
        ..Message::default()
    };
    let mut fill = Vec::new();
    for (at, expr) in &then.set {
        match expr {
            Expr::Answer(pointer) => fill.push((at.clone(), pointer.clone())),
            expr => {
                let value = maker.resolve(expr, &first, &[], at)?;
                next.set(at, value);
            }
        }
    }
    let steps = vec![
        Step::Send(first),
        Step::Follow {
            message: next,
            fill,
            of: 0,
        },
    ];
    Ok(vec![Case {
        steps,
        ..single(then.duty.clone(), Step::Send(Message::default()))
    }])
}
