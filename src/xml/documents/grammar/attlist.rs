//! Attribute-list declarations (section 3.3).

use super::Maker;
use crate::xml::documents::event::What;
use crate::xml::documents::tape::Label;

impl Maker<'_, '_> {
    pub(super) fn attribute_list(&mut self) {
        let start = self.at();
        self.put("<!ATTLIST");
        self.space();
        let part = self.c.open(Label::Fixed);
        let types = self.scratch.types.len();
        let element = if types > 0 && self.c.below(2) == 1 {
            let known = self.scratch.types[self.c.below(types)];
            let at = self.at();
            self.d.text.extend_from_within(known.start..known.end);
            self.since(at)
        } else {
            let name = self.declared_name();
            self.scratch.types.push(name);
            name
        };
        self.c.close(part);
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            self.space();
            let at = self.at();
            match self.c.below(16) {
                // The type of this one is told by section 2.10.
                15 => {
                    self.put("xml:space");
                    self.space();
                    self.put("(default|preserve)");
                    self.space();
                    self.put("'preserve'");
                    let own = element;
                    self.tell(start, || What::Declares {
                        element: String::new(),
                        attribute: "xml:space".to_owned(),
                        is_cdata: false,
                        default: Some("preserve".to_owned()),
                    });
                    self.names_last(own);
                    self.c.close(part);
                    continue;
                }
                14 => self.put("xml:lang"),
                _ => {
                    self.nc_name();
                }
            }
            let name = self.since(at);
            self.space();
            let kind = self.c.open(Label::Fixed);
            let is_cdata = self.attribute_type();
            self.c.close(kind);
            let default = self.default();
            if self.record {
                let attribute = String::from_utf8_lossy(self.d.bytes_of(name)).into_owned();
                self.tell(start, || What::Declares {
                    element: String::new(),
                    attribute,
                    is_cdata,
                    default,
                });
                self.names_last(element);
            }
            self.c.close(part);
        }
        self.c.close(list);
        self.declaration_ends(start);
    }

    /// Gives the declaration told last the name of its element.
    fn names_last(&mut self, name: super::Span) {
        if !self.record {
            return;
        }
        let own = String::from_utf8_lossy(self.d.bytes_of(name)).into_owned();
        if let Some(event) = self.d.events.last_mut()
            && let What::Declares { element, .. } = &mut event.what
        {
            *element = own;
        }
    }

    /// A type, and whether values are normalised as character data only.
    fn attribute_type(&mut self) -> bool {
        const TYPES: [&str; 7] = [
            "NMTOKEN", "NMTOKENS", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES",
        ];
        match self.c.below(8) {
            0..=3 => {
                self.put("CDATA");
                return true;
            }
            4 | 5 => self.put_one(&TYPES),
            6 => self.listed(false),
            _ => {
                self.put("NOTATION");
                self.space();
                self.listed(true);
            }
        }
        false
    }

    /// Names or name tokens in parentheses, each once.
    fn listed(&mut self, names: bool) {
        self.put("(");
        let list = self.c.open(Label::Fixed);
        for i in 0..=self.c.below(3) {
            // One there must be.
            let part = self.c.part(true);
            if i > 0 && part.is_none() {
                break;
            }
            if i > 0 {
                self.maybe_space();
                self.put("|");
            }
            self.maybe_space();
            if names {
                self.nc_name();
            } else {
                self.token();
            }
            if i > 0 {
                let unique = format!(".{i}");
                self.put(&unique);
            }
            part.into_iter().for_each(|part| self.c.close(part));
        }
        self.c.close(list);
        self.maybe_space();
        self.put(")");
    }

    /// What holds when the attribute is not there.
    fn default(&mut self) -> Option<String> {
        self.space();
        match self.c.below(8) {
            0 | 1 => self.put("#IMPLIED"),
            2 => self.put("#REQUIRED"),
            number => {
                if number == 3 {
                    self.put("#FIXED");
                    self.space();
                }
                let quote = self.quote();
                self.put_char(quote);
                let said = self.value(quote, None);
                self.put_char(quote);
                return Some(said);
            }
        }
        None
    }
}
