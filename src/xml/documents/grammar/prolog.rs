//! The encoding and the XML declaration (sections 2.8, 2.9 and 4.3.3).

use super::Maker;
use crate::xml::documents::draft::Charset;
use crate::xml::documents::tape::Label;

impl Maker<'_, '_> {
    pub(super) fn encoding(&mut self) {
        let chosen = match self.c.below(32) {
            0..=24 => Charset::Utf8,
            25 => Charset::Utf8Mark,
            26 | 27 => Charset::Utf16Le,
            28 | 29 => Charset::Utf16Be,
            30 => Charset::Latin1,
            _ => Charset::Ascii,
        };
        let allowed = chosen.is_utf8() || self.options.other_encodings;
        let charset = match self.wants.charset {
            Some(charset) => charset,
            None if !allowed || (self.wants.all_characters && chosen.last() <= 0xFF) => {
                Charset::Utf8
            }
            None => chosen,
        };
        self.d.charset = charset;
        self.last = charset.last();
    }

    /// The XML declaration, or none.
    pub(super) fn declaration(&mut self) {
        let part = self.c.open(Label::Fixed);
        self.declaration_or_none();
        self.c.close(part);
    }

    fn declaration_or_none(&mut self) {
        let charset = self.d.charset;
        let named = charset.last() <= 0xFF;
        if !(named || self.wants.declaration || self.c.below(8) > 2) {
            return;
        }
        self.put("<?xml");
        self.space();
        let newer = self.options.fifth_edition && self.c.once_in(64) && !self.wants.declaration;
        self.d.fifth_edition |= newer;
        let version = if newer {
            ["1.2", "1.9", "1.10", "1.00", "1.01"][self.c.below(5)]
        } else {
            "1.0"
        };
        self.part("version", version);
        if named || self.c.below(2) == 1 {
            let name = match charset {
                Charset::Utf8 | Charset::Utf8Mark => ["UTF-8", "utf-8", "Utf-8"][self.c.below(3)],
                Charset::Utf16Le | Charset::Utf16Be => ["UTF-16", "utf-16"][self.c.below(2)],
                Charset::Latin1 => ["ISO-8859-1", "iso-8859-1"][self.c.below(2)],
                Charset::Ascii => ["US-ASCII", "us-ascii"][self.c.below(2)],
            };
            self.space();
            self.part("encoding", name);
        }
        if self.c.below(4) == 1 {
            self.standalone = self.c.below(2) == 1;
            self.space();
            self.part("standalone", if self.standalone { "yes" } else { "no" });
        }
        self.maybe_space();
        self.put("?>");
        self.d.declared = self.at();
    }

    fn part(&mut self, name: &str, value: &str) {
        self.put(name);
        self.maybe_space();
        self.put("=");
        self.maybe_space();
        let quote = self.quote();
        self.put_char(quote);
        self.put(value);
        self.put_char(quote);
    }
}
