//! The choices of one document as a tree, so that parts of it can be left out and the rest be made
//! again: whatever the grammar makes of a tree is well-formed.

use super::choices::Choices;

/// What a part of the tree is, as far as leaving it out goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Always asked for: it can be made plain.
    Fixed,
    /// One of a list: it can go.
    Part,
    /// Always asked for, and another element can take its place.
    Element,
}

/// A step through the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Choice {
        value: u32,
        /// How many there were.
        limit: u32,
    },
    Open(Label),
    Close,
}

/// Choices of another source, written down.
#[derive(Clone, Debug)]
pub(super) struct Recorder<'b> {
    pub from: Box<Choices<'b>>,
    pub tokens: Vec<Token>,
    depth: usize,
}

impl<'b> Recorder<'b> {
    pub fn new(from: Choices<'b>) -> Self {
        Recorder {
            from: Box::new(from),
            tokens: Vec::new(),
            depth: 0,
        }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        let value = self.from.below(limit);
        self.note(value, limit);
        value
    }

    pub fn decided(&mut self, answer: bool) {
        self.note(usize::from(answer), 2);
    }

    fn note(&mut self, value: usize, limit: usize) {
        self.tokens.push(Token::Choice {
            value: value as u32,
            limit: limit as u32,
        });
    }

    pub fn open(&mut self, label: Label) -> usize {
        self.tokens.push(Token::Open(label));
        self.depth += 1;
        self.depth - 1
    }

    pub fn close(&mut self, mark: usize) {
        while self.depth > mark {
            self.tokens.push(Token::Close);
            self.depth -= 1;
        }
    }
}

/// Where the part that opens at each place closes; what opens nothing has its own place.
pub(super) fn ends(tokens: &[Token]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..tokens.len()).collect();
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(_) => open.push(at),
            Token::Close => {
                if let Some(start) = open.pop() {
                    ends[start] = at;
                }
            }
            Token::Choice { .. } => {}
        }
    }
    ends
}

/// Choices that were written down, made again; what is not there is zero, and no more parts.
#[derive(Clone, Debug)]
pub(super) struct Player<'b> {
    tokens: &'b [Token],
    ends: Vec<usize>,
    open: Vec<Frame>,
}

/// A part that is open.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    /// Where its next choice is looked for.
    choice: usize,
    /// Where its next part is looked for.
    part: usize,
    end: usize,
}

impl<'b> Player<'b> {
    pub fn new(tokens: &'b [Token]) -> Self {
        Player {
            tokens,
            ends: ends(tokens),
            open: vec![Frame {
                choice: 0,
                part: 0,
                end: tokens.len(),
            }],
        }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        let Some(frame) = self.open.last_mut() else {
            return 0;
        };
        while frame.choice < frame.end {
            let at = frame.choice;
            frame.choice = self.ends[at] + 1;
            if let Token::Choice { value, .. } = self.tokens[at] {
                return (value as usize).min(limit - 1);
            }
        }
        0
    }

    /// Opens the next part, or one without anything; whether there was one.
    pub fn open(&mut self) -> (usize, bool) {
        let mark = self.open.len();
        let mut next = None;
        if let Some(frame) = self.open.last_mut() {
            while frame.part < frame.end && next.is_none() {
                let at = frame.part;
                frame.part = self.ends[at] + 1;
                if self.tokens[at] != Token::Close && self.ends[at] > at {
                    next = Some(Frame {
                        choice: at + 1,
                        part: at + 1,
                        end: self.ends[at],
                    });
                }
            }
        }
        self.open.push(next.unwrap_or_default());
        (mark, next.is_some())
    }

    pub fn close(&mut self, mark: usize) {
        self.open.truncate(mark.max(1));
    }
}
