//! The document type declaration and its internal subset (section 2.8).

use super::Maker;
use crate::xml::documents::draft::Doctype;
use crate::xml::documents::tape::Label;

impl Maker<'_, '_> {
    pub(super) fn doctype(&mut self) {
        let start = self.at();
        self.put("<!DOCTYPE");
        self.space();
        let name = self.declared_name();
        let part = self.c.open(Label::Fixed);
        let external = !self.wants.closed && self.c.below(8) == 7;
        if external {
            self.space();
            self.external(crate::xml::documents::EXTERNAL[0]);
            self.d.open = true;
        }
        self.c.close(part);
        self.maybe_space();
        let mut subset = None;
        if self.wants.dtd || self.c.below(8) < 7 {
            self.put("[");
            let open = self.at();
            self.subset();
            subset = Some(self.since(open));
            self.put("]");
            self.maybe_space();
        }
        self.put(">");
        self.d.doctype = Some(Doctype {
            all: self.since(start),
            name,
            external,
            subset,
        });
    }

    fn subset(&mut self) {
        // The root must have room, too.
        let end = self.at() + self.options.size / 2;
        let list = self.c.open(Label::Fixed);
        let mut referred = false;
        for _ in 0..self.c.below(10) {
            let at = self.at();
            let Some(part) = self.c.part(at <= end) else {
                break;
            };
            self.d.subset.push(at);
            let kind = self.c.below(16);
            // Who does not read a parameter entity must not go by what is declared after it
            // (section 5.1), and who reads it must.
            self.d.unknown |= referred && matches!(kind, 2..=4 | 8..=10);
            match kind {
                0 | 1 => self.space(),
                2..=4 => self.entity(),
                5..=7 => self.element_type(),
                8..=10 => self.attribute_list(),
                11 => self.notation(),
                12 => self.comment(),
                13 => self.instruction(),
                14 => self.parameter_entity(),
                _ => referred |= self.parameter_reference(),
            }
            if self.c.below(2) == 1 {
                self.put("\n");
            }
            self.c.close(part);
        }
        self.c.close(list);
        let at = self.at();
        self.d.subset.push(at);
    }

    pub(super) fn declaration_ends(&mut self, start: usize) {
        self.maybe_space();
        self.put(">");
        let all = self.since(start);
        self.d.declarations.push(all);
    }

    pub(super) fn notation(&mut self) {
        let start = self.at();
        self.put("<!NOTATION");
        self.space();
        // Each notation has a name of its own (a matter of validity).
        let name = self.nc_name();
        let known = self.scratch.notations.iter();
        if known
            .copied()
            .any(|own| self.d.bytes_of(own) == self.d.bytes_of(name))
        {
            let unique = format!(".n{start}");
            self.put(&unique);
        }
        let name = self.since(name.start);
        self.scratch.notations.push(name);
        self.space();
        if self.c.below(2) == 0 {
            self.external("none");
        } else {
            self.put("PUBLIC");
            self.space();
            self.public_literal();
        }
        self.declaration_ends(start);
    }
}
