//! Patterns read into trees: ECMA-262 (section 22.2.1 and annex B), with what Rust's dialect adds.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::class;
use super::lengths::{Lengths, OPEN};
use super::set::Set;
use super::tree::{Kind, Node};

/// Groups in groups that are read.
const DEEPEST: usize = 60;
/// Characters of a pattern that are read.
const LONGEST: usize = 20_000;

/// The tree of a pattern; `None` where it is no pattern of ours.
pub fn read(pattern: &str) -> Option<Node> {
    if pattern.len() > LONGEST {
        return None;
    }
    let mut reader = Reader {
        rest: pattern.chars().peekable(),
        groups: 0,
        names: BTreeMap::new(),
        lengths: BTreeMap::new(),
        any_case: false,
        lines: false,
    };
    let node = reader.ways(0)?;
    reader.rest.next().is_none().then_some(node)
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    groups: usize,
    names: BTreeMap<String, usize>,
    lengths: BTreeMap<usize, Lengths>,
    any_case: bool,
    /// Whether `^` and `$` stand at lines.
    lines: bool,
}

impl Reader<'_> {
    fn takes(&mut self, c: char) -> bool {
        self.rest.next_if_eq(&c).is_some()
    }

    /// Whether this comes next; it is taken then.
    fn starts(&mut self, text: &str) -> bool {
        let mut ahead = self.rest.clone();
        if text.chars().all(|c| ahead.next() == Some(c)) {
            self.rest = ahead;
            return true;
        }
        false
    }

    fn until(&mut self, end: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                c if c == end => return Some(text),
                c => text.push(c),
            }
        }
    }

    fn ways(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEPEST {
            return None;
        }
        let flags = (self.any_case, self.lines);
        let mut ways = vec![self.row(depth)?];
        while self.takes('|') {
            ways.push(self.row(depth)?);
        }
        (self.any_case, self.lines) = flags;
        Some(Node::any(ways))
    }

    fn row(&mut self, depth: usize) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(c) = self.rest.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            if let Some(part) = self.part(depth)? {
                parts.push(part);
            }
        }
        Some(Node::all(parts))
    }

    /// A part with its repetition; nothing for flags.
    fn part(&mut self, depth: usize) -> Option<Option<Node>> {
        let Some(mut node) = self.atom(depth)? else {
            return Some(None);
        };
        while let Some((least, most)) = self.repetition() {
            // Lazy and greedy ones have the same texts.
            if !self.takes('?') {
                self.takes('+');
            }
            node = node.times(least, most);
        }
        Some(Some(node))
    }

    fn repetition(&mut self) -> Option<(u32, Option<u32>)> {
        match self.rest.peek()? {
            '*' => self.rest.next().map(|_| (0, None)),
            '+' => self.rest.next().map(|_| (1, None)),
            '?' => self.rest.next().map(|_| (0, Some(1))),
            '{' => {
                let mut ahead = self.rest.clone();
                ahead.next();
                let inner: String = ahead.by_ref().take_while(|c| *c != '}').take(24).collect();
                let number = |t: &str| t.trim().parse::<u32>().ok();
                let bounds = match inner.split_once(',') {
                    None => number(&inner).map(|n| (n, Some(n))),
                    Some((low, "")) => number(low).map(|n| (n, None)),
                    Some((low, high)) => number(low).zip(number(high)).map(|(l, h)| (l, Some(h))),
                }?;
                self.rest = ahead;
                Some(bounds)
            }
            _ => None,
        }
    }

    fn atom(&mut self, depth: usize) -> Option<Option<Node>> {
        Some(Some(match self.rest.next()? {
            '^' if self.lines => Node::mark(Kind::Edge),
            '$' if self.lines => Node::mark(Kind::Edge),
            '^' => Node::mark(Kind::Start),
            '$' => Node::mark(Kind::End),
            '.' => Node::one(Set::dot()),
            '[' => Node::one(class::class(&mut self.rest, self.any_case)?),
            '(' => return self.group(depth + 1),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return None,
            c => self.letter(c),
        }))
    }

    fn letter(&self, c: char) -> Node {
        let set = Set::one(c);
        Node::one(if self.any_case { set.any_case() } else { set })
    }

    fn group(&mut self, depth: usize) -> Option<Option<Node>> {
        for (sign, must) in [("?=", true), ("?!", false), ("?<=", true), ("?<!", false)] {
            if self.starts(sign) {
                let inner = self.ways(depth)?;
                return self.takes(')').then(|| Some(inner.look(must)));
            }
        }
        if self.starts("?:") || self.starts("?>") {
            let inner = self.ways(depth)?;
            return self.takes(')').then_some(Some(inner));
        }
        let named = self.starts("?<") || self.starts("?P<");
        if !named && self.takes('?') {
            return self.flags(depth);
        }
        self.groups += 1;
        let index = self.groups;
        if named {
            let name = self.until('>')?;
            self.names.insert(name, index);
        }
        let inner = self.ways(depth)?;
        self.lengths.insert(index, inner.lengths.clone());
        self.takes(')').then(|| Some(inner.group(index)))
    }

    /// `(?i)`, which holds to the end of the group, or `(?i:...)`.
    fn flags(&mut self, depth: usize) -> Option<Option<Node>> {
        let before = (self.any_case, self.lines);
        let mut on = true;
        loop {
            match self.rest.next()? {
                'i' => self.any_case = on,
                'm' => self.lines = on,
                '-' => on = false,
                's' | 'u' | 'U' => {}
                ')' => return Some(None),
                ':' => break,
                _ => return None,
            }
        }
        let inner = self.ways(depth)?;
        (self.any_case, self.lines) = before;
        self.takes(')').then_some(Some(inner))
    }

    fn escape(&mut self) -> Option<Node> {
        let c = *self.rest.peek()?;
        let same = |reader: &Self, index: usize| {
            let lengths = reader.lengths.get(&index).cloned();
            // A group that did not take part stands for the empty text.
            Node::same(index, lengths.unwrap_or_else(|| Lengths::between(0, OPEN)))
        };
        match c {
            'b' | 'B' => {
                self.rest.next();
                Some(Node::mark(Kind::Edge))
            }
            'A' => self.rest.next().map(|_| Node::mark(Kind::Start)),
            'z' | 'Z' => self.rest.next().map(|_| Node::mark(Kind::End)),
            '1'..='9' => {
                let mut index = 0usize;
                while let Some(d) = self.rest.peek().and_then(|c| c.to_digit(10)) {
                    index = index.checked_mul(10)?.checked_add(d as usize)?;
                    self.rest.next();
                }
                Some(same(self, index))
            }
            'k' => {
                self.rest.next();
                if !self.takes('<') {
                    return Some(self.letter('k'));
                }
                let name = self.until('>')?;
                let index = *self.names.get(&name)?;
                Some(same(self, index))
            }
            _ => {
                let set = class::escape(&mut self.rest)?;
                Some(Node::one(if self.any_case { set.any_case() } else { set }))
            }
        }
    }
}
