//! Two schemas that both hold, as one.

use std::collections::HashMap;

use serde_json::Value;

use super::{Parts, tree};
use crate::contract::{Property, Schema, SchemaExt, SchemaNode, XmlHints};

/// Deepest members that are merged; below, the schema that says more stands alone.
const MAX_DEPTH: usize = 8;

/// Most members that one merge looks at.
const MOST: usize = 5_000;

/// How a schema is written into another one, and how many members may still be merged.
struct Merge<'e> {
    embed: &'e mut dyn FnMut(&Schema) -> Value,
    fuel: usize,
}

/// Adds what a branch of `allOf` says; what the schema says itself comes first.
pub(super) fn lay_under(
    parts: Parts,
    branch: Parts,
    embed: &mut dyn FnMut(&Schema) -> Value,
) -> Parts {
    let mut merge = Merge { embed, fuel: MOST };
    let mut required = parts.required;
    required.extend(branch.required);
    let mut schema = parts.schema.into_node();
    under(
        &mut schema,
        branch.schema.into_node(),
        &mut merge,
        MAX_DEPTH,
    );
    let mut schema = Schema::from(schema);
    schema.size = tree(&schema);
    Parts { schema, required }
}

fn under(top: &mut SchemaNode, low: SchemaNode, merge: &mut Merge<'_>, depth: usize) {
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
    top.cut |= low.cut;
    properties(&mut top.properties, low.properties, merge, depth);
    if let Some(low) = low.xml.take() {
        xml(&mut top.xml, low);
    }
    if let Some(low) = low.ext.take() {
        ext(&mut top.ext, low);
    }
}

/// Members of the branch come first, as the base of what is added to it.
fn properties(top: &mut Vec<Property>, low: Vec<Property>, merge: &mut Merge<'_>, depth: usize) {
    let own = std::mem::replace(top, low);
    if own.is_empty() {
        return;
    }
    let places: HashMap<String, usize> = top
        .iter()
        .enumerate()
        .map(|(n, p)| (p.name.clone(), n))
        .collect();
    for property in own {
        let Some(below) = places.get(&property.name).and_then(|n| top.get_mut(*n)) else {
            top.push(property);
            continue;
        };
        let low = std::mem::replace(below, property);
        below.required |= low.required;
        if below.schema.is(&low.schema) || depth == 0 || merge.fuel == 0 {
            continue;
        }
        merge.fuel -= 1;
        let embed = &mut merge.embed;
        let both = serde_json::json!({"allOf": [embed(&low.schema), embed(&below.schema)]});
        let mut node = std::mem::take(&mut below.schema).into_node();
        under(&mut node, low.schema.into_node(), merge, depth - 1);
        node.json = both.into();
        below.schema = node.into();
        below.schema.size = tree(&below.schema);
    }
}

fn xml(top: &mut XmlHints, low: XmlHints) {
    top.name = top.name.take().or(low.name);
    top.attribute |= low.attribute;
    top.text |= low.text;
    top.wrapped |= low.wrapped;
    top.namespace = top.namespace.take().or(low.namespace);
    top.prefix = top.prefix.take().or(low.prefix);
}

fn ext(top: &mut SchemaExt, low: SchemaExt) {
    top.unique |= low.unique;
    top.ignores_extra |= low.ignores_extra;
    top.fresh |= low.fresh;
    top.beside = top.beside.take().or(low.beside);
    top.shown |= low.shown;
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
pub(super) fn narrower(top: &SchemaNode, low: &SchemaNode) -> Vec<String> {
    if top.types.is_empty() {
        return low.types.clone();
    }
    let both = |of: &SchemaNode, by: &SchemaNode| -> Vec<String> {
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
    /// `x-only-with` stands beside the reference that brings the member.
    const JOB: &str = r##"
openapi: 3.1.0
info: {title: Jobs, version: '1'}
x-clausal: {name: jobs}
paths:
  /jobs:
    post:
      operationId: start
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {when: {type: string}}}
      x-bases:
        - {name: now, set: {/body/when: now}}
        - {name: later, set: {/body/when: later}}
      responses:
        '200':
          description: started
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Started'
                properties:
                  jobs: {x-only-with: [now]}
components:
  schemas:
    Started:
      type: object
      required: [jobs]
      properties:
        jobs: {type: array, items: {type: integer}}
"##;

    #[test]
    fn what_stands_beside_a_reference_reaches_its_members() {
        let contract =
            crate::contract::load_text("job.yaml", JOB, &|_| Err(String::new())).unwrap();
        let jobs = &contract.operation("start").unwrap().answer_members()[0];
        assert_eq!(jobs.name, "jobs");
        assert_eq!(jobs.schema.ext.only_with, ["now"]);
        assert!(jobs.required && jobs.schema.items.is_some());
    }
}
