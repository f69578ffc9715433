//! The routes, and what every call goes through: its body is read, its token is looked at.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use http::header::CONNECTION;
use http::request::Parts;
use http::{HeaderValue, Method};
use serde_json::json;

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::Refusal;
use super::sites as site;
use super::store::Store;
use super::variants::Choice;
use super::{create, item, reply, spoil, states};
use crate::reference::Options;
use crate::reference::body::{Unread, read};
use crate::reference::mutate;
use crate::reference::sticky::sticky;

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
    let collection = if behaviour.takes(Choice::NoList) {
        post(create_one)
    } else {
        get(list).post(create_one)
    };
    let mut router = Router::new()
        .route(root, collection)
        .route(&format!("{root}/{{id}}"), get(one).delete(delete));
    if !behaviour.takes(Choice::NoStatesHook) {
        router = router.route("/_states", post(state));
    }
    let sticks = spoil::refusal::sticks(&behaviour);
    let router = router
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::new(App {
            behaviour,
            store: Mutex::default(),
            reset: Box::new(reset),
        }));
    sticky(router, &sticks)
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
    if *request.method() == Method::GET && site::METHOD.does("get-creates") {
        return create_one(State(app), request).await;
    }
    if *request.method() == Method::HEAD && site::METHOD.does("head-crash") {
        return reply::refuse(Refusal::Crash, &app.behaviour);
    }
    let answer = enter(&app, request, true).await;
    if let Ok((parts, body)) = &answer
        && spoil::methods::creates(parts, &app.behaviour)
    {
        return create::create(&app, parts, body.clone()).await;
    }
    let answer = answer.and_then(|(parts, _)| item::list(&app, &parts.headers));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn one(State(app): Shared, Path(id): Path<String>, request: Request) -> Response {
    let answer = enter(&app, request, true).await;
    let answer = answer.and_then(|(parts, _)| item::get(&app, &parts.headers, &id));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn delete(State(app): Shared, Path(id): Path<String>, request: Request) -> Response {
    if site::METHOD.does("delete-is-get") {
        return one(State(app), Path(id), request).await;
    }
    let answer = enter(&app, request, true).await;
    let answer = answer.and_then(|_| item::delete(&app, &id));
    answer.unwrap_or_else(|refusal| reply::refuse(refusal, &app.behaviour))
}

async fn state(State(app): Shared, request: Request) -> Response {
    let answer = mutate::without_for(enter(&app, request, false)).await;
    let answer = answer.and_then(|(_, body)| states::change(&app, &body));
    mutate::without(|| match answer {
        Ok(()) => reply::json(200, &json!({}), &app.behaviour),
        Err(refusal) => reply::refuse(refusal, &app.behaviour),
    })
}

async fn nothing(State(app): Shared, request: Request) -> Response {
    let entered = enter(&app, request, true).await;
    let refusal = entered.err().unwrap_or(Refusal::NotFound);
    reply::refuse(refusal, &app.behaviour)
}

async fn wrong_method(State(app): Shared, request: Request) -> Response {
    let on_one = !request.uri().path().ends_with("/backups");
    let entered = enter(&app, request, true).await;
    let refusal = match entered {
        Err(refusal) => refusal,
        Ok((parts, body)) if let Some(act) = other_method(&parts.method, on_one) => {
            return match act {
                "creates" => create::create(&app, &parts, body).await,
                "is-201" => reply::json(201, &json!({}), &app.behaviour),
                "is-200" => reply::json(200, &json!({}), &app.behaviour),
                _ => reply::refuse(Refusal::Crash, &app.behaviour),
            };
        }
        Ok((parts, body)) if spoil::methods::creates(&parts, &app.behaviour) => {
            let created = create::create(&app, &parts, body).await;
            if parts.method == Method::OPTIONS {
                return created;
            }
            Refusal::Method
        }
        Ok((parts, _))
            if parts.method == Method::DELETE && app.behaviour.faulty(Fault::DeleteTaken) =>
        {
            return reply::json(200, &json!({}), &app.behaviour);
        }
        Ok((parts, _))
            if parts.method == Method::OPTIONS && app.behaviour.takes(Choice::OptionsTaken) =>
        {
            return reply::empty(204);
        }
        Ok(_) if app.behaviour.faulty(Fault::MethodAccepted) => {
            return reply::json(200, &json!({}), &app.behaviour);
        }
        Ok(_) if app.behaviour.faulty(Fault::MethodCrash) => Refusal::Crash,
        Ok(_) => Refusal::Method,
    };
    reply::refuse(refusal, &app.behaviour)
}

/// What a mutant makes of a method that is not offered.
fn other_method(method: &Method, on_one: bool) -> Option<&'static str> {
    const ACTS: [(&str, Method, bool, &str); 10] = [
        ("put-creates", Method::PUT, false, "creates"),
        ("patch-creates", Method::PATCH, false, "creates"),
        ("put-is-200", Method::PUT, false, "is-200"),
        ("patch-is-201", Method::PATCH, false, "is-201"),
        ("put-crash", Method::PUT, false, "crash"),
        ("options-crash", Method::OPTIONS, false, "crash"),
        ("delete-of-all-is-200", Method::DELETE, false, "is-200"),
        ("delete-of-all-crash", Method::DELETE, false, "crash"),
        ("put-on-one-is-200", Method::PUT, true, "is-200"),
        ("patch-on-one-crash", Method::PATCH, true, "crash"),
    ];
    let meant = |(operator, of, one, _): &&(&str, Method, bool, &'static str)| {
        of == method && *one == on_one && site::METHOD.does(operator)
    };
    ACTS.iter().find(meant).map(|(.., act)| *act)
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
    let given = parts.headers.get("sec").map(HeaderValue::as_bytes);
    let let_in = || behaviour.any_fault() && spoil::token::opens(given, &parts.method, behaviour);
    let known = site::TOKEN.fits(behaviour.token.as_bytes(), given, &parts.method);
    if !free && !known && !let_in() {
        return Err(if behaviour.takes(Choice::TokenForbidden) {
            Refusal::Forbidden
        } else {
            Refusal::Token
        });
    }
    // A body means nothing to these, so its size does not matter either.
    let meaningless = matches!(parts.method, Method::GET | Method::HEAD | Method::DELETE);
    if meaningless
        && !site::METHOD.does("get-creates")
        && !spoil::methods::creates(&parts, behaviour)
    {
        return Ok((parts, Bytes::new()));
    }
    let body = body.map_err(|unread| match unread {
        Unread::Broken => Refusal::Unreadable,
        Unread::TooLarge => Refusal::TooLarge,
    })?;
    large(body).await.map(|body| (parts, body))
}

/// What a mutant makes of a body that is large.
async fn large(body: Bytes) -> Result<Bytes, Refusal> {
    let size = body.len();
    let does = |operator: &str| site::LARGE.does(operator);
    if size > 10_000 && does("10-kB-crash")
        || size > 100_000 && does("100-kB-crash")
        || size > 500_000 && does("500-kB-crash")
    {
        return Err(Refusal::Crash);
    }
    if size > 10_000 && does("10-kB-refused") {
        return Err(Refusal::TooLarge);
    }
    if size > 10_000 && does("cut-at-10-kB") {
        return Ok(body.slice(..10_000));
    }
    if size > 100_000 && does("100-kB-hang") {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    Ok(body)
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
