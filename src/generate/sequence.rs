//! Sequences: a state and a request, a resource watched, requests that race.

use std::time::Duration;

use serde_json::Value;

use super::{Maker, Skip, several, single};
use crate::clause::several::kept_apart;
use crate::clause::{Then, Watch, race::RUNNERS};
use crate::contract::{Base, Cause, Expr, Operation};
use crate::exchange::{Case, Message, Step};

/// Shortest time that says something of a status that does not move.
const SHORTEST: Duration = Duration::from_secs(1);
/// How often a race is run.
const ROUNDS: usize = 3;

/// A valid request that holds what a state is told of it: a value that may be left out clashes with none.
fn holding(maker: &mut Maker<'_, '_, '_>, base: &Base, places: &[String]) -> Result<Message, Skip> {
    let mut message = maker.valid(base)?;
    let operation = maker.kit.operation;
    for at in places {
        if let (None, Some(schema)) = (message.get(at), operation.schema_at(at)) {
            let value = maker.any(schema, at)?;
            maker.add(&mut message, at, value);
        }
    }
    Ok(message)
}

/// The places of the request that a state is told the values of.
fn told(given: &[(String, Expr)]) -> Vec<String> {
    let places = given.iter().filter_map(|(_, expr)| match expr {
        Expr::Case { at, .. } => Some(at.clone()),
        _ => None,
    });
    places.collect()
}

/// The places whose values are taken by whoever comes first.
fn unique(operation: &Operation) -> Vec<String> {
    let causes = operation.errors().flat_map(|(_, error)| &error.when);
    let places = causes.filter_map(|when| match &when.cause {
        Cause::State { params, .. } => Some(told(params)),
        _ => None,
    });
    places.flatten().collect()
}

/// A state, then a valid request: once for each base that fits.
pub(super) fn state(
    maker: &mut Maker<'_, '_, '_>,
    name: &str,
    given: &[(String, Expr)],
    then: &Then,
) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let mut skip = None;
    // Whether a name is taken on other hosts or for other types too is a reading (JSA-16), so a
    // state that holds a name of the request is tried with the base that brings it about.
    let places = told(given);
    let named = !places.is_empty();
    for base in maker
        .kit
        .operation
        .bases
        .iter()
        .take(if named { 1 } else { usize::MAX })
        .cloned()
        .collect::<Vec<_>>()
    {
        let made = holding(maker, &base, &places).and_then(|message| {
            let params = params(maker, name, given, &message)?;
            Ok((message, params))
        });
        let (message, params) = match made {
            Ok(made) => made,
            Err(why) => {
                skip = Some(why);
                continue;
            }
        };
        let busy = busy_param(maker, &message)?;
        let mut own = params.clone();
        if let Some((param, value)) = &busy
            && let Some(slot) = own.iter_mut().find(|(n, _)| n == param)
        {
            slot.1 = value.clone();
        }
        let set_up = |params: &[(String, Value)]| Step::SetUp {
            state: name.to_owned(),
            params: params.to_vec(),
        };
        let steps = match then {
            Then::Create => vec![set_up(&own), Step::Send(message)],
            Then::Recover => {
                let again = maker.valid(&base)?;
                vec![
                    set_up(&own),
                    Step::Send(message),
                    Step::TearDown {
                        state: name.to_owned(),
                    },
                    Step::Send(again),
                ]
            }
            Then::Again => {
                let other = maker.valid(&base)?;
                vec![
                    set_up(&own),
                    Step::Send(message.clone()),
                    Step::Send(message.clone()),
                    Step::Send(other),
                    Step::TearDown {
                        state: name.to_owned(),
                    },
                    Step::Send(message),
                ]
            }
            Then::Elsewhere if own != params => vec![set_up(&params), Step::Send(message)],
            Then::Elsewhere => continue,
        };
        list.push(Case {
            steps,
            ..single(
                format!("{}, while {name}", base.name),
                Step::Send(Message::default()),
            )
        });
    }
    match (list.is_empty(), skip) {
        (true, Some(why)) => Err(why),
        (true, None) if *then == Then::Elsewhere => Err(Skip::profile(
            "only one thing is known that a request could keep busy",
        )),
        _ => Ok(list),
    }
}

/// Two valid requests for one thing, of different bases, in either order.
pub(super) fn other_base(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let Some(by) = maker.kit.operation.occupies.as_ref().map(|o| o.by.clone()) else {
        return Ok(Vec::new());
    };
    let own = maker.base(None).clone();
    let bases = maker.kit.operation.bases.clone();
    let mut list = Vec::new();
    for base in bases.iter().filter(|b| !b.special && b.name != own.name) {
        for other_first in [true, false] {
            let plain = maker.valid(&own)?;
            let mut other = maker.valid(base)?;
            other.set(&by, plain.get(&by).cloned());
            let (first, second, about) = match other_first {
                true => (other, plain, format!("{}, then {}", base.name, own.name)),
                false => (plain, other, format!("{}, then {}", own.name, base.name)),
            };
            let look = Step::Poll {
                of: 0,
                until: Vec::new(),
                once: true,
            };
            list.push(Case {
                steps: vec![Step::Send(first), Step::Send(second), look],
                ..single(about, Step::Send(Message::default()))
            });
        }
    }
    Ok(list)
}

