//! `minItems`.

use serde_json::{Value, json};

use super::{Broken, Facts, MOST, Make, Rule, count, shown, without};

/// `minItems`.
pub(super) struct MinItems;

impl Rule for MinItems {
    fn keyword(&self) -> &'static str {
        "minItems"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "array") && count(facts, self.keyword()).is_some_and(|n| n > 0)
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!("{place} at its minItems of {limit} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!(
            "a list of at least {} entries",
            shown(facts, self.keyword())
        )
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        Ok(vec![(format!("{limit} items"), of(facts, limit, make)?)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        let wrong = limit.saturating_sub(1);
        let value = of(&without(facts, &["minItems"]), wrong, make)?;
        Ok(vec![Broken::whole(format!("{wrong} items"), value)])
    }
}

/// A value of exactly so many items.
fn of(facts: &Facts, wanted: u64, make: &mut dyn Make) -> Result<Value, String> {
    if wanted > MOST {
        return Err(format!(
            "items of a number of {wanted} are not made: {MOST} are the most"
        ));
    }
    let mut facts = facts.clone();
    facts.insert("type".to_owned(), json!("array"));
    facts.insert("minItems".to_owned(), wanted.into());
    facts.insert("maxItems".to_owned(), wanted.into());
    make.value(&Value::Object(facts))
}
