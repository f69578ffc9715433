//! What is done to a draft.

use std::ops::Range;

use super::draft::Draft;

/// Where a recipe puts something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::xml) enum Place {
    /// Before everything, the XML declaration included.
    Start,
    /// Between the XML declaration and the root.
    Prolog,
    /// After the root.
    Epilog,
    /// In the content of an element.
    Content,
    /// In an attribute value.
    Value,
    /// After the first character of an element's name, in its tags.
    Name,
    /// Before an element's name, in its tags.
    BeforeName,
    /// In a tag before `>` or `/>`.
    TagEnd,
    /// In an end tag before `>`.
    EndTagEnd,
    /// Between `</` and the name.
    EndTagStart,
    /// Before the name of an attribute.
    AttributeName,
    /// Right after the name of an attribute.
    AfterAttributeName,
}

/// A part of the document and what stands there instead.
pub(in crate::xml) type Edit = (Range<usize>, Vec<u8>);

/// How a document is broken. The number chooses the place.
pub(in crate::xml) enum Recipe {
    /// These bytes are put at a place.
    Put(Place, &'static [u8]),
    /// This XML declaration takes the place of the legal one.
    Declare(&'static str),
    /// Parts are replaced, none overlapping another.
    Edit(fn(&Draft, u64) -> Option<Vec<Edit>>),
    /// The whole document is written otherwise.
    Whole(fn(&Draft) -> Option<Vec<u8>>),
}

impl Recipe {
    pub fn follow(&self, draft: &Draft, pick: u64) -> Option<Vec<u8>> {
        match self {
            Recipe::Put(place, bytes) => {
                let edits = place.find(draft, pick)?.into_iter();
                Some(edited(
                    draft,
                    edits.map(|at| (at..at, bytes.to_vec())).collect(),
                ))
            }
            Recipe::Declare(text) => Some(edited(
                draft,
                vec![(0..draft.declared, text.as_bytes().to_vec())],
            )),
            Recipe::Edit(edit) => Some(edited(draft, edit(draft, pick)?)),
            Recipe::Whole(write) => write(draft),
        }
    }
}

/// One of a list.
pub(super) fn one<T>(list: &[T], pick: u64) -> Option<&T> {
    list.get(pick.checked_rem(list.len() as u64)? as usize)
}

impl Place {
    /// One such place; two when both tags of an element have it, so that they still match.
    fn find(self, draft: &Draft, pick: u64) -> Option<Vec<usize>> {
        let at = match self {
            Place::Start => 0,
            Place::Prolog => draft.declared,
            Place::Epilog => draft.text.len(),
            Place::Content => *one(&draft.content, pick)?,
            Place::Value => {
                let attributes = draft.attributes();
                let (_, attribute) = one(&attributes, pick)?;
                *one(&attribute.places, pick / attributes.len() as u64)?
            }
            Place::Name => return named(draft, pick, |name| first_end(draft, name)),
            Place::BeforeName => return named(draft, pick, |name| name.start),
            Place::TagEnd => one(&draft.tags, pick)?.inside_end(),
            Place::EndTagEnd => one(&draft.ends, pick)?.1.end - 1,
            Place::EndTagStart => one(&draft.ends, pick)?.1.start + 2,
            Place::AttributeName => one(&draft.attributes(), pick)?.1.name.start,
            Place::AfterAttributeName => one(&draft.attributes(), pick)?.1.name.end,
        };
        Some(vec![at])
    }
}

fn first_end(draft: &Draft, name: &Range<usize>) -> usize {
    let first = draft.text[name.clone()].chars().next();
    name.start + first.map_or(0, char::len_utf8)
}

/// Places in the name of one element, in its start tag and its end tag.
fn named(draft: &Draft, pick: u64, place: impl Fn(&Range<usize>) -> usize) -> Option<Vec<usize>> {
    let number = pick.checked_rem(draft.tags.len() as u64)? as usize;
    Some(names(draft, number).iter().map(place).collect())
}

/// Where the name of this tag stands, in its start tag and its end tag.
pub(super) fn names(draft: &Draft, number: usize) -> Vec<Range<usize>> {
    let mut all = vec![draft.tags[number].name.clone()];
    let end = draft.ends.iter().find(|(own, _)| *own == number);
    all.extend(end.map(|(_, end)| end.start + 2..end.end - 1));
    all
}

/// The document with its edits.
fn edited(draft: &Draft, mut edits: Vec<Edit>) -> Vec<u8> {
    edits.sort_by_key(|(range, _)| range.start);
    let text = draft.text.as_bytes();
    let mut out = Vec::with_capacity(text.len() + 64);
    let mut done = 0;
    for (range, bytes) in edits {
        out.extend_from_slice(&text[done..range.start]);
        out.extend_from_slice(&bytes);
        done = range.end;
    }
    out.extend_from_slice(&text[done..]);
    out
}
