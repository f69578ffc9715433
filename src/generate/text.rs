//! Strings for a schema: of a given length, over what its pattern and format allow, or such as break
//! the pattern and nothing else.

use std::sync::Arc;

use super::dice::Dice;
use serde_json::Value;

use crate::contract::{Parameter, Place, Schema};
use crate::rule::format::{self, Format};
use crate::rule::text::{Bounds, Pattern};
use crate::wire::LONGEST_VALUE;

/// Characters of a string that is made; limits beyond it are never reached on the wire.
const LONGEST: usize = 1 << 20;
/// Characters of a long string that are drawn one by one; the rest repeats them.
const DRAWN: usize = 256;
/// Texts of a format that are drawn for one that fits a pattern, too.
const TRIES: usize = 40;
/// Characters of a text that a slow matcher takes its time with.
const LONG_RUN: usize = 30_000;
/// Texts that break a pattern: such as are listed, and such as one is drawn from.
const MANY: usize = 40;
const FEW: usize = 12;

/// What the strings of one schema are made of.
pub struct Text {
    /// ASCII characters of which the pattern allows any number in any order.
    pub alphabet: Vec<char>,
    /// The letters and digits among them.
    plain: Vec<char>,
    studied: Option<Arc<Pattern>>,
    pattern: Option<String>,
    min: usize,
    max: Option<usize>,
    format: Option<&'static Format>,
    /// Characters at most, where limits beyond are never reached.
    longest: usize,
    /// Whether blanks at the ends are no part of the value.
    trimmed: bool,
}

/// The format of texts: what `contentEncoding` says is not demanded (JSON Schema 2020-12, Validation,
/// section 8.3), and made all the same.
fn named(schema: &Schema) -> Option<&str> {
    let coded = || schema.json.get("contentEncoding").and_then(Value::as_str) == Some("base64");
    schema
        .format
        .as_deref()
        .or_else(|| coded().then_some("byte"))
}

impl Text {
    /// Studies a schema.
    pub fn of(schema: &Schema) -> Self {
        let studied = schema.pattern.as_deref().map(Pattern::of);
        let alphabet: Vec<char> = match &studied {
            Some(pattern) => pattern.alphabet().to_vec(),
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
            studied,
            pattern: schema.pattern.clone(),
            min: schema.min_length.map_or(0, size),
            max: schema.max_length.map(size),
            format: named(schema).and_then(format::find),
            longest: LONGEST,
            trimmed: false,
        }
    }

    /// Studies the schema of a parameter, whose values travel in a URL or a header.
    pub fn of_parameter(parameter: &Parameter) -> Self {
        Text::of(&parameter.schema).at(parameter.place)
    }

    /// The same as it travels there.
    fn at(self, place: Place) -> Self {
        let text = Text {
            longest: LONGEST_VALUE,
            trimmed: matches!(place, Place::Header | Place::Cookie),
            ..self
        };
        match place {
            Place::Cookie => text.tame(),
            // A server that routes by what a segment looks like knows plain names best.
            Place::Path if text.studied.is_none() => text.tame(),
            Place::Path => text.of_one_segment(),
            _ => text,
        }
    }

