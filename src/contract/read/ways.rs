//! `x-ways`, `xml` and `x-success`: how messages are written, and when an answer is a success.

use serde_json::Value;

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::nearest::known_words;
use crate::contract::text::{Data, Node};
use crate::contract::{Form, SuccessRule, Then, Way, Ways, XmlHints};

/// Most successes between a success and what it makes possible.
const MOST_BETWEEN: u64 = 16;

impl<'d> Reader<'d> {
    /// `x-ways` of a schema: one set of alternatives, or a list of them.
    pub(super) fn ways(&mut self, schema: &'d Node) -> Vec<Ways> {
        let Some(node) = schema.get("x-ways") else {
            return Vec::new();
        };
        match &node.data {
            Data::List(items) => items.iter().filter_map(|n| self.set_of_ways(n)).collect(),
            _ => self.set_of_ways(node).into_iter().collect(),
        }
    }

    fn set_of_ways(&mut self, node: &'d Node) -> Option<Ways> {
        self.members(node, "`x-ways`", members::WAYS);
        self.needed(node, "reading", "`x-ways`")?;
        let reading = self.reading_of(node, "reading")?;
        let key = self.needed(node, "key", "`x-ways`")?;
        let key = self.text(key, "`key`")?.to_owned();
        let firm = node.get("firm").is_none_or(|n| self.flag(n, "`firm`"));
        let list = self.needed(node, "ways", "`x-ways`")?;
        if list.items().len() < 2 {
            let message = "`ways` lists fewer than two alternatives";
            self.refuse(
                &list.mark,
                message,
                "one way is no choice: leave `x-ways` out",
            );
        }
        let entries = self.list(list, "`ways`").iter();
        let list = entries
            .filter_map(|way| {
                self.members(way, "a way", members::WAY);
                let form = self.form(way)?;
                let shows = self.alternative(way, Some(&reading))?;
                Some(Way { shows, form })
            })
            .collect();
        Some(Ways {
            key,
            reading,
            firm,
            list,
        })
    }

    fn form(&mut self, way: &'d Node) -> Option<Form> {
        if let Some(values) = way.get("values") {
            let entries = self.map(values, "`values`").iter();
            let pairs = entries.filter_map(|e| {
                let other = self.text(&e.value, "another word for a value")?;
                Some((e.key.to_string(), other.to_owned()))
            });
            let pairs = pairs.collect();
            let only = way.get("only").is_some_and(|n| self.flag(n, "`only`"));
            return Some(Form::Values { pairs, only });
        }
        if let Some(name) = self.text_of(way, "named") {
            return Some(Form::Named(name.to_owned()));
        }
        if let Some(name) = self.text_of(way, "under") {
            return Some(Form::Under(name.to_owned()));
        }
        let node = way.get("form");
        Some(match node.and_then(Node::text).unwrap_or("plain") {
            "plain" => Form::Plain,
            "capitalised" => Form::Capitalised,
            "digit" => Form::Digit,
            "text" => Form::Text,
            "seconds" => Form::Seconds,
            "clock" => Form::Clock,
            "date-time" => Form::DateTime,
            "element" => Form::Element,
            "attribute" => Form::Attribute,
            other => {
                let mark = node.map_or(&way.mark, |n| &n.mark);
                let message = format!("no way of writing is called `{other}`");
                self.refuse(mark, message, known_words(other, members::FORMS));
                return None;
            }
        })
    }

    /// `xml` of a schema.
    pub(super) fn xml(&mut self, schema: &'d Node) -> XmlHints {
        let Some(node) = schema.get("xml") else {
            return XmlHints::default();
        };
        let known = [
            "name",
            "attribute",
            "wrapped",
            "namespace",
            "prefix",
            "nodeType",
        ];
        self.map(node, "`xml`");
        self.spelling(node, "`xml`", &known);
        let flag = |reader: &mut Self, key: &str| {
            node.get(key)
                .is_some_and(|n| reader.flag(n, &format!("`{key}`")))
        };
        // 3.2 says all of this in one word.
        let kind = self.text_of(node, "nodeType").unwrap_or_default();
        let is_list = schema.get("items").is_some();
        XmlHints {
            name: self.text_of(node, "name").map(str::to_owned),
            attribute: flag(self, "attribute") || kind == "attribute",
            wrapped: flag(self, "wrapped") || is_list && kind == "element",
            text: matches!(kind, "text" | "cdata"),
            namespace: self.text_of(node, "namespace").map(str::to_owned),
            prefix: self.text_of(node, "prefix").map(str::to_owned),
        }
    }

