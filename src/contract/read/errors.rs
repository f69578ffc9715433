//! `x-errors`: codes, and what provokes them.

use std::collections::BTreeMap;

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::text::{Data, Node};
use crate::contract::{Allowed, Cause, Code, ErrorRule, Expr, When};

impl<'d> Reader<'d> {
    /// `x-errors` of a response.
    pub(super) fn errors(&mut self, response: &'d Node, above: &str) -> Vec<ErrorRule> {
        let Some(list) = response.get("x-errors") else {
            return Vec::new();
        };
        let mut rules = Vec::new();
        for node in self.list(list, "`x-errors`") {
            rules.extend(self.rule(node, above));
        }
        rules
    }

    fn rule(&mut self, node: &'d Node, above: &str) -> Option<ErrorRule> {
        self.members(node, "an entry of `x-errors`", members::ERROR);
        let code = self.needed(node, "code", "an entry of `x-errors`");
        let code = code.and_then(|n| self.code(n));
        let duty = match self.text_of(node, "duty") {
            Some(duty) => duty.to_owned(),
            None => format!(
                "code {} is drawn by what provokes it",
                code.as_ref().map(ToString::to_string).unwrap_or_default()
            ),
        };
        let source = self.own_source(node, above);
        let when = match self.needed(node, "when", "an entry of `x-errors`") {
            Some(when) => match &when.data {
                Data::List(items) if items.is_empty() => {
                    let message = "`when` is empty: nothing provokes the code";
                    self.refuse(&when.mark, message, "list at least one thing that does");
                    Vec::new()
                }
                Data::List(items) => items.iter().filter_map(|n| self.when(n)).collect(),
                _ if when.text() == Some("untested") => vec![When {
                    cause: Cause::Untested(self.reason(node)),
                    base: None,
                    also: None,
                    or: Vec::new(),
                    reading: None,
                    at: when.mark.location(),
                }],
                _ => self.when(when).into_iter().collect(),
            },
            None => Vec::new(),
        };
        Some(ErrorRule {
            code: code?,
            duty,
            when,
            at: node.mark.location(),
            source,
        })
    }

    /// A unique code.
    fn code(&mut self, node: &'d Node) -> Option<Code> {
        let code = Code::of(&node.json());
        if code.is_none() {
            self.wrong(node, "`code`", "a whole number or a word");
        }
        code
    }

    /// Why a code is not tested.
    fn reason(&mut self, node: &'d Node) -> String {
        let reason = self.text_of(node, "reason");
        reason
            .unwrap_or("the contract does not say what provokes it")
            .to_owned()
    }

    fn when(&mut self, node: &'d Node) -> Option<When> {
        self.members(node, "`when`", members::WHEN);
        let causes: Vec<_> = node
            .entries()
            .iter()
            .filter(|e| members::CAUSES.contains(&&*e.key))
            .collect();
        let cause = match causes[..] {
            [one] => self.cause(node, &one.key, &one.value),
            [] => {
                if matches!(node.data, Data::Map(_)) {
                    let message = "`when` names nothing that provokes the code";
                    let hint = "add one of `breaks`, `fixture`, `unknown`, `state`";
                    self.refuse(&node.mark, message, hint);
                }
                None
            }
            [first, second, ..] => {
                let message = format!("`when` has both `{}` and `{}`", first.key, second.key);
                let hint = "one entry names one thing; write a list of two entries";
                self.refuse(&second.mark, message, hint);
                None
            }
        };
        let reading = self.reading_of(node, "reading");
        let shown = self.alternative(node, reading.as_deref());
        let or = match node.get("or") {
            Some(list) => self.outcomes(list, "`or`", reading.as_deref()),
            None => Vec::new(),
        };
        if let (Some(reading), None) = (node.get("reading"), &shown) {
            let message = "`reading` stands without `as`: what does taking the code mean?";
            self.refuse(
                &reading.mark,
                message,
                "add `as: ` and one of the alternatives of the reading",
            );
        }
        Some(When {
            cause: cause?,
            base: self.name_of(node, "base", Want::Base),
            also: self.also(node),
            or,
            reading: reading.zip(shown),
            at: node.mark.location(),
        })
    }

    /// `also`: a request of another operation.
    fn also(&mut self, when: &'d Node) -> Option<(String, Vec<(String, Expr)>)> {
        let node = when.get("also")?;
        self.members(node, "`also`", members::ALSO);
        let operation = self.needed(node, "operation", "`also`")?;
        let operation = self.name(operation, "`operation`", Want::Operation)?;
        let set = self.needed(node, "set", "`also`")?;
        let want = Want::RequestPlaceOf {
            operation: operation.clone(),
        };
        let set = self.placed(set, "`set`", &want);
        Some((operation, set))
    }

