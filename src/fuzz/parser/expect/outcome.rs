//! How a parser can be wrong.

/// How a parser can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It broke down.
    Crash,
    /// It did not end.
    Hang,
    /// It took more memory than it may.
    Memory,
    /// It visited what a document names outside of it.
    External,
    /// What it takes grows faster than the documents.
    Growth,
    /// It ends, slows down or holds ever more after very many documents.
    Sequence,
    /// It does not treat a document alike: written and read again, in pieces, or beside another parser.
    Differs,
    /// It tells of a place that is not in the document.
    Position,
    /// It took a document that is not well-formed.
    AcceptsIllFormed,
    /// It refused one that is.
    RejectsWellFormed,
    /// It read something else than what stands there.
    WrongInfoset,
}

impl Outcome {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Crash => "crash",
            Outcome::Hang => "hang",
            Outcome::Memory => "memory",
            Outcome::Growth => "growth",
            Outcome::Sequence => "after-many",
            Outcome::Differs => "differs",
            Outcome::Position => "position",
            Outcome::External => "external-access",
            Outcome::AcceptsIllFormed => "accepts-ill-formed",
            Outcome::RejectsWellFormed => "rejects-well-formed",
            Outcome::WrongInfoset => "wrong-infoset",
        }
    }

    /// Whether it counts whatever the document is.
    pub(in crate::fuzz::parser) fn is_wrong_anywhere(self) -> bool {
        self.is_breakdown() || matches!(self, Outcome::Differs | Outcome::Position)
    }

    /// Whether it is a breakdown, which counts whatever the document is.
    pub fn is_breakdown(self) -> bool {
        matches!(self, Outcome::Crash | Outcome::Hang | Outcome::Memory)
    }
}
