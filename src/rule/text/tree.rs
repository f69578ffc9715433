//! A pattern as a tree, each part with the lengths of its texts.

use super::lengths::Lengths;
use super::set::Set;

/// A part of a pattern.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// How long its texts can be.
    pub lengths: Lengths,
}

/// What a part of a pattern is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A character.
    One(Set),
    /// One after the other; for each what the ones after it can take.
    All(Vec<Node>, Vec<Lengths>),
    /// One of these.
    Any(Vec<Node>),
    /// Repeated.
    Times(Box<Node>, u32, Option<u32>),
    /// A group that can be named again.
    Group(usize, Box<Node>),
    /// The text of a group once more.
    Same(usize),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// What takes no character and is left to the matcher.
    Edge,
    /// What must, or must not, stand before or after.
    Look {
        /// Whether it must.
        must: bool,
        /// What.
        what: Box<Node>,
    },
}

impl Node {
    fn new(kind: Kind, lengths: Lengths) -> Node {
        Node { kind, lengths }
    }

    /// A character of a set.
    pub fn one(set: Set) -> Node {
        let lengths = match set.is_empty() {
            true => Lengths::none(),
            false => Lengths::one(1),
        };
        Node::new(Kind::One(set), lengths)
    }

    /// Start, end or edge.
    pub fn mark(kind: Kind) -> Node {
        Node::new(kind, Lengths::one(0))
    }

    /// One after the other.
    pub fn all(mut parts: Vec<Node>) -> Node {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let mut rest = vec![Lengths::one(0)];
        for part in parts.iter().rev() {
            let sum = rest
                .last()
                .map_or_else(Lengths::none, |r| part.lengths.then(r));
            rest.push(sum);
        }
        let lengths = rest.pop().unwrap_or_else(Lengths::none);
        rest.reverse();
        Node::new(Kind::All(parts, rest), lengths)
    }

    /// One of these.
    pub fn any(mut ways: Vec<Node>) -> Node {
        if ways.len() == 1 {
            return ways.remove(0);
        }
        let lengths = ways.iter().fold(Lengths::none(), |l, w| l.or(&w.lengths));
        Node::new(Kind::Any(ways), lengths)
    }

    /// So many in a row.
    pub fn times(self, least: u32, most: Option<u32>) -> Node {
        let lengths = self.lengths.times(least, most);
        Node::new(Kind::Times(Box::new(self), least, most), lengths)
    }

    /// A group.
    pub fn group(self, index: usize) -> Node {
        let lengths = self.lengths.clone();
        Node::new(Kind::Group(index, Box::new(self)), lengths)
    }

    /// The text of a group of these lengths.
    pub fn same(index: usize, lengths: Lengths) -> Node {
        Node::new(Kind::Same(index), lengths)
    }

    /// A look around.
    pub fn look(self, must: bool) -> Node {
        Node::mark(Kind::Look {
            must,
            what: Box::new(self),
        })
    }

    /// Whether every text of it begins where the whole text does.
    pub fn holds_start(&self) -> bool {
        self.holds(true)
    }

    /// Whether every text of it ends where the whole text does.
    pub fn holds_end(&self) -> bool {
        self.holds(false)
    }

    fn holds(&self, start: bool) -> bool {
        match &self.kind {
            Kind::Start => start,
            Kind::End => !start,
            Kind::All(parts, _) => {
                let idle = |n: &&Node| matches!(n.kind, Kind::Edge | Kind::Look { .. });
                let end = match start {
                    true => parts.iter().find(|n| !idle(n)),
                    false => parts.iter().rev().find(|n| !idle(n)),
                };
                end.is_some_and(|n| n.holds(start))
            }
            Kind::Any(ways) => !ways.is_empty() && ways.iter().all(|w| w.holds(start)),
            Kind::Times(what, least, _) => *least > 0 && what.holds(start),
            Kind::Group(_, what) => what.holds(start),
            _ => false,
        }
    }

    /// Calls on each part.
    pub fn each<'n>(&'n self, call: &mut impl FnMut(&'n Node)) {
        call(self);
        match &self.kind {
            Kind::All(list, _) | Kind::Any(list) => list.iter().for_each(|n| n.each(call)),
            Kind::Times(what, ..) | Kind::Group(_, what) | Kind::Look { what, .. } => {
                what.each(call);
            }
            _ => {}
        }
    }

    /// The same with each look around in place written out that must (or, with `must` false, must
    /// not) hold.
    pub fn spelt(&self, must: bool) -> Node {
        match &self.kind {
            Kind::All(parts, _) => Node::all(parts.iter().map(|p| p.spelt(must)).collect()),
            Kind::Any(ways) => Node::any(ways.iter().map(|w| w.spelt(must)).collect()),
            Kind::Times(what, least, most) => what.spelt(must).times(*least, *most),
            Kind::Group(index, what) => what.spelt(must).group(*index),
            Kind::Look { must: m, what } if *m == must => what.spelt(must),
            _ => self.clone(),
        }
    }
}
