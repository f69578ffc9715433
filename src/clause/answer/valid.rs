//! Pieces of schemas that judge values of answers, compiled when they are first needed.

use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use serde_json::Value;

use super::pruned::pruned;
use crate::contract::Shared;
use crate::rule::format;

/// A piece of a schema, and what it asks for in words.
#[derive(Clone)]
pub struct Valid {
    /// Such as `type integer`.
    pub words: String,
    judge: Arc<Judge>,
}

/// What a schema as a whole asks for.
pub const AS_SCHEMA: &str = "is as its schema says";

struct Judge {
    json: Value,
    /// What must hold before the piece says anything.
    before: Option<Value>,
    shared: Shared,
    /// Whether it refers to shared schemas.
    refers: bool,
    own: OnceLock<Option<Ready>>,
}

struct Ready {
    piece: Validator,
    /// The format that it names: the validator knows some only.
    format: Option<String>,
    before: Option<Validator>,
}

impl Valid {
    /// What this JSON says of a value, with formats.
    pub fn new(json: Value, shared: &Shared, words: String) -> Self {
        Valid::after(None, json, shared, words)
    }

    /// The same, of values that another schema takes only.
    pub fn after(before: Option<Value>, json: Value, shared: &Shared, words: String) -> Self {
        Valid {
            words,
            judge: Arc::new(Judge {
                refers: refers(&json) || before.as_ref().is_some_and(refers),
                json,
                before,
                shared: shared.clone(),
                own: OnceLock::new(),
            }),
        }
    }

    /// Whether a value is as the piece says; nothing where it cannot be said.
    pub fn takes(&self, value: &Value) -> Option<bool> {
        if self.judge.refers {
            return self.judge.for_this(value)?.takes(value);
        }
        let own = self.judge.own.get_or_init(|| self.judge.ready());
        own.as_ref()?.takes(value)
    }
}

impl Valid {
    /// What is wrong with a value that is not taken, and where in it.
    pub fn why(&self, value: &Value) -> Option<String> {
        let ready = match self.judge.refers {
            true => self.judge.for_this(value)?,
            false => self.judge.ready()?,
        };
        let fault = ready.piece.iter_errors(value).next()?;
        let at = fault.instance_path().to_string();
        let whole = fault.to_string();
        // A long value would hide what is wrong with it.
        let words = match whole.len() > 160 {
            true => fault.masked().to_string(),
            false => whole,
        };
        let words = super::words::cut(&words, 160);
        match (at.is_empty(), self.words == AS_SCHEMA) {
            // What one rule says is said beside it.
            (true, false) => None,
            (true, true) => Some(super::words::cut(&fault.masked().to_string(), 160)),
            (false, _) => Some(format!("{words} at {at}")),
        }
    }
}

impl Judge {
    /// Ready for one value: no more of the schemas that others refer to than it touches.
    fn for_this(&self, value: &Value) -> Option<Ready> {
        let compile = |json: &Value| {
            let json = pruned(json, value, &self.shared);
            Shared::default().compile(&json, true)
        };
        self.made(&compile)
    }

    fn ready(&self) -> Option<Ready> {
        self.made(&|json| self.shared.compile_answer(json, true))
    }

    fn made(&self, compile: &dyn Fn(&Value) -> Option<Validator>) -> Option<Ready> {
        let format = self.json.get("format").and_then(Value::as_str);
        Some(Ready {
            piece: compile(&self.json)?,
            format: format.map(str::to_owned),
            before: match &self.before {
                Some(before) => Some(compile(before)?),
                None => None,
            },
        })
    }
}

impl Ready {
    fn takes(&self, value: &Value) -> Option<bool> {
        match &self.before {
            Some(before) if !before.is_valid(value) => None,
            _ => Some(self.piece.is_valid(value) && !self.is_of_no_format(value)),
        }
    }

    fn is_of_no_format(&self, value: &Value) -> bool {
        let named = self.format.as_deref();
        named.is_some_and(|name| format::fits(name, value) == Some(false))
    }
}

impl std::fmt::Debug for Valid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

fn refers(json: &Value) -> bool {
    match json {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(refers),
        Value::Array(list) => list.iter().any(refers),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formats_that_the_validator_does_not_know_are_judged() {
        for (format, value, wanted) in [
            ("byte", json!("not base64!"), false),
            ("byte", json!("Zm9vYg=="), true),
            ("int32", json!(2_147_483_648_u64), false),
            ("int32", json!(7), true),
            ("int32", json!("7"), true),
            ("date", json!("2024-02-30"), false),
            ("password", json!("!"), true),
            ("a word of their own", json!("!"), true),
        ] {
            let valid = Valid::new(json!({ "format": format }), &Shared::default(), "".into());
            assert_eq!(valid.takes(&value), Some(wanted), "{format}: {value}");
        }
    }
}
