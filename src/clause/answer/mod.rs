//! What every success must look like, one aspect at a time.

mod astray;
mod header;
mod member;
mod moment;
mod one;
mod pruned;
mod secret;
pub mod seen;
mod space;
mod stands;
mod valid;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use super::judge::{self, Broken, Judgement, Seen};
use crate::contract::{Code, Expr, StatusSet};
use crate::exchange::{Message, Response, Step};
use crate::wire::{self, Writing};

pub use header::HeaderRule;
use one::{described_elsewhere, one};
pub use secret::Secret;
pub use space::Space;
pub use stands::Stands;
pub use valid::{AS_SCHEMA, Valid};
pub(super) use words::{cut, same, short, word};

/// One aspect of a success.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Its status is the documented one.
    Status(Vec<StatusSet>),
    /// Its media type is a documented one.
    MediaType(Vec<String>),
    /// Its body can be read: well-formed, in the syntax that its label names.
    WellFormed(&'static str),
    /// Its root element is the documented one.
    Root(String),
    /// Its elements stand in the documented namespaces.
    Spaces(Space),
    /// Its members are attributes, and its lists have elements around them, where the document says so.
    Placed(Stands),
    /// Its body is JSON of the documented type.
    Body(Valid),
    /// A member is there, as far as the member around it is.
    Present(Demanded),
    /// A list, where it is there, has as many entries as a schema asks for.
    Entries(Demanded, Valid),
    /// Every member is there.
    AllPresent(Vec<String>),
    /// A value (by its pointer; `*` stands for every entry of a list), where it is there, is as a
    /// keyword of its schema says.
    Member(String, &'static str, Valid),
    /// Its body is a plain text that a schema takes.
    Text(Valid),
    /// A header is there, or its value is as documented.
    Header(HeaderRule),
    /// A member that only requests have: whether it is kept back is a reading.
    KeptBack(String),
    /// A fault bears one of these codes at this place.
    Code(String, Vec<Code>),
    /// A fault bears none of these codes at this place: they are those of other statuses.
    Misplaced(String, Vec<Code>),
    /// What only requests have does not come back as it was sent.
    Secrets(Vec<Secret>),
    /// A member, where it is there, is a plausible time in milliseconds, or one of the values that
    /// stand for "not yet"; not to come, and not past where it tells of what was made just now.
    Milliseconds(String, Vec<Value>, bool),
    /// No two successes share a member's value; `*` in the pointer stands for every entry of a list.
    Fresh {
        /// The member.
        at: String,
        /// The fixture whose value it is not to have either.
        beside: Option<String>,
    },
    /// A member equals a place of the request.
    Echo(Echo),
    /// Members that are not to be set by the client were ignored.
    Undisturbed,
}

impl Answer {
    /// Whether it judges a whole body by its schema.
    pub fn is_whole(&self) -> bool {
        matches!(self, Answer::Member(at, "schema", _) if at.is_empty())
    }

    /// Whether it judges a member alone, given by its pointer.
    pub(super) fn is_about(&self, member: &str) -> bool {
        match self {
            Answer::Present(asked) | Answer::Entries(asked, _) => asked.at == member,
            Answer::Member(at, ..) => at == member,
            Answer::Milliseconds(name, ..) => member.strip_prefix('/') == Some(name),
            _ => false,
        }
    }

    /// What is accepted, in words.
    pub fn in_words(&self) -> String {
        match self {
            Answer::Status(list) => {
                let list: Vec<_> = list.iter().map(ToString::to_string).collect();
                format!("success with status {}", list.join(" or "))
            }
            Answer::MediaType(list) => format!("success with Content-Type {}", list.join(" or ")),
            Answer::WellFormed(syntax) => format!("success with a body of well-formed {syntax}"),
            Answer::Root(name) => format!("success with the root element `{name}`"),
            Answer::Spaces(space) => format!("an answer with {}", space.in_words()),
            Answer::Placed(_) => {
                "members in attributes, and lists in elements, as documented".into()
            }
            Answer::Body(valid) => format!("success with a body of {}", valid.words),
            Answer::Present(asked) => format!("success with a member `{}`", word(&asked.at)),
            Answer::Entries(asked, valid) => {
                format!("success with `{}` of {}", word(&asked.at), valid.words)
            }
            Answer::AllPresent(list) => format!("success with members {}", list.join(", ")),
            Answer::Member(at, _, valid) => format!("an answer whose {}", said(at, &valid.words)),
            Answer::Text(valid) => format!("a text that {}", valid.words),
            Answer::Header(rule) => rule.in_words(),
            Answer::KeptBack(at) => format!("success, with or without `{}`", word(at)),
            Answer::Code(at, codes) => {
                let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
                format!("`{}` of {}", word(at), codes.join(", "))
            }
            Answer::Misplaced(at, codes) => {
                let codes: Vec<_> = codes.iter().map(ToString::to_string).collect();
                format!("`{}` that is none of {}", word(at), codes.join(", "))
            }
            Answer::Secrets(_) => "success without what only requests have".into(),
            Answer::Milliseconds(name, ..) => {
                format!("success with `{name}` in milliseconds since 1970, by the header Date")
            }
            Answer::Fresh { at, .. } => {
                format!("successes with a `{}` each of their own", word(at))
            }
            Answer::Echo(echo) => format!(
                "success with `{}` equal to {} of the request",
                echo.member.trim_start_matches('/'),
                echo.from
            ),
            Answer::Undisturbed => "success, as if those members were not there".into(),
        }
    }
}

/// A member that an answer is to show.
#[derive(Debug, Clone)]
pub struct Demanded {
    /// Its pointer.
    pub at: String,
    /// Asked only of answers to requests that begin with one of these bases, when any is named.
    pub bases: Vec<String>,
    /// Whether XML writes it by no element at all when it has nothing to show: a list that may be
    /// empty, without an element around it.
    pub may_be_nothing: bool,
}

impl Demanded {
    fn is_asked(&self, base: Option<&str>) -> bool {
        self.bases.is_empty() || base.is_some_and(|b| self.bases.iter().any(|n| n == b))
    }
}

/// A member that repeats what was asked for.
#[derive(Debug, Clone)]
pub struct Echo {
    /// Pointer of the member in the answer.
    pub member: String,
    /// Place in the request.
    pub from: String,
    /// What holds when the place is left out.
    pub default: Option<Expr>,
    /// Judges only requests that leave the place out.
    pub only_default: bool,
    /// Judges whatever success comes, as far as it shows the member, and only what the documents allow
    /// to be asked for.
    pub every: bool,
}

/// A success of a case: its message, answer, parsed body, and where it stands.
struct Success<'a> {
    message: Option<&'a Message>,
    response: &'a Response,
    read: Result<wire::Body, wire::BodyFault>,
    shown: (usize, usize),
}

