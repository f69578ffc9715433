//! POST on the collection: judge a draft against the store, and put it on record.
use std::time::{Duration, Instant};

use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use serde_json::Value;

use super::backup::{Status, View};
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::draft::{self, Draft, Given};
use super::hosts::CONSOLE;
use super::refusal::Refusal;
use super::reply;
use super::routes::App;
use super::rules;
use super::sites as site;
use super::spoil::{self, answer::Moment};
use super::store::Store;
use super::variants::Choice;
use super::{fields, members};

/// What a racy server leaves between its check and its insert.
const GAP: Duration = Duration::from_millis(5);

/// Answers a create.
pub(super) async fn create(app: &App, parts: &Parts, body: Bytes) -> Response {
    let behaviour = &app.behaviour;
    match attempt(app, parts, &body).await {
        Ok(object) if behaviour.any_fault() => spoil::answer::created(&object, behaviour),
        Ok(object) => reply::json(201, &object, behaviour),
        Err(refusal) => {
            if behaviour.any_fault()
                && let Some(shown) = spoil::text::refused(&body, refusal, behaviour)
            {
                return shown;
            }
            let mut response = if behaviour.any_fault() {
                spoil::faults::selected(refusal, &parts.headers, behaviour)
            } else {
                reply::refuse(refusal, behaviour)
            };
            if parts.headers.contains_key("fields") && site::FIELDS.does("refusals-too") {
                *response.body_mut() = "{}".into();
            }
            response
        }
    }
}

async fn attempt(app: &App, parts: &Parts, body: &[u8]) -> Result<Value, Refusal> {
    let behaviour = &app.behaviour;
    let wanted = fields::wanted(&parts.headers, behaviour)?;
    let draft = draft::read(&parts.headers, body, behaviour)?;
    let (host_race, name_race) = (
        behaviour.faulty(Fault::HostRace) || site::RACE.does("host"),
        behaviour.faulty(Fault::NameRace) || site::RACE.does("name"),
    );
    if host_race || name_race {
        check(&mut app.store(), &draft, Instant::now(), behaviour)?;
        tokio::time::sleep(GAP).await;
    }
    let last_id = app.store().last_id();
    let id_race = behaviour.faulty(Fault::IdRace);
    if id_race {
        tokio::time::sleep(GAP).await;
    }
    let mut store = app.store();
    let now = Instant::now();
    if host_race {
        name_free(&store, &draft, behaviour)?;
    } else if !name_race {
        let verdict = check(&mut store, &draft, now, behaviour);
        if verdict.is_err() && behaviour.faulty(Fault::RefusedCreates) {
            store.insert(draft, now, behaviour);
            return verdict.map(|()| Value::Null);
        }
        if let Err(refusal) = verdict {
            leave(&mut store, &draft, refusal, now, behaviour);
            if spoil::objects::leaves_name(refusal, behaviour)
                && let Given::Value(name) = &draft.name
            {
                store.left_names.push(name.clone());
            }
            if refusal == Refusal::Engine && behaviour.faulty(Fault::EngineKeepsHost) {
                store.insert(draft, now, behaviour);
            }
            return Err(refusal);
        }
    }
    // The page calls INITIALIZING the state a backup is created in, however short it may be.
    let (status, ended) = if behaviour.takes(Choice::InProgressAt201) {
        (Status::InProgress, false)
    } else if behaviour.takes(Choice::SuccessAt201) {
        (Status::Success, true)
    } else if behaviour.takes(Choice::FailedAt201) {
        (Status::Failed, true)
    } else {
        (Status::Initializing, false)
    };
    let view = View { status, ended };
    let mut draft = draft;
    let extra = std::mem::take(&mut draft.extra);
    if behaviour.any_fault() {
        spoil::text::keep(&mut draft, behaviour);
    }
    if id_race {
        store.last_id_again(last_id);
    }
    let backup = store.insert(draft, now, behaviour);
    let mut object = backup.object(view, behaviour);
    if behaviour.any_fault() {
        spoil::answer::object(&mut object, backup, Moment::Created, behaviour);
    }
    object.extend(extra);
    members::change(&mut object, members::Moment::Created);
    fields::keep(&wanted, &mut object);
    if site::FIRST.does_again("once-only") {
        return Err(Refusal::Crash);
    }
    Ok(Value::Object(object))
}

/// What a mutant leaves behind of a create that was refused.
fn leave(store: &mut Store, draft: &Draft, refusal: Refusal, now: Instant, behaviour: &Behaviour) {
    let site = match refusal {
        Refusal::Engine => site::ENGINE_LEAVES,
        Refusal::NameTaken | Refusal::HostBusy | Refusal::StagedChange | Refusal::Restoring => {
            site::CONFLICT_LEAVES
        }
        _ => site::REFUSED_LEAVES,
    };
    store.leave(draft, site, now, behaviour);
}

/// The first rule that is broken, in the order this server tells them.
fn check(
    store: &mut Store,
    draft: &Draft,
    now: Instant,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    store.sweep(now, behaviour);
    let form = rules::broken(draft, behaviour);
    if form.len() > 1 {
        spoil::refusal::several(behaviour)?;
    }
    let system = [
        site::RESTORING
            .holds(store.restoring)
            .then_some(Refusal::Restoring),
        site::STAGED
            .holds(store.staged_change)
            .then_some(Refusal::StagedChange),
    ];
    let host = draft.host.unwrap_or(CONSOLE);
    let conflicts = [
        name_free(store, draft, behaviour).err(),
        site::HOST_BUSY
            .holds(store.host_busy(host, draft, now, behaviour))
            .then_some(Refusal::HostBusy),
    ];
    let (system, conflicts) = (
        system.into_iter().flatten(),
        conflicts.into_iter().flatten(),
    );
    let enforced = |refusal: &Refusal| !spoil::refusal::waived(*refusal, behaviour);
    let first = if behaviour.takes(Choice::ConflictsFirst) {
        system.chain(conflicts).chain(form).find(enforced)
    } else if behaviour.takes(Choice::ConflictsLast) {
        form.into_iter()
            .chain(conflicts)
            .chain(system)
            .find(enforced)
    } else {
        system.chain(form).chain(conflicts).find(enforced)
    };
    if first == Some(Refusal::HostBusy)
        && behaviour.takes(Choice::BusyOnce503)
        && !std::mem::replace(&mut store.put_off, true)
    {
        return Err(Refusal::Later);
    }
    match first {
        Some(refusal) => Err(refusal),
        // Only what passed every check reaches the engine.
        None if site::ENGINE.holds(store.engine_fails) && enforced(&Refusal::Engine) => {
            Err(Refusal::Engine)
        }
        None => Ok(()),
    }
}

fn name_free(store: &Store, draft: &Draft, behaviour: &Behaviour) -> Result<(), Refusal> {
    match &draft.name {
        Given::Value(name)
            if site::NAME_TAKEN.holds(store.name_taken(
                name,
                draft.host.unwrap_or(CONSOLE),
                behaviour,
            )) =>
        {
            Err(Refusal::NameTaken)
        }
        _ => Ok(()),
    }
}
