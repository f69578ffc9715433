//! What must not follow a place, so that nothing later sets things right again.

use memchr::memmem;

/// What is put and does not end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::xml::documents) enum Guard {
    Nothing,
    Comment,
    Instruction,
    Section,
    /// An entity value in double quotes.
    Literal,
}

impl Guard {
    pub fn of(bytes: &[u8]) -> Guard {
        let open = |start: &[u8], end: &[u8]| bytes.starts_with(start) && !bytes.ends_with(end);
        if bytes == b"<!-->" || open(b"<!--", b"-->") {
            Guard::Comment
        } else if open(b"<?", b"?>") {
            Guard::Instruction
        } else if open(b"<![CDATA[", b"]]>") {
            Guard::Section
        } else if bytes.starts_with(b"<!ENTITY")
            && bytes.iter().filter(|b| **b == b'"').count() % 2 == 1
        {
            Guard::Literal
        } else {
            Guard::Nothing
        }
    }

    /// Whether what follows leaves it open, or ends it where that is no help.
    pub fn allows(self, rest: &[u8]) -> bool {
        match self {
            Guard::Nothing => true,
            // Another comment's hyphens would be the error, or its end an end.
            Guard::Comment => memmem::find(rest, b"--").is_none(),
            Guard::Instruction => memmem::find(rest, b"?>").is_none(),
            Guard::Section => memmem::find(rest, b"]]>").is_none(),
            Guard::Literal => {
                let Some(at) = memchr::memchr(b'"', rest) else {
                    return true;
                };
                let next = rest[at + 1..].trim_ascii_start();
                next.first() != Some(&b'>')
            }
        }
    }
}

/// Whether the next bracket or quote of this kind is a `<`, which is legal in no tag.
pub(super) fn is_less_than_next(rest: &[u8], other: u8) -> bool {
    memchr::memchr2(b'<', other, rest).is_none_or(|at| rest[at] == b'<')
}
