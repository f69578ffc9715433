//! One step of a workflow: what it needs, what it gives, and what its criteria ask for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::contract::Operation;
use crate::contract::ties::{Origin, expression};

static STATUS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\$statusCode\s*==\s*'?(\d{3})'?\s*$").ok());

/// What is known of a workflow when a step is read.
pub(super) struct Known<'r> {
    /// The whole description, for what its steps refer to.
    pub(super) root: &'r Value,
    /// The schema of its inputs.
    pub(super) inputs: Value,
    /// By step: its operation, and what it gives by name.
    pub(super) outputs: BTreeMap<String, (String, BTreeMap<String, String>)>,
}

/// A place of a request, with where its value stands and whose request gives it.
type Fill = (String, Origin, Option<String>);

impl Known<'_> {
    /// What a step puts into its request.
    pub(super) fn fills(
        &self,
        operation: &Operation,
        step: &Value,
        called: &str,
        strays: &mut Vec<String>,
    ) -> Vec<Fill> {
        let mut fills = Vec::new();
        let mut add = |at: String, value: &Value, strays: &mut Vec<String>| match self.origin(value)
        {
            Ok(Some((origin, from))) => fills.push((at, origin, from)),
            Ok(None) => {}
            Err(why) => strays.push(format!("the step `{called}`: {why}")),
        };
        let listed = |key: &str| step.get(key).and_then(Value::as_array);
        for parameter in listed("parameters").into_iter().flatten() {
            let parameter = self.resolved(parameter);
            let name = parameter
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let place = parameter.get("in").and_then(Value::as_str);
            let mut own = operation.parameters.iter();
            let found = own.find(|p| p.name == name && place.is_none_or(|i| i == p.place.word()));
            match (found, parameter.get("value")) {
                (Some(found), Some(value)) => add(found.pointer(), value, strays),
                (None, _) => strays.push(format!(
                    "the step `{called}`: {} has no parameter `{name}`",
                    operation.id
                )),
                (Some(_), None) => {}
            }
        }
        let body = step.get("requestBody");
        if let Some(payload) = body.and_then(|b| b.get("payload")) {
            // What stands there without an expression is a sample of the whole.
            let mut found = Vec::new();
            expressions(payload, "/body", 0, &mut found);
            for (at, value) in found {
                add(at, &value, strays);
            }
        }
        let replaced = body
            .and_then(|b| b.get("replacements"))
            .and_then(Value::as_array);
        for one in replaced.into_iter().flatten() {
            let target = one.get("target").and_then(Value::as_str);
            if let (Some(target), Some(value)) = (target, one.get("value")) {
                add(format!("/body{target}"), value, strays);
            }
        }
        fills
    }

    /// A parameter, or the one of `components` that it refers to, with its own value.
    fn resolved(&self, parameter: &Value) -> Value {
        let reference = parameter.get("reference").and_then(Value::as_str);
        let name = reference.and_then(|r| r.strip_prefix("$components.parameters."));
        let Some(name) = name else {
            return parameter.clone();
        };
        let known = self
            .root
            .pointer("/components/parameters")
            .and_then(|p| p.get(name));
        let mut found = known.cloned().unwrap_or_default();
        if let (Some(map), Some(value)) = (found.as_object_mut(), parameter.get("value")) {
            map.insert("value".into(), value.clone());
        }
        found
    }

    /// Where a value stands and who gives it; nothing where only the caller knows it.
    fn origin(&self, value: &Value) -> Result<Option<(Origin, Option<String>)>, String> {
        let Value::String(text) = value else {
            return Ok(Some((Origin::Constant(value.clone()), None)));
        };
        let inner = text.trim();
        let inner = inner
            .strip_prefix('{')
            .and_then(|t| t.strip_suffix('}'))
            .unwrap_or(inner);
        if let Some(name) = inner.strip_prefix("$inputs.") {
            let path = format!("/properties/{name}/default");
            let said = self.inputs.pointer(&path).cloned();
            return Ok(said.map(|value| (Origin::Constant(value), None)));
        }
        let Some(rest) = inner.strip_prefix("$steps.") else {
            return match inner.starts_with('$') || text.contains("{$") {
                true => Err(format!("`{text}` is no expression that can be followed")),
                false => Ok(Some((Origin::Constant(value.clone()), None))),
            };
        };
        let (step, name) = rest.split_once(".outputs.").unwrap_or((rest, ""));
        let (name, pointer) = name.split_once('#').unwrap_or((name, ""));
        let Some((operation, outputs)) = self.outputs.get(step) else {
            return Err(format!("no step `{step}` comes before it"));
        };
        let output = outputs
            .get(name)
            .ok_or(format!("the step `{step}` gives no `{name}`"))?;
        let origin = match (expression(output), pointer) {
            (Some(origin), "") => origin,
            (Some(Origin::Answer(at)), more) => Origin::Answer(at + more),
            _ => return Err(format!("`{output}` is no expression that can be followed")),
        };
        Ok(Some((origin, Some(operation.clone()))))
    }
}

/// Members of a payload that are expressions.
fn expressions(value: &Value, at: &str, deep: usize, found: &mut Vec<(String, Value)>) {
    match value {
        Value::String(text) if text.starts_with('$') || text.starts_with("{$") => {
            found.push((at.to_owned(), value.clone()));
        }
        Value::Object(members) if deep < 8 => {
            for (name, inner) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                expressions(inner, &format!("{at}/{name}"), deep + 1, found);
            }
        }
        _ => {}
    }
}

/// What a step gives, by name.
pub(super) fn outputs(step: &Value) -> BTreeMap<String, String> {
    let all = step.get("outputs").and_then(Value::as_object);
    let all = all.into_iter().flatten();
    all.filter_map(|(name, v)| Some((name.clone(), v.as_str()?.to_owned())))
        .collect()
}

/// Tells of criteria that no page of the operation allows for.
pub(super) fn criteria(
    operation: &Operation,
    step: &Value,
    called: &str,
    strays: &mut Vec<String>,
) {
    let all = step.get("successCriteria").and_then(Value::as_array);
    for condition in all.into_iter().flatten() {
        let condition = condition
            .get("condition")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let found = STATUS.as_ref().and_then(|s| s.captures(condition));
        let status = found.and_then(|c| c.get(1)?.as_str().parse::<u16>().ok());
        if let Some(status) = status.filter(|s| operation.documented(*s).is_none()) {
            strays.push(format!(
                "the step `{called}` expects status {status}, which {} does not document",
                operation.id
            ));
        }
    }
}

/// How far back in its path a place stands.
pub(super) fn rank(operation: &Operation, at: &str) -> usize {
    at.strip_prefix("/path/")
        .and_then(|name| operation.path.find(&format!("{{{name}}}")))
        .map_or(0, |place| place + 1)
}
