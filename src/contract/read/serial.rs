//! How values outside JSON and XML are written: `style`, `explode`, `content` and `encoding`.

use super::Reader;
use crate::contract::diagnostic::Weight;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Encoding, PartHeader, Place, Serial, Style, TABS};

impl<'d> Reader<'d> {
    /// How the values of a parameter are written.
    pub(super) fn serial(&mut self, node: &'d Node, place: Place) -> Serial {
        let mut serial = self.styled(node, place, &format!("a {} parameter", place.word()));
        serial.empty = place == Place::Query && self.says(node, "allowEmptyValue");
        let content = match node.get("schema") {
            Some(_) => None,
            None => node.get("content").and_then(|c| c.entries().first()),
        };
        serial.content = content.map(|entry| entry.key.to_string());
        serial
    }

    /// `style`, `explode` and `allowReserved`.
    fn styled(&mut self, node: &'d Node, place: Place, what: &str) -> Serial {
        let mut serial = Serial::of(place);
        if let Some(style) = node.get("style")
            && let Some(word) = self.text(style, "`style`")
        {
            let known = Style::ALL.iter().filter(|(_, s)| s.suits(place));
            let known = known.filter(|(word, _)| *word != TABS);
            let known: Vec<&str> = known.map(|(word, _)| *word).collect();
            match Style::ALL
                .iter()
                .find(|(w, s)| *w == word && s.suits(place))
            {
                Some((_, style)) => serial = Serial::styled(*style),
                None => {
                    let message = format!("`{word}` is no style of {what}");
                    let cost = format!("it is written as `{}`", serial.style.word());
                    let hint = known_words(word, &known);
                    self.drop(&style.mark, message, hint, &cost);
                }
            }
        }
        if let Some(explode) = node.get("explode") {
            serial.explode = self.flag(explode, "`explode`");
        }
        serial.reserved = self.says(node, "allowReserved");
        serial
    }

    fn says(&mut self, node: &'d Node, key: &str) -> bool {
        node.get(key)
            .is_some_and(|n| self.flag(n, &format!("`{key}`")))
    }

    /// `encoding` of a media type, by the names of the members.
    pub(super) fn encodings(&mut self, media: &'d Node, source: &str) -> Vec<Encoding> {
        let Some(node) = media.get("encoding") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in self.map(node, "`encoding`") {
            if entry.key.starts_with("x-") {
                continue;
            }
            let node = &entry.value;
            self.map(node, "an entry of `encoding`");
            let by_style = ["style", "explode", "allowReserved"]
                .iter()
                .any(|key| node.get(key).is_some());
            let content = self.text_of(node, "contentType").map(str::to_owned);
            all.push(Encoding {
                name: entry.key.to_string(),
                content,
                serial: by_style.then(|| self.styled(node, Place::Query, "a member of a form")),
                headers: self.part_headers(node, source),
            });
        }
        all
    }

    /// `headers` of a part, the one left out that `contentType` stands for.
    fn part_headers(&mut self, node: &'d Node, source: &str) -> Vec<PartHeader> {
        let Some(headers) = node.get("headers") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in self.map(headers, "`headers`") {
            let Some(header) = self.follow(&entry.value) else {
                continue;
            };
            if entry.key.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(schema) = header.get("schema") else {
                let message = format!("the header `{}` says nothing of its values", entry.key);
                let hint = "add `schema: {type: string}`, or what fits";
                self.remark(Weight::Note, &entry.mark, message, hint, "it is not sent");
                continue;
            };
            let schema = self.schema(schema, source);
            all.push(PartHeader {
                name: entry.key.to_string(),
                required: self.says(header, "required"),
                schema,
            });
        }
        all
    }
}
