//! A backup of one backup set, which the path names by its id or by its three names.
mod keys;

use percent_encoding::percent_decode_str;

use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::reply::Answer;
use super::sites as site;
use super::store::{BackupSet, CLIENT, Store};
use super::variants::Choice;
use super::{spoil, values};
use crate::reference::mutate;

/// What the path says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    Id(String),
    Names {
        client: String,
        app: String,
        set: String,
    },
}

/// Runs a backup.
pub(super) fn run(store: &mut Store, key: &str, behaviour: &Behaviour) -> Result<Answer, Refusal> {
    let key = parse(key, behaviour)?;
    let newest = store.newest();
    let by_id = matches!(key, Key::Id(_));
    let found = find(store, &key, behaviour)
        .filter(|it| !spoil::lookup::lost(it, newest, by_id, behaviour));
    if found.is_none() {
        if site::KEY.does("unknown-crash") {
            return Err(Refusal::crash());
        }
        spoil::backup::missing_set(&key, behaviour)?;
    }
    let fresh = found.is_some_and(|set| set.id != 3);
    spoil::backup::found_set(fresh, behaviour)?;
    let task = store.task();
    let count = task % 3 + 1 - u64::from(!task.is_multiple_of(3) && site::JOBS.does("one-less"));
    let jobs = store.jobs(count);
    Ok(Answer::Task { task, jobs })
}

fn find<'a>(store: &'a Store, key: &Key, behaviour: &Behaviour) -> Option<&'a BackupSet> {
    match key {
        Key::Id(id) => {
            let id = site::BACKUP_ID.read(id, values::number(id))?;
            let ids: Vec<i128> = store.sets.iter().map(|set| i128::from(set.id)).collect();
            let id = site::BACKUP_RECORD.find(&ids, id)?;
            store.sets.iter().find(|set| i128::from(set.id) == id)
        }
        Key::Names { client, app, set } => {
            let any_case = behaviour.takes(Choice::NamesAnyCase);
            let known = site::BACKUP_CLIENT.is(CLIENT.0, client)
                || any_case && client.eq_ignore_ascii_case(CLIENT.0)
                || spoil::lookup::client(client, behaviour);
            if !known && !spoil::backup::client_ignored(behaviour) {
                return None;
            }
            if spoil::backup::app_ignored(behaviour) {
                return store.sets.iter().find(|it| it.name == *set);
            }
            if mutate::is_on()
                && let Some(found) = bent(store, app, set)
            {
                return found;
            }
            let near = |it: &&BackupSet| {
                let same = it.app.eq_ignore_ascii_case(app) && it.name.eq_ignore_ascii_case(set);
                any_case && same || spoil::lookup::set(it, app, set, behaviour)
            };
            let found = store.find(app, set);
            let found = found.or_else(|| store.sets.iter().find(near))?;
            let exact = behaviour.takes(Choice::AppNameExact);
            (!exact || found.app == *app).then_some(found)
        }
    }
}

/// The set that a mutant finds; none where no mutant decides.
fn bent<'a>(store: &'a Store, app: &str, set: &str) -> Option<Option<&'a BackupSet>> {
    let mut sets = store.sets.iter();
    let found = sets.find(|it| {
        let named = site::BACKUP_NAME.is(&it.name, set);
        named && (it.app.eq_ignore_ascii_case(app) || site::BACKUP_APP.is(&it.app, app))
    });
    let mut sets = store.sets.iter();
    let usual = sets.find(|it| it.name == set && it.app.eq_ignore_ascii_case(app));
    (found.map(|it| it.id) != usual.map(|it| it.id)).then_some(found)
}

/// Reads `{id}` or `byName(...)` after the percent signs are gone.
pub(super) fn parse(raw: &str, behaviour: &Behaviour) -> Result<Key, Refusal> {
    let bad = || Refusal::new(Kind::Value, "the path names no backup set");
    spoil::backup::key(raw, behaviour)?;
    let decoded = percent_decode_str(raw).decode_utf8().map_err(|_| bad())?;
    let spoilt = spoil::lookup::decoded(raw, behaviour);
    let decoded = spoilt.as_deref().unwrap_or(&decoded);
    if behaviour.takes(Choice::SlashRefused) && raw.to_ascii_lowercase().contains("%2f") {
        return Err(Refusal::new(Kind::NotFound, "there is nothing here"));
    }
    let key = spoil::backup::undecoded(raw, behaviour).unwrap_or(decoded);
    let key = &*keys::read(raw, key)?;
    let Some(names) = key.strip_prefix("byName(") else {
        if let Some(id) = spoil::lookup::id(key, behaviour) {
            return Ok(Key::Id(id));
        }
        let key = if behaviour.takes(Choice::IdsTrimmed) {
            let key = key.trim();
            let hex = key.strip_prefix("0x");
            let hex = hex.and_then(|it| u64::from_str_radix(it, 16).ok());
            let plain = || key.strip_prefix('+').unwrap_or(key).to_owned();
            hex.map_or_else(plain, |it| it.to_string())
        } else {
            key.to_owned()
        };
        let key = key.as_str();
        return if !key.is_empty() && key.bytes().all(|it| it.is_ascii_digit()) {
            Ok(Key::Id(key.to_owned()))
        } else if mutate::is_on()
            && let Some(id) = keys::id(key)
        {
            Ok(Key::Id(id))
        } else {
            Err(bad())
        };
    };
    let names = names
        .strip_prefix("clientName='")
        .and_then(|it| it.strip_suffix("')"));
    let (client, rest) = names
        .and_then(|it| it.split_once("',appName='"))
        .ok_or_else(bad)?;
    let (app, set) = rest.split_once("',backupsetName='").ok_or_else(bad)?;
    // An apostrophe inside a name is doubled, or stands for itself.
    let plain = |name: &str| keys::name(name.replace("''", "'"), name);
    Ok(Key::Names {
        client: plain(client),
        app: plain(app),
        set: plain(set),
    })
}
