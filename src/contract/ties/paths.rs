//! Ties of path parameters that names and shapes show.

use super::answers::{lists, same_answer};
use super::names::{self, bare, singular};
use super::{Kind, Origin, Source, Tie};
use crate::contract::{Contract, Operation};

/// Words behind a collection that make something in it.
const MAKES: [&str; 7] = [
    "create", "new", "add", "register", "signup", "insert", "import",
];

/// A segment of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// A name.
    Literal(String),
    /// A parameter alone.
    Parameter(String),
}

/// The segments of a path template; what stands beside a parameter in its segment makes it a literal.
pub(super) fn segments(path: &str) -> Vec<Segment> {
    let parts = path.split('/').filter(|s| !s.is_empty());
    let read = |part: &str| {
        let inner = part.strip_prefix('{').and_then(|p| p.strip_suffix('}'));
        match inner.filter(|i| !i.contains(['{', '}'])) {
            Some(name) => Segment::Parameter(name.to_owned()),
            None => Segment::Literal(part.to_owned()),
        }
    };
    parts.map(read).collect()
}

/// Whether two templates lead to the same, whatever their parameters are called.
fn alike(one: &[Segment], other: &[Segment]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|pair| match pair {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            (Segment::Parameter(_), Segment::Parameter(_)) => true,
            _ => false,
        })
}

/// What the last name of a path names, one of it.
pub(super) fn noun(path: &[Segment]) -> String {
    let literal = |s: &Segment| match s {
        Segment::Literal(text) => Some(singular(text)),
        Segment::Parameter(_) => None,
    };
    path.iter().rev().find_map(literal).unwrap_or_default()
}

pub(super) fn of(contract: &Contract, operation: &Operation) -> Vec<Tie> {
    let own = segments(&operation.path);
    let mut ties = Vec::new();
    for (place, segment) in own.iter().enumerate().rev() {
        let Segment::Parameter(name) = segment else {
            continue;
        };
        if operation.parameter(&pointer(name)).is_none() {
            continue;
        }
        let need = Need {
            operation,
            own: &own,
            place,
            name,
        };
        ties.extend(need.ties(contract));
    }
    ties
}

fn pointer(name: &str) -> String {
    format!("/path/{name}")
}

/// Whether the last parameter of a path takes names that somebody may choose: numbers are given out.
fn names_freely(producer: &Operation, path: &[Segment]) -> bool {
    let Some(Segment::Parameter(name)) = path.last() else {
        return false;
    };
    producer.parameter(&pointer(name)).is_some_and(|p| {
        let schema = &p.schema;
        schema.allows("string") && !schema.allows("integer") && schema.enumeration.is_empty()
    })
}

/// A parameter at a place of a path.
struct Need<'a> {
    operation: &'a Operation,
    own: &'a [Segment],
    place: usize,
    name: &'a str,
}

