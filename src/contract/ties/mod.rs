//! Which request gives what another one needs: an operation that makes things or lists them, and the
//! operations that take the ids of such things. Declared by `links`, else guessed by names and shapes:
//! what is guessed may be wrong, and nothing hangs on it but which value is sent.

mod answers;
mod links;
mod members;
mod names;
mod origin;
mod paths;
mod sign_in;
#[cfg(test)]
mod tests;
mod versions;

use std::collections::BTreeMap;

use super::{Contract, Operation};
use paths::{Segment, segments};

pub(super) use links::{expression, leads_to};
pub use names::same as same_name;
pub use origin::Origin;
pub use versions::{Shown, Version};

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
    /// It is a guess about a place that may as well take any value: only where that is refused.
    pub weak: bool,
}

impl Tie {
    /// What a request is filled with by it: each place, with where its value stands, as it is written in a step.
    pub fn written(&self) -> Vec<(String, String)> {
        let fills = self.fills.iter();
        fills
            .map(|(at, origin)| (at.clone(), origin.written()))
            .collect()
    }
}

/// Who ties two operations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A link of that name.
    Link(String),
    /// A step of a workflow.
    Step(String),
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

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Link(name) => write!(f, "link `{name}`"),
            Source::Step(name) => write!(f, "step `{name}`"),
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

impl Tie {
    /// Whether what it gives is the id of the very thing that the operation's path ends with, as far as its
    /// name tells: `id` or `userId` of a user is, `managerId` is that of another one.
    pub fn is_its_own(&self, operation: &Operation) -> bool {
        let Some((at, Origin::Answer(pointer))) = self.fills.first() else {
            return true;
        };
        let given = pointer.rsplit('/').next().unwrap_or_default();
        let (front, Some(_)) = names::named(given) else {
            return true;
        };
        let wanted = at.strip_prefix("/path/").unwrap_or_default();
        let before = operation.path.split(&format!("/{{{wanted}}}")).next();
        let collection = before.and_then(|path| path.rsplit('/').next());
        front.is_empty()
            || front == names::named(wanted).0
            || collection.is_some_and(|word| front == names::singular(word))
    }
}

/// The ties of a contract.
#[derive(Debug, Clone, Default)]
pub struct Ties {
    /// By the operation that needs something; the firmest first for each place.
    to: BTreeMap<String, Vec<Tie>>,
    /// Places that are called as the id of something, by operation.
    references: BTreeMap<String, Vec<String>>,
    /// What links say that leads nowhere, in words.
    strays: Vec<String>,
    /// What reads the thing that an operation is about, and where its requests name a version of it.
    versions: BTreeMap<String, (Shown, Vec<Version>)>,
}

impl Ties {
    /// Every tie of a contract.
    pub fn of(contract: &Contract) -> Self {
        let mut study = Study::of(contract);
        study.all.retain(|k| takes_ours(k.operation));
        let (mut to, mut references) = (BTreeMap::new(), BTreeMap::new());
        let (mut strays, mut versions) = (Vec::new(), BTreeMap::new());
        for known in &study.all {
            let named = members::references(&study, known.operation);
            if !named.is_empty() {
                references.insert(known.operation.id.clone(), named);
            }
            if let Some(shown) = versions::shown(&study, known) {
                let named = versions::of(&study, known, &shown);
                versions.insert(known.operation.id.clone(), (shown, named));
            }
            let mut own = steps(contract, known.operation);
            let mut linked = links::to(&study, known.operation, &mut strays);
            // Where links lead to it by several ids, its own comes first.
            linked.sort_by_key(|tie| !tie.is_its_own(known.operation));
            own.extend(linked);
            own.extend(paths::of(&study, known));
            own.extend(members::of(&study, known));
            own.extend(sign_in::of(&study, known));
            let mut kept: Vec<Tie> = Vec::new();
            for tie in own {
                let like = |t: &Tie| t.producer == tie.producer && t.at() == tie.at();
                if !kept.iter().any(like) {
                    kept.push(tie);
                }
            }
            if !kept.is_empty() {
                to.insert(known.operation.id.clone(), kept);
            }
        }
        Ties {
            to,
            references,
            strays,
            versions,
        }
    }

    /// What links of the contract say that leads nowhere, in words.
    pub fn strays(&self) -> &[String] {
        &self.strays
    }

    /// The ties of an operation that needs something.
    pub fn to(&self, operation: &str) -> &[Tie] {
        self.to.get(operation).map_or(&[], Vec::as_slice)
    }

    /// Places of its requests, beside the path, that are called as the id of something.
    pub fn references(&self, operation: &str) -> &[String] {
        self.references.get(operation).map_or(&[], Vec::as_slice)
    }

    /// What reads the thing that an operation changes.
    pub fn shown(&self, operation: &str) -> Option<&Shown> {
        self.versions.get(operation).map(|(shown, _)| shown)
    }

    /// Places of an operation's requests that name the version of the thing they are about.
    pub fn versions(&self, operation: &str) -> &[Version] {
        self.versions.get(operation).map_or(&[], |(_, own)| own)
    }

    /// The ties of an operation that gives something.
    pub fn from<'t>(&'t self, producer: &'t str) -> impl Iterator<Item = &'t Tie> {
        self.all().filter(move |t| t.producer == producer)
    }

    /// All of them, by the operation that needs something.
    pub fn all(&self) -> impl Iterator<Item = &Tie> {
        self.to.values().flatten()
    }
}

/// Ties that steps of workflows declare.
fn steps(contract: &Contract, operation: &Operation) -> Vec<Tie> {
    let own = contract.workflow_ties.iter();
    let own = own.filter(|t| t.operation == operation.id && !t.fills.is_empty());
    own.map(|t| Tie {
        operation: t.operation.clone(),
        producer: t.producer.clone(),
        fills: t.fills.clone(),
        source: Source::Step(t.step.clone()),
        kind: match contract.operation(&t.producer).map(|o| &*o.method) {
            Some("GET" | "HEAD") | None => Kind::Listed,
            _ => Kind::Made,
        },
        weak: false,
    })
    .collect()
}

/// What is looked up of each operation.
struct Study<'c> {
    all: Vec<Known<'c>>,
    /// Those with links.
    linked: Vec<&'c Operation>,
}

struct Known<'c> {
    operation: &'c Operation,
    path: Vec<Segment>,
    /// What its path holds.
    noun: String,
    /// Members of the entries of the list that it answers with.
    lists: Option<Vec<String>>,
}

impl<'c> Study<'c> {
    fn of(contract: &'c Contract) -> Self {
        let known = |operation: &'c Operation| {
            let path = segments(&operation.path);
            Known {
                operation,
                noun: paths::noun(&path),
                path,
                lists: match &*operation.method {
                    "GET" => answers::lists(operation).or_else(|| answers::is_silent(operation)),
                    _ => None,
                },
            }
        };
        let linked = |o: &&Operation| o.responses.iter().any(|r| !r.links.is_empty());
        Study {
            all: contract.operations.iter().map(known).collect(),
            linked: contract.operations.iter().filter(linked).collect(),
        }
    }
}

/// Whether values of an operation are ours to choose: extensions of the contract say of others what is
/// valid.
pub fn takes_ours(operation: &Operation) -> bool {
    let named = |p: &super::Parameter| p.schema.ext.fixture.is_some();
    !operation.parameters.iter().any(named)
        && operation.bases.iter().all(|b| b.set.is_empty())
        && operation.resource.is_none()
}

/// The place of a parameter of a path.
fn pointer(name: &str) -> String {
    format!("/path/{name}")
}
