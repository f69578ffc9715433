//! What mutants make of a new backup set.
use super::{Answer, Element, Refusal, Store};
use crate::reference::commvault::sites as site;

/// Names that a mutant cannot bear.
pub(super) fn names(entity: &Element) -> Result<(), Refusal> {
    let does = |operator: &str| site::SET_NAMES.does(operator);
    const MEMBERS: [(&str, &str); 4] = [
        ("appName", "app-missing-crash"),
        ("clientName", "client-missing-crash"),
        ("backupsetName", "set-missing-crash"),
        ("instanceName", "instance-missing-crash"),
    ];
    for (member, missing) in MEMBERS {
        let given = entity.value(member).map(|(value, _)| value);
        if given.is_none() && does(missing) || given == Some("") && does("empty-crash") {
            return Err(Refusal::crash());
        }
    }
    let name = entity.value("backupsetName").map_or("", |(value, _)| value);
    let digits = !name.is_empty() && name.bytes().all(|it| it.is_ascii_digit());
    if name.len() > 128 && does("long-crash")
        || digits && does("digits-crash")
        || !name.is_ascii() && does("non-ascii-crash")
        || name.contains(['\'', '"']) && does("quote-crash")
        || name.contains(['<', '>', '&']) && does("markup-crash")
        || name.contains('%') && does("percent-crash")
        || name.contains(|it| it > '\u{ffff}') && does("beyond-the-bmp-crash")
        || name.trim() != name && does("blank-crash")
    {
        return Err(Refusal::crash());
    }
    if digits && does("digits-refused")
        || name.contains(|it: char| it.is_ascii_uppercase()) && does("capitals-refused")
    {
        return Err(Refusal::value("backupsetName", name));
    }
    Ok(())
}

/// What comes of a name that is taken; none where no mutant decides.
pub(super) fn taken(
    store: &mut Store,
    app: Option<u32>,
    name: &str,
) -> Option<Result<Answer, Refusal>> {
    let does = |operator: &str| site::SET_TAKEN.does(operator);
    if does("crash") {
        return Some(Err(Refusal::crash()));
    }
    does("newest-replaced").then(|| {
        store.sets.pop();
        let set = store.add(name, name);
        Ok(Answer::Created { set, app })
    })
}

/// What comes of a set for one use; none where no mutant decides.
pub(super) fn on_demand(value: &str) -> Option<Result<(), Refusal>> {
    let does = |operator: &str| site::SET_DEMAND.does(operator);
    let value = value.to_ascii_lowercase();
    let listed = ["true", "false"].contains(&value.as_str());
    let refused = Err(Refusal::value("onDemandBackupset", &value));
    if value == "true" && does("true-refused") || value == "false" && does("false-refused") {
        return Some(refused);
    }
    if !listed && does("crash-when-else") || value.trim() != value && does("outer-blanks-crash") {
        return Some(Err(Refusal::crash()));
    }
    let taken = does("anything")
        || value.is_empty() && does("empty-too")
        || value.bytes().all(|it| it.is_ascii_digit()) && does("digits-too");
    taken.then_some(Ok(()))
}
