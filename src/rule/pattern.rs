//! `pattern`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, shown};

/// `pattern`.
pub(super) struct Pattern;

impl Rule for Pattern {
    fn keyword(&self) -> &'static str {
        "pattern"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "string") && facts.contains_key("pattern")
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} that does not fit its pattern is refused")
    }

    fn limit(&self, place: &str, _facts: &Facts) -> Option<String> {
        Some(format!("{place} takes every character that is allowed"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("a text that fits `{}`", shown(facts, "pattern"))
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let list = make.unfit(facts)?.into_iter();
        Ok(list
            .map(|(about, text)| Broken::whole(about, text.into()))
            .collect())
    }
}
