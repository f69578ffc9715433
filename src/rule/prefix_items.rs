//! `prefixItems`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, count};

/// `prefixItems`.
pub(super) struct PrefixItems;

impl Rule for PrefixItems {
    fn keyword(&self) -> &'static str {
        "prefixItems"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array")
            && places(facts)
                .iter()
                .any(|place| *place != json!(true) && *place != json!({}))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} with an entry that its place does not take is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!(
            "{place} with an entry at each described place is accepted"
        ))
    }

    fn words(&self, _facts: &Facts) -> String {
        "a list whose first entries are as described".to_owned()
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let value = make.value(&filled(facts, places(facts).len()))?;
        Ok(vec![("an entry at each described place".to_owned(), value)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let mut list = Vec::new();
        let mut why = "nothing is wrong at any of its places".to_owned();
        for (n, place) in places(facts).iter().enumerate() {
            let base = match make.value(&filled(facts, n + 1)) {
                Ok(base) => base,
                Err(miss) => {
                    why = miss;
                    continue;
                }
            };
            let Value::Array(entries) = &base else {
                continue;
            };
            match make.value(&json!({"not": place})) {
                Ok(wrong) if n < entries.len() => {
                    let mut entries = entries.clone();
                    entries[n] = wrong;
                    list.push(Broken::part(
                        format!("entry {} is none of its place", n + 1),
                        Value::Array(entries),
                        format!("/{n}"),
                    ));
                }
                Ok(_) => {}
                Err(miss) => why = miss,
            }
        }
        match list.is_empty() {
            true => Err(why),
            false => Ok(list),
        }
    }
}

fn places(facts: &Facts) -> &[Value] {
    let list = facts.get("prefixItems").and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// The facts of lists of so many entries at least.
fn filled(facts: &Facts, least: usize) -> Value {
    let mut facts = facts.clone();
    let least = count(&facts, "minItems")
        .unwrap_or_default()
        .max(least as u64);
    facts.insert("type".to_owned(), json!("array"));
    facts.insert("minItems".to_owned(), least.into());
    Value::Object(facts)
}
