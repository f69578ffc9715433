//! Breaks that write the whole document otherwise.

use super::spot::one;
use crate::xml::documents::draft::{Charset, Draft};
use crate::xml::documents::encode::encode;
use crate::xml::documents::grammar::Wants;

type Write = fn(&Draft, u64) -> Option<Vec<u8>>;

/// A rule, what the document must have, and how it is broken.
pub(super) type Row = (&'static str, &'static str, &'static str, Wants, Write);

const PLAIN: Wants = Wants {
    declaration: false,
    dtd: false,
    closed: false,
    full: false,
    charset: None,
    all_characters: false,
    namespaces: false,
};

const fn in_charset(charset: Charset) -> Wants {
    Wants {
        charset: Some(charset),
        ..PLAIN
    }
}

/// What concerns the encoding and is not among the breaks of trees.
pub(super) const TABLE: &[Row] = &[
    (
        "invalid-us-ascii",
        "4.3.3",
        "a byte above 127 in a document declared as US-ASCII",
        in_charset(Charset::Ascii),
        |d, pick| {
            let at = *one(&d.content, pick)?;
            Some([&d.text[..at], b"\xE9", &d.text[at..]].concat())
        },
    ),
    (
        "second-byte-order-mark",
        "2.1",
        "two byte order marks",
        in_charset(Charset::Utf8Mark),
        |d, _| Some([b"\xEF\xBB\xBF\xEF\xBB\xBF", d.text.as_slice()].concat()),
    ),
    (
        "byte-order-mark-in-prolog",
        "2.1",
        "a byte order mark between the parts of the prolog",
        Wants {
            declaration: true,
            ..in_charset(Charset::Utf8)
        },
        |d, pick| {
            let at = *one(&d.prolog, pick)?;
            Some([&d.text[..at], b"\xEF\xBB\xBF", &d.text[at..]].concat())
        },
    ),
    (
        "mark-contradicts-encoding",
        "4.3.3",
        "the byte order mark of UTF-8 in a document declared as ISO-8859-1",
        in_charset(Charset::Latin1),
        |d, _| {
            let text = d.text.clone();
            Some([b"\xEF\xBB\xBF", text.as_slice()].concat())
        },
    ),
    (
        "utf-8-declared-in-utf-16",
        "4.3.3",
        "UTF-16 with a byte order mark, declared as UTF-8",
        Wants {
            declaration: true,
            ..in_charset(Charset::Utf16Be)
        },
        |d, _| {
            let rest = &d.text[d.declared..];
            let text = [b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", rest].concat();
            Some(encode(text, Charset::Utf16Be))
        },
    ),
];

/// The way to make a break of this name in any draft, and what that must have.
pub(super) fn of(name: &str) -> (Wants, Write) {
    match name {
        "empty-document" => (PLAIN, |_, _| Some(Vec::new())),
        "only-white-space" => (PLAIN, |_, pick| {
            Some(b" \n\t\r\n "[..1 + (pick % 6) as usize].to_vec())
        }),
        "only-a-comment" => (PLAIN, |d, _| {
            let declaration = d.text[..d.declared].to_vec();
            let text = [declaration.as_slice(), b"<!-- nothing -->"].concat();
            Some(encode(text, d.charset))
        }),
        "only-a-declaration" => {
            let wants = Wants {
                declaration: true,
                ..PLAIN
            };
            (wants, |d, _| {
                Some(encode(d.text[..d.declared].to_vec(), d.charset))
            })
        }
        "utf-16-odd-length" => (in_charset(Charset::Utf16Le), |d, _| {
            let mut bytes = encode(d.text.clone(), Charset::Utf16Le);
            bytes.pop();
            Some(bytes)
        }),
        "lone-surrogate-in-utf-16" => (in_charset(Charset::Utf16Be), |d, pick| {
            surrogates(d, pick, &[0xD8, 0x00])
        }),
        "swapped-surrogates-in-utf-16" => (in_charset(Charset::Utf16Be), |d, pick| {
            surrogates(d, pick, &[0xDC, 0x00, 0xD8, 0x00])
        }),
        // A new way needs a line here; the test of all rules tells of one that has none.
        _ => (PLAIN, |_, _| None),
    }
}

/// UTF-16 with these bytes in the content.
fn surrogates(d: &Draft, pick: u64, bytes: &[u8]) -> Option<Vec<u8>> {
    let at = *one(&d.content, pick)?;
    let before = encode(d.text[..at].to_vec(), Charset::Utf16Be);
    let after = encode(d.text[at..].to_vec(), Charset::Utf16Be);
    Some([before.as_slice(), bytes, &after[2..]].concat())
}
