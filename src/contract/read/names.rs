//! Names and places that are declared elsewhere: noted here, looked up once the model is whole.

use super::Reader;
use crate::contract::claims::{Claim, Want};
use crate::contract::text::{Mark, Node};

impl<'d> Reader<'d> {
    /// Notes that a text must name something of a kind.
    pub(super) fn claim(&mut self, mark: &Mark, text: &str, want: Want) {
        self.notes.claims.push(Claim {
            want,
            text: text.to_owned(),
            mark: mark.clone(),
            scope: self.scope,
        });
    }

    /// A string that must name something of a kind.
    pub(super) fn name(&mut self, node: &'d Node, what: &str, want: Want) -> Option<String> {
        let text = self.text(node, what)?;
        self.claim(&node.mark, text, want);
        Some(text.to_owned())
    }

    /// The same, of a member that may be missing.
    pub(super) fn name_of(&mut self, node: &'d Node, key: &str, want: Want) -> Option<String> {
        let value = node.get(key)?;
        self.name(value, &format!("`{key}`"), want)
    }

    /// `reading`.
    pub(super) fn reading_of(&mut self, node: &'d Node, key: &str) -> Option<String> {
        self.name_of(node, key, Want::Reading)
    }

    /// `as`: one of the alternatives of a reading.
    pub(super) fn alternative(&mut self, node: &'d Node, reading: Option<&str>) -> Option<String> {
        let value = node.get("as")?;
        let text = self.text(value, "`as`")?;
        match reading {
            Some(reading) => {
                let reading = reading.to_owned();
                self.claim(&value.mark, text, Want::Alternative { reading });
            }
            None => self.refuse(
                &value.mark,
                format!(
                    "`as: {text}` says what a reading takes, and no `reading` stands beside it"
                ),
                "add `reading: ...`, or leave `as` out",
            ),
        }
        Some(text.to_owned())
    }
}
