//! `const`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, enum_of, shown};

/// `const`.
pub(super) struct Const;

impl Rule for Const {
    fn keyword(&self) -> &'static str {
        "const"
    }

    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} outside the documented values is refused")
    }

    fn words(&self, facts: &Facts) -> String {
        format!("`{}`", shown(facts, "const"))
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let listed: Vec<Value> = facts.get("const").cloned().into_iter().collect();
        Ok(enum_of::outside(&listed, make))
    }
}
