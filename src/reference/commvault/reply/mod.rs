//! Answers, in XML and in JSON.
mod bent;
mod json;
mod tag;
mod xml;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::{Kind, Refusal};
use super::request::Syntax;
use super::routes::Operation;
use super::spoil;
use super::variants::Choice;
use crate::reference::mutate;

/// What a call brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Task { task: u64, jobs: Vec<u64> },
    Created { set: u64, app: Option<u32> },
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
        /// The number of the application, if the pages tell it.
        app: Option<u32>,
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
        Ok(Answer::Created { set, app }) => {
            let (code, set) = (Some(0), set.to_string());
            (200, Told::Created { code, set, app })
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
    if mutate::is_on() {
        bent::told(&mut told);
    }
    let fault = matches!(told, Told::Fault { .. });
    let syntax = match syntax {
        _ if fault && behaviour.faulty(Fault::FaultsInXml) => Syntax::Xml,
        syntax => syntax,
    };
    let (media_type, body) = match syntax {
        Syntax::Xml => ("application/xml", xml::write(&told, behaviour)),
        Syntax::Json => ("application/json", json::write(&told, behaviour)),
    };
    let media_type = if behaviour.takes(Choice::CharsetInMediaType) {
        match syntax {
            Syntax::Xml => "application/xml; charset=utf-8",
            Syntax::Json => "application/json; charset=utf-8",
        }
    } else if behaviour.takes(Choice::MediaTypeRewritten) {
        match syntax {
            Syntax::Xml => "Text/XML ; Charset=\"UTF-8\"",
            Syntax::Json => "APPLICATION/json;charset=\"utf-8\";",
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
    if mutate::is_on() {
        bent::sent(&mut sent, &told, syntax);
    }
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

/// Two pages, two names for the text (BB-11).
fn text_name(response: bool) -> &'static str {
    if response {
        "errorString"
    } else {
        "errorMessage"
    }
}
