//! How a rule is broken in a draft.

use super::guard::Guard;
use super::short::shortened;
use super::spot::Spot;
use super::{edits, whole};
use crate::xml::breaks::recipe::{Place, Recipe};
use crate::xml::breaks::table::{BREAKS, RECIPES};
use crate::xml::documents::Rule;
use crate::xml::documents::draft::{Charset, Draft, Span};
use crate::xml::documents::encode::encode;
use crate::xml::documents::grammar::Wants;
use crate::xml::documents::source::Names;

/// A part of the text and what stands there instead.
pub(in crate::xml::documents) type Edit = (Span, Vec<u8>);

/// Puts these bytes at these places.
type Puts = &'static [(Spot, &'static [u8])];

/// A rule and what is put where to break it.
pub(super) type Row = (&'static str, &'static str, &'static str, Puts);

/// How it is done.
pub(in crate::xml::documents) enum How {
    /// At one place.
    One(Spot, &'static [u8], Guard),
    /// At places of different kinds.
    Puts(Puts),
    /// The XML declaration is replaced.
    Declare(&'static str),
    /// Parts are replaced, none overlapping another.
    Edit(fn(&Draft, u64) -> Option<Vec<Edit>>),
    /// The whole document is written otherwise.
    Whole(fn(&Draft, u64) -> Option<Vec<u8>>),
}

#[cfg(test)]
impl How {
    /// How many bytes are put into a document at least; zero where parts of it are changed.
    pub fn put(&self) -> usize {
        match self {
            How::One(_, bytes, _) => bytes.len(),
            How::Puts(puts) => puts.iter().map(|(_, bytes)| bytes.len()).sum(),
            How::Declare(text) => text.len(),
            How::Edit(_) | How::Whole(_) => 0,
        }
    }
}

/// One way to break a rule.
pub(in crate::xml::documents) struct Way {
    pub rule: Rule,
    pub wants: Wants,
    pub other_encoding: bool,
    pub how: How,
}

/// What bytes ask of the document that they are put in.
fn wants(bytes: &[u8]) -> Wants {
    let refers = |to: &[u8]| memchr::memmem::find(bytes, to).is_some();
    Wants {
        closed: refers(b"&clausa") || refers(b"%clausa") || refers(b"&nbsp;") || refers(b"&AMP;"),
        charset: std::str::from_utf8(bytes).is_err().then_some(Charset::Utf8),
        all_characters: !bytes.is_ascii(),
        ..Wants::default()
    }
}

fn wants_at(spot: Spot, bytes: &[u8]) -> Wants {
    let mut wants = wants(bytes);
    match spot {
        Spot::Tree(Place::Value | Place::AttributeName | Place::AfterAttributeName) => {
            wants.full = true;
        }
        // After nothing, the second declaration would be the first.
        Spot::Tree(Place::Start) => wants.declaration = true,
        Spot::Tree(Place::Prolog) if bytes.starts_with(b"<?xml") => wants.declaration = true,
        Spot::Tree(_) => {}
        Spot::External => (wants.dtd, wants.closed) = (true, true),
        _ => wants.dtd = true,
    }
    wants
}

fn both(one: Wants, other: Wants) -> Wants {
    Wants {
        declaration: one.declaration || other.declaration,
        dtd: one.dtd || other.dtd,
        closed: one.closed || other.closed,
        full: one.full || other.full,
        charset: one.charset.or(other.charset),
        all_characters: one.all_characters || other.all_characters,
        namespaces: one.namespaces || other.namespaces,
    }
}

fn way(rule: Rule, mut wants: Wants, how: How) -> Way {
    wants.namespaces = rule.section.starts_with('N');
    let other_encoding = wants.charset.is_some_and(|c| !c.is_utf8())
        || matches!(&how, How::Declare(text) if text.contains("UTF-16"))
        || rule.name == "mark-contradicts-encoding";
    Way {
        rule,
        wants,
        other_encoding,
        how,
    }
}

/// The ways of documents without a document type declaration.
pub(super) fn of_trees() -> Vec<Way> {
    let all = BREAKS.iter().zip(&RECIPES);
    all.map(|(rule, recipe)| match recipe {
        _ if rule.name == "quote-in-attribute" => {
            let wants = Wants {
                full: true,
                ..Wants::default()
            };
            way(*rule, wants, How::Edit(edits::quote_in_value))
        }
        Recipe::Put(place, bytes) => {
            let spot = Spot::Tree(*place);
            let how = How::One(spot, bytes, Guard::of(bytes));
            way(*rule, wants_at(spot, bytes), how)
        }
        Recipe::Declare(text) => {
            let wants = Wants {
                declaration: true,
                charset: Some(Charset::Utf8),
                ..Wants::default()
            };
            way(*rule, wants, How::Declare(text))
        }
        Recipe::Edit(_) => {
            let wants = Wants {
                full: true,
                ..Wants::default()
            };
            way(*rule, wants, How::Edit(edits::of(rule.name)))
        }
        Recipe::Whole(_) => {
            let (wants, write) = whole::of(rule.name);
            way(*rule, wants, How::Whole(write))
        }
    })
    .collect()
}

fn rule(name: &'static str, section: &'static str, about: &'static str) -> Rule {
    Rule {
        name,
        section,
        about,
    }
}

pub(super) fn of_row(row: &Row) -> Way {
    let (name, section, about, puts) = *row;
    let all = puts
        .iter()
        .map(|(spot, bytes)| wants_at(*spot, bytes))
        .fold(Wants::default(), both);
    let how = match puts {
        [(spot, bytes)] => How::One(*spot, bytes, Guard::of(bytes)),
        _ => How::Puts(puts),
    };
    way(rule(name, section, about), all, how)
}

pub(super) fn of_edit(row: &edits::Row) -> Way {
    let (name, section, about, wants, edit) = *row;
    way(rule(name, section, about), wants, How::Edit(edit))
}

pub(super) fn of_whole(row: &whole::Row) -> Way {
    let (name, section, about, wants, write) = *row;
    way(rule(name, section, about), wants, How::Whole(write))
}

impl Way {
    pub fn follow(&self, d: &Draft, pick: u64, names: Names) -> Option<(Vec<u8>, usize)> {
        let edited = |mut edits: Vec<Edit>| {
            if names == Names::Short {
                edits = shortened(d, edits)?;
            }
            let (text, first) = apply(d, edits);
            Some((encode(text, d.charset), first))
        };
        match &self.how {
            How::One(spot, bytes, guard) => {
                // A few places, as later ones may have less after them.
                let found = (0..4).map(|i| spot.find(d, pick.wrapping_add(i * 7)));
                let (at, also) = found
                    .flatten()
                    .find(|(at, _)| guard.allows(&d.text[*at..]))?;
                let edits = [Some(at), also].into_iter().flatten();
                let put = |at| (Span { start: at, end: at }, bytes.to_vec());
                edited(edits.map(put).collect())
            }
            How::Puts(puts) => {
                let mut edits = Vec::with_capacity(puts.len());
                for (i, (spot, bytes)) in puts.iter().enumerate() {
                    let (at, _) = spot.find(d, pick.rotate_right(i as u32 * 20))?;
                    edits.push((Span { start: at, end: at }, bytes.to_vec()));
                }
                edited(edits)
            }
            How::Declare(text) => {
                let all = Span {
                    start: 0,
                    end: d.declared,
                };
                edited(vec![(all, text.as_bytes().to_vec())])
            }
            How::Edit(edit) => edited(edit(d, pick)?),
            How::Whole(write) if names == Names::Long => Some((write(d, pick)?, 0)),
            How::Whole(_) => None,
        }
    }
}

/// The text with its edits, and where the first stands.
fn apply(d: &Draft, mut edits: Vec<Edit>) -> (Vec<u8>, usize) {
    if edits.len() > 1 {
        edits.sort_by_key(|(range, _)| range.start);
    }
    let mut out = Vec::with_capacity(d.text.len() + 128);
    let mut done = 0;
    let first = edits.first().map_or(0, |(range, _)| range.start);
    for (range, bytes) in edits {
        out.extend_from_slice(&d.text[done..range.start]);
        out.extend_from_slice(&bytes);
        done = range.end;
    }
    out.extend_from_slice(&d.text[done..]);
    (out, first)
}
