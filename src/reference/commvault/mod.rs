//! The four Commvault operations: backup sets, their backups, tasks, and disaster recovery.
mod accept;
mod backup;
mod backupset;
mod behaviour;
pub(super) mod defects;
mod dr;
mod refusal;
mod reply;
mod request;
mod routes;
pub(super) mod sites;
mod spoil;
mod store;
mod task;
#[cfg(test)]
mod tests;
mod values;
pub(super) mod variants;

pub(super) use routes::{App, ROOT, routes};

/// The mutants of the values in the page's table of a task.
pub(super) fn table_mutants() -> Vec<super::Mutant> {
    task::mutants()
}
