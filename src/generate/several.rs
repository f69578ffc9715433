//! A walk among several things, and things that are made at the same moment.

use serde_json::Value;

use super::{Maker, Skip, sequence, single};
use crate::clause::race::RUNNERS;
use crate::clause::several::{kept_apart, role};
use crate::exchange::{Case, Message, Step, below};

/// Longest name that is made where no limit is stated.
const LONG: u64 = 100;
/// How often things are made at the same moment.
const ROUNDS: usize = 3;

/// The walk that all clauses about several things look at.
pub(super) fn walk(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut first = maker.valid(&base)?;
    let elsewhere = elsewhere(maker, &first);
    let beside = elsewhere.is_some() || maker.kit.operation.occupies.is_none();
    let mut second = match elsewhere {
        Some(message) => message,
        None => maker.valid(&base)?,
    };
    let mut third = maker.valid(&base)?;
    for (_, from) in kept_apart(maker.kit.operation) {
        if say(maker, &mut first, from, "said of the first") {
            second.set(from, None);
        }
    }
    // What is busy by default is asked for while another thing is the newest.
    if let Some(occupies) = maker.kit.operation.occupies.clone()
        && let Some(default) = &occupies.default
        && let Ok(default) = maker.resolve(default, &third, &[])
        && default.as_ref() == first.get(&occupies.by)
    {
        third.set(&occupies.by, None);
    }
    let unique = unique(maker);
    if let Some((at, [long, stem, other])) = unique.as_ref().and_then(|at| alike(maker, at)) {
        first.set(&at, Some(long.into()));
        second.set(&at, Some(stem.into()));
        third.set(&at, Some(other.into()));
    }
    let like_second = second.clone();
    let named = |from: &Message| {
        let at = unique.as_ref()?;
        let mut again = third.clone();
        again.set(at, from.get(at).cloned());
        Some(Step::Send(again))
    };
    let (again, newer) = (named(&first), named(&third));
    let busy = maker.kit.operation.occupies.is_some();
    let more = maker.valid(&base)?;
    let mut fourth = maker.valid(&base)?;
    if let Some(at) = &unique
        && let Some(marked) = marked(maker, at, &second)
    {
        fourth.set(at, Some(marked.into()));
    }
    let until = sequence::finished(maker);
    let deletes = maker.kit.operation.resource.as_ref();
    let deletes = deletes.is_some_and(|r| r.delete.is_some());
    let mut walk = Walk::default();
    let one = walk.add(role::FIRST, Step::Send(first));
    let ends = |of| poll(of, until.clone());
    let ask_while_busy = |walk: &mut Walk| {
        if busy {
            walk.add(role::FIRST_READ, look(one));
            walk.add(role::BUSY, Step::Send(more));
            walk.add(role::FIRST_RUNS, look(one));
        }
    };
    let two = if beside {
        let two = walk.add(role::SECOND, Step::Send(second));
        walk.add(role::SECOND_READ, look(two));
        ask_while_busy(&mut walk);
        walk.add(role::FIRST_ENDS, ends(one));
        walk.add(role::SECOND_ENDS, look(two));
        two
    } else {
        ask_while_busy(&mut walk);
        walk.add(role::FIRST_ENDS, ends(one));
        let two = walk.add(role::SECOND, Step::Send(second));
        walk.add(role::SECOND_READ, ends(two));
        two
    };
    let ask_again = |walk: &mut Walk| {
        if let Some(again) = again {
            walk.add(role::AGAIN, again.clone());
            walk.add(role::ONCE_MORE, again);
        }
    };
    if !deletes {
        ask_again(&mut walk);
        walk.add(role::THIRD, Step::Send(third));
        walk.add(role::FIRST_STAYS, look(one));
    } else {
        walk.add(role::SECOND_DELETED, Step::Delete { of: two });
        walk.add(role::DELETED_TWICE, Step::Delete { of: two });
        walk.add(role::SECOND_GONE, poll(two, vec![Value::Null]));
        let anew = walk.add(role::ANEW, Step::Send(like_second));
        if !beside {
            walk.add(role::ANEW_ENDS, ends(anew));
        }
        ask_again(&mut walk);
        let three = walk.add(role::THIRD, Step::Send(third));
        walk.add(role::FIRST_STAYS, look(one));
        walk.add(role::STAYS_GONE, look(two));
        walk.add(role::FIRST_DELETED, Step::Delete { of: one });
        walk.add(role::FIRST_GONE, poll(one, vec![Value::Null]));
        walk.add(role::ANEW_STAYS, look(anew));
        walk.add(role::THIRD_STAYS, look(three));
        if !until.is_empty() {
            walk.add(role::THIRD_ENDS, ends(three));
        }
        if let Some(newer) = newer {
            walk.add(role::NEWER, newer);
        }
        walk.add(role::FOURTH, Step::Send(fourth));
        walk.add(role::GONE_DELETED, Step::Delete { of: two });
    }
    Ok(vec![Case {
        steps: walk.steps,
        tag: Some(walk.roles.join(" ")),
        ..single("several on record", Step::Send(Message::default()))
    }])
}