    fn cause(&mut self, node: &'d Node, kind: &str, value: &'d Node) -> Option<Cause> {
        let misfit: &[&str] = match kind {
            "breaks" => &["params"],
            "state" => &["at", "with"],
            _ => &["with", "params"],
        };
        for entry in node.entries().iter().filter(|e| misfit.contains(&&*e.key)) {
            let message = format!("`{}` means nothing beside `{kind}`", entry.key);
            self.refuse(&entry.mark, message, "leave it out");
        }
        if kind == "untested" {
            let reason = self.text(value, "`untested`")?.to_owned();
            return Some(Cause::Untested(reason));
        }
        if kind == "breaks" && value.text() == Some("any") && node.get("at").is_none() {
            return Some(Cause::Any);
        }
        if kind == "state" {
            let name = self.name(value, "`state`", Want::State)?;
            let params = self.params(node, &name);
            return Some(Cause::State { name, params });
        }
        if kind == "unknown" && value.text().is_none() {
            let message = format!(
                "`unknown` is {}, and must be the name of what does not exist",
                value.kind()
            );
            let hint = "write what the place names, as in `{unknown: user, at: /body/user_id}`";
            self.refuse(&value.mark, message, hint);
            return None;
        }
        let word = self.text(value, &format!("`{kind}`"))?.to_owned();
        let place = self.needed(node, "at", "`when`")?;
        let at = self.text(place, "`at`")?.to_owned();
        if kind == "breaks" {
            let with = self.text_of(node, "with").map(str::to_owned);
            let with_mark = node.get("with").map(|n| n.mark.clone());
            let want = Want::Breaks {
                keyword: word.clone(),
                keyword_mark: value.mark.clone(),
                with: with.clone().zip(with_mark),
            };
            self.claim(&place.mark, &at, want);
            return Some(Cause::Breaks {
                keyword: word,
                at,
                with,
            });
        }
        self.claim(&place.mark, &at, Want::RequestPlace);
        if kind == "fixture" {
            self.claim(&value.mark, &word, Want::Fixture);
            return Some(Cause::Fixture { name: word, at });
        }
        Some(Cause::Unknown { kind: word, at })
    }

    /// Outcomes that are allowed (`or`, `outcomes`).
    pub(super) fn outcomes(
        &mut self,
        list: &'d Node,
        what: &str,
        reading: Option<&str>,
    ) -> Vec<Allowed> {
        let mut all = Vec::new();
        for node in self.list(list, what) {
            self.members(node, "an outcome", members::OUTCOME);
            let accepted = node
                .get("accepted")
                .is_some_and(|n| self.flag(n, "`accepted`"));
            let written = node.get("status").and_then(|n| match n.json() {
                serde_json::Value::Number(number) => Some((n, number.to_string())),
                _ => self.text(n, "`status`").map(|t| (n, t.to_owned())),
            });
            let status = written.and_then(|(n, text)| self.status(&n.mark, &text));
            let code = node.get("code").and_then(|n| self.code(n));
            let refused = node
                .get("refused")
                .is_some_and(|n| self.flag(n, "`refused`"));
            let given = [accepted, refused, node.get("status").is_some()];
            // A code alone stands for a refusal with that code, whatever its status.
            let alone = given == [false; 3] && code.is_some();
            if !alone && given.iter().filter(|g| **g).count() != 1 {
                let message = "an outcome is `accepted: true`, `refused: true` or a `status`";
                self.refuse(&node.mark, message, "give one of them");
            }
            let uncoded = node
                .get("uncoded")
                .is_some_and(|n| self.flag(n, "`uncoded`"));
            if let (Some(node), true) = (node.get("uncoded"), status.is_none() || code.is_some()) {
                let message = "`uncoded` stands beside a `status` alone";
                self.refuse(&node.mark, message, "leave it out");
            }
            let reading = self.alternative(node, reading);
            all.push(Allowed {
                accepted,
                refused,
                status,
                code,
                uncoded,
                reading,
            });
        }
        all
    }

    /// Refuses a code that one status of an operation gives twice: under several statuses it may stand.
    pub(super) fn codes_once(&mut self, operation: &'d Node) {
        for response in operation.get("responses").map_or(&[][..], Node::entries) {
            // A response that cannot be followed was refused when it was read.
            let Some(response) = self.follow(&response.value) else {
                continue;
            };
            let mut seen: BTreeMap<Code, &'d Node> = BTreeMap::new();
            for rule in response.get("x-errors").map_or(&[][..], Node::items) {
                let Some((node, code)) = rule
                    .get("code")
                    .and_then(|n| Some((n, Code::of(&n.json())?)))
                else {
                    continue;
                };
                if let Some(first) = seen.insert(code.clone(), node) {
                    let line = first.mark.location().line;
                    let message = format!("code {code} is given twice for one status");
                    let hint = format!(
                        "it stands first at line {line}; make one entry, with a list below `when`"
                    );
                    self.refuse(&node.mark, message, hint);
                }
            }
        }
    }
}
