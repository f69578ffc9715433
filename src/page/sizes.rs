//! Limits that stand in a type or below a head of lengths, and counts of entries: `String (50)`, `varchar(255)`,
//! `Integer [1..20]`, `at most 10 items`.

use super::fields::kind_of;
use super::operation::singular;
use super::values::Says;
use super::{caught, patterns};

patterns! {
    // The width of a number, such as `int(11)`, limits nothing: one number alone is one of texts.
    ONE = r"(?i)^(?:string|text|varchar2?|nvarchar2?|char|nchar)\s*\(\s*(?:max(?:imum)?\.?(?: length)?:?\s*|up to\s+|<=\s*|≤\s*)?(\d{1,7})\s*(?:characters?|chars?\.?)?\s*(?:max\.?)?\s*\)\s*$";
    TWO = r"(?i)^([a-z][a-z0-9]*)\s*[(\[]\s*(-?\d{1,9})\s*(?:\.{2,3}|…|–|—|-|\bto\b|～|~)\s*(-?\d{1,9})\s*(characters?|chars?)?\s*[)\]]\s*$";
    LENGTH = r"(?i)^(?:(\d{1,7})\s*(?:\.{2,3}|…|–|—|-|to|～|~)\s*)?(?:max(?:imum)?\.?:?\s*|up to\s+|<=\s*|≤\s*)?(\d{1,7})\s*(?:characters?|chars?\.?)?$";
    MOST = r"(?i)\b(?:at most|up to|no more than|not more than|not exceed|max(?:imum)?\.?(?:\s+(?:of|is))?:?)\s+(\d{1,7})\s+(?:(?:unique|distinct|different)\s+)?([a-z_]+)\b";
    MOST_BEHIND = r"(?i)\b(\d{1,7})\s+([a-z_]+)\s+(?:max(?:imum)?|or less|or fewer|at most)\b";
    LEAST = r"(?i)\b(?:at least|no less than|no fewer than|min(?:imum)?\.?(?:\s+(?:of|is))?:?)\s+(\d{1,7})\s+([a-z_]+)\b";
    SPAN = r"(?i)\b(\d{1,7})\s*(?:\.{2,3}|–|—|-|\bto\b|\band\b)\s*(\d{1,7})\s+([a-z_]+)\b";
    ENTRY = r"(?i)^(?:(?:array|list)\s*(?:of|<|\()\s*([a-z][a-z0-9-]*)\s*[>)]?|([a-z][a-z0-9-]*)\s*\[\])$";
    // A count of something else than the entries of the whole.
    OTHER = r"(?i)\b(?:each|every|per|of which|page|pages)\b";
}

/// The limits that the words of a type state.
pub(super) fn of_type(cell: &str) -> Says {
    let mut says = Says::default();
    let text = cell.trim().trim_matches('`');
    if let Some(found) = caught(&ONE, text) {
        says.max_length = found[1].parse().ok().filter(|most| *most > 0);
        return says;
    }
    let Some(found) = caught(&TWO, text) else {
        return says;
    };
    let (low, high): (Option<i64>, Option<i64>) = (found[2].parse().ok(), found[3].parse().ok());
    if low > high {
        return says;
    }
    let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    let listed = found[1].to_ascii_lowercase().starts_with("enum");
    match kind_of(&found[1]).map(|(kind, format)| (kind, format.is_none())) {
        Some(("string", true)) if !listed => {
            (says.min_length, says.max_length) = (count(low), count(high))
        }
        Some(("integer" | "number", _)) if found.get(4).is_none() => {
            (says.minimum, says.maximum) = (low, high);
        }
        Some(("array", _)) if found.get(4).is_none() => {
            (says.min_items, says.max_items) = (count(low), count(high));
        }
        _ => {}
    }
    says
}

/// What each entry of a list is by the words of its type, where that is no object: `Array of strings`, `string[]`.
pub(super) fn entry_of(cell: &str) -> Option<(&'static str, Option<&'static str>)> {
    let found = caught(&ENTRY, cell.trim().trim_matches('`').trim())?;
    let word = found.get(1).or(found.get(2))?.as_str().to_lowercase();
    let entry = kind_of(&singular(&word))?;
    (!matches!(entry.0, "array" | "object")).then_some(entry)
}

