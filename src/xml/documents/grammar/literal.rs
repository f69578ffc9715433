//! External identifiers (section 4.2.2).

use super::Maker;

impl Maker<'_, '_> {
    /// With this system identifier.
    pub(super) fn external(&mut self, system: &str) {
        if self.c.below(2) == 0 {
            self.put("SYSTEM");
        } else {
            self.put("PUBLIC");
            self.space();
            self.public_literal();
        }
        self.space();
        let quote = self.quote();
        self.put_char(quote);
        self.put(system);
        self.put_char(quote);
    }

    /// Only some characters of ASCII may stand in it (production 12).
    pub(super) fn public_literal(&mut self) {
        const PARTS: [&str; 10] = [
            "-//clausal//DTD A 1.0//EN",
            "a",
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
        for _ in 0..self.c.below(4) {
            let part = PARTS[self.c.below(PARTS.len())];
            if part != "'" || quote == '"' {
                self.put(part);
            }
        }
        self.put_char(quote);
    }
}
