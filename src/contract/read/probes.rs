//! `x-probes`: requests with a set of allowed outcomes.

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::text::Node;
use crate::contract::{Expr, Probe, ProbeLevel};

/// How the cases of a probe are written.
enum Cases<'d> {
    /// `at` and `each`.
    Each(Vec<Vec<(String, Expr)>>),
    /// `cases`.
    Listed(Option<&'d Node>),
}

impl<'d> Reader<'d> {
    /// `x-probes` of an operation, those of its form.
    pub(super) fn probes(
        &mut self,
        operation: &'d Node,
        form: Option<&str>,
        above: &str,
    ) -> Vec<Probe> {
        let Some(list) = operation.get("x-probes") else {
            return Vec::new();
        };
        let mut probes: Vec<Probe> = Vec::new();
        for node in self.list(list, "`x-probes`") {
            if !self.of_form(node, form) {
                continue;
            }
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
        let level = self.level_of(node, "a probe");
        let reading = self.reading_of(node, "reading");
        let state = node.get("state").and_then(|state| {
            self.members(state, "`state`", members::PROBE_STATE);
            let name = self.needed(state, "name", "`state`")?;
            let name = self.name(name, "`name`", Want::State)?;
            let params = self.params(state, &name);
            Some((name, params))
        });
        let cases = match self.cases_of(node) {
            Cases::Each(cases) => cases,
            Cases::Listed(Some(list)) => {
                self.some(list, "`cases`");
                let entries = self.list(list, "`cases`").iter();
                entries
                    .map(|case| self.placed(case, "a case", &Want::RequestPlace))
                    .collect()
            }
            Cases::Listed(None) => Vec::new(),
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
            level,
            base: self.name_of(node, "base", Want::Base),
            reading,
            state,
            cases,
            outcomes,
            at: node.mark.location(),
            source: self.own_source(node, above),
        })
    }

    /// How firmly an entry is stated; documented, where it does not say.
    pub(super) fn level_of(&mut self, node: &'d Node, what: &str) -> ProbeLevel {
        match node.get("level").map(|n| (n, n.text())) {
            None | Some((_, Some("documented"))) => ProbeLevel::Documented,
            Some((_, Some("sample"))) => ProbeLevel::Sample,
            Some((_, Some("implied"))) => ProbeLevel::Implied,
            Some((level, _)) => {
                let message = format!("the level of {what} is `documented`, `sample` or `implied`");
                self.refuse(&level.mark, message, "write one of them");
                ProbeLevel::Documented
            }
        }
    }

    /// The cases of a probe: a list of them, or values that one place holds in turn.
    fn cases_of(&mut self, node: &'d Node) -> Cases<'d> {
        if node.get("each").is_none() && node.get("at").is_none() {
            return Cases::Listed(self.needed(node, "cases", "a probe"));
        }
        let (Some(at), Some(each)) = (
            self.needed(node, "at", "a probe with `each`"),
            self.needed(node, "each", "a probe with `at`"),
        ) else {
            return Cases::Listed(None);
        };
        let Some(at) = self.name(at, "`at`", Want::RequestPlace) else {
            return Cases::Listed(None);
        };
        self.some(each, "`each`");
        let values = self.list(each, "`each`").iter();
        let cases = values.map(|value| vec![(at.clone(), self.expr(value))]);
        Cases::Each(cases.collect())
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
