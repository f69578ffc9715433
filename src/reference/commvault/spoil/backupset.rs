//! Faults in making a backup set.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::request::Syntax::{self, Json, Xml};
use crate::reference::commvault::store::{CLIENT, Store};

/// What becomes of a new set on a client that does not exist.
pub(in crate::reference::commvault) fn unknown_client(
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let accepted = match syntax {
        Xml => Fault::SetClientXml,
        Json => Fault::SetClientJson,
    };
    if behaviour.faulty(accepted) {
        Ok(())
    } else if behaviour.faulty(Fault::SetClientCrash) {
        Err(Refusal::crash())
    } else {
        Err(Refusal::new(Kind::NoClient, "there is no such client"))
    }
}

/// Puts a new set on record, or does not.
pub(in crate::reference::commvault) fn created(
    store: &mut Store,
    app: &str,
    name: &str,
    behaviour: &Behaviour,
) -> u64 {
    let faulty = |fault| behaviour.faulty(fault);
    let app = if faulty(Fault::SetOfApp) {
        "File System"
    } else {
        app
    };
    let kept = if faulty(Fault::NamesLines) {
        name.lines().next().unwrap_or_default().to_owned()
    } else if faulty(Fault::NamesPlain) {
        name.replace(['-', '_', '.', '\'', '"', '\n'], "")
    } else {
        name.to_owned()
    };
    let id = store.add(app, &kept);
    if behaviour.faulty(Fault::SetNotKept) {
        store.sets.pop();
    }
    id
}

/// Puts a new set in the place of the one that has this name.
pub(in crate::reference::commvault) fn replaced(
    store: &mut Store,
    app: &str,
    name: &str,
    behaviour: &Behaviour,
) -> Option<u64> {
    if !behaviour.faulty(Fault::TakenReplaces) {
        return None;
    }
    let id = store.find(app, name)?.id;
    store.sets.retain(|set| set.id != id);
    Some(store.add(app, name))
}

/// What becomes of a name that is taken.
pub(in crate::reference::commvault) fn taken(behaviour: &Behaviour) -> Result<(), Refusal> {
    if behaviour.faulty(Fault::TakenCrash) {
        return Err(Refusal::crash());
    }
    Ok(())
}

/// The number of the application of a new set, as it is told.
pub(in crate::reference::commvault) fn app_id(
    id: Option<u32>,
    behaviour: &Behaviour,
) -> Option<u32> {
    if behaviour.faulty(Fault::AppIdFixed) {
        return Some(33);
    }
    let of_one = id == Some(80) && behaviour.faulty(Fault::AppIdOfOne);
    if of_one { Some(22) } else { id }
}

/// The number of the client of a new set, as it is told.
pub(in crate::reference::commvault) fn client_id(behaviour: &Behaviour) -> u64 {
    let wrong = behaviour.faulty(Fault::ClientIdWrong);
    CLIENT.1 + u64::from(wrong)
}

/// Refuses an application that the page lists.
pub(in crate::reference::commvault) fn app(
    value: &str,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let refused = match (value, syntax) {
        ("NAS", _) => behaviour.faulty(Fault::SetNas),
        ("Oracle RAC", Xml) => behaviour.faulty(Fault::SetRac),
        ("Notes Database", Json) => behaviour.faulty(Fault::SetNotes),
        _ => false,
    };
    if refused {
        Err(Refusal::value("appName", value))
    } else {
        Ok(())
    }
}

/// Whether sets of any application are made.
pub(in crate::reference::commvault) fn any_app(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::SetAppOpen)
}

/// What a fault says about a set for one use.
pub(in crate::reference::commvault) fn on_demand(
    value: &str,
    behaviour: &Behaviour,
) -> Option<bool> {
    if behaviour.faulty(Fault::SetOnDemand) && value.eq_ignore_ascii_case("true") {
        Some(false)
    } else {
        None
    }
}
