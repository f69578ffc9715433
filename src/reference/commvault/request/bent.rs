//! What mutants make of labels, and of the tree of a request.
use bytes::Bytes;

use super::{Element, Refusal};
use crate::reference::commvault::sites as site;

/// Labels that bring the server down.
pub(super) fn label(given: bool, label: &str, body: &Bytes) -> Result<(), Refusal> {
    let does = |operator: &str| site::MEDIA_TYPE.does(operator);
    let known = ["json", "xml"]
        .iter()
        .any(|it| label.to_ascii_lowercase().contains(it));
    let swapped = label.contains("json") != body.trim_ascii_start().starts_with(b"{");
    if !given && does("missing-crash")
        || given && !known && does("other-crash")
        || known && swapped && does("json-as-xml-crash")
        || label.contains("charset") && does("charset-crash")
    {
        return Err(Refusal::crash());
    }
    Ok(())
}

/// The media type of a label.
pub(super) fn essence(label: &str, essence: &str) -> String {
    let does = |operator: &str| site::MEDIA_TYPE.does(operator);
    if does("whole-value") {
        label.to_ascii_lowercase()
    } else if does("letter-case-heeded") {
        essence.to_owned()
    } else if does("unknown-is-success") && !essence.contains("json") {
        "application/xml".to_owned()
    } else {
        essence.to_ascii_lowercase()
    }
}

/// The tree as a mutant reads it.
pub(super) fn tree(mut root: Element) -> Result<Element, Refusal> {
    let does = |operator: &str| site::TREE.does(operator);
    let unknown = root.any(&|it| !it.name.is_empty() && !is_known(&it.name));
    let strange = |it: &Element| {
        it.attributes.iter().any(|it| {
            it.name.starts_with("unknown") || it.name.starts_with("x-") || it.name.contains('{')
        })
    };
    if unknown && does("unknown-elements-crash")
        || root.any(&strange) && does("unknown-attributes-crash")
    {
        return Err(Refusal::crash());
    }
    if unknown && does("unknown-elements-refused")
        || root.any(&strange) && does("unknown-attributes-refused")
    {
        return Err(Refusal::malformed("something is not known here"));
    }
    if does("depth-cut-at-3") {
        cut(&mut root, 3);
    } else if does("depth-cut-at-6") {
        cut(&mut root, 6);
    }
    root.every(&|it| {
        if does("names-in-any-case") {
            it.name = known_as(&it.name);
        } else if does("last-attribute-dropped") && it.attributes.len() > 1 {
            it.attributes.pop();
        } else if does("attributes-after-20-dropped") {
            it.attributes.truncate(20);
        } else if does("children-after-3-dropped") {
            it.children.truncate(3);
        } else if does("values-lower-cased") {
            it.attributes
                .iter_mut()
                .for_each(|it| it.value = it.value.to_lowercase());
            it.text = it.text.to_lowercase();
        } else if does("first-attribute-alone") {
            it.attributes.truncate(1);
        } else if does("last-child-for-first") {
            it.children.reverse();
        } else if does("empty-is-absent") {
            it.attributes.retain(|it| !it.value.is_empty());
        }
    });
    Ok(root)
}

/// Elements of the pages.
const KNOWN: [&str; 44] = [
    "App_CreateBackupSetRequest",
    "TMMsg_CreateTaskReq",
    "TMMsg_CommcellDRBackupReq",
    "association",
    "entity",
    "commonBackupSet",
    "backupSetInfo",
    "taskInfo",
    "associations",
    "subTasks",
    "options",
    "backupOpts",
    "dataOpt",
    "vsaBackupOptions",
    "dataPathOpt",
    "drive",
    "drivePool",
    "library",
    "mediaAgent",
    "spareGroup",
    "mediaOpt",
    "vaultTrackerOpt",
    "mediaStatus",
    "commonOpts",
    "jobRetryOpts",
    "runningTime",
    "startUpOpts",
    "pattern",
    "calendar",
    "daysToRun",
    "repeatPattern",
    "TimeZone",
    "timeZone",
    "subTask",
    "task",
    "alert",
    "taskFlags",
    "appName",
    "backupsetName",
    "clientName",
    "instanceName",
    "onDemandBackupset",
    "backupFailedVMsOnly",
    "jobType",
];

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

fn known_as(name: &str) -> String {
    let known = KNOWN.iter().find(|it| it.eq_ignore_ascii_case(name));
    known.map_or(name, |it| it).to_owned()
}

fn cut(element: &mut Element, depth: usize) {
    if depth == 0 {
        element.children.clear();
    }
    let inner = element.children.iter_mut();
    inner.for_each(|it| cut(it, depth.saturating_sub(1)));
}

impl Element {
    /// Whether this holds for the element or any in it.
    fn any(&self, holds: &dyn Fn(&Element) -> bool) -> bool {
        holds(self) || self.children.iter().any(|it| it.any(holds))
    }

    /// Changes the element and all in it.
    fn every(&mut self, change: &dyn Fn(&mut Element)) {
        change(self);
        self.children.iter_mut().for_each(|it| it.every(change));
    }
}