/// Has a message say something of its own at a place of free text, if it is not too long there.
pub(super) fn say(
    maker: &mut Maker<'_, '_, '_>,
    message: &mut Message,
    at: &str,
    what: &str,
) -> bool {
    let text = format!("{what}, {}", maker.dice.letters(8));
    let most = maker.kit.operation.schema_at(at).and_then(|s| s.max_length);
    let fits = most.is_none_or(|most| text.len() as u64 <= most);
    if fits {
        message.set(at, Some(text.into()));
    }
    fits
}

#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    roles: Vec<&'static str>,
}

impl Walk {
    fn add(&mut self, role: &'static str, step: Step) -> usize {
        self.roles.push(role);
        self.steps.push(step);
        self.steps.len() - 1
    }
}

fn poll(of: usize, until: Vec<Value>) -> Step {
    Step::Poll {
        of,
        until,
        once: false,
    }
}

fn look(of: usize) -> Step {
    Step::Poll {
        of,
        until: Vec::new(),
        once: true,
    }
}

/// A valid request that keeps another thing busy than this one.
fn elsewhere(maker: &mut Maker<'_, '_, '_>, first: &Message) -> Option<Message> {
    let by = maker.kit.operation.occupies.as_ref()?.by.clone();
    let bases = maker.kit.operation.bases.clone();
    let mut others = bases.iter().filter_map(|base| maker.valid(base).ok());
    others.find(|m| m.get(&by) != first.get(&by))
}

/// The place of the first member that must be unique.
fn unique(maker: &Maker<'_, '_, '_>) -> Option<String> {
    let media = maker.kit.operation.body.as_ref()?.media.first()?;
    let mut members = media.schema.properties.iter();
    let found = members.find(|p| p.schema.ext.unique)?;
    Some(below("/body", &found.name))
}

/// A long value of a place, what it begins with but for the last character, and another one that
/// differs in that character, not by letter case.
fn alike(maker: &mut Maker<'_, '_, '_>, at: &str) -> Option<(String, [String; 3])> {
    let schema = maker.kit.operation.schema_at(at)?;
    let most = schema.max_length.unwrap_or(LONG).min(LONG) as usize;
    let prefix = maker.kit.prefix.clone();
    let text = maker.kit.text(at)?;
    let tail = most.checked_sub(prefix.chars().count() + 1)?;
    let stem = format!("{prefix}{}", maker.dice.named(|d| d.letters(tail)));
    let mut both = ["a", "b", "1", "2"].map(|end| format!("{stem}{end}"));
    both.sort_by_key(|made| !text.fits(made));
    let [long, other, ..] = both;
    let three = [long, stem, other];
    let fits = tail > 0 && three.iter().all(|made| text.fits(made));
    fits.then(|| (at.to_owned(), three))
}

/// The name of a message with a mark behind it, or another mark in the place of its last one.
fn marked(maker: &Maker<'_, '_, '_>, at: &str, of: &Message) -> Option<String> {
    let name = of.get(at)?.as_str()?;
    let text = maker.kit.text(at)?;
    let most = maker.kit.operation.schema_at(at).and_then(|s| s.max_length);
    let short = most.is_none_or(|most| (name.chars().count() as u64) < most);
    let mut made = ['.', '-', '_', '\'', ' ']
        .map(|mark| format!("{name}{mark}"))
        .into_iter();
    made.find(|made| short && text.fits(made))
}

/// Requests for different things at the same moment; where nothing is kept busy, more of them.
pub(super) fn together(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut cases = Vec::new();
    for round in 0..ROUNDS {
        let first = maker.valid(&base)?;
        let messages = match maker.kit.operation.occupies {
            Some(_) => {
                let other = elsewhere(maker, &first).ok_or_else(|| {
                    Skip::profile("only one thing is known that a request could keep busy")
                })?;
                vec![first, other]
            }
            None => {
                let more = (1..RUNNERS).map(|_| maker.valid(&base));
                std::iter::once(Ok(first))
                    .chain(more)
                    .collect::<Result<_, _>>()?
            }
        };
        cases.push(Case {
            steps: vec![Step::Race(messages)],
            ..single(
                format!("several at once, round {}", round + 1),
                Step::Send(Message::default()),
            )
        });
    }
    Ok(cases)
}
