//! What mutants make of answers.
use super::{Sent, Syntax, Told};
use crate::reference::commvault::sites as site;
use crate::reference::mutate::Point;

/// Changes what an answer says.
pub(super) fn told(told: &mut Told) {
    match told {
        Told::Task { task, jobs } => {
            if let Some(id) = task {
                *task = bent(site::TASK_ID, id);
            }
            let does = |operator: &str| site::JOB_IDS.does(operator);
            if does("first-only") {
                jobs.truncate(1);
            } else if does("repeated") {
                let again = jobs.clone();
                jobs.extend(again);
            } else {
                *jobs = jobs
                    .iter()
                    .filter_map(|id| bent(site::JOB_IDS, id))
                    .collect();
            }
            jobs_bent(task.as_deref(), jobs);
        }
        Told::Created { code, set, app } => {
            *set = bent(site::BACKUPSET_ID, set).unwrap_or_default();
            let does = |operator: &str| site::CREATED_CODE.does(operator);
            if does("missing") {
                *code = None;
            } else if does("one") {
                *code = Some(1);
            } else if does("two") {
                *code = Some(2);
            }
            let does = |operator: &str| site::ENTITY.does(operator);
            if does("application-of-another") {
                *app = app.map(|it| it + 1);
            } else if does("application-missing") {
                *app = None;
            }
        }
        Told::Fault {
            code,
            text,
            response,
        } => {
            let does = |operator: &str| site::FAULT.does(operator);
            if does("text-missing") {
                *text = None;
            } else if does("text-empty") {
                *text = Some(String::new());
            } else if does("text-cut") {
                *text = text.as_ref().map(|it| it.chars().take(10).collect());
            } else if does("code-0") {
                *code = 0;
            } else if does("other-form") {
                *response = !*response;
            } else if does("code-in-text") {
                *text = text.as_ref().map(|it| format!("{code}: {it}"));
                *code = 2;
            }
        }
    }
}

/// What a mutant makes of the jobs of a task.
fn jobs_bent(task: Option<&str>, jobs: &mut Vec<String>) {
    let does = |operator: &str| site::JOBS.does(operator);
    if does("none") {
        jobs.clear();
    } else if does("as-task") {
        let task = task.unwrap_or_default();
        jobs.iter_mut().for_each(|it| task.clone_into(it));
    } else if does("repeated") {
        if let Some(first) = jobs.first().cloned() {
            jobs.push(first);
        }
    } else if does("zero") {
        jobs.iter_mut().for_each(|it| "0".clone_into(it));
    } else if does("negative") {
        jobs.iter_mut().for_each(|it| it.insert(0, '-'));
    }
}

/// What a mutant makes of an id.
fn bent(site: Point, id: &str) -> Option<String> {
    let does = |operator: &str| site.does(operator);
    let number: u64 = id.parse().unwrap_or_default();
    Some(if does("missing") {
        return None;
    } else if does("zero") {
        "0".to_owned()
    } else if does("words") {
        "pending".to_owned()
    } else if does("constant") {
        "77".to_owned()
    } else if does("of-the-last") {
        number.saturating_sub(1).to_string()
    } else if does("negative") {
        format!("-{id}")
    } else if does("fraction") {
        format!("{id}.5")
    } else if does("with-blanks") {
        format!(" {id} ")
    } else if does("empty") {
        String::new()
    } else if does("leading-zeros") {
        format!("000{id}")
    } else if does("beyond-64-bits") {
        format!("{id}00000000000000000000")
    } else if does("low-3-bits") {
        (number & 7).to_string()
    } else if does("null") {
        "null".to_owned()
    } else if does("hexadecimal") {
        format!("0x{number:x}")
    } else if does("one-up") {
        (number + 1).to_string()
    } else {
        id.to_owned()
    })
}

/// Changes the bytes of an answer, its label and its status.
pub(super) fn sent(sent: &mut Sent, told: &Told, syntax: Syntax) {
    let answered = match (syntax, told) {
        (Syntax::Xml, Told::Task { .. }) => site::ANSWER_XML_TASK,
        (Syntax::Xml, Told::Created { .. }) => site::ANSWER_XML_CREATED,
        (Syntax::Xml, Told::Fault { .. }) => site::ANSWER_XML_FAULT,
        (Syntax::Json, Told::Task { .. }) => site::ANSWER_JSON_TASK,
        (Syntax::Json, Told::Created { .. }) => site::ANSWER_JSON_CREATED,
        (Syntax::Json, Told::Fault { .. }) => site::ANSWER_JSON_FAULT,
    };
    answered.change(&mut sent.status, &mut sent.media_type, &mut sent.body);
    let mut replace = |from: &str, to: &str| {
        let text = String::from_utf8_lossy(&sent.body).replace(from, to);
        sent.body = text.into_bytes();
    };
    match told {
        Told::Task { .. } => {
            if site::JOB_IDS.does("renamed") {
                replace("jobIds", "jobId");
            }
        }
        Told::Created { .. } => {
            let does = |operator: &str| site::ENTITY.does(operator);
            if does("renamed") {
                replace("entity", "Entity");
            } else if does("missing") {
                replace("entity", "nothing");
            } else if does("client-of-another") {
                replace("clientId=\"2\"", "clientId=\"7\"");
                replace("\"clientId\":2", "\"clientId\":7");
            } else if does("outside-response") {
                replace("response", "answer");
            } else if does("type-number") {
                replace("\"GALAXY\"", "7");
            }
            let does = |operator: &str| site::CREATED_CODE.does(operator);
            if does("words") {
                replace("errorCode=\"0\"", "errorCode=\"OK\"");
                replace("\"errorCode\":0", "\"errorCode\":\"OK\"");
            } else if does("minus-one") {
                replace("errorCode=\"0\"", "errorCode=\"-1\"");
                replace("\"errorCode\":0", "\"errorCode\":-1");
            }
        }
        Told::Fault { code, .. } => {
            let does = |operator: &str| site::FAULT.does(operator);
            if does("code-missing") {
                replace("errorCode", "code");
            } else if does("code-words") {
                replace(&format!("{code}"), "E_FAILED");
            } else if does("root-of-a-success") {
                replace("TMMsg_GenericResp", "TMMsg_CreateTaskResp");
            } else if does("sign-lost") {
                replace(&format!("\"{code}\""), &format!("\"-{code}\""));
                replace(&format!(":{code}"), &format!(":-{code}"));
            } else if does("with-task-id") {
                replace("errorCode=", "taskId=\"7\" errorCode=");
                replace("\"errorCode\":", "\"taskId\":7,\"errorCode\":");
            }
        }
    }
}
