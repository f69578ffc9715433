//! Values of extensions: literal, or made when a case is made.

use serde_json::Value;

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Expr, Letters, Near};

/// Most times that `$repeat` may repeat.
const MAX_REPEAT: u64 = 1 << 20;

impl<'d> Reader<'d> {
    /// A value.
    pub(super) fn expr(&mut self, node: &'d Node) -> Expr {
        let dollar = node.entries().iter().find(|e| e.key.starts_with('$'));
        let Some(entry) = dollar else {
            return match has_made(node) {
                true => Expr::Members(self.made_members(node)),
                false => Expr::Literal(node.json()),
            };
        };
        let value = &entry.value;
        let made = match &*entry.key {
            "$fixture" => return self.fixture(node, value),
            "$case" => return self.case(node, value),
            "$param" => self.name(value, "`$param`", Want::Param).map(Expr::Param),
            "$fresh" => return self.fresh(node, value),
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
                "only `$case`, `$fixture` and `$fresh` take more beside them",
            );
        }
        made.unwrap_or(Expr::Literal(Value::Null))
    }

    /// The members of an object, some of which are made.
    fn made_members(&mut self, node: &'d Node) -> Vec<(String, Expr)> {
        let members = node.entries().iter();
        members
            .map(|entry| (entry.key.to_string(), self.expr(&entry.value)))
            .collect()
    }

    fn fixture(&mut self, node: &'d Node, value: &'d Node) -> Expr {
        self.members(node, "a `$fixture`", members::NEAR);
        let name = self
            .name(value, "`$fixture`", Want::Fixture)
            .unwrap_or_default();
        match self.near(node, "the fixture") {
            None => Expr::Fixture(name),
            Some(near) => Expr::Near(name, near),
        }
    }

    /// What is done to a value, where something is.
    fn near(&mut self, node: &'d Node, what: &str) -> Option<Near> {
        let given = |name: &str| node.get(name).map(Node::json);
        let text = |v: &Value| v.as_str().map(str::to_owned);
        let number = |v: &Value| match v {
            Value::String(s) => s.parse().ok(),
            other => other.as_i64().map(i128::from),
        };
        let plus = given("plus").map(|v| number(&v).map(Near::Plus));
        let less = given("less").map(|v| Some(Near::Less(usize::try_from(v.as_u64()?).ok()?)));
        let around = given("as").map(|v| text(&v).map(Near::As));
        let until = given("until").map(|v| text(&v).map(Near::Until));
        let swap = given("swap").map(|v| Some(Near::Swap(text(v.get(0)?)?, text(v.get(1)?)?)));
        let letters = node
            .get("letters")
            .map(|n| self.letters(n).map(Near::Letters));
        let made = plus.or(less).or(around).or(until).or(swap).or(letters)?;
        if made.is_none() {
            self.refuse(
                &node.mark,
                format!("nothing can be made of {what} so"),
                "`plus` takes a number, `less` a count, `as` a text with `{}` in it, `until` a text, \
                 `swap` a list of two",
            );
        }
        made
    }

    fn fresh(&mut self, node: &'d Node, value: &'d Node) -> Expr {
        self.members(node, "a `$fresh`", &["$fresh", "digits"]);
        let digits = node.get("digits");
        Expr::Fresh {
            prefix: self.text(value, "`$fresh`").unwrap_or_default().to_owned(),
            digits: digits.is_some_and(|n| self.flag(n, "`digits`")),
        }
    }

    fn letters(&mut self, node: &'d Node) -> Option<Letters> {
        match node.text() {
            Some("lower") => Some(Letters::Lower),
            Some("upper") => Some(Letters::Upper),
            _ => {
                self.refuse(
                    &node.mark,
                    "`letters` is neither `lower` nor `upper`",
                    "write one of the two",
                );
                None
            }
        }
    }

    fn case(&mut self, node: &'d Node, value: &'d Node) -> Expr {
        self.members(node, "a `$case`", members::NEAR_CASE);
        let at = self
            .name(value, "`$case`", Want::CasePlace)
            .unwrap_or_default();
        let near = self.near(node, "the place");
        Expr::Case { at, near }
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

/// Whether a member of an object, or of one in it, is made.
fn has_made(node: &Node) -> bool {
    let made = |inner: &Node| inner.entries().iter().any(|e| e.key.starts_with('$'));
    let mut members = node.entries().iter().map(|e| &e.value);
    members.any(|inner| made(inner) || has_made(inner))
}
