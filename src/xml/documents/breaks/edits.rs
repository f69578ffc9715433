//! Breaks that change what stands in the document.

use super::guard::is_less_than_next;
use super::spot::{ended, one};
use super::way::Edit;
use crate::xml::documents::draft::{Draft, Span, Tag, span};
use crate::xml::documents::grammar::Wants;

/// A rule, what the document must have, and how it is broken.
pub(super) type Row = (
    &'static str,
    &'static str,
    &'static str,
    Wants,
    fn(&Draft, u64) -> Option<Vec<Edit>>,
);

const DTD: Wants = Wants {
    declaration: false,
    dtd: true,
    closed: false,
    full: false,
    charset: None,
    all_characters: false,
    namespaces: false,
};

const CLOSED: Wants = Wants {
    closed: true,
    ..DTD
};

/// What changes the document type declaration.
pub(super) const TABLE: &[Row] = &[
    (
        "doctype-lower-case",
        "2.8",
        "a document type declaration in lower case",
        DTD,
        |d, _| {
            let start = d.doctype?.all.start;
            put(span(start, start + 9), b"<!doctype")
        },
    ),
    (
        "doctype-without-name",
        "2.8",
        "a document type declaration without a name",
        CLOSED,
        |d, _| put(d.doctype?.name, b""),
    ),
    (
        "doctype-without-space",
        "2.8",
        "no white space before the name of the document type",
        DTD,
        |d, _| {
            let own = d.doctype?;
            put(span(own.all.start + 9, own.name.start), b"")
        },
    ),
    (
        "doctype-name-starting-with-digit",
        "2.3",
        "a document type whose name starts with a digit",
        DTD,
        |d, _| {
            let at = d.doctype?.name.start;
            put(span(at, at), b"1")
        },
    ),
    (
        "unclosed-doctype",
        "2.8",
        "a document type declaration without its last bracket",
        DTD,
        |d, _| {
            let end = d.doctype?.all.end;
            put(span(end - 1, end), b"")
        },
    ),
    (
        "unclosed-subset",
        "2.8",
        "an internal subset without its last bracket",
        DTD,
        |d, _| {
            let end = d.doctype?.subset?.end;
            put(span(end, end + 1), b"")
        },
    ),
    (
        "declaration-cut-short",
        "2.8",
        "a declaration without its last bracket",
        DTD,
        |d, pick| {
            let all = *one(&d.declarations, pick)?;
            put(span(all.end - 1, all.end), b"")
        },
    ),
    (
        "declaration-word-case",
        "2.8",
        "a declaration whose word starts with a small letter",
        DTD,
        |d, pick| {
            let start = one(&d.declarations, pick)?.start + 2;
            let first = d.text[start].to_ascii_lowercase();
            put(span(start, start + 1), &[first])
        },
    ),
    (
        "space-in-declaration-word",
        "2.8",
        "a blank between the bracket and the word of a declaration",
        DTD,
        |d, pick| {
            let start = one(&d.declarations, pick)?.start + 2;
            put(span(start, start), b" ")
        },
    ),
    (
        "missing-space-in-declaration",
        "2.8",
        "no white space after the word of a declaration",
        DTD,
        |d, pick| {
            let all = *one(&d.declarations, pick)?;
            let word = d.bytes_of(all).iter().skip(2);
            let start = all.start + 2 + word.take_while(|b| b.is_ascii_uppercase()).count();
            let spaces = d.text[start..]
                .iter()
                .take_while(|b| b.is_ascii_whitespace());
            put(span(start, start + spaces.count()), b"")
        },
    ),
];

fn put(at: Span, bytes: &[u8]) -> Option<Vec<Edit>> {
    Some(vec![(at, bytes.to_vec())])
}

/// The way to make a break of this name in any draft.
pub(super) fn of(name: &str) -> fn(&Draft, u64) -> Option<Vec<Edit>> {
    match name {
        "unclosed-element" => |d, pick| put(ended(d, pick)?.end?, b""),
        "mismatched-end-tag" => |d, pick| {
            let at = ended(d, pick)?;
            let after = at.end?.start + 2 + at.name.end - at.name.start;
            put(span(after, after), b"b")
        },
        "end-tag-case" => end_tag_case,
        "overlapping-elements" => overlapping,
        "unclosed-start-tag" => |d, pick| {
            let tag = last_of(d, pick, |tag| tag.all.end, b'>')?;
            put(span(tag.inside_end(), tag.all.end), b" ")
        },
        "unclosed-end-tag" => |d, pick| {
            let end = |tag: &Tag| tag.end.map_or(usize::MAX, |end| end.end);
            let tag = last_of(d, pick, end, b'>')?;
            let end = tag.end?.end;
            put(span(end - 1, end), b"")
        },
        "document-ends-in-tag" => {
            |d, pick| put(span(one(&d.tags, pick)?.inside_end(), d.text.len()), b"")
        }
        "duplicate-attribute" => |d, pick| {
            let attribute = one(&d.attributes, pick)?;
            let end = d.tags[attribute.tag].inside_end();
            let again = [
                b" ",
                d.bytes_of(span(attribute.name.start, attribute.all.end)),
            ]
            .concat();
            put(span(end, end), &again)
        },
        "unquoted-attribute" => |d, pick| {
            let value = one(&d.attributes, pick)?.value;
            let plain = d.bytes_of(value).iter().all(u8::is_ascii_alphanumeric);
            let bare: &[u8] = match plain && value.end > value.start {
                true => d.bytes_of(value),
                false => b"1",
            };
            put(span(value.start - 1, value.end + 1), bare)
        },
        "attribute-without-value" => |d, pick| {
            let own = one(&d.attributes, pick)?;
            put(span(own.name.end, own.all.end), b"")
        },
        "attribute-with-nothing" => |d, pick| {
            let own = one(&d.attributes, pick)?;
            put(span(own.equals + 1, own.all.end), b"")
        },
        "attribute-without-equals" => |d, pick| {
            let equals = one(&d.attributes, pick)?.equals;
            put(span(equals, equals + 1), b" ")
        },
        "unclosed-attribute-value" => |d, pick| unclosed_value(d, pick, false),
        "mismatched-quotes" => |d, pick| unclosed_value(d, pick, true),
        "missing-space-between-attributes" => without_space,
        "unbound-prefix" => {
            |d, pick| renamed(d, pick, |local| [b"clausal-undeclared:", local].concat())
        }
        "two-colons-in-name" => |d, pick| renamed(d, pick, |local| [b"xml:a:", local].concat()),
        "name-starting-with-colon" => |d, pick| renamed(d, pick, |local| [b":", local].concat()),
        "name-ending-with-colon" => |d, pick| renamed(d, pick, |_| b"xml:".to_vec()),
        "local-name-illegal" => |d, pick| renamed(d, pick, |local| [b"xml:1", local].concat()),
        "xmlns-element" => |d, pick| renamed(d, pick, |local| [b"xmlns:", local].concat()),
        // A new way needs a line here; the test of all rules tells of one that has none.
        _ => |_, _| None,
    }
}

