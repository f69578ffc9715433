//! Places inside alternatives: beside the members of another alternative, what stands there may be anything.

use serde_json::{Value, json};

use super::Maker;
use crate::contract::{Operation, Schema};
use crate::exchange::{Message, steps};

impl Maker<'_, '_, '_> {
    /// Whether what stands at a place of a message is held to the rules of that place: in a message of another
    /// alternative it may be a member that nobody speaks of.
    pub(super) fn governs(&self, message: &Message, at: &str) -> bool {
        let operation = self.kit.operation;
        if choices(operation, at).is_empty() {
            return true;
        }
        let validator = operation
            .schema_at(at)
            .and_then(|s| s.shared_validator(true));
        let values = [
            json!({"clausal": [[]]}),
            json!([[[]]]),
            json!("\u{1}"),
            json!(0.5),
        ];
        let wrong = validator.and_then(|v| values.into_iter().find(|value| !v.is_valid(value)));
        let Some(wrong) = wrong else { return true };
        let mut other = message.clone();
        other.set(at, Some(wrong));
        !self.kit.proves(&other, &self.settings.writing, &[])
    }

    /// A body of an alternative that a place belongs to.
    pub(super) fn of_alternative(&mut self, at: &str) -> Option<Value> {
        let operation = self.kit.operation;
        let body = operation.body.as_ref()?;
        let schema = &body.media.first()?.schema;
        let rest = at.strip_prefix("/body")?;
        for (way, branch) in choices(operation, at) {
            let asked = around(&way, (*branch.json).clone());
            let asked = json!({"allOf": [*schema.json, asked]});
            if let Ok(held) = self.instances(schema).holding(&asked, rest, true) {
                return Some(held);
            }
        }
        None
    }
}

impl Maker<'_, '_, '_> {
    /// A body that holds a value at a place, with all else that goes with it: the value may tell one alternative
    /// from the others.
    pub(super) fn with_all_of(&mut self, at: &str, value: &Value) -> Option<Value> {
        let schema = &self.kit.operation.body.as_ref()?.media.first()?.schema;
        let rest = at.strip_prefix("/body").filter(|rest| !rest.is_empty())?;
        let asked = around(&steps(rest), json!({ "const": value }));
        let asked = json!({"allOf": [*schema.json, asked]});
        self.instances(schema).holding(&asked, rest, true).ok()
    }
}

/// A schema of what holds a place, where another one is asked of what stands there.
fn around(way: &[String], mut asked: Value) -> Value {
    for step in way.iter().rev() {
        asked = match step.parse::<usize>() {
            Ok(_) => json!({"items": asked}),
            Err(_) => json!({"properties": {step: asked}, "required": [step]}),
        };
    }
    asked
}

/// The alternatives that have a place of a body, with the way to each, where others beside them lack it.
fn choices<'o>(operation: &'o Operation, at: &str) -> Vec<(Vec<String>, &'o Schema)> {
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    let (Some(media), Some(rest)) = (body, at.strip_prefix("/body")) else {
        return Vec::new();
    };
    let all = steps(rest);
    let mut found = Vec::new();
    let mut schema = Some(&media.schema);
    for (n, step) in all.iter().enumerate() {
        let Some(own) = schema else { break };
        let below: String = all[n..].iter().map(|s| pointed(s)).collect();
        let has = |branch: &&Schema| branch.descend(&below).is_some();
        if own.any_of.iter().any(|b| has(&b)) && !own.any_of.iter().all(|b| has(&b)) {
            let with = own.any_of.iter().filter(has);
            found.extend(with.map(|branch| (all[..n].to_vec(), branch)));
        }
        schema = own.descend(&pointed(step));
    }
    found
}

fn pointed(step: &str) -> String {
    format!("/{}", step.replace('~', "~0").replace('/', "~1"))
}
