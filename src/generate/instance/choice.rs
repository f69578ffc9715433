//! Alternatives of a schema, each as facts without any.

use serde_json::{Value, json};

use crate::contract::Shared;
use crate::rule::Facts;
use crate::rule::facts::{both, of};

/// Alternatives that are tried.
const MOST: usize = 48;
/// Alternatives inside alternatives.
const DEEPEST: usize = 8;

/// Looks at every way to fit the facts, as far as their alternatives go, until one is taken; `turn`
/// says which alternative comes first.
pub(super) fn each(facts: Facts, shared: &Shared, turn: usize, see: &mut dyn FnMut(Facts) -> bool) {
    let mut walk = Walk {
        shared,
        turn,
        left: MOST,
        see,
    };
    walk.expand(facts, DEEPEST);
}

struct Walk<'w> {
    shared: &'w Shared,
    turn: usize,
    left: usize,
    see: &'w mut dyn FnMut(Facts) -> bool,
}

impl Walk<'_> {
    /// Whether one was taken, or enough were seen.
    fn show(&mut self, facts: Facts) -> bool {
        self.left = self.left.saturating_sub(1);
        (self.see)(facts) || self.left == 0
    }

    fn expand(&mut self, mut facts: Facts, fuel: usize) -> bool {
        let shared = self.shared;
        left_over(&mut facts, shared);
        let Some(less) = fuel.checked_sub(1) else {
            return self.show(facts);
        };
        for key in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = facts.remove(key) else {
                continue;
            };
            let count = branches.len();
            let named = names(&facts, count);
            // The name that tells a branch may not be what the branch itself asks for.
            let passes: &[bool] = if named.is_some() {
                &[true, false]
            } else {
                &[false]
            };
            for with_name in passes {
                for n in 0..count {
                    let n = (n + self.turn) % count;
                    let mut one = facts.clone();
                    match &named {
                        Some(named) if *with_name => both(&mut one, named[n].clone()),
                        _ => drop(one.remove("discriminator")),
                    }
                    both(&mut one, of(&branches[n], shared));
                    if self.expand(one, less) {
                        return true;
                    }
                }
            }
            return false;
        }
        let Some(case) = facts.remove("if") else {
            return self.show(facts);
        };
        let (then, other) = (facts.remove("then"), facts.remove("else"));
        if self.show(facts.clone()) {
            return true;
        }
        let mut with = facts.clone();
        both(&mut with, of(&case, shared));
        if let Some(then) = then {
            both(&mut with, of(&then, shared));
        }
        if self.expand(with, less) {
            return true;
        }
        both(&mut facts, of(&json!({"not": case}), shared));
        if let Some(other) = other {
            both(&mut facts, of(&other, shared));
        }
        self.expand(facts, less)
    }
}

/// What could not be merged at first may hold alternatives as well: they come on top.
fn left_over(facts: &mut Facts, shared: &Shared) {
    let Some(Value::Array(left)) = facts.remove("allOf") else {
        return;
    };
    let holds = |one: &Value| one.get("oneOf").is_some() || one.get("anyOf").is_some();
    let (held, plain): (Vec<Value>, Vec<Value>) = left.into_iter().partition(holds);
    if !plain.is_empty() {
        facts.insert("allOf".to_owned(), Value::Array(plain));
    }
    let mut held = held.into_iter();
    if !facts.contains_key("oneOf")
        && !facts.contains_key("anyOf")
        && let Some(one) = held.next()
    {
        both(facts, of(&one, shared));
    }
    held.for_each(|one| more(facts, one));
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