impl Success<'_> {
    fn body(&self) -> Option<&Value> {
        self.read.as_ref().ok().map(|b| &b.value)
    }
}

/// A place and what its value is to be, in words.
fn said(at: &str, words: &str) -> String {
    match word(at).as_str() {
        "" => format!("body {words}"),
        name => format!("`{name}` {words}"),
    }
}

/// What an aspect makes of an answer: whether the answer shows it; else what was expected and what
/// came, which is nothing where nothing can be said.
type Told = Result<bool, (String, String)>;

/// Judges every success of a case; a case without one says nothing about answers.
pub(super) fn judge(
    check: &Answer,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let mut successes = Vec::new();
    let mut other = None;
    let written = written(check, seen);
    for taken in seen.taken {
        let message = match seen.case.steps.get(taken.step) {
            Some(Step::Send(message)) => Some(message),
            Some(Step::Raw(_)) if written.contains_key(&taken.step) => written.get(&taken.step),
            _ => continue,
        };
        for (i, exchange) in taken.exchanges.iter().enumerate() {
            let shown = (taken.step, i);
            match judge::response(exchange, "an answer", shown) {
                Ok(r) if seen.is_success(r) || check.looks_at(seen, r) => {
                    if !matches!(check, Answer::Status(_)) && described_elsewhere(seen, r) {
                        other = Some(r.status);
                        continue;
                    }
                    successes.push(Success {
                        message,
                        response: r,
                        read: wire::body(seen.operation, r),
                        shown,
                    });
                }
                Ok(r) if matches!(check, Answer::Status(_)) && shows_a_thing(seen, r) => {
                    return Judgement::broken(
                        check.in_words(),
                        format!("status {} with what a success holds", r.status),
                        shown,
                    );
                }
                Ok(r) if matches!(check, Answer::Status(_)) && astray::leads(seen, exchange, r) => {
                    return Judgement::broken(
                        check.in_words(),
                        format!("status {}", r.status),
                        shown,
                    );
                }
                Ok(_) => return refused(check, seen, taken, i, readings),
                Err(Judgement::Broken(b)) => {
                    return Judgement::Inconclusive(format!(
                        "a valid request drew no answer: {}",
                        b.got
                    ));
                }
                Err(other) => return other,
            }
        }
    }
    if let Answer::Echo(_) = check {
        match looks(seen, &written) {
            Ok(more) => successes.extend(more),
            Err(broken) => return broken,
        }
    }
    if successes.is_empty() {
        return match other {
            Some(status) => Judgement::Unseen(format!(
                "every success had status {status}, of which this says nothing"
            )),
            None => Judgement::Inconclusive("no request was sent".into()),
        };
    }
    if let Answer::Fresh { at, beside } = check {
        let taken = beside.as_deref().and_then(|name| (seen.fixture)(name));
        return fresh(at, taken.as_ref(), &successes);
    }
    let mut shown = false;
    for success in &successes {
        if let Answer::AllPresent(_) = check {
            readings.extend(open_members(seen, success));
        }
        let told = one(check, seen, success, readings);
        if let Ok(shows) = &told {
            shown |= *shows;
        }
        if let Err((expected, got)) = told {
            if got.is_empty() {
                return Judgement::Inconclusive(expected);
            }
            // The type of the whole is seen all the same.
            let whole = matches!(
                check,
                Answer::Body(_) | Answer::MediaType(_) | Answer::Status(_)
            );
            if !whole && success.read.as_ref().is_ok_and(|body| body.cut) {
                return Judgement::Inconclusive(
                    "the answer is deeper or larger than what is read of one".into(),
                );
            }
            return Judgement::Broken(Box::new(Broken {
                expected,
                got,
                cause: String::new(),
                shown: success.shown,
            }));
        }
    }
    if shown {
        return Judgement::Held;
    }
    Judgement::Unseen(check.unseen("success"))
}

