//! Values that a page lists, and limits that it states.

use super::block::BULLET;
use super::{caught, patterns};

/// What a description says of a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Says {
    /// The values that are allowed, each with the media type it is of where the page tells them apart.
    pub(super) values: Vec<(Option<&'static str>, String)>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
}

patterns! {
    LIST = r"(?i)\b(?:(json|xml)\s+)?(?:valid|allowed|possible|accepted|permitted|supported|available|following)\s+values?(?:\s+(?:is|are|include)?\s*(?:available)?)?\s*(?::|\bis\b|\bare\b)?\s*(.*)$";
    ONE_OF = r"(?i)\b(?:must be |can be |is |may be )?(?:either|one of)(?: the following)?:?\s+(.*)$";
    PARENS = r"\(([A-Za-z0-9_]+(?:(?:,\s*|\s*\|\s*|/)[A-Za-z0-9_]+)*,?\s+or\s+[A-Za-z0-9_]+)\)";
    THROUGH = r"(?i)\b(-?\d+)\s+(?:through|to|and)\s+(-?\d+)\b";
    BETWEEN = r"(?i)\bbetween\s+(-?\d+)\s+and\s+(-?\d+)(\s+characters)?";
    MOST = r"(?i)\b(?:(?:must|may|can|should)\s*not\s+exceed|not\s+exceed|at most|up to|no more than|not more than|no longer than|maximum(?:\s+length)?(?:\s+(?:of|is))?:?|max(?:imum)?\.?(?:\s+length)?:?)\s+(\d+)\s*(characters?|chars?|letters|symbols)?";
    LEAST = r"(?i)\b(?:at least|not less than|no less than|min(?:imum)?\.?(?:\s+(length))?(?:\s+(?:of|is))?:?|greater than or equal to)\s+(-?\d+)\s*(characters?|chars?|letters|symbols)?";
    RANGE = r"(?i)(?:\b(?:ranges?|range is|range of|values?)(?: is| are)?(?: from| between| of)?:? |\bfrom |^|\. |, |: )(-?\d+)\s*(?:to|through|-|–|\.\.)\s*(-?\d+)\b(\s+(?:characters?|chars|letters)|\s*(?:[.,;)]|$))";
    EXPLAINED = r"\s+\([^()]*\)";
    LENGTH = r"(?i)\b(\d+)\s*(?:characters?|chars)\s+(?:max|maximum|or less|or fewer|at most)\b";
}

/// What the words of a description say.
pub(super) fn said(words: &str) -> Says {
    let mut says = Says::default();
    values(words, &mut says);
    limits(words, &mut says);
    says
}

/// Limits alone.
pub(super) fn limits(words: &str, says: &mut Says) {
    let text = words.replace(',', "");
    let ranged =
        caught(&RANGE, words).filter(|f| f.get(0).is_some_and(|m| !m.as_str().starts_with(':')));
    if let Some(found) = caught(&BETWEEN, &text).or(ranged) {
        let (low, high): (Option<i64>, Option<i64>) =
            (found[1].parse().ok(), found[2].parse().ok());
        let characters = found
            .get(3)
            .is_some_and(|unit| unit.as_str().trim().len() > 1);
        match characters.then_some(()) {
            Some(()) => {
                says.min_length = low.and_then(|n| n.try_into().ok());
                says.max_length = high.and_then(|n| n.try_into().ok());
            }
            None => (says.minimum, says.maximum) = (low, high),
        }
        return;
    }
    if let Some(found) = caught(&MOST, &text) {
        match found.get(2) {
            Some(_) => says.max_length = found[1].parse().ok(),
            None if text.to_lowercase().contains("length") => {
                says.max_length = found[1].parse().ok();
            }
            None => says.maximum = found[1].parse().ok(),
        }
    }
    if let Some(found) = caught(&LENGTH, &text) {
        says.max_length = found[1].parse().ok();
    }
    if let Some(found) = caught(&LEAST, &text) {
        match found.get(1).or(found.get(3)) {
            Some(_) => says.min_length = found[2].parse().ok(),
            None => says.minimum = found[2].parse().ok(),
        }
    }
}

fn values(words: &str, says: &mut Says) {
    let mut media = None;
    // Whether entries of a list are values now.
    let mut listing = false;
    for line in words.lines() {
        let is_item = line.starts_with(BULLET);
        let text = line.trim_start_matches(BULLET).trim();
        if let Some(found) = caught(&LIST, text) {
            media = match found.get(1).map(|m| m.as_str().to_ascii_lowercase()) {
                Some(word) if word == "json" => Some("application/json"),
                Some(_) => Some("application/xml"),
                None => None,
            };
            let rest = found.get(2).map_or("", |rest| rest.as_str()).trim();
            listing = rest.is_empty() || rest == ":";
            if !listing {
                inline(rest, media, says);
            }
            continue;
        }
        if listing && is_item {
            let value = item(text);
            let prose = value.starts_with("If ")
                || value.contains(" equals ")
                || value.split_whitespace().count() > 6;
            let none =
                prose || value.is_empty() || value.contains("specific") || value.contains('=');
            if !none {
                says.values.push((media, value));
            } else {
                // A value that is no value: the list is not closed.
                says.values.clear();
                return;
            }
            continue;
        }
        // What goes on below an entry.
        if !line.starts_with(BULLET) && listing && !says.values.is_empty() {
            continue;
        }
        listing = false;
        if let Some(found) = caught(&PARENS, text) {
            inline(&found[1], None, says);
        } else if let Some(found) = caught(&ONE_OF, text) {
            inline(&found[1], None, says);
        }
    }
}

