//! Bases, resources, probes and what else an operation's extensions say.

use serde_json::Value;

use super::*;

/// `x-bases`: a request that the documents call valid.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Name that `base` of a rule refers to.
    pub name: String,
    /// Places and their values.
    pub set: Vec<(String, Expr)>,
    /// Only for places that ask for it: never drawn at random.
    pub special: bool,
}

/// `x-resource`: what a success creates.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Pointer to the id in the answer.
    pub id: String,
    /// `operationId` that reads it.
    pub read: Option<String>,
    /// `operationId` that deletes it.
    pub delete: Option<String>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-occupies`: what a success keeps busy.
#[derive(Debug, Clone)]
pub struct Occupies {
    /// Place in the request that names what is kept busy.
    pub by: String,
    /// `called`: what that is called in ids, where its own name will not do.
    pub called: Option<String>,
    /// What is kept busy when the place is left out.
    pub default: Option<Expr>,
    /// Member of the resource that tells.
    pub at: String,
    /// Values of that member while it is busy.
    pub busy: Vec<Value>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-body-wrapper`: the members may stand inside one member.
#[derive(Debug, Clone)]
pub struct Wrapper {
    /// Name of that member.
    pub name: String,
    /// Reading that reports it.
    pub reading: String,
}

/// `x-several-faults`: a request with several faults draws the code of any of them.
#[derive(Debug, Clone)]
pub struct SeveralFaults {
    /// Reading that reports the order seen.
    pub reading: Option<String>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-probes`: requests with a set of allowed outcomes.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Name in the clause id.
    pub name: String,
    /// The duty in words.
    pub duty: String,
    /// `implied` when common sense alone asks for it, `sample` when only an example shows it.
    pub level: ProbeLevel,
    /// The base that its requests begin with.
    pub base: Option<String>,
    /// Reading that reports the outcome.
    pub reading: Option<String>,
    /// State that is needed first.
    pub state: Option<(String, Vec<(String, Expr)>)>,
    /// One entry a request: places and values laid over a valid request.
    pub cases: Vec<Vec<(String, Expr)>>,
    /// Every outcome that is allowed.
    pub outcomes: Vec<Allowed>,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// `x-then`: a request that a success makes possible.
#[derive(Debug, Clone)]
pub struct Then {
    /// Name in the clause id.
    pub name: String,
    /// The duty in words.
    pub duty: String,
    /// `operationId` of the request.
    pub operation: String,
    /// Places of that request: literal, fixtures, places of the first request (`$case`) or of its
    /// answer (`$answer`).
    pub set: Vec<(String, Expr)>,
    /// Places of the first request that are otherwise than in a plain one, one list for each case.
    pub with: Vec<Vec<(String, Expr)>>,
    /// How many more successes stand between the two requests.
    pub between: usize,
    /// Whether the first request is sent once more between the two, whatever comes of that.
    pub again: bool,
    /// Whether the second request names something else than what was made, and so is to be refused.
    pub refused: bool,
    /// Characters that stand in the path of the second request as they are, not percent-encoded.
    pub bare: String,
    /// Whether the document of the first request is written in ISO-8859-1, which it declares.
    pub latin: bool,
    /// Reading, where the second request may be refused all the same.
    pub reading: Option<String>,
    /// How firmly it is stated.
    pub level: ProbeLevel,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// How firmly a probe's duty is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProbeLevel {
    /// A page states it.
    #[default]
    Documented,
    /// Only an example shows it.
    Sample,
    /// Common sense asks for it.
    Implied,
}
