//! `format`.

use serde_json::Value;

use super::format::{self, Values};
use super::{Broken, Facts, Make, Rule, numbers, shown};

/// Values that are tried: those that no reader of the format takes come first.
const TRIED: usize = 6;

/// `format`.
pub(super) struct Format;

impl Rule for Format {
    fn keyword(&self) -> &'static str {
        "format"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let Some(format) = named(facts) else {
            return false;
        };
        let kind = match format.values {
            Values::Text(_) => "string",
            Values::Number(_) => "integer",
        };
        super::allows(facts, kind) && !broken(format).is_empty()
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that does not fit its format is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        format!("of the format `{}`", shown(facts, "format"))
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        named(facts)
            .filter(|f| f.has_forms())
            .map(|_| format!("{place} takes every form of its format"))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let whole = Value::Object(facts.clone());
        let made = make.formed(facts).into_iter();
        let mut list: Vec<_> = made.map(|(about, text)| (about, text.into())).collect();
        list.retain(|(_, value)| make.is_valid(&whole, value));
        if list.is_empty() {
            // The schema says more than the format.
            list.push(("a value of the format".to_owned(), make.value(&whole)?));
        }
        Ok(list)
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let Some(format) = named(facts) else {
            return Ok(Vec::new());
        };
        let list = match format.values {
            Values::Number(_) => broken(format),
            Values::Text(_) => {
                let made = make.unformed(facts).into_iter();
                made.map(|(about, text)| (about, text.into())).collect()
            }
        };
        if list.is_empty() {
            return Err(format!(
                "no text is known that is no {} and right in all else",
                format.name
            ));
        }
        let tried = list.into_iter().take(TRIED);
        Ok(tried.map(|(about, v)| Broken::whole(about, v)).collect())
    }
}

/// The format that the facts name.
fn named(facts: &Facts) -> Option<&'static format::Format> {
    facts
        .get("format")
        .and_then(Value::as_str)
        .and_then(format::find)
}

/// Values that are none of a format, as far as all readers of JSON tell them from others.
fn broken(format: &format::Format) -> Vec<(String, Value)> {
    let mut list = format.broken();
    list.retain(|(_, value)| value.as_f64().is_none_or(|n| n.abs() < numbers::MOST));
    list
}
