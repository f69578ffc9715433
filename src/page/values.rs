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
    /// How many entries a list has.
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    /// A regular expression, as it is written.
    pub(super) pattern: Option<String>,
    /// Whether the values are taken from a sentence, which may mean them otherwise.
    pub(super) guessed: bool,
}

impl Says {
    /// Takes from `other` what this one does not say, as long as both agree.
    pub(super) fn filled(mut self, other: Says) -> Self {
        if self.values.is_empty() {
            (self.values, self.guessed) = (other.values, other.guessed);
        }
        self.pattern = self.pattern.or(other.pattern);
        fill(
            (&mut self.min_length, &mut self.max_length),
            (other.min_length, other.max_length),
        );
        fill(
            (&mut self.minimum, &mut self.maximum),
            (other.minimum, other.maximum),
        );
        fill(
            (&mut self.min_items, &mut self.max_items),
            (other.min_items, other.max_items),
        );
        self
    }

    /// Whether it states no limit.
    pub(super) fn is_unlimited(&self) -> bool {
        let values = self.values.clone();
        let bare = Says {
            values,
            guessed: self.guessed,
            ..Says::default()
        };
        *self == bare
    }
}

/// Fills in a limit that is not told, unless no value could keep to both.
fn fill<T: Copy + PartialOrd>(
    (low, high): (&mut Option<T>, &mut Option<T>),
    other: (Option<T>, Option<T>),
) {
    let (least, most) = (low.or(other.0), high.or(other.1));
    let contradicts = matches!((least, most), (Some(least), Some(most)) if least > most);
    if !contradicts {
        (*low, *high) = (least, most);
    }
}

patterns! {
    LIST = r"(?i)\b(?:(json|xml)\s+)?(?:valid|allowed|possible|accepted|permitted|supported|available|following|erlaubte|mögliche|gültige)\s+(?:values?|werte)(?:\s+(?:is|are)?\s*(?:available)?)?\s*(?::|\bis\b|\bare\b)?\s*(.*)$";
    ONE_OF = r"(?i)(?:\b(?:one of|(?:must|can|may|has to) be either|is either)|(?:^|\.\s+)(either))(?: the following| these)?(?: values| options)?:?\s+(.*)$";
    // Words in brackets may explain as well: only what names kinds lists them there.
    PARENS = r"(?i)\b(?:type|kind|mode|status|state|level|format|order|direction|category|method|policy|action|priority|severity|class|scope)s?\b[^.()]*\(((?-i:[A-Z0-9_]{2,}(?:(?:,\s*|\s*\|\s*|/)[A-Z0-9_]+)*,?\s+or\s+[A-Z0-9_]+))\)";
    // What says that a list is not all, or not always so.
    OPEN = r"(?i)\betc\b|\be\.g\b|\bfor example\b|\bsuch as\b|\.\.\.|…|\binclud|\bamong\b|\b(?:and|or) (?:more|others?|so on|higher|greater|above|lower|less)\b|\bother\b|\bcustom\b|\bdepend|\bif\b|\bwhen\b|\bwhere\b|\bunless\b|\bonly\b|\bexcept\b";
    // Words of a description of values, none of which is one itself.
    PROSE = r"(?i)^(?:.*\b(?:a|an|the|any|all|of|from|than|with|your|valid|positive|negative|between|number|value)\s.*|(?:alphanumerics?|letters?|digits?|numbers?|characters?|strings?|integers?|floats?|booleans?|dates?|hyphens?|dashes|dots?|periods?|underscores?|spaces?|symbols?|urls?|uris?|uuids?|objects?|arrays?|names?|ids?))$";
    // The heads of a table of values inside of a cell.
    HEADS = r"(?i)^(?:(?:allowed|valid|possible|accepted) )?values?(?:: (?:meaning|description|explanation|notes?))?$";
    DEFAULT = r"(?i)[,;]?\s*[-–—(]?\s*\b(?:the\s+)?defaults?\b.*$";
    QUOTED = r#"[`"“]([^`"“”]+)[`"”]|(?:^|\s)'([^']+)'"#;
    BETWEEN_QUOTED = r"(?i)^(?:[\s,|/:.]|\bor\b|\band\b)*$";
    THROUGH = r"(?i)\b(-?\d+)\s+(?:through|to|and)\s+(-?\d+)\b";
    BETWEEN = r"(?i)\bbetween\s+(-?\d+)\s+and\s+(-?\d+)(\s+characters)?";
    MOST = r"(?i)\b(?:(?:must|may|can|should)\s*not\s+exceed|not\s+exceed|at most|up to|no more than|not more than|no longer than|maximum(?:\s+(?:length|value))?(?:\s+(?:of|is))?:?|max(?:imum)?\.?(?:\s+length)?:?)\s+(\d+)\s*(characters?|chars?|letters|symbols)?";
    LEAST = r"(?i)\b(?:at least|not less than|no less than|min(?:imum)?\.?(?:\s+(?:(length)|value))?(?:\s+(?:of|is))?:?|greater than or equal to)\s+(-?\d+)\s*(characters?|chars?|letters|symbols)?";
    RANGE = r"(?i)(?:\b(?:ranges?|range is|range of|values?)(?: is| are)?(?: from| between| of)?:? |\bfrom |^|\. |, |: |\()(-?\d+)\s*(?:to|through|-|–|\.\.)\s*(-?\d+)\b(\s+(?:characters?|chars|letters)|\s*(?:[.,;)]|$))";
    EXPLAINED = r"\s+\([^()]*\)";
    PATTERN = r"(?i)^\W{0,3}(?:pattern|regex|regexp|regular expression)\W{0,3}(?::|\s)\s*`?([^`\s]+)`?\.?$";
    KEYWORD = r"\b(minLength|maxLength|minimum|maximum|pattern)\s*[:=]\s*(\S+)";
    // Lengths in the languages of pages whose codes are English.
    ABROAD = r"(?i)(?:最大|最长|höchstens|maximal|max\.?|au maximum|máximo(?: de)?)\s*(\d{1,7})\s*(?:文字|个字符|字符|Zeichen|caractères|caracteres)|(\d{1,7})\s*(?:文字以内|文字以下|个字符以内)";
    LENGTH = r"(?i)\b(\d+)\s*(?:characters?|chars)\s+(?:max|maximum|or less|or fewer|at most)\b";
}

