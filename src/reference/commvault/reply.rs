//! Answers, in XML and in JSON.
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::behaviour::Behaviour;
use super::markup::Tag;
use super::refusal::{Kind, Refusal};
use super::request::Syntax;
use super::routes::Operation;
use super::spoil;
use super::store::CLIENT;
use super::variants::Choice;

/// What a call brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Task { task: u64, jobs: Vec<u64> },
    Created { set: u64 },
}

/// An answer, ready to be written in either way.
#[derive(Clone, Debug)]
pub(super) enum Told {
    Task {
        task: Option<String>,
        jobs: Vec<String>,
    },
    Created {
        code: Option<u32>,
        set: String,
    },
    Fault {
        code: u32,
        text: Option<String>,
        /// Whether it takes the form of the Backup Set page.
        response: bool,
    },
}

/// An answer as it goes out.
pub(super) struct Sent {
    pub(super) status: u16,
    pub(super) media_type: Option<&'static str>,
    pub(super) body: Vec<u8>,
}

/// Writes the outcome of a call.
pub(super) fn answer(
    operation: Operation,
    syntax: Syntax,
    outcome: Result<Answer, Refusal>,
    behaviour: &Behaviour,
) -> Response {
    let (status, mut told) = match outcome {
        Ok(Answer::Task { task, jobs }) => {
            let task = Some(task.to_string());
            let jobs = jobs.iter().map(u64::to_string).collect();
            (200, Told::Task { task, jobs })
        }
        Ok(Answer::Created { set }) => {
            let (code, set) = (Some(0), set.to_string());
            (200, Told::Created { code, set })
        }
        Err(refusal) => {
            let own_form = operation == Operation::CreateSet && refusal.kind != Kind::Denied;
            let fault = Told::Fault {
                code: refusal.code(behaviour),
                text: Some(refusal.text.clone()),
                response: own_form,
            };
            (refusal.status(behaviour), fault)
        }
    };
    spoil::answer::told(&mut told, behaviour);
    let (media_type, body) = match syntax {
        Syntax::Xml => ("application/xml", xml(&told, behaviour)),
        Syntax::Json => ("application/json", json(&told, behaviour)),
    };
    let media_type = if behaviour.takes(Choice::CharsetInMediaType) {
        match syntax {
            Syntax::Xml => "application/xml; charset=utf-8",
            Syntax::Json => "application/json; charset=utf-8",
        }
    } else {
        media_type
    };
    let mut sent = Sent {
        status,
        media_type: Some(media_type),
        body: body.into_bytes(),
    };
    spoil::wire::sent(&mut sent, &told, syntax, behaviour);
    send(sent, behaviour)
}

fn send(sent: Sent, behaviour: &Behaviour) -> Response {
    let body = if behaviour.takes(Choice::Chunked) {
        let pieces = sent.body.chunks(7).map(Bytes::copy_from_slice);
        let pieces: Vec<_> = pieces.map(Ok::<_, std::convert::Infallible>).collect();
        Body::from_stream(stream::iter(pieces))
    } else {
        Body::from(sent.body)
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(sent.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(media_type) = sent.media_type {
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    response
}

fn xml(told: &Told, behaviour: &Behaviour) -> String {
    let root = match told {
        Told::Task { task, jobs } => {
            let mut root = Tag::new("TMMsg_CreateTaskResp");
            if let Some(task) = task {
                root = root.with("taskId", task);
            }
            root.children = jobs
                .iter()
                .map(|job| Tag::new("jobIds").with("val", job))
                .collect();
            root
        }
        Told::Created { code, set } => {
            let mut response = Tag::new("response");
            if let Some(code) = code {
                response = response.with("errorCode", &code.to_string());
            }
            if !behaviour.takes(Choice::EntityAbsent) {
                let entity = Tag::new("entity")
                    .with("_type_", "ROOT_ENTITY")
                    .with("backupsetId", set)
                    .with("clientId", &CLIENT.1.to_string())
                    .with("clientSidePackage", "true")
                    .with("consumeLicense", "true")
                    .with("type", "GALAXY");
                response.children.push(entity);
            }
            let mut root = Tag::new("App_GenericResponse");
            root.children.push(response);
            root
        }
        Told::Fault {
            code,
            text,
            response,
        } => {
            let code = code.to_string();
            let tag = Tag::new(if *response {
                "response"
            } else {
                "TMMsg_GenericResp"
            });
            let mut tag = tag.with("errorCode", &code);
            if let Some(text) = text {
                tag = tag.with(text_name(*response), text);
            }
            if *response {
                let mut root = Tag::new("App_GenericResponse");
                root.children.push(tag);
                root
            } else {
                tag
            }
        }
    };
    root.write(behaviour)
}

/// Two pages, two names for the text (BB-11).
fn text_name(response: bool) -> &'static str {
    if response {
        "errorString"
    } else {
        "errorMessage"
    }
}

fn json(told: &Told, behaviour: &Behaviour) -> String {
    let body = match told {
        Told::Task { task, jobs } => {
            let mut body = Map::new();
            if let Some(task) = task {
                let text = behaviour.takes(Choice::TaskIdText);
                body.insert("taskId".to_owned(), id(task, text));
            }
            if !jobs.is_empty() {
                let jobs: Vec<Value> = jobs.iter().map(|job| job_id(job, behaviour)).collect();
                body.insert("jobIds".to_owned(), jobs.into());
            }
            Value::Object(body)
        }
        Told::Created { code, set } => {
            let mut response = Map::new();
            if let Some(code) = code {
                response.insert("errorCode".to_owned(), (*code).into());
            }
            if !behaviour.takes(Choice::EntityAbsent) {
                let entity = json!({
                    "_type_": "ROOT_ENTITY", "backupsetId": id(set, false),
                    "clientId": CLIENT.1, "clientSidePackage": true, "consumeLicense": true,
                    "type": "GALAXY",
                });
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
