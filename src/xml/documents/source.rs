//! The endless source.

use super::breaks::{TRUNCATED, allowed, broken, ways};
use super::choices::Choices;
use super::draft::Draft;
use super::encode::encode;
use super::grammar::{Scratch, Wants, make};
use super::origin::Origin;
use super::stress::{STRESSES, Stress};
use super::tape::{Recorder, Token};
use super::{Document, Needs, Options, Truth, damage};

/// Documents without end: the same for the same seed and options.
#[derive(Clone, Debug)]
pub struct Documents {
    seed: u64,
    number: u64,
    maker: Made,
}

/// How a document was made of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Grammar,
    /// The number of a way, which place was chosen, and whether what is put there has short names.
    Broken(usize, u64, Names),
    /// Bytes that were kept.
    Truncated(usize),
    Mutated,
    Stress(Stress),
}

/// Which names a break has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Such that no document has.
    Long,
    /// Of one letter that this document does not have.
    Short,
}

/// Makes documents of choices, with memory that is used again.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub options: Options,
    allowed: Vec<usize>,
    pub draft: Draft,
    /// What was chosen for the draft and what that had to have, when it was recorded.
    pub tape: Vec<Token>,
    pub wants: Wants,
    scratch: Scratch,
}

impl Documents {
    /// All documents of this seed.
    pub fn new(seed: u64, options: Options) -> Self {
        Documents {
            seed,
            number: 0,
            maker: Made::new(options),
        }
    }

    /// The next document.
    #[expect(clippy::should_implement_trait, reason = "there is always a next one")]
    pub fn next(&mut self) -> Document {
        let number = self.number;
        self.number += 1;
        self.at(number)
    }

    /// The document of this number, from 0: the same that [`next`](Self::next) gives at its turn.
    pub fn at(&mut self, number: u64) -> Document {
        let mut choices = Choices::of(self.seed, number);
        let (bytes, plan) = self.maker.make(&mut choices, false);
        let origin = Origin::Seeded {
            seed: self.seed,
            number,
            options: self.maker.options,
        };
        self.maker.document(bytes, plan, origin)
    }

    /// The document that these bytes choose, so that a fuzzer can drive the generator: every input
    /// gives a document, similar inputs mostly give similar ones, and no bytes the plainest.
    pub fn from_bytes(bytes: &[u8]) -> Document {
        Self::from_bytes_with(bytes, Options::default())
    }

    /// The same among the documents that the options allow.
    pub fn from_bytes_with(bytes: &[u8], options: Options) -> Document {
        let mut maker = Made::new(options);
        let (made, plan) = maker.make(&mut Choices::Bytes(bytes), false);
        let origin = Origin::Chosen {
            bytes: bytes.into(),
            options,
        };
        maker.document(made, plan, origin)
    }
}

impl Made {
    pub fn new(options: Options) -> Self {
        Made {
            options,
            allowed: allowed(options),
            draft: Draft::default(),
            tape: Vec::new(),
            wants: Wants::default(),
            scratch: Scratch::default(),
        }
    }

    /// The bytes of a document; what it says is in the draft when it is recorded.
    pub fn make(&mut self, c: &mut Choices, record: bool) -> (Vec<u8>, Plan) {
        let options = self.options;
        if options.stress && c.once_in(1000) {
            let stress = Stress::choose(c, options);
            return (stress.write(), Plan::Stress(stress));
        }
        match c.below(16) {
            0..=6 => {}
            7..=13 => {
                let way = self.allowed[c.below(self.allowed.len())];
                self.draw(c, ways()[way].wants, record);
                let pick = c.bits();
                if let Some((bytes, _)) = broken(&self.draft, way, pick, Names::Long) {
                    return (bytes, Plan::Broken(way, pick, Names::Long));
                }
                return (self.whole(), Plan::Grammar);
            }
            14 => {
                self.draw(c, Wants::default(), record);
                let mut bytes = self.whole();
                let kept = 1 + c.below(damage::root_end(&self.draft) - 1);
                bytes.truncate(kept);
                return (bytes, Plan::Truncated(kept));
            }
            _ if options.mutated => {
                self.draw(c, Wants::default(), record);
                let mut bytes = self.whole();
                damage::mutate(&mut bytes, c);
                return (bytes, Plan::Mutated);
            }
            _ => {}
        }
        self.draw(c, Wants::default(), record);
        (self.whole(), Plan::Grammar)
    }

    fn draw(&mut self, c: &mut Choices, wants: Wants, record: bool) {
        let (draft, scratch) = (&mut self.draft, &mut self.scratch);
        if !record {
            make(c, draft, scratch, self.options, wants, false);
            return;
        }
        let from = std::mem::replace(c, Choices::Bytes(&[]));
        let mut recorded = Choices::Recorded(Recorder::new(from));
        make(&mut recorded, draft, scratch, self.options, wants, true);
        if let Choices::Recorded(recorder) = recorded {
            self.tape = recorder.tokens;
            *c = *recorder.from;
        }
        self.wants = wants;
    }

    fn whole(&self) -> Vec<u8> {
        encode(self.draft.text.clone(), self.draft.charset)
    }

    fn document(&self, bytes: Vec<u8>, plan: Plan, origin: Origin) -> Document {
        document(bytes, plan, self.draft.needs(), origin)
    }
}

/// A document with all that its plan tells of it.
pub(super) fn document(bytes: Vec<u8>, plan: Plan, needs: Needs, origin: Origin) -> Document {
    let (truth, needs, kind) = match plan {
        Plan::Grammar => (Truth::WellFormed, needs, "grammar"),
        Plan::Broken(way, ..) => {
            let way = &ways()[way];
            let needs = Needs {
                namespaces: way.wants.namespaces,
                other_encoding: needs.other_encoding || way.other_encoding,
                ..needs
            };
            (Truth::IllFormed(way.rule), needs, "break")
        }
        Plan::Truncated(_) => (Truth::IllFormed(TRUNCATED), needs, "truncated"),
        Plan::Mutated => (Truth::Unknown, needs, "mutated"),
        Plan::Stress(stress) => {
            let row = &STRESSES[stress.number];
            let needs = Needs {
                dtd: row.dtd,
                stress: true,
                ..Needs::default()
            };
            let truth = row.rule.map_or(Truth::WellFormed, Truth::IllFormed);
            (truth, needs, row.kind)
        }
    };
    let needs = Needs {
        fifth_edition: needs.fifth_edition && may_need_fifth_edition(&bytes),
        ..needs
    };
    Document {
        bytes,
        truth,
        needs,
        kind,
        origin,
    }
}

/// Whether something is left of what editions before the fifth do not have: a name with a character
/// beyond Latin 1, or another version. What was cut off or left out counts no more.
fn may_need_fifth_edition(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    text.iter().any(|byte| *byte >= 0xc4) || has_later_version(text)
}

fn has_later_version(text: &[u8]) -> bool {
    let declared = memchr::memmem::find(text, b"?>").map(|end| &text[..end]);
    declared.is_some_and(|text| {
        let version = memchr::memmem::find(text, b"1.").map(|at| &text[at + 2..]);
        version.is_some_and(|rest| !matches!(rest, [b'0', b'"' | b'\'', ..]))
    })
}
