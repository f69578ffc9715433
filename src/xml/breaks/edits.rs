//! Breaks that change what stands in the document.

use super::draft::{Draft, Tag};
use super::recipe::{Edit, names, one};
use crate::xml::write::{big_end, little_end};

/// What an edit gives: nothing when the document has no place for it.
type Edits = Option<Vec<Edit>>;

fn all_of(draft: &Draft, at: std::ops::Range<usize>) -> Vec<u8> {
    draft.text.as_bytes()[at].to_vec()
}

/// An end tag goes.
pub(super) fn drop_end_tag(draft: &Draft, pick: u64) -> Edits {
    let (_, end) = one(&draft.ends, pick)?;
    Some(vec![(end.clone(), Vec::new())])
}

/// An end tag gets another name.
pub(super) fn other_end_tag(draft: &Draft, pick: u64) -> Edits {
    let (_, end) = one(&draft.ends, pick)?;
    Some(vec![(end.end - 1..end.end, b"-other>".to_vec())])
}

/// The end tag of an element whose name has ASCII letters gets another case.
pub(super) fn end_tag_case(draft: &Draft, pick: u64) -> Edits {
    let name = |end: &std::ops::Range<usize>| end.start + 2..end.end - 1;
    let has_letter = |end: &std::ops::Range<usize>| {
        draft.text[name(end)]
            .bytes()
            .any(|b| b.is_ascii_alphabetic())
    };
    let fit: Vec<_> = draft
        .ends
        .iter()
        .filter(|(_, end)| has_letter(end))
        .collect();
    if fit.is_empty() {
        // No letter has a case: the name is lengthened by one that has, in both tags.
        let (number, _) = one(&draft.ends, pick)?;
        let all = names(draft, *number);
        let ends = all.iter().zip([b"a", b"A"]);
        return Some(ends.map(|(n, l)| (n.end..n.end, l.to_vec())).collect());
    }
    let (_, end) = one(&fit, pick)?;
    let other = draft.text[name(end)]
        .chars()
        .map(|c| match c.is_ascii_lowercase() {
            true => c.to_ascii_uppercase(),
            false => c.to_ascii_lowercase(),
        });
    Some(vec![(name(end), other.collect::<String>().into_bytes())])
}

/// Two end tags in the wrong order, the child's after its parent's.
pub(super) fn overlapping(draft: &Draft, _pick: u64) -> Edits {
    let (_, root) = draft.ends.last()?;
    let names_differ = |i: &usize| {
        draft.text[draft.tags[*i].name.clone()] != draft.text[draft.tags[0].name.clone()]
    };
    let child = draft
        .ends
        .iter()
        .rev()
        .find(|(i, _)| *i > 0 && names_differ(i));
    match child {
        Some((_, end)) => Some(vec![
            (end.clone(), all_of(draft, root.clone())),
            (root.clone(), all_of(draft, end.clone())),
        ]),
        // Without a child of another name and with an end tag one is made.
        None => Some(vec![
            (root.start..root.start, b"<clausal-x>".to_vec()),
            (root.end..root.end, b"</clausal-x>".to_vec()),
        ]),
    }
}

/// The `>` of a tag goes, and a child element or end tag follows.
pub(super) fn unclosed_start_tag(draft: &Draft, pick: u64) -> Edits {
    let tag = one(&draft.tags, pick)?;
    Some(vec![(tag.inside_end()..tag.all.end, b" ".to_vec())])
}

/// The `>` of an end tag goes.
pub(super) fn unclosed_end_tag(draft: &Draft, pick: u64) -> Edits {
    let (_, end) = one(&draft.ends, pick)?;
    Some(vec![(end.end - 1..end.end, Vec::new())])
}

/// The document ends in the middle of a tag.
pub(super) fn ends_in_tag(draft: &Draft, pick: u64) -> Edits {
    let tag = one(&draft.tags, pick)?;
    Some(vec![(tag.inside_end()..draft.text.len(), Vec::new())])
}

/// The document ends before the end tag of an element, and those around it.
pub(super) fn ends_in_content(draft: &Draft, pick: u64) -> Edits {
    let (_, end) = one(&draft.ends, pick)?;
    Some(vec![(end.start..draft.text.len(), Vec::new())])
}

/// An attribute stands a second time, at the end of its tag.
pub(super) fn duplicate_attribute(draft: &Draft, pick: u64) -> Edits {
    let attributes = draft.attributes();
    let (number, attribute) = one(&attributes, pick)?;
    let at = draft.tags[*number].inside_end();
    let again = format!(
        " {}",
        &draft.text[attribute.name.start..attribute.value.end + 1]
    );
    Some(vec![(at..at, again.into_bytes())])
}

/// A value loses its quotes; one that would be no value without them becomes another.
pub(super) fn unquoted(draft: &Draft, pick: u64) -> Edits {
    let attributes = draft.attributes();
    let value = one(&attributes, pick)?.1.value.clone();
    let plain = draft.text[value.clone()]
        .bytes()
        .all(|b| b.is_ascii_alphanumeric());
    let bare = if plain && !value.is_empty() {
        all_of(draft, value.clone())
    } else {
        b"1".to_vec()
    };
    Some(vec![(value.start - 1..value.end + 1, bare)])
}

/// An attribute loses `=` and its value.
pub(super) fn without_value(draft: &Draft, pick: u64) -> Edits {
    let attributes = draft.attributes();
    let (_, attribute) = one(&attributes, pick)?;
    Some(vec![(
        attribute.name.end..attribute.value.end + 1,
        Vec::new(),
    )])
}

