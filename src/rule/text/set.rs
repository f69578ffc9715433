//! Sets of characters, as ranges in order.

/// Which characters may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set(Vec<(u32, u32)>);

/// White space by ECMA-262 (WhiteSpace and LineTerminator, sections 12.2 and 12.3).
const SPACES: [(u32, u32); 10] = [
    (0x9, 0xd),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];

/// Characters beyond ASCII that are drawn first where a set has them: no case, width or
/// normalisation plays with them.
const FAMILIAR: &str = "éüñßøßčžłαβγжшяקשمנ中文日本한글१२٣";

impl Set {
    /// These ranges, in any order.
    pub fn of(ranges: &[(u32, u32)]) -> Set {
        let mut list: Vec<(u32, u32)> = ranges.iter().copied().filter(|(l, h)| l <= h).collect();
        list.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (low, high) in list {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Set(merged)
    }

    /// One character.
    pub fn one(c: char) -> Set {
        Set(vec![(c as u32, c as u32)])
    }

    /// `.`: all but line ends.
    pub fn dot() -> Set {
        Set::of(&[(0xa, 0xa), (0xd, 0xd), (0x2028, 0x2029)]).not()
    }

    /// `\d`.
    pub fn digits() -> Set {
        Set::of(&[(0x30, 0x39)])
    }

    /// `\w`.
    pub fn word() -> Set {
        Set::of(&[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)])
    }

    /// `\s`.
    pub fn space() -> Set {
        Set::of(&SPACES)
    }

    /// A class of Unicode, as it stands between `\p{` and `}`.
    pub fn named(name: &str) -> Option<Set> {
        let hir = regex_syntax::parse(&format!(r"\p{{{name}}}")).ok()?;
        match hir.kind() {
            regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
                let ranges = class.ranges().iter();
                let ranges: Vec<_> = ranges.map(|r| (r.start() as u32, r.end() as u32)).collect();
                Some(Set::of(&ranges))
            }
            _ => None,
        }
    }

    /// All others.
    pub fn not(&self) -> Set {
        let mut list = Vec::new();
        let mut next = 0;
        for (low, high) in &self.0 {
            if *low > next {
                list.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= 0x10_ffff {
            list.push((next, 0x10_ffff));
        }
        Set(list)
    }

    /// What is in either.
    pub fn or(&self, other: &Set) -> Set {
        let both: Vec<_> = self.0.iter().chain(&other.0).copied().collect();
        Set::of(&both)
    }

    /// What is in both.
    pub fn and(&self, other: &Set) -> Set {
        self.not().or(&other.not()).not()
    }

    /// With both cases of its ASCII letters.
    pub fn any_case(&self) -> Set {
        let mut list = self.0.clone();
        for c in ('a'..='z').chain('A'..='Z') {
            if self.has(c) {
                let other = c as u32 ^ 0x20;
                list.push((other, other));
            }
        }
        Set::of(&list)
    }

    /// Whether a character is in it.
    pub fn has(&self, c: char) -> bool {
        let c = c as u32;
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&c))
    }

    /// Its only character.
    pub fn only(&self) -> Option<u32> {
        match self.0[..] {
            [(low, high)] if low == high => Some(low),
            _ => None,
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ASCII characters in it that print.
    pub fn printable(&self) -> Vec<char> {
        (' '..='~').filter(|c| self.has(*c)).collect()
    }

    /// Some characters of it that lie beyond ASCII.
    pub fn beyond(&self) -> Vec<char> {
        let known: Vec<char> = FAMILIAR.chars().filter(|c| self.has(*c)).collect();
        if !known.is_empty() {
            return known;
        }
        let wide = self.0.iter().filter(|(_, high)| *high > 0x7f);
        wide.flat_map(|(low, high)| [(*low).max(0x80), *high])
            .filter_map(char::from_u32)
            .take(64)
            .collect()
    }

    /// The characters below the printable ones, and DEL.
    pub fn control(&self) -> Vec<char> {
        ('\0'..='\u{1f}')
            .chain(['\u{7f}'])
            .filter(|c| self.has(*c))
            .collect()
    }

    /// Whether it tells ASCII letters and digits from nothing: `.`, `[^@]`.
    pub fn is_broad(&self) -> bool {
        Set::word().and(self) == Set::word()
    }

    /// Whether it means characters beyond ASCII by name or range, and not all of them.
    pub fn is_foreign(&self) -> bool {
        self.has('é') && !self.has('\u{200b}') || self.0.first().is_some_and(|r| r.0 > 0x7f)
    }
}

#[cfg(test)]
mod tests {
    use super::Set;

    #[test]
    fn sets_are_joined_and_turned_over() {
        let set = Set::word().and(&Set::digits().not());
        assert!(set.has('a') && set.has('_') && !set.has('7'));
        assert_eq!(set.not().not(), set);
        assert!(Set::of(&[]).not().not().is_empty());
        assert!(Set::one('q').any_case().has('Q'));
        assert!(Set::named("Lu").is_some_and(|s| s.has('Ä') && !s.has('ä')));
        assert!(Set::dot().is_broad() && !Set::digits().is_broad());
    }
}
