//! Lists: entries by place and by kind, none twice where each must be another one.

use serde_json::{Value, json};

use super::Instances;
use crate::rule::Facts;
use crate::rule::facts::all_of;

/// Entries that are made at most.
const MOST: u64 = 10_000;
/// Entries of a list that is drawn, beyond those it needs.
const MORE: usize = 3;
/// Draws for an entry that is none of the others.
const DRAWS: usize = 40;

impl Instances<'_, '_> {
    pub(super) fn list(
        &mut self,
        facts: &Facts,
        at: &str,
        way: &[String],
        depth: usize,
    ) -> Result<Value, String> {
        let count = |key: &str| facts.get(key).and_then(Value::as_u64);
        let places = facts.get("prefixItems").and_then(Value::as_array);
        let places = places.map_or(&[][..], Vec::as_slice);
        let rest = facts.get("items").cloned().unwrap_or(json!(true));
        let wanted = way.first().and_then(|n| n.parse::<u64>().ok());
        let held = facts.get("contains");
        let must = match held {
            Some(_) => count("minContains").unwrap_or(1),
            None => 0,
        };
        let most = count("maxItems").unwrap_or(u64::MAX);
        let mut least = count("minItems").unwrap_or_default().max(must);
        if let Some(n) = wanted {
            least = least.max(n.saturating_add(1));
        }
        if !self.plain && depth < 4 && least < MOST {
            let more = least.saturating_add(self.dice.below(MORE + 1) as u64);
            least = more.min(most).max(least);
            if rest == json!(false) {
                least = least
                    .min(places.len() as u64)
                    .max(count("minItems").unwrap_or_default());
            }
        }
        if least > MOST {
            return Err(format!(
                "lists of {least} entries are not made: {MOST} are the most"
            ));
        }
        let unique = facts.get("uniqueItems") == Some(&json!(true));
        // What must be contained stands at the end, where no place asks for something else.
        let from = least.saturating_sub(must);
        let mut list: Vec<Value> = Vec::new();
        for n in 0..least {
            let schema = places.get(n as usize).unwrap_or(&rest);
            let schema = match held {
                Some(held) if n >= from => all_of(schema, held),
                _ => schema.clone(),
            };
            let (_, below) = match wanted == Some(n) {
                true => way.split_at(1),
                false => (&[][..], &[][..]),
            };
            let place = format!("{at}/{n}");
            // Long lists repeat what they hold: their length is what matters.
            if n > 64 && !unique && n >= places.len() as u64 && n < from {
                list.extend(list.last().cloned());
                continue;
            }
            let mut entry = self.make(&schema, &place, below, depth + 1)?;
            if unique && list.contains(&entry) {
                entry = self.another(&schema, &place, below, depth, &list)?;
            }
            list.push(entry);
        }
        Ok(Value::Array(list))
    }

    /// An entry that is none of the others.
    fn another(
        &mut self,
        schema: &Value,
        at: &str,
        way: &[String],
        depth: usize,
        others: &[Value],
    ) -> Result<Value, String> {
        let was = std::mem::replace(&mut self.plain, false);
        let mut found =
            Err("the entries of the list must differ, and too few were found".to_owned());
        for _ in 0..DRAWS {
            match self.make(schema, at, way, depth + 1) {
                Ok(entry) if !others.contains(&entry) => {
                    found = Ok(entry);
                    break;
                }
                Ok(_) => {}
                Err(why) => {
                    found = Err(why);
                    break;
                }
            }
        }
        self.plain = was;
        found
    }
}
