//! The routes, and what every call goes through: its body is read, its token is looked at.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use http::header::CONNECTION;
use http::request::Parts;
use http::{HeaderValue, Method};
use serde_json::json;

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::Refusal;
use super::store::Store;
use super::variants::Choice;
use super::{create, item, reply, spoil, states};
use crate::reference::Options;
use crate::reference::body::{Unread, read};

/// The largest body that is listened to.
const LARGEST: usize = 1024 * 1024;

/// What the handlers share.
pub(super) struct App {
    pub(super) behaviour: Behaviour,
    store: Mutex<Store>,
    /// Brings the neighbours back to baseline as well.
    pub(super) reset: Box<dyn Fn() + Send + Sync>,
}

type Shared = State<Arc<App>>;

impl App {
    /// The store, for one step. Nothing in it is half done after a panic, so poison is no matter.
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The resource and the hook of provider states; `reset` is called when all is to be at baseline.
pub(in crate::reference) fn routes(
    options: &Options,
    reset: impl Fn() + Send + Sync + 'static,
) -> Router {
    let behaviour = Behaviour::new(options);
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
    router
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::new(App {
            behaviour,
            store: Mutex::default(),
            reset: Box::new(reset),
        }))
}

/// The pace of answers and what comes of their connections, for all that is served.
pub(in crate::reference) fn paced(mut router: Router, options: &Options) -> Router {
    let behaviour = Behaviour::new(options);
    if behaviour.takes(Choice::SlowAnswers) {
        router = router.layer(middleware::from_fn(slow));
    }
    if behaviour.takes(Choice::CloseAfterAnswer) {
        router = router.layer(middleware::map_response(close));
    }
    router
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
    let behaviour = &app.behaviour;
    let largest = if behaviour.takes(Choice::LargeRefused) {
        100_000
    } else if behaviour.takes(Choice::LargeTaken) {
        8 * LARGEST
    } else {
        LARGEST
    };
    let body = read(body, largest).await;
    let free = !token || behaviour.faulty(Fault::TokenUnchecked);
    let given = || parts.headers.get("sec").map(HeaderValue::as_bytes);
    let let_in = || behaviour.any_fault() && spoil::token::opens(given(), &parts.method, behaviour);
    if !free && given() != Some(behaviour.token.as_bytes()) && !let_in() {
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
    let body = body.map_err(|unread| match unread {
        Unread::Broken => Refusal::Unreadable,
        Unread::TooLarge => Refusal::TooLarge,
    })?;
    Ok((parts, body))
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