impl Need<'_> {
    fn ties(&self, contract: &Contract) -> Vec<Tie> {
        let mut found: Vec<(u8, Tie)> = Vec::new();
        let reads = matches!(&*self.operation.method, "GET" | "HEAD");
        for producer in &contract.operations {
            let Some((rank, kind, how)) = self.gives(contract, producer) else {
                continue;
            };
            // A list may be empty, and what it shows is somebody's: what writes makes its own first.
            let rank = match kind {
                Kind::Listed if reads => rank + 10,
                Kind::Listed => rank + 30,
                Kind::Named => rank + 20,
                Kind::Made => rank,
            };
            found.push((rank, self.tie(producer, kind, how)));
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, tie)| tie).collect()
    }

    /// How likely an operation gives what is needed, the likeliest first.
    fn gives(&self, contract: &Contract, producer: &Operation) -> Option<(u8, Kind, &'static str)> {
        let path = segments(&producer.path);
        let collection = &self.own[..self.place];
        let item = &self.own[..=self.place];
        let itself = producer.id == self.operation.id;
        match &*producer.method {
            "POST" if itself => None,
            "POST" if alike(&path, collection) => {
                Some((0, Kind::Made, "the path before it makes them"))
            }
            "PUT" if alike(&path, collection) && !itself => {
                Some((2, Kind::Made, "the path before it makes them"))
            }
            "PUT" if !itself && alike(&path, item) && names_freely(producer, &path) => {
                Some((0, Kind::Named, "its own path makes what it names"))
            }
            "POST" | "PUT" if self.makes_beside(&path, collection) => {
                Some((1, Kind::Made, "a path beside it makes them"))
            }
            "POST" if self.shows_the_same(contract, producer, item) => {
                Some((3, Kind::Made, "its answer is what is read there"))
            }
            "GET" if alike(&path, collection) && !itself => {
                Some((0, Kind::Listed, "the path before it lists them"))
            }
            "GET" if !itself && self.lists_elsewhere(producer, &path) => {
                Some((1, Kind::Listed, "a list of things that are called so"))
            }
            _ => None,
        }
    }

    /// `/pets/create` and `/pets/new` beside `/pets/{petId}`, `/pet` beside `/pets/{petId}`.
    fn makes_beside(&self, path: &[Segment], collection: &[Segment]) -> bool {
        let Some((Segment::Literal(last), front)) = path.split_last() else {
            return false;
        };
        let word = bare(last);
        let makes = MAKES.iter().any(|m| word.starts_with(m));
        let thing = noun(collection);
        if makes && alike(front, collection) {
            return true;
        }
        let Some((Segment::Literal(own), around)) = collection.split_last() else {
            return false;
        };
        (alike(front, around) && singular(last) == singular(own))
            || (makes && !thing.is_empty() && word.ends_with(&thing))
    }

    /// Whether what an operation answers is what is read at the path of the thing.
    fn shows_the_same(&self, contract: &Contract, producer: &Operation, item: &[Segment]) -> bool {
        let parameters = segments(&producer.path);
        let parameters = parameters.iter();
        let none = parameters.clone().all(|s| matches!(s, Segment::Literal(_)));
        let reads = |o: &&Operation| o.method == "GET" && alike(&segments(&o.path), item);
        none && contract
            .operations
            .iter()
            .find(reads)
            .is_some_and(|read| same_answer(read, producer))
    }

    /// Whether an operation without parameters lists things whose members are called as the parameter.
    fn lists_elsewhere(&self, producer: &Operation, path: &[Segment]) -> bool {
        let plain = path.iter().all(|s| matches!(s, Segment::Literal(_)))
            && !producer.parameters.iter().any(|p| p.required);
        let (thing, _) = names::named(self.name);
        let thing = match thing.is_empty() {
            true => noun(&self.own[..self.place]),
            false => thing,
        };
        let holds = |name: &str| names::same(name, self.name);
        plain
            && (lists(producer).is_some_and(|members| {
                members.iter().any(|m| holds(m)) && !thing.is_empty() && bare(self.name) != "id"
            }) || (!thing.is_empty() && noun(path) == thing && lists(producer).is_some()))
    }

    fn tie(&self, producer: &Operation, kind: Kind, how: &'static str) -> Tie {
        let path = segments(&producer.path);
        let collection = &self.own[..self.place];
        let names = names::shown(self.name, &noun(collection));
        let first = match kind {
            Kind::Named => match path.last() {
                Some(Segment::Parameter(name)) => Origin::Sent(pointer(name)),
                _ => Origin::Shown(names),
            },
            _ => Origin::Shown(names),
        };
        let mut fills = vec![(pointer(self.name), first)];
        // Parents that the producer's path names are those of the thing.
        let around = collection.iter().zip(&path);
        let around = around.take_while(|pair| match pair {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            (Segment::Parameter(_), Segment::Parameter(_)) => true,
            _ => false,
        });
        for pair in around {
            if let (Segment::Parameter(own), Segment::Parameter(other)) = pair {
                fills.push((pointer(own), Origin::Sent(pointer(other))));
            }
        }
        Tie {
            operation: self.operation.id.clone(),
            producer: producer.id.clone(),
            fills,
            source: Source::Names(how),
            kind,
        }
    }
}
