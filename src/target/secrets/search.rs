//! Finding every writing of every secret in one pass, and putting the mask in its place.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::MASK;
use super::forms::{Form, Wide, of};
use super::layers::Layer;

/// Escapes within escapes that are read.
const LAYERS: usize = 3;
/// What stands where a text of ours was cut.
const CUT: &[u8] = "…".as_bytes();
/// Places of one text where half a secret is looked for.
const CUTS: usize = 64;
/// Characters of half a secret that are masked.
const HALF: usize = 4;

/// Bytes that the longest escape takes, without its end.
const ESCAPE: usize = 11;

/// Bytes of a piece of a secret that is masked where it stands in quotes.
const PIECE: usize = 5;

/// Everything that is looked for.
pub(super) struct Search {
    forms: Vec<Form>,
    /// The secrets in small letters.
    folded: Vec<String>,
    /// In any letter case, as names of headers and digits of hex come in either.
    all: Option<AhoCorasick>,
}

/// A part of a text, and how the mask is written there.
type Hit = (usize, usize, Wide);

impl Search {
    pub(super) fn new(secrets: &[String]) -> Self {
        let forms: Vec<Form> = secrets.iter().flat_map(|s| of(s)).collect();
        let all = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(forms.iter().map(|f| &f.bytes));
        Search {
            forms,
            folded: secrets.iter().map(|s| s.to_ascii_lowercase()).collect(),
            // Only patterns of gigabytes make none.
            all: all.ok(),
        }
    }

    /// The text with a mask in place of each secret; nothing where there is none.
    pub(super) fn masked(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut hits = self.in_layers(text);
        if let Some(narrow) = Layer::narrow(text) {
            let found = self.in_layers(&narrow.bytes);
            let back = |(start, end, _)| narrow.back((start, end), text.len());
            hits.extend(
                found
                    .into_iter()
                    .map(back)
                    .map(|place| widened(text, place)),
            );
        }
        if hits.is_empty() {
            return None;
        }
        hits.sort_unstable_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        Some(replaced(text, &hits))
    }

    /// What is found in a text as it stands, and behind its escapes.
    fn in_layers(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = self.hits(text);
        let mut layers: Vec<Layer> = Vec::new();
        for _ in 0..LAYERS {
            let upper = layers.last().map_or(text, |l| &l.bytes);
            let Some(layer) = Layer::of(upper) else { break };
            let found = self.hits(&layer.bytes);
            layers.push(layer);
            for (start, end, wide) in found {
                let mut place = (start, end);
                for number in (0..layers.len()).rev() {
                    let above = match number {
                        0 => text.len(),
                        n => layers[n - 1].bytes.len(),
                    };
                    place = layers[number].back(place, above);
                }
                hits.push((place.0, place.1, wide));
            }
        }
        hits
    }

    /// The text with a mask in place of what stands in quotes and is a piece of a secret.
    pub(super) fn without_pieces(&self, text: String) -> String {
        if !text.contains(['"', '`']) {
            return text;
        }
        let is_piece = |part: &str| {
            part.len() >= PIECE
                && self
                    .folded
                    .iter()
                    .any(|f| f.contains(&part.to_ascii_lowercase()))
        };
        let parts: Vec<&str> = text.split_inclusive(['"', '`']).collect();
        let shown = parts.iter().enumerate().map(|(number, part)| {
            let inner = part.trim_end_matches(['"', '`']);
            // Between two marks, not before the first one or behind the last.
            let quoted = number > 0 && inner.len() < part.len();
            match quoted && is_piece(inner) {
                true => format!("{MASK}{}", &part[inner.len()..]),
                false => (*part).to_owned(),
            }
        });
        shown.collect()
    }

    fn hits(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let Some(all) = &self.all else { return hits };
        for found in all.find_overlapping_iter(text) {
            let form = &self.forms[found.pattern().as_usize()];
            if form.alone && !is_alone(text, found.start(), found.end(), form.wide) {
                continue;
            }
            hits.push((found.start(), found.end(), form.wide));
        }
        align(&mut hits);
        self.halves(text, &mut hits);
        hits
    }

    /// What a cut has left of a secret, before its mark or behind it.
    fn halves(&self, text: &[u8], hits: &mut Vec<Hit>) {
        for at in memchr::memmem::find_iter(text, CUT).take(CUTS) {
            let (before, after) = (&text[..at], &text[at + CUT.len()..]);
            // Half an escape may stand between half a secret and the cut.
            let skips = [0, half_escape(before)];
            let mut longest = (0, 0);
            for form in self.forms.iter().filter(|f| f.wide == Wide::No) {
                let whole = form.bytes.as_slice();
                let most = whole.len().saturating_sub(1);
                let half = |is: &dyn Fn(usize) -> bool| {
                    (HALF..=most).rev().try_for_each(|n| match is(n) {
                        true => ControlFlow::Break(n),
                        false => ControlFlow::Continue(()),
                    })
                };
                let ends = |n: usize, skip: usize| {
                    let end = before.len() - skip;
                    let tail = end.checked_sub(n).map(|from| &before[from..end]);
                    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(&whole[..n]))
                };
                let begins = |n: usize| {
                    let head = after.get(..n);
                    head.is_some_and(|head| head.eq_ignore_ascii_case(&whole[whole.len() - n..]))
                };
                for skip in skips {
                    if let ControlFlow::Break(n) = half(&|n| ends(n, skip)) {
                        longest.0 = longest.0.max(n + skip);
                    }
                }
                if let ControlFlow::Break(n) = half(&begins) {
                    longest.1 = longest.1.max(n);
                }
            }
            if longest.0 > 0 {
                hits.push((at - longest.0, at, Wide::No));
            }
            if longest.1 > 0 {
                let from = at + CUT.len();
                hits.push((from, from + longest.1, Wide::No));
            }
        }
    }
}

