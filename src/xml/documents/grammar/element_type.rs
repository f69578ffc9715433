//! Element type declarations (section 3.2).

use super::Maker;
use crate::xml::documents::tape::Label;

impl Maker<'_, '_> {
    pub(super) fn element_type(&mut self) {
        let start = self.at();
        self.put("<!ELEMENT");
        self.space();
        let part = self.c.open(Label::Fixed);
        let name = self.declared_name();
        self.c.close(part);
        self.scratch.types.push(name);
        // An element type is declared once (a matter of validity), so that it is a new name.
        self.space();
        let part = self.c.open(Label::Fixed);
        match self.c.below(8) {
            0 | 1 => self.put("ANY"),
            2 | 3 => self.put("EMPTY"),
            4 | 5 => self.mixed(),
            _ => {
                self.children(0);
                self.occurs();
            }
        }
        self.c.close(part);
        self.declaration_ends(start);
    }

    fn mixed(&mut self) {
        self.put("(");
        self.maybe_space();
        self.put("#PCDATA");
        let list = self.c.open(Label::Fixed);
        let mut names = 0;
        for i in 0..self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            names += 1;
            self.maybe_space();
            self.put("|");
            self.maybe_space();
            self.declared_name();
            // A name stands once among them (a matter of validity).
            if i > 0 {
                let unique = format!(".{i}");
                self.put(&unique);
            }
            self.c.close(part);
        }
        self.c.close(list);
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
        let list = self.c.open(Label::Fixed);
        for i in 0..=usize::from(choice) + self.c.below(3) {
            let part = self.c.part(true);
            if i > usize::from(choice) && part.is_none() {
                break;
            }
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
            part.into_iter().for_each(|part| self.c.close(part));
        }
        self.c.close(list);
        self.maybe_space();
        self.put(")");
    }

    fn occurs(&mut self) {
        let times = ["", "", "", "?", "*", "+"][self.c.below(6)];
        self.put(times);
    }
}
