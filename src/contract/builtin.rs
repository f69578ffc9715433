//! The contracts that come with clausal.

use super::diagnostic::ContractError;
use super::open::load_overlaid;
use super::{Contract, Overlay};

/// A built-in contract: its name and its files, the first one first.
type Files = (&'static str, &'static [(&'static str, &'static str)]);

macro_rules! files {
    ($name:literal: $($file:literal),* $(,)?) => {
        ($name, &[$(($file, include_str!(concat!("../../contracts/", $name, "/", $file)))),*])
    };
}

const ALL: &[Files] = &[
    files!("jsa": "openapi.yaml"),
    files!(
        "commvault": "openapi.yaml",
        "answers.yaml",
        "back-up-by-id.yaml",
        "back-up-by-name.yaml",
        "backupset.yaml",
        "common.yaml",
        "create-backupset.yaml",
        "create-task-operation.yaml",
        "create-task.yaml",
        "create-task/associations.yaml",
        "create-task/backup-opts.yaml",
        "create-task/common-opts.yaml",
        "create-task/media.yaml",
        "create-task/pattern.yaml",
        "create-task/task.yaml",
        "dr-backup-operation.yaml",
        "dr-backup.yaml",
    ),
];
const NAMES: &[&str] = &["jsa", "commvault"];

/// The names of the built-in contracts.
pub fn builtin_names() -> &'static [&'static str] {
    NAMES
}

/// The traceability table of the built-in contract of that name, as tab-separated text.
pub fn builtin_traceability(name: &str) -> Option<&'static str> {
    match name {
        "jsa" => Some(include_str!("../../contracts/jsa/traceability.tsv")),
        "commvault" => Some(include_str!("../../contracts/commvault/traceability.tsv")),
        _ => None,
    }
}

/// The built-in contract of that name.
pub fn builtin(name: &str) -> Option<Result<Contract, ContractError>> {
    builtin_overlaid(name, &[])
}

/// The same with overlays.
pub(super) fn builtin_overlaid(
    name: &str,
    overlays: &[Overlay],
) -> Option<Result<Contract, ContractError>> {
    let (_, files) = ALL.iter().find(|(n, _)| *n == name)?;
    let (_, text) = files.first()?;
    let file = format!("contracts/{name}/openapi.yaml");
    Some(load_overlaid(&file, text, overlays, &|other| {
        let found = files.iter().find(|(n, _)| *n == other);
        found
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| format!("the built-in contract has no file `{other}`"))
    }))
}
