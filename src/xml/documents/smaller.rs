//! Simpler documents of which as much is known.
//!
//! What the grammar makes is a tree of choices, zero being the plainest. A simpler document is made
//! from a tree with less in it, by the same grammar, and broken in the same way at a place that has
//! the same around it: so its truth is known as that of every document is.

mod fold;
mod trees;

use std::collections::HashSet;
use std::sync::Arc;

use super::breaks::broken;
use super::damage::root_end;
use super::draft::Draft;
use super::encode::encode;
use super::grammar::Wants;
use super::origin::{Origin, Remade, Sketch};
use super::source::{Names, Plan, document};
use super::{Document, Truth};

pub(super) use fold::fold;

/// How many places are tried for a break in a smaller document.
const PLACES: u64 = 64;
/// Every place is tried in a text as short as this.
const SHORT: usize = 64;
/// How much of what stands around a place is compared, on each side.
const AROUND: usize = 64;

impl Document {
    /// Simpler documents with the same truth, the simplest first: what is well-formed stays so, and
    /// what breaks a rule breaks the same rule. Each is shorter, or as long and made of plainer
    /// characters, so that going on ends. Nothing when nothing can go.
    pub fn smaller(&self) -> Vec<Document> {
        let mut found = match self.origin.remade() {
            Remade::Bytes => fewer_bytes(self),
            Remade::Stress(stress) => stress.half().map_or(Vec::new(), |half| {
                let origin = Origin::Stress(half);
                let plan = Plan::Stress(half);
                vec![document(half.write(), plan, self.needs, origin)]
            }),
            Remade::Sketch(sketch, plan) => simpler(&sketch, plan),
        };
        self.sort(&mut found);
        found
    }

    /// The few simplest documents with the same truth, if simpler than this one: at hand at once,
    /// and mostly all that it takes to show that a rule is not kept.
    pub fn simplest(&self) -> Vec<Document> {
        let mut found = match self.origin.remade() {
            Remade::Sketch(sketch, plan) => {
                let plain = Sketch {
                    tree: Arc::default(),
                    ..sketch.clone()
                };
                untouched(&plain, &sketch.draft(), plan)
            }
            _ => Vec::new(),
        };
        self.sort(&mut found);
        found
    }

    /// Leaves those that are simpler, the simplest first.
    fn sort(&self, found: &mut Vec<Document>) {
        found.retain(|one| order(&one.bytes, &self.bytes).is_lt());
        found.sort_by(|a, b| order(&a.bytes, &b.bytes));
        found.dedup_by(|a, b| a.bytes == b.bytes);
    }
}

/// Documents of the same tree, with empty-element tags or without what only made sure of places.
fn untouched(sketch: &Sketch, old: &Draft, plan: Plan) -> Vec<Document> {
    let mut found = Vec::new();
    for full in [sketch.wants.full, false] {
        for folded in [sketch.folded, true] {
            let one = Sketch {
                wants: Wants {
                    full,
                    ..sketch.wants
                },
                folded,
                ..sketch.clone()
            };
            documents(&mut found, &one, &one.draft(), old, plan);
        }
    }
    found
}

/// By length, then letters before digits before blanks before signs before all else.
fn order(one: &[u8], other: &[u8]) -> std::cmp::Ordering {
    let rank = |b: &u8| match b {
        b'a'..=b'z' => (0, *b),
        b'A'..=b'Z' => (1, *b),
        b'0'..=b'9' => (2, *b),
        b' ' => (3, *b),
        b'!'..=b'~' => (4, *b),
        _ => (5, *b),
    };
    let by_length = one.len().cmp(&other.len());
    by_length.then_with(|| one.iter().map(rank).cmp(other.iter().map(rank)))
}

