//! `x-probes`: requests with a set of allowed outcomes.

use super::Reader;
use crate::contract::Probe;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::text::Node;

impl<'d> Reader<'d> {
    /// `x-probes` of an operation.
    pub(super) fn probes(&mut self, operation: &'d Node, above: &str) -> Vec<Probe> {
        let Some(list) = operation.get("x-probes") else {
            return Vec::new();
        };
        let mut probes: Vec<Probe> = Vec::new();
        for node in self.list(list, "`x-probes`") {
            let Some(probe) = self.probe(node, above) else {
                continue;
            };
            if probes.iter().any(|p| p.name == probe.name) {
                let mark = node.get("name").map_or(&node.mark, |n| &n.mark);
                let message = format!("two probes are called `{}`", probe.name);
                self.refuse(
                    mark,
                    message,
                    "rename one; the name is part of the clause id",
                );
            }
            probes.push(probe);
        }
        probes
    }

    fn probe(&mut self, node: &'d Node, above: &str) -> Option<Probe> {
        self.members(node, "a probe", members::PROBE);
        let name = self.needed(node, "name", "a probe")?;
        let name = self.text(name, "`name`")?.to_owned();
        let duty = self.text_of(node, "duty").unwrap_or(&name).to_owned();
        let implied = match node.get("level").map(|n| (n, n.text())) {
            None | Some((_, Some("documented"))) => false,
            Some((_, Some("implied"))) => true,
            Some((level, _)) => {
                let message = "the level of a probe is `documented` or `implied`";
                self.refuse(&level.mark, message, "write one of the two");
                false
            }
        };
        let reading = self.reading_of(node, "reading");
        let state = node.get("state").and_then(|state| {
            self.members(state, "`state`", members::PROBE_STATE);
            let name = self.needed(state, "name", "`state`")?;
            let name = self.name(name, "`name`", Want::State)?;
            let params = self.params(state, &name);
            Some((name, params))
        });
        let cases = match self.needed(node, "cases", "a probe") {
            Some(list) => {
                self.some(list, "`cases`");
                let entries = self.list(list, "`cases`").iter();
                entries
                    .map(|case| self.placed(case, "a case", &Want::RequestPlace))
                    .collect()
            }
            None => Vec::new(),
        };
        let outcomes = match self.needed(node, "outcomes", "a probe") {
            Some(list) => {
                self.some(list, "`outcomes`");
                self.outcomes(list, "`outcomes`", reading.as_deref())
            }
            None => Vec::new(),
        };
        Some(Probe {
            name,
            duty,
            implied,
            reading,
            state,
            cases,
            outcomes,
            at: node.mark.location(),
            source: self.own_source(node, above),
        })
    }

    /// Refuses an empty list where at least one entry is needed.
    fn some(&mut self, list: &'d Node, what: &str) {
        if list.items().is_empty() {
            let message = format!("{what} is empty");
            self.refuse(
                &list.mark,
                message,
                "a probe sends one request or more, and allows one outcome or more",
            );
        }
    }
}
