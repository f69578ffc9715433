//! Ties of path parameters that names and shapes show.

use super::answers::same_answer;
use super::names::{self, bare, singular};
use super::{Kind, Known, Origin, Source, Study, Tie, pointer};
use crate::contract::Operation;

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
pub(super) fn alike(one: &[Segment], other: &[Segment]) -> bool {
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

pub(super) fn of(study: &Study<'_>, known: &Known<'_>) -> Vec<Tie> {
    let (operation, own) = (known.operation, &known.path);
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
            own,
            noun: noun(&own[..place]),
            place,
            name,
        };
        ties.extend(need.ties(study));
    }
    ties
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
    /// What the path before it holds.
    noun: String,
}

impl Need<'_> {
    fn ties(&self, study: &Study<'_>) -> Vec<Tie> {
        let mut found: Vec<(u8, Tie)> = Vec::new();
        let reads = matches!(&*self.operation.method, "GET" | "HEAD");
        let read = self.read(study);
        for producer in &study.all {
            let Some((rank, kind, how)) = self.gives(read, producer) else {
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
    fn gives(
        &self,
        read: Option<&Operation>,
        known: &Known<'_>,
    ) -> Option<(u8, Kind, &'static str)> {
        let (producer, path) = (known.operation, &known.path);
        let collection = &self.own[..self.place];
        let item = &self.own[..=self.place];
        let itself = producer.id == self.operation.id;
        match &*producer.method {
            "POST" if itself => None,
            "POST" if alike(path, collection) => {
                Some((0, Kind::Made, "the path before it makes them"))
            }
            "PUT" if alike(path, collection) && !itself => {
                Some((2, Kind::Made, "the path before it makes them"))
            }
            "PUT" if !itself && alike(path, item) && names_freely(producer, path) => {
                Some((0, Kind::Named, "its own path makes what it names"))
            }
            "POST" | "PUT" if self.makes_beside(path, collection) => {
                Some((1, Kind::Made, "a path beside it makes them"))
            }
            "POST" if shows_the_same(read, known) => {
                Some((3, Kind::Made, "its answer is what is read there"))
            }
            "POST" if self.ends_alike(known) => Some((
                4,
                Kind::Made,
                "a path that ends in the same name makes them",
            )),
            "GET" if alike(path, collection) && !itself => {
                Some((0, Kind::Listed, "the path before it lists them"))
            }
            "GET" if !itself && self.lists_elsewhere(known) => {
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
        let thing = self.noun.as_str();
        if makes && alike(front, collection) {
            return true;
        }
        let Some((Segment::Literal(own), around)) = collection.split_last() else {
            return false;
        };
        (alike(front, around) && singular(last) == singular(own))
            || (makes && !thing.is_empty() && word.ends_with(thing))
    }

    /// `/projects/{id}/comments` beside `/comments/{commentId}`.
    fn ends_alike(&self, known: &Known<'_>) -> bool {
        let last = self.own[..self.place].last();
        last.is_some_and(is_literal)
            && known.path.last().is_some_and(is_literal)
            && !self.noun.is_empty()
            && known.noun == self.noun
    }

    /// The place of the body that must hold what the path ends with once more: a member of that name or
    /// `id`, or that of a resource (JSON:API 1.1, section 9.2).
    fn named_again(&self) -> Option<String> {
        let changes = matches!(&*self.operation.method, "PUT" | "PATCH");
        if !changes || self.place + 1 != self.own.len() {
            return None;
        }
        let (top, _) = self.operation.said_thing()?;
        let around = top.strip_suffix("/attributes").unwrap_or(&top);
        let schema = self.operation.schema_at(around)?;
        let mut members = schema.properties.iter().filter(|p| p.required);
        let is = |name: &str| name == "id" || name == self.name;
        members
            .find(|p| is(&p.name))
            .map(|p| crate::contract::pointer::below(around, &p.name))
    }

    /// What reads the thing.
    fn read<'c>(&self, study: &Study<'c>) -> Option<&'c Operation> {
        let item = &self.own[..=self.place];
        let mut all = study.all.iter();
        let read = all.find(|k| k.operation.method == "GET" && alike(&k.path, item));
        read.map(|k| k.operation)
    }

    /// Whether an operation without parameters lists things whose members are called as the parameter.
    fn lists_elsewhere(&self, known: &Known<'_>) -> bool {
        let Some(members) = &known.lists else {
            return false;
        };
        let mut parameters = known.operation.parameters.iter();
        if !known.path.iter().all(is_literal) || parameters.any(|p| p.required) {
            return false;
        }
        let (thing, _) = names::named(self.name);
        let thing = match thing.is_empty() {
            true => &self.noun,
            false => &thing,
        };
        let called = bare(self.name) != "id";
        let shows = called && members.iter().any(|m| names::same(m, self.name));
        !thing.is_empty() && (shows || known.noun == *thing)
    }

    fn tie(&self, producer: &Known<'_>, kind: Kind, how: &'static str) -> Tie {
        let path = &producer.path;
        let collection = &self.own[..self.place];
        let names = names::shown(self.name, &self.noun);
        let first = match kind {
            Kind::Named => match path.last() {
                Some(Segment::Parameter(name)) => Origin::Sent(pointer(name)),
                _ => Origin::Shown(names),
            },
            _ => Origin::Shown(names),
        };
        let mut fills = vec![(pointer(self.name), first)];
        // Parents that the producer's path names are those of the thing.
        let around = collection.iter().zip(path);
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
        let own = fills[0].1.clone();
        fills.extend(self.named_again().map(|at| (at, own)));
        Tie {
            operation: self.operation.id.clone(),
            producer: producer.operation.id.clone(),
            fills,
            source: Source::Names(how),
            kind,
            weak: false,
        }
    }
}

fn is_literal(segment: &Segment) -> bool {
    matches!(segment, Segment::Literal(_))
}

/// Whether what an operation answers is what is read at the path of the thing.
fn shows_the_same(read: Option<&Operation>, known: &Known<'_>) -> bool {
    known.path.iter().all(is_literal) && read.is_some_and(|read| same_answer(read, known.operation))
}
