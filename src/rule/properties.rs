//! `properties`: each member has a place of its own, and is told there.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule};

/// `properties`.
pub(super) struct Properties;

impl Rule for Properties {
    fn keyword(&self) -> &'static str {
        "properties"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "object") && facts.contains_key("properties")
    }

    fn told_below(&self, _facts: &Facts) -> bool {
        true
    }

    fn words(&self, _facts: &Facts) -> String {
        "an object whose members are as described".to_owned()
    }

    fn broken(
        &self,
        _facts: &Facts,
        _now: &Value,
        _make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        Err("each member is broken at its own place".to_owned())
    }
}
