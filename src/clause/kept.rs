//! What was made is there: it can be read and shows what was sent, a change of it shows, a list holds it,
//! and it is gone once it was deleted. The requests are tied by guesses that the run has seen confirmed.

mod beneath;
mod changed;
mod entries;
mod fuller;
mod listed;
mod located;
mod managed;
mod narrowed;
mod octets;
mod once;
mod others;
mod refused;
mod related;
mod replaced;
mod shows;
mod unlisted;

use serde_json::Value;

use super::answer::short;
use super::judge::{self, Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Operation, Place};
use crate::exchange::{Exchange, Response, Step};
use crate::wire;

pub use entries::is_list_of_texts;
pub use listed::{Chosen, chosen};
pub use managed::with_values;
pub use narrowed::{Narrow, narrows};
pub use octets::{octets, with_bytes};
pub use once::key_of;
pub use related::{Related, Role, related, surely_reads};
pub(super) use replaced::says_so as replaces;
pub(super) use shows::entries;

/// What a target keeps of what it was sent, and whether it does a thing twice.
pub const READING: &str = "kept-as-sent";

/// What is said of a walk with the example of a document, which may have been made before.
pub const EXAMPLE: &str = "its example is made, and then asked about";

/// One thing that holds for what was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It can be read.
    Read,
    /// Reading it changes nothing.
    Safe,
    /// It shows what was sent.
    Shown,
    /// A list holds it.
    Listed,
    /// A change of it shows.
    Changed,
    /// A list that is asked for one value shows no other.
    Filtered,
    /// A change of a part leaves the rest alone.
    Rest,
    /// What may be sent is kept as well.
    Whole,
    /// What was left out is as the contract says.
    Default,
    /// What its answer leads to is there.
    Located,
    /// It is gone once it was deleted.
    Gone,
    /// Deleting it once more is no fault.
    Again,
    /// What is refused in its place is in no list.
    NoneMade,
    /// A refused change leaves it as it was.
    Unchanged,
    /// The same PUT once more changes nothing.
    Same,
    /// Another one has another id.
    OwnId,
    /// A second user does not see it.
    Apart,
    /// No list holds it once it was deleted.
    Unlisted,
    /// What a PUT leaves out is as it was no more.
    Replaced,
    /// It is found below its own parent alone.
    Beneath,
    /// What only the target gives is not taken from a request.
    Managed,
    /// Each text of a list is kept.
    Entries,
    /// The same request under the same key makes it once.
    Once,
    /// Bytes stay what they are.
    Octets,
}

impl Kept {
    /// What is accepted, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Kept::Read => "success of reading what was made just now",
            Kept::Safe => "the same as when it was read before",
            Kept::Shown => "what was sent, where it is read",
            Kept::Listed => "a list that holds what was made just now",
            Kept::Changed => "the change, where it is read",
            Kept::Filtered => "entries with the value that was asked for",
            Kept::Rest => "what was sent before and is not named by the change, where it is read",
            Kept::Whole => "what was sent, where the thing is shown",
            Kept::Default => "the `default` of what was left out, where the thing is shown",
            Kept::Located => "an answer other than 404 and 410 where Location leads",
            Kept::Gone => "404 or 410, or a state that has changed, once it was deleted",
            Kept::Again => "an answer below 500 to deleting it once more",
            Kept::NoneMade => "the list as it was before the request was refused",
            Kept::Unchanged => "what was there before the change was refused",
            Kept::Same => "an answer below 500 to the same PUT again, and the thing as it was",
            Kept::Apart => "nothing of it for a second user",
            Kept::Unlisted => "a list without what was deleted just now",
            Kept::Replaced => "none of what was sent before and was left out of the PUT",
            Kept::Beneath => "what was made below one thing in no other place",
            Kept::Managed => "a value of the target's own for what is `readOnly`",
            Kept::Entries => "each text of the list that was sent",
            Kept::Once => "the thing that the first request under the key made",
            Kept::Octets => "the bytes that were put",
            Kept::OwnId => "an id of its own for what was made next",
        }
    }
}

