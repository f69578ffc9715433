//! What stands at a path by itself is written, read, and written otherwise.

use super::{Maker, Newness, Skip};
use crate::clause::kept::Role;
use crate::clause::singleton::Singleton;
use crate::exchange::{Case, Message, Step};

use super::upsert::ask;

/// Times that values are drawn, so that some differ from those before.
const DRAWN: usize = 6;
/// Changes behind the first one, which say more than they must.
const FULLER: usize = 2;

/// The walk.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    singleton: &Singleton,
) -> Result<Vec<Case>, Skip> {
    let (kit, settings) = (maker.kit, maker.settings);
    let first = kit
        .making(settings, Newness::Texts, None)
        .or_else(|_| kit.making(settings, Newness::All, None))?;
    let Some(read) = kit.contract.operation(&singleton.read) else {
        return Err(Skip::unmade("nothing reads what it writes"));
    };
    let (read, fill) = ask(kit.operation, read);
    let own = ask(kit.operation, kit.operation).1;
    let other = |than: &Message, newness: &[Newness]| {
        let mut all = newness.iter().cycle().take(DRAWN);
        all.find_map(|newness| {
            let message = kit.making(settings, *newness, None).ok()?;
            (message.body != than.body).then_some(message)
        })
    };
    let change = other(&first, &[Newness::Texts, Newness::All]);
    let Some(change) = change else {
        return Err(Skip::idle("it takes one value alone"));
    };
    let mut steps = vec![Step::Send(first)];
    let mut roles = vec![Role::Make];
    let mut follow = |role: Role, message: Message, fill: &[(String, String)]| {
        roles.push(role);
        steps.push(Step::follow(0, message, fill.to_vec()));
    };
    follow(Role::Read, read.clone(), &fill);
    follow(Role::Change, change.clone(), &own);
    follow(Role::Read, read.clone(), &fill);
    if kit.operation.method == "PUT" {
        follow(Role::Repeat, change.clone(), &own);
        follow(Role::Read, read.clone(), &fill);
    }
    let mut last = change;
    for _ in 0..FULLER {
        let Some(change) = other(&last, &[Newness::All]) else {
            break;
        };
        follow(Role::Change, change.clone(), &own);
        follow(Role::Read, read.clone(), &fill);
        last = change;
    }
    let words: Vec<_> = roles.iter().map(|role| role.word()).collect();
    Ok(vec![Case {
        index: 0,
        about: "it is written, and read again".into(),
        tag: Some(words.join(" ")),
        steps,
    }])
}
