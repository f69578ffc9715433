//! `format`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, shown};

/// `format`.
pub(super) struct Format;

impl Rule for Format {
    fn keyword(&self) -> &'static str {
        "format"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "string")
            && matches!(
                facts.get("format").and_then(Value::as_str),
                Some("uuid" | "date-time" | "date" | "email")
            )
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that does not fit its format is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        format!("of the format `{}`", shown(facts, "format"))
    }

    fn broken(
        &self,
        _facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        Ok(vec![Broken::whole(
            "not of the format",
            "not-of-this-format".into(),
        )])
    }
}
