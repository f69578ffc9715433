//! GET and DELETE on one backup, and the list of them all.
use std::time::Instant;

use axum::response::Response;
use http::HeaderMap;
use serde_json::Value;

use super::backup::{Status, View};
use super::defects::Fault;
use super::fields;
use super::refusal::Refusal;
use super::reply;
use super::routes::App;
use super::spoil::{self, answer::Moment};
use super::variants::Choice;

/// GET on a backup.
pub(super) fn get(app: &App, headers: &HeaderMap, id: &str) -> Result<Response, Refusal> {
    let behaviour = &app.behaviour;
    let wanted = fields::wanted(headers, behaviour)?;
    let now = Instant::now();
    let mut store = app.store();
    store.sweep(now, behaviour);
    let found = spoil::number::id(id, behaviour).and_then(|id| store.backups.get(&id));
    let Some((backup, view)) = found.and_then(|it| Some((it, it.view(now, behaviour)?))) else {
        return Err(if behaviour.faulty(Fault::GoneCrash) {
            Refusal::Crash
        } else {
            Refusal::NotFound
        });
    };
    let mut object = backup.object(view, behaviour);
    if behaviour.any_fault() {
        if behaviour.faulty(Fault::GetCrash) {
            return Err(Refusal::Crash);
        }
        let moment = Moment::Seen { ended: view.ended };
        spoil::answer::object(&mut object, backup, moment, behaviour);
    }
    drop(store);
    fields::keep(&wanted, &mut object);
    Ok(reply::json(200, &Value::Object(object), behaviour))
}

/// GET on the collection.
pub(super) fn list(app: &App, headers: &HeaderMap) -> Result<Response, Refusal> {
    let behaviour = &app.behaviour;
    let wanted = fields::wanted(headers, behaviour)?;
    let now = Instant::now();
    let mut store = app.store();
    store.sweep(now, behaviour);
    let objects = store.backups.values().filter_map(|backup| {
        let mut object = backup.object(backup.view(now, behaviour)?, behaviour);
        fields::keep(&wanted, &mut object);
        Some(Value::Object(object))
    });
    let objects = Value::Array(objects.collect());
    Ok(reply::json(200, &objects, behaviour))
}

/// DELETE on a backup: one that runs is cancelled on its way out.
pub(super) fn delete(app: &App, id: &str) -> Result<Response, Refusal> {
    let behaviour = &app.behaviour;
    if behaviour.takes(Choice::NoDelete) {
        return Err(Refusal::Method);
    }
    let now = Instant::now();
    let mut store = app.store();
    store.sweep(now, behaviour);
    let found = spoil::number::id(id, behaviour).and_then(|id| store.backups.get(&id));
    let Some((backup, mut view)) = found.and_then(|it| Some((it, it.view(now, behaviour)?))) else {
        return Err(Refusal::NotFound);
    };
    let id = backup.id;
    let leaving = matches!(view.status, Status::Cancelling | Status::Deleting);
    let running = !view.ended;
    if behaviour.faulty(if running {
        Fault::CancelCrash
    } else {
        Fault::DeleteCrash
    }) {
        return Err(Refusal::Crash);
    }
    if !leaving {
        let status = if running && !behaviour.takes(Choice::DeleteStraight) {
            Status::Cancelling
        } else {
            Status::Deleting
        };
        view = View { status, ..view };
    }
    let mut object = backup.object(view, behaviour);
    if behaviour.any_fault() {
        let moment = Moment::Seen { ended: view.ended };
        spoil::answer::object(&mut object, backup, moment, behaviour);
    }
    if !leaving && !behaviour.faulty(Fault::DeleteNothing) {
        store.remove(id, running, now);
    }
    if behaviour.takes(Choice::DeleteWithout) {
        return Ok(reply::empty(204));
    }
    Ok(reply::json(202, &Value::Object(object), behaviour))
}
