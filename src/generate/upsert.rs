//! A thing is made by PUT under a new name, read, replaced, and deleted.

use super::{Maker, Newness, Skip};
use crate::clause::kept::Role;
use crate::clause::upsert::Upsert;
use crate::contract::Operation;
use crate::contract::ties::Origin;
use crate::exchange::{Case, Message, Step};

/// Shortest name, in characters, that nobody else is likely to have given.
const OWN: usize = 6;

/// The walk.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, upsert: &Upsert) -> Result<Vec<Case>, Skip> {
    let (kit, settings) = (maker.kit, maker.settings);
    let made = kit.making(settings, Newness::Texts, Some(&upsert.named))?;
    let name = made.get(&upsert.named).and_then(|v| v.as_str());
    if name.is_none_or(|n| n.chars().count() < OWN) {
        return Err(Skip::idle("no name of its own is long enough there"));
    }
    let change = [Newness::Texts, Newness::All].into_iter().find_map(|new| {
        let change = kit.making(settings, new, None).ok()?;
        (change.body != made.body).then_some(change)
    });
    let change = change.unwrap_or_else(|| made.clone());
    let other = |id: &str| kit.contract.operation(id).map(|o| ask(kit.operation, o));
    let (Some(read), delete) = (
        other(&upsert.read),
        upsert.delete.as_deref().and_then(other),
    ) else {
        return Err(Skip::unmade("nothing reads what it makes"));
    };
    let own = (change, ask(kit.operation, kit.operation).1);
    let extra;
    let mut requests = vec![
        (Role::Read, &read),
        (Role::Change, &own),
        (Role::Read, &read),
        (Role::Repeat, &own),
        (Role::Read, &read),
    ];
    if let Some(delete) = &delete {
        requests.extend([
            (Role::Delete, delete),
            (Role::Read, &read),
            (Role::Delete, delete),
        ]);
    }
    if let Some(bare) = kit.barest(settings, &own.0)
        && let Some(full) = kit.fuller(settings, &bare, 0)
    {
        let after = requests.len().min(5);
        let own = |message: Message| (message, own.1.clone());
        extra = [own(full), own(bare)];
        let [full, bare] = &extra;
        let some = [
            (Role::Full, full),
            (Role::ReadFull, &read),
            (Role::Replace, bare),
            (Role::ReadFull, &read),
        ];
        requests.splice(after..after, some);
    }
    let mut steps = vec![Step::Send(made)];
    let mut roles = vec![Role::Make.word()];
    for (role, (message, fill)) in requests {
        roles.push(role.word());
        steps.push(Step::follow(0, message.clone(), fill.clone()));
    }
    Ok(vec![Case {
        index: 0,
        about: "it is made under a name of its own, and then asked about".into(),
        tag: Some(roles.join(" ")),
        steps,
    }])
}

type Asked = (Message, Vec<(String, String)>);

/// A request about what the path of another one names, as the places of both stand in their paths.
pub(super) fn ask(from: &Operation, to: &Operation) -> Asked {
    let message = Message {
        operation: to.id.clone(),
        ..Message::default()
    };
    let places = names(from).into_iter().zip(names(to));
    let fill = places.map(|(own, other)| (other, Origin::Sent(own).written()));
    (message, fill.collect())
}

/// Places of the parameters of a path, in its order.
fn names(operation: &Operation) -> Vec<String> {
    let names = operation.path.split('{').skip(1);
    let names = names.filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| format!("/path/{name}")).collect()
}
