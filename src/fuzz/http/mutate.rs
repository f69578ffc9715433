//! Changes of requests: of their bodies, which leaves HTTP as it was, and of their heads.

use super::input::{Due, HTTP, Input, is_whole, split, with_body};
use super::source::is_xml;
use crate::fuzz::parser::mutated as mutated_markup;
use crate::generate::dice::Dice;
use crate::xml::documents::Documents;

/// Tokens of JSON, and values that some server somewhere stumbles over.
const TOKENS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\u0000",
    b"null",
    b"true",
    b"false",
    b"0",
    b"-1",
    b"-0",
    b"1e999",
    b"1E-999",
    b"0.1",
    b"01",
    b"2147483648",
    b"4294967296",
    b"9223372036854775808",
    b"18446744073709551616",
    b"-9223372036854775809",
    b"123456789012345678901234567890",
    b"NaN",
    b"Infinity",
    b"\"\"",
    b"{}",
    b"[]",
    b"[[[[[[[[",
    b"{\"a\":",
    b"\"a\":1,",
    b"//",
    b"/**/",
    b"'",
    b"%00",
    b"%s%n",
    b"../",
    b"' OR 1=1--",
    b"${7*7}",
    b"\0",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\t",
    b"\xf0\x9f\x98\x80",
    b" ",
];
/// Larger than this no body grows.
const LARGEST: usize = 64 << 10;

/// The request with another body, or `None` when its body has no length that could be told.
pub(super) fn body(input: &Input, other: &[u8], dice: &mut Dice) -> Option<Input> {
    let (head, body) = split(&input.bytes).filter(|_| is_whole(&input.bytes))?;
    let (about, body) = match (is_xml(head), dice.below(4)) {
        (true, 0) => {
            let choices = dice.letters(64);
            let document = Documents::from_bytes(choices.as_bytes());
            (
                format!("an XML document, {}", document.kind),
                document.bytes,
            )
        }
        (true, _) => ("a changed body".into(), mutated_markup(body, other, dice)),
        (false, 0) => {
            let end = dice.below(body.len() + 1);
            ("a body cut short".into(), body[..end].to_vec())
        }
        (false, _) => ("a changed body".into(), changed(body, other, dice)),
    };
    Some(Input {
        bytes: with_body(&input.bytes, &body)?,
        due: input.due,
        about,
        place: input.place.clone(),
    })
}

/// The request with changes of its bytes wherever they fall: no one can say what is due for it.
pub(super) fn head(input: &Input, other: &[u8], dice: &mut Dice) -> Input {
    Input {
        bytes: changed(&input.bytes, other, dice),
        due: Due::Any,
        about: "changed bytes of a request".into(),
        place: HTTP.into(),
    }
}

/// The bytes with a few changes; `other` lends a part at times.
fn changed(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..1 << dice.below(3) {
        let at = dice.below(out.len() + 1);
        let end = (at + 1 + dice.below(8)).min(out.len());
        match dice.below(7) {
            0..=2 => {
                let token = dice.pick(TOKENS).copied().unwrap_or_default();
                let over = if dice.below(2) == 0 { end } else { at };
                out.splice(at..over, token.iter().copied());
            }
            3 => drop(out.drain(at..end)),
            4 => {
                let part = out[at..end].to_vec().repeat(1 << dice.below(6));
                out.splice(at..at, part);
            }
            5 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            _ => {
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(32)).min(other.len());
                out.splice(at..at, other[from..to].iter().copied());
            }
        }
    }
    out.truncate(LARGEST.max(bytes.len()));
    out
}
