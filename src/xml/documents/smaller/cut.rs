//! A draft without some of its parts.

use crate::xml::documents::draft::{Attribute, Declared, Doctype, Draft, Span, Tag, span};

/// The smaller draft, and where a place of the old one is in it.
pub(super) struct Cut<F: Fn(usize) -> Option<usize>> {
    pub draft: Draft,
    pub moved: F,
}

/// Takes out spans that do not overlap and are in order; `None` when that would change what stays.
pub(super) fn cut<'s>(
    old: &Draft,
    spans: &'s [Span],
) -> Option<Cut<impl Fn(usize) -> Option<usize> + use<'s>>> {
    let gone = |at: usize| spans.iter().any(|own| own.holds(at));
    // Where a part ends is outside of it, and where it starts, too, for what ends there.
    let place = |at: usize| {
        let before = spans.iter().take_while(|own| own.end <= at);
        let inside = spans.iter().any(|own| own.start < at && at < own.end);
        (!inside).then(|| at - before.map(|own| own.end - own.start).sum::<usize>())
    };
    let range = |own: Span| Some(span(place(own.start)?, place(own.end)?));
    if spans.iter().all(|own| own.start == own.end)
        || spans.iter().any(|own| !joins(&old.text, *own))
        || !declared(old, &gone)
    {
        return None;
    }
    let mut text = Vec::with_capacity(old.text.len());
    let mut done = 0;
    for own in spans {
        text.extend_from_slice(&old.text[done..own.start]);
        done = own.end;
    }
    text.extend_from_slice(&old.text[done..]);
    let kept = |list: &[usize]| -> Vec<usize> { list.iter().filter_map(|at| place(*at)).collect() };
    let numbers = numbers(old.tags.iter().map(|tag| !gone(tag.all.start)));
    let tags = old
        .tags
        .iter()
        .filter(|tag| !gone(tag.all.start))
        .map(|tag| {
            Some(Tag {
                all: range(tag.all)?,
                name: range(tag.name)?,
                end: match tag.end {
                    Some(end) => Some(range(end)?),
                    None => None,
                },
                parent: numbers[tag.parent],
            })
        });
    let own = old.attributes.iter().filter(|own| !gone(own.all.start));
    let attributes = own.map(|own| {
        Some(Attribute {
            all: range(own.all)?,
            name: range(own.name)?,
            equals: place(own.equals)?,
            value: range(own.value)?,
            tag: numbers[own.tag],
            binds: own.binds,
        })
    });
    let attribute_numbers = self::numbers(old.attributes.iter().map(|own| !gone(own.all.start)));
    let values = old.values.iter().filter(|(at, _)| !gone(*at));
    let values = values.filter_map(|(at, own)| Some((place(*at)?, attribute_numbers[*own])));
    let declarations = old.declarations.iter().filter(|own| !gone(own.all.start));
    let declarations = declarations.map(|own| {
        Some(Declared {
            all: range(own.all)?,
            entity: own.entity,
        })
    });
    let doctype = old
        .doctype
        .filter(|own| !gone(own.all.start))
        .map(|own| Doctype {
            all: range(own.all).unwrap_or_default(),
            name: range(own.name).unwrap_or_default(),
            external: own.external,
            subset: own.subset.and_then(range),
        });
    let parts = old.parts.iter().filter(|own| !gone(own.start));
    let references = old.references.iter().filter(|(_, at)| !gone(*at));
    let events = old.events.iter().filter(|event| !gone(event.at)).cloned();
    let draft = Draft {
        text,
        charset: old.charset,
        declared: if gone(0) && old.declared > 0 {
            0
        } else {
            place(old.declared)?
        },
        doctype,
        open: old.open && doctype.is_some(),
        tags: tags.collect::<Option<_>>()?,
        attributes: attributes.collect::<Option<_>>()?,
        prolog: kept(&old.prolog),
        epilog: kept(&old.epilog),
        content: kept(&old.content),
        values: values.collect(),
        subset: match doctype {
            Some(_) => kept(&old.subset),
            None => Vec::new(),
        },
        parts: parts.filter_map(|own| range(*own)).collect(),
        declarations: declarations.collect::<Option<_>>()?,
        references: references
            .filter_map(|(number, at)| Some((*number, place(*at)?)))
            .collect(),
        fifth_edition: old.fifth_edition,
        unknown: old.unknown,
        events: events
            .map(|mut event| {
                event.at = place(event.at).unwrap_or(event.at);
                event
            })
            .collect(),
    };
    Some(Cut {
        draft,
        moved: move |at| {
            let before = spans.iter().take_while(|own| own.end <= at);
            let inside = spans.iter().any(|own| own.start < at && at < own.end);
            (!inside).then(|| at - before.map(|own| own.end - own.start).sum::<usize>())
        },
    })
}

/// The new number of each thing that stays.
fn numbers(stays: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut next = 0;
    stays
        .map(|stays| {
            let own = next;
            next += usize::from(stays);
            own
        })
        .collect()
}

/// Whether what stands before and after a part may stand beside each other: two line ends must not
/// become one, nor two brackets the end of a section.
fn joins(text: &[u8], own: Span) -> bool {
    let before = text[..own.start].last();
    let after = text.get(own.end);
    !matches!(
        (before, after),
        (Some(b']'), Some(b']' | b'>')) | (Some(b'\r'), Some(b'\n'))
    )
}

/// Whether every reference that stays has its declaration.
fn declared(old: &Draft, gone: &impl Fn(usize) -> bool) -> bool {
    let without_type = old.doctype.is_some_and(|own| gone(own.all.start));
    if without_type && old.unknown {
        return false;
    }
    old.references.iter().all(|(number, at)| {
        gone(*at)
            || !old
                .declarations
                .iter()
                .any(|own| own.entity == Some(*number) && gone(own.all.start))
    })
}
