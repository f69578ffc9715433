//! The interface between a run and its reports: reports see these events and nothing else.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

pub use super::identity::Identity;
pub use crate::clause::Level;
pub use crate::contract::Code;
use crate::curl;
use crate::exchange::{Exchange, Failure, Request, Response};

/// Something that happened in a run.
#[derive(Debug, Clone)]
pub enum Event {
    /// The plan stands; nothing was sent yet.
    Started(Started),
    /// What a reader should know before anything else, in words.
    Told(String),
    /// Work went on.
    Progress(Progress),
    /// A request was sent and answered, or not; told only if a report asks for it.
    Exchanged(Box<Exchanged>),
    /// A clause was judged.
    Judged(Arc<Judged>),
    /// The run is over; the last event.
    Finished(Box<Finished>),
}

/// What is about to be done.
#[derive(Debug, Clone)]
pub struct Started {
    /// Target as shown to people, or `reference server`.
    pub target: String,
    /// Names of the contracts.
    pub contracts: Vec<String>,
    /// Clauses that will be judged.
    pub clauses: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// What tells this run from others.
    pub identity: Option<Box<Identity>>,
    /// The moment from which the times of exchanges count.
    pub began: SystemTime,
    /// The documented facts behind the contracts, as far as they have traceability tables.
    pub facts: Arc<[Fact]>,
}

/// A documented fact and what checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id in the traceability table.
    pub id: String,
    /// Name of the contract.
    pub contract: String,
    /// Operation, as the documents count them.
    pub operation: String,
    /// Kind of fact: parameter, value, range, error-code, ...
    pub kind: String,
    /// The fact in words.
    pub words: String,
    /// Ids of the clauses that check it.
    pub clauses: Vec<String>,
    /// Why no clause can, when none does.
    pub reason: String,
}

/// One request of the run and what came of it, secrets masked.
#[derive(Debug, Clone)]
pub struct Exchanged {
    /// Name of the contract.
    pub contract: String,
    /// URL to which the target of the request is joined.
    pub base: String,
    /// Names of the profile's headers that were sent besides; their values are secret.
    pub secret_headers: Vec<String>,
    /// What was sent and what came.
    pub exchange: Exchange,
}

/// How far the run is.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Clauses judged so far.
    pub judged: usize,
    /// Clauses broken so far.
    pub broken: usize,
    /// Requests sent so far.
    pub requests: u64,
    /// Requests that the run will have sent at its end, roughly, once that is known.
    pub expected: Option<u64>,
    /// The operation that is being tried.
    pub operation: Arc<str>,
}

/// What came out for a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The target kept it in every case.
    Held,
    /// The target broke it.
    Broken,
    /// It was tried, and nothing can be said.
    Inconclusive,
    /// It was not tried.
    Skipped,
}

/// A clause with its verdict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Judged {
    /// Clause id.
    pub id: String,
    /// Name of the contract.
    pub contract: String,
    /// `operationId`.
    pub operation: String,
    /// Level.
    pub level: Level,
    /// The duty in one sentence.
    pub duty: String,
    /// Document and section.
    pub source: String,
    /// Where it stands in the contract, as `file:line:column`.
    pub location: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Why it is inconclusive or skipped.
    pub reason: Option<String>,
    /// Cases that were judged.
    pub cases: usize,
    /// Requests that were sent for it.
    pub requests: u64,
    /// Time from its first request to its verdict.
    pub took: Duration,
    /// The smallest case that shows it broken.
    pub finding: Option<Box<Finding>>,
    /// Why the profile lets it be broken, or without a judgement, if it is.
    pub allowed: Option<Allowed>,
    /// Whether the profile or the target chose that it was skipped, as by a missing fixture: such a
    /// clause leaves a run green.
    #[serde(default)]
    pub chosen: bool,
}

impl Judged {
    /// Whether it was selected and nothing can be said of it, though nobody chose that.
    pub fn is_open(&self) -> bool {
        match self.verdict {
            Verdict::Held | Verdict::Broken => false,
            Verdict::Inconclusive => self.allowed.is_none(),
            Verdict::Skipped => !self.chosen && self.allowed.is_none(),
        }
    }
}

/// An operation of which no valid request was accepted, so that nothing of it was tested.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Untested {
    /// Name of the contract.
    pub contract: String,
    /// `operationId`.
    pub operation: String,
    /// What came instead, or why nothing was sent.
    pub why: String,
}

/// A line that the profile lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Head of the table that it belongs to: `[contracts.shop.security]`.
    pub table: String,
    /// The line, with a value to be replaced.
    pub line: String,
    /// What it is for, in words.
    pub why: String,
    /// Operations that could be tested with it.
    pub operations: usize,
    /// Clauses of operations that were tested which could be judged with it.
    pub clauses: usize,
}

/// An allowance of the profile that a broken clause falls under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// The pattern of clauses.
    pub clause: String,
    /// Why it is allowed.
    pub reason: String,
    /// Last day on which it is, as YYYY-MM-DD.
    pub until: Option<String>,
}

/// An allowance that needs a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    /// The allowance.
    pub allowance: Allowed,
    /// What is the matter with it.
    pub why: String,
}

