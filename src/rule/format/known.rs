//! Formats that the validator knows, asked of it.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::json;

/// Whether a text is of a format, as the validator has it.
pub fn fits(name: &'static str, text: &str) -> Option<bool> {
    static KNOWN: LazyLock<Mutex<BTreeMap<&'static str, Option<Validator>>>> =
        LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = known.entry(name).or_insert_with(|| {
        jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&json!({ "format": name }))
            .ok()
    });
    validator.as_ref().map(|v| v.is_valid(&json!(text)))
}
