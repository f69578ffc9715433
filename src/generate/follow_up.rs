//! A success, then the request that it makes possible.

use super::rewritten::latin;
use super::{Maker, Skip, single};
use crate::clause::follow_up::SPECIAL;
use crate::contract::{Expr, Then};
use crate::exchange::{Case, Message, Step};

/// The cases of one entry of `x-then`: one, or one for each thing that the first request may hold.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, index: usize) -> Result<Vec<Case>, Skip> {
    let then = &maker.kit.operation.then[index];
    if then.with.is_empty() {
        return Ok(vec![case(maker, then, &[])?]);
    }
    let with = then.with.iter();
    with.map(|places| case(maker, then, places)).collect()
}

fn case(
    maker: &mut Maker<'_, '_, '_>,
    then: &Then,
    places: &[(String, Expr)],
) -> Result<Case, Skip> {
    let base = maker.base(None).clone();
    let mut first = maker.valid(&base)?;
    let mut about = then.duty.clone();
    for (at, expr) in places {
        let value = maker.resolve(expr, &first, &[])?;
        if let Some(value) = &value {
            about = format!("{about}: {value}");
        }
        maker.lay(&mut first, at, value);
    }
    let mut next = Message {
        operation: then.operation.clone(),
        ..Message::default()
    };
    let mut fill = Vec::new();
    for (at, expr) in &then.set {
        match expr {
            Expr::Answer(pointer) => fill.push((at.clone(), pointer.clone())),
            expr => {
                let value = maker.resolve(expr, &first, &[])?;
                next.set(at, value);
            }
        }
    }
    let again = then.again.then(|| Step::Send(first.clone()));
    let mut steps = vec![match then.latin {
        true => Step::Raw(
            latin::request(maker, &first)
                .ok_or_else(|| Skip::idle("the body has no writing in ISO-8859-1"))?,
        ),
        false => Step::Send(first),
    }];
    steps.extend(again);
    for _ in 0..then.between {
        steps.push(Step::Send(maker.valid(&base)?));
    }
    steps.push(Step::Follow {
        message: next,
        fill,
        of: 0,
        bare: then.bare.clone(),
        credentials: Vec::new(),
    });
    Ok(Case {
        steps,
        tag: (!places.is_empty()).then(|| SPECIAL.to_owned()),
        ..single(about, Step::Send(Message::default()))
    })
}
