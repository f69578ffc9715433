//! What the cases of a clause send.

use super::{Hostile, Raw, Rewriting, access, pages, path, sorted, version};
use super::{moves, singleton, upsert, worded};
use crate::contract::Expr;

/// What the cases of a clause send.
#[derive(Debug, Clone)]
pub enum Stimulus {
    /// Every documented kind of valid request, plainly; shared by all clauses about the answer.
    Successes,
    /// The same, asked for in another documented media type.
    SuccessesAs(String),
    /// Valid requests that stress one thing.
    Valid(Valid),
    /// A schema keyword is broken at a place.
    Breaks {
        /// Keyword.
        keyword: String,
        /// Place.
        at: String,
        /// Kind of value (`null`, `empty`, a JSON type).
        with: Option<String>,
        /// Base request.
        base: Option<String>,
    },
    /// A fixture of the wrong kind stands at a place.
    Fixture {
        /// Fixture name.
        name: String,
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
    },
    /// An id that does not exist stands at a place.
    Unknown {
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
    },
    /// An id that does not exist, in a request of this operation and in one of another.
    UnknownTwice {
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
        /// The other operation and what its request holds.
        also: (String, Vec<(String, Expr)>),
    },
    /// A valid request while a state lasts.
    State {
        /// State name.
        name: String,
        /// Its parameters.
        params: Vec<(String, Expr)>,
        /// What is sent.
        then: Then,
    },
    /// Request `n` of the operation's probes.
    Probe(usize),
    /// A schema keyword is broken at a place, and one member of the answer is selected.
    BreaksSelected {
        /// Keyword.
        keyword: String,
        /// Place.
        at: String,
        /// Kind of value.
        with: Option<String>,
        /// Base request.
        base: Option<String>,
    },
    /// Two rules are broken at once.
    SeveralFaults,
    /// A resource is created and watched.
    Lifecycle(Watch),
    /// Several things are made, read and deleted.
    Several,
    /// Different things are made at the same moment.
    Together,
    /// Two valid requests of different bases for one thing that the first keeps busy.
    OtherBase,
    /// Equal requests at the same moment.
    Race {
        /// With one name for all; else on one host with a name each.
        same: bool,
    },
    /// Bytes made by hand.
    Raw(Raw),
    /// A valid request whose credential of one scheme is wrong, or missing.
    Access {
        /// Name of the scheme.
        scheme: String,
        /// What it is in place of the right one.
        how: access::Key,
    },
    /// A resource is created, then read or deleted with what is not right.
    Knock {
        /// Deleted rather than read.
        delete: bool,
        /// With the right id and credentials that are not right; else the other way round.
        access: bool,
    },
    /// Requests behind others on one connection, some of which these say are refused.
    Behind(Vec<Stimulus>),
    /// The path of a valid request, written in another way.
    Path(path::Written),
    /// A thing is made, read, listed, changed and deleted.
    Kept,
    /// A thing is made by PUT under a name of our choice, read, replaced and deleted.
    Upsert(Box<upsert::Upsert>),
    /// What stands at a path by itself is written and read.
    Singleton(Box<singleton::Singleton>),
    /// A thing is made and moved from state to state, and read in between.
    Moves(Box<moves::Moves>),
    /// A thing is made, then another one that names it, and the first one is deleted.
    Below(worded::Below),
    /// A request that does what words forbid.
    Worded(Box<worded::Breach>),
    /// One page of a list after the other.
    Pages(pages::Paging),
    /// A list in each of some orders.
    Sorted(Vec<sorted::Order>),
    /// An id that nobody gave out, of the shape of one that exists, at a place.
    UnknownId(String),
    /// A number at a place that holds the id of something, which agrees with it in part.
    NearId(String),
    /// Numbers for a parameter that are wide, negative, or written oddly.
    OddNumbers(String),
    /// At each place, values that no rule speaks of and readers stumble over.
    OddValues,
    /// A request that names a version of what it is about.
    Version(version::Version),
    /// The plain writing of a message, then another one.
    Rewritten(Rewriting),
    /// A body that is broken in a way that the `xml` module knows by this name.
    IllFormed(&'static str),
    /// A body that attacks a parser.
    Hostile(Hostile),
    /// Texts as people write them at a place: those that stand for all, or each of them.
    Text {
        /// Place.
        at: String,
        /// Whether each is tried, as the answer repeats it.
        each: bool,
    },
    /// A value in each of the ways that share a key.
    Ways(String),
    /// Option values together.
    Combinations,
    /// Request `n` of those that a success makes possible.
    FollowUp(usize),
    /// Nothing of its own: every request that is sent for another clause.
    Everything,
    /// Nothing, for this reason.
    Never(String),
}

impl Stimulus {
    /// Word of the shared cases, for stimuli that many clauses look at.
    pub(super) fn shared(&self) -> Option<&str> {
        match self {
            Stimulus::Successes => Some("successes"),
            Stimulus::SuccessesAs(media_type) => Some(media_type),
            Stimulus::Lifecycle(Watch::ToTheEnd) => Some("watched-to-the-end"),
            Stimulus::Lifecycle(Watch::DeletedRunning) => Some("deleted-running"),
            Stimulus::Lifecycle(Watch::DeletedDone) => Some("deleted-done"),
            Stimulus::Several => Some("several"),
            Stimulus::Behind(_) => Some("behind"),
            Stimulus::Kept | Stimulus::Upsert(_) | Stimulus::Singleton(_) => Some("kept"),
            Stimulus::Pages(_) => Some("pages"),
            Stimulus::Moves(_) => Some("moves"),
            _ => None,
        }
    }
}

/// A valid request and what is special about it.
#[derive(Debug, Clone)]
pub enum Valid {
    /// A place holds a value.
    Value(String, serde_json::Value),
    /// A place holds a string, list or number at its limit.
    Limit {
        /// Place.
        at: String,
        /// Keyword of the limit.
        keyword: String,
    },
    /// A place holds every kind of character that its pattern allows.
    Pattern(String),
    /// A place is left out.
    Absent(String),
    /// A place is left out that only answers must hold.
    Unsent(String),
    /// A place holds the value that it has when it is left out.
    Said(String),
    /// A place is left out, on every base: where one needs the place, a refusal is no matter.
    Default(String),
    /// The body is written in another documented media type.
    As(String),
    /// The body is left out.
    Bodiless,
    /// A place holds each of its own documented examples.
    Examples(String),
    /// A place holds each of these in turn, whichever of them the target has.
    EachOf(String, Vec<serde_json::Value>),
    /// A documented example as a whole.
    Example(serde_json::Value),
    /// Anything the schema allows.
    Random,
    /// Two successes in a row, for what no two answers may share.
    Twice,
    /// Members that the schema does not list.
    ExtraMembers,
    /// Members that only the answer has.
    ReadOnlyMembers,
    /// A selection of members of the answer.
    Select(Selection),
    /// A place holds a listed value, then others of the list: which of them exist is the target's
    /// affair.
    Exists(String, serde_json::Value),
}

/// How a selecting parameter is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// One name.
    One,
    /// Several names.
    Several,
    /// Unknown names beside known ones, and a name that stands twice.
    Unknown,
    /// Blanks, nothing at all, several lines.
    Written,
    /// Unknown names and malformed brackets.
    Malformed,
}

/// What is sent while, or after, a state lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// A valid request.
    Create,
    /// The state ends; then a valid request.
    Recover,
    /// The same valid request twice, another one, the state ends, and the first once more.
    Again,
    /// A valid request for something else than the state keeps busy.
    Elsewhere,
}

/// How long a created resource is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Until it is finished.
    ToTheEnd,
    /// Deleted at once, then until it is gone.
    DeletedRunning,
    /// Deleted when finished, then until it is gone.
    DeletedDone,
}
