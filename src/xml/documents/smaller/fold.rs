//! Empty-element tags in place of tags with nothing between them.

use crate::xml::documents::draft::{Attribute, Draft, Span, Tag, span};

/// The draft with `<a/>` for every `<a></a>`.
pub(in crate::xml::documents) fn fold(mut old: Draft) -> Draft {
    // Of each, what goes: all of the end tag but its last bracket.
    let gone: Vec<Span> = old
        .tags
        .iter()
        .filter_map(|tag| tag.end.filter(|end| end.start == tag.all.end))
        .map(|end| span(end.start, end.end - 1))
        .collect();
    if gone.is_empty() {
        return old;
    }
    let place = |at: usize| {
        let before = gone.iter().take_while(|own| own.end <= at);
        at - before.map(|own| own.end - own.start).sum::<usize>()
    };
    let range = |own: Span| span(place(own.start), place(own.end));
    let list = |places: &mut Vec<usize>| {
        places.retain(|at| !gone.iter().any(|own| own.holds(*at)));
        places.iter_mut().for_each(|at| *at = place(*at));
    };
    let mut text = Vec::with_capacity(old.text.len());
    let mut done = 0;
    for own in &gone {
        // The bracket of the start tag makes room for the slash.
        text.extend_from_slice(&old.text[done..own.start - 1]);
        text.push(b'/');
        done = own.end;
    }
    text.extend_from_slice(&old.text[done..]);
    for tag in &mut old.tags {
        let end = tag.end.map(range);
        let is_empty = tag.end.is_some_and(|end| end.start == tag.all.end);
        *tag = Tag {
            all: range(tag.all),
            name: range(tag.name),
            end,
            parent: tag.parent,
        };
        if let (true, Some(end)) = (is_empty, end) {
            tag.all.end = end.end;
            tag.end = None;
        }
    }
    for own in &mut old.attributes {
        *own = Attribute {
            all: range(own.all),
            name: range(own.name),
            equals: place(own.equals),
            value: range(own.value),
            tag: own.tag,
        };
    }
    list(&mut old.content);
    list(&mut old.epilog);
    old.values.iter_mut().for_each(|(at, _)| *at = place(*at));
    old.events.iter_mut().for_each(|own| own.at = place(own.at));
    Draft { text, ..old }
}
