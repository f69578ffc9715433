//! A thing is made and then asked about by all that its ties lead to, as far as the run has seen that the
//! ties are right.

mod beneath;
mod changes;
mod filled;
mod fuller;
mod pages;

use crate::clause::kept::{EXAMPLE, Related, Role, narrows, related, surely_reads};
use crate::clause::pages::paging;
use crate::clause::{Clause, Stimulus};
use crate::contract::Operation;
use crate::contract::ties::{Origin, Source, Tie};
use crate::exchange::{Case, Credential, Message, Step};
use crate::generate::{Cases, Newness, Settings, Skip};
use crate::run::Lane;
use crate::run::driver::{Driver, Stop};
use crate::run::evidence::Answered;

/// Wrong requests of each kind in a walk.
const WRONG: usize = 2;

/// Whether a clause is about a body of an operation that breaks a rule.
fn breaks(clause: &Clause, operation: &Operation) -> bool {
    let body = matches!(&clause.stimulus, Stimulus::Breaks { at, .. } if at.starts_with("/body/"));
    clause.operation == operation.id && body
}

/// An operation on a thing, with the tie that says so.
type Tied<'c> = (&'c Operation, &'c Tie);

/// The requests of a walk, with what each is for.
struct Walk {
    steps: Vec<Step>,
    roles: Vec<&'static str>,
}

impl Walk {
    fn send(&mut self, role: Role, message: Message) {
        self.steps.push(Step::Send(message));
        self.roles.push(role.word());
    }

    /// Something that is made where the first thing was made: below the same parents.
    fn beside(&mut self, role: Role, message: Message, maker: &Operation) {
        match parents(maker, maker) {
            none if none.is_empty() => self.send(role, message),
            own => self.follow(role, message, own),
        }
    }

    /// The last step for a role.
    fn last(&self, role: Role) -> Option<&Step> {
        self.steps.get(self.last_place(role)?)
    }

    fn last_place(&self, role: Role) -> Option<usize> {
        self.roles.iter().rposition(|own| *own == role.word())
    }

    fn follow(&mut self, role: Role, message: Message, fill: Vec<(String, String)>) {
        self.follow_of(0, role, message, fill);
    }

    /// The same on what another step made.
    fn follow_of(&mut self, of: usize, role: Role, message: Message, fill: Vec<(String, String)>) {
        self.steps.push(Step::follow(of, message, fill));
        self.roles.push(role.word());
    }

    /// The same as somebody else.
    fn as_other(
        &mut self,
        role: Role,
        message: Message,
        fill: Vec<(String, String)>,
        credentials: Vec<Credential>,
    ) {
        self.follow(role, message, fill);
        if let Some(Step::Follow {
            credentials: own, ..
        }) = self.steps.last_mut()
        {
            *own = credentials;
        }
    }
}

impl<'r> Lane<'r> {
    /// The case of the clauses about what an operation makes.
    pub(in crate::run) async fn kept_cases(
        &self,
        driver: &mut Driver<'r>,
        clause: &Clause,
        settings: &Settings,
    ) -> Result<Result<Vec<Case>, Skip>, Stop> {
        let maker = self.kits[&clause.operation].operation;
        if let Some(found) = related(self.contract, &self.objects.ties, maker) {
            let ties = [found.read, found.change, found.patch, found.delete];
            let others = ties.iter().flatten().map(|(operation, _)| *operation);
            for operation in others.chain(found.list).chain([maker]) {
                self.see_once(driver, operation, settings).await?;
            }
        }
        Ok(self.kept_case(clause, settings))
    }

    /// Sends the plain request of an operation that was not asked for, so that it is known whether it is
    /// accepted.
    async fn see_once(
        &self,
        driver: &mut Driver<'r>,
        operation: &Operation,
        settings: &Settings,
    ) -> Result<(), Stop> {
        if self.evidence.is_tested(&operation.id) || self.evidence.has_any(&operation.id) {
            return Ok(());
        }
        self.provide(driver, settings, &operation.id, &[]).await?;
        let controls = self.kits[&operation.id].plain_controls(settings);
        if let Some(control) = controls.into_iter().next() {
            self.try_control(driver, &operation.id, control).await?;
        }
        Ok(())
    }

