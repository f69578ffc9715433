//! `enum`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, numbers};

/// `enum`.
pub(super) struct Enum;

impl Rule for Enum {
    fn keyword(&self) -> &'static str {
        "enum"
    }

    fn stands(&self, facts: &Facts) -> bool {
        facts
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|all| !all.is_empty())
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} outside the documented values is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        let all = facts.get("enum").and_then(Value::as_array);
        let all: Vec<String> = all.into_iter().flatten().map(Value::to_string).collect();
        format!("one of {}", all.join(", "))
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let listed = facts.get("enum").and_then(Value::as_array);
        Ok(outside(listed.map_or(&[][..], Vec::as_slice), make))
    }
}

/// Values that are not listed: near misses first. Letter case and blanks around a value are readings,
/// so no near miss differs in those alone.
pub(super) fn outside(listed: &[Value], make: &mut dyn Make) -> Vec<Broken> {
    let mut list = Vec::new();
    for value in listed {
        match value {
            Value::String(s) if !s.is_empty() => {
                list.push((format!("{s} with a letter more"), format!("{s}X").into()));
                let cut: String = s.chars().take(s.chars().count() - 1).collect();
                list.push((format!("{s} with a letter less"), cut.into()));
            }
            Value::Number(n) => {
                if let Some(n) = n.as_i64() {
                    list.push((format!("one above {n}"), n.saturating_add(1).into()));
                    list.push((format!("one below {n}"), n.saturating_sub(1).into()));
                } else if let Some(n) = n.as_f64() {
                    list.push((format!("one above {n}"), numbers::value(n + 1.0)));
                }
            }
            Value::Bool(flag) => list.push(("the other flag".to_owned(), (!flag).into())),
            Value::Array(_) => list.push(("an empty list".to_owned(), Value::Array(Vec::new()))),
            Value::Object(_) => {
                list.push(("an empty object".to_owned(), Value::Object(Facts::new())));
            }
            _ => {}
        }
    }
    if listed.iter().any(Value::is_string) {
        let texts: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
        if texts.len() > 1 {
            list.push(("two values at once".to_owned(), texts.join(",").into()));
        }
        let letters: String = (0..6)
            .map(|_| char::from(b'a' + u8::try_from(make.below(26)).unwrap_or_default()))
            .collect();
        list.push((
            "a word of its own".to_owned(),
            format!("none-{letters}").into(),
        ));
        list.push(("a number".to_owned(), "1".into()));
    } else {
        list.push(("far away".to_owned(), 987_654.into()));
    }
    let folded = |v: &Value| {
        v.as_str()
            .map_or_else(|| v.to_string(), |s| s.trim().to_lowercase())
    };
    let known: Vec<String> = listed.iter().map(folded).collect();
    list.retain(|(_, v): &(String, Value)| !known.contains(&folded(v)) && v != "");
    list.into_iter()
        .map(|(about, v)| Broken::whole(about, v))
        .collect()
}
