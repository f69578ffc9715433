//! `maxProperties`.

use serde_json::{Value, json};

use super::{Broken, Facts, MOST, Make, Rule, count, shown, without};

/// `maxProperties`.
pub(super) struct MaxProperties;

impl Rule for MaxProperties {
    fn keyword(&self) -> &'static str {
        "maxProperties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "object") && count(facts, self.keyword()).is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, self.keyword());
        Some(format!(
            "{place} at its maxProperties of {limit} is accepted"
        ))
    }

    fn words(&self, facts: &Facts) -> String {
        format!(
            "an object of at most {} members",
            shown(facts, self.keyword())
        )
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        Ok(vec![(format!("{limit} members"), of(facts, limit, make)?)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = count(facts, self.keyword()).unwrap_or_default();
        let wrong = limit.saturating_add(1);
        let value = of(&without(facts, &["maxProperties"]), wrong, make)?;
        Ok(vec![Broken::whole(format!("{wrong} members"), value)])
    }
}

/// A value of exactly so many members.
fn of(facts: &Facts, wanted: u64, make: &mut dyn Make) -> Result<Value, String> {
    if wanted > MOST {
        return Err(format!(
            "members of a number of {wanted} are not made: {MOST} are the most"
        ));
    }
    let mut facts = facts.clone();
    facts.insert("type".to_owned(), json!("object"));
    facts.insert("minProperties".to_owned(), wanted.into());
    facts.insert("maxProperties".to_owned(), wanted.into());
    make.value(&Value::Object(facts))
}
