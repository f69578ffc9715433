//! Trees of choices with less in them.

use std::collections::BTreeSet;

use crate::xml::documents::tape::{Label, Token, ends};

/// How many tokens all trees of one step may have together, so that large documents take no longer
/// than small ones.
const WORK: usize = 400_000;

/// Trees with less in them, the boldest first.
pub(super) fn simpler(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut found = Found {
        tokens,
        ends: ends(tokens),
        trees: vec![Vec::new()],
        left: WORK,
    };
    found.lists();
    found.parts();
    found.kinds();
    found.choices();
    found.trees
}

struct Found<'t> {
    tokens: &'t [Token],
    ends: Vec<usize>,
    trees: Vec<Vec<Token>>,
    left: usize,
}

impl Found<'_> {
    /// Notes the tree with these tokens in place of others.
    fn put(&mut self, start: usize, end: usize, instead: &[Token]) {
        if let Some(left) = self.left.checked_sub(self.tokens.len()) {
            self.left = left;
            let (before, after) = (&self.tokens[..start], &self.tokens[end..]);
            self.trees.push([before, instead, after].concat());
        }
    }

    /// The parts that stand in a part.
    fn inside(&self, start: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = start + 1;
        while at < self.ends[start] {
            if self.ends[at] > at {
                found.push(at);
            }
            at = self.ends[at] + 1;
        }
        found
    }

    /// Of each list one part alone, or half of them, a quarter, and so on.
    fn lists(&mut self) {
        for start in 0..self.tokens.len() {
            if self.ends[start] == start {
                continue;
            }
            let parts = self.inside(start);
            let is_list = parts
                .iter()
                .all(|at| self.tokens[*at] == Token::Open(Label::Part));
            if !is_list || parts.len() < 2 {
                continue;
            }
            let (first, end) = (parts[0], self.ends[parts[parts.len() - 1]] + 1);
            if parts.len() > 2 {
                for at in &parts {
                    let own = self.tokens[*at..=self.ends[*at]].to_vec();
                    self.put(first, end, &own);
                }
            }
            let mut size = parts.len() / 2;
            while size > 1 {
                for some in parts.chunks(size) {
                    let last = self.ends[some[some.len() - 1]];
                    self.put(some[0], last + 1, &[]);
                }
                size /= 2;
            }
        }
    }

    /// Without a part, with nothing in it, or with an element inside of another in its place.
    fn parts(&mut self) {
        for start in 0..self.tokens.len() {
            let end = self.ends[start] + 1;
            match self.tokens[start] {
                Token::Open(Label::Part) => self.put(start, end, &[]),
                Token::Open(label) if end > start + 2 => {
                    self.put(start + 1, end - 1, &[]);
                    if label == Label::Element {
                        for at in start + 1..end {
                            if self.tokens[at] == Token::Open(Label::Element) {
                                let own = self.tokens[at..=self.ends[at]].to_vec();
                                self.put(start, end, &own);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// With zero for all choices of a kind, such as those of names or of white space.
    fn kinds(&mut self) {
        let limits: BTreeSet<u32> = self.tokens.iter().filter_map(limit).collect();
        for own in limits {
            let plain = |token: &Token| match token {
                Token::Choice { limit, .. } if *limit == own => Token::Choice {
                    value: 0,
                    limit: own,
                },
                token => *token,
            };
            let tree: Vec<Token> = self.tokens.iter().map(plain).collect();
            self.put(0, self.tokens.len(), &tree);
        }
    }

    /// With one choice plainer.
    fn choices(&mut self) {
        for at in 0..self.tokens.len() {
            let Token::Choice { value, limit } = self.tokens[at] else {
                continue;
            };
            let mut tried = u32::MAX;
            for value in [0, value / 2, value.wrapping_sub(1)] {
                if value != tried && value < limit {
                    self.put(at, at + 1, &[Token::Choice { value, limit }]);
                }
                tried = value;
            }
        }
    }
}

fn limit(token: &Token) -> Option<u32> {
    match token {
        Token::Choice { value: 1.., limit } => Some(*limit),
        _ => None,
    }
}