/// An attribute loses its value and keeps `=`.
pub(super) fn empty_handed(draft: &Draft, pick: u64) -> Edits {
    let attributes = draft.attributes();
    let (_, attribute) = one(&attributes, pick)?;
    Some(vec![(
        attribute.name.end + 1..attribute.value.end + 1,
        Vec::new(),
    )])
}

/// An attribute loses its `=`.
pub(super) fn without_equals(draft: &Draft, pick: u64) -> Edits {
    let attributes = draft.attributes();
    let end = one(&attributes, pick)?.1.name.end;
    Some(vec![(end..end + 1, b" ".to_vec())])
}

/// Where the last value of a tag ends. Behind it no quote can set things right again, as the next
/// `>` of the document comes after another `<`.
fn last_value_end(draft: &Draft, pick: u64) -> Option<usize> {
    let last: Vec<_> = draft
        .tags
        .iter()
        .filter_map(|tag| tag.attributes.last())
        .collect();
    Some(one(&last, pick)?.value.end)
}

/// A value loses the quote that ends it.
pub(super) fn unclosed_value(draft: &Draft, pick: u64) -> Edits {
    let end = last_value_end(draft, pick)?;
    Some(vec![(end..end + 1, Vec::new())])
}

/// A value ends with the other quote.
pub(super) fn mismatched_quotes(draft: &Draft, pick: u64) -> Edits {
    let end = last_value_end(draft, pick)?;
    Some(vec![(end..end + 1, b"'".to_vec())])
}

/// Two attributes with nothing between them; where no tag has two, one is added.
pub(super) fn without_space(draft: &Draft, pick: u64) -> Edits {
    let pairs: Vec<_> = draft
        .tags
        .iter()
        .flat_map(|tag| tag.attributes.windows(2))
        .collect();
    if let Some(pair) = one(&pairs, pick) {
        let at = pair[1].name.start;
        return Some(vec![(at - 1..at, Vec::new())]);
    }
    let with: Vec<&Tag> = draft
        .tags
        .iter()
        .filter(|tag| !tag.attributes.is_empty())
        .collect();
    let at = one(&with, pick)?.inside_end();
    Some(vec![(at..at, b"clausal-x=\"1\"".to_vec())])
}

/// Every element of one tag gets this in place of its name, in both its tags.
fn renamed(draft: &Draft, pick: u64, name: impl Fn(&str) -> String) -> Edits {
    let number = pick.checked_rem(draft.tags.len() as u64)? as usize;
    let all = names(draft, number).into_iter();
    Some(
        all.map(|n| (n.clone(), name(&draft.text[n]).into_bytes()))
            .collect(),
    )
}

/// The local part of a name.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An element gets a prefix that nothing declares.
pub(super) fn unbound_prefix(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |name| {
        format!("clausal-undeclared:{}", local(name))
    })
}

/// An element gets a name of three parts.
pub(super) fn two_colons(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |name| format!("xml:a:{}", local(name)))
}

/// An element gets a name that starts with a colon.
pub(super) fn leading_colon(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |name| format!(":{}", local(name)))
}

/// An element gets a name that ends with a colon.
pub(super) fn trailing_colon(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |_| "xml:".to_owned())
}

/// An element gets a local part that starts no name.
pub(super) fn bad_local(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |name| format!("xml:1{}", local(name)))
}

/// An element gets the prefix that only declarations have.
pub(super) fn xmlns_element(draft: &Draft, pick: u64) -> Edits {
    renamed(draft, pick, |name| format!("xmlns:{}", local(name)))
}

/// Nothing but white space is left.
pub(super) fn only_space(_: &Draft) -> Option<Vec<u8>> {
    Some(b"\n".to_vec())
}

/// Nothing is left.
pub(super) fn nothing(_: &Draft) -> Option<Vec<u8>> {
    Some(Vec::new())
}

/// A comment takes the place of the root.
pub(super) fn only_comment(draft: &Draft) -> Option<Vec<u8>> {
    Some(
        [
            &draft.text.as_bytes()[..draft.declared],
            b"<!-- nothing -->",
        ]
        .concat(),
    )
}

/// The XML declaration is all there is.
pub(super) fn only_declaration(draft: &Draft) -> Option<Vec<u8>> {
    Some(draft.text.as_bytes()[..draft.declared].to_vec())
}

/// UTF-16 without its last byte.
pub(super) fn odd_utf_16(draft: &Draft) -> Option<Vec<u8>> {
    let mut bytes = [&[0xFF, 0xFE], little_end(&draft.text).as_slice()].concat();
    bytes.pop();
    Some(bytes)
}

/// UTF-16 with half of a surrogate pair in the content.
pub(super) fn lone_surrogate(draft: &Draft) -> Option<Vec<u8>> {
    let at = *draft.content.first()?;
    let (before, after) = draft.text.split_at(at);
    Some(
        [
            &[0xFE, 0xFF],
            big_end(before).as_slice(),
            &[0xD8, 0x00],
            &big_end(after),
        ]
        .concat(),
    )
}

/// UTF-16 with the halves of a surrogate pair the wrong way round.
pub(super) fn swapped_surrogates(draft: &Draft) -> Option<Vec<u8>> {
    let at = *draft.content.first()?;
    let (before, after) = draft.text.split_at(at);
    let swapped = [0xDC, 0x00, 0xD8, 0x00];
    Some(
        [
            &[0xFE, 0xFF],
            big_end(before).as_slice(),
            &swapped,
            &big_end(after),
        ]
        .concat(),
    )
}

/// UTF-16 that nothing announces.
pub(super) fn utf_16_without_mark(draft: &Draft) -> Option<Vec<u8>> {
    Some(little_end(&draft.text))
}
