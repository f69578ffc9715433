//! Readings, fixtures and states.

use std::collections::BTreeMap;

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::text::{Entry, Node};
use crate::contract::{Fixture, Lasts, Reading, State, Via};

impl<'d> Reader<'d> {
    fn declared(&mut self, root: &'d Node, key: &str) -> &'d [Entry] {
        match root.get(key) {
            Some(node) => self.map(node, &format!("`{key}`")),
            None => &[],
        }
    }

    /// `x-readings`.
    pub(super) fn readings(&mut self, root: &'d Node) -> BTreeMap<String, Reading> {
        let mut readings = BTreeMap::new();
        for entry in self.declared(root, "x-readings") {
            let node = &entry.value;
            self.members(node, "a reading", members::READING);
            let about = self.text_of(node, "about").unwrap_or_default().to_owned();
            let alternatives = match self.needed(node, "alternatives", "a reading") {
                Some(list) => self.texts(list, "`alternatives`"),
                None => Vec::new(),
            };
            readings.insert(
                entry.key.to_string(),
                Reading {
                    about,
                    alternatives,
                },
            );
        }
        readings
    }

    /// `x-fixtures`.
    pub(super) fn fixtures(&mut self, root: &'d Node) -> BTreeMap<String, Fixture> {
        let mut fixtures = BTreeMap::new();
        for entry in self.declared(root, "x-fixtures") {
            let node = &entry.value;
            self.members(node, "a fixture", members::FIXTURE);
            let about = self.text_of(node, "about").unwrap_or_default().to_owned();
            let Some(kind) = self.needed(node, "type", "a fixture") else {
                continue;
            };
            let word = kind.text().unwrap_or_default();
            if !matches!(word, "integer" | "string") {
                let message = "the `type` of a fixture is `integer` or `string`";
                self.refuse(&kind.mark, message, "write one of the two");
            }
            let default = node.get("default").map(Node::json);
            if let Some(default) = &default
                && (word == "integer" && !default.is_i64()
                    || word == "string" && !default.is_string())
            {
                let at = node.get("default").map_or(&node.mark, |n| &n.mark);
                let message = format!("the default of this fixture is no {word}");
                self.refuse(at, message, "change `type` or `default`");
            }
            let kind = word.to_owned();
            fixtures.insert(
                entry.key.to_string(),
                Fixture {
                    about,
                    kind,
                    default,
                },
            );
        }
        fixtures
    }

    /// `x-states`.
    pub(super) fn states(&mut self, root: &'d Node) -> BTreeMap<String, State> {
        let mut states = BTreeMap::new();
        for entry in self.declared(root, "x-states") {
            let node = &entry.value;
            let name = entry.key.to_string();
            self.members(node, "a state", members::STATE);
            let about = self.text_of(node, "about").unwrap_or_default().to_owned();
            let params: BTreeMap<_, _> = match node.get("params") {
                Some(params) => self
                    .map(params, "`params`")
                    .iter()
                    .map(|e| (e.key.to_string(), self.expr(&e.value)))
                    .collect(),
                None => BTreeMap::new(),
            };
            let names: Vec<String> = params.keys().cloned().collect();
            let via = node.get("via").and_then(|via| self.via(via, &names));
            states.insert(name, State { about, params, via });
        }
        states
    }

    fn via(&mut self, node: &'d Node, params: &[String]) -> Option<Via> {
        self.members(node, "`via`", members::VIA);
        let operation = self.needed(node, "operation", "`via`")?;
        let operation = self.name(operation, "`operation`", Want::Operation)?;
        let first = self.notes.claims.len();
        let want = Want::RequestPlaceOf {
            operation: operation.clone(),
        };
        let set = match node.get("set") {
            Some(set) => self.placed(set, "`set`", &want),
            None => Vec::new(),
        };
        for claim in &mut self.notes.claims[first..] {
            if let Want::Param = claim.want {
                claim.want = Want::ParamOf {
                    params: params.to_vec(),
                };
            }
        }
        let lasts = match self.needed(node, "while", "`via`").map(|n| (n, n.text())) {
            Some((_, Some("running"))) => Lasts::Running,
            Some((_, Some("finished"))) => Lasts::Finished,
            Some((node, _)) => {
                let message = "`while` is `running` or `finished`";
                self.refuse(&node.mark, message, "write one of the two");
                Lasts::Running
            }
            None => Lasts::Running,
        };
        Some(Via {
            operation,
            set,
            lasts,
        })
    }
}
