//! Faults in the form of refusals: what they say of themselves, their label, their whole.
use axum::response::Response;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::refusal::Refusal;
use crate::reference::jsa::{fields, reply};

/// The answer to a refused create, whose `fields` header a fault applies to it.
pub(in crate::reference::jsa) fn selected(
    refusal: Refusal,
    headers: &HeaderMap,
    behaviour: &Behaviour,
) -> Response {
    if behaviour.faulty(Fault::FieldsFilterFaults)
        && let Ok(wanted) = fields::wanted(headers, behaviour)
    {
        let (status, code, text) = refusal.row(behaviour);
        let body = json!({"code": code, "message": text});
        if let Value::Object(mut body) = body {
            fields::keep(&wanted, &mut body);
            return reply::json(status, &Value::Object(body), behaviour);
        }
    }
    reply::refuse(refusal, behaviour)
}

/// What a refusal says of its own status.
pub(in crate::reference::jsa) fn told(status: u16, behaviour: &Behaviour) -> u16 {
    match status {
        400 if behaviour.faulty(Fault::HttpCodeOther) => 422,
        _ if behaviour.faulty(Fault::HttpCodeOther) => 400,
        status => status,
    }
}

/// A refusal in another form than that of all answers.
pub(in crate::reference::jsa) fn form(
    status: u16,
    code: Option<u16>,
    body: &Value,
    behaviour: &Behaviour,
) -> Option<Response> {
    let written = || body.to_string().into_bytes();
    if behaviour.faulty(Fault::RefusalText) {
        return Some(reply::plain(status, "text/plain", written()));
    }
    if behaviour.faulty(Fault::RefusalPlain) {
        let code = code.map_or(String::new(), |code| format!("{code}: "));
        let line = format!("{code}no backup was created");
        return Some(reply::plain(status, "text/plain", line.into_bytes()));
    }
    if behaviour.faulty(Fault::RefusalUnlabelled) {
        let mut response = reply::plain(status, "application/json", written());
        response.headers_mut().remove(CONTENT_TYPE);
        return Some(response);
    }
    behaviour.faulty(Fault::RefusalCut).then(|| {
        let mut bytes = written();
        bytes.pop();
        reply::plain(status, "application/json", bytes)
    })
}
