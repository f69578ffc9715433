//! The requests of a probe.

use serde_json::Value;

use crate::contract::Expr;
use crate::exchange::{Case, Step};
use crate::generate::{Maker, Skip, sequence};
use crate::wire;

/// The requests of a probe.
pub(in crate::generate) fn probe(
    maker: &mut Maker<'_, '_, '_>,
    index: usize,
) -> Result<Vec<Case>, Skip> {
    let probe = &maker.kit.operation.probes[index];
    let mut list = Vec::new();
    let mut passed = None;
    'cases: for places in &probe.cases {
        // A probe that gives a place the value of a base begins with that base.
        let base = places.iter().find_map(|(at, e)| match e {
            crate::contract::Expr::Literal(v) => {
                let base = maker.base_for(at, Some(v));
                base.set
                    .iter()
                    .any(|(p, e2)| p == at && e2 == e)
                    .then(|| base.clone())
            }
            _ => None,
        });
        let named = probe.base.as_deref().map(|n| maker.base(Some(n)).clone());
        let mut base = named.or(base).unwrap_or_else(|| maker.base(None).clone());
        base.set
            .retain(|(p, _)| places.iter().all(|(at, _)| at != p));
        let mut message =
            maker.valid_but(&base, places.iter().map(|(at, _)| at.as_str()).collect())?;
        let mut words = Vec::new();
        for (at, expr) in places {
            let value = match (maker.resolve(expr, &message, &[]), expr) {
                // Some values of fixtures have none beside them that is made so.
                (Err(skip), Expr::Near(..)) => {
                    passed = Some(skip);
                    continue 'cases;
                }
                (value, _) => value?,
            };
            words.push(match &value {
                Some(v) if v.to_string().len() < 60 => format!("{at} is {v}"),
                Some(_) => format!("{at} is long"),
                None => format!("{at} left out"),
            });
            match value {
                // A header that is always sent is left out by name.
                None if [wire::ACCEPT, wire::CONTENT_TYPE].contains(&at.as_str()) => {
                    message.set(at, Some(Value::Null));
                }
                value => maker.lay(&mut message, at, value),
            }
        }
        let mut steps = Vec::new();
        if let Some((state, params)) = &probe.state {
            let params = sequence::params(maker, state, params, &message)?;
            steps.push(Step::SetUp {
                state: state.clone(),
                params,
            });
        }
        steps.push(Step::Send(message));
        list.push(Case {
            index: 0,
            about: words.join(", "),
            steps,
            tag: None,
        });
    }
    match passed {
        Some(skip) if list.is_empty() => Err(skip),
        _ => Ok(list),
    }
}