/// A value gets its own quote, and a letter, so that no other reading is left.
pub(super) fn quote_in_value(d: &Draft, pick: u64) -> Option<Vec<Edit>> {
    let (at, number) = *one(&d.values, pick)?;
    let quote = d.text[d.attributes[number].value.start - 1];
    put(span(at, at), &[quote, b'x'])
}

/// A tag after whose end the next such bracket comes after a `<`.
fn last_of(d: &Draft, pick: u64, end: impl Fn(&Tag) -> usize, bracket: u8) -> Option<&Tag> {
    let from = pick.checked_rem(d.tags.len() as u64)? as usize;
    let mut all = d.tags[from..].iter().chain(&d.tags[..from]);
    all.find(|tag| {
        let rest = d.text.get(end(tag)..);
        rest.is_some_and(|rest| is_less_than_next(rest, bracket))
    })
}

/// The end tag of an element gets another case.
fn end_tag_case(d: &Draft, pick: u64) -> Option<Vec<Edit>> {
    let tag = ended(d, pick)?;
    let name = d.bytes_of(tag.name);
    let start = tag.end?.start + 2;
    let own = span(start, start + name.len());
    let Some(at) = name.iter().position(u8::is_ascii_alphabetic) else {
        // No letter has a case: the name is lengthened by one that has, in both tags.
        let after = span(tag.name.end, tag.name.end);
        return Some(vec![
            (after, b"a".to_vec()),
            (span(own.end, own.end), b"A".to_vec()),
        ]);
    };
    let mut other = name.to_vec();
    other[at] ^= 0x20;
    Some(vec![(own, other)])
}

/// Two end tags in the wrong order, a child's after its parent's.
fn overlapping(d: &Draft, pick: u64) -> Option<Vec<Edit>> {
    let from = pick.checked_rem(d.tags.len() as u64)? as usize;
    let mut all = d.tags[from..].iter().chain(&d.tags[..from]);
    let found = all.find_map(|tag| {
        let parent = &d.tags[tag.parent];
        let differ = d.bytes_of(tag.name) != d.bytes_of(parent.name);
        differ.then_some((tag.end?, parent.end?))
    });
    Some(match found {
        Some((own, parent)) => vec![
            (own, d.bytes_of(parent).to_vec()),
            (parent, d.bytes_of(own).to_vec()),
        ],
        None => {
            let end = d.tags.first()?.end?;
            vec![
                (span(end.start, end.start), b"<clausal-x>".to_vec()),
                (span(end.end, end.end), b"</clausal-x>".to_vec()),
            ]
        }
    })
}

/// A value loses its last quote, or ends with the other one.
fn unclosed_value(d: &Draft, pick: u64, other: bool) -> Option<Vec<Edit>> {
    let from = pick.checked_rem(d.attributes.len() as u64)? as usize;
    let mut all = d.attributes[from..].iter().chain(&d.attributes[..from]);
    let end = all
        .find(|own| is_less_than_next(&d.text[own.all.end..], d.text[own.value.end]))?
        .value
        .end;
    let quote: &[u8] = match (other, d.text[end]) {
        (false, _) => b"",
        (true, b'"') => b"'",
        (true, _) => b"\"",
    };
    put(span(end, end + 1), quote)
}

/// Two attributes with nothing between them; where no tag has two, one is added.
fn without_space(d: &Draft, pick: u64) -> Option<Vec<Edit>> {
    let count = d.attributes.len();
    let from = pick.checked_rem(count as u64)? as usize;
    let second = (from..count)
        .chain(1..from)
        .find(|i| *i > 0 && d.attributes[*i].tag == d.attributes[*i - 1].tag);
    if let Some(i) = second {
        let own = &d.attributes[i];
        return put(span(own.all.start, own.name.start), b"");
    }
    let end = one(&d.attributes, pick)?.all.end;
    put(span(end, end), b"clausal-x=\"1\"")
}

/// An element gets another name in both its tags, made of its local part.
fn renamed(d: &Draft, pick: u64, name: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<Edit>> {
    let tag = one(&d.tags, pick)?;
    let old = d.bytes_of(tag.name);
    let local = memchr::memrchr(b':', old).map_or(old, |at| &old[at + 1..]);
    let new = name(local);
    let mut edits = vec![(tag.name, new.clone())];
    if let Some(end) = tag.end {
        edits.push((span(end.start + 2, end.start + 2 + old.len()), new));
    }
    Some(edits)
}
