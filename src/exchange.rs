//! Cases, requests, answers and exchanges: plain data, no behaviour beyond reading it.

mod octets;
pub(crate) mod plain;
pub mod shelf;
pub(crate) mod whole;

use std::borrow::Cow;
use std::time::Duration;

pub use crate::contract::pointer::below;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request as values, before it is written for the wire.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Message {
    /// `operationId`.
    pub operation: String,
    /// Values by place (`/header/backup_type`), the body excepted.
    pub parameters: Vec<(String, Value)>,
    /// The body; absent when none is sent.
    pub body: Option<Value>,
}

impl Message {
    /// The value at a place of the request (`/header/backup_type`, `/body/name`).
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        match pointer.strip_prefix("/body") {
            Some(rest) => find(self.body.as_ref()?, rest),
            None => {
                let (own, rest) = split(pointer);
                let found = self.parameters.iter().find(|(p, _)| p == own);
                find(&found?.1, rest)
            }
        }
    }

    /// Puts a value at a place, or takes the place away; parents that are missing become objects.
    pub fn set(&mut self, pointer: &str, value: Option<Value>) {
        let Some(rest) = pointer.strip_prefix("/body") else {
            let (own, rest) = split(pointer);
            if rest.is_empty() {
                self.parameters.retain(|(p, _)| p != own);
                self.parameters.extend(value.map(|v| (own.to_owned(), v)));
                return;
            }
            let at = self.parameters.iter().position(|(p, _)| p == own);
            if at.is_none() && value.is_none() {
                return;
            }
            let at = at.unwrap_or_else(|| {
                self.parameters
                    .push((own.to_owned(), Value::Object(Default::default())));
                self.parameters.len() - 1
            });
            put(&mut self.parameters[at].1, rest, value);
            return;
        };
        if rest.is_empty() {
            self.body = value;
            return;
        }
        let body = self
            .body
            .get_or_insert_with(|| Value::Object(Default::default()));
        put(body, rest, value);
    }
}

/// The place of a parameter, and what leads on inside its value.
fn split(pointer: &str) -> (&str, &str) {
    let slashes = pointer.match_indices('/').map(|(at, _)| at);
    match slashes.skip(2).find(|at| *at > 0) {
        Some(at) => pointer.split_at(at),
        None => (pointer, ""),
    }
}

/// Puts a value below a node, or takes it away; parents that are missing become objects.
fn put(mut node: &mut Value, rest: &str, value: Option<Value>) {
    let Some((parent, name)) = rest.rsplit_once('/') else {
        return;
    };
    for step in parent.split('/').skip(1) {
        let step = &*unescape(step);
        node = match node {
            Value::Array(list) => match step.parse::<usize>().ok().and_then(|i| list.get_mut(i)) {
                Some(item) => item,
                None => return,
            },
            Value::Object(map) => {
                // Most places are there already, and then no name is copied.
                if !map.contains_key(step) {
                    map.insert(step.to_owned(), Value::Object(Default::default()));
                }
                match map.get_mut(step) {
                    Some(inner) => inner,
                    None => return,
                }
            }
            _ => return,
        };
    }
    let name = unescape(name);
    match (node, value) {
        (Value::Object(map), Some(v)) => drop(map.insert(name.into_owned(), v)),
        (Value::Object(map), None) => drop(map.shift_remove(&*name)),
        (Value::Array(list), Some(v)) => match name.parse::<usize>() {
            Ok(i) if i < list.len() => list[i] = v,
            _ => list.push(v),
        },
        (Value::Array(list), None) => {
            if let Ok(i) = name.parse::<usize>()
                && i < list.len()
            {
                list.remove(i);
            }
        }
        _ => {}
    }
}

/// The names that a pointer leads along.
pub fn steps(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1);
    steps.map(|step| unescape(step).into_owned()).collect()
}

/// Turns `~1` and `~0` of a JSON pointer back.
fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        step.replace("~1", "/").replace("~0", "~").into()
    } else {
        step.into()
    }
}

