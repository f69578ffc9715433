//! Members of answers.
use serde_json::{Map, Value, json};

use super::{Chosen, at};

/// A member that is a text.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Words(pub(in crate::reference) &'static str);

impl Words {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "dropped",
        "null",
        "number",
        "list",
        "object",
        "empty",
        "of-the-last-answer",
        "of-the-first-answer",
        "other-case",
        "in-quotes",
        "renamed",
        "constant",
    ];

    /// Changes the member of an object.
    pub(in crate::reference) fn change(self, object: &mut Map<String, Value>, member: &str) {
        let Some(on) = at(self.0) else { return };
        change(&on, object, member, |operator, value| {
            let text = value.as_str().unwrap_or_default();
            match operator {
                "empty" => "".into(),
                "other-case" if text.chars().any(char::is_lowercase) => text.to_uppercase().into(),
                "other-case" => text.to_lowercase().into(),
                "in-quotes" => format!("\"{text}\"").into(),
                "number" => text.len().into(),
                _ => "value".into(),
            }
        });
    }
}

/// A member that is a number.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Figure(pub(in crate::reference) &'static str);

impl Figure {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "dropped",
        "null",
        "text",
        "list",
        "object",
        "zero",
        "negative",
        "one-up",
        "thousandth",
        "fraction",
        "low-16-bits",
        "of-the-last-answer",
        "of-the-first-answer",
        "boolean",
        "renamed",
    ];

    /// Changes the member of an object.
    pub(in crate::reference) fn change(self, object: &mut Map<String, Value>, member: &str) {
        let Some(on) = at(self.0) else { return };
        change(&on, object, member, |operator, value| {
            let number = value.as_i64().unwrap_or_default();
            match operator {
                "text" => value.to_string().into(),
                "zero" => 0.into(),
                "negative" => (-number).into(),
                "one-up" => (number + 1).into(),
                "thousandth" => (number / 1000).into(),
                "low-16-bits" => (number & 0xffff).into(),
                "boolean" => true.into(),
                _ => json!(number as f64 + 0.5),
            }
        });
    }
}

/// A member that is true or false.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Flag(pub(in crate::reference) &'static str);

impl Flag {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "dropped", "null", "text", "number", "list", "object", "renamed",
    ];

    /// Changes the member of an object.
    pub(in crate::reference) fn change(self, object: &mut Map<String, Value>, member: &str) {
        let Some(on) = at(self.0) else { return };
        change(&on, object, member, |operator, value| match operator {
            "text" => value.to_string().into(),
            _ => i64::from(value == &Value::Bool(true)).into(),
        });
    }
}

/// What every kind of member has in common; all else is left to `own`.
fn change(
    on: &Chosen,
    object: &mut Map<String, Value>,
    member: &str,
    own: impl Fn(&str, &Value) -> Value,
) {
    let Some(value) = object.get(member).cloned() else {
        return;
    };
    let changed = match on.operator() {
        "dropped" => {
            object.shift_remove(member);
            return;
        }
        "renamed" => {
            object.shift_remove(member);
            let name = member.replace('_', "");
            let name = if name == member {
                format!("{member}_")
            } else {
                name
            };
            object.insert(name, value);
            return;
        }
        "null" => Value::Null,
        "list" => json!([value]),
        "object" => json!({ "value": value }),
        "of-the-last-answer" => {
            let last = on.memory().insert("last".into(), value.clone());
            last.unwrap_or(value)
        }
        "of-the-first-answer" => on.memory().entry("first".into()).or_insert(value).clone(),
        operator => own(operator, &value),
    };
    object.insert(member.to_owned(), changed);
}
