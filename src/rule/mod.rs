//! The rules of schemas: one file a keyword, and one list of all.
//!
//! What a schema says is read from its *facts*: references followed, and `allOf` merged in.

mod additional_properties;
mod any_of;
mod const_of;
mod contains;
mod counts;
mod dependent_required;
mod dependent_schemas;
mod edges;
mod enum_of;
mod exclusive_maximum;
mod exclusive_minimum;
pub mod facts;
pub mod format;
mod format_of;
mod holds;
mod if_then;
mod items;
mod make;
mod max_items;
mod max_length;
mod max_properties;
mod maximum;
mod min_items;
mod min_length;
mod min_properties;
mod minimum;
mod multiple_of;
mod not;
mod numbers;
mod one_of;
mod pattern;
mod pattern_properties;
mod prefix_items;
mod properties;
mod property_names;
mod required;
pub mod text;
mod type_of;
mod unevaluated_items;
mod unevaluated_properties;
mod unique_items;

use serde_json::{Map, Value};

pub use facts::facts;
pub use holds::{fits, holds};
pub use make::{Broken, Make};
pub use type_of::of_kind;

/// What a schema says of the values of a place.
pub type Facts = Map<String, Value>;

/// A keyword of schemas: where it has something to say, and what.
pub trait Rule: Sync {
    /// The keyword, as faults and ids name it.
    fn keyword(&self) -> &'static str;

    /// Whether the facts hold it, and some value breaks it.
    fn stands(&self, facts: &Facts) -> bool {
        facts.contains_key(self.keyword())
    }

    /// Whether the places below have the duties instead: those of members and of entries.
    fn told_below(&self, _facts: &Facts) -> bool {
        false
    }

    /// Whether common sense alone asks for a refusal of what breaks it.
    fn is_implied(&self) -> bool {
        false
    }

    /// The duty of a server that is sent what breaks it.
    fn duty(&self, place: &str, _facts: &Facts) -> String {
        format!("{place} beyond its {} is refused", self.keyword())
    }

    /// The duty of a server that is sent what is just right by it; `None` where it has no limit.
    fn limit(&self, _place: &str, _facts: &Facts) -> Option<String> {
        None
    }

    /// The piece of a schema that judges this rule alone, with the keywords that it needs beside it.
    fn part(&self, facts: &Facts) -> Option<Value> {
        self.stands(facts).then(|| with(facts, &[self.keyword()]))
    }

    /// What a value must be.
    fn words(&self, facts: &Facts) -> String;

    /// Valid values at the limit, each with what it is.
    ///
    /// # Errors
    /// Why there is none.
    fn at_limit(
        &self,
        _facts: &Facts,
        _make: &mut dyn Make,
    ) -> Result<Vec<(String, Value)>, String> {
        Ok(Vec::new())
    }

    /// Values that break it and, so far as that goes, nothing else; `now` is a valid one.
    ///
    /// # Errors
    /// Why there is none.
    fn broken(
        &self,
        facts: &Facts,
        now: &Value,
        make: &mut dyn Make,
    ) -> Result<Vec<Broken>, String>;

    /// One more of those, drawn at random.
    fn random(&self, _facts: &Facts, _now: &Value, _make: &mut dyn Make) -> Option<Broken> {
        None
    }
}

/// Every rule, in the order of the ids.
pub const RULES: &[&dyn Rule] = &[
    &required::Required,
    &type_of::Type,
    &enum_of::Enum,
    &const_of::Const,
    &min_length::MinLength,
    &max_length::MaxLength,
    &pattern::Pattern,
    &minimum::Minimum,
    &maximum::Maximum,
    &exclusive_minimum::ExclusiveMinimum,
    &exclusive_maximum::ExclusiveMaximum,
    &multiple_of::MultipleOf,
    &min_items::MinItems,
    &max_items::MaxItems,
    &unique_items::UniqueItems,
    &prefix_items::PrefixItems,
    &items::Items,
    &contains::Contains,
    &unevaluated_items::UnevaluatedItems,
    &properties::Properties,
    &min_properties::MinProperties,
    &max_properties::MaxProperties,
    &additional_properties::AdditionalProperties,
    &pattern_properties::PatternProperties,
    &property_names::PropertyNames,
    &dependent_required::DependentRequired,
    &dependent_schemas::DependentSchemas,
    &unevaluated_properties::UnevaluatedProperties,
    &one_of::OneOf,
    &any_of::AnyOf,
    &not::Not,
    &if_then::IfThen,
    &format_of::Format,
];

