//! Comments and processing instructions (sections 2.5 and 2.6), also as misc around the root.

use super::Maker;
use crate::xml::documents::event::What;
use crate::xml::documents::tape::Label;

/// Words, and what looks like markup and is none here; none ends or starts with a hyphen or a
/// question mark.
const WORDS: [&str; 16] = [
    "1",
    "a b",
    " ",
    "<b>",
    "&amp;",
    "%pe;",
    "]]>",
    "\n",
    "a - b",
    "it's",
    "\"",
    "<!ELEMENT a>",
    "=",
    "&",
    "<![CDATA[",
    "\r\n",
];

impl Maker<'_, '_> {
    /// Comments, processing instructions and white space before or after the root.
    pub(super) fn misc(&mut self, before: bool) {
        let list = self.c.open(Label::Fixed);
        loop {
            let at = self.at();
            if before {
                self.d.prolog.push(at);
            } else {
                self.d.epilog.push(at);
            }
            let Some(part) = self.c.part(at <= self.goal * 2) else {
                break;
            };
            let kind = self.c.below(8);
            match kind {
                4 | 5 => self.space(),
                // White space at the very start would make the declaration come late, and there
                // is none yet then; a comment there is as legal.
                6 => self.comment(),
                7 => self.instruction(),
                _ => {}
            }
            self.c.close(part);
            if kind < 4 {
                break;
            }
        }
        self.c.close(list);
    }

    pub(super) fn comment(&mut self) {
        let start = self.at();
        self.put("<!--");
        let inside = self.at();
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            match self.c.below(8) {
                7 => {
                    let c = self.any_character();
                    self.put_char(c);
                }
                _ => self.word(),
            }
            self.c.close(part);
        }
        self.c.close(list);
        if self.record {
            let data = lines(&self.text_since(inside));
            self.tell(start, || What::Comment(data));
        }
        self.put("-->");
    }

    fn word(&mut self) {
        let word = WORDS[self.c.below(WORDS.len())];
        self.put(word);
    }

    pub(super) fn instruction(&mut self) {
        let start = self.at();
        self.put("<?");
        let target = self.nc_name();
        let name = if self.record {
            self.text_since(target.start)
        } else {
            String::new()
        };
        let mut data = self.at();
        if self.c.below(3) > 0 {
            self.space();
            data = self.at();
            let list = self.c.open(Label::Fixed);
            for _ in 0..self.c.below(4) {
                let Some(part) = self.c.part(true) else {
                    break;
                };
                if self.c.once_in(8) {
                    let c = self.any_character();
                    self.put_char(c);
                } else {
                    self.word();
                }
                self.c.close(part);
            }
            self.c.close(list);
        }
        if self.record {
            let text = lines(&self.text_since(data));
            let text = text.trim_start_matches([' ', '\t', '\n']).to_owned();
            self.tell(start, || What::Instruction(name, text));
        }
        self.put("?>");
    }
}

/// Line ends as section 2.11 says.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
