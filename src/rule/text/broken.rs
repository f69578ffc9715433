//! Texts that break a pattern and nothing else.

use crate::dice::Dice;

use super::draw::Drawer;
use super::{Bounds, FUEL, Pattern};

/// Looks at texts that one list takes.
const LOOKS: usize = 600;
/// Longest text that is changed.
const LONGEST: usize = 2_000;

/// Characters that stand where others should: each kind, the plain ones first.
const OTHERS: &str = "!a0A -_.#/\"'<%&@+,:;=?\\|~^*(){}[]$`";
/// So many of them are tried at every place.
const EVERYWHERE: usize = 4;

impl Pattern {
    /// Texts that do not fit and keep the bounds, so many at most, with words for people; other ones
    /// for each call.
    pub fn broken(&self, dice: &mut Dice, bounds: Bounds, most: usize) -> Vec<(String, String)> {
        let mut found = Found {
            pattern: self,
            bounds,
            looks: LOOKS,
            most,
            list: Vec::new(),
        };
        if self.matcher.is_none() {
            return found.list;
        }
        let shorter = Bounds {
            least: bounds.least,
            most: bounds.most.map(|m| m.saturating_sub(1)),
        };
        let open = Bounds {
            least: 0,
            most: None,
        };
        let mut first = None;
        for (i, within) in [bounds, shorter, open].into_iter().enumerate() {
            if found.is_done() {
                return found.list;
            }
            let stem = self.text(dice, within).filter(|t| t.len() < LONGEST);
            if let Some(stem) = stem {
                found.changed(dice, &stem);
                first.get_or_insert(stem);
            }
            if i == 0 {
                self.forbidden_ones(dice, &mut found);
                found.unrelated();
            }
        }
        if let Some(stem) = first {
            found.replaced(dice, &stem);
        }
        if found.list.is_empty() {
            found.odd();
        }
        found.list
    }

    /// Texts that hold what must not stand there.
    fn forbidden_ones(&self, dice: &mut Dice, found: &mut Found<'_>) {
        let Some(tree) = &self.forbidden else { return };
        let mut fuel = FUEL;
        let enough = found.list.len() + 6;
        for attempt in 0..24 {
            if found.is_done() || found.list.len() >= enough {
                return;
            }
            let bounds = found.bounds;
            let mut drawer = Drawer::new(dice, fuel, &[]);
            let drawn = self.length(&mut drawer, tree, bounds, attempt);
            let drawn = drawn.and_then(|n| drawer.draw(tree, n));
            fuel = drawer.fuel;
            if let Some(text) = drawn {
                found.add("what must not stand there", text);
            }
        }
    }
}

struct Found<'p> {
    pattern: &'p Pattern,
    bounds: Bounds,
    looks: usize,
    most: usize,
    list: Vec<(String, String)>,
}

