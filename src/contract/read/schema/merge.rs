//! Two schemas that both hold, as one.

use super::Parts;
use crate::contract::{Property, Schema, SchemaExt, XmlHints};

/// Adds what a branch of `allOf` says; what the schema says itself comes first.
pub(super) fn lay_under(parts: &mut Parts, branch: Parts) {
    parts.required.extend(branch.required);
    under(&mut parts.schema, branch.schema);
}

/// Adds what stands beside a `$ref`; it says more than the target does.
pub(super) fn lay_over(target: &mut Parts, own: Parts) {
    let below = std::mem::replace(target, own);
    // The place is the target's: that is where the schema is described.
    target.schema.at = below.schema.at.clone();
    target.schema.json = below.schema.json.clone();
    lay_under(target, below);
}

fn under(top: &mut Schema, low: Schema) {
    top.types = narrower(top, &low);
    if top.about.is_empty() {
        top.about = low.about;
    }
    if top.enumeration.is_empty() {
        top.enumeration = low.enumeration;
    } else if !low.enumeration.is_empty() {
        top.enumeration.retain(|v| low.enumeration.contains(v));
    }
    top.constant = top.constant.take().or(low.constant);
    top.min_length = top.min_length.max(low.min_length);
    top.max_length = tighter(top.max_length, low.max_length);
    top.min_items = top.min_items.max(low.min_items);
    top.max_items = tighter(top.max_items, low.max_items);
    top.minimum = either(top.minimum, low.minimum, f64::max);
    top.maximum = either(top.maximum, low.maximum, f64::min);
    top.pattern = top.pattern.take().or(low.pattern);
    top.format = top.format.take().or(low.format);
    top.default = top.default.take().or(low.default);
    top.examples.extend(low.examples);
    top.items = top.items.take().or(low.items);
    top.any_of.extend(low.any_of);
    top.closed |= low.closed;
    properties(&mut top.properties, low.properties);
    xml(&mut top.xml, *low.xml);
    ext(&mut top.ext, *low.ext);
}

/// Members of the branch come first, as the base of what is added to it.
fn properties(top: &mut Vec<Property>, low: Vec<Property>) {
    let own = std::mem::replace(top, low);
    for property in own {
        match top.iter_mut().find(|p| p.name == property.name) {
            Some(below) => {
                let low = std::mem::replace(below, property);
                below.required |= low.required;
                let both = serde_json::json!({"allOf": [low.schema.json, below.schema.json]});
                under(&mut below.schema, low.schema);
                below.schema.json = both;
            }
            None => top.push(property),
        }
    }
}

fn xml(top: &mut XmlHints, low: XmlHints) {
    top.name = top.name.take().or(low.name);
    top.attribute |= low.attribute;
    top.wrapped |= low.wrapped;
    top.namespace = top.namespace.take().or(low.namespace);
    top.prefix = top.prefix.take().or(low.prefix);
}

fn ext(top: &mut SchemaExt, low: SchemaExt) {
    top.unique |= low.unique;
    top.ignores_extra |= low.ignores_extra;
    top.fresh |= low.fresh;
    top.fixture = top.fixture.take().or(low.fixture);
    top.default = top.default.take().or(low.default);
    top.echo = top.echo.take().or(low.echo);
    top.unit = top.unit.take().or(low.unit);
    top.open = top.open.take().or(low.open);
    top.not_before = top.not_before.take().or(low.not_before);
    top.lifecycle = top.lifecycle.take().or(low.lifecycle);
    top.absence = top.absence.take().or(low.absence);
    top.not_demanded |= low.not_demanded;
    top.goes_with = top.goes_with.take().or(low.goes_with);
    top.exists = top.exists.take().or(low.exists);
    let ways = low.ways.into_iter();
    let more: Vec<_> = ways
        .filter(|w| top.ways.iter().all(|t| t.reading != w.reading))
        .collect();
    top.ways.extend(more);
    top.only_with.extend(low.only_with);
    top.perhaps.extend(low.perhaps);
    top.near.extend(low.near);
}

/// The types that both allow; every integer is a number.
pub(super) fn narrower(top: &Schema, low: &Schema) -> Vec<String> {
    if top.types.is_empty() {
        return low.types.clone();
    }
    let both = |of: &Schema, by: &Schema| -> Vec<String> {
        of.types.iter().filter(|t| by.allows(t)).cloned().collect()
    };
    let narrowed = both(top, low);
    if narrowed.is_empty() {
        both(low, top)
    } else {
        narrowed
    }
}

fn tighter(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn either(a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_stands_beside_a_reference_reaches_its_members() {
        let contract = crate::contract::open("commvault").unwrap();
        let task = contract.operation("createTask").unwrap();
        let jobs = &task.answer_members()[1];
        assert_eq!(jobs.name, "jobIds");
        assert_eq!(jobs.schema.ext.only_with, ["immediate", "sample"]);
        assert!(jobs.required && jobs.schema.items.is_some());
    }
}