/// The value at a pointer.
fn find<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    pointer.split('/').skip(1).try_fold(value, |value, step| {
        let step = unescape(step);
        match value {
            Value::Object(map) => map.get(&*step),
            Value::Array(list) => list.get(step.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// A request as it goes on the wire, less what the profile adds (base URL, token).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Request {
    /// HTTP method.
    pub method: String,
    /// Path and query below the target's base, percent-encoded, with a leading slash.
    pub target: String,
    /// Headers in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// Body bytes; `None` sends none.
    #[serde(
        default,
        with = "octets::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub body: Option<Bytes>,
    /// Path prefix in place of the one that holds for the contract; its operation has servers of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Sent without the profile's headers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
}

impl Request {
    /// The same with these characters of the path as they are, not percent-encoded.
    #[must_use]
    pub fn with_bare(mut self, bare: &str) -> Self {
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
            None => (std::mem::take(&mut self.target), None),
        };
        self.target = bare.bytes().fold(path, |path, byte| {
            path.replace(&format!("%{byte:02X}"), &char::from(byte).to_string())
        });
        if let Some(query) = query {
            self.target.push('?');
            self.target.push_str(&query);
        }
        self
    }
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Response {
    /// Status.
    pub status: u16,
    /// Headers as received; names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body bytes.
    #[serde(with = "octets")]
    pub body: Bytes,
    /// Bytes at the end of the body that are not kept; only answers kept for a report lack any.
    pub cut: usize,
}

impl Response {
    /// The first header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No connection could be made.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// Nothing, or not all, came in time.
    #[error("no complete answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The connection ended before the answer did.
    #[error("connection closed before the answer was complete: {0}")]
    Closed(String),
    /// What came is not HTTP.
    #[error("not an HTTP answer: {0}")]
    Malformed(String),
    /// The request is none that clausal can send: no fault of the target.
    #[error("the request cannot be sent: {0}")]
    Unsendable(String),
    /// The answer is larger than the limit in bytes.
    #[error("answer larger than {0} bytes")]
    TooLarge(usize),
    /// The status line and headers take more than this many bytes, or too many lines.
    #[error("an answer whose headers are too many or take more than {0} bytes")]
    HeadTooLarge(usize),
}

impl Failure {
    /// What findings with one cause share: less than all words, which differ from try to try.
    pub fn cause(&self) -> String {
        match self {
            // How long was waited says more of clausal than of the target.
            Failure::Timeout(_) => "no complete answer in time".into(),
            other => {
                let words = other.to_string();
                words.split(':').next().unwrap_or(&words).to_owned()
            }
        }
    }
}

/// One request and what came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// What was sent.
    pub request: Request,
    /// What came.
    pub answer: Result<Response, Failure>,
    /// When it was sent, since the run began.
    pub sent: Duration,
    /// How long the answer took.
    pub took: Duration,
}

/// Bytes of a body that a server may not want to read to its end.
const LARGE: usize = 60_000;
/// Bytes of an address or of headers that a server may not want to read.
const LONG: usize = 8_000;

impl Exchange {
    /// Whether a connection was closed over a large body, or a long address or header: a server may do so
    /// (RFC 9110, sections 15.5.14 and 15.5.15), and what it said before is often lost with it.
    pub fn may_be_hung_up_on(&self) -> bool {
        let large = self.request.body.as_ref().is_some_and(|b| b.len() > LARGE);
        let headers = self.request.headers.iter();
        let head: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        let long = self.request.target.len() > LONG || head > LONG;
        (large || long) && matches!(self.answer, Err(Failure::Closed(_)))
    }
}

/// One concrete request, or a short sequence, made for one clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Number within its clause; 0 is the plainest.
    pub index: usize,
    /// What is special about it, in words.
    pub about: String,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// Alternative label carried from a probe or rewriting, for the judge.
    pub tag: Option<String>,
}

/// The credential of one scheme, as it stands in requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Name of the scheme.
    pub scheme: String,
    /// `header`, `query` or `cookie`.
    pub place: String,
    /// Name of the header, the parameter or the cookie.
    pub name: String,
    /// What stands there, with a mark for the secret.
    pub text: String,
}

/// What becomes of an id, so that it is nearly right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bend {
    /// 2^32 more, or less.
    Plus32,
    /// 2^64 more.
    Plus64,
    /// With more digits before it.
    Digits,
    /// Its negative.
    Minus,
    /// With a fraction.
    Fraction,
    /// With a letter behind it.
    Tail,
    /// Without its last character.
    Cut,
    /// In the digits of base 16, behind the mark that languages know them by.
    Hexadecimal,
    /// In those digits alone, where a letter is among them.
    Letters,
    /// Without its first digit: another thing may have that id.
    Ending,
}

