//! What was learnt, as an overlay.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Learnt, Rule, Said};
use crate::contract::{Contract, Operation};
use crate::exchange::plain::line;

pub(super) fn overlay(
    learnt: &Learnt,
    contract: &Contract,
    extends: &str,
    target: &str,
) -> Option<String> {
    let mut actions = Vec::new();
    if let Some(place) = &learnt.place
        && contract.error_code.at.is_empty()
        && contract.error_code.headers.is_empty()
    {
        actions.push(json!({
            "target": "$",
            "description": "where the code stands in an error",
            "update": {"x-error-code": {"at": [place]}},
        }));
    }
    for operation in &contract.operations {
        actions.extend(of_operation(learnt, operation, target));
    }
    let mut out = String::new();
    for rule in &learnt.rules {
        if let Said::Otherwise(words) = &rule.said {
            out += &comment(&format!(
                "CONTRADICTS THE CONTRACT: {}: {}: {words} ({})",
                rule.operation, rule.about, rule.at
            ));
        }
    }
    if actions.is_empty() {
        return None;
    }
    let document = json!({
        "overlay": "1.0.0",
        "info": {"title": format!("Codes that {target} answers, as clausal learnt them"), "version": "1"},
        "extends": extends,
        "actions": actions,
    });
    let head = comment(
        "What a server answers is no documentation: hold each line against the page before you keep it.",
    );
    Some(head + &out + &yaml(&document))
}

fn comment(text: &str) -> String {
    format!("# {}\n", line(text))
}

/// The document as text.
fn yaml(document: &Value) -> String {
    crate::page::yaml(document)
}

/// An action for each status of an operation.
fn of_operation(learnt: &Learnt, operation: &Operation, target: &str) -> Vec<Value> {
    let mut by_status: BTreeMap<u16, BTreeMap<String, Vec<&Rule>>> = BTreeMap::new();
    let new = learnt
        .rules
        .iter()
        .filter(|r| r.operation == operation.id && r.said == Said::New);
    for rule in new {
        if let (Some(status), Some(code)) = (rule.status, &rule.code) {
            let rules = by_status
                .entry(status)
                .or_default()
                .entry(code.clone())
                .or_default();
            rules.push(rule);
        }
    }
    let path = operation.path.replace('\'', "\\'");
    let call = format!(
        "$.paths['{path}'].{}.responses",
        operation.method.to_lowercase()
    );
    let mut actions = Vec::new();
    for (status, codes) in by_status {
        let known = operation
            .responses
            .iter()
            .find(|r| r.status.to_string() == status.to_string());
        let taken: Vec<String> = known
            .into_iter()
            .flat_map(|r| &r.errors)
            .map(|e| e.code.to_string())
            .collect();
        let mut entries: Vec<Value> = Vec::new();
        for (code, rules) in codes {
            // An entry that the contract has for the code cannot be given twice.
            if taken.contains(&code) {
                continue;
            }
            let mut when: Vec<Value> = Vec::new();
            for rule in &rules {
                if !when.contains(&rule.when) {
                    when.push(rule.when.clone());
                }
            }
            let about: Vec<&str> = rules.iter().map(|r| r.about.as_str()).take(3).collect();
            // A number in a text may begin with zeros.
            let number = code.parse::<i64>().ok().filter(|n| n.to_string() == code);
            let code = number.map_or_else(|| Value::from(code), Value::from);
            entries.push(json!({
                "code": code,
                "duty": about.join("; "),
                "when": if when.len() == 1 { when.remove(0) } else { when.into() },
                "source": format!("learnt from {target}"),
            }));
        }
        if entries.is_empty() {
            continue;
        }
        let documented = known.is_some();
        let mut response = json!({"x-errors": entries});
        if !documented {
            response["description"] = "a status that the contract does not have".into();
        }
        let words = match documented {
            true => format!("{status} of {}", operation.id),
            false => format!(
                "{status} of {}: CONTRADICTS THE CONTRACT, which has no such status",
                operation.id
            ),
        };
        actions.push(json!({
            "target": call,
            "description": words,
            "update": {status.to_string(): response},
        }));
    }
    actions
}
