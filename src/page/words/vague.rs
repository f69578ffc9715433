//! Codes for what is too long, too short, too large or too small, without a number: only where the schema has
//! the limit.

use super::{Known, Tie, breaks, simple};
use crate::page::{caught, patterns};

patterns! {
    LONG = r"\btoo long\b|\bexceed(?:s|ed)? (?:the )?max(?:imum)? (?:allowed )?(?:length|number of characters|size)\b|\b(?:longer|more characters) than (?:is )?(?:allowed|permitted)\b|\bmax(?:imum)? length exceeded\b|\b(?:is|was) longer than the max(?:imum)?\b";
    SHORT = r"\btoo short\b|\bshorter than (?:is )?(?:allowed|permitted|the minimum)\b|\b(?:below|less than) the min(?:imum)? length\b";
    LARGE = r"\btoo (?:large|big|high|great)\b|\bexceed(?:s|ed)? the max(?:imum)?(?: (?:allowed )?(?:value|amount))?(?:\.|$)|\b(?:above|greater than) the max(?:imum)?\b";
    SMALL = r"\btoo (?:small|low|little)\b|\b(?:below|less than) the min(?:imum)?(?: (?:allowed )?(?:value|amount))?(?:\.|$)";
    RANGE = r"\bout of (?:the )?(?:allowed |valid |permitted )?range\b|\b(?:is not|must be|not) (?:with)?in (?:the )?(?:allowed |valid |permitted )?range\b";
}

/// The limit of the schema that words mean.
pub(super) fn tie(text: &str, about: &Known) -> Option<Tie> {
    let is = |pattern| caught(pattern, text).is_some();
    let number = matches!(about.kind.as_deref(), Some("integer" | "number"));
    let list = about.kind.as_deref() == Some("array");
    let (low, high) = match () {
        () if number => ("minimum", "maximum"),
        () if list => ("minItems", "maxItems"),
        () => ("minLength", "maxLength"),
    };
    let keywords: &[&'static str] = match () {
        () if is(&RANGE) && number => &[low, high],
        () if is(&LONG) && !number || is(&LARGE) && (number || list) => &[high],
        () if is(&SHORT) && !number || is(&SMALL) && (number || list) => &[low],
        () => &[],
    };
    let has = |keyword: &&&'static str| about.has.iter().any(|known| known == **keyword);
    let causes: Vec<_> = keywords
        .iter()
        .filter(has)
        .map(|keyword| breaks(keyword))
        .collect();
    (!causes.is_empty()).then(|| simple(about, causes))
}
