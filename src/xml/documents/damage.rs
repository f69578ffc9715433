//! Documents cut short, and bytes changed at random.

use super::breaks::TRUNCATED;
use super::choices::Choices;
use super::draft::{Charset, Draft};
use super::encode::encode;
use super::origin::Origin;
use super::source::Plan;
use super::{Document, Truth};

/// Where the root ends, in bytes of the whole document.
pub(super) fn root_end(draft: &Draft) -> usize {
    let end = draft.tags.first().map_or(0, |root| root.element().end);
    match draft.charset {
        Charset::Utf8 => end,
        Charset::Utf8Mark => end + 3,
        charset => encode(draft.text[..end].to_vec(), charset).len(),
    }
}

impl Document {
    /// The document cut short before every byte of its root but the first byte of all: each is
    /// ill-formed. Nothing for documents that the grammar did not make.
    pub fn truncations(&self) -> impl Iterator<Item = Document> + '_ {
        let sketch = self.origin.whole();
        let end = sketch.as_ref().map_or(1, |own| root_end(&own.draft()));
        (1..end).filter_map(move |kept| {
            Some(Document {
                bytes: self.bytes[..kept].to_vec(),
                truth: Truth::IllFormed(TRUNCATED),
                needs: self.needs,
                kind: "truncated",
                origin: Origin::Sketch(sketch.clone()?, Plan::Truncated(kept)),
            })
        })
    }
}

/// What parsers look for.
const TOKENS: [&[u8]; 24] = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"<?",
    b"?>",
    b"</",
    b"/>",
    b"\"",
    b"'",
    b"=",
    b"&#",
    b"&#x",
    b";",
    b"%",
    b"<!DOCTYPE",
    b"<!ENTITY",
    b"xmlns:",
    b"\0",
    b"\xFF",
    b"\xEF\xBB\xBF",
];

/// Changes a few bytes.
pub(super) fn mutate(bytes: &mut Vec<u8>, c: &mut Choices) {
    for _ in 0..=c.below(8) {
        let at = c.below(bytes.len() + 1);
        let end = (at + 1 + c.below(16)).min(bytes.len());
        match c.below(8) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << c.below(8),
            2 if at < bytes.len() => bytes[at] = c.below(256) as u8,
            3 => bytes.insert(at, c.below(256) as u8),
            4 if at < end => drop(bytes.drain(at..end)),
            5 if at < end => {
                let part = bytes[at..end].to_vec();
                let to = c.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            6 if at < bytes.len() => {
                let other = c.below(bytes.len());
                bytes.swap(at, other);
            }
            _ => {
                let token = TOKENS[c.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
}