/// How long the escape is that a cut has left without its end.
fn half_escape(text: &[u8]) -> usize {
    let last = &text[text.len().saturating_sub(ESCAPE)..];
    let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'#' | b'{');
    let length = last.iter().rev().take_while(|b| inner(b)).count();
    match last.iter().rev().nth(length) {
        Some(b'&' | b'\\' | b'%') => length + 1,
        _ => 0,
    }
}

/// A text in UTF-16 of one order looks like one of the other order a byte away.
fn align(hits: &mut Vec<Hit>) {
    let even = |hit: &&Hit| hit.2 != Wide::No && hit.0.is_multiple_of(2);
    let starts: BTreeSet<usize> = hits.iter().filter(even).map(|hit| hit.0).collect();
    hits.retain(|(start, _, wide)| {
        let beside = [start.wrapping_sub(1), start + 1];
        *wide == Wide::No || start.is_multiple_of(2) || !beside.iter().any(|s| starts.contains(s))
    });
}

/// A place between zeros with those that belong to it.
fn widened(text: &[u8], (start, end): (usize, usize)) -> Hit {
    let is_zero = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&0);
    // Units begin at even places.
    match start % 2 {
        _ if !is_zero(Some(start + 1)) => (start, end, Wide::No),
        0 if is_zero(Some(end)) => (start, end + 1, Wide::Little),
        1 if is_zero(Some(start - 1)) => (start - 1, end, Wide::Big),
        _ => (start, end, Wide::No),
    }
}

/// Whether no letter or digit stands on either side.
fn is_alone(text: &[u8], start: usize, end: usize, wide: Wide) -> bool {
    let word = |b: Option<&u8>| {
        b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii())
    };
    let (before, after) = match wide {
        Wide::No => (start.checked_sub(1), end),
        Wide::Little => (start.checked_sub(2), end),
        Wide::Big => (start.checked_sub(1), end + 1),
    };
    !word(before.and_then(|at| text.get(at))) && !word(text.get(after))
}

/// The text with masks in place of hits, which are in order; those that touch share one.
fn replaced(text: &[u8], hits: &[Hit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut from = 0;
    let mut hits = hits.iter().peekable();
    while let Some(&(start, mut end, wide)) = hits.next() {
        while let Some((_, other, _)) = hits.next_if(|(next, ..)| *next <= end) {
            end = end.max(*other);
        }
        // Half a character of more than one byte is no text.
        let (start, end) = whole(text, start, end, wide);
        out.extend_from_slice(&text[from..start.max(from)]);
        match is_bare_number(text, start, end) {
            true => out.extend_from_slice(format!("\"{MASK}\"").as_bytes()),
            false => out.extend(mask(wide)),
        }
        from = end;
    }
    out.extend_from_slice(&text[from..]);
    out
}

/// The place with the rest of the characters at its ends, where these are UTF-8.
fn whole(text: &[u8], mut start: usize, mut end: usize, wide: Wide) -> (usize, usize) {
    let inner = |at: usize| text.get(at).is_some_and(|b| b & 0xC0 == 0x80);
    if wide == Wide::No && std::str::from_utf8(&text[start..end]).is_err() {
        (0..3).for_each(|_| start -= usize::from(start > 0 && inner(start)));
        (0..3).for_each(|_| end += usize::from(inner(end)));
    }
    (start, end)
}

fn mask(wide: Wide) -> Vec<u8> {
    let wider = |b: u8| match wide {
        Wide::No => vec![b],
        Wide::Little => vec![b, 0],
        Wide::Big => vec![0, b],
    };
    MASK.bytes().flat_map(wider).collect()
}

/// Whether digits stand where JSON has a value of their own: the mask is a text there, for the
/// document to stay one.
fn is_bare_number(text: &[u8], start: usize, end: usize) -> bool {
    let digits = text[start..end].iter();
    let mut digits = digits.filter(|b| !matches!(b, b'-' | b'.'));
    let before = text[..start]
        .iter()
        .rev()
        .find(|b| !b.is_ascii_whitespace());
    let after = text[end..].iter().find(|b| !b.is_ascii_whitespace());
    digits.all(u8::is_ascii_digit)
        && matches!(before, Some(b':' | b',' | b'['))
        && matches!(after, Some(b'}' | b',' | b']'))
}
