//! `multipleOf`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, number, numbers, shown, without};

/// `multipleOf`.
pub(super) struct MultipleOf;

impl Rule for MultipleOf {
    fn keyword(&self) -> &'static str {
        "multipleOf"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let Some(step) = number(facts, "multipleOf") else {
            return false;
        };
        // Every whole number is a multiple of 1, and of what 1 is a multiple of.
        let always = numbers::is_whole(facts) && (1.0 / step).fract() == 0.0;
        super::allows(facts, "integer") && !always
    }

    fn duty(&self, place: &str, facts: &Facts) -> String {
        let step = shown(facts, "multipleOf");
        format!("{place} that is no multiple of {step} is refused")
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let step = shown(facts, "multipleOf");
        Some(format!("{place} that is a multiple of {step} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("a multiple of {}", shown(facts, "multipleOf"))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let mut number = facts.clone();
        number.insert("type".to_owned(), kind(facts).into());
        let value = make.value(&Value::Object(number))?;
        Ok(vec![(format!("the value {value}"), value)])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let step = number(facts, "multipleOf").unwrap_or(1.0);
        let mut base = facts.clone();
        base.insert("type".to_owned(), kind(facts).into());
        let right = make.value(&Value::Object(base.clone()))?;
        let right = right.as_f64().unwrap_or_default();
        let parts = match numbers::is_whole(facts) {
            true => vec![1.0, -1.0, 2.0, -2.0],
            false => vec![step / 2.0, -step / 2.0, step / 4.0, -step / 4.0],
        };
        let rest = Value::Object(without(&base, &["multipleOf"]));
        let wrong = parts.into_iter().map(|part| numbers::value(right + part));
        let list: Vec<Broken> = wrong
            .filter(|value| make.is_valid(&rest, value))
            .map(|value| Broken::whole(format!("{value}, which is between two"), value))
            .collect();
        match list.is_empty() {
            true => Err("no number between two multiples is within the limits".to_owned()),
            false => Ok(list),
        }
    }
}

fn kind(facts: &Facts) -> &'static str {
    match numbers::is_whole(facts) {
        true => "integer",
        false => "number",
    }
}
