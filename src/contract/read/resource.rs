//! What a success creates and keeps busy, and the other extensions of an operation.

use super::Reader;
use crate::contract::claims::Want;
use crate::contract::keywords::members;
use crate::contract::text::Node;
use crate::contract::{Occupies, Resource, SeveralFaults, Wrapper};

impl<'d> Reader<'d> {
    /// `x-resource`.
    pub(super) fn resource(&mut self, operation: &'d Node, above: &str) -> Option<Resource> {
        let node = operation.get("x-resource")?;
        self.members(node, "`x-resource`", members::RESOURCE);
        let id = self.needed(node, "id", "`x-resource`")?;
        Some(Resource {
            id: self.name(id, "`id`", Want::AnswerPlace)?,
            read: self.name_of(node, "read", Want::Operation),
            delete: self.name_of(node, "delete", Want::Operation),
            source: self.own_source(node, above),
        })
    }

    /// `x-occupies`.
    pub(super) fn occupies(&mut self, operation: &'d Node, above: &str) -> Option<Occupies> {
        let node = operation.get("x-occupies")?;
        self.members(node, "`x-occupies`", members::OCCUPIES);
        let by = self.needed(node, "by", "`x-occupies`")?;
        let by = self.name(by, "`by`", Want::RequestPlace)?;
        let default = node.get("default").map(|n| self.expr(n));
        let busy = self.needed(node, "while", "`x-occupies`")?;
        self.members(busy, "`while`", members::WHILE);
        let at = self.needed(busy, "at", "`while`")?;
        let values = self.needed(busy, "in", "`while`")?;
        let called = self.text_of(node, "called").map(str::to_owned);
        Some(Occupies {
            by,
            called,
            default,
            at: self.name(at, "`at`", Want::AnswerPlace)?,
            busy: self.list(values, "`in`").iter().map(Node::json).collect(),
            source: self.own_source(node, above),
        })
    }

    /// `x-body-wrapper`.
    pub(super) fn wrapper(&mut self, operation: &'d Node, form: Option<&str>) -> Option<Wrapper> {
        let node = operation.get("x-body-wrapper")?;
        if !self.of_form(node, form) {
            return None;
        }
        self.members(node, "`x-body-wrapper`", members::WRAPPER);
        let name = self.needed(node, "name", "`x-body-wrapper`")?;
        let reading = self.needed(node, "reading", "`x-body-wrapper`")?;
        Some(Wrapper {
            name: self.text(name, "`name`")?.to_owned(),
            reading: self.name(reading, "`reading`", Want::Reading)?,
        })
    }

    /// `x-several-faults`.
    pub(super) fn several_faults(
        &mut self,
        operation: &'d Node,
        above: &str,
    ) -> Option<SeveralFaults> {
        let node = operation.get("x-several-faults")?;
        self.members(node, "`x-several-faults`", members::SEVERAL);
        Some(SeveralFaults {
            reading: self.reading_of(node, "reading"),
            source: self.own_source(node, above),
        })
    }
}
