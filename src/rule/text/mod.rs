//! Texts for patterns: such as fit, and such as break the pattern and nothing else.
//!
//! A pattern is read into a tree by a reading of our own ([`read`]), texts are drawn from it
//! ([`draw`]), and what was drawn counts only when the matcher says so that the validator uses
//! ([`matcher`]): looks around, edges of words and anchors inside are settled by that. A text takes
//! a bounded number of steps, whatever the pattern.

mod broken;
mod class;
mod dated;
mod draw;
pub mod lengths;
mod matcher;
mod read;
mod set;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use crate::dice::Dice;

use draw::Drawer;
use lengths::{Lengths, OPEN};
use matcher::Matcher;
use set::Set;
use tree::{Kind, Node};

/// Steps that one text may take.
const FUEL: u32 = 10_000;
/// Texts that are drawn for one that fits.
const TRIES: u32 = 240;
/// Patterns that are kept, as documents say the same ones again and again.
const KEPT: usize = 128;
/// Characters of a text, at most.
const LONGEST: u64 = 1 << 20;

/// A pattern, studied.
pub struct Pattern {
    matcher: Option<Matcher>,
    tree: Option<Node>,
    /// With what must stand around written out.
    spelt: Option<Node>,
    /// With what must not stand around written out.
    forbidden: Option<Node>,
    wanted: Vec<Set>,
    starts: bool,
    ends: bool,
    /// Whether readings of it differ beyond ASCII and at line ends.
    strange: bool,
    alphabet: OnceLock<Vec<char>>,
    /// Whether no text was found with dice that fall the same for every clause, so that none is looked
    /// for again and again.
    hopeless: OnceLock<bool>,
    /// The same for bounds.
    hopeless_within: Mutex<BTreeMap<(u64, Option<u64>), bool>>,
}

/// How long a text may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// At least.
    pub least: u64,
    /// At most.
    pub most: Option<u64>,
}

impl Bounds {
    /// Whether a text keeps them.
    pub fn hold(&self, text: &str) -> bool {
        let n = text.chars().count() as u64;
        n >= self.least && self.most.is_none_or(|m| n <= m)
    }
}

impl Pattern {
    /// Studies a pattern, or takes what was studied before.
    pub fn of(pattern: &str) -> Arc<Pattern> {
        static STUDIED: LazyLock<Mutex<BTreeMap<String, Arc<Pattern>>>> =
            LazyLock::new(Mutex::default);
        let mut studied = STUDIED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = studied.get(pattern) {
            return known.clone();
        }
        if studied.len() >= KEPT {
            studied.clear();
        }
        let new = Arc::new(Pattern::study(pattern));
        studied.insert(pattern.to_owned(), new.clone());
        new
    }

    fn study(pattern: &str) -> Pattern {
        let tree = read::read(pattern);
        let mut looks = (false, false);
        let mut strange = false;
        let mut wanted = Vec::new();
        if let Some(tree) = &tree {
            tree.each(&mut |node| match &node.kind {
                Kind::Look { must, what } => {
                    looks = (looks.0 || *must, looks.1 || !must);
                    strange = true;
                    if *must {
                        what.each(&mut |n| {
                            if let Kind::One(set) = &n.kind
                                && !set.is_broad()
                            {
                                wanted.push(set.clone());
                            }
                        });
                    }
                }
                Kind::Same(_) | Kind::Edge => strange = true,
                _ => {}
            });
        }
        Pattern {
            matcher: Matcher::of(pattern),
            spelt: tree.as_ref().filter(|_| looks.0).map(|t| t.spelt(true)),
            forbidden: tree.as_ref().filter(|_| looks.1).map(|t| t.spelt(false)),
            wanted,
            starts: tree.as_ref().is_some_and(Node::holds_start),
            ends: tree.as_ref().is_some_and(Node::holds_end),
            strange: strange || tree.is_none(),
            tree,
            alphabet: OnceLock::new(),
            hopeless: OnceLock::new(),
            hopeless_within: Mutex::default(),
        }
    }

    /// Whether looking for a text is of no use; the same whatever was drawn before.
    fn is_hopeless(&self, bounds: Bounds) -> bool {
        let look = |bounds: Bounds| {
            let mut dice = Dice::new(0, "pattern", 0, 0);
            self.drawn(&mut dice, bounds).is_none()
        };
        let open = Bounds {
            least: 0,
            most: None,
        };
        if *self.hopeless.get_or_init(|| look(open)) {
            return true;
        }
        let mut known = self
            .hopeless_within
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let key = (bounds.least, bounds.most);
        if let Some(hopeless) = known.get(&key) {
            return *hopeless;
        }
        let hopeless = look(bounds);
        if known.len() < KEPT {
            known.insert(key, hopeless);
        }
        hopeless
    }