/// The limits of a text in a column of lengths: `36`, `8-20`, `max 100`.
pub(super) fn of_length(cell: &str) -> Says {
    let mut says = Says::default();
    let Some(found) = caught(&LENGTH, cell.trim().trim_matches('`')) else {
        return says;
    };
    let low: Option<u64> = found.get(1).and_then(|m| m.as_str().parse().ok());
    let high: Option<u64> = found[2].parse().ok().filter(|most| *most > 0);
    if low <= high {
        (says.min_length, says.max_length) = (low, high);
    }
    says
}

/// How many entries the list called `name` may have by words that count them.
pub(super) fn counted(words: &str, name: &str, says: &mut Says) {
    let text = words.replace(',', "");
    if caught(&OTHER, &text).is_some() {
        return;
    }
    let last = super::words::parts(name).pop().unwrap_or_default();
    let about = |unit: &str| {
        let unit = unit.to_lowercase();
        ["items", "item", "elements", "element", "entries", "entry"].contains(&unit.as_str())
            || singular(&unit) == singular(&last)
    };
    if let Some(found) = caught(&SPAN, &text).filter(|f| about(&f[3])) {
        let (low, high): (Option<u64>, Option<u64>) =
            (found[1].parse().ok(), found[2].parse().ok());
        if low <= high {
            (says.min_items, says.max_items) = (low, high);
        }
        return;
    }
    let most = caught(&MOST, &text).or_else(|| caught(&MOST_BEHIND, &text));
    if let Some(found) = most.filter(|f| about(&f[2])) {
        says.max_items = found[1].parse().ok();
    }
    if let Some(found) = caught(&LEAST, &text).filter(|f| about(&f[2])) {
        says.min_items = found[1].parse().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_state_lengths_and_bounds() {
        for (cell, low, high) in [
            ("String (50)", None, Some(50)),
            ("string(1..64)", Some(1), Some(64)),
            ("varchar(255)", None, Some(255)),
            ("String [1-20]", Some(1), Some(20)),
            ("string (max 30 chars)", None, Some(30)),
        ] {
            let says = of_type(cell);
            assert_eq!((says.min_length, says.max_length), (low, high), "{cell}");
        }
        let says = of_type("Integer [1..20]");
        assert_eq!((says.minimum, says.maximum), (Some(1), Some(20)));
        // A width, a precision, a size of entries and a standard limit no value.
        for cell in [
            "int(11)",
            "decimal(10,2)",
            "string[10]",
            "String (ISO 8601)",
            "number (64 bit)",
            "String(64..1)",
            "date [1-31]",
            "enum (1-3)",
            "string",
        ] {
            assert_eq!(of_type(cell), Says::default(), "{cell}");
        }
    }

    #[test]
    fn types_of_lists_say_what_their_entries_are() {
        for (cell, kind) in [
            ("Array of strings", Some("string")),
            ("string[]", Some("string")),
            ("array<integer>", Some("integer")),
            ("List of Boolean", Some("boolean")),
            ("array", None),
            ("array of objects", None),
            ("array of tags", None),
            ("string", None),
        ] {
            assert_eq!(entry_of(cell).map(|(kind, _)| kind), kind, "{cell}");
        }
    }

    #[test]
    fn lengths_stand_in_a_column_of_their_own() {
        let of = |cell| {
            let says = of_length(cell);
            (says.min_length, says.max_length)
        };
        assert_eq!(of("36"), (None, Some(36)));
        assert_eq!(of("8-20"), (Some(8), Some(20)));
        assert_eq!(of("max. 100"), (None, Some(100)));
        for cell in ["", "-", "8, 12 or 16", "10,2", "variable"] {
            assert_eq!(of(cell), (None, None), "{cell}");
        }
    }

    #[test]
    fn entries_are_counted_by_their_own_name_only() {
        let of = |words, name| {
            let mut says = Says::default();
            counted(words, name, &mut says);
            (says.min_items, says.max_items)
        };
        assert_eq!(of("At most 5 items.", "aliases"), (None, Some(5)));
        assert_eq!(of("Up to 10 tags", "Tags"), (None, Some(10)));
        assert_eq!(of("1 to 100 items", "lines"), (Some(1), Some(100)));
        assert_eq!(of("5 entries max", "lists"), (None, Some(5)));
        for words in [
            "Each tag has at most 20 characters.",
            "At most 50 MB.",
            "Up to 100 items per page.",
            "Names of up to 20 users.",
        ] {
            assert_eq!(of(words, "tags"), (None, None), "{words}");
        }
    }
}
