//! External identifiers (section 4.2.2).

use super::Maker;
use crate::xml::documents::tape::Label;

impl Maker<'_, '_> {
    /// With this system identifier.
    pub(super) fn external(&mut self, system: &str) {
        let part = self.c.open(Label::Fixed);
        if self.c.below(2) == 0 {
            self.put("SYSTEM");
        } else {
            self.put("PUBLIC");
            self.space();
            self.public_literal();
        }
        self.c.close(part);
        self.space();
        let quote = self.quote();
        self.put_char(quote);
        self.put(system);
        self.put_char(quote);
    }

    /// Only some characters of ASCII may stand in it (production 12).
    pub(super) fn public_literal(&mut self) {
        const PARTS: [&str; 10] = [
            "a",
            "-//clausal//DTD A 1.0//EN",
            " ",
            "\n",
            "()+,./:=?;!*#@$_%",
            "'",
            "0",
            "",
            "Z-z",
            "urn:x",
        ];
        let quote = self.quote();
        self.put_char(quote);
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(4) {
            let Some(own) = self.c.part(true) else {
                break;
            };
            let part = PARTS[self.c.below(PARTS.len())];
            if part != "'" || quote == '"' {
                self.put(part);
            }
            self.c.close(own);
        }
        self.c.close(list);
        self.put_char(quote);
    }
}
