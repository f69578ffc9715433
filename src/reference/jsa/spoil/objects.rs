//! Faults with several backups on record: names compared in part, another record than the one that
//! was asked for, ids given out twice.
use std::collections::BTreeMap;

use crate::reference::jsa::backup::Backup;
use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::refusal::Refusal;

type Records = BTreeMap<i64, Backup>;

/// Whether a name is taken for a server that compares in part; none where it compares as it should.
pub(in crate::reference::jsa) fn name_taken(
    name: &str,
    records: &Records,
    behaviour: &Behaviour,
) -> Option<bool> {
    let mut names = records.values().filter_map(|it| it.name.as_deref());
    let first = |count| {
        let begins = move |text: &str| text.chars().take(count).collect::<String>();
        (begins(name), begins)
    };
    if behaviour.faulty(Fault::NameNewestOnly) {
        let newest = records.values().next_back();
        return Some(newest.is_some_and(|it| it.name.as_deref() == Some(name)));
    }
    let count = if behaviour.faulty(Fault::NameFirst32) {
        32
    } else if behaviour.faulty(Fault::NameFirst64) {
        64
    } else if behaviour.faulty(Fault::NameAllButLast) {
        name.chars().count().saturating_sub(1).max(1)
    } else {
        return None;
    };
    let (own, begins) = first(count);
    Some(names.any(|it| begins(it) == own))
}

/// The id of the record that a GET is answered with.
pub(in crate::reference::jsa) fn read(id: i64, records: &Records, behaviour: &Behaviour) -> i64 {
    if !records.contains_key(&id) {
        return id;
    }
    let other = if behaviour.faulty(Fault::GetNewest) {
        records.last_key_value()
    } else if behaviour.faulty(Fault::GetOldest) {
        records.first_key_value()
    } else {
        None
    };
    other.map_or(id, |(other, _)| *other)
}

/// The ids of the records that a DELETE removes.
pub(in crate::reference::jsa) fn removed(
    id: i64,
    records: &Records,
    behaviour: &Behaviour,
) -> Vec<i64> {
    let ids = || records.keys().copied();
    if behaviour.faulty(Fault::DeleteNewest) {
        ids().next_back().into_iter().collect()
    } else if behaviour.faulty(Fault::DeleteOldest) {
        ids().take(1).collect()
    } else if behaviour.faulty(Fault::DeleteAll) {
        ids().collect()
    } else {
        vec![id]
    }
}

/// The id of a new record, where a fault chooses it.
pub(in crate::reference::jsa) fn id(records: &Records, behaviour: &Behaviour) -> Option<i64> {
    if behaviour.faulty(Fault::IdAfterDelete) {
        Some(records.last_key_value().map_or(1, |(id, _)| id + 1))
    } else if behaviour.faulty(Fault::IdCounts) {
        let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
        Some(count.saturating_add(1))
    } else {
        None
    }
}

/// Whether a refused create leaves its name behind.
pub(in crate::reference::jsa) fn leaves_name(refusal: Refusal, behaviour: &Behaviour) -> bool {
    let fault = match refusal {
        Refusal::Engine => Fault::EngineKeepsName,
        Refusal::StagedChange => Fault::StagedKeepsName,
        Refusal::Restoring => Fault::RestoreKeepsName,
        Refusal::HostBusy => Fault::BusyKeepsName,
        _ => return false,
    };
    behaviour.faulty(fault)
}
