//! Provider states, in the convention of Pact's verifier: bring a state about, or take it back.
use serde::Deserialize;
use serde_json::{Map, Value};

use super::backup::Course;
use super::hosts::{self, CONSOLE};
use super::refusal::Refusal;
use super::routes::App;

#[derive(Deserialize)]
struct Change {
    state: String,
    #[serde(default)]
    params: Option<Map<String, Value>>,
    #[serde(default)]
    action: Action,
}

#[derive(Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Action {
    #[default]
    Setup,
    Teardown,
}

/// Carries out one change. Nothing is touched when the body cannot be understood.
pub(super) fn change(app: &App, body: &[u8]) -> Result<(), Refusal> {
    let change: Change = serde_json::from_slice(body).map_err(|_| Refusal::Unwanted)?;
    let behaviour = &app.behaviour;
    let param = |name| change.params.as_ref().and_then(|params| params.get(name));
    let mut store = app.store();
    let setup = change.action == Action::Setup;
    match change.state.as_str() {
        "baseline" => {
            store.baseline(behaviour);
            store.left_names.clear();
            store.stuck.clear();
            store.put_off = false;
            (app.reset)();
        }
        "a backup is in progress"
        | "a restore is in progress"
        | "an undeployed configuration change exists"
        | "a backup named exists"
        | "the backup engine fails"
            if !setup =>
        {
            store.baseline(behaviour);
        }
        "a backup is in progress" => {
            let host = match param("host_id") {
                None | Some(Value::Null) => CONSOLE,
                Some(value) => value.as_i64().ok_or(Refusal::Unwanted)?,
            };
            if hosts::find(host, behaviour).is_none() {
                return Err(Refusal::Unwanted);
            }
            store.clear();
            store.insert_state(Course::Held, host, None, behaviour);
        }
        "a backup named exists" => {
            let name = param("name").and_then(Value::as_str);
            let name = name.ok_or(Refusal::Unwanted)?;
            store.clear();
            store.insert_state(Course::Finished, CONSOLE, Some(name), behaviour);
        }
        "a restore is in progress" => {
            store.clear();
            store.restoring = true;
        }
        "an undeployed configuration change exists" => {
            store.clear();
            store.staged_change = true;
        }
        "the backup engine fails" => {
            store.clear();
            store.engine_fails = true;
        }
        _ => return Err(Refusal::Unwanted),
    }
    Ok(())
}
