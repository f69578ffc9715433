//! Answers: JSON bodies, and the error body known from the vendor's other public pages.
use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::backup::ODD;
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::Refusal;
use super::sites as site;
use super::spoil;
use super::variants::Choice;
use crate::reference::mutate::{self, Answered};

const CODE_HEADER: HeaderName = HeaderName::from_static("x-error-code");

/// An answer with a JSON body.
pub(super) fn json(status: u16, body: &Value, behaviour: &Behaviour) -> Response {
    let bytes = if behaviour.takes(Choice::PrettyAnswers) {
        serde_json::to_vec_pretty(body)
    } else {
        serde_json::to_vec(body)
    };
    let media_type = if status >= 400 && behaviour.takes(Choice::ProblemJson) {
        "application/problem+json"
    } else if behaviour.takes(Choice::CharsetInMediaType) {
        "application/json; charset=utf-8"
    } else if behaviour.takes(Choice::MediaTypeRewritten) {
        "Application/JSON ; Charset=\"UTF-8\""
    } else {
        "application/json"
    };
    // A JSON value can always be written; an empty body would show if it ever could not.
    let bytes = odd(bytes.unwrap_or_default(), behaviour);
    if mutate::is_on() {
        let answered = match status {
            201 => site::ANSWER_CREATED,
            400.. => site::ANSWER_REFUSED,
            _ => site::ANSWER_SEEN,
        };
        return bent(answered, status, media_type, bytes);
    }
    plain(status, media_type, bytes)
}

/// The answer to a GET.
pub(super) fn seen(body: &Value, behaviour: &Behaviour) -> Response {
    json(200, body, behaviour)
}

/// An answer that a mutant may change.
fn bent(
    answered: Answered,
    mut status: u16,
    media_type: &'static str,
    mut bytes: Vec<u8>,
) -> Response {
    let mut label = Some(media_type);
    answered.change(&mut status, &mut label, &mut bytes);
    let mut response = plain(status, label.unwrap_or_default(), bytes);
    if label.is_none() {
        response.headers_mut().remove(CONTENT_TYPE);
    }
    response
}

/// Ways to write an object that the grammar of JSON allows and a library may stumble over.
fn odd(mut bytes: Vec<u8>, behaviour: &Behaviour) -> Vec<u8> {
    if behaviour.takes(Choice::WholeFractions) {
        bytes = with_fractions(&bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    if behaviour.takes(Choice::LoneSurrogate) {
        let half = r#""half \ud83d a pair""#;
        let text = text.replace(r#""admin""#, half);
        return text
            .replace(
                r#""description":"","details""#,
                r#""description":"\uDC00","details""#,
            )
            .into_bytes();
    }
    if behaviour.takes(Choice::MemberTwice) {
        let text = text.replace(r#""status":"#, r#""status":"first","status":"#);
        return text
            .replace(r#""code":"#, r#""code":1,"code":"#)
            .into_bytes();
    }
    let odd = if behaviour.takes(Choice::HugeNumber) {
        "-1.5e400".to_owned()
    } else if behaviour.takes(Choice::DeepMember) {
        "[".repeat(400) + &"]".repeat(400)
    } else {
        return bytes;
    };
    let text = text.replace(r#""details":{}"#, &format!(r#""details":{{"odd":{odd}}}"#));
    text.replace(&format!("\"{ODD}\":\"{ODD}\""), &format!("\"{ODD}\":{odd}"))
        .into_bytes()
}

/// Every whole number outside texts with `.0` behind it.
fn with_fractions(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 32);
    let mut rest = bytes;
    let mut text = false;
    while let Some((first, after)) = rest.split_first() {
        let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
        if !text && digits > 0 {
            out.extend_from_slice(&rest[..digits]);
            out.extend_from_slice(b".0");
            rest = &rest[digits..];
            continue;
        }
        out.push(*first);
        rest = after;
        match first {
            b'"' => text = !text,
            b'\\' => {
                if let Some((escaped, after)) = rest.split_first() {
                    out.push(*escaped);
                    rest = after;
                }
            }
            _ => {}
        }
    }
    out
}

/// An answer without a body.
pub(super) fn empty(status: u16) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = known(status);
    response
}

/// An answer with any body.
pub(super) fn plain(status: u16, media_type: &'static str, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = known(status);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A refusal: its status, and the error body with the unique code.
pub(super) fn refuse(refusal: Refusal, behaviour: &Behaviour) -> Response {
    let (mut status, mut code, text) = refusal.row(behaviour);
    if behaviour.any_fault() {
        (status, code) = spoil::refusal::row(refusal, status, code, behaviour);
        let engine = refusal == Refusal::Engine && behaviour.faulty(Fault::EngineHtml);
        if engine || behaviour.faulty(Fault::ErrorHtml) {
            return plain(status, "text/html", b"<h1>Something is wrong</h1>".to_vec());
        }
    }
    let text = if behaviour.takes(Choice::OtherMessages) {
        "Sorry, no."
    } else {
        text
    };
    let body = error_body(status, code, text, behaviour);
    if behaviour.any_fault()
        && let Some(response) = spoil::faults::form(status, code, &body, behaviour)
    {
        return response;
    }
    let mut response = json(status, &body, behaviour);
    if refusal == Refusal::Later {
        let now = HeaderValue::from_static("0");
        response.headers_mut().insert(RETRY_AFTER, now);
    }
    if let Some(code) = code
        && behaviour.takes(Choice::CodeInHeader)
    {
        response
            .headers_mut()
            .insert(CODE_HEADER, HeaderValue::from(code));
    }
    response
}

/// Where the code stands in the body is open (JSA-08).
fn error_body(status: u16, code: Option<u16>, text: &str, behaviour: &Behaviour) -> Value {
    let reason = known(status).canonical_reason().unwrap_or("Error");
    let http = json!({"code": stated(spoil::faults::told(status, behaviour)), "message": reason});
    let text = if site::ERROR_BODY.does("message-is-stack-trace") {
        "java.lang.NullPointerException\n\tat com.example.Backup.create(Backup.java:42)"
    } else {
        text
    };
    if let Some(code) = code
        && site::ERROR_BODY.does("code-of-another-beside")
    {
        return json!({"http_response": http, "code": code, "unique_code": code + 1});
    }
    let Some(code) = code else {
        return json!({"http_response": http, "description": "", "details": {}, "message": text});
    };
    if behaviour.takes(Choice::CodeNested) {
        return json!({"http_response": http, "error": {"details": {"code": code}, "text": text}});
    }
    if behaviour.takes(Choice::CodeInList) {
        return json!({"http_response": http, "errors": [{"code": code, "message": text}]});
    }
    if behaviour.takes(Choice::CodeInText) {
        return json!({"http_response": http, "message": format!("JSA-{code}: {text}")});
    }
    if behaviour.takes(Choice::CodeInHeader) {
        return json!({"http_response": http, "message": text});
    }
    let code = if behaviour.takes(Choice::CodeAsString) {
        Value::from(code.to_string())
    } else {
        Value::from(code)
    };
    json!({
        "http_response": http,
        "code": code,
        "description": "",
        "details": {},
        "message": text,
    })
}

/// The status as the body of a refusal states it.
fn stated(status: u16) -> u16 {
    let other = [0, 200, 500];
    let other = other
        .into_iter()
        .find(|it| site::ERROR_BODY.does(&format!("status-{it}-in-it")));
    other.unwrap_or(status)
}

fn known(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