/// Clauses of operations that make things which others read, list, change or delete.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(related) = related(scope.contract, scope.ties, scope.operation) else {
        return Vec::new();
    };
    let reads = related.read.is_some();
    let mut all = Vec::new();
    let mut add = |there: bool, name: &str, duty: &str, kept: Kept| {
        if there {
            all.push(scope.clause(
                format!("kept/{name}"),
                duty.to_owned(),
                Cited::implied("", &scope.operation.at),
                Stimulus::Kept,
                Check::Kept(kept),
            ));
        }
    };
    let (changes, deletes) = (related.change.is_some(), related.delete.is_some());
    add(reads, "read", "what was made can be read", Kept::Read);
    add(
        reads,
        "shown",
        "what was made shows what was sent",
        Kept::Shown,
    );
    add(
        reads,
        "read-again",
        "reading what was made changes nothing of it",
        Kept::Safe,
    );
    add(
        related.list.is_some(),
        "listed",
        "a list holds what was made",
        Kept::Listed,
    );
    add(
        reads && changes,
        "changed",
        "a change of what was made shows",
        Kept::Changed,
    );
    let chooses = |list| {
        let strict = !chosen(list, scope.operation).own.is_empty();
        strict || !narrows(list, scope.operation).is_empty()
    };
    add(
        related.list.is_some_and(chooses),
        "filtered",
        "a list that is asked for one value shows no other",
        Kept::Filtered,
    );
    add(
        reads && related.patch.is_some(),
        "changed-rest",
        "a change of a part leaves the rest as it was",
        Kept::Rest,
    );
    add(
        fuller::may_say_more(scope.operation, related.read.map(|(o, _)| o)),
        "shown-optional",
        "what may be left out is kept where it is sent",
        Kept::Whole,
    );
    add(
        fuller::has_defaults(scope.operation, related.read.map(|(o, _)| o)),
        "default",
        "what is left out is what its `default` says",
        Kept::Default,
    );
    add(
        located::is_promised(scope.operation) && (reads || related.list.is_some()),
        "location",
        "Location leads to what was made",
        Kept::Located,
    );
    add(
        related.list.is_some(),
        "refused-create",
        "what is refused makes nothing",
        Kept::NoneMade,
    );
    add(
        reads && changes,
        "refused-change",
        "what is refused changes nothing",
        Kept::Unchanged,
    );
    let puts = related.change.is_some_and(|(o, _)| o.method == "PUT");
    add(
        reads && puts,
        "put-again",
        "the same PUT twice does what it does once",
        Kept::Same,
    );
    let secured =
        |pair: Option<(&crate::contract::Operation, _)>| pair.is_some_and(|(o, _)| o.secured);
    add(
        secured(related.read) && scope.operation.secured,
        "second-user",
        "a second user does not see what the first one made",
        Kept::Apart,
    );
    add(
        reads && deletes && related.list.is_some(),
        "unlisted",
        "what was deleted is in no list",
        Kept::Unlisted,
    );
    add(
        reads && related.change.is_some_and(|(o, _)| replaced::says_so(o)),
        "replaced",
        "what a PUT leaves out is as it was no more, where it replaces",
        Kept::Replaced,
    );
    add(
        has_parent(scope) && (reads || related.list.is_some()),
        "below",
        "what was made below one thing is not found below another",
        Kept::Beneath,
    );
    add(
        !managed::values(scope.operation).is_empty(),
        "read-only",
        "what is `readOnly` is not taken from a request",
        Kept::Managed,
    );
    add(
        entries::has_lists(scope.operation),
        "entries",
        "each text of a list that is sent is kept",
        Kept::Entries,
    );
    add(
        key_of(scope.operation).is_some(),
        "once",
        "the same request under the same `Idempotency-Key` makes one thing",
        Kept::Once,
    );
    add(
        octets(scope.contract, scope.ties, scope.operation).is_some(),
        "bytes",
        "what is put as bytes is got as the same bytes",
        Kept::Octets,
    );
    add(
        true,
        "own-id",
        "each thing that is made has an id of its own",
        Kept::OwnId,
    );
    add(
        reads && deletes,
        "deleted",
        "what was deleted is there no more",
        Kept::Gone,
    );
    add(
        deletes,
        "deleted-again",
        "deleting twice is no fault",
        Kept::Again,
    );
    all
}

/// Whether a thing is made below one other thing, which another operation makes.
fn has_parent(scope: &Scope<'_>) -> bool {
    parent(scope.contract, scope.ties, scope.operation).is_some()
}

