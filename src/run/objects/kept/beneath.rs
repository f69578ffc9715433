//! Things below other parents, and things with what only the target gives.

use super::{Role, Walk, parents};
use crate::clause::kept::{Related, key_of, octets, parent, with_bytes, with_values};
use crate::contract::Operation;
use crate::generate::{Newness, Settings};
use crate::run::Lane;

impl Lane<'_> {
    /// Makes another parent and a thing below it, and looks for that below the first one; then makes one with
    /// what is `readOnly`.
    pub(super) fn beneath(
        &self,
        walk: &mut Walk,
        found: &Related<'_>,
        maker: &Operation,
        settings: &Settings,
    ) {
        let making =
            |o: &Operation, new: Newness| self.kits[&o.id].making(settings, new, None).ok();
        let read = self.confirmed(found.read);
        let asked = read.and_then(|(o, tie)| Some((making(o, Newness::Plain)?, tie)));
        let above = parent(self.contract, &self.objects.ties, maker);
        if let Some((makes, tie)) =
            above.filter(|(o, tie)| self.evidence.is_tested(&o.id) && self.is_confirmed(maker, tie))
            && let (Some(first), Some(thing)) =
                (making(makes, Newness::Texts), making(maker, Newness::Texts))
        {
            walk.send(Role::OtherParent, first);
            let of = walk.steps.len() - 1;
            walk.follow_of(of, Role::Below, thing, tie.written());
            let of = walk.steps.len() - 1;
            if let Some((message, tie)) = &asked {
                // Only its own name: the path leads through what stands there for the first one.
                let mut own = tie.written();
                own.truncate(1);
                walk.follow_of(of, Role::ReadBelow, message.clone(), own);
            }
            if let Some(list) = found.list.filter(|o| self.evidence.is_tested(&o.id))
                && let Some(message) = making(list, Newness::Plain)
            {
                walk.follow(Role::ListBelow, message, parents(maker, list));
            }
        }
        let made = making(maker, Newness::Texts).and_then(|m| with_values(m, maker));
        let many = making(maker, Newness::Texts);
        let many = many.and_then(|m| self.kits[&maker.id].several_texts(settings, &m));
        let roles = [
            (Role::Managed, Role::ReadManaged, made),
            (Role::Many, Role::ReadMany, many),
        ];
        for (makes, reads, message) in roles {
            let Some(message) = message else {
                continue;
            };
            walk.send(makes, message);
            let of = walk.steps.len() - 1;
            if let Some((message, tie)) = &asked {
                walk.follow_of(of, reads, message.clone(), tie.written());
            }
        }
        if let Some(at) = key_of(maker) {
            let kit = &self.kits[&maker.id];
            if let Ok(message) = kit.making(settings, Newness::Texts, Some(&at)) {
                walk.send(Role::Keyed, message.clone());
                walk.send(Role::KeyedAgain, message);
            }
        }
        if let Some([put, get]) = octets(self.contract, &self.objects.ties, maker)
            && let (Some((puts, tie)), Some((gets, other))) =
                (self.confirmed(Some(put)), self.confirmed(Some(get)))
            && let (Some(bytes), Some(asked)) =
                (making(puts, Newness::All), making(gets, Newness::Plain))
        {
            walk.follow(Role::PutBytes, with_bytes(bytes), tie.written());
            walk.follow(Role::GetBytes, asked, other.written());
        }
    }
}
