//! All that the server remembers, behind one lock: a check and the insert it allows are one step.
mod bent;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::Map;

use super::backup::{Backup, Course, Removal};
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::draft::{Draft, Given, Kind};
use super::hosts::{CONSOLE, MANAGED};
use super::sites as site;
use super::spoil;
use super::variants::Choice;
use crate::reference::mutate::{self, Point};

/// The state of the deployment.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Never goes back, not even at baseline, so that no id is ever seen twice.
    last_id: i64,
    pub(super) backups: BTreeMap<i64, Backup>,
    names: HashMap<String, i64>,
    /// The newest backup on each host, the only one that can be running there.
    hosts: HashMap<i64, i64>,
    /// Backups that were asked to go, looked through at each access.
    leaving: Vec<i64>,
    /// Hosts that a cancelled backup keeps busy, by way of a fault.
    pub(super) stuck: Vec<i64>,
    /// What a mutant remembers of backups that never were.
    pub(super) left: Vec<(Option<String>, Option<i64>)>,
    /// Names that refused creates left taken, by way of a fault.
    pub(super) left_names: Vec<String>,
    pub(super) staged_change: bool,
    pub(super) restoring: bool,
    pub(super) engine_fails: bool,
    /// Whether a create was put off since the state began.
    pub(super) put_off: bool,
}

impl Store {
    /// Drops the records whose time is over.
    pub(super) fn sweep(&mut self, now: Instant, behaviour: &Behaviour) {
        if self.leaving.is_empty() {
            return;
        }
        let mut leaving = std::mem::take(&mut self.leaving);
        leaving.retain(|id| {
            let stays = self
                .backups
                .get(id)
                .is_some_and(|backup| backup.view(now, behaviour).is_some());
            if !stays {
                self.forget(*id, behaviour);
            }
            stays
        });
        self.leaving = leaving;
    }

    /// Whether a backup of this name is on record (1005).
    pub(super) fn name_taken(&self, name: &str, host: i64, behaviour: &Behaviour) -> bool {
        if mutate::is_on()
            && let Some(taken) = bent::name_taken(self, name, host, behaviour)
        {
            return taken;
        }
        if behaviour.any_fault() {
            let left = self.left_names.iter().any(|it| it == name);
            let taken = spoil::objects::name_taken(name, &self.backups, behaviour);
            if left || taken == Some(true) {
                return true;
            }
            if taken == Some(false) {
                return false;
            }
        }
        self.names.contains_key(&*key(name, host, behaviour))
    }

    /// Whether a backup runs on this host (1015). A cancelled one counts until its record is gone.
    pub(super) fn host_busy(
        &self,
        host: i64,
        draft: &Draft,
        now: Instant,
        behaviour: &Behaviour,
    ) -> bool {
        if self.stuck.contains(&host) {
            return true;
        }
        if mutate::is_on()
            && let Some(busy) = bent::host_busy(self, host, draft, now, behaviour)
        {
            return busy;
        }
        let by_type = behaviour.faulty(Fault::BusyByType);
        let kind = draft.kind;
        let runs = |id: &i64| {
            let backup = self.backups.get(id);
            let backup = backup.filter(|it| !by_type || it.kind == kind);
            let view = backup.and_then(|it| it.view(now, behaviour));
            view.is_some_and(|view| !view.ended)
        };
        if behaviour.faulty(Fault::BusyBlocksAll) {
            return self.hosts.values().any(runs);
        }
        self.hosts.get(&host).is_some_and(runs)
    }

    /// Puts a new backup on record.
    pub(super) fn insert(&mut self, draft: Draft, now: Instant, behaviour: &Behaviour) -> &Backup {
        let default = if behaviour.faulty(Fault::HostDefaultWrong) {
            MANAGED
        } else {
            bent::default_host(self)
        };
        let host = draft.host.unwrap_or(default);
        self.put(
            Backup {
                id: 0,
                host: bent::host_kept(self, host),
                name: given(draft.name).map(|it| site::NAME_KEPT.of(it)),
                description: given(draft.description).map(|it| site::DESCRIPTION_KEPT.of(it)),
                kind: bent::kind_kept(self, draft.kind, host),
                initiated: wall_clock(),
                begun: now,
                course: Course::Timed,
                removal: None,
                overrides: draft.overrides,
                seen: Cell::new(false),
            },
            behaviour,
        )
    }

    /// The id that was given out last.
    pub(super) fn last_id(&self) -> i64 {
        self.last_id
    }

    /// Goes back to an id that was given out before, by way of a fault.
    pub(super) fn last_id_again(&mut self, id: i64) {
        self.last_id = id;
    }

    /// Puts a backup on record that no client asked for: it is part of a provider state.
    pub(super) fn insert_state(
        &mut self,
        course: Course,
        host: i64,
        name: Option<&str>,
        behaviour: &Behaviour,
    ) {
        let name = name.map_or_else(|| format!("state.{}", self.last_id + 1), str::to_owned);
        let kind = if host == CONSOLE {
            Kind::Config
        } else {
            Kind::Data
        };
        self.put(
            Backup {
                id: 0,
                host,
                name: Some(name),
                description: None,
                kind,
                initiated: wall_clock() - 60_000,
                begun: Instant::now(),
                course,
                removal: None,
                overrides: Map::new(),
                seen: Cell::new(false),
            },
            behaviour,
        );
    }

