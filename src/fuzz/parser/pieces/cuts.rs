//! Where a document is cut in two: a short one everywhere, a longer one where something comes apart.

/// Documents up to this length are cut at every boundary.
const SHORT: usize = 48;
/// A longer one has so many cuts of each kind,
const EACH: usize = 2;
/// and so many in all.
const MOST: usize = 16;

/// How long the first piece is, for each way of cutting.
pub(super) fn cuts(document: &[u8]) -> Vec<usize> {
    if document.len() <= SHORT {
        return (0..=document.len()).collect();
    }
    let sum: usize = document.iter().map(|byte| usize::from(*byte)).sum();
    let mut found = vec![sum % (document.len() + 1)];
    let mut kinds = [const { Vec::new() }; KINDS];
    for at in 1..document.len() {
        if let Some(kind) = kind(document, at) {
            kinds[kind].push(at);
        }
    }
    // Which of the same kind are taken differs from document to document.
    for (number, places) in kinds.iter().enumerate() {
        let from = sum.wrapping_mul(number + 7);
        for step in 0..EACH.min(places.len()) {
            found.push(places[(from + step) % places.len()]);
        }
    }
    let most = MOST.min(found.len());
    let from = sum % found.len();
    found.rotate_left(from);
    found.truncate(most);
    found
}

/// How many kinds of boundaries there are.
const KINDS: usize = 11;
/// So many bytes at the start are the mark of an encoding or the declaration's beginning.
const START: usize = 6;
/// No reference that is looked for is longer.
const REFERENCE: usize = 12;

/// What comes apart between two bytes, by number; none where that is nothing in particular.
fn kind(document: &[u8], at: usize) -> Option<usize> {
    let (before, after) = (document[at - 1], document[at]);
    // In an encoding of two bytes, what stands there is a half of a character.
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    let found = match (before, after) {
        _ if at < START => 0,
        (b'\r', b'\n') => 1,
        (_, 0x80..=0xbf) => 2,
        (b']', b']' | b'>') => 3,
        (b'-', b'-' | b'>') => 4,
        (b'?' | b'/', b'>') => 5,
        (b'<', _) => 6,
        (b'!', _) => 7,
        _ if is_reference(document, at) => 8,
        (b'=', _) | (_, b'=') | (b'"' | b'\'', _) | (_, b'"' | b'\'') => 9,
        (one, two) if is_name(one) && is_name(two) => 10,
        _ => return None,
    };
    Some(found)
}

/// Whether a reference has begun shortly before and not ended.
fn is_reference(document: &[u8], at: usize) -> bool {
    let near = &document[at.saturating_sub(REFERENCE)..at];
    let begun = near.iter().rposition(|byte| b"&%".contains(byte));
    let ended = near.iter().rposition(|byte| b"; <>\"'".contains(byte));
    begun.is_some() && begun > ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_document_is_cut_everywhere() {
        assert_eq!(cuts(b"<a/>"), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_long_one_is_cut_where_something_comes_apart() {
        let document = format!(
            "\u{feff}<a>{}\r\n<![CDATA[x]]>&lt;é<!-- --></a>",
            "x ".repeat(40)
        );
        let document = document.as_bytes();
        let all = cuts(document);
        assert!(all.len() <= MOST && all.iter().all(|at| *at <= document.len()));
        let place = |text: &str, within: usize| {
            let at = document
                .windows(text.len())
                .position(|w| w == text.as_bytes());
            kind(document, at.unwrap() + within)
        };
        for (text, within, number) in [
            ("\u{feff}", 1, 0),
            ("\r\n", 1, 1),
            ("é", 1, 2),
            ("]]>", 2, 3),
            ("-->", 1, 4),
            ("<!", 1, 6),
            ("&lt;", 2, 8),
        ] {
            assert_eq!(place(text, within), Some(number), "{text}");
        }
    }

    #[test]
    fn documents_of_one_shape_are_cut_at_different_places() {
        let one = |n: usize| format!("<a>{}&lt;{n}\r\n</a>", "name ".repeat(20));
        let all: std::collections::HashSet<usize> =
            (0..50).flat_map(|n| cuts(one(n).as_bytes())).collect();
        assert!(all.len() > 40, "{}", all.len());
    }
}