    /// `x-success` of an operation.
    pub(super) fn success(&mut self, operation: &'d Node) -> Option<SuccessRule> {
        let node = operation.get("x-success")?;
        self.members(node, "`x-success`", members::SUCCESS);
        let at = self.needed(node, "at", "`x-success`")?;
        let pointer = self.text(at, "`at`")?.to_owned();
        if !pointer.starts_with('/') {
            let message = "a pointer into an answer begins with `/`";
            self.refuse(&at.mark, message, "write `/taskId` for the member `taskId`");
        }
        Some(SuccessRule {
            at: pointer,
            equals: node
                .get("equals")
                .map(Node::json)
                .filter(|v| *v != Value::Null),
            reading: self.reading_of(node, "reading"),
        })
    }

    /// `x-goes-with` of a schema: which value of a sibling goes with which of its own.
    pub(super) fn goes_with(&mut self, schema: &'d Node) -> Option<(String, Vec<(Value, Value)>)> {
        let node = schema.get("x-goes-with")?;
        self.members(node, "`x-goes-with`", members::GOES_WITH);
        let at = self.needed(node, "at", "`x-goes-with`")?;
        let sibling = self.text(at, "`at`")?.to_owned();
        let Some(values) = node.get("values") else {
            // A place of the request may go with a fixture of the schema's own.
            if !sibling.starts_with('/') {
                self.needed(node, "values", "`x-goes-with`")?;
            }
            return Some((sibling, Vec::new()));
        };
        let entries = self.map(values, "`values`").iter();
        let pairs = entries.map(|e| {
            let own = match e.key.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => Value::from(&*e.key),
            };
            (own, e.value.json())
        });
        Some((sibling, pairs.collect()))
    }

    /// `x-then` of an operation.
    pub(super) fn then(
        &mut self,
        operation: &'d Node,
        form: Option<&str>,
        above: &str,
    ) -> Vec<Then> {
        let Some(list) = operation.get("x-then") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for node in self.list(list, "`x-then`") {
            self.members(node, "an entry of `x-then`", members::THEN);
            if !self.of_form(node, form) {
                continue;
            }
            let named = |reader: &mut Self, key: &str| {
                let value = reader.needed(node, key, "an entry of `x-then`")?;
                Some((value, reader.text(value, &format!("`{key}`"))?.to_owned()))
            };
            let (Some((_, name)), Some((at, other))) =
                (named(self, "name"), named(self, "operation"))
            else {
                continue;
            };
            self.claim(&at.mark, &other, Want::Operation);
            let want = Want::RequestPlaceOf {
                operation: other.clone(),
            };
            let set = match node.get("set") {
                Some(set) => self.placed(set, "`set`", &want),
                None => Vec::new(),
            };
            let with = match node.get("with") {
                Some(list) => {
                    let cases = self.list(list, "`with`").iter();
                    cases
                        .map(|case| self.placed(case, "a case", &Want::RequestPlace))
                        .collect()
                }
                None => Vec::new(),
            };
            let mut said = |key: &str| {
                let given = node.get(key);
                given.is_some_and(|n| self.flag(n, &format!("`{key}`")))
            };
            let (again, refused) = (said("again"), said("refused"));
            let latin = said("latin-1");
            let between = node.get("between").and_then(|n| n.json().as_u64());
            all.push(Then {
                with,
                again,
                refused,
                latin,
                bare: self.text_of(node, "bare").unwrap_or_default().to_owned(),
                between: between.map_or(0, |n| n.min(MOST_BETWEEN) as usize),
                reading: self.reading_of(node, "reading"),
                level: self.level_of(node, "an entry of `x-then`"),
                duty: self.text_of(node, "duty").unwrap_or(&name).to_owned(),
                name,
                operation: other,
                set,
                at: node.mark.location(),
                source: self.own_source(node, above),
            });
        }
        all
    }

    /// `x-apart` of an operation: values that do not stand together.
    pub(super) fn apart(&mut self, operation: &'d Node) -> Vec<Vec<(String, Vec<Value>)>> {
        let Some(list) = operation.get("x-apart") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for node in self.list(list, "`x-apart`") {
            let mut places = Vec::new();
            for entry in self.map(node, "an entry of `x-apart`") {
                self.claim(&entry.mark, &entry.key, Want::RequestPlace);
                let values = self.list(&entry.value, "the values").iter();
                places.push((entry.key.to_string(), values.map(Node::json).collect()));
            }
            all.push(places);
        }
        all
    }
}
