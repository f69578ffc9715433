//! `format`.

use serde_json::Value;

use super::format::{self, Values};
use super::{Broken, Facts, Make, Rule, shown};

/// Values that are tried: those that no reader of the format takes come first.
const TRIED: usize = 3;

/// `format`.
pub(super) struct Format;

impl Rule for Format {
    fn keyword(&self) -> &'static str {
        "format"
    }

    fn stands(&self, facts: &Facts) -> bool {
        let Some(format) = facts
            .get("format")
            .and_then(Value::as_str)
            .and_then(format::find)
        else {
            return false;
        };
        let kind = match format.values {
            Values::Text(_) => "string",
            Values::Number(_) => "integer",
        };
        super::allows(facts, kind) && !format.broken().is_empty()
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that does not fit its format is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        format!("of the format `{}`", shown(facts, "format"))
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let name = facts
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let list = format::find(name).map(|f| f.broken()).unwrap_or_default();
        let mut list: Vec<Broken> = list
            .into_iter()
            .take(TRIED)
            .map(|(about, value)| Broken::whole(about, value))
            .collect();
        if list
            .iter()
            .all(|b| b.value.as_ref().is_some_and(Value::is_string))
        {
            list.insert(
                0,
                Broken::whole("not of the format", "not-of-this-format".into()),
            );
        }
        Ok(list)
    }
}