/// Keywords that no rule has, each with why nothing is to be refused for it.
pub const NO_DUTY: &[(&str, &str)] = &[
    ("$anchor", "it names a schema"),
    ("$comment", "it is a note"),
    ("$defs", "it holds schemas that others refer to"),
    ("$dynamicAnchor", "it names a schema"),
    ("$dynamicRef", "what it leads to is merged in"),
    ("$id", "it names a schema"),
    ("$recursiveAnchor", "it names a schema"),
    ("$recursiveRef", "what it leads to is merged in"),
    ("$ref", "what it leads to is merged in"),
    ("$schema", "it names the dialect"),
    ("$vocabulary", "it names the dialect"),
    (
        "additionalItems",
        "this dialect does not know it: `items` says it",
    ),
    ("allOf", "what it holds is merged in"),
    (
        "binaryEncoding",
        "it says how a file is written, and nothing of what is valid",
    ),
    ("contentEncoding", "it is an annotation of texts"),
    ("contentMediaType", "it is an annotation of texts"),
    ("contentSchema", "it is an annotation of texts"),
    (
        "default",
        "it is what holds when the value is left out: it is sent where it is valid",
    ),
    ("definitions", "it holds schemas that others refer to"),
    (
        "dependencies",
        "this dialect does not know it: `dependentRequired` says it",
    ),
    ("deprecated", "what is deprecated is still taken"),
    ("description", "it is prose"),
    (
        "discriminator",
        "it says which branch a value means, and `oneOf` whether it is right",
    ),
    ("else", "it is judged with `if`"),
    ("example", "it is a value: it is sent where it is valid"),
    (
        "examples",
        "they are values: they are sent where they are valid",
    ),
    ("externalDocs", "it is prose"),
    ("id", "it names a schema"),
    ("maxContains", "it is judged with `contains`"),
    ("media", "it is a note"),
    ("minContains", "it is judged with `contains`"),
    (
        "nullable",
        "it is read as the type `null` beside the others",
    ),
    (
        "readOnly",
        "what may not be sent may be taken or passed over: it is never sent",
    ),
    ("summary", "it is prose"),
    ("then", "it is judged with `if`"),
    ("title", "it is prose"),
    (
        "writeOnly",
        "it is sent as any other member, and not looked for in answers",
    ),
    ("xml", "it says how a value is written"),
];

/// The rule of a keyword.
pub fn find(keyword: &str) -> Option<&'static dyn Rule> {
    RULES.iter().find(|r| r.keyword() == keyword).copied()
}

/// These keywords of the facts, as a schema.
fn with(facts: &Facts, keywords: &[&str]) -> Value {
    let held = keywords.iter().filter_map(|key| {
        let value = facts.get(*key)?;
        Some(((*key).to_owned(), value.clone()))
    });
    Value::Object(held.collect())
}

/// The facts without some keywords.
fn without(facts: &Facts, keywords: &[&str]) -> Facts {
    let mut rest = facts.clone();
    rest.retain(|key, _| !keywords.contains(&key.as_str()));
    rest
}

/// Whether `type` allows a JSON type.
pub fn allows(facts: &Facts, kind: &str) -> bool {
    let fits = |one: &Value| one == kind || one == "number" && kind == "integer";
    match facts.get("type") {
        None => true,
        Some(Value::Array(all)) => all.iter().any(fits),
        Some(one) => fits(one),
    }
}

fn count(facts: &Facts, key: &str) -> Option<u64> {
    facts.get(key).and_then(Value::as_u64)
}

fn number(facts: &Facts, key: &str) -> Option<f64> {
    facts.get(key).and_then(Value::as_f64)
}

/// Entries or members that are made at most.
pub(crate) const MOST: u64 = 10_000;

/// What a keyword holds, as it stands in a sentence.
fn shown(facts: &Facts, key: &str) -> String {
    match facts.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string().chars().take(200).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_DUTY, RULES};

    #[test]
    fn every_keyword_is_a_rule_or_has_a_reason_to_be_none() {
        for keyword in crate::contract::keywords_of_schemas() {
            let ruled = RULES.iter().any(|r| r.keyword() == keyword);
            let told = NO_DUTY.iter().any(|(k, _)| *k == keyword);
            assert!(ruled != told, "`{keyword}`: a rule, or no duty because ...");
        }
        for rule in RULES {
            let known = crate::contract::keywords_of_schemas().any(|k| k == rule.keyword());
            assert!(known, "the reader does not know `{}`", rule.keyword());
        }
    }
}