/// Whether an answer that is no success by its status holds what only a success does: the id of what was
/// made, among all that successes must have.
fn shows_a_thing(seen: &Seen<'_>, response: &Response) -> bool {
    let Some(resource) = &seen.operation.resource else {
        return false;
    };
    let mut demanded = seen.operation.answer_members().iter();
    super::lifecycle::created_id(resource, response).is_some()
        && wire::parse_json(&response.body)
            .is_ok_and(|body| demanded.all(|p| !p.required || body.get(&p.name).is_some()))
}

/// Judges one answer that was read of a resource.
pub(super) fn judge_one(
    check: &Answer,
    seen: &Seen<'_>,
    response: &Response,
    shown: (usize, usize),
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let success = Success {
        message: None,
        response,
        read: wire::body(seen.operation, response),
        shown,
    };
    match one(check, seen, &success, readings) {
        Ok(true) => Judgement::Held,
        Ok(false) => Judgement::Unseen(check.unseen("success")),
        Err((why, got)) if got.is_empty() => Judgement::Inconclusive(why),
        Err(_) if success.read.as_ref().is_ok_and(|body| body.cut) => Judgement::Inconclusive(
            "the answer is deeper or larger than what is read of one".into(),
        ),
        Err((expected, got)) => Judgement::Broken(Box::new(Broken {
            expected,
            got,
            cause: String::new(),
            shown,
        })),
    }
}

/// What requests say that are sent as bytes, where an answer is to repeat it.
fn written(check: &Answer, seen: &Seen<'_>) -> BTreeMap<usize, Message> {
    let mut all = BTreeMap::new();
    if let Answer::Echo(_) = check {
        for (step, one) in seen.case.steps.iter().enumerate() {
            let read = match one {
                Step::Raw(request) => wire::decode(seen.operation, request, &Writing::default()),
                _ => None,
            };
            all.extend(read.map(|message| (step, message)));
        }
    }
    all
}

/// Answers to reading what was created: they repeat what the create did.
fn looks<'a>(
    seen: &Seen<'a>,
    written: &'a BTreeMap<usize, Message>,
) -> Result<Vec<Success<'a>>, Judgement> {
    let mut list = Vec::new();
    for taken in seen.taken {
        let Some(Step::Knock {
            of,
            delete: false,
            credentials: None,
            id: None,
        }) = seen.case.steps.get(taken.step)
        else {
            continue;
        };
        let answer = taken.exchanges.first().map(|e| &e.answer);
        let Some(Ok(response)) = answer.filter(|a| matches!(a, Ok(r) if r.status < 300)) else {
            continue;
        };
        let shown = (taken.step, 0);
        let read = wire::body(seen.operation, response);
        if let Err(fault) = &read {
            return Err(Judgement::Broken(Box::new(Broken {
                expected: "what was created, as it was asked for".into(),
                got: format!("status {} and {fault}", response.status),
                cause: String::new(),
                shown,
            })));
        }
        list.push(Success {
            message: seen.message(*of).or_else(|| written.get(of)),
            response,
            read,
            shown,
        });
    }
    Ok(list)
}

/// How the members that may be open while the resource is unfinished look in a fresh answer.
fn open_members(seen: &Seen<'_>, success: &Success<'_>) -> Vec<(String, String)> {
    let Some(media) = seen
        .operation
        .success_response()
        .and_then(|r| r.media.first())
    else {
        return Vec::new();
    };
    let open = media
        .schema
        .properties
        .iter()
        .filter_map(|p| Some((p.name.as_str(), p.schema.ext.open.clone()?)));
    let body = success.body();
    open.map(|(name, reading)| {
        let look = match body.and_then(|b| b.get(name)) {
            None => "absent",
            Some(Value::Null) => "null",
            Some(_) => "a value",
        };
        (reading, format!("{name}: {look}"))
    })
    .collect()
}

