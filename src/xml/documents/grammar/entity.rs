//! Entity declarations and references to declared entities (sections 4.1 to 4.6).

use super::Maker;
use super::misc::lines;
use crate::xml::documents::EXTERNAL;
use crate::xml::documents::draft::{Span, span};
use crate::xml::documents::event::{Event, What};
use crate::xml::documents::tape::Label;

/// What an entity may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Character data without `<`: anywhere.
    Text,
    /// Balanced content: only in content.
    Markup,
    /// An empty file: only in content.
    External,
    /// Referred to nowhere but in attributes of its type.
    Unparsed,
    /// Declarations: only between declarations.
    Parameter,
}

/// A declared entity.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub class: Class,
    pub name: Span,
    /// What it says in an attribute value.
    value: String,
    /// What it says in content.
    events: Vec<Event>,
}

const WORDS: [&str; 16] = [
    "1",
    " ",
    "some more words ",
    "text",
    "\n",
    "a=b",
    "\t",
    "#",
    "x",
    "value",
    "-",
    "/",
    "\r\n",
    "yes",
    "=",
    "42",
];

impl Maker<'_, '_> {
    /// The name of a new entity.
    fn entity_name(&mut self) -> Span {
        let name = self.nc_name();
        let known = self.scratch.entities.iter().map(|own| own.name);
        let known = known.filter(|own| self.d.bytes_of(*own) == self.d.bytes_of(name));
        let predefined = ["lt", "gt", "amp", "apos", "quot"];
        let is_taken = predefined
            .iter()
            .any(|own| own.as_bytes() == self.d.bytes_of(name));
        if is_taken || known.count() > 0 {
            let unique = format!(".{}", self.scratch.entities.len());
            self.put(&unique);
        }
        self.since(name.start)
    }

    pub(super) fn entity(&mut self) {
        match self.c.below(16) {
            14 => return self.predefined_again(),
            15 => return self.entity_again(),
            _ => {}
        }
        let start = self.at();
        self.put("<!ENTITY");
        self.space();
        let name = self.entity_name();
        self.space();
        let mut entity = Entity {
            class: Class::Text,
            name,
            value: String::new(),
            events: Vec::new(),
        };
        match self.c.below(8) {
            0..=3 => self.entity_text(&mut entity),
            4 | 5 => {
                entity.class = Class::Markup;
                self.entity_markup(&mut entity);
            }
            6 => {
                entity.class = Class::External;
                self.external(EXTERNAL[1]);
            }
            _ => {
                entity.class = Class::Unparsed;
                self.external("none");
                self.space();
                self.put("NDATA");
                self.space();
                self.nc_name();
            }
        }
        self.scratch.entities.push(entity);
        self.declaration_ends(start);
    }

    /// A predefined entity, declared as section 4.6 asks.
    fn predefined_again(&mut self) {
        let start = self.at();
        self.put("<!ENTITY");
        self.space();
        let declared = [
            "lt \"&#38;#60;\"",
            "amp '&#38;#x26;'",
            "gt \"&#62;\"",
            "apos \"&#39;\"",
            "quot '&#34;'",
            "gt '&#38;#62;'",
            "lt '&#38;#x3C;'",
        ][self.c.below(7)];
        self.put(declared);
        self.declaration_ends(start);
    }

    /// An entity that is declared already: the first declaration holds (section 4.2).
    fn entity_again(&mut self) {
        let count = self.scratch.entities.len();
        if count == 0 {
            return;
        }
        let (name, parameter) = {
            let first = &self.scratch.entities[self.c.below(count)];
            (first.name, first.class == Class::Parameter)
        };
        let start = self.at();
        self.put("<!ENTITY");
        self.space();
        if parameter {
            self.put("% ");
        }
        self.d.text.extend_from_within(name.start..name.end);
        self.space();
        self.put_one(&["\"another\"", "'<a>'", "\"&none;\"", "SYSTEM 'empty.ent'"]);
        self.declaration_ends(start);
    }