/// The value that an entry of a list begins with: `53, for File System`, `FULL: all of it`, `File System`.
fn item(text: &str) -> String {
    let ends = [", ", ": ", " - ", " – ", " (", " = "];
    let cut = ends.iter().filter_map(|end| text.find(end)).min();
    let head = cut.map_or(text, |at| &text[..at]);
    let value = match head.contains(' ') && cut.is_some() {
        true => text,
        false => head,
    };
    bare(value)
}

fn bare(value: &str) -> String {
    let value = value.trim().trim_end_matches(['.', ';', ',', '>']);
    value
        .trim_matches(['`', '"', '\'', '“', '”', '‘', '’'])
        .trim()
        .to_owned()
}

/// Values in a sentence: `a, b or c`, `True/False`, `1 through 31`.
fn inline(text: &str, media: Option<&'static str>, says: &mut Says) {
    let sentence = text.split(". ").next().unwrap_or(text);
    if let Some(found) =
        caught(&THROUGH, sentence).filter(|f| f.get(0).is_some_and(|m| m.start() < 3))
    {
        (says.minimum, says.maximum) = (found[1].parse().ok(), found[2].parse().ok());
        return;
    }
    // What a comma explains: `1, to run the job now`.
    let explained = sentence
        .split_once(", to ")
        .or(sentence.split_once(", for "));
    if let Some((value, _)) = explained.filter(|(value, _)| !value.contains([',', ' '])) {
        says.values.push((media, bare(value)));
        return;
    }
    // What stands in brackets behind a value explains it: `ALN (letters and digits), NUM (digits)`.
    let bare_of = EXPLAINED.as_ref().map(|p| p.replace_all(sentence, ""));
    let sentence = bare_of.as_deref().unwrap_or(sentence);
    let parted = sentence
        .replace(" or ", ",")
        .replace(" and ", ",")
        .replace('|', ",");
    let parted = match parted.contains(',') || sentence.contains("application/") {
        true => parted,
        false => parted.replace('/', ","),
    };
    let all: Vec<String> = parted
        .split(',')
        .map(bare)
        .filter(|v| !v.is_empty())
        .collect();
    // Prose is no list.
    if all
        .iter()
        .all(|v| v.len() < 40 && v.split_whitespace().count() < 4)
    {
        says.values.extend(all.into_iter().map(|v| (media, v)));
    }
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn values_are_read_as_pages_list_them() {
        for (words, values) in [
            (
                "The kind.\nValid values are:\n• FULL\n• INCREMENTAL",
                vec!["FULL", "INCREMENTAL"],
            ),
            (
                "Valid values are:\n• 53, for Mail\n• 106, Virtual Server",
                vec!["53", "106"],
            ),
            (
                "The app.\nValid values are:\n• File System\n• SAP for Oracle",
                vec!["File System", "SAP for Oracle"],
            ),
            ("Valid values are True/False.", vec!["True", "False"]),
            ("Valid value is BACKUP.", vec!["BACKUP"]),
            ("The wanted kind (CONFIG or DATA).", vec!["CONFIG", "DATA"]),
            ("Allowed values: `a`, `b`, `c`", vec!["a", "b", "c"]),
            (
                "Must be one of: red, green or blue.",
                vec!["red", "green", "blue"],
            ),
            (
                "The allowed values are: ALN (alphanumeric), ALNIC (alphanumeric ignore case), PORT (port number) or DATE. Note that dates are numbers.",
                vec!["ALN", "ALNIC", "PORT", "DATE"],
            ),
            ("Sample values:\n• (UTC) Time", vec![]),
            (
                "Valid values are:\n• 0, done.\n• a specific error code.",
                vec![],
            ),
            ("The number of days.", vec![]),
            (
                "Valid values are:\n• 1, for this\n• If kind equals ODD, any number\n• 2",
                vec![],
            ),
        ] {
            let got: Vec<_> = said(words).values.into_iter().map(|(_, v)| v).collect();
            assert_eq!(got, values, "{words}");
        }
        let apart = said(
            "JSON valid values are:\n• 1, for all\n• 3, for some\nXML valid values are:\n• all\n• some",
        );
        assert_eq!(apart.values[0], (Some("application/json"), "1".into()));
        assert_eq!(apart.values[3], (Some("application/xml"), "some".into()));
    }

    #[test]
    fn limits_are_read() {
        assert_eq!(said("must not exceed 100 characters").max_length, Some(100));
        assert_eq!(said("At most 1,000 characters.").max_length, Some(1000));
        assert_eq!(said("Valid values are 1 through 31.").maximum, Some(31));
        let both = said("between 3 and 40 characters long");
        assert_eq!((both.min_length, both.max_length), (Some(3), Some(40)));
        assert_eq!(said("a number between -1 and 5").minimum, Some(-1));
        assert_eq!(said("the maximum is 7").maximum, Some(7));
        assert_eq!(said("keep it for 7 days"), super::Says::default());
    }
}
