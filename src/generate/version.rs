//! Requests about one version of a thing.

use super::upsert::ask;
use super::{Maker, Skip, single};
use crate::clause::version::{Earlier, Version};
use crate::exchange::{Case, Message, Step};

/// A version that nobody gave out.
const NOBODYS: &str = "\"clausal-no-such-version\"";

/// The request that names a version.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, version: &Version) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut message = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&message, &maker.settings.writing) {
        return Err(skip);
    }
    Ok(vec![match version {
        Version::Known => Case {
            steps: vec![
                Step::Send(message.clone()),
                follow(
                    message,
                    vec![(
                        "/header/If-None-Match".to_owned(),
                        "header: ETag".to_owned(),
                    )],
                    0,
                ),
            ],
            ..single(
                "read, and again with its ETag",
                Step::Send(Message::default()),
            )
        },
        Version::Other => {
            message.set("/header/If-Match", Some(NOBODYS.into()));
            if !maker.kit.proves(&message, &maker.settings.writing, &[]) {
                return Err(Skip::idle(
                    "versions have a form of their own, and no such one is known that nobody has",
                ));
            }
            single("a version that nobody has", Step::Send(message))
        }
        Version::Earlier(earlier) => changes(maker, message, earlier)?,
    }])
}

fn follow(message: Message, fill: Vec<(String, String)>, of: usize) -> Step {
    Step::follow(of, message, fill)
}

/// Two changes of one thing, each read, and a third one that names the version of before the second.
fn changes(maker: &mut Maker<'_, '_, '_>, first: Message, earlier: &Earlier) -> Result<Case, Skip> {
    let kit = maker.kit;
    let Some(read) = kit.contract.operation(&earlier.read) else {
        return Err(Skip::unmade("nothing reads what it changes"));
    };
    let second = another(maker, &first)?;
    let (own, back) = (
        ask(kit.operation, kit.operation).1,
        ask(read, kit.operation).1,
    );
    let (asked, there) = ask(kit.operation, read);
    let mut steps = vec![
        Step::Send(first.clone()),
        follow(asked.clone(), there.clone(), 0),
        follow(second.clone(), own, 0),
        follow(asked, there, 0),
    ];
    if let Some((at, origin)) = &earlier.named {
        let mut third = another(maker, &second)?;
        third.set(at, first.get(at).cloned());
        let mut fill = back;
        fill.push((at.clone(), origin.written()));
        steps.push(follow(third, fill, 1));
    }
    Ok(Case {
        steps,
        ..single(
            "changed twice, and again as of the version before",
            Step::Send(Message::default()),
        )
    })
}

/// A request with another body than the one before it.
fn another(maker: &mut Maker<'_, '_, '_>, before: &Message) -> Result<Message, Skip> {
    let kit = maker.kit;
    let mut message = before.clone();
    maker.renew(&mut message);
    if message.body == before.body
        && let Some(media) = kit.operation.body.as_ref().and_then(|b| b.media.first())
    {
        message.body = Some(maker.any(&media.schema, "/body")?);
        maker.stand_in(&mut message);
    }
    match kit.unproven(&message, &maker.settings.writing) {
        Some(skip) => Err(skip),
        None => Ok(message),
    }
}
