//! Families of documents: the same shape in any length.

use crate::fuzz::parser::input::Input;
use crate::xml::documents::Needs;

/// Documents of one shape, which may be of any length.
pub(in crate::fuzz::parser) struct Family {
    /// As reports and `--grow` name it, after "growth/".
    pub kind: &'static str,
    /// The section of the recommendation.
    pub section: &'static str,
    /// What grows, in words.
    pub about: &'static str,
    /// What of a parser is put to the test: faults of one such part are one fault.
    pub part: &'static str,
    /// Made in about so many bytes.
    pub write: fn(usize) -> String,
    /// What matters comes with great length only, such as a full stack.
    pub far: bool,
    /// What it stands for grows faster than it does, so that a parser needs a bound: the size at which
    /// that is 64 MiB.
    pub expands: Option<usize>,
}

/// What the kinds of all families begin with.
const BEFORE: &str = "growth/";

impl Family {
    /// Its name without what all begin with.
    pub fn name(&self) -> &'static str {
        self.kind.strip_prefix(BEFORE).unwrap_or(self.kind)
    }

    /// Its document of about so many bytes.
    pub fn document(&'static self, size: usize) -> Input {
        Input::Grown(Grown {
            family: self,
            size,
            bytes: (self.write)(size).into_bytes(),
            needs: Needs {
                dtd: true,
                stress: true,
                ..Needs::default()
            },
        })
    }
}

/// One document of a family. Whether it is well-formed is not asked: many a parser has bounds.
#[derive(Clone)]
pub(in crate::fuzz::parser) struct Grown {
    pub family: &'static Family,
    pub size: usize,
    pub bytes: Vec<u8>,
    pub needs: Needs,
}

/// No document of a family is smaller than this, in bytes.
const SMALLEST: usize = 16;

impl Grown {
    /// Shorter ones, the shortest first.
    pub fn smaller(&self) -> Vec<Input> {
        let parts = [1, 2, 4, 6, 7].iter();
        let sizes = parts.map(|part| self.size * part / 8);
        let sizes = sizes.filter(|size| *size >= SMALLEST);
        sizes.map(|size| self.family.document(size)).collect()
    }
}
