//! Lists of so many entries, and objects of so many members.

use serde_json::{Value, json};

use super::{Facts, MOST, Make};

/// A list of exactly so many entries.
pub(super) fn items(facts: &Facts, wanted: u64, make: &mut dyn Make) -> Result<Value, String> {
    exactly(
        facts,
        wanted,
        make,
        ["items", "array", "minItems", "maxItems"],
    )
}

/// An object of exactly so many members.
pub(super) fn members(facts: &Facts, wanted: u64, make: &mut dyn Make) -> Result<Value, String> {
    let keys = ["members", "object", "minProperties", "maxProperties"];
    exactly(facts, wanted, make, keys)
}

fn exactly(
    facts: &Facts,
    wanted: u64,
    make: &mut dyn Make,
    [what, kind, least, most]: [&str; 4],
) -> Result<Value, String> {
    if wanted > MOST {
        return Err(format!(
            "{what} of a number of {wanted} are not made: {MOST} are the most"
        ));
    }
    let mut facts = facts.clone();
    facts.insert("type".to_owned(), json!(kind));
    facts.insert(least.to_owned(), wanted.into());
    facts.insert(most.to_owned(), wanted.into());
    make.value(&Value::Object(facts))
}
