//! Elements (section 3).

use super::Maker;
use super::scope::{NAMES, PREFIXES, prefix_within};
use crate::xml::documents::draft::{Span, Tag, span};
use crate::xml::documents::event::What;
use crate::xml::documents::tape::Label;

/// Elements inside each other, apart from stress documents.
const DEPTH: usize = 24;

impl Maker<'_, '_> {
    pub(super) fn root(&mut self) {
        // What the root says should take most of the document.
        self.goal = self.goal.max(self.at() + self.options.size / 4);
        self.element(0, 0);
    }

    fn element(&mut self, depth: usize, parent: usize) {
        let part = self.c.open(Label::Element);
        self.one_element(depth, parent);
        self.c.close(part);
    }

    fn one_element(&mut self, depth: usize, parent: usize) {
        let number = self.d.tags.len();
        let start = self.at();
        let binds = self.bindings(depth);
        self.put("<");
        let part = self.c.open(Label::Fixed);
        let name = self.element_name();
        self.c.close(part);
        let full = self.wants.full && depth == 0;
        self.d.tags.push(Tag {
            all: span(start, start),
            name,
            end: None,
            parent,
        });
        if self.record {
            let name = self.text_since(name.start);
            self.tell(start, || What::Start(name));
        }
        self.attributes(number, binds, full);
        self.maybe_space();
        let room = self.c.decided(self.at() < self.goal);
        if !full && (!room || depth == DEPTH || self.c.below(5) == 4) && depth > 0 {
            if self.c.below(4) > 0 {
                self.put("/>");
                self.d.tags[number].all.end = self.at();
                self.tell(start, || What::End);
                self.scratch.scopes.leave(depth);
                return;
            }
            self.put(">");
            self.d.tags[number].all.end = self.at();
        } else {
            self.put(">");
            self.d.tags[number].all.end = self.at();
            self.content(depth, number, full);
        }
        let inside_end = self.at();
        self.d.content.push(inside_end);
        self.put("</");
        self.d.text.extend_from_within(name.start..name.end);
        self.maybe_space();
        self.put(">");
        self.d.tags[number].end = Some(self.since(inside_end));
        self.tell(inside_end, || What::End);
        self.scratch.scopes.leave(depth);
    }

    fn content(&mut self, depth: usize, number: usize, full: bool) {
        if full && let Some(part) = self.c.part(true) {
            self.text();
            self.element(1, number);
            self.c.close(part);
        }
        // An element of the root goes on until the document is as long as it should be.
        let list = self.c.open(Label::Fixed);
        while let Some(part) = self.c.part(self.at() < self.goal) {
            let kind = self.c.below(16);
            let ends = !(1..=14).contains(&kind) && {
                let is_over = self.c.is_over();
                depth > 0 || self.c.decided(is_over)
            };
            match kind {
                1..=5 => self.element(depth + 1, number),
                6..=11 => self.text(),
                12 => self.section(),
                13 => self.comment(),
                14 => self.instruction(),
                // Choices that have run out end here.
                _ if ends => {}
                _ => self.text(),
            }
            self.c.close(part);
            if ends {
                break;
            }
            let at = self.at();
            self.d.content.push(at);
        }
        self.c.close(list);
    }

    /// Chooses the prefixes that an element declares, as bits by prefix.
    fn bindings(&mut self, depth: usize) -> usize {
        let part = self.c.open(Label::Fixed);
        let chosen = self.chosen_bindings(depth);
        self.c.close(part);
        chosen
    }

    fn chosen_bindings(&mut self, depth: usize) -> usize {
        if !self.options.namespaces || self.c.below(8) < 7 {
            return 0;
        }
        let mut chosen = 0;
        for _ in 0..=self.c.below(3) {
            let prefix = prefix_within(self.c.below(PREFIXES.len()), self.last);
            if chosen & 1 << prefix == 0 {
                chosen |= 1 << prefix;
                let name = self.c.below(NAMES.len());
                self.scratch.scopes.bind(prefix, name, depth);
            }
        }
        chosen
    }

    fn element_name(&mut self) -> Span {
        let start = self.at();
        let count = self.scratch.scopes.count();
        if count > 0 && self.c.below(2) == 1 {
            let number = self.c.below(count);
            if let Some(bound) = self.scratch.scopes.one(number) {
                self.put(PREFIXES[bound.prefix]);
                self.put(":");
                self.nc_name();
                return self.since(start);
            }
        }
        // Names that declarations know get their defaults.
        let types = self.scratch.types.len();
        if types > 0 && self.c.below(3) > 0 {
            let known = self.scratch.types[self.c.below(types)];
            if !self.d.bytes_of(known).contains(&b':') {
                self.d.text.extend_from_within(known.start..known.end);
                return self.since(start);
            }
        }
        self.nc_name();
        self.since(start)
    }
}
