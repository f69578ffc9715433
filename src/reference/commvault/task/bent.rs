//! What mutants make of a task as a whole.
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::Element;
use crate::reference::commvault::sites as site;

/// The part of a task that is looked at, where a mutant passes over some.
pub(super) fn info(info: &Element) -> Result<Option<Element>, Refusal> {
    let does = |operator: &str| site::TASK.does(operator);
    let count = |name: &str| info.children.iter().filter(|it| it.name == name).count();
    if count("associations") > 1 && does("two-associations-crash")
        || count("subTasks") > 1 && does("two-sub-tasks-crash")
        || does("empty-values-crash") && has_empty(info)
    {
        return Err(Refusal::crash());
    }
    if does("unknown-attributes-refused") && has_unknown(info) {
        return Err(Refusal::value("an attribute", "unknown"));
    }
    let mut seen = info.clone();
    let mut only = |name: &str, first: bool| {
        let last = count(name).saturating_sub(1);
        let mut at = 0;
        seen.children.retain(|child| {
            let place = at;
            at += usize::from(child.name == name);
            child.name != name || place == if first { 0 } else { last }
        });
    };
    if does("first-sub-task-only") {
        only("subTasks", true);
    } else if does("last-sub-task-only") {
        only("subTasks", false);
    } else if does("first-association-only") {
        only("associations", true);
    } else if does("last-association-only") {
        only("associations", false);
    } else if does("children-unchecked") {
        every(&mut seen, &|it| {
            it.children
                .retain(|child| !child.children.is_empty() || !child.attributes.is_empty())
        });
    } else if does("attributes-unchecked") {
        every(&mut seen, &|it| {
            it.attributes
                .retain(|it| it.name.ends_with("Name") || it.name == "taskType")
        });
    } else if does("task-unchecked") {
        plain(&mut seen, "task", &["taskType"]);
    } else if does("options-unchecked") {
        plain(&mut seen, "options", &[]);
    } else if does("deep-options-unchecked") {
        plain(&mut seen, "vaultTrackerOpt", &[]);
        plain(&mut seen, "dataPathOpt", &[]);
        plain(&mut seen, "jobRetryOpts", &[]);
    } else if does("sub-tasks-unchecked") {
        plain(&mut seen, "subTask", &[]);
    } else if does("values-trimmed") {
        every(&mut seen, &|it| {
            for attribute in &mut it.attributes {
                attribute.value = attribute.value.trim().to_owned();
            }
        });
    } else if does("unknown-names-taken") {
        every(&mut seen, &|it| {
            let names = ["clientName", "clientId", "backupsetName", "backupsetId"];
            it.attributes
                .retain(|it| !names.contains(&it.name.as_str()));
        });
    } else {
        return Ok(None);
    }
    Ok(Some(seen))
}

/// Changes an element and all in it.
fn every(element: &mut Element, change: &dyn Fn(&mut Element)) {
    change(element);
    element.children.iter_mut().for_each(|it| every(it, change));
}

/// Leaves nothing in the elements of a name but some attributes.
fn plain(element: &mut Element, name: &str, keep: &[&str]) {
    every(element, &|it| {
        if it.name == name {
            it.children.clear();
            it.attributes.retain(|it| keep.contains(&it.name.as_str()));
        }
    });
}

fn has_empty(element: &Element) -> bool {
    element.attributes.iter().any(|it| it.value.is_empty())
        || element.children.iter().any(has_empty)
}

fn has_unknown(element: &Element) -> bool {
    let known = |it: &str| super::table::rows(&element.name).any(|row| row.parameter == it);
    element.attributes.iter().any(|it| !known(&it.name)) || element.children.iter().any(has_unknown)
}
