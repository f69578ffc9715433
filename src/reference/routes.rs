//! The routes, and what every call goes through: its body is read, its token is looked at.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use bytes::{Bytes, BytesMut};
use http::header::CONNECTION;
use http::request::Parts;
use http::{HeaderValue, Method};
use http_body_util::BodyExt;
use serde_json::json;

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::Refusal;
use super::store::Store;
use super::variants::Choice;
use super::{Options, StartError, commvault, create, item, reply, states};

/// The largest body that is listened to.
const LARGEST: usize = 1024 * 1024;
/// How much of a larger one is read, so that its sender gets to see the refusal.
const PATIENCE: usize = 16 * LARGEST;

/// What the handlers share.
#[derive(Debug)]
pub(super) struct App {
    pub(super) behaviour: Behaviour,
    store: Mutex<Store>,
    pub(super) commvault: Arc<commvault::App>,
}

type Shared = State<Arc<App>>;

impl App {
    /// The store, for one step. Nothing in it is half done after a panic, so poison is no matter.
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server as a router, for use without a socket.
///
/// # Errors
/// An id in the options that no defect or variant has.
pub fn router(options: &Options) -> Result<Router, StartError> {
    let behaviour = Behaviour::new(options)?;
    let root = if behaviour.takes(Choice::RootWithoutApi) {
        "/backup_and_restore/backups"
    } else {
        "/api/backup_and_restore/backups"
    };
    let mut router = Router::new()
        .route(root, get(list).post(create_one))
        .route(&format!("{root}/{{id}}"), get(one).delete(delete));
    if !behaviour.takes(Choice::NoStatesHook) {
        router = router.route("/_states", axum::routing::post(state));
    }
    router = router
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method);
    // Below the fallbacks, so that it keeps its own.
    let commvault = Arc::new(commvault::App::new(options));
    router = router.nest(commvault::ROOT, commvault::routes(Arc::clone(&commvault)));
    if behaviour.takes(Choice::SlowAnswers) {
        router = router.layer(middleware::from_fn(slow));
    }
    if behaviour.takes(Choice::CloseAfterAnswer) {
        router = router.layer(middleware::map_response(close));
    }
    let store = Mutex::default();
    Ok(router.with_state(Arc::new(App {
        behaviour,
        store,
        commvault,
    })))
}

async fn create_one(State(app): Shared, request: Request) -> Response {
    match enter(&app, request, true).await {
        Ok((parts, body)) => create::create(&app, &parts, body).await,
        Err(refusal) => reply::refuse(refusal, &app.behaviour),
    }
}

async fn list(State(app): Shared, request: Request) -> Response {
    let answer = enter(&app, request, true).await;
    let answer = answer.and_then(|(parts, _)| item::list(&app, &parts.headers));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn one(State(app): Shared, Path(id): Path<String>, request: Request) -> Response {
    let answer = enter(&app, request, true).await;
    let answer = answer.and_then(|(parts, _)| item::get(&app, &parts.headers, &id));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn delete(State(app): Shared, Path(id): Path<String>, request: Request) -> Response {
    let answer = enter(&app, request, true).await;
    let answer = answer.and_then(|_| item::delete(&app, &id));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn state(State(app): Shared, request: Request) -> Response {
    let answer = enter(&app, request, false).await;
    let answer = answer.and_then(|(_, body)| states::change(&app, &body));
    match answer {
        Ok(()) => reply::json(200, &json!({}), &app.behaviour),
        Err(refusal) => reply::refuse(refusal, &app.behaviour),
    }
}

async fn nothing(State(app): Shared, request: Request) -> Response {
    let entered = enter(&app, request, true).await;
    let refusal = entered.err().unwrap_or(Refusal::NotFound);
    reply::refuse(refusal, &app.behaviour)
}

async fn wrong_method(State(app): Shared, request: Request) -> Response {
    let entered = enter(&app, request, true).await;
    let refusal = match entered {
        Err(refusal) => refusal,
        Ok(_) if app.behaviour.faulty(Fault::MethodAccepted) => {
            return reply::json(200, &json!({}), &app.behaviour);
        }
        Ok(_) if app.behaviour.faulty(Fault::MethodCrash) => Refusal::Crash,
        Ok(_) => Refusal::Method,
    };
    reply::refuse(refusal, &app.behaviour)
}

/// Reads the body first, whatever comes of the call: a client still sending would else see its
/// connection reset in place of the answer.
async fn enter(app: &App, request: Request, token: bool) -> Result<(Parts, Bytes), Refusal> {
    let (parts, body) = request.into_parts();
    let body = read(body, LARGEST).await;
    let behaviour = &app.behaviour;
    let free = !token || behaviour.faulty(Fault::TokenUnchecked);
    let given = || parts.headers.get("sec").map(HeaderValue::as_bytes);
    if !free && given() != Some(behaviour.token.as_bytes()) {
        return Err(if behaviour.takes(Choice::TokenForbidden) {
            Refusal::Forbidden
        } else {
            Refusal::Token
        });
    }
    // A body means nothing to these, so its size does not matter either.
    if matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE) {
        return Ok((parts, Bytes::new()));
    }
    Ok((parts, body?))
}

/// Reads a body to its end, also when it is too large to be listened to.
pub(super) async fn read(mut body: Body, largest: usize) -> Result<Bytes, Refusal> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::Unreadable)?.into_data() else {
            continue;
        };
        length += data.len();
        if length > PATIENCE {
            return Err(Refusal::TooLarge);
        }
        if length > largest {
            continue;
        }
        // Most bodies are one frame, which is then used as it is.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            all.extend_from_slice(&std::mem::take(&mut first));
            all.extend_from_slice(&data);
        }
    }
    if length > largest {
        return Err(Refusal::TooLarge);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

async fn slow(request: Request, next: Next) -> Response {
    tokio::time::sleep(Duration::from_millis(30)).await;
    next.run(request).await
}

async fn close(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
