//! Things of which all is said that may be said, and what the answer to a making leads to.

use super::{Role, Walk};
use crate::clause::kept::Related;
use crate::contract::Operation;
use crate::exchange::{Message, Step};
use crate::generate::{Newness, Settings};
use crate::run::Lane;
use crate::run::follow::WHERE;

/// Fuller things: what is only kept beside one value of a list is kept of one of them.
const TURNS: usize = 3;

impl Lane<'_> {
    /// Makes things of which all is said, reads them, and changes one member of the first one.
    pub(super) fn fuller(
        &self,
        walk: &mut Walk,
        found: &Related<'_>,
        maker: &Operation,
        settings: &Settings,
    ) {
        let kit = &self.kits[&maker.id];
        let read = self.confirmed(found.read);
        for turn in 0..TURNS {
            let plain = kit.making(settings, Newness::Texts, None);
            let fuller = plain.ok().and_then(|m| kit.fuller(settings, &m, turn));
            let Some(message) = fuller else {
                return;
            };
            let known = self.said_of(&message).cloned();
            // Below the same parents as the first one, so that one list holds all.
            walk.beside(Role::Full, message, maker);
            let of = walk.steps.len() - 1;
            let Some((reads, tie)) = read else {
                continue;
            };
            let Ok(asked) = self.kits[&reads.id].making(settings, Newness::Plain, None) else {
                continue;
            };
            let fill: Vec<_> = tie
                .fills
                .iter()
                .map(|(at, o)| (at.clone(), o.written()))
                .collect();
            walk.follow_of(of, Role::ReadFull, asked.clone(), fill.clone());
            if turn == 1 {
                self.replaced(walk, found, of, (&asked, &fill), settings);
            }
            let Some((changes, tie)) = self.confirmed(found.patch).filter(|_| turn == 0) else {
                continue;
            };
            let own = &self.kits[&changes.id];
            let Ok(plain) = own.making(settings, Newness::Texts, None) else {
                continue;
            };
            // The first one is of all members at once.
            let all = own.changes(settings, &plain, known.as_ref());
            if let Some(one) = all.into_iter().nth(1) {
                walk.follow_of(of, Role::PatchFull, one, tie.written());
                walk.follow_of(of, Role::ReadFull, asked, fill);
            }
        }
    }

    /// A PUT that says only what must be said of a thing of which all was said.
    fn replaced(
        &self,
        walk: &mut Walk,
        found: &Related<'_>,
        of: usize,
        (asked, read): (&Message, &[(String, String)]),
        settings: &Settings,
    ) {
        let Some((puts, tie)) = self
            .confirmed(found.change)
            .filter(|(o, _)| o.method == "PUT")
        else {
            return;
        };
        let kit = &self.kits[&puts.id];
        let plain = kit.making(settings, Newness::Texts, None).ok();
        if let Some(message) = plain.and_then(|m| kit.barest(settings, &m)) {
            walk.follow_of(of, Role::Replace, message, tie.written());
            walk.follow_of(of, Role::ReadFull, asked.clone(), read.to_vec());
        }
    }

    /// Goes where the answer to the making leads.
    pub(super) fn located(&self, walk: &mut Walk, found: &Related<'_>, settings: &Settings) {
        let reads = found.read.map(|(operation, _)| operation).or(found.list);
        let asked = reads.map(|o| self.kits[&o.id].making(settings, Newness::Plain, None));
        let Some(Ok(message)) = asked else {
            return;
        };
        if matches!(walk.steps.first(), Some(Step::Send(_))) {
            let fill = vec![(WHERE.to_owned(), "header: location".to_owned())];
            walk.follow(Role::Located, message, fill);
        }
    }
}