/// What makes the one thing that another is made below, with the tie that says so.
pub fn parent<'c>(
    contract: &'c Contract,
    ties: &'c Ties,
    maker: &Operation,
) -> Option<(&'c Operation, &'c Tie)> {
    let mut places = maker.parameters.iter().filter(|p| p.place == Place::Path);
    let (at, None) = (places.next()?.pointer(), places.next()) else {
        return None;
    };
    let mut own = ties.to(&maker.id).iter();
    let tie = own.find(|t| t.at() == at && t.kind == Kind::Made)?;
    let makes = contract.operation(&tie.producer)?;
    let free = makes.method == "POST" && !makes.path.contains('{');
    (free && tie.is_its_own(maker)).then_some((makes, tie))
}

/// What came of the steps of a walk, by what each was for.
struct Walk<'s> {
    seen: &'s Seen<'s>,
}

impl<'s> Walk<'s> {
    /// The answers of the steps for a role, in order, with the numbers of their steps.
    fn answers(&self, role: Role) -> Vec<(usize, &'s Exchange)> {
        let tag = self.seen.case.tag.as_deref().unwrap_or_default();
        let roles: Vec<&str> = tag.split(' ').collect();
        let own = self
            .seen
            .taken
            .iter()
            .filter(|t| roles.get(t.step) == Some(&role.word()));
        own.filter_map(|t| Some((t.step, t.exchanges.last()?)))
            .collect()
    }

    /// The answer to a step, where it is a success that was done at once.
    fn done(&self, role: Role) -> Result<(usize, &'s Response), Judgement> {
        let Some((step, exchange)) = self.answers(role).into_iter().next() else {
            return Err(unseen(role, "was not sent"));
        };
        match &exchange.answer {
            Ok(r) if r.status == 202 => Err(unseen(role, "answered 202: it may be done later")),
            Ok(r) if r.status != 201 && role == Role::Make && self.seen.case.about == EXAMPLE => {
                Err(unseen(role, "need not have made another one"))
            }
            Ok(r) if (200..300).contains(&r.status) => Ok((step, r)),
            Ok(r) => Err(unseen(role, &format!("answered {}", r.status))),
            Err(failure) => Err(unseen(role, &failure.to_string())),
        }
    }

    /// The answer to the read that comes first behind a step.
    fn read_after(&self, step: usize) -> Result<(usize, &'s Response), Judgement> {
        let reads = self.answers(Role::Read);
        let Some((own, exchange)) = reads.into_iter().find(|(own, _)| *own > step) else {
            return Err(unseen(Role::Read, "was not sent"));
        };
        judge::response(exchange, "an answer", (own, 0)).map(|r| (own, r))
    }

    /// What was said of the thing at a step.
    fn sent(&self, step: usize) -> Option<&'s Value> {
        match self.seen.case.steps.get(step)? {
            Step::Send(m) | Step::Follow { message: m, .. } => {
                let body = m.body.as_ref()?;
                let operation = self.seen.contract.operation(&m.operation);
                Some(operation.map_or(body, |o| o.said_in(body)))
            }
            _ => None,
        }
    }
}

fn unseen(role: Role, what: &str) -> Judgement {
    Judgement::Unseen(format!("the request that {} it {what}", role.verb()))
}

fn is_gone(response: &Response) -> bool {
    matches!(response.status, 404 | 410)
}