    pub(super) fn kept_case(
        &self,
        clause: &Clause,
        settings: &Settings,
    ) -> Result<Vec<Case>, Skip> {
        let kit = &self.kits[&clause.operation];
        let none = || Skip::profile("nothing that it makes was seen to be there".to_owned());
        if !self.evidence.is_tested(&clause.operation) {
            return Err(none());
        }
        let found = related(self.contract, &self.objects.ties, kit.operation).ok_or_else(none)?;
        let newness = self.objects.newness(&clause.operation).max(Newness::Texts);
        let body = kit.operation.body.as_ref().and_then(|b| b.media.first());
        let shown = body.is_some_and(|m| !m.examples.is_empty());
        let mut all = Vec::new();
        for (about, newness) in [
            ("it is made, and then asked about", newness),
            // New texts may be refused by what no keyword tells, as those of cards are.
            (EXAMPLE, Newness::Plain),
        ] {
            if newness == Newness::Plain && !shown {
                continue;
            }
            let made = kit.making(settings, newness, None)?;
            let mut walk = Walk {
                steps: vec![Step::Send(made)],
                roles: vec![Role::Make.word()],
            };
            self.walk(&mut walk, &found, kit.operation, settings);
            if walk.steps.len() > 1 {
                all.push(Case {
                    index: all.len(),
                    about: about.into(),
                    tag: Some(walk.roles.join(" ")),
                    steps: walk.steps,
                });
            }
        }
        match all.is_empty() {
            true => Err(none()),
            false => Ok(all),
        }
    }

    fn walk(&self, walk: &mut Walk, found: &Related<'_>, maker: &Operation, settings: &Settings) {
        let ask_of = |walk: &mut Walk, of: usize, role: Role, pair: Option<(&Operation, &Tie)>| {
            let Some((operation, tie)) = pair else {
                return;
            };
            let newness = match role {
                Role::Change => Newness::Texts,
                _ => Newness::Plain,
            };
            if let Ok(message) = self.kits[&operation.id].making(settings, newness, None) {
                walk.follow_of(of, role, message, tie.written());
            }
        };
        let ask = |walk: &mut Walk, role: Role, pair: Option<(&Operation, &Tie)>| {
            ask_of(walk, 0, role, pair);
        };
        let (read, change) = (self.confirmed(found.read), self.confirmed(found.change));
        ask(walk, Role::Read, read);
        ask(walk, Role::Reread, read);
        // Before the lists, so that these hold things of several kinds, and before any change.
        self.fuller(walk, found, maker, settings);
        if let Some(list) = found.list.filter(|o| self.evidence.is_tested(&o.id))
            && let Ok(mut message) = self.kits[&list.id].making(settings, Newness::Plain, None)
        {
            // As much of it at once as it may show, so that what was made last is among it.
            if let Some((at, most)) = longest(list) {
                message.set(&at, Some(most.into()));
            }
            // The list stands where the thing is made: under the same parents.
            let fill = parents(maker, list);
            walk.follow(Role::List, message.clone(), fill.clone());
            self.pages(walk, maker, list, &message);
            for narrow in narrows(list, maker) {
                let mut fill = fill.clone();
                fill.push((narrow.at, narrow.pointer));
                walk.follow(Role::Chosen, message.clone(), fill);
            }
            let wrong = self.wrong(maker, settings);
            let any = !wrong.is_empty();
            for message in wrong {
                walk.beside(Role::WrongMake, message, maker);
            }
            if any {
                walk.follow(Role::List, message, fill);
            }
        }
        if let (Some(_), Some((operation, tie))) = (read, change) {
            let given = walk.steps.len();
            ask(walk, Role::Change, change);
            self.say_something(walk, given, settings);
            ask(walk, Role::Read, read);
            if operation.method == "PUT"
                && let Some(Step::Follow { message, fill, .. }) = walk.last(Role::Change)
            {
                let (message, fill) = (message.clone(), fill.clone());
                walk.follow(Role::Repeat, message, fill);
                ask(walk, Role::Read, read);
            }
            for message in self.patches(walk, found, settings) {
                walk.follow(Role::Patch, message, tie.written());
                ask(walk, Role::Read, read);
            }
            for message in self.wrong(operation, settings) {
                walk.follow(Role::WrongChange, message, tie.written());
                ask(walk, Role::Read, read);
            }
        }
        self.second_user(walk, maker, (read, self.confirmed(found.delete)), settings);
        self.beneath(walk, found, maker, settings);
        self.located(walk, found, settings);
        let again = |walk: &mut Walk, role: Role| {
            let made = self.kits[&maker.id].making(settings, Newness::Texts, None);
            if let Ok(message) = made {
                walk.send(role, message);
            }
        };
        if let Some(first) = found
            .read
            .filter(|(o, tie)| self.was_never_read(o, tie, maker))
        {
            ask(walk, Role::FirstRead, Some(first));
        }
        again(walk, Role::Another);
        let other = walk.last_place(Role::Another);
        if let (Some(other), true) = (other, walk.last_place(Role::FirstRead).is_some()) {
            ask_of(walk, other, Role::FirstRead, found.read);
        }
        let delete = self.confirmed(found.delete);
        if delete.is_some() {
            ask(walk, Role::Delete, delete);
            ask(walk, Role::Read, read);
            if let Some(Step::Follow { message, fill, .. }) = walk.last(Role::List) {
                let (message, fill) = (message.clone(), fill.clone());
                walk.follow(Role::ListAfter, message, fill);
            }
            ask(walk, Role::Delete, delete);
            again(walk, Role::Anew);
            // What was changed before may be deleted in another way than what was not.
            if let (Some(other), Some(_)) = (other, read) {
                ask_of(walk, other, Role::ReadOther, read);
                ask_of(walk, other, Role::DeleteOther, delete);
                ask_of(walk, other, Role::ReadOther, read);
            }
        }
    }

