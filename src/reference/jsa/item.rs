//! GET and DELETE on one backup, and the list of them all.
use std::time::Instant;

use axum::response::Response;
use http::HeaderMap;
use serde_json::Value;

use super::backup::{Status, View};
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::fields;
use super::members;
use super::refusal::Refusal;
use super::reply;
use super::routes::App;
use super::sites as site;
use super::spoil::{self, answer::Moment};
use super::store::Store;
use super::variants::Choice;
use crate::reference::mutate::{Digits, Records};

/// GET on a backup.
pub(super) fn get(app: &App, headers: &HeaderMap, id: &str) -> Result<Response, Refusal> {
    let behaviour = &app.behaviour;
    let wanted = fields::wanted(headers, behaviour)?;
    let now = Instant::now();
    let mut store = app.store();
    store.sweep(now, behaviour);
    let found = find(&store, id, behaviour, site::GET_ID, site::GET_RECORD);
    let found = found.map(|id| {
        if behaviour.any_fault() {
            spoil::objects::read(id, &store.backups, behaviour)
        } else {
            id
        }
    });
    let found = found.and_then(|id| store.backups.get(&id));
    let Some((backup, view)) = found.and_then(|it| Some((it, it.view(now, behaviour)?))) else {
        if behaviour.faulty(Fault::GetUnknown) {
            return Ok(reply::json(200, &serde_json::json!({}), behaviour));
        }
        let does = |operator: &str| site::ITEM.does(operator);
        let number = id.parse::<i64>();
        if does("get-unknown-is-empty") {
            return Ok(reply::json(
                200,
                &Value::Object(Default::default()),
                behaviour,
            ));
        } else if does("get-unknown-is-204") {
            return Ok(reply::empty(204));
        } else if does("get-unknown-is-null") {
            return Ok(reply::json(200, &Value::Null, behaviour));
        } else if does("get-unknown-crash")
            || number.is_err() && does("get-text-crash")
            || number.is_ok_and(|it| it > i64::from(i32::MAX)) && does("get-huge-crash")
        {
            return Err(Refusal::Crash);
        }
        return Err(if behaviour.faulty(Fault::GoneCrash) {
            Refusal::Crash
        } else {
            Refusal::NotFound
        });
    };
    if view.status == Status::Deleting && site::ITEM.does("get-deleting-crash")
        || backup.seen.get() && site::ITEM.does("get-second-time-crash")
    {
        return Err(Refusal::Crash);
    }
    let mut object = backup.object(view, behaviour);
    members::change(&mut object, members::Moment::of(view));
    backup.seen.set(true);
    if behaviour.any_fault() {
        if behaviour.faulty(Fault::GetCrash) {
            return Err(Refusal::Crash);
        }
        let moment = Moment::Seen { ended: view.ended };
        spoil::answer::object(&mut object, backup, moment, behaviour);
    }
    drop(store);
    fields::keep(&wanted, &mut object);
    Ok(reply::seen(&Value::Object(object), behaviour))
}

/// The id of the backup that a path names.
fn find(
    store: &Store,
    id: &str,
    behaviour: &Behaviour,
    digits: Digits,
    records: Records,
) -> Option<i64> {
    let read = match behaviour.any_fault() {
        true => spoil::number::id(id, behaviour).map(i128::from),
        false => id.parse().ok(),
    };
    let id = digits.read(id, read)?;
    let ids: Vec<i128> = store.backups.keys().copied().map(i128::from).collect();
    records.find(&ids, id).and_then(|id| i64::try_from(id).ok())
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
    let found = find(&store, id, behaviour, site::DELETE_ID, site::DELETE_RECORD);
    let found = found.and_then(|id| store.backups.get(&id));
    let does = |operator: &str| site::ITEM.does(operator);
    let Some((backup, mut view)) = found.and_then(|it| Some((it, it.view(now, behaviour)?))) else {
        if behaviour.faulty(Fault::DeleteUnknown) {
            return Ok(reply::json(202, &serde_json::json!({}), behaviour));
        }
        if does("delete-unknown-is-202") {
            return Ok(reply::empty(202));
        } else if does("delete-unknown-is-204") {
            return Ok(reply::empty(204));
        } else if does("delete-unknown-crash")
            || id.parse::<i64>().is_err() && does("delete-text-crash")
        {
            return Err(Refusal::Crash);
        }
        return Err(Refusal::NotFound);
    };
    if !view.ended && does("delete-running-crash")
        || view.ended && does("delete-finished-crash")
        || backup.removal.is_some() && does("delete-twice-crash")
    {
        return Err(Refusal::Crash);
    }
    if !view.ended && does("delete-running-refused") {
        return Err(Refusal::HostBusy);
    }
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
        let ids = match behaviour.any_fault() {
            true => spoil::objects::removed(id, &store.backups, behaviour),
            false => vec![id],
        };
        ids.into_iter()
            .for_each(|id| store.remove(id, running, now));
    }
    if behaviour.takes(Choice::DeleteWithout) {
        return Ok(reply::empty(204));
    }
    Ok(reply::json(202, &Value::Object(object), behaviour))
}