/// Judges one thing about what was made.
pub(super) fn judge(
    kept: Kept,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let walk = Walk { seen };
    let judged = match kept {
        Kept::Read => read(&walk),
        Kept::Safe => safe(&walk, readings),
        Kept::Shown => shown(&walk, readings),
        Kept::Listed => listed::judge(&walk),
        Kept::Filtered => match listed::filtered(&walk) {
            Ok(Judgement::Broken(broken)) => Ok(Judgement::Broken(broken)),
            strict => match (narrowed::judge(&walk), strict) {
                (Err(_), strict) => strict,
                (loose, _) => loose,
            },
        },
        Kept::Changed => changed::judge(&walk, readings),
        Kept::Rest => changed::rest(&walk),
        Kept::Whole => fuller::judge(&walk, readings),
        Kept::Default => fuller::defaults(&walk),
        Kept::Located => located::judge(&walk),
        Kept::Gone => gone(&walk, readings),
        Kept::Again => again(&walk, readings),
        Kept::NoneMade => refused::none_made(&walk),
        Kept::Unchanged => refused::unchanged(&walk),
        Kept::Same => same(&walk, readings),
        Kept::OwnId => own_id(&walk, readings),
        Kept::Apart => others::judge(&walk),
        Kept::Unlisted => unlisted::judge(&walk, readings),
        Kept::Replaced => replaced::judge(&walk, readings),
        Kept::Beneath => beneath::judge(&walk),
        Kept::Managed => managed::judge(&walk),
        Kept::Entries => entries::judge(&walk),
        Kept::Once => once::judge(&walk, readings),
        Kept::Octets => octets::judge(&walk),
    };
    judged.unwrap_or_else(|other| other)
}

fn read(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let first = walk.answers(Role::FirstRead);
    if !first.is_empty() {
        return never_read(walk, answer, &first);
    }
    let (step, response) = walk.read_after(made)?;
    Ok(match response.status {
        200..=399 => Judgement::Held,
        404 | 410 => Judgement::broken(
            Kept::Read.in_words().into(),
            format!("status {} for what was made just now", response.status),
            (step, 0),
        ),
        other => Judgement::Unseen(format!("status {other} where it is read")),
    })
}

/// Two things that were made with 201 (RFC 9110, section 15.3.2: each is there), and neither can be read by
/// its own id.
fn never_read(
    walk: &Walk<'_>,
    first: &Response,
    reads: &[(usize, &Exchange)],
) -> Result<Judgement, Judgement> {
    let silent = || unseen(Role::FirstRead, "drew nothing that could show");
    let (made, _) = walk.done(Role::Make)?;
    let (another, second) = walk.done(Role::Another)?;
    let [(_, one), (step, other)] = reads else {
        return Err(silent());
    };
    let named = |made: usize, answer: &Response, read: &Exchange| {
        let ids = shows::ids(walk.seen, made, answer);
        let path = read.request.target.split('?').next().unwrap_or_default();
        ids.iter()
            .any(|(_, id)| path.ends_with(&format!("/{}", text_of(id))))
    };
    let gone = |e: &Exchange| e.answer.as_ref().is_ok_and(is_gone);
    let own = named(made, first, one) && named(another, second, other);
    let apart = one.request.target != other.request.target;
    if !(own && apart && gone(one) && gone(other) && (first.status, second.status) == (201, 201)) {
        return Err(silent());
    }
    let response = judge::response(other, Kept::Read.in_words(), (*step, 0))?;
    Ok(Judgement::broken(
        Kept::Read.in_words().into(),
        format!("status {} for what was made just now", response.status),
        (*step, 0),
    ))
}

/// An id as a path holds it.
fn text_of(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// What was sent, and the bodies that were read before and after it.
fn both<'s>(
    walk: &Walk<'s>,
    sent: usize,
    (before, after): (&Response, &Response),
) -> Result<(&'s Value, Value, Value), Judgement> {
    match (
        walk.sent(sent),
        wire::free_body(before),
        wire::free_body(after),
    ) {
        (Some(sent), Ok(before), Ok(after)) => Ok((sent, before, after)),
        _ => Err(Judgement::Unseen("nothing was sent that could show".into())),
    }
}

/// GET is safe: RFC 9110, section 9.2.1. Counts and times may go on, and what is shown but once is another
/// way.
fn safe(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let (made, _) = walk.done(Role::Make)?;
    let (_, before) = walk.read_after(made)?;
    let gone = walk.answers(Role::Reread).into_iter().next();
    if gone.is_some_and(|(_, e)| e.answer.as_ref().is_ok_and(is_gone)) {
        readings.push((READING.to_owned(), "what was read: shown but once".into()));
    }
    let (step, after) = walk.done(Role::Reread)?;
    if !(200..300).contains(&before.status) {
        return Err(unseen(Role::Read, &format!("answered {}", before.status)));
    }
    let (sent, before, after) = both(walk, made, (before, after))?;
    Ok(match shows::undone(sent, &before, &after) {
        Some(name) => Judgement::broken(
            Kept::Safe.in_words().into(),
            format!("another `{name}` after it was read"),
            (step, 0),
        ),
        None => Judgement::Held,
    })
}