    /// A second user makes a thing, reads that of the first one, and lists what is there.
    fn second_user(
        &self,
        walk: &mut Walk,
        maker: &Operation,
        (read, delete): (Option<Tied<'_>>, Option<Tied<'_>>),
        settings: &Settings,
    ) {
        let user = |o: &Operation| self.profile.second_user(self.contract, o);
        let (Some((reads, tie)), Some(makes)) = (read, user(maker)) else {
            return;
        };
        let (Some(sees), Ok(made), Ok(asked)) = (
            user(reads),
            self.kits[&maker.id].making(settings, Newness::Texts, None),
            self.kits[&reads.id].making(settings, Newness::Plain, None),
        ) else {
            return;
        };
        walk.as_other(Role::SecondMake, made, Vec::new(), makes);
        let own = tie.written();
        walk.as_other(Role::SecondRead, asked, own.clone(), sees);
        if let Some(Step::Follow { message, fill, .. }) = walk.last(Role::List) {
            let (message, fill) = (message.clone(), fill.clone());
            let list = self.contract.operation(&message.operation).and_then(user);
            if let Some(credentials) = list {
                walk.as_other(Role::SecondList, message, fill, credentials);
            }
        }
        if let Some((deletes, tie)) = delete
            && let Some(credentials) = user(deletes)
            && let Ok(asked) = self.kits[&deletes.id].making(settings, Newness::Plain, None)
            && let Ok(read) = self.kits[&reads.id].making(settings, Newness::Plain, None)
        {
            walk.as_other(Role::SecondDelete, asked, tie.written(), credentials);
            walk.follow(Role::Read, read, own);
        }
    }

    /// Requests with a body that breaks a rule each: those that break it last come first, as what is written
    /// before it is looked at stays then.
    fn wrong(&self, operation: &Operation, settings: &Settings) -> Vec<Message> {
        let kit = &self.kits[&operation.id];
        let mut own: Vec<&Clause> = self
            .clauses
            .iter()
            .filter(|c| breaks(c, operation))
            .collect();
        own.reverse();
        let mut wrong = Vec::new();
        for clause in own.into_iter().take(WRONG) {
            let cases = Cases::new(kit, clause, settings).ok();
            let case = cases.and_then(|mut cases| cases.next());
            if let Some([Step::Send(message)]) = case.as_ref().map(|c| c.steps.as_slice()) {
                wrong.push(message.clone());
            }
        }
        wrong
    }

    /// Whether nothing was ever found by an operation that surely reads what another one makes.
    fn was_never_read(&self, operation: &Operation, tie: &Tie, maker: &Operation) -> bool {
        let refused = self.evidence.answered(&operation.id);
        !self.evidence.is_tested(&operation.id)
            && matches!(refused, Some(Answered::Refused(_, Some(404 | 410))))
            && surely_reads(operation, tie, maker)
    }

    fn confirmed<'c>(
        &self,
        pair: Option<(&'c Operation, &'c Tie)>,
    ) -> Option<(&'c Operation, &'c Tie)> {
        pair.filter(|(operation, tie)| self.is_confirmed(operation, tie))
    }

    /// Whether the run has seen that a tie is right: the contract says so itself, or a request that named
    /// what the producer made was accepted.
    fn is_confirmed(&self, operation: &Operation, tie: &Tie) -> bool {
        let declared = matches!(tie.source, Source::Link(_) | Source::Step(_));
        self.evidence.is_tested(&operation.id)
            && (declared || self.objects.stands_by(&operation.id, &tie.producer))
    }
}

/// The place that says how long a page of a list is, with the most that its schema allows.
fn longest(list: &Operation) -> Option<(String, i64)> {
    let size = paging(list)?.size;
    let most = list.schema_at(&size)?.maximum?;
    Some((size, most.clamp(1.0, 1_000.0) as i64))
}

/// What a list's path holds of the one of its maker: it stands where the thing is made, under the same
/// parents.
fn parents(maker: &Operation, list: &Operation) -> Vec<(String, String)> {
    let names = parameters(maker).into_iter().zip(parameters(list));
    let fill = names.map(|(from, to)| (to, Origin::Sent(from).written()));
    fill.collect()
}

/// Places of the parameters of an operation's path, in its order.
fn parameters(operation: &Operation) -> Vec<String> {
    let names = operation.path.split('{').skip(1);
    let names = names.filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| format!("/path/{name}")).collect()
}

impl super::Objects {
    /// Whether requests of an operation that named what a producer made were ever accepted.
    fn stands_by(&self, operation: &str, producer: &str) -> bool {
        let confirmed = self.confirmed.borrow();
        let own = confirmed.get(operation);
        own.is_some_and(|producers| producers.contains(producer))
    }
}
