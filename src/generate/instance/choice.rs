//! Alternatives of a schema, each as facts without any.

use serde_json::{Value, json};

use crate::contract::Shared;
use crate::rule::Facts;
use crate::rule::facts::{both, of};

/// Alternatives that are tried.
const MOST: usize = 48;
/// Alternatives inside alternatives.
const DEEPEST: usize = 8;

/// Every way to fit the facts, as far as their alternatives go.
pub(super) fn choices(facts: &Facts, shared: &Shared) -> Vec<Facts> {
    let mut list = Vec::new();
    expand(facts.clone(), shared, DEEPEST, &mut list);
    list
}

fn expand(mut facts: Facts, shared: &Shared, fuel: usize, list: &mut Vec<Facts>) {
    if list.len() >= MOST {
        return;
    }
    // What could not be merged at first may hold alternatives as well: they come on top.
    if let Some(Value::Array(left)) = facts.remove("allOf") {
        let (plain, held): (Vec<Value>, Vec<Value>) = left
            .into_iter()
            .partition(|one| one.get("oneOf").is_none() && one.get("anyOf").is_none());
        if !plain.is_empty() {
            facts.insert("allOf".to_owned(), Value::Array(plain));
        }
        if !facts.contains_key("oneOf") && !facts.contains_key("anyOf") {
            let mut held = held.into_iter();
            if let Some(one) = held.next() {
                both(&mut facts, of(&one, shared));
            }
            held.for_each(|one| more(&mut facts, one));
        } else {
            held.into_iter().for_each(|one| more(&mut facts, one));
        }
    }
    let Some(less) = fuel.checked_sub(1) else {
        list.push(facts);
        return;
    };
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = facts.remove(key) else {
            continue;
        };
        let named = names(&facts, branches.len());
        for (n, branch) in branches.iter().enumerate() {
            let mut one = facts.clone();
            if let Some(named) = &named {
                both(&mut one, named[n].clone());
            }
            both(&mut one, of(branch, shared));
            expand(one, shared, less, list);
        }
        // The name that tells a branch may not be what the branch itself asks for.
        if named.is_some() {
            for branch in &branches {
                let mut one = facts.clone();
                one.remove("discriminator");
                both(&mut one, of(branch, shared));
                expand(one, shared, less, list);
            }
        }
        return;
    }
    if let Some(case) = facts.remove("if") {
        let (then, other) = (facts.remove("then"), facts.remove("else"));
        let mut with = facts.clone();
        both(&mut with, of(&case, shared));
        if let Some(then) = then {
            both(&mut with, of(&then, shared));
        }
        let mut without = facts.clone();
        both(&mut without, of(&json!({"not": case}), shared));
        if let Some(other) = other {
            both(&mut without, of(&other, shared));
        }
        list.push(facts);
        expand(with, shared, less, list);
        expand(without, shared, less, list);
        return;
    }
    list.push(facts);
}

fn more(facts: &mut Facts, one: Value) {
    if let Value::Array(all) = facts.entry("allOf").or_insert_with(|| json!([])) {
        all.push(one);
    }
}

/// What the member that tells the branches apart holds in each of them.
fn names(facts: &Facts, branches: usize) -> Option<Vec<Facts>> {
    let told = facts.get("discriminator")?;
    let member = told.get("propertyName")?.as_str()?;
    let named = told.get(crate::contract::BRANCHES)?.as_array()?;
    let each = named.iter().map(|values| {
        let schema = json!({"required": [member], "properties": {member: {"enum": values}}});
        match (values.as_array().is_some_and(|v| !v.is_empty()), schema) {
            (true, Value::Object(map)) => map,
            _ => Facts::new(),
        }
    });
    let each: Vec<Facts> = each.collect();
    (each.len() == branches).then_some(each)
}
