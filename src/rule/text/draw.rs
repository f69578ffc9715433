//! Texts drawn from a tree.

use crate::dice::Dice;

use super::lengths::{Lengths, OPEN};
use super::set::Set;
use super::tree::{Kind, Node};

/// Pieces of a long repetition that are drawn; the rest repeats them.
const DRAWN: u64 = 200;
/// Groups in groups that are drawn.
const DEEPEST: u32 = 200;

/// Draws one text.
pub struct Drawer<'d> {
    pub dice: &'d mut Dice,
    /// Steps that are left.
    pub fuel: u32,
    /// Sets that the text needs somewhere, by what is looked for in it.
    pub wanted: &'d [Set],
    /// Whether nothing beyond ASCII is drawn where that can be: readings differ there.
    pub plain: bool,
    text: String,
    groups: Vec<(usize, String)>,
    depth: u32,
}

impl<'d> Drawer<'d> {
    /// Draws with so many steps.
    pub fn new(dice: &'d mut Dice, fuel: u32, wanted: &'d [Set]) -> Self {
        Drawer {
            dice,
            fuel,
            wanted,
            plain: false,
            text: String::new(),
            groups: Vec::new(),
            depth: 0,
        }
    }

    /// A text of exactly that many characters, looks around left out of account.
    pub fn draw(&mut self, node: &Node, length: u64) -> Option<String> {
        self.text.clear();
        self.groups.clear();
        self.depth = 0;
        self.put(node, length)?;
        Some(std::mem::take(&mut self.text))
    }

    fn put(&mut self, node: &Node, length: u64) -> Option<()> {
        self.fuel = self.fuel.checked_sub(1)?;
        if !node.lengths.has(length) || self.depth > DEEPEST {
            return None;
        }
        self.depth += 1;
        let done = match &node.kind {
            Kind::One(set) => {
                let c = self.letter(set)?;
                self.text.push(c);
                Some(())
            }
            Kind::All(parts, rest) => self.row(parts, rest, length),
            Kind::Any(ways) => {
                let ways: Vec<&Node> = ways.iter().filter(|w| w.lengths.has(length)).collect();
                let way = *self.dice.pick(&ways)?;
                self.put(way, length)
            }
            Kind::Times(what, least, most) => self.times(what, *least, *most, length),
            Kind::Group(index, what) => {
                let start = self.text.len();
                self.put(what, length).map(|()| {
                    let text = self.text.get(start..).unwrap_or_default().to_owned();
                    self.groups.push((*index, text));
                })
            }
            Kind::Same(index) => {
                let group = self.groups.iter().rev().find(|(i, _)| i == index);
                let text = group.map(|(_, t)| t.clone()).unwrap_or_default();
                (text.chars().count() as u64 == length).then(|| self.text.push_str(&text))
            }
            Kind::Start | Kind::End | Kind::Edge | Kind::Look { .. } => Some(()),
        };
        self.depth -= 1;
        done
    }

    fn row(&mut self, parts: &[Node], rest: &[Lengths], length: u64) -> Option<()> {
        let mut left = length;
        for (part, after) in parts.iter().zip(rest) {
            let own = match &part.kind {
                // What was drawn before settles it.
                Kind::Same(index) => {
                    let group = self.groups.iter().rev().find(|(i, _)| i == index);
                    group.map_or(0, |(_, t)| t.chars().count() as u64)
                }
                _ => self.pick(&part.lengths.and(&after.from(left)))?,
            };
            self.put(part, own)?;
            left = left.checked_sub(own)?;
        }
        (left == 0).then_some(())
    }

    /// One of some lengths, rather a short one where there is no end.
    pub fn pick(&mut self, lengths: &Lengths) -> Option<u64> {
        let (low, high) = *self.dice.pick(lengths.ranges())?;
        let high = if high == OPEN {
            low.saturating_add(12)
        } else {
            high
        };
        let wide = usize::try_from(high - low).unwrap_or(usize::MAX - 1);
        Some(low + self.dice.below(wide.saturating_add(1)) as u64)
    }

    fn times(&mut self, what: &Node, least: u32, most: Option<u32>, length: u64) -> Option<()> {
        let (low, high) = (what.lengths.least()?, what.lengths.most()?);
        let most = most.map_or(OPEN, u64::from);
        let fewest = match (length, high) {
            (0, _) | (_, OPEN) => u64::from(length > 0),
            (_, 0) => return None,
            _ => length.div_ceil(high),
        };
        let fewest = fewest.max(u64::from(least));
        let greatest = length
            .checked_div(low)
            .unwrap_or(fewest.max(length))
            .min(most);
        if fewest > greatest {
            return None;
        }
        let wide = (greatest - fewest).min(12) as usize;
        let count = fewest + self.dice.below(wide + 1) as u64;
        if length == 0 && low == 0 {
            return (0..count.min(1)).try_for_each(|_| self.put(what, 0));
        }
        if count > DRAWN {
            return self.many(what, count, length);
        }
        let mut left = length;
        for more in (0..count).rev() {
            let after = Lengths::between(
                low.saturating_mul(more),
                high.saturating_mul(more).max(low.saturating_mul(more)),
            );
            let own = self.pick(&what.lengths.and(&after.from(left)))?;
            self.put(what, own)?;
            left = left.checked_sub(own)?;
        }
        (left == 0).then_some(())
    }

    /// A long row: pieces of two lengths, drawn once and repeated.
    fn many(&mut self, what: &Node, count: u64, length: u64) -> Option<()> {
        let (short, longer) = (length / count, length % count);
        let start = self.text.len();
        let mut piece = |own: u64, times: u64| {
            let mut pieces = Vec::new();
            for _ in 0..times.min(DRAWN / 4) {
                let from = self.text.len();
                self.put(what, own)?;
                pieces.push(self.text.split_off(from));
            }
            Some(pieces.into_iter().cycle().take(times as usize))
        };
        let shorts = piece(short, count - longer)?;
        let longs = piece(short + 1, longer)?;
        let all: String = shorts.chain(longs).collect();
        self.text.truncate(start);
        self.text.push_str(&all);
        Some(())
    }

    /// A character of a set: rather a letter or digit, rather one that is looked for.
    fn letter(&mut self, set: &Set) -> Option<char> {
        let wanted = match self.dice.below(3) {
            0 => self.dice.pick(self.wanted),
            _ => None,
        };
        let both = wanted.map(|w| w.and(set)).filter(|s| !s.is_empty());
        let set = both.as_ref().unwrap_or(set);
        if !self.plain && set.is_foreign() && self.dice.below(3) == 0 {
            if let Some(c) = self.dice.pick(&set.beyond()) {
                return Some(*c);
            }
        }
        let print = set.printable();
        let plain: Vec<char> = print
            .iter()
            .copied()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let list = match self.dice.below(8) {
            // What is written out is meant; what is merely not excluded is rarely so.
            0 if set.is_broad() => &print,
            _ if set.is_broad() && !plain.is_empty() => &plain,
            _ => &print,
        };
        self.dice
            .pick(list)
            .copied()
            .or_else(|| self.dice.pick(&set.beyond()).copied())
            .or_else(|| self.dice.pick(&set.control()).copied())
    }
}
