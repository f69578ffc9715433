//! An Arazzo 1.0 description beside a contract: its steps say which operation gives what another one needs.

mod step;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::diagnostic::{ContractError, Problem, Weight};
use super::open::read_text;
use super::text::{Source, parse};
use super::ties::Origin;
use super::{Contract, Operation};
use step::Known;

/// What an operation needs, where a step of a workflow says who gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowTie {
    /// `WORKFLOW/STEP`.
    pub step: String,
    /// `operationId` of the request that needs it.
    pub operation: String,
    /// `operationId` of the request that gives it.
    pub producer: String,
    /// Places, with where their values stand.
    pub fills: Vec<(String, Origin)>,
}

/// Reads a description and ties the operations of contracts by its steps. What of it leads nowhere is noted
/// on the first contract.
///
/// # Errors
/// The file cannot be read, or is no Arazzo description.
pub fn follow_workflows(contracts: &mut [Contract], path: &Path) -> Result<(), ContractError> {
    let name = path.to_string_lossy().replace('\\', "/");
    let refuse = |problem: Box<Problem>| ContractError {
        problems: vec![*problem],
    };
    let text = read_text(path, &name).map_err(refuse)?;
    follow_text(contracts, &name, &text)
}

/// The same from text.
///
/// # Errors
/// It is no Arazzo description.
pub fn follow_text(
    contracts: &mut [Contract],
    name: &str,
    text: &str,
) -> Result<(), ContractError> {
    let mut notes = Vec::new();
    let source = Source::new(name, "", text);
    let root = parse(&source, &mut notes).map_err(|problems| ContractError { problems })?;
    let root = root.json();
    let version = root.get("arazzo").and_then(Value::as_str);
    let workflows = root.get("workflows").and_then(Value::as_array);
    let (Some(workflows), true) = (workflows, version.is_some_and(|v| v.starts_with("1."))) else {
        let message =
            "this is no Arazzo description: it begins with `arazzo: 1.0.1` and has `workflows`";
        return Err(ContractError {
            problems: vec![Problem::of_file(name, message)],
        });
    };
    let mut strays = Vec::new();
    for workflow in workflows {
        let ties = of_workflow(contracts, &root, workflow, &mut strays);
        for (place, tie) in ties {
            if let Some(contract) = contracts.get_mut(place) {
                contract.workflow_ties.push(tie);
            }
        }
    }
    if let Some(first) = contracts.first_mut() {
        for stray in strays {
            first
                .notes
                .push(Problem::of_file(name, stray).weighs(Weight::Warning));
        }
    }
    Ok(())
}

/// The ties of a workflow, each with the number of its contract.
fn of_workflow(
    contracts: &[Contract],
    root: &Value,
    workflow: &Value,
    strays: &mut Vec<String>,
) -> Vec<(usize, WorkflowTie)> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let flow = text(workflow, "workflowId").unwrap_or_default();
    let mut known = Known {
        root,
        inputs: workflow.get("inputs").cloned().unwrap_or_default(),
        outputs: BTreeMap::new(),
    };
    let mut ties = Vec::new();
    let steps = workflow.get("steps").and_then(Value::as_array);
    for step in steps.into_iter().flatten() {
        let id = text(step, "stepId").unwrap_or_default();
        let called = format!("{flow}/{id}");
        let found = contracts
            .iter()
            .enumerate()
            .find_map(|(n, c)| Some((n, operation(c, step)?)));
        let Some((place, operation)) = found else {
            strays.push(format!(
                "the step `{called}` names no operation of a contract"
            ));
            continue;
        };
        let own = known.fills(operation, step, &called, strays);
        let mut producers: Vec<&str> = Vec::new();
        for (_, _, from) in &own {
            if let Some(from) = from.as_deref().filter(|f| !producers.contains(f)) {
                producers.push(from);
            }
        }
        for producer in producers {
            let theirs = own
                .iter()
                .filter(|(_, _, from)| from.as_deref().is_none_or(|f| f == producer));
            let mut fills: Vec<_> = theirs.map(|(at, o, _)| (at.clone(), o.clone())).collect();
            let told = |origin: &Origin| !matches!(origin, Origin::Constant(_));
            fills.sort_by_key(|(at, o)| std::cmp::Reverse((told(o), step::rank(operation, at))));
            if producer != operation.id {
                let tie = WorkflowTie {
                    step: called.clone(),
                    operation: operation.id.clone(),
                    producer: producer.to_owned(),
                    fills,
                };
                ties.push((place, tie));
            }
        }
        step::criteria(operation, step, &called, strays);
        known
            .outputs
            .insert(id, (operation.id.clone(), step::outputs(step)));
    }
    ties
}

/// The operation that a step calls.
fn operation<'c>(contract: &'c Contract, step: &Value) -> Option<&'c Operation> {
    let named = |key: &str| step.get(key).and_then(Value::as_str);
    if let Some(id) = named("operationId") {
        // `$sourceDescriptions.shop.addPet`
        let id = match id.strip_prefix("$sourceDescriptions.") {
            Some(rest) => rest.split_once('.').map_or(rest, |(_, id)| id),
            None => id,
        };
        return contract
            .operations
            .iter()
            .find(|o| super::ties::leads_to(id, o));
    }
    let path = named("operationPath")?;
    let (_, pointer) = path.rsplit_once('#')?;
    contract
        .operations
        .iter()
        .find(|o| super::ties::leads_to(pointer, o))
}

#[cfg(test)]
mod tests;
