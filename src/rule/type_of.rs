//! `type`.

use serde_json::{Value, json};

use super::{Broken, Facts, Make, Rule};

/// `type`.
pub(super) struct Type;

impl Rule for Type {
    fn keyword(&self) -> &'static str {
        "type"
    }

    fn stands(&self, facts: &Facts) -> bool {
        match facts.get("type") {
            Some(Value::Array(all)) => !all.is_empty(),
            Some(_) => true,
            None => false,
        }
    }

    fn is_implied(&self) -> bool {
        true
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} of another type is refused")
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let several = facts
            .get("type")
            .and_then(Value::as_array)
            .is_some_and(|t| t.len() > 1);
        let listed = facts.contains_key("enum") || facts.contains_key("const");
        (several && !listed).then(|| format!("{place} of each of its types is accepted"))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let kinds = facts.get("type").and_then(Value::as_array);
        let mut list = Vec::new();
        let mut why = String::new();
        for kind in kinds.into_iter().flatten() {
            let mut one = facts.clone();
            one.insert("type".to_owned(), kind.clone());
            match make.value(&Value::Object(one)) {
                Ok(value) => list.push((
                    format!("{} {value}", kind.as_str().unwrap_or_default()),
                    value,
                )),
                Err(miss) => why = miss,
            }
        }
        match list.is_empty() {
            true => Err(why),
            false => Ok(list),
        }
    }

    fn words(&self, facts: &Facts) -> String {
        match facts.get("type") {
            Some(Value::Array(all)) => {
                let names: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                names.join(" or ")
            }
            Some(Value::String(one)) => one.clone(),
            _ => "anything".to_owned(),
        }
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let kinds = [
            "string", "integer", "number", "boolean", "array", "object", "null",
        ];
        let wrong = kinds.into_iter().filter(|kind| !super::allows(facts, kind));
        let list = wrong.flat_map(|kind| {
            let values = of_kind(kind).into_iter();
            values.map(move |v| Broken::whole(format!("{kind} {v}"), v))
        });
        Ok(list.collect())
    }
}

/// Values of one JSON type.
pub fn of_kind(kind: &str) -> Vec<Value> {
    match kind {
        "string" => vec!["text".into()],
        "integer" => vec![12_345.into()],
        "number" => vec![1.5.into()],
        "boolean" => vec![true.into(), false.into()],
        "array" => vec![json!([]), json!(["text"])],
        "object" => vec![json!({}), json!({"a": 1})],
        _ => vec![Value::Null],
    }
}
