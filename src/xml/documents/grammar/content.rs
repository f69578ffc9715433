//! Character data, CDATA sections and references in content (sections 2.4, 2.7 and 4.1).

use super::Maker;
use super::misc::lines;
use crate::xml::documents::event::What;
use crate::xml::documents::tape::Label;

const WORDS: [&str; 32] = [
    "1",
    " ",
    "Some words here. ",
    "text",
    "\n",
    "  ",
    "value",
    "a=\"b\" ",
    "it's",
    "the quick brown fox ",
    "]",
    "]]",
    ">",
    "\t",
    "\r\n",
    "/>",
    "\"",
    "=",
    "42.5",
    "%pe;",
    "-->",
    "?>",
    "é",
    "ü",
    "日本",
    "😀",
    "\r",
    "lorem ipsum dolor sit amet, ",
    "x y z",
    "-",
    "--",
    "#",
];

impl Maker<'_, '_> {
    /// Some character data with references; the places before, in and after are for breaks.
    pub(super) fn text(&mut self) {
        let list = self.c.open(Label::Fixed);
        for _ in 0..=self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            let start = self.at();
            self.d.content.push(start);
            match self.c.below(32) {
                0..=25 => self.plain(),
                26 | 27 => {
                    let c = self.any_character();
                    self.put_char(c);
                    self.tell(start, || What::Text(c.into()));
                }
                28 => {
                    let c = self.character_reference();
                    self.tell(start, || What::Text(c.into()));
                }
                29 | 30 => {
                    let c = self.predefined();
                    self.tell(start, || What::Text(c.into()));
                }
                _ => {
                    self.entity_in_content();
                    // What the entity says may be much longer than its name.
                }
            }
            self.c.close(part);
        }
        self.c.close(list);
        let end = self.at();
        self.d.content.push(end);
    }

    #[inline]
    fn plain(&mut self) {
        let start = self.at();
        let mut word = WORDS[self.c.below(WORDS.len())];
        let text = &self.d.text;
        if (word.starts_with('>') && text.ends_with(b"]]"))
            || (word.starts_with('\n') && text.ends_with(b"\r"))
            || (self.last < 0x10_FFFF && !word.is_ascii())
        {
            word = "w";
        }
        self.put(word);
        self.tell(start, || What::Text(lines(word)));
    }

    /// `&#65;`, `&#x41;` and with zeros before.
    pub(super) fn character_reference(&mut self) -> char {
        let last = std::mem::replace(&mut self.last, 0x10_FFFF);
        let c = match self.c.below(8) {
            0 => '<',
            1 => '&',
            2 => '\r',
            3 => '\n',
            4 => '\t',
            5 => ']',
            _ => self.any_character(),
        };
        self.last = last;
        self.put_reference(c);
        c
    }

    pub(super) fn put_reference(&mut self, c: char) {
        let code = u32::from(c);
        let text = match self.c.below(5) {
            0 => format!("&#{code};"),
            1 => format!("&#x{code:x};"),
            2 => format!("&#x{code:X};"),
            3 => format!("&#000{code};"),
            _ => format!("&#x0000{code:x};"),
        };
        self.put(&text);
    }

    /// One of the five that need no declaration (section 4.6).
    pub(super) fn predefined(&mut self) -> char {
        const FIVE: [(&str, char); 5] = [
            ("&lt;", '<'),
            ("&amp;", '&'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&apos;", '\''),
        ];
        let (reference, c) = FIVE[self.c.below(5)];
        self.put(reference);
        c
    }

    pub(super) fn section(&mut self) {
        const INSIDE: [&str; 12] = [
            "1", "<a>", "&amp;", "]", "]]", "\n", "&", "<", "</b>", "-->", "?>", "\r\n",
        ];
        let start = self.at();
        self.put("<![CDATA[");
        let inside = self.at();
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            let word = INSIDE[self.c.below(INSIDE.len())];
            // A bracket before the end is legal; its own end inside is not.
            self.put(word);
            self.c.close(part);
        }
        self.c.close(list);
        if self.c.once_in(4) {
            let c = self.any_character();
            self.put_char(c);
        }
        if self.record {
            let text = lines(&self.text_since(inside));
            self.tell(start, || What::Text(text));
        }
        self.put("]]>");
        let end = self.at();
        self.d.content.push(end);
    }
}
