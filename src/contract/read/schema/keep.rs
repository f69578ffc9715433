//! Schemas that stand once for all that refer to them.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::contract::Schema;
use crate::contract::read::{Reader, address};
use crate::contract::shared::Shared;
use crate::contract::text::Node;

/// A schema of more parts than this is written once and referred to.
const SMALL: usize = 48;

/// The schemas that are kept, each under a number.
#[derive(Default)]
pub(in crate::contract::read) struct Kept<'d> {
    json: Vec<Option<Arc<Value>>>,
    /// Schemas of the text that are referred to before they are read.
    promised: HashMap<usize, (usize, &'d Node)>,
    /// Schemas of the model; held, as they are known by their address.
    held: HashMap<usize, (usize, Schema)>,
}

impl<'d> Kept<'d> {
    /// A reference to a schema that is still being read, or will be.
    pub(super) fn promise(&mut self, node: &'d Node) -> Value {
        let next = self.json.len();
        let (number, _) = *self.promised.entry(address(node)).or_insert((next, node));
        if number == next {
            self.json.push(None);
        }
        Shared::reference(number)
    }

    /// Keeps what was promised.
    pub(super) fn found(&mut self, node: &'d Node, json: &Arc<Value>) {
        if let Some((number, _)) = self.promised.get(&address(node))
            && let Some(place @ None) = self.json.get_mut(*number)
        {
            *place = Some(json.clone());
        }
    }

    /// A schema as it stands in another one: written out when small, else a reference.
    pub(super) fn embed(&mut self, schema: &Schema) -> Value {
        let mut fuel = SMALL;
        if is_small(&schema.json, &mut fuel) {
            return Value::clone(&schema.json);
        }
        let next = self.json.len();
        let (number, _) = self
            .held
            .entry(schema.key())
            .or_insert_with(|| (next, schema.clone()));
        let number = *number;
        if number == next {
            self.json.push(Some(schema.json.clone()));
        }
        Shared::reference(number)
    }

    /// A promise that was not kept yet.
    fn owed(&self) -> Vec<&'d Node> {
        let open =
            |(number, node): &(usize, &'d Node)| self.json[*number].is_none().then_some(*node);
        self.promised.values().filter_map(open).collect()
    }
}

impl Reader<'_> {
    /// Reads what was promised and not read.
    pub(in crate::contract::read) fn keep_promises(&mut self) {
        loop {
            let mut owed = self.kept.owed();
            if owed.is_empty() {
                break;
            }
            owed.sort_by_key(|n| (n.mark.source.name.clone(), n.mark.span.start));
            for node in owed {
                let schema = self.schema(node, "");
                self.kept.found(node, &schema.json);
            }
        }
    }

    /// Closes the list of shared schemas; nothing is read any more.
    pub(in crate::contract::read) fn share(&mut self) {
        // What only the tables hold need not be copied.
        self.parts.clear();
        self.whole.clear();
        let kept = std::mem::take(&mut self.kept);
        drop(kept.held);
        let kept = kept.json.into_iter();
        let mut all: Vec<Value> = kept
            .map(|json| json.map_or(Value::Bool(true), Arc::unwrap_or_clone))
            .collect();
        break_circles(&mut all);
        self.shared.fill(all);
    }
}

fn is_small(json: &Value, fuel: &mut usize) -> bool {
    let Some(left) = fuel.checked_sub(1) else {
        return false;
    };
    *fuel = left;
    match json {
        Value::Array(items) => items.iter().all(|v| is_small(v, fuel)),
        Value::Object(map) => map.values().all(|v| is_small(v, fuel)),
        _ => true,
    }
}

/// Keywords whose schemas judge the very value that the schema around them judges.
const IN_PLACE: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// Longest way of references that judge the same value: a judge takes each on the stack.
const LONGEST: usize = 1_000;

/// Cuts references that lead back to the schema they stand in without a step into the value, as no
/// judge would ever end, and those that make a way too long.
fn break_circles(all: &mut [Value]) {
    // 0 not seen, 1 on the way, 2 done.
    let mut seen = vec![0u8; all.len()];
    // The longest way from each that is done.
    let mut height = vec![0usize; all.len()];
    for start in 0..all.len() {
        if seen[start] != 0 {
            continue;
        }
        // A stack of our own: chains may be long.
        let mut way: Vec<(usize, Vec<usize>)> = vec![(start, leads(&all[start]))];
        seen[start] = 1;
        while let Some((from, waiting)) = way.last_mut() {
            let from = *from;
            let next = waiting.pop();
            let long = way.len();
            match next {
                Some(to) if to >= seen.len() => {}
                Some(to) if seen[to] == 0 && long < LONGEST => {
                    seen[to] = 1;
                    let next = leads(&all[to]);
                    way.push((to, next));
                }
                Some(to) if seen[to] < 2 || long + height[to] >= LONGEST => {
                    let target = Shared::reference(to);
                    cut(&mut all[from], &target);
                }
                Some(to) => height[from] = height[from].max(height[to] + 1),
                None => {
                    seen[from] = 2;
                    way.pop();
                    if let Some((above, _)) = way.last() {
                        height[*above] = height[*above].max(height[from] + 1);
                    }
                }
            }
        }
    }
}

/// The numbers of the schemas that one leads to in place.
fn leads(json: &Value) -> Vec<usize> {
    let mut found = Vec::new();
    in_place(json, &mut |map| {
        let text = map.get("$ref").and_then(Value::as_str);
        let number = text.and_then(|t| t.rsplit('/').next()?.parse::<usize>().ok());
        found.extend(number);
    });
    found
}

fn in_place(json: &Value, see: &mut dyn FnMut(&Map<String, Value>)) {
    let Value::Object(map) = json else { return };
    see(map);
    for key in IN_PLACE {
        match map.get(*key) {
            Some(Value::Array(items)) => items.iter().for_each(|v| in_place(v, see)),
            Some(Value::Object(named)) if *key == "dependentSchemas" => {
                named.values().for_each(|v| in_place(v, see));
            }
            Some(one) => in_place(one, see),
            None => {}
        }
    }
}

fn cut(json: &mut Value, target: &Value) {
    if json == target {
        *json = Value::Bool(true);
        return;
    }
    let Value::Object(map) = json else { return };
    if map.get("$ref").is_some() && map.get("$ref") == target.get("$ref") {
        map.remove("$ref");
    }
    for key in IN_PLACE {
        match map.get_mut(*key) {
            Some(Value::Array(items)) => items.iter_mut().for_each(|v| cut(v, target)),
            Some(Value::Object(named)) if *key == "dependentSchemas" => {
                named.values_mut().for_each(|v| cut(v, target));
            }
            Some(one) => cut(one, target),
            None => {}
        }
    }
}