/// How a target is wrong, the most telling first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A status of the 500s, a hang, half an answer.
    Fault,
    /// Something came out, or somebody got in.
    Leak,
    /// What ought to be refused was accepted.
    Accepted,
    /// What a page says is right was refused.
    Refused,
    /// A refusal, with another status or code than the documented one.
    Code,
    /// It does something else than it should, over several requests.
    #[default]
    Behaviour,
    /// A refusal with a status that the contract does not document.
    Undocumented,
    /// An answer that does not look as documented.
    Shape,
    /// Of causes: something was accepted, and no page says that it is refused.
    Lenient,
}

/// What of a request or an answer is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The plain request shows it, so that any other one may.
    Plain,
    /// This place, or this way to send a request.
    At(String),
    /// It may be anything.
    #[default]
    Anything,
}

/// What shows a broken clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// What was wrong, with values masked: the same text for what most likely has one cause.
    pub cause: String,
    /// How the target is wrong.
    #[serde(default)]
    pub kind: Kind,
    /// What of the request or the answer it is about.
    #[serde(default)]
    pub place: Place,
    /// The rule that the clause is about, in a word.
    #[serde(default)]
    pub rule: String,
    /// What the case did, in words.
    pub case: String,
    /// Every outcome that would have been right.
    pub expected: String,
    /// The same for other tools, as far as they can be told.
    pub wanted: Wanted,
    /// What came.
    pub got: String,
    /// URL to which the target of the request is joined.
    pub base: String,
    /// The profile's headers that were sent besides, unless the request is anonymous: each name,
    /// and the variable that stands for its secret value.
    pub secret_headers: Vec<(String, String)>,
    /// The request that drew it.
    pub request: Request,
    /// What came back.
    pub answer: Result<Response, Failure>,
    /// When the request was sent, since the run began.
    pub sent: Duration,
    /// How long the answer took.
    pub took: Duration,
    /// Requests and states that came before it, a line each.
    pub before: Vec<String>,
    /// A command that sends the request again; tokens stand as shell variables. Empty where
    /// [`command`](Finding::command) makes it.
    pub curl: String,
    /// How many cases showed it.
    pub seen: usize,
}

impl Finding {
    /// The command that sends the request again: of findings that are many alike it is not kept.
    pub fn command(&self) -> Cow<'_, str> {
        match self.curl.is_empty() {
            false => Cow::Borrowed(&self.curl),
            true => Cow::Owned(curl::command(
                &self.request,
                &self.base,
                &self.secret_headers,
            )),
        }
    }
}

/// What a right answer shows, as far as statuses, codes, labels and members tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// One of these outcomes.
    Outcomes(Vec<Outcome>),
    /// A success with one of these media types.
    MediaType(Vec<String>),
    /// A success in JSON that holds the member at this pointer.
    Member(String),
    /// Only words tell.
    #[default]
    InWords,
}

/// An outcome that would have been right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Ranges of statuses, both ends included.
    pub statuses: Vec<(u16, u16)>,
    /// The unique code that must stand in the answer.
    pub code: Option<Code>,
}

/// A reading and what the target takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingTaken {
    /// Id in the contract, such as `JSA-05`.
    pub id: String,
    /// What the documents leave open.
    pub about: String,
    /// The alternatives seen, without repetition, in alphabetical order.
    pub taken: Vec<String>,
}

/// The end of a run.
#[derive(Debug, Clone)]
pub struct Finished {
    /// Target as shown to people.
    pub target: String,
    /// Seed.
    pub seed: u64,
    /// Wall time.
    pub took: Duration,
    /// Requests sent, states hook excluded.
    pub requests: u64,
    /// Number of clauses by verdict.
    pub held: usize,
    /// Broken clauses.
    pub broken: usize,
    /// Inconclusive clauses.
    pub inconclusive: usize,
    /// Skipped clauses.
    pub skipped: usize,
    /// Readings, by id.
    pub readings: Vec<ReadingTaken>,
    /// Why the run ended early: target lost, time limit.
    pub stopped: Option<String>,
    /// Operations with clauses that were selected.
    pub operations: usize,
    /// What the whole run met, to be said before anything else: such as one answer to everything.
    pub headline: Option<String>,
    /// Operations of which no valid request was accepted.
    pub untested: Vec<Untested>,
    /// Lines of the profile that would test most of what was not tested, a few at most.
    pub missing: Vec<Missing>,
    /// Whether the run is green all the same, as long as something was tested.
    pub allows_untested: bool,
    /// Clauses without a judgement that nobody chose to leave out.
    pub open: usize,
    /// Broken clauses that the profile allows; they are counted as broken, too.
    pub allowed: usize,
    /// Allowances that hold no longer, or never did.
    pub stale: Vec<Stale>,
    /// What the run created on the target and did not remove, a line each.
    pub left_behind: Vec<String>,
    /// Things a reader should know, such as a states hook that is missing.
    pub notes: Vec<String>,
    /// Answers that are not those of the snapshots.
    pub changes: Vec<Change>,
}

/// An answer that is not the one of an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Id of the cases: of their clause, or of all clauses that share them.
    pub id: String,
    /// File of the snapshot.
    pub file: String,
    /// What differs: lines that begin with `- ` for what was, with `+ ` for what is.
    pub lines: Vec<String>,
}