/// A valid request was refused: `ignored` clauses judge that, the rest leaves it to `accepts`.
fn refused(
    check: &Answer,
    seen: &Seen<'_>,
    taken: &crate::exchange::Taken,
    place: usize,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let tag = seen.case.tag.as_deref();
    let open = tag.is_some_and(|t| super::lenient::of_tag(t).is_some());
    let tolerated = open || tag == Some(judge::EITHER);
    if let (true, Ok(response)) = (tolerated, &taken.exchanges[place].answer)
        && ((400..500).contains(&response.status)
            || response.status < 400 && seen.nature(response) == wire::Nature::Fault)
    {
        return Judgement::Held;
    }
    let accepted = [super::Outcome::new(super::Wanted::Accepted)];
    match judge::by_outcomes(&accepted, seen, taken, place, readings) {
        Judgement::Broken(b) if !matches!(check, Answer::Undisturbed) => {
            Judgement::Inconclusive(format!("{REFUSED}: {}", b.got))
        }
        other => other,
    }
}

/// What stands in front of why there is no success to look at.
pub const REFUSED: &str = "a valid request was refused";

fn fresh(member: &str, taken: Option<&Value>, successes: &[Success<'_>]) -> Judgement {
    let mut known: Vec<&Value> = Vec::new();
    for success in successes {
        let Some(body) = success.body() else {
            continue;
        };
        for value in each(body, member) {
            if taken.is_some_and(|known| wire::plain(known) == wire::plain(value)) {
                return Judgement::broken(
                    format!("a `{}` that nothing else has", word(member)),
                    format!("{}, which is that of a fixture", short(value)),
                    success.shown,
                );
            }
            if known.contains(&value) {
                return Judgement::Broken(Box::new(Broken {
                    expected: format!("a `{}` that no other answer had", word(member)),
                    got: format!("{} again", short(value)),
                    cause: String::new(),
                    shown: success.shown,
                }));
            }
            known.push(value);
        }
    }
    match known.len() {
        0 | 1 => Judgement::Inconclusive(format!("fewer than two answers held `{}`", word(member))),
        _ => Judgement::Held,
    }
}

/// Every value at a pointer in which `*` stands for each entry of a list.
pub(super) fn each<'v>(value: &'v Value, pointer: &str) -> Vec<&'v Value> {
    let star = pointer.match_indices("/*").find(|(at, _)| {
        let rest = &pointer[at + 2..];
        rest.is_empty() || rest.starts_with('/')
    });
    match star.map(|(at, _)| (&pointer[..at], &pointer[at + 2..])) {
        None => value.pointer(pointer).into_iter().collect(),
        Some((list, rest)) => {
            let entries = value.pointer(list).and_then(Value::as_array);
            let entries = entries.into_iter().flatten();
            entries.flat_map(|v| each(v, rest)).collect()
        }
    }
}

impl Answer {
    /// Said where no answer, or no success, showed what an aspect is about.
    pub fn unseen(&self, of: &str) -> String {
        match self {
            Answer::Member(at, keyword, _) => match word(at).as_str() {
                "" => format!("no {of} had a body that `{keyword}` says something of"),
                name => format!("no {of} held a `{name}` that `{keyword}` says something of"),
            },
            Answer::Present(asked) | Answer::Entries(asked, _) => {
                let around = asked.at.rsplit_once('/').map_or("", |(around, _)| around);
                match word(around).as_str() {
                    "" => format!("no {of} had a body in which it would stand"),
                    around => format!("no {of} held `{around}`, where it would stand"),
                }
            }
            Answer::Header(rule) => format!("no {of} had a header {}", rule.name),
            _ => format!("no {of} showed it"),
        }
    }

    /// Whether an aspect can be judged on an answer that no rule tells to be a success: what is
    /// wrong with its form is the very thing that hides it.
    fn looks_at(&self, seen: &Seen<'_>, response: &Response) -> bool {
        let neither =
            (200..300).contains(&response.status) && seen.nature(response) == wire::Nature::Neither;
        match self {
            Answer::Status(_) | Answer::MediaType(_) | Answer::WellFormed(_) | Answer::Root(_) => {
                neither
            }
            // A success may lack the very member that tells so.
            Answer::Present(_) | Answer::Entries(..) | Answer::Member(..) => {
                neither
                    && wire::body(seen.operation, response).is_ok_and(|body| {
                        body.root.is_none_or(|root| {
                            seen.operation.success_response().is_some_and(|r| {
                                r.media
                                    .iter()
                                    .any(|m| m.schema.xml.name.as_deref() == Some(&root))
                            })
                        })
                    })
            }
            _ => false,
        }
    }
}
