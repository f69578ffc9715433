//! Names (section 2.3) and words.

use super::Maker;
use crate::xml::chars::is_char;
use crate::xml::documents::draft::{Span, span};
use crate::xml::documents::tape::Label;

const COMMON: [&str; 32] = [
    "a",
    "b",
    "item",
    "c",
    "Task",
    "step",
    "name",
    "id",
    "x1",
    "d",
    "e",
    "value",
    "List",
    "_",
    "row",
    "a-b",
    "a.b",
    "_x",
    "type",
    "A",
    "key",
    "B",
    "list",
    "z9",
    "entry",
    "td",
    "long_name-with.all",
    "head",
    "ANY",
    "EMPTY",
    "SYSTEM",
    "xm",
];

/// Characters that start names by both the fourth and the fifth edition.
const STARTS: [(u32, u32); 12] = [
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0x5F, 0x5F),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0xFF),
    (0x391, 0x3A1),
    (0x410, 0x44F),
    (0x5D0, 0x5EA),
    (0x3041, 0x3094),
    (0x4E00, 0x9FA5),
    (0xAC00, 0xD7A3),
];

/// Characters that go on in names by both editions and start none.
const FOLLOWS: [(u32, u32); 7] = [
    (0x2D, 0x2E),
    (0x30, 0x39),
    (0xB7, 0xB7),
    (0x300, 0x345),
    (0x591, 0x5A1),
    (0x660, 0x669),
    (0x966, 0x96F),
];

/// NameStartChar of the fifth edition without the colon.
const STARTS_5: [(u32, u32); 15] = [
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x1_0000, 0xE_FFFF),
];

/// What NameChar of the fifth edition adds.
const FOLLOWS_5: [(u32, u32); 4] = [(0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x203F, 0x2040)];

impl Maker<'_, '_> {
    /// A name without a colon.
    #[inline]
    pub(super) fn nc_name(&mut self) -> Span {
        let start = self.at();
        let part = self.c.open(Label::Fixed);
        let number = self.c.below(256);
        if number < 232 {
            self.put(COMMON[number % COMMON.len()]);
        } else {
            self.rare_name(number);
        }
        self.c.close(part);
        self.since(start)
    }

    #[cold]
    fn rare_name(&mut self, number: usize) {
        let fifth = self.options.fifth_edition && number % 4 == 3 && self.last > 0xFF;
        self.d.fifth_edition |= fifth;
        let (starts, follows): (&[_], &[_]) = if fifth {
            (&STARTS_5, &FOLLOWS_5)
        } else {
            (&STARTS, &FOLLOWS)
        };
        // Names that start so are reserved (section 2.3), which no parser needs to know.
        let first = self.one_of(starts);
        self.put_char(if matches!(first, 'x' | 'X') {
            'w'
        } else {
            first
        });
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(7) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            let c = match self.c.below(3) {
                0 => self.one_of(starts),
                _ => self.one_of(follows),
            };
            self.put_char(c);
            self.c.close(part);
        }
        self.c.close(list);
    }

    /// A character of these ranges that the encoding has.
    fn one_of(&mut self, ranges: &[(u32, u32)]) -> char {
        let (first, last) = ranges[self.c.below(ranges.len())];
        let code = match self.c.below(4) {
            // Both ends more often than others.
            0 => first,
            1 => last,
            _ => first + self.c.below((last - first + 1) as usize) as u32,
        };
        match char::from_u32(code) {
            Some(c) if code <= self.last => c,
            _ => char::from_u32(ranges[0].0).unwrap_or('a'),
        }
    }

    /// Any character that may stand in a document, tab and line ends apart.
    pub(super) fn any_character(&mut self) -> char {
        const ENDS: [u32; 18] = [
            0x20, 0x7E, 0x7F, 0x85, 0xA0, 0xFF, 0x100, 0x7FF, 0x800, 0x2028, 0xD7FF, 0xE000,
            0xFEFF, 0xFFFD, 0x1_0000, 0x1_FFFE, 0x1_F600, 0x10_FFFF,
        ];
        let code = match self.c.below(4) {
            0 => ENDS[self.c.below(ENDS.len())],
            1 => 0x20 + self.c.below(0x10_FFE0) as u32,
            2 => 0xA1 + self.c.below(0x5F) as u32,
            _ => 0x20 + self.c.below(0x2FE0) as u32,
        };
        match char::from_u32(code) {
            // These mean something everywhere or somewhere.
            Some(c)
                if is_char(c)
                    && code <= self.last
                    && !b"<>&\"'%-?[]".iter().any(|b| u32::from(*b) == code) =>
            {
                c
            }
            _ => '~',
        }
    }

    /// A name that may have a prefix where names need not be resolved, as in declarations.
    pub(super) fn declared_name(&mut self) -> Span {
        let start = self.at();
        if self.options.namespaces && self.c.once_in(16) {
            self.put("p:");
        }
        self.nc_name();
        self.since(start)
    }

    /// A Nmtoken (production 7).
    pub(super) fn token(&mut self) {
        let start = self.at();
        self.put_one(&["", "", "1", "-", "."]);
        self.nc_name();
        debug_assert!(span(start, self.at()) != span(start, start));
    }
}
