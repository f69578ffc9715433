//! The JSA page: backups of a console and its hosts.
mod backup;
mod behaviour;
mod create;
pub(super) mod defects;
mod draft;
mod fields;
mod hosts;
mod item;
mod refusal;
mod relaxed;
mod reply;
mod routes;
mod rules;
mod spoil;
mod states;
mod store;
#[cfg(test)]
mod tests;
pub(super) mod variants;

pub(super) use routes::{paced, routes};