    fn put(&mut self, mut backup: Backup, behaviour: &Behaviour) -> &Backup {
        if self.last_id == 0 || !behaviour.faulty(Fault::IdReused) {
            self.last_id += 1;
        }
        let mut id = self.last_id;
        if behaviour.takes(Choice::RandomIds) {
            // An odd factor permutes the numbers of 40 bits.
            id = id.wrapping_mul(0x9E_3779_B97F) & 0xFF_FFFF_FFFF;
        }
        if behaviour.any_fault() {
            id = spoil::objects::id(&self.backups, behaviour).unwrap_or(id);
        }
        let id = bent::id(self, backup.host).unwrap_or(id);
        backup.id = id;
        if let Some(name) = &backup.name {
            let key = key(name, backup.host, behaviour).into_owned();
            self.names.insert(key, id);
        }
        self.hosts.insert(backup.host, id);
        // The record of a reused id makes way for the new one.
        if backup.description.is_none() && behaviour.faulty(Fault::DescriptionLeaks) {
            let before = self.backups.values().next_back();
            backup.description = before.and_then(|it| it.description.clone());
        }
        self.backups.remove(&id);
        self.backups.entry(id).or_insert(backup)
    }

    /// Begins to delete a backup; it is cancelled first if it runs.
    pub(super) fn remove(&mut self, id: i64, running: bool, now: Instant) {
        let Some(id) = bent::removed(self, id) else {
            return;
        };
        if let Some(backup) = self.backups.get_mut(&id) {
            backup.removal = Some(Removal { at: now, running });
            self.leaving.push(id);
        }
    }

    /// What a mutant leaves behind of a create that was refused.
    pub(super) fn leave(
        &mut self,
        draft: &Draft,
        site: Point,
        now: Instant,
        behaviour: &Behaviour,
    ) {
        let name = match &draft.name {
            Given::Value(name) => Some(name.clone()),
            _ => None,
        };
        let host = draft.host.unwrap_or(CONSOLE);
        if site.does("name") {
            self.left.push((name, None));
        } else if site.does("host") {
            self.left.push((None, Some(host)));
        } else if site.does("record") {
            let draft = Draft {
                kind: draft.kind,
                name: draft.name.clone(),
                configuration: draft.configuration.clone(),
                description: draft.description.clone(),
                host: draft.host,
                extra: Map::new(),
                overrides: Map::new(),
            };
            self.insert(draft, now, behaviour);
        }
    }

    /// Forgets all but the ids that were given out.
    pub(super) fn clear(&mut self) {
        *self = Self {
            last_id: if site::ID.does("back-at-baseline") {
                0
            } else {
                self.last_id
            },
            ..Self::default()
        };
    }

    /// Back to baseline; a fault may leave something behind.
    pub(super) fn baseline(&mut self, behaviour: &Behaviour) {
        self.backups.retain(|_, backup| match backup.course {
            Course::Held => behaviour.faulty(Fault::BusyStays),
            Course::Finished | Course::Timed => false,
        });
        self.leaving.clear();
        self.left.clear();
        if site::ID.does("back-at-baseline") {
            self.last_id = 0;
        }
        let backups = &self.backups;
        self.names.retain(|_, id| backups.contains_key(id));
        self.hosts.retain(|_, id| backups.contains_key(id));
        self.staged_change &= behaviour.faulty(Fault::StagedStays);
        self.restoring &= behaviour.faulty(Fault::RestoreStays);
        self.engine_fails &= behaviour.faulty(Fault::EngineStays);
    }

    fn forget(&mut self, id: i64, behaviour: &Behaviour) {
        let Some(backup) = self.backups.remove(&id) else {
            return;
        };
        if behaviour.any_fault() {
            if behaviour.faulty(Fault::DeletedKeepsName) {
                self.left_names.extend(backup.name.clone());
            }
            if behaviour.faulty(Fault::CancelKeepsBusy)
                && backup.removal.is_some_and(|it| it.running)
            {
                self.stuck.push(backup.host);
            }
        }
        if site::REMOVE.does("keeps-name") {
            self.left.push((backup.name.clone(), None));
        }
        if site::REMOVE.does("keeps-host") {
            self.left.push((None, Some(backup.host)));
        }
        // A newer backup may have taken the name or the host over, by way of a fault.
        if let Some(name) = &backup.name {
            let key = key(name, backup.host, behaviour);
            if self.names.get(&*key) == Some(&id) {
                self.names.remove(&*key);
            }
        }
        if self.hosts.get(&backup.host) == Some(&id) {
            self.hosts.remove(&backup.host);
        }
    }
}

/// What has to be unique: the name as it is, unless another reading was chosen (JSA-16).
fn key<'a>(name: &'a str, host: i64, behaviour: &Behaviour) -> Cow<'a, str> {
    if behaviour.takes(Choice::CaseInsensitiveNames) {
        name.to_lowercase().into()
    } else if behaviour.takes(Choice::NamesPerHost) {
        format!("{host}/{name}").into()
    } else {
        name.into()
    }
}

fn given(text: Given<String>) -> Option<String> {
    match text {
        Given::Absent | Given::Null => None,
        Given::Empty => Some(String::new()),
        Given::Value(text) => Some(text),
    }
}

fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}
