//! Requests behind others on one connection, each sent on a connection of its own as well.

use super::{Maker, Skip, breaks, single};
use crate::clause::Stimulus;
use crate::clause::behind::{is_safe, role};
use crate::contract::Operation;
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;

/// A path that no contract has.
const NOWHERE: &str = "/clausal-no-such-path";

/// Steps and what each is for.
#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    roles: Vec<&'static str>,
}

impl Walk {
    fn step(&mut self, role: &'static str, step: Step) {
        self.roles.push(role);
        self.steps.push(step);
    }

    /// A request behind what was sent last, and on a connection of its own.
    fn behind(&mut self, role: &'static str, message: &Message, own: &Message) {
        self.step(role, Step::Send(message.clone()));
        self.step(role::OWN, Step::Race(vec![own.clone()]));
    }
}

/// One walk: requests behind refusals of several kinds, then behind a success.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    refusals: &[Stimulus],
) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let valid = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&valid, &maker.settings.writing) {
        return Err(skip);
    }
    let refused: Vec<Message> = refusals.iter().filter_map(|s| broken(maker, s)).collect();
    let operation = maker.kit.operation;
    let writing = &maker.settings.writing;
    let safe = is_safe(operation);
    let plain = refused.first().unwrap_or(&valid);
    let lost = Request {
        target: NOWHERE.to_owned(),
        ..wire::encode(operation, plain, writing)
    };
    // What is refused anyway does no harm where no token is asked for.
    let nobody = (safe || !refused.is_empty()).then(|| Request {
        anonymous: true,
        ..wire::encode(operation, plain, &writing.anonymous())
    });
    let mut walk = Walk::default();
    let refuse = |walk: &mut Walk, request: &Request| {
        walk.step(role::REFUSED, Step::Raw(request.clone()));
    };
    for message in &refused {
        walk.step(role::RULED_OUT, Step::Race(vec![message.clone()]));
    }
    // What only reads is the very same each time; what makes something has unique names of its own.
    let reads = matches!(operation.method.as_str(), "GET" | "HEAD");
    if reads {
        walk.step(role::ALONE, Step::Race(vec![valid.clone()]));
    }
    let mut again = || match reads {
        true => Ok(valid.clone()),
        false => maker.valid(&base),
    };
    for request in nobody.iter().chain([&lost]) {
        refuse(&mut walk, request);
        match refused.first() {
            Some(message) => walk.behind(role::BEHIND, message, message),
            None if safe => walk.behind(role::BEHIND, &again()?, &again()?),
            None => walk.behind(role::ONCE, &valid, &valid),
        }
    }
    for (number, message) in refused.iter().enumerate() {
        let other = refused.iter().rev().nth(number);
        if let Some(other) = other.filter(|other| *other != message) {
            walk.step(role::REFUSED, Step::Send(message.clone()));
            walk.behind(role::BEHIND, other, other);
        }
    }
    if let Some(message) = refused.first() {
        walk.step(role::REFUSED, Step::Send(message.clone()));
        match safe {
            true => walk.behind(role::BEHIND, &again()?, &again()?),
            false => walk.behind(role::ONCE, &valid, &valid),
        }
        walk.behind(role::BEHIND, message, message);
    }
    if safe {
        for media_type in asked(operation) {
            let mut accepted = again()?;
            if let Some(media_type) = media_type {
                accepted.set(wire::ACCEPT, Some(media_type.into()));
            }
            walk.step(role::ACCEPTED, Step::Send(accepted));
            match refused.first() {
                Some(message) => walk.behind(role::BEHIND, message, message),
                None => walk.behind(role::BEHIND, &again()?, &again()?),
            }
        }
    }
    let tag = Some(walk.roles.join(" "));
    Ok(vec![Case {
        steps: walk.steps,
        tag,
        ..single(
            "behind each other on one connection",
            Step::Raw(Request::default()),
        )
    }])
}

/// The first message that breaks a rule.
fn broken(maker: &mut Maker<'_, '_, '_>, stimulus: &Stimulus) -> Option<Message> {
    let (list, _) = breaks::cases(maker, stimulus).ok()?;
    list.into_iter()
        .find_map(|case| match case.steps.as_slice() {
            [Step::Send(message)] if case.tag.is_none() => Some(message.clone()),
            _ => None,
        })
}

/// The usual media type of answers, and each other one that may be asked for.
fn asked(operation: &Operation) -> Vec<Option<&str>> {
    let answer = operation.success_response();
    let media = answer.map_or(&[][..], |r| &r.media);
    let others = media.iter().skip(1).map(|m| Some(m.media_type.as_str()));
    std::iter::once(None).chain(others).collect()
}
