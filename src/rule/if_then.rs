//! `if`, with `then` and `else`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule, without};

/// `if`.
pub(super) struct IfThen;

const PARTS: &[&str] = &["if", "then", "else"];

impl Rule for IfThen {
    fn keyword(&self) -> &'static str {
        "if"
    }

    fn stands(&self, facts: &Facts) -> bool {
        facts.contains_key("if") && (facts.contains_key("then") || facts.contains_key("else"))
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that is not as it must be in its case is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!("{place} as it must be in each case is accepted"))
    }

    fn part(&self, facts: &Facts) -> Option<Value> {
        self.stands(facts).then(|| super::with(facts, PARTS))
    }

    fn words(&self, _facts: &Facts) -> String {
        "as it must be in its case".to_owned()
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        made(facts, make, false)
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let list = made(facts, make, true)?.into_iter();
        Ok(list
            .map(|(about, value)| Broken::part(about, value, ""))
            .collect())
    }
}

fn made(facts: &Facts, make: &mut dyn Make, wrong: bool) -> Result<Vec<(String, Value)>, String> {
    let rest = Value::Object(without(facts, PARTS));
    let case = facts.get("if").cloned().unwrap_or(json!(true));
    let mut list = Vec::new();
    let mut why = "no case says anything".to_owned();
    for (key, case, about) in [
        ("then", case.clone(), "where its condition holds"),
        (
            "else",
            json!({"not": case}),
            "where its condition does not hold",
        ),
    ] {
        let asked = match (facts.get(key), wrong) {
            (Some(asked), true) => json!({"not": asked}),
            (Some(asked), false) => asked.clone(),
            (None, true) => continue,
            (None, false) => json!(true),
        };
        match make.value(&json!({"allOf": [asked, case, rest]})) {
            Ok(value) => list.push((about.to_owned(), value)),
            Err(miss) => why = miss,
        }
    }
    match list.is_empty() {
        true => Err(why),
        false => Ok(list),
    }
}
