//! The contract as clausal understands it: plain data, every part with its place in the document.
//!
//! Places inside a request are pointers that begin with the part: `/header/backup_type`,
//! `/path/id`, `/query/limit`, `/body`, `/body/name`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Problem;

mod code;
mod inferred;
mod message;
mod operation;
mod probe;
mod rare;
mod rules;
mod schema;
mod security;
mod serial;
mod ways;

pub use code::*;
pub use inferred::*;
pub use message::*;
pub use operation::*;
pub use probe::*;
pub use rare::*;
pub use rules::*;
pub use schema::*;
pub use security::*;
pub use serial::*;
pub use ways::*;

/// A place in a contract's text: what a reader needs to find it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// File name as it was given to the loader.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 when unknown.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// JSON pointer of the node in its document.
    pub pointer: String,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A loaded contract.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Short name: the first part of every clause id.
    pub name: String,
    /// `info.title`.
    pub title: String,
    /// What the sources call the document (`info.x-source`), else the title.
    pub document: String,
    /// Path prefixes from `servers`, in the order to be tried; without a trailing slash.
    pub bases: Vec<String>,
    /// Scheme and host of the first of `servers` that names one.
    pub server: Option<String>,
    /// `x-readings`.
    pub readings: BTreeMap<String, Reading>,
    /// `x-fixtures`.
    pub fixtures: BTreeMap<String, Fixture>,
    /// `x-states`.
    pub states: BTreeMap<String, State>,
    /// `x-error-code`.
    pub error_code: ErrorPlace,
    /// Header that carries the token, from an `apiKey` or `http` security scheme.
    pub token: Option<Token>,
    /// Every security scheme, in document order.
    pub schemes: Vec<Scheme>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// What workflows beside the document tie.
    pub workflow_ties: Vec<super::WorkflowTie>,
    /// What is to be said of the document: each thing that is wrong, or of which less is made than it
    /// says, in the order of the text.
    pub notes: Vec<Problem>,
}

impl Contract {
    /// The security scheme of that name.
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|s| s.name == name)
    }

    /// The operation of that `operationId`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|o| o.id == id)
    }
}

/// One of several ways the documents allow.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the documents leave open.
    pub about: String,
    /// The alternatives, likelier one first; empty when the answer is open.
    pub alternatives: Vec<String>,
}

/// A name or id that exists on the target.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// What stands behind the name.
    pub about: String,
    /// JSON type the profile must give: `integer` or `string`.
    pub kind: String,
    /// Used when the profile is silent.
    pub default: Option<Value>,
}

/// A condition of the server that a case needs first.
#[derive(Debug, Clone)]
pub struct State {
    /// What holds while the state lasts.
    pub about: String,
    /// Parameters and what they are when a clause does not say.
    pub params: BTreeMap<String, Expr>,
    /// How the API itself can bring the state about.
    pub via: Option<Via>,
}

/// Bringing a state about through the API.
#[derive(Debug, Clone)]
pub struct Via {
    /// `operationId` of the call.
    pub operation: String,
    /// Places of the request that the state decides.
    pub set: Vec<(String, Expr)>,
    /// Whether the state lasts while the created thing runs, or from when it is finished.
    pub lasts: Lasts,
}

/// When a state brought about through the API holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// While what was created is running.
    Running,
    /// Once what was created is finished.
    Finished,
}

/// Name under which the words behind the status are kept among the headers of an answer, where a
/// contract asks for them.
pub const REASON: &str = ":reason";

/// Where an error's unique code stands in an answer.
#[derive(Debug, Clone, Default)]
pub struct ErrorPlace {
    /// Pointers into the body, in the order to be tried; a path of XML may begin with the root element.
    pub at: Vec<String>,
    /// Headers whose value it is, in small letters.
    pub headers: Vec<String>,
    /// `how: prefix`: what stands there begins with the code.
    pub prefix: bool,
    /// Reading under which another place is allowed and reported.
    pub reading: Option<String>,
}

/// The header that carries a token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Header name.
    pub header: String,
    /// Reading that reports the answer to a call without it.
    pub reading: Option<String>,
    /// Place of the security scheme.
    pub at: Location,
}

/// A value in an extension: literal, or known only when a case is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Stands for itself.
    Literal(Value),
    /// An object with such values among its members.
    Members(Vec<(String, Expr)>),
    /// `{$fixture: NAME}`.
    Fixture(String),
    /// `{$fixture: NAME, …}`: a value that is nearly the fixture's.
    Near(String, Near),
    /// `{$case: POINTER, …}`: a place of the case's own request, or a value that is nearly what stands
    /// there.
    Case {
        /// Place in the request.
        at: String,
        /// What is done to the value.
        near: Option<Near>,
    },
    /// `{$param: NAME}`: a parameter of the state.
    Param(String),
    /// `{$fresh: PREFIX}`: a string nobody used before, beginning with PREFIX, or with new letters in
    /// place of its `{}`; of new digits where `digits: true` stands beside it.
    Fresh {
        /// What it begins with, or is made around.
        prefix: String,
        /// Whether what is new of it are digits.
        digits: bool,
    },
    /// `{$repeat: [TEXT, TIMES]}`.
    Repeat(String, usize),
    /// `{$absent: true}`: the member is left out.
    Absent,
    /// `{$answer: POINTER}`: a place of the answer to the request before.
    Answer(String),
}

/// What is done to the value of a fixture, so that another one comes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Near {
    /// `plus: '4294967296'`: the number that is greater by so much.
    Plus(i128),
    /// `less: 2`: without so many of its last characters.
    Less(usize),
    /// `as: '0x{}'`: a text around it.
    As(String),
    /// `letters: lower|upper`.
    Letters(Letters),
    /// `until: TEXT`: what stands before that.
    Until(String),
    /// `swap: [TEXT, OTHER]`: with the other in place of each.
    Swap(String, String),
}

/// A letter case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
}
