//! Values of extensions: literal, or made when a case is made.

use serde_json::Value;

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Expr, Letters};

/// Most times that `$repeat` may repeat.
const MAX_REPEAT: u64 = 1 << 20;

impl<'d> Reader<'d> {
    /// A value.
    pub(super) fn expr(&mut self, node: &'d Node) -> Expr {
        let dollar = node.entries().iter().find(|e| e.key.starts_with('$'));
        let Some(entry) = dollar else {
            return Expr::Literal(node.json());
        };
        let value = &entry.value;
        let made = match &*entry.key {
            "$fixture" => self
                .name(value, "`$fixture`", Want::Fixture)
                .map(Expr::Fixture),
            "$case" => return self.case(node, value),
            "$param" => self.name(value, "`$param`", Want::Param).map(Expr::Param),
            "$fresh" => self
                .text(value, "`$fresh`")
                .map(|t| Expr::Fresh(t.to_owned())),
            "$repeat" => self.repeat(value),
            "$answer" => self
                .text(value, "`$answer`")
                .map(|t| Expr::Answer(t.to_owned())),
            "$absent" => {
                if !self.flag(value, "`$absent`") {
                    self.refuse(
                        &value.mark,
                        "`$absent` is always true",
                        "write `{$absent: true}`",
                    );
                }
                Some(Expr::Absent)
            }
            other => {
                let message = format!("no value can be made by `{other}`");
                self.refuse(
                    &entry.mark,
                    message,
                    known_words(other, members::EXPRESSIONS),
                );
                None
            }
        };
        if let Some(more) = node.entries().iter().find(|e| e.key != entry.key) {
            let message = format!(
                "`{}` stands alone, and here is `{}` beside it",
                entry.key, more.key
            );
            self.refuse(
                &more.mark,
                message,
                "only `$case` takes `letters` beside it",
            );
        }
        made.unwrap_or(Expr::Literal(Value::Null))
    }

    fn case(&mut self, node: &'d Node, value: &'d Node) -> Expr {
        self.members(node, "a `$case`", &["$case", "letters"]);
        let at = self
            .name(value, "`$case`", Want::CasePlace)
            .unwrap_or_default();
        let letters = node.get("letters").and_then(|n| match n.text() {
            Some("lower") => Some(Letters::Lower),
            Some("upper") => Some(Letters::Upper),
            _ => {
                self.refuse(
                    &n.mark,
                    "`letters` is neither `lower` nor `upper`",
                    "write one of the two",
                );
                None
            }
        });
        Expr::Case { at, letters }
    }

    fn repeat(&mut self, node: &'d Node) -> Option<Expr> {
        let parts = self.list(node, "`$repeat`");
        let made = match parts {
            [text, times] => text.text().zip(times.json().as_u64()),
            _ => None,
        };
        match made {
            Some((text, times)) if times <= MAX_REPEAT => {
                Some(Expr::Repeat(text.to_owned(), times as usize))
            }
            _ => {
                let message = "`$repeat` takes a text and how often it is repeated";
                self.refuse(
                    &node.mark,
                    message,
                    format!("write `[abc, 20]`; at most {MAX_REPEAT} times"),
                );
                None
            }
        }
    }

    /// Places and their values (`set`, a case of a probe).
    pub(super) fn placed(
        &mut self,
        node: &'d Node,
        what: &str,
        want: &Want,
    ) -> Vec<(String, Expr)> {
        self.map(node, what)
            .iter()
            .map(|entry| {
                self.claim(&entry.mark, &entry.key, want.clone());
                (entry.key.to_string(), self.expr(&entry.value))
            })
            .collect()
    }

    /// Parameters of a state, by name.
    pub(super) fn params(&mut self, node: &'d Node, state: &str) -> Vec<(String, Expr)> {
        let Some(params) = node.get("params") else {
            return Vec::new();
        };
        let want = Want::StateParam {
            state: state.to_owned(),
        };
        self.placed(params, "`params`", &want)
    }
}