impl Found<'_> {
    fn is_done(&self) -> bool {
        self.list.len() >= self.most || self.looks == 0
    }

    fn add(&mut self, about: &str, text: String) {
        if self.is_done() || !self.bounds.hold(&text) {
            return;
        }
        if self.list.iter().any(|(_, t)| *t == text) {
            return;
        }
        self.looks -= 1;
        if self.pattern.fits(&text) == Some(false) {
            self.list.push((about.to_owned(), text));
        }
    }

    /// A fitting text with one thing changed.
    fn changed(&mut self, dice: &mut Dice, stem: &str) {
        let stem = Stem(stem.chars().collect());
        let n = stem.0.len();
        for c in OTHERS.chars().take(EVERYWHERE) {
            let text = c.to_string();
            if n > 0 {
                let at = dice.below(n);
                let about = format!("the character {c:?} in place of another");
                self.add(&about, stem.put(at, &text, at + 1));
            }
            for (about, at) in [("inside", n / 2), ("at the start", 0), ("at the end", n)] {
                let about = format!("the character {c:?} {about}");
                self.add(&about, stem.put(at, &text, at));
            }
        }
        if n > 0 {
            self.add("the last character left out", stem.part(0, n - 1));
            self.add("the first character left out", stem.part(1, n));
            self.add("a character left out", stem.put(n / 2, "", n / 2 + 1));
            let last = stem.part(n - 1, n);
            self.add("the last character twice", stem.put(n, &last, n));
            self.add("the first half alone", stem.part(0, n / 2));
            let whole = stem.part(0, n);
            self.add("twice in a row", format!("{whole}{whole}"));
        }
        let flipped = |c: &char| match c.is_ascii_lowercase() {
            true => c.to_ascii_uppercase(),
            false => c.to_ascii_lowercase(),
        };
        let other_case = stem.0.iter().map(flipped).collect();
        self.add("letters in the other case", other_case);
        let plain = stem.0.iter().filter(|c| c.is_alphanumeric());
        self.add("without its punctuation", plain.collect());
        self.add("a blank inside", stem.put(n / 2, " ", n / 2));
        self.add("a line break inside", stem.put(n / 2, "\n", n / 2));
        // The classic slip of `$` in patterns.
        self.add("a line break at the end", stem.put(n, "\n", n));
        self.add("a blank at the end", stem.put(n, " ", n));
        self.add("a blank at the start", stem.put(0, " ", 0));
    }

    /// A fitting text with one character for another.
    fn replaced(&mut self, dice: &mut Dice, stem: &str) {
        let stem = Stem(stem.chars().collect());
        let n = stem.0.len();
        let first = dice.below(OTHERS.len());
        for c in OTHERS.chars().cycle().skip(first).take(OTHERS.len()) {
            let at = dice.below(n.max(1));
            let about = format!("the character {c:?} in place of another");
            self.add(&about, stem.put(at, &c.to_string(), at + 1));
        }
        if !self.pattern.strange {
            for (about, odd) in [
                ("a tab inside", "\t"),
                ("a zero-width space inside", "\u{200b}"),
            ] {
                self.add(about, stem.put(n / 2, odd, n / 2));
            }
        }
    }

    /// Texts that have nothing to do with it.
    fn unrelated(&mut self) {
        self.add("an empty text", String::new());
        self.add("other words", "not of this pattern".to_owned());
        let longest = self.pattern.lengths().and_then(|l| l.most());
        if let Some(longest) = longest.filter(|l| *l < 100_000) {
            for c in ['a', '0', '!'] {
                let text = std::iter::repeat_n(c, longest as usize + 1).collect();
                self.add("one character more than it allows", text);
            }
        }
        for c in "!a0A -_./#\n".chars() {
            self.alone(c);
        }
    }

    /// Characters that are rarely meant, where nothing else breaks it.
    fn odd(&mut self) {
        if self.pattern.strange {
            return;
        }
        for c in [
            '\t', '\u{a0}', '\u{200b}', '\u{1}', '\u{7f}', '\u{85}', '\0',
        ] {
            self.alone(c);
            let about = format!("the character {c:?} inside");
            self.add(&about, format!("ab{c}cd"));
        }
    }

    fn alone(&mut self, c: char) {
        let least = self.bounds.least.clamp(1, 4_000) as usize;
        let most = self.bounds.most.map_or(usize::MAX, |m| m as usize);
        for length in [least, least.max(7).min(most)] {
            let text = std::iter::repeat_n(c, length).collect();
            self.add(&format!("the character {c:?} alone"), text);
        }
    }
}

/// A text that fits.
struct Stem(Vec<char>);

impl Stem {
    fn part(&self, from: usize, to: usize) -> String {
        let n = self.0.len();
        self.0[from.min(n)..to.min(n)].iter().collect()
    }

    /// What stands from `at` to `from` replaced.
    fn put(&self, at: usize, text: &str, from: usize) -> String {
        let n = self.0.len();
        format!("{}{text}{}", self.part(0, at), self.part(from, n))
    }
}
