//! `minLength`.

use serde_json::Value;

use super::{Broken, Facts, Make, Rule, count, shown};

/// Lengths that are tried below the limit.
const TRIED: usize = 4;

/// `minLength`.
pub(super) struct MinLength;

impl Rule for MinLength {
    fn keyword(&self) -> &'static str {
        "minLength"
    }

    fn stands(&self, facts: &Facts) -> bool {
        super::allows(facts, "string") && count(facts, "minLength").is_some_and(|n| n > 0)
    }

    fn limit(&self, place: &str, facts: &Facts) -> Option<String> {
        let limit = shown(facts, "minLength");
        Some(format!("{place} at its minLength of {limit} is accepted"))
    }

    fn words(&self, facts: &Facts) -> String {
        format!(
            "a text of at least {} characters",
            shown(facts, "minLength")
        )
    }

    fn at_limit(&self, facts: &Facts, make: &mut dyn Make) -> Result<Vec<(String, Value)>, String> {
        let limit = count(facts, "minLength").unwrap_or_default();
        let text = make.text(facts, limit)?;
        Ok(vec![(format!("{limit} characters"), text.into())])
    }

    fn broken(
        &self,
        facts: &Facts,
        _now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String> {
        let limit = count(facts, "minLength").unwrap_or_default();
        of_lengths(facts, (0..limit).rev().take(TRIED), make)
    }

    fn random(&self, facts: &Facts, _now: &Value, make: &mut dyn Make) -> Option<Broken> {
        let limit = usize::try_from(count(facts, "minLength")?).ok()?;
        let length = make.below(limit) as u64;
        let text = make.text(facts, length).ok()?;
        Some(Broken::whole("drawn at random", text.into()))
    }
}

/// Texts of these lengths, as far as there are any.
pub(super) fn of_lengths(
    facts: &Facts,
    lengths: impl Iterator<Item = u64>,
    make: &mut dyn Make,
) -> Result<Vec<Broken>, String> {
    let mut list = Vec::new();
    let mut why = "there is no such length".to_owned();
    for length in lengths {
        match make.text(facts, length) {
            Ok(text) => list.push(Broken::whole(format!("{length} characters"), text.into())),
            Err(miss) => why = miss,
        }
    }
    match list.is_empty() {
        true => Err(why),
        false => Ok(list),
    }
}
