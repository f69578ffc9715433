//! What is to be backed up. Names count before numbers, and where they disagree (CT-28).
use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::request::Element;
use crate::reference::commvault::sites as site;
use crate::reference::commvault::store::{CLIENT, Store};
use crate::reference::commvault::values;

/// Looks for the client and the backup set of one association.
///
/// Which application owns a set is not looked at: the page has samples of two applications with
/// the same set.
pub(super) fn find(store: &Store, association: &Element) -> Result<(), Refusal> {
    let given = |name: &str| {
        let value = association.value(name).map(|(value, _)| value);
        value.filter(|value| !value.is_empty())
    };
    let client = match (given("clientName"), given("clientId")) {
        (Some(name), _) => site::TASK_CLIENT.is(CLIENT.0, name),
        (None, Some(id)) => {
            let id = site::TASK_CLIENT_ID.read(id, values::number(id));
            id == Some(i128::from(CLIENT.1))
        }
        (None, None) => true,
    };
    if !client {
        return Err(Refusal::new(Kind::NoClient, "there is no such client"));
    }
    let set = match (given("backupsetName"), given("backupsetId")) {
        (Some(name), _) => {
            let names: Vec<&str> = store.sets.iter().map(|set| set.name.as_str()).collect();
            let found = site::TASK_SET.find(&names, name);
            found.map_or_else(|| names.contains(&name), |found| found.is_some())
        }
        (None, Some(id)) => {
            let id = site::TASK_SET_ID.read(id, values::number(id));
            store.sets.iter().any(|set| id == Some(i128::from(set.id)))
        }
        (None, None) => true,
    };
    if !set {
        return Err(Refusal::new(Kind::NoSet, "there is no such backup set"));
    }
    Ok(())
}
