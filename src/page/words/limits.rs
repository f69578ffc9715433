//! Codes for what is too long, too short, too large or too small.

use super::{Known, Tie, breaks, simple};
use crate::page::operation::singular;
use crate::page::{caught, patterns};

patterns! {
    LONG = r"\b(?:must not exceed|can ?not exceed|may not exceed|should not exceed|exceeds(?: the)?(?: limit of| maximum of)?|is longer than|longer than|more than|no more than|at most|up to|cannot be longer than|must be (?:at most|less than or equal to|no (?:longer|more|greater|larger) than|<=)|may not be (?:greater|longer|more|larger) than|should have at most|cannot be (?:more|greater|larger) than|maximum(?: length)?(?: of| is)?|limit of) (\d[\d,]*) ?(characters?|chars|letters|symbols|items|elements|entries)?";
    SHORT = r"\b(?:must be at least|must be (?:greater than or equal to|>=)|may not be (?:less|shorter|smaller|fewer) than|at least|is shorter than|shorter than|fewer than|less than|minimum(?: length)?(?: of| is)?|must have at least|must contain at least) (\d[\d,]*) ?(characters?|chars|letters|symbols|items|elements|entries)?";
    BETWEEN = r"\b(?:between|(?:must be|must have|range of|out of range|ranges? from|from|outside(?: of)?(?: the range)?(?: of)?)[ (]*) ?(\d[\d,]*) (?:and|to|-|through) (\d[\d,]*) ?(characters?|chars|letters|symbols)?";
    ABOVE = r"\bmust be (?:greater|larger|more|higher) than (-?\d+)";
    POSITIVE = r"\bmust be (?:a )?positive\b";
}

fn number(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

/// Whether a count of characters can be of the place.
fn is_text(about: &Known) -> bool {
    matches!(about.kind.as_deref(), Some("string") | None)
}

fn is_number(about: &Known) -> bool {
    matches!(about.kind.as_deref(), Some("integer" | "number"))
}

/// Whether what follows a number is the name of the list itself: `more than 5 aliases`.
fn counts(behind: &str, about: &Known) -> bool {
    let word = behind
        .trim_start()
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let own = crate::page::words::parts(&about.name)
        .pop()
        .unwrap_or_default();
    !word.is_empty() && singular(word) == singular(&own)
}

/// The limit that words state.
pub(super) fn tie(text: &str, about: &Known) -> Option<Tie> {
    if let Some(found) = caught(&BETWEEN, text) {
        let (low, high) = (number(&found[1])?, number(&found[2])?);
        let (least, most) = match found.get(3) {
            Some(_) if is_text(about) => ("minLength", "maxLength"),
            None if is_number(about) => ("minimum", "maximum"),
            _ => return None,
        };
        let mut tie = simple(about, vec![breaks(least), breaks(most)]);
        tie.states = vec![(least, low.into()), (most, high.into())];
        return Some(tie);
    }
    for (pattern, length, items, bound) in [
        (&LONG, "maxLength", "maxItems", "maximum"),
        (&SHORT, "minLength", "minItems", "minimum"),
    ] {
        let Some(found) = caught(pattern, text) else {
            continue;
        };
        let limit = number(&found[1])?;
        let behind = &text[found.get(0)?.end()..];
        let keyword = match found.get(2).map(|unit| unit.as_str()) {
            None if about.kind.as_deref() == Some("array") && counts(behind, about) => items,
            Some("items" | "elements" | "entries") if about.kind.as_deref() == Some("array") => {
                items
            }
            Some("items" | "elements" | "entries") => return None,
            Some(_) if is_text(about) => length,
            None if is_number(about) => bound,
            // A number without a unit says nothing of a text.
            _ => return None,
        };
        let mut tie = simple(about, vec![breaks(keyword)]);
        tie.states.push((keyword, limit.into()));
        return Some(tie);
    }
    if !is_number(about) {
        return None;
    }
    let above = match caught(&ABOVE, text) {
        Some(found) => found[1].parse::<i64>().ok()?,
        None if caught(&POSITIVE, text).is_some() => 0,
        None => return None,
    };
    let (keyword, limit) = match about.kind.as_deref() {
        Some("integer") => ("minimum", above + 1),
        _ => ("exclusiveMinimum", above),
    };
    let mut tie = simple(about, vec![breaks(keyword)]);
    tie.states.push((keyword, limit.into()));
    Some(tie)
}