    /// The same without what many a server reads as an end of a segment though it is encoded, where that
    /// can be.
    fn of_one_segment(mut self) -> Self {
        let inside = |c: &char| !matches!(c, '/' | '\\' | ';' | '%' | ' ');
        if self.alphabet.iter().any(inside) {
            self.alphabet.retain(inside);
        }
        self
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
            (Some(pattern), _) if self.is_strange() => {
                format!("no text can be made for the pattern `{pattern}`")
            }
            (Some(pattern), Some(n)) => {
                format!("no text of {n} characters was found that fits the pattern `{pattern}`")
            }
            (Some(pattern), None) => format!("no text was found that fits the pattern `{pattern}`"),
            (None, _) => match self.format {
                Some(format) => format!(
                    "no text of the format {} was found that has {wanted} characters",
                    format.name
                ),
                None => format!("no text of {wanted} characters could be made"),
            },
        }
    }

    /// Why no text breaks the pattern and nothing else.
    pub fn unbroken(&self) -> String {
        match &self.pattern {
            Some(pattern) if self.is_strange() => {
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
        self.studied.as_ref().is_some_and(|p| !p.is_known())
    }

    /// Whether the pattern and the format, when there are any, allow the text.
    pub fn fits(&self, text: &str) -> bool {
        self.is_of_format(text)
            && self
                .studied
                .as_ref()
                .is_none_or(|p| p.fits(text) == Some(true))
    }

    fn is_of_format(&self, text: &str) -> bool {
        self.format
            .is_none_or(|f| format::fits(f.name, &text.into()) != Some(false))
    }

    /// Whether strings of an alphabet fit, in any order.
    fn is_plain(&self) -> bool {
        !self.alphabet.is_empty() && self.format.is_none()
    }

    /// A string that keeps bounds, by the pattern, the format or both.
    fn within(&self, dice: &mut Dice, bounds: Bounds) -> Option<String> {
        let sound = |t: &String| self.keeps_ends(t) && self.fits(t);
        match (self.format, &self.studied) {
            (None, None) => None,
            (Some(format), None) => format.text(dice, bounds).filter(sound),
            (None, Some(pattern)) => pattern.text(dice, bounds).filter(sound),
            (Some(format), Some(pattern)) => (0..TRIES).find_map(|i| {
                let text = match i % 2 {
                    0 => format.text(dice, bounds),
                    _ => pattern.text(dice, bounds),
                };
                text.filter(sound)
            }),
        }
    }

    /// A string of exactly that many characters that fits the pattern.
    pub fn of_length(&self, dice: &mut Dice, length: usize) -> Option<String> {
        if length > self.longest || self.is_strange() {
            return None;
        }
        if self.is_plain()
            && let Some(text) = self.drawn(dice, length)
        {
            return Some(text);
        }
        let bounds = Bounds {
            least: length as u64,
            most: Some(length as u64),
        };
        self.within(dice, bounds)
    }

    /// A string over the alphabet.
    fn drawn(&self, dice: &mut Dice, length: usize) -> Option<String> {
        // Long strings repeat a drawn piece: their length is what matters, not their letters.
        let mut text = dice.text(&self.alphabet, length.min(DRAWN));
        if length > DRAWN && !text.is_empty() {
            let piece = text.clone();
            text.extend(piece.chars().cycle().take(length - DRAWN));
        }
        if self.studied.is_none() && length > 1 {
            // Blanks at either end may be trimmed, which would change the length. The alphabet is
            // ASCII.
            text.replace_range(..1, "a");
            text.replace_range(length - 1.., "z");
        }
        // Nothing but a blank may be taken for an empty text.
        if self.studied.is_none() && text == " " {
            text.replace_range(.., "a");
        }
        if self.trimmed && !self.plain.is_empty() {
            for at in [0, length.saturating_sub(1)] {
                if text.get(at..=at) == Some(" ") {
                    let letter = dice.pick(&self.plain).copied().unwrap_or('a');
                    text.replace_range(at..=at, letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
        self.fits(&text).then_some(text)
    }

    /// Whether a text arrives as it is.
    fn keeps_ends(&self, text: &str) -> bool {
        !self.trimmed || text.trim() == text
    }

    /// Any string that the schema allows, rather short.
    pub fn any(&self, dice: &mut Dice) -> Option<String> {
        let min = self.min.max(1);
        if min > self.longest || self.is_strange() {
            return None;
        }
        let max = self.max.unwrap_or(min + 40).clamp(min, min + 40);
        if self.is_plain() && self.max != Some(0) {
            let length = min + dice.below(max - min + 1);
            let drawn = self.drawn(dice, length);
            if drawn.is_some() {
                return drawn;
            }
        }
        if self.studied.is_none() && self.format.is_none() {
            return (self.max == Some(0)).then(String::new);
        }
        // Rather not the empty text, which many a target takes for nothing at all.
        [min, self.min].into_iter().find_map(|least| {
            let bounds = Bounds {
                least: least as u64,
                most: Some(self.max.map_or(self.longest, |m| m.min(self.longest)) as u64),
            };
            self.within(dice, bounds)
        })
    }

    /// Strings that fit, each in another way: every allowed character, kinds of characters at the
    /// ends, the shortest, some at random.
    pub fn variants(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let mut list: Vec<(String, String)> = Vec::new();
        let Some(pattern) = &self.studied else {
            return list;
        };
        let lengths = pattern.lengths();
        let least = lengths.as_ref().and_then(|l| l.least()).unwrap_or(0);
        let shortest = least.max(self.min as u64);
        let bounds = |least, most| Bounds { least, most };
        let max = self.max.map(|m| m.min(self.longest) as u64);
        let made = [
            ("as short as may be", bounds(shortest, Some(shortest))),
            ("at random", bounds(self.min as u64, max)),
            ("at random", bounds(self.min as u64, max)),
            ("at random", bounds(self.min as u64, max)),
            ("rather long", bounds(shortest.saturating_add(20), max)),
        ];
        for (about, bounds) in made {
            let text = self.within(dice, bounds);
            if let Some(text) = text.filter(|t| list.iter().all(|(_, known)| known != t)) {
                list.push((format!("fits the pattern, {about}"), text));
            }
        }
        list
    }

    /// Strings that break the pattern, and are right in all else.
    ///
    /// Letters and digits beyond ASCII are left out: whether a pattern means them is a reading.
    pub fn forbidden(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let Some(pattern) = self.studied.as_ref().filter(|p| p.is_known()) else {
            return Vec::new();
        };
        if !self.is_plain() || pattern.is_delicate() {
            return self.broken(dice, pattern, MANY);
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
        // What a reader decodes, formats or takes away may fit afterwards.
        for part in ["<b>", "%41", "%s", "%d", "&amp;", "\\u0041", "${a}"] {
            let about = format!("{part} inside");
            let inside = |stem: &str| {
                let (front, back) = stem.split_at(stem.len() / 2);
                format!("{front}{part}{back}")
            };
            list.extend(self.with(dice, &about, inside));
        }
        list.extend(self.long_run(pattern));
        // The pattern may say more than which characters there are.
        if list.len() < FEW {
            list.extend(self.broken(dice, pattern, MANY));
        } else if self.min == 0 && pattern.fits("") == Some(false) {
            list.push(("an empty text".to_owned(), String::new()));
        }
        list
    }

    /// A long run of one allowed character before one that is not: a matcher that goes back over all
    /// it has read takes its time with it.
    fn long_run(&self, pattern: &Pattern) -> Option<(String, String)> {
        let room = self.max.unwrap_or(LONG_RUN).min(LONG_RUN).min(self.longest);
        let allowed = *self.plain.first().or(self.alphabet.first())?;
        let run: String = std::iter::repeat_n(allowed, room.saturating_sub(1)).collect();
        let breaks =
            |text: &String| text.chars().count() >= self.min && pattern.fits(text) == Some(false);
        let text = ['!', '#', '\u{1}']
            .iter()
            .map(|c| format!("{run}{c}"))
            .find(breaks)?;
        Some((
            "a long run of what is allowed, then what is not".to_owned(),
            text,
        ))
    }

    fn broken(&self, dice: &mut Dice, pattern: &Pattern, count: usize) -> Vec<(String, String)> {
        let bounds = self.bounds();
        let mut list = pattern.broken(dice, bounds, count);
        if let Some(format) = self.format {
            let drawn = (0..TRIES).filter_map(|_| format.text(dice, bounds));
            let made: Vec<String> = drawn.collect();
            let edges = format.make(dice).into_iter();
            let edges = edges.filter_map(|(_, v)| v.as_str().map(str::to_owned));
            let about = || format!("of the format {}, and not of the pattern", format.name);
            let fitting = |t: &String| bounds.hold(t) && pattern.fits(t) == Some(false);
            let more = made
                .into_iter()
                .chain(edges.collect::<Vec<_>>())
                .filter(fitting);
            list.extend(more.map(|t| (about(), t)).take(8).collect::<Vec<_>>());
            list.retain(|(_, t)| self.is_of_format(t));
        }
        // What is trimmed may fit.
        list.retain(|(_, t)| self.keeps_ends(t) || !self.fits(t.trim()));
        list
    }

    /// Strings of the format, each in another form, and right in all else.
    pub fn formed(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let mut list = self.format.map(|f| f.forms(dice)).unwrap_or_default();
        let bounds = self.bounds();
        list.retain(|(_, t)| bounds.hold(t) && self.fits(t));
        list
    }

    /// Strings that are not of the format, and are right in all else: the grossly wrong ones first.
    pub fn unformed(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let Some(format) = self.format else {
            return Vec::new();
        };
        let bounds = self.bounds();
        let mut list: Vec<(String, String)> = format
            .broken()
            .into_iter()
            .filter_map(|(about, value)| Some((about, value.as_str()?.to_owned())))
            .collect();
        // Where nothing fits both, the pattern is what is meant.
        let both = self.within(dice, bounds).is_some();
        if let Some(pattern) = self.studied.as_ref().filter(|_| both) {
            let about = format!("fits the pattern, and is no {}", format.name);
            let drawn = (0..FEW).filter_map(|_| pattern.text(dice, bounds));
            let crisp = drawn.filter(|t| format.is_crisp(t));
            list.extend(crisp.map(|t| (about.clone(), t)));
        }
        let fits = |text: &str| {
            let pattern = self.studied.as_ref();
            pattern.is_none_or(|p| p.fits(text) == Some(true))
        };
        list.retain(|(_, t)| bounds.hold(t) && fits(t) && !self.is_of_format(t));
        list
    }

    fn bounds(&self) -> Bounds {
        let most = self.max.map_or(self.longest, |m| m.min(self.longest));
        Bounds {
            least: self.min as u64,
            most: Some(most as u64),
        }
    }

    /// One string that breaks the pattern and nothing else, drawn at random.
    pub fn forbidden_one(&self, dice: &mut Dice) -> Option<(String, String)> {
        let pattern = self.studied.as_ref().filter(|p| p.is_known())?;
        if !self.is_plain() || pattern.is_delicate() {
            let list = self.broken(dice, pattern, FEW);
            return dice.pick(&list).cloned();
        }
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
        let breaks = self.studied.as_ref()?.fits(&text) == Some(false);
        (in_bounds && breaks).then(|| (about.to_owned(), text))
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

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(pattern: Option<&str>, format: Option<&str>, limits: (u64, u64)) -> Schema {
        let mut schema = Schema::default();
        schema.pattern = pattern.map(str::to_owned);
        schema.format = format.map(str::to_owned);
        schema.min_length = Some(limits.0);
        schema.max_length = Some(limits.1);
        schema
    }

    #[test]
    fn a_segment_of_a_path_without_a_pattern_is_a_plain_name() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let made = |pattern, seed| {
            let text = Text::of(&schema(pattern, None, (1, 200))).at(Place::Path);
            text.any(&mut Dice::new(seed, "segment", 0, 0)).unwrap()
        };
        for seed in 0..20 {
            let made = made(None, seed);
            assert!(made.chars().all(plain), "{made}");
        }
        let made = made(Some("^[.!]+$"), 1);
        assert!(made.chars().all(|c| matches!(c, '.' | '!')), "{made}");
    }

    #[test]
    fn a_text_keeps_its_limits_its_pattern_and_its_format() {
        for (pattern, format, limits) in [
            (None, Some("email"), (254, 254)),
            (None, Some("email"), (1, 20)),
            (None, Some("uri"), (1, 20)),
            (None, Some("uri"), (200, 300)),
            (Some("^https://"), Some("uri"), (1, 2_000)),
            (Some("^[0-9a-f-]{36}$"), Some("uuid"), (36, 36)),
            (Some(r"@example\.com$"), Some("email"), (1, 100)),
            (Some("^20"), Some("date-time"), (1, 64)),
            (Some("^[a-z]{2,5}$"), None, (3, 4)),
            (None, Some("a word of their own"), (3, 3)),
            (None, Some("password"), (8, 8)),
            (None, Some("int64"), (1, 20)),
            (None, Some("dateTime"), (1, 64)),
        ] {
            let text = Text::of(&schema(pattern, format, limits));
            for seed in 0..10 {
                let mut dice = Dice::new(seed, "texts", 0, 0);
                let made = text.any(&mut dice);
                let made = made.unwrap_or_else(|| panic!("{pattern:?} {format:?} {limits:?}"));
                let count = made.chars().count() as u64;
                assert!((limits.0..=limits.1).contains(&count), "{made}");
                assert!(text.fits(&made), "{made}");
            }
        }
    }

    #[test]
    fn what_breaks_a_pattern_keeps_the_format_and_the_limits() {
        for (pattern, format, limits) in [
            ("^https://", Some("uri"), (1, 200)),
            ("^2023-", Some("date"), (10, 10)),
            ("^[A-Z]{3}$", None, (3, 3)),
            ("^[a-z0-9]+$", None, (1, 10)),
            (r"^(?!-)[a-z-]+(?<!-)$", None, (1, 10)),
        ] {
            let text = Text::of(&schema(Some(pattern), format, limits));
            let mut dice = Dice::new(1, "texts", 0, 0);
            let list = text.forbidden(&mut dice);
            assert!(list.len() > 3, "{pattern}: {list:?}");
            assert!(text.forbidden_one(&mut dice).is_some(), "{pattern}");
            for (about, made) in list {
                let count = made.chars().count() as u64;
                assert!((limits.0..=limits.1).contains(&count), "{about}: {made}");
                assert!(text.is_of_format(&made), "{about}: {made}");
                assert_eq!(
                    Pattern::of(pattern).fits(&made),
                    Some(false),
                    "{about}: {made}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_of_the_format_keeps_the_pattern_and_the_limits() {
        for (pattern, format, limits) in [
            (None, "email", (1, 254)),
            (None, "date", (10, 10)),
            (Some("^[0-9a-f-]{35,40}$"), "uuid", (0, 64)),
            (Some(r"^\d{4}-\d{2}-\d{2}$"), "date", (10, 10)),
        ] {
            let text = Text::of(&schema(pattern, Some(format), limits));
            let mut dice = Dice::new(1, "texts", 0, 0);
            let list = text.unformed(&mut dice);
            assert!(!list.is_empty(), "{pattern:?} {format}");
            for (about, made) in list {
                assert!(text.bounds().hold(&made), "{about}: {made}");
                assert!(!text.is_of_format(&made), "{about}: {made}");
                assert!(
                    pattern.is_none_or(|p| Pattern::of(p).fits(&made) == Some(true)),
                    "{about}: {made}"
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_made_is_told() {
        let text = Text::of(&schema(None, Some("uuid"), (1, 20)));
        let mut dice = Dice::new(1, "texts", 0, 0);
        assert_eq!(text.any(&mut dice), None);
        assert!(text.miss(Some(20)).contains("uuid"));
        let text = Text::of(&schema(Some(r"^[\s\S]*$"), None, (0, 20)));
        assert!(text.forbidden(&mut dice).is_empty());
        assert!(text.unbroken().contains("no text was found"));
        // A limit of 2^64 - 1 is a limit like any other.
        let text = Text::of(&schema(Some("^a+$"), None, (u64::MAX, u64::MAX)));
        assert_eq!(text.any(&mut dice), None);
    }
}
