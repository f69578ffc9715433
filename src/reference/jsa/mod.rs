//! The JSA page: backups of a console and its hosts.
mod backup;
mod behaviour;
mod bent;
mod create;
pub(super) mod defects;
mod draft;
mod fields;
mod hosts;
mod item;
mod members;
mod patterns;
mod refusal;
mod relaxed;
mod reply;
mod routes;
mod rules;
pub(super) mod sites;
mod spoil;
mod states;
mod store;
#[cfg(test)]
mod tests;
pub(super) mod variants;

pub(super) use routes::{paced, routes};
