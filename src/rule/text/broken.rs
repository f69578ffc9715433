//! Texts that break a pattern and nothing else.

use crate::dice::Dice;

use super::draw::Drawer;
use super::{Bounds, FUEL, Pattern};

/// Texts that are made for one pattern.
const MOST: usize = 40;
/// Looks at texts that one list takes.
const LOOKS: usize = 600;

/// Characters that stand where others should: each kind, the plain ones first.
const OTHERS: &str = "!a0A -_.#/\"'<%&@+,:;=?\\|~^*(){}[]$`";

impl Pattern {
    /// Texts that do not fit and keep the bounds, with words for people; the first ones are drawn
    /// anew for each call.
    pub fn broken(&self, dice: &mut Dice, bounds: Bounds) -> Vec<(String, String)> {
        let mut found = Found {
            pattern: self,
            bounds,
            looks: LOOKS,
            list: Vec::new(),
        };
        if self.matcher.is_none() {
            return found.list;
        }
        let open = Bounds {
            least: 0,
            most: None,
        };
        let mut stems: Vec<String> = Vec::new();
        for within in [
            bounds,
            bounds,
            Bounds {
                least: bounds.least,
                most: bounds.most.map(|m| m.saturating_sub(1)),
            },
            open,
        ] {
            if let Some(stem) = self.text(dice, within).filter(|t| t.len() < 2_000) {
                stems.push(stem);
            }
        }
        stems.dedup();
        for stem in &stems {
            found.changed(dice, stem);
        }
        self.forbidden_ones(dice, &mut found);
        found.unrelated();
        found.list
    }

    /// Texts that hold what must not stand there.
    fn forbidden_ones(&self, dice: &mut Dice, found: &mut Found<'_>) {
        let Some(tree) = &self.forbidden else { return };
        let mut fuel = FUEL;
        for attempt in 0..24 {
            let bounds = found.bounds;
            let mut drawer = Drawer::new(dice, fuel, &[]);
            let drawn = self.length(&mut drawer, tree, bounds, attempt);
            let drawn = drawn.and_then(|n| drawer.draw(tree, n));
            fuel = drawer.fuel;
            let Some(text) = drawn else { continue };
            found.add("what must not stand there", text);
        }
    }
}

struct Found<'p> {
    pattern: &'p Pattern,
    bounds: Bounds,
    looks: usize,
    list: Vec<(String, String)>,
}

impl Found<'_> {
    fn add(&mut self, about: &str, text: String) {
        if self.list.len() >= MOST || self.looks == 0 || !self.bounds.hold(&text) {
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
        let chars: Vec<char> = stem.chars().collect();
        let others: Vec<char> = OTHERS.chars().collect();
        let n = chars.len();
        let part =
            |from: usize, to: usize| chars[from.min(n)..to.min(n)].iter().collect::<String>();
        let put =
            |at: usize, text: &str, from: usize| format!("{}{text}{}", part(0, at), part(from, n));
        for (i, c) in others.iter().enumerate() {
            let at = dice.below(n.max(1));
            let text = c.to_string();
            if n > 0 {
                self.add(
                    &format!("the character {c:?} in place of another"),
                    put(at, &text, at + 1),
                );
            }
            if i < 4 {
                self.add(
                    &format!("the character {c:?} inside"),
                    put(n / 2, &text, n / 2),
                );
                self.add(
                    &format!("the character {c:?} at the start"),
                    put(0, &text, 0),
                );
                self.add(&format!("the character {c:?} at the end"), put(n, &text, n));
            }
        }
        if n > 0 {
            self.add("the last character left out", part(0, n - 1));
            self.add("the first character left out", part(1, n));
            self.add("a character left out", put(n / 2, "", n / 2 + 1));
            let last = part(n - 1, n);
            self.add("the last character twice", put(n, &last, n));
            self.add("the first half alone", part(0, n / 2));
            self.add("twice in a row", format!("{stem}{stem}"));
        }
        let flipped = |c: &char| match c.is_ascii_lowercase() {
            true => c.to_ascii_uppercase(),
            false => c.to_ascii_lowercase(),
        };
        self.add(
            "letters in the other case",
            chars.iter().map(flipped).collect(),
        );
        let plain = |c: &&char| c.is_alphanumeric();
        self.add(
            "without its punctuation",
            chars.iter().filter(plain).collect(),
        );
        self.add("a line break inside", put(n / 2, "\n", n / 2));
        if !self.pattern.strange {
            self.add("a tab inside", put(n / 2, "\t", n / 2));
            self.add("a zero-width space inside", put(n / 2, "\u{200b}", n / 2));
        }
        // The classic slip of `$` in patterns.
        self.add("a line break at the end", put(n, "\n", n));
        self.add("a blank at the end", put(n, " ", n));
        self.add("a blank at the start", put(0, " ", 0));
    }

    /// Texts that have nothing to do with it.
    fn unrelated(&mut self) {
        self.add("an empty text", String::new());
        let least = self.bounds.least.clamp(1, 4_000) as usize;
        let most = self.bounds.most.map_or(usize::MAX, |m| m as usize);
        for c in "!a0A -_./#\n".chars() {
            for length in [least, least.max(7).min(most)] {
                let text: String = std::iter::repeat_n(c, length).collect();
                self.add(&format!("the character {c:?} alone"), text);
            }
        }
        self.add("other words", "not of this pattern".to_owned());
        if self.list.is_empty() && !self.pattern.strange {
            for c in [
                '\t', '\u{a0}', '\u{200b}', '\u{1}', '\u{7f}', '\u{85}', '\0',
            ] {
                let text = std::iter::repeat_n(c, least.max(3).min(most)).collect();
                self.add(&format!("the character {c:?} alone"), text);
                self.add(&format!("the character {c:?} inside"), format!("ab{c}cd"));
            }
        }
        let longest = self.pattern.lengths().and_then(|l| l.most());
        if let Some(longest) = longest.filter(|l| *l < 100_000) {
            for c in ['a', '0', '!'] {
                let text = std::iter::repeat_n(c, longest as usize + 1).collect();
                self.add("one character more than it allows", text);
            }
        }
    }
}