fn shown(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    let (step, read) = walk.read_after(made)?;
    if !(200..300).contains(&read.status) {
        return Err(unseen(Role::Read, &format!("answered {}", read.status)));
    }
    let (Some(sent), Ok(read)) = (walk.sent(made), wire::free_body(read)) else {
        return Err(Judgement::Unseen("nothing was sent that could show".into()));
    };
    let echoed = wire::free_body(answer).ok();
    Ok(shows::judge(
        walk.seen,
        sent,
        echoed.as_ref(),
        &read,
        (step, 0),
        readings,
    ))
}

/// Two things are deleted: one that much was done to before, and one that nothing was done to.
fn gone(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let first = gone_by(walk, (Role::Delete, Role::Read), readings);
    let other = gone_by(walk, (Role::DeleteOther, Role::ReadOther), readings);
    let is_broken = |j: &Result<Judgement, Judgement>| matches!(j, Ok(Judgement::Broken(_)));
    // What took a wrong change is no longer what was made, and shows little of other ones.
    let taken = walk.answers(Role::WrongChange);
    let spoilt = taken
        .iter()
        .any(|(_, e)| matches!(&e.answer, Ok(r) if r.status < 300));
    match (is_broken(&first), is_broken(&other)) {
        (true, _) => first,
        (false, true) => other,
        (false, false) if spoilt => other,
        (false, false) => first,
    }
}

fn gone_by(
    walk: &Walk<'_>,
    (deletes, reads): (Role, Role),
    readings: &mut Vec<(String, String)>,
) -> Result<Judgement, Judgement> {
    walk.done(Role::Make)?;
    let (delete, _) = walk.done(deletes)?;
    let all = walk.answers(reads);
    let before = all.iter().rfind(|(own, _)| *own < delete);
    let after = all.iter().find(|(own, _)| *own > delete);
    let (Some((_, before)), Some((step, after))) = (before, after) else {
        return Err(unseen(reads, "was not sent"));
    };
    let (before, after) = (
        judge::response(before, "an answer", (*step, 0))?,
        judge::response(after, "an answer", (*step, 0))?,
    );
    if !(200..300).contains(&before.status) {
        return Err(unseen(reads, &format!("answered {}", before.status)));
    }
    if (400..500).contains(&after.status) {
        return Ok(Judgement::Held);
    }
    if !(200..300).contains(&after.status) {
        return Err(unseen(reads, &format!("answered {}", after.status)));
    }
    if let Some(broken) = is_said_to_go(walk, (delete, *step), after) {
        return Ok(broken);
    }
    let bodies = (wire::free_body(before), wire::free_body(after));
    if let (Ok(was), Ok(is)) = &bodies
        && was == is
        && matches!(is, Value::Object(map) if !map.is_empty())
    {
        let own = walk.seen.message(delete);
        let own = own.and_then(|m| walk.seen.contract.operation(&m.operation));
        if own.is_some_and(crate::contract::Operation::may_stay) {
            return Err(Judgement::Unseen(
                "words of the document say that it stays".into(),
            ));
        }
        return Ok(Judgement::broken(
            Kept::Gone.in_words().into(),
            format!("status {} and the thing as it was", after.status),
            (*step, 0),
        ));
    }
    readings.push((
        READING.to_owned(),
        "what was deleted is read with another state".into(),
    ));
    Ok(Judgement::Held)
}

/// A success where the contract documents, for what deletes a thing and for what reads it, that it is gone for
/// good (410): RFC 9110, section 15.5.11.
fn is_said_to_go(
    walk: &Walk<'_>,
    (delete, read): (usize, usize),
    after: &Response,
) -> Option<Judgement> {
    let own = |step: usize| {
        let message = walk.seen.message(step)?;
        walk.seen.contract.operation(&message.operation)
    };
    let (delete, reads) = (own(delete)?, own(read)?);
    if !delete.lists(410) || !reads.lists(410) || is_gone_later(delete, reads) {
        return None;
    }
    let got = format!("status {}, where 410 is documented", after.status);
    Some(Judgement::broken(
        Kept::Gone.in_words().into(),
        got,
        (read, 0),
    ))
}