    fn entity_text(&mut self, entity: &mut Entity) {
        let quote = self.quote();
        self.put_char(quote);
        let mut said = String::new();
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(5) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            match self.c.below(16) {
                0..=9 => {
                    let word = WORDS[self.c.below(WORDS.len())];
                    self.put(word);
                    let word = lines(word);
                    entity.value.push_str(&word.replace(['\n', '\t'], " "));
                    said.push_str(&word);
                }
                10 => {
                    // A line end by reference is a line end of the entity, and so a blank in values.
                    let c = ['\n', '\r', '\t', 'x', '%', '"'][self.c.below(6)];
                    self.put_reference(c);
                    entity.value.push(if c < ' ' { ' ' } else { c });
                    said.push(c);
                }
                11 => {
                    let c = self.any_character();
                    self.put_char(c);
                    entity.value.push(c);
                    said.push(c);
                }
                12 => {
                    let c = ['<', '&', '\r', '\n', ']', 'x'][self.c.below(6)];
                    let twice = format!("&#{};#{};", [38, 38, 38][self.c.below(3)], u32::from(c));
                    self.put(&twice);
                    entity.value.push(c);
                    said.push(c);
                }
                13 | 14 => {
                    let c = self.predefined();
                    entity.value.push(c);
                    said.push(c);
                }
                _ => {
                    if let Some(inner) = self.refer(|class| class == Class::Text) {
                        let inner = &self.scratch.entities[inner];
                        entity.value.push_str(&inner.value);
                        for event in &inner.events {
                            if let What::Text(text) = &event.what {
                                said.push_str(text);
                            }
                        }
                    }
                }
            }
            self.c.close(part);
        }
        self.c.close(list);
        self.put_char(quote);
        entity.events.push(Event {
            at: 0,
            what: What::Text(said),
        });
    }

    /// Content that is balanced in itself (section 4.3.2).
    fn entity_markup(&mut self, entity: &mut Entity) {
        self.put("\"");
        let mut tell = |what| entity.events.push(Event { at: 0, what });
        let list = self.c.open(Label::Fixed);
        for _ in 0..self.c.below(4) {
            let Some(part) = self.c.part(true) else {
                break;
            };
            let word = WORDS[self.c.below(WORDS.len())];
            let text = || What::Text(lines(word));
            // The brackets of tags may stand as references: they are read again as markup.
            let open = ["<", "<", "&#60;", "&#x3c;"][self.c.below(4)];
            match self.c.below(8) {
                0 | 1 => {
                    self.put(word);
                    tell(text());
                }
                2 => {
                    self.put(open);
                    self.put("e/>");
                    tell(What::Start("e".into()));
                    tell(What::End);
                }
                3 => {
                    self.put(open);
                    self.put("b a='1' xml:lang=&#34;en&#34;>");
                    self.put(word);
                    self.put(open);
                    self.put("/b >");
                    tell(What::Start("b".into()));
                    tell(What::Attribute("a".into(), "1".into()));
                    tell(What::Attribute("xml:lang".into(), "en".into()));
                    tell(text());
                    tell(What::End);
                }
                4 => {
                    self.put(open);
                    self.put("!--c-->");
                    tell(What::Comment("c".into()));
                }
                5 => {
                    self.put(open);
                    self.put("?t d?>");
                    tell(What::Instruction("t".into(), "d".into()));
                }
                6 => {
                    self.put("<![CDATA[&#60;]]>");
                    tell(What::Text("<".into()));
                }
                _ => {
                    let own = self.refer(|class| class == Class::Text || class == Class::Markup);
                    for event in own
                        .map(|own| &self.scratch.entities[own].events)
                        .into_iter()
                        .flatten()
                    {
                        tell(event.what.clone());
                    }
                }
            }
            self.c.close(part);
        }
        self.c.close(list);
        self.put("\"");
    }

    /// Puts a reference to a declared entity of such a class, if there is one, and tells which.
    fn refer(&mut self, fits: impl Fn(Class) -> bool) -> Option<usize> {
        let count = self.scratch.entities.len();
        if count == 0 {
            return None;
        }
        let from = self.c.below(count);
        let number = (0..count)
            .map(|i| (from + i) % count)
            .find(|i| fits(self.scratch.entities[*i].class))?;
        let Span { start, end } = self.scratch.entities[number].name;
        self.put("&");
        self.d.text.extend_from_within(start..end);
        self.put(";");
        Some(number)
    }

    pub(super) fn entity_in_content(&mut self) {
        let start = self.at();
        if self.d.open && !self.standalone && self.c.once_in(4) {
            // No breach here (section 4.1); only an external subset knows what it says.
            self.put("&unknown;");
            self.d.unknown = true;
            return;
        }
        let known = self.refer(|class| !matches!(class, Class::Unparsed | Class::Parameter));
        match known {
            None => {
                let c = self.predefined();
                self.tell(start, || What::Text(c.into()));
            }
            Some(number) if self.record => {
                for event in &self.scratch.entities[number].events {
                    let what = event.what.clone();
                    self.d.events.push(Event { at: start, what });
                }
            }
            Some(_) => {}
        }
    }

    pub(super) fn entity_in_value(&mut self, said: &mut String) {
        match self.refer(|class| class == Class::Text) {
            None => said.push(self.predefined()),
            Some(number) => said.push_str(&self.scratch.entities[number].value),
        }
    }

    /// An entity that stands for declarations.
    pub(super) fn parameter_entity(&mut self) {
        let start = self.at();
        self.put("<!ENTITY");
        self.space();
        self.put("%");
        self.space();
        let name = self.entity_name();
        self.space();
        if self.c.below(4) == 3 {
            self.external(EXTERNAL[0]);
        } else {
            self.put("\"");
            let list = self.c.open(Label::Fixed);
            for _ in 0..self.c.below(3) {
                let Some(part) = self.c.part(true) else {
                    break;
                };
                let declaration = [
                    " ",
                    "<!ELEMENT pe ANY>",
                    "<!-- a -->",
                    "<?t d?>",
                    "&#60;!NOTATION pn SYSTEM 'none'>",
                    "\n<!ATTLIST pe a CDATA #IMPLIED> ",
                ][self.c.below(6)];
                self.put(declaration);
                self.c.close(part);
            }
            self.c.close(list);
            self.put("\"");
        }
        self.scratch.entities.push(Entity {
            class: Class::Parameter,
            name,
            value: String::new(),
            events: Vec::new(),
        });
        self.declaration_ends(start);
    }

    /// Whether there is a parameter entity to refer to, which is then done.
    pub(super) fn parameter_reference(&mut self) -> bool {
        let count = self.scratch.entities.len();
        if self.wants.closed || count == 0 {
            return false;
        }
        let number = self.c.below(count);
        let entity = &self.scratch.entities[number];
        if entity.class != Class::Parameter {
            return false;
        }
        let name = span(entity.name.start, entity.name.end);
        self.put("%");
        self.d.text.extend_from_within(name.start..name.end);
        self.put(";");
        self.d.open = true;
        true
    }
}