impl Bend {
    /// What is wrong with it, in words.
    pub fn about(self) -> &'static str {
        match self {
            Bend::Plus32 => "its id and 2^32",
            Bend::Plus64 => "its id and 2^64",
            Bend::Digits => "its id behind more digits",
            Bend::Minus => "its negative id",
            Bend::Fraction => "its id with a fraction",
            Bend::Tail => "its id with a letter behind it",
            Bend::Cut => "its id without the last character",
            Bend::Hexadecimal => "its id in hexadecimal digits behind 0x",
            Bend::Letters => "its id in hexadecimal digits",
            Bend::Ending => "its id without the first digit",
        }
    }

    /// The id as it is sent; nothing where an id of this kind cannot be bent so.
    pub fn of(self, id: &Value) -> Option<String> {
        let text = match id {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let number: Option<i128> = text.parse().ok().filter(|n: &i128| *n > 0);
        let plus = |more: i128| Some(number?.checked_add(more)?.to_string());
        match self {
            Bend::Plus32 => plus(1 << 32),
            Bend::Plus64 => plus(1 << 64),
            Bend::Digits => plus(1_000_000_000_000),
            Bend::Minus => number.map(|n| (-n).to_string()),
            Bend::Fraction => number.map(|n| format!("{n}.25")),
            Bend::Tail => Some(format!("{text}x")),
            Bend::Cut if number.is_none() && text.chars().count() > 1 => {
                Some(text.chars().take(text.chars().count() - 1).collect())
            }
            Bend::Cut => None,
            Bend::Hexadecimal => number.map(|n| format!("0x{n:x}")),
            Bend::Letters => {
                let digits = number.map(|n| format!("{n:x}"));
                // With an `e` alone it is a number of base 10 as well, which may be another one's id.
                digits.filter(|d| d.parse::<f64>().is_err())
            }
            Bend::Ending => {
                number?;
                let end = text.get(1..)?.trim_start_matches('0');
                (!end.is_empty()).then(|| end.to_owned())
            }
        }
    }
}

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Bring the server into a state.
    SetUp {
        /// State name.
        state: String,
        /// Its parameters, as they stand in the contract.
        params: Vec<(String, Value)>,
    },
    /// Leave the state: the server is back at baseline.
    TearDown {
        /// State name.
        state: String,
    },
    /// Send a message.
    Send(Message),
    /// Send a message whose places are filled from the body of an earlier step's answer, or from one of
    /// its headers (`header: NAME`).
    Follow {
        /// The message.
        message: Message,
        /// Place in the message, pointer into the answer.
        fill: Vec<(String, String)>,
        /// Step whose answer is meant.
        of: usize,
        /// Characters that stand in the path as they are, not percent-encoded.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        bare: String,
        /// Credentials of somebody else that stand in place of the usual ones.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        credentials: Vec<Credential>,
    },
    /// Send bytes as they are.
    Raw(Request),
    /// Send several messages at the same moment, each on a connection of its own.
    Race(Vec<Message>),
    /// Read what an earlier `Send` (by its place among the exchanges) created, until the pointer's
    /// value is one of these, or it is gone, or the time is up.
    Poll {
        /// Which exchange's answer holds the id.
        of: usize,
        /// Values that end the polling; `null` stands for gone.
        until: Vec<Value>,
        /// Reads it once and goes on.
        once: bool,
    },
    /// Ask for what an earlier `Send` created, or delete it: as it ought to be, or with credentials or
    /// an id that are not the right ones.
    Knock {
        /// Step whose answer holds the id.
        of: usize,
        /// Deleted rather than read.
        delete: bool,
        /// Sent in place of the right credentials.
        credentials: Option<Vec<Credential>>,
        /// What becomes of the id.
        id: Option<Bend>,
    },
    /// Delete what an earlier `Send` created.
    Delete {
        /// Which exchange's answer holds the id.
        of: usize,
    },
}

impl Step {
    /// A message about what an earlier step made, as whoever makes the run: places in it, each with a pointer into
    /// the answer of that step.
    pub fn follow(of: usize, message: Message, fill: Vec<(String, String)>) -> Self {
        Step::Follow {
            message,
            fill,
            of,
            bare: String::new(),
            credentials: Vec::new(),
        }
    }
}

/// What came of one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// Number of the step in the case.
    pub step: usize,
    /// The exchanges of the step: one for a send, n for a race, as many as were needed for a poll.
    pub exchanges: Vec<Exchange>,
    /// Whether an address that the request named was visited.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub visited: bool,
}

/// A state and its parameters, for people: `a backup is in progress (host_id 53)`.
pub fn state_in_words(state: &str, params: &[(String, Value)]) -> String {
    if params.is_empty() {
        return state.to_owned();
    }
    let params: Vec<_> = params.iter().map(|(n, v)| format!("{n} {v}")).collect();
    format!("{state} ({})", params.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_bent_in_ways_that_its_kind_has() {
        let bent = |bend: Bend, id: i64| bend.of(&id.into());
        assert_eq!(bent(Bend::Letters, 300).as_deref(), Some("12c"));
        assert_eq!(bent(Bend::Letters, 485), None, "1e5 is 100000 too");
        assert_eq!(bent(Bend::Letters, 256), None);
        assert_eq!(bent(Bend::Hexadecimal, 256).as_deref(), Some("0x100"));
        assert_eq!(bent(Bend::Ending, 205).as_deref(), Some("5"));
        assert_eq!(bent(Bend::Ending, 7), None);
        assert_eq!(Bend::Ending.of(&"a-7".into()), None);
    }
}
