//! Objects: what must be there, and as much more as is asked for.

use serde_json::{Map, Value, json};

use super::Instances;
use crate::rule::facts::{all_of, both, of};
use crate::rule::{Facts, fits, holds};

/// Members that are made at most.
const MOST: u64 = 10_000;
/// Depth down to which members that may be left out are drawn.
const SHALLOW: usize = 3;

impl Instances<'_, '_> {
    pub(super) fn object(
        &mut self,
        facts: &Facts,
        at: &str,
        way: &[String],
        depth: usize,
    ) -> Result<Value, String> {
        let named = facts.get("properties").and_then(Value::as_object);
        let count = |key: &str| facts.get(key).and_then(Value::as_u64);
        let least = count("minProperties").unwrap_or_default();
        let most = count("maxProperties").unwrap_or(u64::MAX);
        if least > MOST {
            return Err(format!(
                "objects of {least} members are not made: {MOST} are the most"
            ));
        }
        let mut names: Vec<String> = texts(facts.get("required"));
        names.extend(way.first().cloned());
        close(facts, &mut names);
        let free = |name: &String, schema: &Value| {
            *schema != json!(false)
                && schema.get("readOnly") != Some(&json!(true))
                && !names.contains(name)
        };
        let spare: Vec<String> = named
            .into_iter()
            .flatten()
            .filter(|(name, schema)| free(name, schema))
            .map(|(name, _)| name.clone())
            .collect();
        if !self.plain && depth <= SHALLOW {
            let drawn: Vec<String> = spare
                .iter()
                .filter(|_| self.dice.below(2) == 1)
                .cloned()
                .collect();
            for name in drawn {
                if (names.len() as u64) < most {
                    names.push(name);
                }
            }
            close(facts, &mut names);
        }
        for name in spare {
            if (names.len() as u64) >= least {
                break;
            }
            if !names.contains(&name) {
                names.push(name);
                close(facts, &mut names);
            }
        }
        let mut tries = 0;
        while (names.len() as u64) < least {
            tries += 1;
            let name = self.name(facts, names.len(), depth, tries)?;
            if !names.contains(&name) {
                names.push(name);
            }
            if tries as u64 > least + 40 {
                return Err("too few names of members are known".to_owned());
            }
        }
        // What the members that stand there ask for beside.
        let mut facts = facts.clone();
        if let Some(Value::Object(asked)) = facts.remove("dependentSchemas") {
            for name in names.clone() {
                if let Some(schema) = asked.get(&name) {
                    both(&mut facts, of(schema, self.shared));
                }
            }
            for name in texts(facts.get("required")) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let order = facts
            .get("properties")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        names.sort_by_key(|name| order.keys().position(|n| n == name).unwrap_or(usize::MAX));
        let mut map = Map::new();
        for name in names {
            if map.contains_key(&name) {
                continue;
            }
            let schema = member(&facts, &name);
            let below = match way.first() == Some(&name) {
                true => &way[1..],
                false => &[][..],
            };
            let place = Self::member(at, &name);
            match self.make(&schema, &place, below, depth + 1) {
                Ok(value) => drop(map.insert(name, value)),
                Err(why) if texts(facts.get("required")).contains(&name) || !below.is_empty() => {
                    return Err(format!("{name}: {why}"));
                }
                Err(_) => {}
            }
        }
        Ok(Value::Object(map))
    }

    /// A name for one more member.
    fn name(
        &mut self,
        facts: &Facts,
        n: usize,
        depth: usize,
        tries: usize,
    ) -> Result<String, String> {
        let names = facts.get("propertyNames").cloned().unwrap_or(json!(true));
        let patterns = facts.get("patternProperties").and_then(Value::as_object);
        let allowed = facts.get("additionalProperties") != Some(&json!(false));
        if allowed && tries <= 20 {
            let letter = char::from(b'a' + (n % 26) as u8);
            for name in [
                format!("member{n}"),
                format!("{letter}{letter}"),
                letter.to_string(),
            ] {
                let taken = patterns.is_some_and(|p| p.keys().any(|p| fits(p, &name)));
                if !taken && holds(&names, &json!(name), self.shared) {
                    return Ok(name);
                }
            }
        }
        let mut wanted = all_of(
            &names,
            &json!({"type": "string", "minLength": 1, "maxLength": 40}),
        );
        if !allowed {
            let patterns: Vec<&String> = patterns.into_iter().flat_map(|p| p.keys()).collect();
            let pattern = patterns
                .get(tries % patterns.len().max(1))
                .ok_or("no more members are allowed")?;
            wanted = all_of(&wanted, &json!({ "pattern": pattern }));
        }
        let was = std::mem::replace(&mut self.plain, false);
        let made = self.make(&wanted, "", &[], depth + 1);
        self.plain = was;
        match made? {
            Value::String(name) => Ok(name),
            _ => Err("no name of a member could be made".to_owned()),
        }
    }
}

/// Adds the names that those which stand there need.
fn close(facts: &Facts, names: &mut Vec<String>) {
    let needs = facts.get("dependentRequired").and_then(Value::as_object);
    let mut n = 0;
    while let Some(name) = names.get(n).cloned() {
        for more in texts(needs.and_then(|needs| needs.get(&name))) {
            if !names.contains(&more) {
                names.push(more);
            }
        }
        n += 1;
    }
    let mut kept: Vec<String> = Vec::new();
    for name in names.drain(..) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    *names = kept;
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What the facts say of the member of a name.
fn member(facts: &Facts, name: &str) -> Value {
    let named = |key: &str| facts.get(key).and_then(Value::as_object);
    let own = named("properties").and_then(|p| p.get(name)).cloned();
    let by_name = named("patternProperties").into_iter().flatten();
    let by_name = by_name
        .filter(|(p, _)| fits(p, name))
        .map(|(_, schema)| schema.clone());
    let all: Vec<Value> = own.into_iter().chain(by_name).collect();
    match all.split_first() {
        Some((first, rest)) => rest
            .iter()
            .fold(first.clone(), |all, one| all_of(&all, one)),
        None => {
            let rest = facts
                .get("additionalProperties")
                .or(facts.get("unevaluatedProperties"));
            rest.cloned().unwrap_or(json!(true))
        }
    }
}