/// The parameters of a state: those given, else the contract's own.
pub(super) fn params(
    maker: &mut Maker<'_, '_, '_>,
    state: &str,
    given: &[(String, Expr)],
    message: &Message,
) -> Result<Vec<(String, Value)>, Skip> {
    let declared = maker
        .kit
        .contract
        .states
        .get(state)
        .map(|s| s.params.clone())
        .unwrap_or_default();
    let mut list = Vec::new();
    for (name, default) in &declared {
        let expr = given
            .iter()
            .find(|(n, _)| n == name)
            .map_or(default, |(_, e)| e);
        if let Some(value) = maker.resolve(expr, message, &[])? {
            list.push((name.clone(), value));
        }
    }
    Ok(list)
}

/// What a success of this message keeps busy, as a parameter of the state.
fn busy_param(
    maker: &mut Maker<'_, '_, '_>,
    message: &Message,
) -> Result<Option<(String, Value)>, Skip> {
    let Some(occupies) = maker.kit.operation.occupies.clone() else {
        return Ok(None);
    };
    let name = occupies
        .by
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let value = match message.get(&occupies.by) {
        Some(value) => Some(value.clone()),
        None => match &occupies.default {
            Some(expr) => maker.resolve(expr, message, &[]).ok().flatten(),
            None => None,
        },
    };
    Ok(value.map(|v| (name, v)))
}

/// A resource is created and watched.
pub(super) fn lifecycle(maker: &mut Maker<'_, '_, '_>, watch: Watch) -> Result<Vec<Case>, Skip> {
    let mut message = maker.valid(&maker.base(None).clone())?;
    for (_, from) in kept_apart(maker.kit.operation) {
        several::say(maker, &mut message, from, "said of what is watched");
    }
    let done = finished(maker);
    let end = Step::Poll {
        of: 0,
        until: done,
        once: false,
    };
    let gone = |until: &[&str]| Step::Poll {
        of: 0,
        until: until
            .iter()
            .map(|s| Value::from(*s))
            .chain([Value::Null])
            .collect(),
        once: false,
    };
    let (about, steps) = match watch {
        Watch::ToTheEnd => (
            "created and watched to the end",
            vec![Step::Send(message), end],
        ),
        Watch::DeletedRunning => ("created, deleted at once, watched", {
            let next = maker.valid(&maker.base(None).clone())?;
            let mut steps = vec![Step::Send(message), Step::Delete { of: 0 }, gone(&[])];
            let busy = maker.kit.operation.occupies.is_some();
            steps.extend(busy.then_some(Step::Send(next)));
            steps
        }),
        Watch::DeletedDone => (
            "created, deleted when finished, watched",
            vec![Step::Send(message), end, Step::Delete { of: 0 }, gone(&[])],
        ),
    };
    let told = maker.settings.settle.filter(|time| *time >= SHORTEST);
    Ok(vec![Case {
        steps,
        tag: told.map(|time| format!("{} ms", time.as_millis())),
        ..single(about, Step::Send(Message::default()))
    }])
}

/// Statuses after which a resource keeps still.
pub(super) fn finished(maker: &Maker<'_, '_, '_>) -> Vec<Value> {
    let lifecycles = maker
        .kit
        .operation
        .answer_members()
        .iter()
        .filter_map(|p| p.schema.ext.lifecycle.as_ref());
    lifecycles
        .flat_map(|l| l.done.iter().chain(&l.failed))
        .map(|s| Value::from(s.as_str()))
        .collect()
}

/// Requests at the same moment, several rounds of them.
pub(super) fn race(maker: &mut Maker<'_, '_, '_>, same: bool) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let places = if same {
        unique(maker.kit.operation)
    } else {
        Vec::new()
    };
    (0..ROUNDS)
        .map(|round| {
            let first = holding(maker, &base, &places)?;
            let mut messages = vec![first.clone()];
            while messages.len() < RUNNERS {
                messages.push(if same {
                    first.clone()
                } else {
                    maker.valid(&base)?
                });
            }
            let mut steps = vec![Step::Race(messages)];
            if !same {
                steps.push(Step::Poll {
                    of: 0,
                    until: Vec::new(),
                    once: true,
                });
            }
            let words = if same {
                "identical requests"
            } else {
                "requests that differ in name"
            };
            Ok(Case {
                steps,
                tag: same.then(|| "same".to_owned()),
                ..single(
                    format!("{RUNNERS} {words} at once, round {}", round + 1),
                    Step::Send(Message::default()),
                )
            })
        })
        .collect()
}
