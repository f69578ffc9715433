//! Strings for a schema: of a given length, over what its pattern allows, or with one character
//! that it forbids.

use regex::Regex;

use super::dice::Dice;
use crate::contract::{Parameter, Place, Schema};
use crate::wire::LONGEST_VALUE;

/// Characters of a string that is made; limits beyond it are never reached on the wire.
const LONGEST: usize = 1 << 20;
/// Characters of a long string that are drawn one by one; the rest repeats them.
const DRAWN: usize = 256;

/// What the strings of one schema are made of.
pub struct Text {
    /// ASCII characters of which the pattern allows any number in any order.
    pub alphabet: Vec<char>,
    /// The letters and digits among them.
    plain: Vec<char>,
    regex: Option<Regex>,
    pattern: Option<String>,
    min: usize,
    max: Option<usize>,
    format: Option<String>,
    /// Characters at most, where limits beyond are never reached.
    longest: usize,
    /// Whether blanks at the ends are no part of the value.
    trimmed: bool,
}

impl Text {
    /// Studies a schema.
    pub fn of(schema: &Schema) -> Self {
        let regex = schema.pattern.as_deref().and_then(|p| Regex::new(p).ok());
        let alphabet: Vec<char> = match &regex {
            // A character belongs to it when strings of it alone fit; anchored classes do.
            Some(regex) => (' '..='~')
                .filter(|c| {
                    [1, 2, 7]
                        .iter()
                        .all(|n| regex.is_match(&c.to_string().repeat(*n)))
                })
                .collect(),
            None => ('a'..='z')
                .chain('A'..='Z')
                .chain('0'..='9')
                .chain(" _-.,;:!?'\"<>&/\\(){}[]%$#@*+=~".chars())
                .collect(),
        };
        let plain = alphabet.iter().copied();
        Text {
            plain: plain.filter(char::is_ascii_alphanumeric).collect(),
            alphabet,
            regex,
            pattern: schema.pattern.clone(),
            min: schema.min_length.unwrap_or(0) as usize,
            max: schema.max_length.map(|n| n as usize),
            format: schema.format.clone(),
            longest: LONGEST,
            trimmed: false,
        }
    }

    /// Studies the schema of a parameter, whose values travel in a URL or a header.
    pub fn of_parameter(parameter: &Parameter) -> Self {
        let text = Text {
            longest: LONGEST_VALUE,
            trimmed: matches!(parameter.place, Place::Header | Place::Cookie),
            ..Text::of(&parameter.schema)
        };
        match parameter.place {
            Place::Cookie => text.tame(),
            _ => text,
        }
    }

    /// The same of letters, digits and a few marks where that can be: what no style takes for one of
    /// its own, and every reader of cookies reads alike.
    pub fn tame(mut self) -> Self {
        let tame = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if self.alphabet.iter().any(tame) {
            self.alphabet.retain(tame);
        }
        self
    }

    /// Why no text of a length, or of any that is allowed, could be made.
    pub fn miss(&self, length: Option<usize>) -> String {
        let wanted = length.unwrap_or(self.min);
        match (&self.pattern, length) {
            _ if wanted > self.longest => format!(
                "texts of {wanted} characters are not made: {} are the most there",
                self.longest
            ),
            (Some(pattern), _) if self.regex.is_none() => {
                format!("no text can be made for the pattern `{pattern}`")
            }
            (Some(pattern), Some(n)) => {
                format!("no text of {n} characters was found that fits the pattern `{pattern}`")
            }
            (Some(pattern), None) => format!("no text was found that fits the pattern `{pattern}`"),
            (None, _) => format!("no text of {wanted} characters could be made"),
        }
    }

    /// Why no text breaks the pattern and nothing else.
    pub fn unbroken(&self) -> String {
        match &self.pattern {
            Some(pattern) if self.regex.is_none() => {
                format!("no text can be made for the pattern `{pattern}`")
            }
            Some(pattern) => {
                format!("no text was found that breaks the pattern `{pattern}` and no limit")
            }
            None => "the place has no pattern".to_owned(),
        }
    }

    /// Whether the pattern says what no text can be made for.
    pub fn is_strange(&self) -> bool {
        self.pattern.is_some() && self.regex.is_none()
    }

    /// Whether the pattern, when there is one, allows the text.
    pub fn fits(&self, text: &str) -> bool {
        self.regex.as_ref().is_none_or(|r| r.is_match(text))
    }

    /// A string of exactly that many characters that fits the pattern.
    pub fn of_length(&self, dice: &mut Dice, length: usize) -> Option<String> {
        if length > self.longest || self.is_strange() {
            return None;
        }
        if !self.alphabet.is_empty() || length == 0 {
            // Long strings repeat a drawn piece: their length is what matters, not their letters.
            let mut text = dice.text(&self.alphabet, length.min(DRAWN));
            if length > DRAWN && !text.is_empty() {
                let piece = text.clone();
                text.extend(piece.chars().cycle().take(length - DRAWN));
            }
            if self.regex.is_none() && length > 1 {
                // Blanks at either end may be trimmed, which would change the length. The alphabet
                // is ASCII.
                text.replace_range(..1, "a");
                text.replace_range(length - 1.., "z");
            }
            if self.trimmed && !self.plain.is_empty() {
                for at in [0, length.saturating_sub(1)] {
                    if text.get(at..=at) == Some(" ") {
                        let letter = dice.pick(&self.plain).copied().unwrap_or('a');
                        text.replace_range(at..=at, letter.encode_utf8(&mut [0; 4]));
                    }
                }
            }
            return self.fits(&text).then_some(text);
        }
        let strategy = proptest::string::string_regex(self.unanchored()?).ok()?;
        (0..64)
            .filter_map(|_| dice.draw(&strategy))
            .find(|t| t.chars().count() == length && self.fits(t))
    }

