//! Which request gives what another one needs: an operation that makes things or lists them, and the
//! operations that take the ids of such things. Declared by `links`, else guessed by names and shapes:
//! what is guessed may be wrong, and nothing hangs on it but which value is sent.

mod answers;
mod links;
mod members;
mod names;
mod paths;
#[cfg(test)]
mod tests;

use super::{Contract, Operation};

pub use names::same as same_name;

/// A place of a request that needs something that exists, and where its value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// `operationId` of the request that needs it.
    pub operation: String,
    /// `operationId` of the request that gives it.
    pub producer: String,
    /// Places of the request, each with where its value stands; the first is what the tie is for, the
    /// others come with it, as the parents of a thing do.
    pub fills: Vec<(String, Origin)>,
    /// Who says so.
    pub source: Source,
    /// What the producer does.
    pub kind: Kind,
}

/// Who ties two operations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A link of that name.
    Link(String),
    /// Names and shapes, in words.
    Names(&'static str),
}

/// How an operation comes by a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It makes a new one.
    Made,
    /// It makes the one that its own path names, with a name of our choice.
    Named,
    /// It lists those that are there.
    Listed,
}

/// Where a value stands, once a request was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// At a pointer into the answer.
    Answer(String),
    /// In a member of the answer that is called so: the first name that is there.
    Shown(Vec<String>),
    /// In the path that the header `Location` names, so many segments from its end.
    Location(usize),
    /// In another header of the answer.
    Header(String),
    /// At a place of the request.
    Sent(String),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Answer(at) if at.is_empty() => f.write_str("its answer"),
            Origin::Answer(at) => write!(f, "{at} of its answer"),
            Origin::Shown(names) => {
                let names: Vec<_> = names.iter().take(3).map(|n| format!("`{n}`")).collect();
                write!(f, "{} of its answer, or its Location", names.join(" or "))
            }
            Origin::Location(0) => f.write_str("the end of its Location"),
            Origin::Location(back) => {
                write!(f, "segment {} from the end of its Location", back + 1)
            }
            Origin::Header(name) => write!(f, "its header {name}"),
            Origin::Sent(at) => write!(f, "{at} of its request"),
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Link(name) => write!(f, "link `{name}`"),
            Source::Names(how) => write!(f, "guessed: {how}"),
        }
    }
}

impl Tie {
    /// The place that it is for.
    pub fn at(&self) -> &str {
        self.fills.first().map_or("", |(at, _)| at)
    }
}

/// Every tie of a contract, by the operation that needs something; the firmest first for each place.
pub fn ties(contract: &Contract) -> Vec<Tie> {
    let mut all = Vec::new();
    for operation in &contract.operations {
        all.extend(ties_of(contract, operation));
    }
    all
}

/// The ties of one operation, the firmest first for each place.
pub fn ties_of(contract: &Contract, operation: &Operation) -> Vec<Tie> {
    if !takes_ours(operation) {
        return Vec::new();
    }
    let mut own = links::to(contract, operation);
    own.extend(paths::of(contract, operation));
    own.extend(members::of(contract, operation));
    let mut kept: Vec<Tie> = Vec::new();
    for tie in own {
        let like = |t: &Tie| t.producer == tie.producer && t.at() == tie.at();
        if !kept.iter().any(like) {
            kept.push(tie);
        }
    }
    kept
}

/// Whether values of an operation are ours to choose: extensions of the contract say of others what is
/// valid.
fn takes_ours(operation: &Operation) -> bool {
    let named = |p: &super::Parameter| p.schema.ext.fixture.is_some();
    !operation.parameters.iter().any(named)
        && operation.bases.iter().all(|b| b.set.is_empty())
        && operation.resource.is_none()
}