    /// Whether the validator takes such a pattern at all.
    pub fn is_known(&self) -> bool {
        self.matcher.is_some()
    }

    /// Whether readings of it differ beyond ASCII and at line ends, as it looks around or back.
    pub fn is_delicate(&self) -> bool {
        self.strange
    }

    /// ASCII characters of which it allows any number in any order; anchored classes have them.
    pub fn alphabet(&self) -> &[char] {
        self.alphabet.get_or_init(|| {
            let all = |c: &char| {
                [1, 2, 7]
                    .iter()
                    .all(|n| self.fits(&c.to_string().repeat(*n)) == Some(true))
            };
            (' '..='~').filter(all).collect()
        })
    }

    /// Whether a text fits; `None` where that cannot be told.
    pub fn fits(&self, text: &str) -> Option<bool> {
        self.matcher.as_ref()?.fits(text)
    }

    /// How many characters its texts can have; no other length is that of a text that fits.
    pub fn lengths(&self) -> Option<Lengths> {
        let lengths = &self.tree.as_ref()?.lengths;
        Some(match self.starts && self.ends {
            true => lengths.clone(),
            false => Lengths::between(lengths.least()?, OPEN),
        })
    }

    /// A text that fits and keeps the bounds.
    pub fn text(&self, dice: &mut Dice, bounds: Bounds) -> Option<String> {
        self.matcher.as_ref()?;
        if bounds.least > LONGEST {
            return None;
        }
        match self.is_hopeless(bounds) {
            true => None,
            false => self.drawn(dice, bounds),
        }
    }

    fn drawn(&self, dice: &mut Dice, bounds: Bounds) -> Option<String> {
        let mut fuel = FUEL;
        for attempt in 0..TRIES {
            let tree = match (&self.spelt, attempt % 2) {
                (Some(spelt), 1) => spelt,
                _ => self.tree.as_ref()?,
            };
            fuel = fuel.checked_sub(8)?;
            let mut drawer = Drawer::new(dice, fuel, &self.wanted);
            drawer.plain = self.strange;
            let drawn = self.length(&mut drawer, tree, bounds, attempt);
            let drawn = drawn.and_then(|n| drawer.draw(tree, n));
            fuel = drawer.fuel;
            let Some(text) = drawn.and_then(|t| self.padded(dice, t, bounds)) else {
                continue;
            };
            // Blanks at the ends may be trimmed, so they are a last resort.
            let blank =
                text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
            if blank && attempt < TRIES / 2 {
                continue;
            }
            let good = |t: &String| bounds.hold(t) && self.fits(t) == Some(true);
            let text = match dated::real(&text).filter(good) {
                Some(real) => return Some(real),
                None => text,
            };
            if good(&text) {
                return Some(text);
            }
        }
        None
    }

    /// How long a text is to be drawn.
    fn length(
        &self,
        drawer: &mut Drawer<'_>,
        tree: &Node,
        bounds: Bounds,
        attempt: u32,
    ) -> Option<u64> {
        let most = bounds.most.unwrap_or(OPEN).min(LONGEST);
        let within = tree.lengths.and(&Lengths::between(bounds.least, most));
        // What may stand anywhere is made longer afterwards.
        let open = !(self.starts && self.ends);
        let within = match open && within.least().is_none() {
            true => tree.lengths.and(&Lengths::between(0, most)),
            false => within,
        };
        let least = within.least()?;
        let span = [6, 24, 1, 60][attempt as usize % 4];
        let near = within.and(&Lengths::between(least, least.saturating_add(span)));
        drawer.pick(&near)
    }

    /// A text with letters around it, where the pattern may stand anywhere and the text is short.
    fn padded(&self, dice: &mut Dice, text: String, bounds: Bounds) -> Option<String> {
        if self.starts && self.ends {
            return Some(text);
        }
        let length = text.chars().count() as u64;
        let free = bounds.most.map_or(6, |m| m.saturating_sub(length)).min(6) as usize;
        let missing = bounds
            .least
            .saturating_sub(length)
            .max(match dice.below(3) {
                0 => dice.below(free + 1) as u64,
                _ => 0,
            });
        let before = match (self.starts, self.ends) {
            (true, _) => 0,
            (false, true) => missing,
            (false, false) => dice.below(missing as usize + 1) as u64,
        };
        let letters = dice.letters(12);
        let pad = |n: u64| letters.chars().cycle().take(n as usize).collect::<String>();
        Some(format!("{}{text}{}", pad(before), pad(missing - before)))
    }
}
