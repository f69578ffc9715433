//! Successes in a row.

use crate::exchange::{Case, Message, Step};
use crate::generate::{Maker, Skip, sequence, single};

/// Successes in a row that must not share what is each one's own, where they cost nothing.
const IN_A_ROW: usize = 8;

/// Two successes in a row: on different things where a success keeps one busy, else one after the
/// other has finished.
pub(super) fn twice(maker: &mut Maker<'_, '_, '_>) -> Result<Case, Skip> {
    // Where successes cost nothing, a number that comes back now and then shows as well.
    if maker.kit.operation.is_stateless() {
        let base = maker.base(None).clone();
        let sends = (0..IN_A_ROW).map(|_| Ok(Step::Send(maker.valid(&base)?)));
        return Ok(Case {
            steps: sends.collect::<Result<_, Skip>>()?,
            ..single("successes in a row", Step::Send(Message::default()))
        });
    }
    let occupies = maker.kit.operation.occupies.as_ref().map(|o| o.by.clone());
    let first = maker.valid(&maker.base(None).clone())?;
    let busy = |m: &Message| occupies.as_ref().and_then(|by| m.get(by).cloned());
    for base in maker.kit.operation.bases.clone() {
        if let Ok(other) = maker.valid(&base)
            && (occupies.is_none() || busy(&other) != busy(&first))
        {
            let again = maker.valid(&maker.base(None).clone())?;
            let until = sequence::finished(maker);
            let mut steps = vec![Step::Send(first), Step::Send(other)];
            if !until.is_empty() {
                steps.push(Step::Poll {
                    of: 0,
                    until,
                    once: false,
                });
            }
            steps.push(Step::Send(again));
            return Ok(Case {
                steps,
                ..single("successes in a row", Step::Send(Message::default()))
            });
        }
    }
    let second = maker.valid(&maker.base(None).clone())?;
    let until = sequence::finished(maker);
    let steps = vec![
        Step::Send(first),
        Step::Poll {
            of: 0,
            until,
            once: false,
        },
        Step::Send(second),
    ];
    Ok(Case {
        steps,
        ..single(
            "two successes, one after the other",
            Step::Send(Message::default()),
        )
    })
}