/// Words by which a document says that a thing is gone for good some time after it was deleted.
const LATER: [&str; 5] = ["after ", "eventually", "expire", "purge", "retention"];

/// Whether what is said of deleting, of reading, or of that status leaves time in between.
fn is_gone_later(delete: &Operation, reads: &Operation) -> bool {
    let gone = reads.documented(410).map_or("", |r| &r.words);
    let texts = [&delete.words, &reads.words, gone].map(str::to_ascii_lowercase);
    LATER
        .iter()
        .any(|word| texts.iter().any(|t| t.contains(word)))
}

fn again(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let (first, _) = walk.done(Role::Delete)?;
    let second = walk
        .answers(Role::Delete)
        .into_iter()
        .find(|(own, _)| *own > first);
    let Some((step, exchange)) = second else {
        return Err(unseen(Role::Delete, "was sent once"));
    };
    let response = judge::response(exchange, Kept::Again.in_words(), (step, 0))?;
    if response.status >= 500 && !matches!(response.status, 501 | 503 | 505) {
        return Ok(Judgement::broken(
            Kept::Again.in_words().into(),
            format!("status {}", response.status),
            (step, 0),
        ));
    }
    if (200..300).contains(&response.status) {
        readings.push((READING.to_owned(), "deleting twice: taken".into()));
    }
    Ok(Judgement::Held)
}

/// The same PUT once more: RFC 9110, section 9.2.2. It may be refused, and counts and times may go on.
fn same(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let (change, _) = walk.done(Role::Change)?;
    let Some((step, exchange)) = walk.answers(Role::Repeat).into_iter().next() else {
        return Err(unseen(Role::Repeat, "was not sent"));
    };
    let expected = || Kept::Same.in_words().to_owned();
    let response = judge::response(exchange, &expected(), (step, 0))?;
    if response.status >= 500 && !matches!(response.status, 501 | 503 | 505) {
        let got = format!("status {}", response.status);
        return Ok(Judgement::broken(expected(), got, (step, 0)));
    }
    if !(200..300).contains(&response.status) {
        readings.push((READING.to_owned(), "the same PUT twice: refused".into()));
        return Ok(Judgement::Held);
    }
    let (_, before) = walk.read_after(change)?;
    let (read, after) = walk.read_after(step)?;
    let (sent, before, after) = both(walk, change, (before, after))?;
    match shows::undone(sent, &before, &after) {
        Some(name) => {
            let got = format!("another `{name}` after the same PUT again");
            Ok(Judgement::broken(expected(), got, (read, 0)))
        }
        None => Ok(Judgement::Held),
    }
}

/// Two that were made with 201 have two ids. That of one which is gone may be given out again.
fn own_id(walk: &Walk<'_>, readings: &mut Vec<(String, String)>) -> Result<Judgement, Judgement> {
    let (made, first) = walk.done(Role::Make)?;
    let ids = shows::ids(walk.seen, made, first);
    let Some((name, id)) = ids.first() else {
        return Err(Judgement::Unseen(
            "nothing tells what was made from the rest".into(),
        ));
    };
    let shown = |role| {
        let (step, answer) = walk.done(role).ok()?;
        let ids = shows::ids(walk.seen, step, answer);
        let own = ids.into_iter().find(|(own, _)| own == name);
        own.map(|(_, id)| (step, answer.status, id))
    };
    if shown(Role::Anew).is_some_and(|(_, _, other)| other == *id) {
        readings.push((
            READING.to_owned(),
            "the id of what is gone: given out again".into(),
        ));
    }
    let Some((step, status, other)) = shown(Role::Another) else {
        return Err(unseen(Role::Another, "was refused, or shows no id"));
    };
    let apart = walk.sent(made).is_some() && walk.sent(made) != walk.sent(step);
    if other == *id && apart && (first.status, status) == (201, 201) {
        let id = short(id);
        let got = format!("`{name}` {id} as that of the one before, which is still there");
        return Ok(Judgement::broken(
            Kept::OwnId.in_words().into(),
            got,
            (step, 0),
        ));
    }
    match other == *id {
        true => Err(Judgement::Unseen("the target may take both for one".into())),
        false => Ok(Judgement::Held),
    }
}
