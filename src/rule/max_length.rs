//! `maxLength`.

use serde_json::Value;

use super::min_length::of_lengths;
use super::{Broken, Facts, Make, Rule, count, shown};

/// A length that buffers of fixed size do not hold.
const LONG: u64 = 65_536;

/// `maxLength`.
pub(super) struct MaxLength;

impl Rule for MaxLength {
    fn keyword(&self) -> &'static str {
        "maxLength"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "string") && count(facts, "maxLength").is_some()
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, "maxLength");
        Some(format!("{place} at its maxLength of {limit} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!("a text of at most {} characters", shown(facts, "maxLength"))
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, "maxLength").unwrap_or_default();
        let text = make.text(facts, limit)?;
        Ok(vec![(format!("{limit} characters"), text.into())])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = count(facts, "maxLength").unwrap_or_default();
        let more = |n: u64| limit.saturating_mul(n);
        let lengths = [
            limit.saturating_add(1),
            limit.saturating_add(2),
            more(2),
            more(10),
            LONG,
        ];
        of_lengths(facts, lengths.into_iter().filter(|n| *n > limit), make)
    }

    fn random(&self, facts: &Facts, _now: &Value, make: &mut dyn Make) -> Option<Broken> {
        let limit = count(facts, "maxLength")?;
        let room = usize::try_from(limit.max(8)).ok()?;
        let more = make.below(room.saturating_mul(3)) as u64;
        let length = limit.saturating_add(1).saturating_add(more);
        let text = make.text(facts, length).ok()?;
        Some(Broken::whole("drawn at random", text.into()))
    }
}
