//! Answers in JSON.
use serde_json::{Map, Value, json};

use super::{Told, text_name};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::spoil;
use crate::reference::commvault::variants::Choice;

/// The whole document.
pub(super) fn write(told: &Told, behaviour: &Behaviour) -> String {
    let body = match told {
        Told::Task { task, jobs } => {
            let mut body = Map::new();
            if let Some(task) = task {
                let text = behaviour.takes(Choice::TaskIdText);
                body.insert("taskId".to_owned(), id(task, text));
            }
            let empty = jobs.is_empty() && behaviour.takes(Choice::ScheduleEmptyJobs);
            if behaviour.faulty(Fault::JobsEmpty) {
                body.insert("jobIds".to_owned(), json!([]));
            } else if !jobs.is_empty() || empty {
                let jobs: Vec<Value> = jobs.iter().map(|job| job_id(job, behaviour)).collect();
                body.insert("jobIds".to_owned(), jobs.into());
            }
            Value::Object(body)
        }
        Told::Created { code, set, app } => {
            let mut response = Map::new();
            if let Some(code) = code {
                response.insert("errorCode".to_owned(), (*code).into());
            }
            if !behaviour.takes(Choice::EntityAbsent) {
                let mut entity = json!({
                    "_type_": "ROOT_ENTITY", "backupsetId": id(set, false),
                    "clientId": spoil::backupset::client_id(behaviour), "clientSidePackage": true, "consumeLicense": true,
                    "type": "GALAXY",
                });
                if let Some(app) = app {
                    entity["applicationId"] = (*app).into();
                }
                response.insert("entity".to_owned(), entity);
            }
            enclosed(response.into(), behaviour)
        }
        Told::Fault {
            code,
            text,
            response,
        } => {
            let mut fault = Map::new();
            fault.insert("errorCode".to_owned(), (*code).into());
            if let Some(text) = text {
                let name = text_name(*response);
                fault.insert(name.to_owned(), text.as_str().into());
            }
            if *response {
                enclosed(fault.into(), behaviour)
            } else {
                fault.into()
            }
        }
    };
    if behaviour.takes(Choice::OtherWriting) {
        serde_json::to_string_pretty(&body).unwrap_or_default()
    } else if behaviour.takes(Choice::MemberTwice) {
        let text = body.to_string();
        let more = r#"{"taskId":0,"errorString":"","#;
        text.strip_prefix("{\"")
            .map_or_else(|| text.clone(), |rest| format!("{more}\"{rest}"))
    } else {
        body.to_string()
    }
}

fn enclosed(response: Value, behaviour: &Behaviour) -> Value {
    if behaviour.takes(Choice::ResponseList) {
        json!({"response": [response]})
    } else {
        json!({"response": response})
    }
}

/// An id as a number, where it is one.
fn id(digits: &str, text: bool) -> Value {
    let number = digits.parse::<u64>().ok().filter(|_| !text);
    number.map_or_else(|| digits.into(), Value::from)
}

fn job_id(job: &str, behaviour: &Behaviour) -> Value {
    if behaviour.takes(Choice::JobIdsNumbers) {
        id(job, false)
    } else if behaviour.takes(Choice::JobIdsObjects) {
        json!({"val": id(job, false)})
    } else {
        job.into()
    }
}
