//! The routes of the four operations, and what every call goes through.
mod bent;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::post;
use bytes::Bytes;
use http::request::Parts;

use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::reply::{self, Answer};
use super::request::{self, Syntax};
use super::sites as site;
use super::store::Store;
use super::variants::Choice;
use super::{accept, backup, backupset, dr, spoil, task};
use crate::reference::Options;
use crate::reference::body::read;
use crate::reference::mutate;
use crate::reference::sticky::{Refused, sticky};

/// What stands before every path.
pub(in crate::reference) const ROOT: &str = "/webconsole/api";

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    CreateSet,
    BackupById,
    BackupByName,
    CreateTask,
    Disaster,
    Unknown,
}

/// What the handlers share.
#[derive(Debug)]
pub(in crate::reference) struct App {
    behaviour: Behaviour,
    store: Mutex<Store>,
    crowd: spoil::crowd::Crowd,
}

type Shared = State<Arc<App>>;

impl App {
    pub(in crate::reference) fn new(options: &Options) -> Self {
        Self {
            behaviour: Behaviour::new(options),
            store: Mutex::default(),
            crowd: Default::default(),
        }
    }

    /// Forgets the backup sets that were made.
    pub(in crate::reference) fn baseline(&self) {
        self.store().baseline();
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The four operations, to be nested below [`ROOT`].
pub(in crate::reference) fn routes<S>(app: Arc<App>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let sticks = spoil::access::sticks(&app.behaviour);
    let router = Router::new()
        .route("/Backupset", post(create_set))
        .route("/Backupset/{key}/action/backup", post(run_backup))
        .route("/CreateTask", post(create_task))
        .route("/CommServ/DRBackup", post(disaster))
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .with_state(app);
    sticky(router, &sticks)
}

async fn create_set(State(app): Shared, request: Request) -> Response {
    serve(&app, Operation::CreateSet, request, |parts, body| {
        let both = [Syntax::Xml, Syntax::Json];
        let (syntax, root) = request::read(&parts.headers, body, &both, &app.behaviour)?;
        backupset::create(&mut app.store(), &root, syntax, &app.behaviour)
    })
    .await
}

async fn run_backup(State(app): Shared, request: Request) -> Response {
    // As it was sent, percent signs and all.
    let path = request.uri().path().to_owned();
    let key = path.trim_start_matches("/Backupset/");
    let key = key.strip_suffix("/action/backup").unwrap_or(key);
    let operation = if key.starts_with("byName") {
        Operation::BackupByName
    } else {
        Operation::BackupById
    };
    serve(&app, operation, request, |_, _| {
        backup::run(&mut app.store(), key, &app.behaviour)
    })
    .await
}

async fn create_task(State(app): Shared, request: Request) -> Response {
    serve(&app, Operation::CreateTask, request, |parts, body| {
        let (_, root) = request::read(&parts.headers, body, &[Syntax::Xml], &app.behaviour)?;
        task::create(&mut app.store(), &root, &app.behaviour)
    })
    .await
}

async fn disaster(State(app): Shared, request: Request) -> Response {
    serve(&app, Operation::Disaster, request, |parts, body| {
        let both = [Syntax::Xml, Syntax::Json];
        let (syntax, root) = request::read(&parts.headers, body, &both, &app.behaviour)?;
        dr::check(&root, syntax, &app.behaviour)?;
        let mut store = app.store();
        let task = store.task();
        let jobs = store.jobs(1);
        Ok(Answer::Task { task, jobs })
    })
    .await
}

async fn nothing(State(app): Shared, request: Request) -> Response {
    serve(&app, Operation::Unknown, request, |_, _| {
        Err(Refusal::new(Kind::NotFound, "there is nothing here"))
    })
    .await
}

async fn wrong_method(State(app): Shared, request: Request) -> Response {
    serve(&app, Operation::Unknown, request, |parts, _| {
        if let Some(outcome) = bent::method(&app, &parts.method) {
            return outcome;
        }
        if spoil::access::served(&parts.method, &app.behaviour) {
            let mut store = app.store();
            let (task, jobs) = (store.task(), store.jobs(1));
            return Ok(Answer::Task { task, jobs });
        }
        Err(Refusal::new(
            Kind::Method,
            "this method is not offered here",
        ))
    })
    .await
}

/// Reads the body first, whatever comes of the call, then looks at the token and at Accept.
async fn serve(
    app: &App,
    operation: Operation,
    request: Request,
    act: impl FnOnce(&Parts, &Bytes) -> Result<Answer, Refusal>,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = read(body, request::LARGEST).await;
    let behaviour = &app.behaviour;
    let body = bent::large(body).map(|body| spoil::body::read(operation, &parts, body, behaviour));
    let unmeasured = behaviour.takes(Choice::LengthNeeded) && in_chunks(&parts);
    if operation != Operation::Unknown
        && mutate::is_on()
        && let Some(refusal) = bent::at_once(app).await
    {
        return reply::answer(operation, Syntax::Xml, Err(refusal), behaviour);
    }
    let (syntax, refused) = match accept::choose(&parts.headers, operation, behaviour) {
        Ok(syntax) => (syntax, None),
        Err((syntax, refusal)) => (syntax, Some(refusal)),
    };
    let harm = app.crowd.enter(behaviour).await;
    let crowded = || {
        if harm.crash {
            Err(Refusal::crash())
        } else {
            Ok(())
        }
    };
    let outcome = enter(&parts, behaviour)
        .and_then(|()| refused.map_or(Ok(()), Err))
        .and_then(|()| if unmeasured { Err(no_length()) } else { Ok(()) })
        .and_then(|()| body.map_err(bent::unread))
        .and_then(|body| crowded().map(|()| body))
        .and_then(|body| act(&parts, &body))
        .map(|answer| {
            if harm.shared {
                app.store().again(answer)
            } else {
                answer
            }
        });
    let syntax = bent::fault_syntax(syntax, outcome.is_err());
    let refused = outcome.is_err().then_some(Refused);
    let mut response = reply::answer(operation, syntax, outcome, behaviour);
    if let Some(refused) = refused {
        response.extensions_mut().insert(refused);
    }
    response
}

fn in_chunks(parts: &Parts) -> bool {
    parts.headers.contains_key("transfer-encoding")
}

fn no_length() -> Refusal {
    Refusal::new(Kind::Length, "a body has to come with its length")
}

fn enter(parts: &Parts, behaviour: &Behaviour) -> Result<(), Refusal> {
    let given = parts.headers.get("authtoken").map(|it| it.as_bytes());
    let fits = site::TOKEN.fits(behaviour.authtoken.as_bytes(), given, &parts.method);
    if fits || spoil::access::token(given, behaviour) {
        Ok(())
    } else {
        Err(Refusal::new(Kind::Denied, "Access denied"))
    }
}
