//! Element type declarations (section 3.2).

use super::Maker;

impl Maker<'_, '_> {
    pub(super) fn element_type(&mut self) {
        let start = self.at();
        self.put("<!ELEMENT");
        self.space();
        let name = self.declared_name();
        self.scratch.types.push(name);
        // An element type is declared once (a matter of validity), so that it is a new name.
        self.space();
        match self.c.below(8) {
            0 | 1 => self.put("EMPTY"),
            2 | 3 => self.put("ANY"),
            4 | 5 => self.mixed(),
            _ => {
                self.children(0);
                self.occurs();
            }
        }
        self.declaration_ends(start, None);
    }

    fn mixed(&mut self) {
        self.put("(");
        self.maybe_space();
        self.put("#PCDATA");
        let names = self.c.below(4);
        for i in 0..names {
            self.maybe_space();
            self.put("|");
            self.maybe_space();
            self.declared_name();
            // A name stands once among them (a matter of validity).
            let unique = format!(".{i}");
            self.put(&unique);
        }
        self.maybe_space();
        self.put(")");
        if names > 0 || self.c.below(2) == 1 {
            self.put("*");
        }
    }

    /// A group with its parentheses.
    fn children(&mut self, depth: usize) {
        self.put("(");
        let choice = self.c.below(2) == 1;
        // A choice has two parts at least.
        for i in 0..=usize::from(choice) + self.c.below(3) {
            if i > 0 {
                self.maybe_space();
                self.put(if choice { "|" } else { "," });
            }
            self.maybe_space();
            if depth < 4 && self.c.below(4) == 3 {
                self.children(depth + 1);
            } else {
                self.declared_name();
            }
            self.occurs();
        }
        self.maybe_space();
        self.put(")");
    }

    fn occurs(&mut self) {
        let times = ["", "", "", "?", "*", "+"][self.c.below(6)];
        self.put(times);
    }
}