    /// The pattern without the anchors around it, which the maker of strings does not know.
    fn unanchored(&self) -> Option<&str> {
        let pattern = self.pattern.as_deref()?;
        let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
        Some(match pattern.strip_suffix('$') {
            // An escaped one is a character.
            Some(inner) if !inner.ends_with('\\') => inner,
            _ => pattern,
        })
    }

    /// Any string that the schema allows, rather short.
    pub fn any(&self, dice: &mut Dice) -> Option<String> {
        match self.format.as_deref() {
            Some("uuid") => {
                let hex: String = (0..32)
                    .map(|_| char::from(b"0123456789abcdef"[dice.below(16)]))
                    .collect();
                return Some(format!(
                    "{}-{}-4{}-a{}-{}",
                    &hex[..8],
                    &hex[8..12],
                    &hex[13..16],
                    &hex[17..20],
                    &hex[20..]
                ));
            }
            Some("date-time") => {
                return Some(format!(
                    "20{:02}-0{}-1{}T0{}:00:00Z",
                    dice.below(30),
                    1 + dice.below(9),
                    dice.below(9),
                    dice.below(9)
                ));
            }
            Some("date") => {
                return Some(format!(
                    "20{:02}-0{}-1{}",
                    dice.below(30),
                    1 + dice.below(9),
                    dice.below(9)
                ));
            }
            Some("email") => return Some(format!("{}@example.com", dice.letters(8))),
            Some("uri") => return Some(format!("http://example.com/{}", dice.letters(8))),
            _ => {}
        }
        let min = self.min.max(1);
        if min > self.longest || self.is_strange() {
            return None;
        }
        let max = self.max.unwrap_or(min + 40).clamp(min, min + 40);
        if self.alphabet.is_empty() {
            let strategy = proptest::string::string_regex(self.unanchored()?).ok()?;
            return (0..64).filter_map(|_| dice.draw(&strategy)).find(|t| {
                let n = t.chars().count();
                n >= self.min && self.max.is_none_or(|m| n <= m) && self.fits(t)
            });
        }
        let length = min + dice.below(max - min + 1);
        self.of_length(dice, length)
    }

    /// Strings that hold one character which the pattern forbids, and are right in all else.
    ///
    /// Letters and digits beyond ASCII are left out: whether a pattern means them is a reading.
    pub fn forbidden(&self, dice: &mut Dice) -> Vec<(String, String)> {
        if self.regex.is_none() {
            return Vec::new();
        }
        let mut list = Vec::new();
        let (printable, odd): (Vec<char>, Vec<char>) =
            candidates().partition(|c| matches!(c, ' '..='~'));
        let mut inside = |dice: &mut Dice, c: char| {
            let about = format!("the character {c:?} inside");
            list.extend(self.with(dice, &about, |stem| insert(stem, stem.len() / 2, c)));
        };
        printable.into_iter().for_each(|c| inside(dice, c));
        odd.into_iter().for_each(|c| inside(dice, c));
        // A blank or a line break at the end is the classic slip of `$` in patterns.
        for (tail, about) in [
            ("\n", "a line break at the end"),
            (" ", "a blank at the end"),
            ("\r\n", "a line break of two characters at the end"),
        ] {
            list.extend(self.with(dice, about, |stem| format!("{stem}{tail}")));
        }
        list.extend(self.with(dice, "a blank at the start", |stem| format!(" {stem}")));
        list
    }

    /// One such string, drawn at random.
    pub fn forbidden_one(&self, dice: &mut Dice) -> Option<(String, String)> {
        self.regex.as_ref()?;
        for _ in 0..16 {
            let c = candidates().nth(dice.below(128 + MARKS.len()))?;
            let at = dice.below(9);
            // White space at the ends has cases of its own: trimming it is common.
            let at = if c.is_whitespace() {
                at.clamp(1, 7)
            } else {
                at
            };
            if let Some(made) = self.with(dice, "a forbidden character", |stem| {
                insert(stem, at.min(stem.len()), c)
            }) {
                return Some(made);
            }
        }
        None
    }

    fn with(
        &self,
        dice: &mut Dice,
        about: &str,
        make: impl Fn(&str) -> String,
    ) -> Option<(String, String)> {
        let alphabet = match self.plain.is_empty() {
            true => &self.alphabet,
            false => &self.plain,
        };
        let length = self
            .min
            .max(8)
            .min(self.max.map_or(8, |m| m.saturating_sub(2)));
        if length > self.longest {
            return None;
        }
        let stem = dice.text(alphabet, length);
        let text = make(&stem);
        let length = text.chars().count();
        let in_bounds = length >= self.min && self.max.is_none_or(|m| length <= m);
        (in_bounds && !self.fits(&text)).then(|| (about.to_owned(), text))
    }
}

/// Characters beyond ASCII that are neither letters nor digits.
const MARKS: [char; 8] = [
    '\u{a0}', '–', '’', '\u{200b}', '\u{202e}', '\u{fffd}', '😀', '\u{85}',
];

fn candidates() -> impl Iterator<Item = char> {
    ('\0'..='\u{7f}').chain(MARKS)
}

fn insert(stem: &str, at: usize, c: char) -> String {
    let mut text = stem.to_owned();
    text.insert(at, c);
    text
}
