//! What the words of a code say of a place, put into its schema.

use serde_json::{Value, json};

use super::errors::Request;
use super::schema::{self, step};
use crate::page::words::{Cause, Tie};

/// Leaves the causes that the schema at the place allows, and gives it what the words state.
pub(super) fn settle(tie: &mut Tie, at: &str, request: &mut Request<'_>) -> Result<(), String> {
    let known = request
        .known
        .iter()
        .find(|k| k.at == at)
        .cloned()
        .unwrap_or_default();
    let body = at.strip_prefix("/body");
    let optional = match body {
        Some(pointer) => request
            .bodies
            .iter_mut()
            .any(|(_, b)| schema::descend(b, pointer).is_some_and(|s| s.get(OPTIONAL).is_some())),
        None => false,
    };
    tie.causes.retain(|cause| match cause {
        Cause::Breaks {
            keyword: "required",
            ..
        } => !optional,
        Cause::Breaks {
            keyword: "type",
            with: Some(with),
        } => known
            .kind
            .as_deref()
            .is_some_and(|kind| *with != "empty" || kind != "string"),
        Cause::Taken => !at.starts_with("/path/"),
        _ => true,
    });
    if tie.causes.is_empty() {
        return Err(format!(
            "`{}` may be left out, so that breaks nothing",
            known.name
        ));
    }
    let requires = |c: &Cause| {
        matches!(
            c,
            Cause::Breaks {
                keyword: "required",
                ..
            }
        )
    };
    if tie.causes.iter().any(requires) && !known.required {
        require(at, request);
    }
    let states = tie.states.clone();
    let mut clash = None;
    each(at, request, &mut |schema| {
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        let counts = |(keyword, _): &(&str, Value)| matches!(*keyword, "minItems" | "maxItems");
        if states.iter().any(counts) && !object.contains_key("items") {
            clash = Some(format!(
                "the page does not say what the entries of `{}` are",
                known.name
            ));
            return;
        }
        for (keyword, value) in &states {
            match object.get(*keyword) {
                Some(there) if there != value => {
                    clash.get_or_insert_with(|| {
                        format!(
                            "the page gives `{keyword}` of `{}` as {there} and as {value}",
                            known.name
                        )
                    });
                }
                _ => {
                    object.insert((*keyword).to_owned(), value.clone());
                }
            }
        }
        if !object.contains_key("type")
            && states
                .iter()
                .any(|(k, _)| matches!(*k, "minLength" | "maxLength" | "pattern"))
        {
            object.insert("type".into(), "string".into());
        }
    });
    match clash {
        Some(why) => Err(why),
        None => Ok(()),
    }
}

/// What marks a member that the page calls optional, until the document is written.
pub(super) const OPTIONAL: &str = "x-optional-of-page";

/// Does something to the schema at a place, in each body.
pub(super) fn each(at: &str, request: &mut Request<'_>, change: &mut dyn FnMut(&mut Value)) {
    if let Some(pointer) = at.strip_prefix("/body") {
        for (_, body) in request.bodies.iter_mut() {
            if let Some(schema) = schema::descend(body, pointer) {
                change(schema);
            }
        }
        return;
    }
    for parameter in request.parameters.iter_mut() {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        if at == format!("/{}/{}", text("in"), step(text("name")))
            && let Some(schema) = parameter.get_mut("schema")
        {
            change(schema);
        }
    }
}

/// Makes a place required, as the words of a code say.
fn require(at: &str, request: &mut Request<'_>) {
    if let Some(pointer) = at.strip_prefix("/body") {
        let Some((above, name)) = pointer.rsplit_once('/') else {
            return;
        };
        let name = name.replace("~1", "/").replace("~0", "~");
        for (_, body) in request.bodies.iter_mut() {
            let object = schema::descend(body, above).and_then(Value::as_object_mut);
            let list = object.map(|o| o.entry("required").or_insert_with(|| json!([])));
            if let Some(Value::Array(list)) = list {
                list.push(name.clone().into());
            }
        }
        return;
    }
    for parameter in request.parameters.iter_mut() {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        if at == format!("/{}/{}", text("in"), step(text("name"))) {
            parameter["required"] = true.into();
        }
    }
}
