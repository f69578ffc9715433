//! What provokes an error, and which outcomes the documents allow.

use super::*;

/// One entry of `x-errors`: a code and what provokes it.
#[derive(Debug, Clone)]
pub struct ErrorRule {
    /// The unique code.
    pub code: Code,
    /// The duty in words.
    pub duty: String,
    /// Each thing that provokes it.
    pub when: Vec<When>,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// One thing that provokes an error.
#[derive(Debug, Clone)]
pub struct When {
    /// The thing.
    pub cause: Cause,
    /// `base`: the valid request that is broken; the first that fits when absent.
    pub base: Option<String>,
    /// `also`: a request of another operation that meets the same cause; the code must come from one
    /// of the two, and the other may draw another fault.
    pub also: Option<(String, Vec<(String, Expr)>)>,
    /// `or`: other outcomes that the documents allow.
    pub or: Vec<Allowed>,
    /// `reading` and `as`: what taking the code itself means.
    pub reading: Option<(String, String)>,
    /// Place of the entry.
    pub at: Location,
}

/// What provokes an error.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// `breaks`: a schema keyword is broken at a place.
    Breaks {
        /// Schema keyword.
        keyword: String,
        /// Place in the request.
        at: String,
        /// `with`: the kind of value that breaks it (`null`, `empty`).
        with: Option<String>,
    },
    /// `fixture`: a fixture of a kind stands at a place.
    Fixture {
        /// Fixture name.
        name: String,
        /// Place in the request.
        at: String,
    },
    /// `unknown`: an id of that kind that does not exist stands at a place.
    Unknown {
        /// Kind of thing in words.
        kind: String,
        /// Place in the request.
        at: String,
    },
    /// `breaks: any`: any rule of the schema is broken that no other entry names.
    Any,
    /// `untested`: what provokes it is not known, or cannot be brought about; why.
    Untested(String),
    /// `state`: the server is in a state.
    State {
        /// Name of the state.
        name: String,
        /// Its parameters.
        params: Vec<(String, Expr)>,
    },
}

/// An outcome that the documents allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowed {
    /// `accepted: true`: the documented success.
    pub accepted: bool,
    /// `refused: true`: any refusal that the operation allows.
    pub refused: bool,
    /// Statuses, when not `accepted`.
    pub status: Option<StatusSet>,
    /// Unique code, when one is asked for.
    pub code: Option<Code>,
    /// `uncoded: true`: with none of the codes that the operation documents, each of which says that
    /// something else is wrong.
    pub uncoded: bool,
    /// `as`: the alternative of the reading that this outcome shows.
    pub reading: Option<String>,
}
