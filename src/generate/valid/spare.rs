//! Places that may be left out.

use crate::contract::{Base, Operation, Schema};
use crate::exchange::below;
use crate::rule::facts;

/// A place that may be left out.
pub(in crate::generate) struct Spare<'c> {
    /// Its pointer.
    pub(in crate::generate) at: String,
    /// What it holds.
    pub(in crate::generate) schema: &'c Schema,
    /// Bases that it needs; any when none is listed.
    pub(in crate::generate) needs: &'c [String],
}

impl Spare<'_> {
    /// Whether it may stand in requests that begin with a base.
    pub(in crate::generate) fn suits(&self, base: &Base) -> bool {
        self.needs.is_empty() || self.needs.contains(&base.name)
    }

    /// Whether a base leaves it open.
    pub(super) fn is_open(&self, base: &Base) -> bool {
        self.suits(base) && base.set.iter().all(|(p, _)| *p != self.at)
    }
}

/// Places that may be left out, selecting parameters excepted.
pub(in crate::generate) fn spare(operation: &Operation) -> Vec<Spare<'_>> {
    let parameters = operation
        .parameters
        .iter()
        .filter(|p| !p.required && p.selects.is_none() && !p.is_opaque());
    let mut list: Vec<_> = parameters.map(|p| (p.pointer(), &p.schema)).collect();
    if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
        leaves(&media.schema, "/body", &mut list);
    }
    list.into_iter()
        .map(|(at, schema)| Spare {
            needs: operation.only_with(&at),
            at,
            schema,
        })
        .collect()
}

/// Places that may be left out, at any depth; elements in between come with what stands in them.
fn leaves<'c>(schema: &'c Schema, around: &str, list: &mut Vec<(String, &'c Schema)>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        let inner = &property.schema;
        // A value that must agree with a sibling's is no choice of its own.
        let bound = inner.ext.exists.is_some() || inner.ext.not_demanded;
        if bound || facts::is_read_only(inner) {
            continue;
        }
        if inner.properties.is_empty() {
            if !property.required {
                list.push((at, inner));
            }
        } else if property.required || inner.properties.iter().all(|p| !p.required) {
            leaves(inner, &at, list);
        } else {
            list.push((at, inner));
        }
    }
}