/// What the words of a description say.
pub(super) fn said(words: &str) -> Says {
    let mut says = Says::default();
    values(words, &mut says);
    limits(words, &mut says);
    let pattern = words
        .lines()
        .find_map(|line| caught(&PATTERN, line.trim_start_matches(BULLET).trim()));
    let pattern = pattern.map(|found| found[1].to_owned());
    let pattern = pattern.or(keywords(words, &mut says));
    says.pattern = pattern.filter(|p| regex::Regex::new(p).is_ok());
    says
}

/// Limits that are written as keywords of schemas: `minLength: 3 maxLength: 63`. Gives the pattern, if one is.
fn keywords(words: &str, says: &mut Says) -> Option<String> {
    let mut pattern = None;
    for found in KEYWORD.as_ref()?.captures_iter(words) {
        let value = &found[2];
        match &found[1] {
            "minLength" => says.min_length = value.parse().ok(),
            "maxLength" => says.max_length = value.parse().ok(),
            "minimum" => says.minimum = value.parse().ok(),
            "maximum" => says.maximum = value.parse().ok(),
            _ => pattern = Some(value.trim_matches('`').to_owned()),
        }
    }
    pattern
}

/// Limits alone.
pub(super) fn limits(words: &str, says: &mut Says) {
    let text = words.replace(',', "");
    let ranged =
        caught(&RANGE, words).filter(|f| f.get(0).is_some_and(|m| !m.as_str().starts_with(':')));
    // What runs backwards is no range.
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    let ranged = ranged.filter(|found| number(&found[1]) <= number(&found[2]));
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
    if let Some(found) = caught(&ABROAD, &text).and_then(|f| f.get(1).or(f.get(2))) {
        says.max_length = found.as_str().parse().ok();
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
                inline(rest, media, 3, says);
            }
            continue;
        }
        if is_item && caught(&HEADS, text).is_some() {
            (listing, media) = (true, None);
            says.guessed = true;
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
            inline(&found[1], None, 1, says);
        } else if let Some(found) = caught(&ONE_OF, text)
            // `Either mail or phone` may ask for one of two things.
            .filter(|f| f.get(1).is_none() || caught(&QUOTED, &f[2]).is_some())
        {
            inline(&found[2], None, 1, says);
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

/// Values in a sentence: `a, b or c`, `True/False`, `1 through 31`, each of so many words at most.
fn inline(text: &str, media: Option<&'static str>, words: usize, says: &mut Says) {
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
    let all = closed(sentence, words);
    says.guessed |= !all.is_empty();
    says.values.extend(all.into_iter().map(|v| (media, v)));
}

/// The values of a sentence that lists them and nothing else; none where its words allow a doubt.
fn closed(sentence: &str, words: usize) -> Vec<String> {
    // What stands in brackets behind a value explains it: `ALN (letters and digits), NUM (digits)`.
    let without = |pattern: &std::sync::LazyLock<Option<regex::Regex>>, text: &str| match &**pattern
    {
        Some(pattern) => pattern.replace_all(text, "").into_owned(),
        None => text.to_owned(),
    };
    let sentence = without(&DEFAULT, &without(&EXPLAINED, sentence));
    let sentence = sentence.split(';').next().unwrap_or_default();
    if caught(&OPEN, sentence).is_some() {
        return Vec::new();
    }
    let all = quoted(sentence);
    // One pair of quotes may stand around the whole list.
    let whole = match all.as_deref() {
        Some([one]) if one.contains([',', '|']) => Some(one.clone()),
        _ => None,
    };
    let sentence = whole.as_deref().unwrap_or(sentence);
    if let Some(quoted) = all.filter(|_| whole.is_none()) {
        let many = quoted.len() > 1 || words > 1;
        return if many { quoted } else { Vec::new() };
    }
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
        .map(|value| {
            bare(
                value
                    .trim()
                    .trim_start_matches("or ")
                    .trim_start_matches("and "),
            )
        })
        .filter(|v| !v.is_empty())
        .collect();
    // Prose is no list.
    let is_value = |v: &String| {
        let length = v.split_whitespace().count();
        // In capitals it is a value, whatever word it is.
        let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let plain = v.chars().all(capital) || caught(&PROSE, v).is_none();
        v.len() < 40 && length <= words && plain
    };
    // One value alone is listed where it is told so in the singular, as one word.
    let single = all.len() == 1 && (words == 1 || all[0].contains(['-', ' ']));
    match all.iter().all(is_value) && !single {
        true => all,
        false => Vec::new(),
    }
}

/// The values of a list that quotes each of them; none of them where it says more. Nothing where it quotes none.
fn quoted(sentence: &str) -> Option<Vec<String>> {
    let pattern = QUOTED.as_ref()?;
    let found = pattern
        .captures_iter(sentence)
        .filter_map(|found| found.get(1).or(found.get(2)));
    let all: Vec<String> = found.map(|m| m.as_str().trim().to_owned()).collect();
    if all.is_empty() {
        return None;
    }
    let rest = pattern.replace_all(sentence, " ");
    let fine = caught(&BETWEEN_QUOTED, &rest).is_some();
    Some(if fine { all } else { Vec::new() })
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
