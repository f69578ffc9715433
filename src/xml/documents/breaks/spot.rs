//! Places of a draft where something is put.

use crate::xml::breaks::recipe::Place;
use crate::xml::documents::draft::{Draft, Tag};

/// Where something is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::xml::documents) enum Spot {
    /// A place that documents without a document type declaration have, too.
    Tree(Place),
    /// Between declarations in the internal subset.
    Subset,
    /// In the prolog after the document type declaration.
    AfterDoctype,
    /// After the name in the document type declaration, which has no external identifier.
    External,
    /// After the `]` of the internal subset.
    AfterSubset,
}

/// One of a list.
pub(super) fn one<T>(list: &[T], pick: u64) -> Option<&T> {
    list.get(pick.checked_rem(list.len() as u64)? as usize)
}

impl Spot {
    /// One such place; two when both tags of an element have it.
    pub fn find(self, d: &Draft, pick: u64) -> Option<(usize, Option<usize>)> {
        let at = match self {
            Spot::Subset => *one(&d.subset, pick)?,
            Spot::AfterDoctype => {
                let end = d.doctype?.all.end;
                let first = d.prolog.iter().position(|at| *at >= end)?;
                *one(&d.prolog[first..], pick)?
            }
            Spot::External => d.doctype.filter(|own| !own.external)?.name.end,
            Spot::AfterSubset => d.doctype?.subset?.end + 1,
            Spot::Tree(place) => return tree(place, d, pick),
        };
        Some((at, None))
    }
}

/// The end tags; there is one for the root at least.
pub(super) fn ended(d: &Draft, pick: u64) -> Option<&Tag> {
    let from = pick.checked_rem(d.tags.len() as u64)? as usize;
    let mut from = d.tags[from..].iter().chain(&d.tags[..from]);
    from.find(|tag| tag.end.is_some())
}

fn tree(place: Place, d: &Draft, pick: u64) -> Option<(usize, Option<usize>)> {
    let at = match place {
        Place::Start => 0,
        Place::Prolog => *one(&d.prolog, pick)?,
        Place::Epilog => *one(&d.epilog, pick)?,
        Place::Content => *one(&d.content, pick)?,
        Place::Value => one(&d.values, pick)?.0,
        Place::Name | Place::BeforeName => {
            let tag = one(&d.tags, pick)?;
            let mut into = 0;
            if place == Place::Name {
                let name = std::str::from_utf8(d.bytes_of(tag.name)).ok()?;
                into = name.chars().next()?.len_utf8();
            }
            let end = tag.end.map(|end| end.start + 2 + into);
            return Some((tag.name.start + into, end));
        }
        Place::TagEnd => one(&d.tags, pick)?.inside_end(),
        Place::EndTagEnd => ended(d, pick)?.end?.end - 1,
        Place::EndTagStart => ended(d, pick)?.end?.start + 2,
        Place::AttributeName => one(&d.attributes, pick)?.name.start,
        Place::AfterAttributeName => one(&d.attributes, pick)?.name.end,
    };
    Some((at, None))
}
