//! Simpler documents of which as much is known.

mod cut;

use std::sync::Arc;

use super::breaks::{broken, ways};
use super::damage::root_end;
use super::draft::{Draft, Span, span};
use super::encode::encode;
use super::origin::Origin;
use super::source::{Plan, document};
use super::{Document, Truth};
use cut::{Cut, cut};

/// How many places are tried for a break in a smaller document.
const PLACES: u64 = 64;

impl Document {
    /// Simpler documents with the same truth, the smallest first: what is well-formed stays so, and
    /// what breaks a rule breaks the same rule. Nothing when nothing can go.
    pub fn smaller(&self) -> Vec<Document> {
        let mut found = match self.origin.remade() {
            None | Some((_, Plan::Mutated)) => fewer_bytes(self),
            Some((_, Plan::Stress(stress))) => stress.half().map_or(Vec::new(), |half| {
                let origin = Origin::Stress(half);
                let plan = Plan::Stress(half);
                vec![document(half.write(), plan, self.needs, origin)]
            }),
            Some((draft, plan)) => {
                let mut found = Vec::new();
                for spans in removable(&draft, plan) {
                    if let Some(one) = without(&draft, plan, &spans) {
                        found.push(one);
                    }
                }
                if let Plan::Truncated(kept) = plan {
                    let shorter = [kept / 2, kept * 3 / 4, kept - 1];
                    let shared = Arc::new(draft.into_owned());
                    for kept in shorter.into_iter().filter(|kept| *kept > 0) {
                        let plan = Plan::Truncated(kept);
                        let origin = Origin::Draft(shared.clone(), plan);
                        found.push(document(
                            self.bytes[..kept].to_vec(),
                            plan,
                            self.needs,
                            origin,
                        ));
                    }
                }
                found
            }
        };
        found.retain(|one| one.bytes.len() < self.bytes.len());
        found.sort_by(|a, b| (a.bytes.len(), &a.bytes).cmp(&(b.bytes.len(), &b.bytes)));
        found.dedup_by(|a, b| a.bytes == b.bytes);
        found
    }
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

/// Parts that can go, each alone or with others.
fn removable(draft: &Draft, plan: Plan) -> Vec<Vec<Span>> {
    let mut found: Vec<Vec<Span>> = Vec::new();
    let declared = match plan {
        Plan::Broken(way, _) => ways()[way].wants.declaration,
        _ => false,
    };
    if draft.declared > 0 && draft.charset.last() > 0xFF && !declared {
        found.push(vec![span(0, draft.declared)]);
    }
    found.extend(draft.doctype.map(|own| vec![own.all]));
    found.extend(draft.declarations.iter().map(|own| vec![own.all]));
    found.extend(draft.parts.iter().map(|own| vec![*own]));
    let attributes = draft.attributes.iter().filter(|own| !own.binds);
    found.extend(attributes.map(|own| vec![own.all]));
    for (i, tag) in draft.tags.iter().enumerate() {
        if i > 0 {
            found.push(vec![tag.element()]);
            // Of the element around it, this one stays alone.
            if let Some(end) = draft.tags[tag.parent].end {
                let before = span(draft.tags[tag.parent].all.end, tag.element().start);
                found.push(vec![before, span(tag.element().end, end.start)]);
            }
        }
        if let Some(end) = tag.end {
            found.push(vec![span(tag.all.end, end.start)]);
        }
    }
    found
}

/// The document without these parts.
fn without(draft: &Draft, plan: Plan, spans: &[Span]) -> Option<Document> {
    let Cut { draft: next, moved } = cut(draft, spans)?;
    let (bytes, plan) = match plan {
        Plan::Broken(way, pick) => {
            let (_, place) = broken(draft, way, pick)?;
            let place = moved(place);
            let tried = (0..PLACES).filter_map(|pick| Some((pick, broken(&next, way, pick)?)));
            let mut first = None;
            for (pick, (bytes, at)) in tried {
                if Some(at) == place {
                    first = Some((bytes, pick));
                    break;
                }
                first = first.or(Some((bytes, pick)));
            }
            let (bytes, pick) = first?;
            (bytes, Plan::Broken(way, pick))
        }
        Plan::Truncated(kept) => {
            let mut bytes = encode(next.text.clone(), next.charset);
            let gone = draft.text.len() - next.text.len();
            let kept = kept.saturating_sub(gone).min(root_end(&next) - 1).max(1);
            bytes.truncate(kept);
            (bytes, Plan::Truncated(kept))
        }
        plan => (encode(next.text.clone(), next.charset), plan),
    };
    let needs = next.needs();
    Some(document(
        bytes,
        plan,
        needs,
        Origin::Draft(Arc::new(next), plan),
    ))
}