/// Bytes of which nothing is known stay so whatever goes.
fn fewer_bytes(whole: &Document) -> Vec<Document> {
    let length = whole.bytes.len();
    let mut found = Vec::new();
    let mut part = length / 2;
    while part > 0 && found.len() < 256 {
        for start in (0..length).step_by(part).take(64) {
            let end = (start + part).min(length);
            found.push(Document {
                bytes: [&whole.bytes[..start], &whole.bytes[end..]].concat(),
                truth: Truth::Unknown,
                origin: Origin::Bytes,
                ..*whole
            });
        }
        part /= 2;
    }
    found
}

/// Documents of trees with less in them.
fn simpler(sketch: &Sketch, plan: Plan) -> Vec<Document> {
    let old = sketch.draft();
    let mut found = untouched(sketch, &old, plan);
    let mut seen = HashSet::from([(old.text.clone(), old.charset)]);
    let mut put = |sketch: &Sketch| {
        let draft = sketch.draft();
        if !seen.insert((draft.text.clone(), draft.charset)) {
            return;
        }
        documents(&mut found, sketch, &draft, &old, plan);
    };
    let bare = Wants {
        full: false,
        ..sketch.wants
    };
    for tree in trees::simpler(&sketch.tree) {
        let one = Sketch {
            tree: Arc::new(tree),
            ..sketch.clone()
        };
        put(&one);
        if one.tree.len() < SHORT && sketch.wants.full {
            put(&Sketch { wants: bare, ..one });
        }
    }
    found
}

/// The documents that this draft gives, after the plan of the old one.
fn documents(found: &mut Vec<Document>, sketch: &Sketch, draft: &Draft, old: &Draft, plan: Plan) {
    let mut put = |bytes: Vec<u8>, plan: Plan| {
        let origin = Origin::Sketch(sketch.clone(), plan);
        found.push(document(bytes, plan, draft.needs(), origin));
    };
    match plan {
        Plan::Broken(way, pick, names) => {
            let is_short = draft.text.len() < SHORT;
            let names: &[Names] = match (is_short, names) {
                (true, _) => &[Names::Short, Names::Long],
                (false, Names::Short) => &[Names::Short],
                (false, Names::Long) => &[Names::Long],
            };
            let before = broken(old, way, pick, Names::Long).map(|(_, at)| at);
            for names in names {
                let mut seen: Vec<Vec<u8>> = Vec::new();
                let mut best: Option<(usize, Vec<u8>, u64)> = None;
                for pick in (0..PLACES).chain([pick]) {
                    let Some((bytes, at)) = broken(draft, way, pick, *names) else {
                        continue;
                    };
                    let common = before.map_or(0, |old_at| common(old, old_at, draft, at));
                    if is_short {
                        if !seen.contains(&bytes) {
                            seen.push(bytes.clone());
                            put(bytes, Plan::Broken(way, pick, *names));
                        }
                    } else if best.as_ref().is_none_or(|(most, ..)| common > *most) {
                        best = Some((common, bytes, pick));
                    }
                }
                if let Some((_, bytes, pick)) = best {
                    put(bytes, Plan::Broken(way, pick, *names));
                }
            }
        }
        Plan::Truncated(kept) => {
            let whole = encode(draft.text.clone(), draft.charset);
            let last = root_end(draft) - 1;
            let gone = encode(old.text.clone(), old.charset)
                .len()
                .saturating_sub(whole.len());
            let lengths = [
                kept.saturating_sub(gone),
                kept / 2,
                kept * 3 / 4,
                kept - 1,
                last,
            ];
            for kept in lengths.map(|kept| kept.clamp(1, last)) {
                put(whole[..kept].to_vec(), Plan::Truncated(kept));
            }
        }
        plan => put(encode(draft.text.clone(), draft.charset), plan),
    }
}

/// How much around two places is the same.
fn common(one: &Draft, at: usize, other: &Draft, there: usize) -> usize {
    let (before, after) = one.text.split_at(at);
    let (there_before, there_after) = other.text.split_at(there);
    let same = |(a, b): &(&u8, &u8)| a == b;
    let back = before.iter().rev().zip(there_before.iter().rev());
    let on = after.iter().zip(there_after);
    back.take(AROUND).take_while(same).count() + on.take(AROUND).take_while(same).count()
}
