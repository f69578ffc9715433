//! Changes of bytes that make documents nobody would write.

use crate::generate::dice::Dice;

/// Pieces of markup, and bytes that some parser somewhere stumbles over.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"/",
    b"&",
    b";",
    b"'",
    b"\"",
    b"=",
    b"%",
    b"#",
    b"-",
    b"?",
    b"!",
    b"[",
    b"]",
    b"(",
    b")",
    b"|",
    b",",
    b"*",
    b"+",
    b":",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b"\x01",
    b"\x7F",
    b"<!",
    b"<?",
    b"?>",
    b"</",
    b"/>",
    b"]]>",
    b"-->",
    b"<!--",
    b"--",
    b"<![",
    b"<![CDATA[",
    b"]>",
    b"<!D",
    b"<!E",
    b"<!A",
    b"<!N",
    b"<!DOCTYPE",
    b"<!DOCTYPE a",
    b"<!DOCTYPE a [",
    b"<!ENTITY",
    b"<!ENTITY e \"v\">",
    b"<!ENTITY % p \"v\">",
    b"%p;",
    b"&e;",
    b"<!ELEMENT",
    b"<!ELEMENT a ANY>",
    b"<!ELEMENT a (#PCDATA)>",
    b"<!ATTLIST",
    b"<!ATTLIST a b CDATA #IMPLIED>",
    b"<!NOTATION",
    b"SYSTEM",
    b"PUBLIC",
    b"NDATA",
    b"CDATA",
    b"ID",
    b"IDREF",
    b"#REQUIRED",
    b"#FIXED",
    b"EMPTY",
    b"<![INCLUDE[",
    b"<![IGNORE[",
    b"<?xml",
    b"<?xml version=\"1.0\"?>",
    b"version=",
    b"encoding=",
    b"standalone=",
    b"UTF-8",
    b"UTF-16",
    b"ISO-8859-1",
    b"&#",
    b"&#x",
    b"&#0;",
    b"&#xD800;",
    b"&#x10FFFF;",
    b"&#x110000;",
    b"&#99999999999999999999;",
    b"&amp;",
    b"&lt;",
    b"&quot;",
    b"xml:",
    b"xmlns",
    b"xmlns=\"\"",
    b"xmlns:a=\"b\"",
    b"xmlns:a=\"\"",
    b"xml:space=\"preserve\"",
    b"a:b",
    b":",
    b"a=\"b\"",
    b"a='b'",
    b"<a>",
    b"</a>",
    b"<a/>",
    b"<b>",
    b"</b>",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xC3\xA9",
    b"\xE4\xB8\xAD",
    b"\xF0\x9F\x98\x80",
    b"\xED\xA0\x80",
    b"\xEF\xBF\xBE",
    b"\xC0\x80",
    b"\xF4\x90\x80\x80",
    b"\x80",
    b"\xC3",
    b"\xE4\xB8",
    b"\xFF",
];

/// Documents to begin with: every kind of markup, each small.
pub(super) const SEEDS: &[&[u8]] = &[
    b"<a/>",
    b"<a b=\"c\" d='e'>f<g/>h</a>",
    b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><a/>",
    b"<!DOCTYPE a><a/>",
    b"<!DOCTYPE a SYSTEM \"b\"><a/>",
    b"<!DOCTYPE a PUBLIC \"b\" \"c\" [<!ENTITY d \"e\">]><a>&d;</a>",
    b"<!DOCTYPE a [<!ELEMENT a (b|c)*><!ATTLIST a b CDATA #IMPLIED c (d|e) 'd'>%f;]><a/>",
    b"<!DOCTYPE a [<!ENTITY % b \"<!ENTITY c 'd'>\">%b;<!NOTATION e SYSTEM 'f'><?g h?><!--i-->]><a/>",
    b"<a><![CDATA[b]]>&lt;&#65;&#x42;<!--c--><?d e?></a>",
    b"<a:b xmlns:a=\"c\" xmlns=\"d\"><e a:f=\"g\"/></a:b>",
    b"<a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a>",
];

/// Larger than this nothing grows.
const LARGEST: usize = 4096;

/// The bytes with a few changes; `other` lends a part at times.
pub(in crate::fuzz) fn mutated(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let changes = 1 << dice.below(4);
    for _ in 0..changes {
        change(&mut out, other, dice);
    }
    out.truncate(LARGEST.max(bytes.len()));
    out
}

fn change(out: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = place(out, dice);
    match dice.below(12) {
        0..=4 => {
            let piece = PIECES[dice.below(PIECES.len())];
            let over = if dice.below(3) == 0 {
                piece.len().min(out.len() - at)
            } else {
                0
            };
            out.splice(at..at + over, piece.iter().copied());
        }
        5 | 6 => {
            let end = (at + 1 + dice.below(8)).min(out.len());
            out.drain(at..end);
        }
        7 => {
            let end = (at + 1 + dice.below(16)).min(out.len());
            let part = out[at..end].to_vec();
            let times = 1 << dice.below(4);
            let to = place(out, dice);
            out.splice(to..to, part.repeat(times));
        }
        8 => {
            if let Some(byte) = out.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        9 => {
            if let Some(byte) = out.get_mut(at) {
                *byte = 32 + dice.below(95) as u8;
            }
        }
        10 => {
            let from = dice.below(other.len() + 1);
            let to = (from + dice.below(32)).min(other.len());
            out.splice(at..at, other[from..to].iter().copied());
        }
        _ => out.truncate(at),
    }
}

/// A place, more often beside markup than elsewhere.
fn place(out: &[u8], dice: &mut Dice) -> usize {
    let at = dice.below(out.len() + 1);
    if dice.below(2) == 0 {
        return at;
    }
    let is_markup = |b: &u8| b"<>&;[]!?\"'=%".contains(b);
    let beside = out[at..].iter().position(is_markup);
    beside.map_or(at, |step| at + step + dice.below(2))
}
