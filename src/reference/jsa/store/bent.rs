//! What mutants make of what is on record.
use std::time::{Duration, Instant};

use super::Store;
use crate::reference::jsa::backup::{Backup, Status};
use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::draft::{Draft, Given, Kind};
use crate::reference::jsa::hosts::{CONSOLE, MANAGED};
use crate::reference::jsa::sites as site;

/// Whether a name is taken; none where no mutant decides.
pub(super) fn name_taken(
    store: &Store,
    name: &str,
    host: i64,
    behaviour: &Behaviour,
) -> Option<bool> {
    if store
        .left
        .iter()
        .any(|(left, _)| left.as_deref() == Some(name))
    {
        return Some(true);
    }
    let named = |backup: &&Backup| backup.name.as_deref() == Some(name);
    let mut same = store.backups.values().filter(named);
    let now = Instant::now();
    let ended = |it: &Backup| it.view(now, behaviour).is_none_or(|view| view.ended);
    let does = |operator: &str| site::NAME_SCOPE.does(operator);
    if does("finished-only") {
        return Some(same.any(ended));
    }
    if does("running-only") {
        return Some(same.any(|it| !ended(it)));
    }
    if does("one-host") {
        return Some(same.any(|it| it.host == host));
    }
    if does("one-kind") {
        // A managed host takes DATA alone, the console mostly CONFIG.
        return Some(same.any(|it| (it.kind == Kind::Config) == (host == CONSOLE)));
    }
    if does("first-hundred-ms") {
        let young = Duration::from_millis(100);
        return Some(same.any(|it| now.saturating_duration_since(it.begun) < young));
    }
    if does("forgotten-when-read") {
        return Some(same.any(|it| !it.seen.get()));
    }
    let names: Vec<&str> = store
        .backups
        .values()
        .filter_map(|it| it.name.as_deref())
        .collect();
    site::NAMES.find(&names, name).map(|found| found.is_some())
}

/// Whether a host is busy; none where no mutant decides.
pub(super) fn host_busy(
    store: &Store,
    host: i64,
    draft: &Draft,
    now: Instant,
    behaviour: &Behaviour,
) -> Option<bool> {
    if store.left.iter().any(|(_, left)| *left == Some(host)) {
        return Some(true);
    }
    let view = |it: &Backup| it.view(now, behaviour);
    let runs = |it: &&Backup| view(it).is_some_and(|view| !view.ended);
    let mut running = store.backups.values().filter(runs);
    let newest = store.backups.values().next_back();
    let status = |it: &Backup| view(it).map(|view| view.status);
    let here = |it: &Backup| it.host == host;
    let does = |operator: &str| site::BUSY_SCOPE.does(operator);
    Some(if does("any-host") {
        running.next().is_some()
    } else if does("console-only") {
        host == CONSOLE && running.any(here)
    } else if does("managed-only") {
        host != CONSOLE && running.any(here)
    } else if does("one-kind") {
        running.any(|it| here(it) && it.kind == draft.kind)
    } else if does("one-name") {
        let given = match &draft.name {
            Given::Value(name) => Some(name),
            _ => None,
        };
        running.any(|it| here(it) && it.name.as_ref() == given)
    } else if does("newest-only") {
        newest.filter(runs).is_some_and(here)
    } else if does("initializing-only") {
        running.any(|it| here(it) && status(it) == Some(Status::Initializing))
    } else if does("in-progress-only") {
        running.any(|it| here(it) && status(it) == Some(Status::InProgress))
    } else if does("cancelled-is-free") {
        running.any(|it| here(it) && it.removal.is_none())
    } else if does("until-read") {
        running.any(|it| here(it) && !it.seen.get())
    } else {
        return None;
    })
}

/// Where a backup goes when no host is named.
pub(super) fn default_host(store: &Store) -> i64 {
    let does = |operator: &str| site::DEFAULT_HOST.does(operator);
    let last = store.backups.values().next_back();
    if does("managed") {
        MANAGED
    } else if does("zero") {
        0
    } else if does("first") {
        1
    } else if does("last-used") {
        last.map_or(CONSOLE, |it| it.host)
    } else {
        CONSOLE
    }
}

/// The host that a backup remembers.
pub(super) fn host_kept(store: &Store, host: i64) -> i64 {
    let does = |operator: &str| site::HOST_KEPT.does(operator);
    let (first, last) = (
        store.backups.values().next(),
        store.backups.values().next_back(),
    );
    if does("always-console") {
        CONSOLE
    } else if does("low-6-bits") {
        host & 63
    } else if does("first") {
        first.map_or(host, |it| it.host)
    } else if does("last") {
        last.map_or(host, |it| it.host)
    } else {
        host
    }
}

/// The kind that a backup remembers.
pub(super) fn kind_kept(store: &Store, kind: Kind, host: i64) -> Kind {
    let does = |operator: &str| site::KIND_KEPT.does(operator);
    let last = store.backups.values().next_back();
    if does("always-config") || does("by-host") && host == CONSOLE {
        Kind::Config
    } else if does("always-data") || does("by-host") {
        Kind::Data
    } else if does("last") {
        last.map_or(kind, |it| it.kind)
    } else {
        kind
    }
}

/// The id of a new backup; none where no mutant decides.
pub(super) fn id(store: &Store, host: i64) -> Option<i64> {
    let does = |operator: &str| site::ID.does(operator);
    let next = store.last_id;
    Some(if does("constant") {
        1
    } else if does("every-other-twice") {
        next / 2 + 1
    } else if does("count-of-records") {
        i64::try_from(store.backups.len()).unwrap_or_default() + 1
    } else if does("highest-and-one") {
        store
            .backups
            .keys()
            .next_back()
            .map_or(1, |highest| highest + 1)
    } else if does("low-2-bits") {
        next & 3
    } else if does("negative") {
        -next
    } else if does("zero-first") {
        next - 1
    } else if does("of-the-host") {
        host
    } else {
        return None;
    })
}

/// The backup that is removed in place of the one that was named.
pub(super) fn removed(store: &mut Store, id: i64) -> Option<i64> {
    let does = |operator: &str| site::REMOVE.does(operator);
    if does("nothing") {
        return None;
    }
    if does("all") {
        let others: Vec<i64> = store
            .backups
            .keys()
            .copied()
            .filter(|it| *it != id)
            .collect();
        others.iter().for_each(|it| drop(store.backups.remove(it)));
    }
    if does("others-names") {
        store.names.clear();
    }
    let instead = if does("newest") {
        store.backups.keys().next_back()
    } else if does("oldest") {
        store.backups.keys().next()
    } else {
        None
    };
    Some(instead.copied().unwrap_or(id))
}
