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
mod spoil;
mod store;
mod task;
#[cfg(test)]
mod tests;
mod values;
pub(super) mod variants;

pub(super) use routes::{App, ROOT, routes};
