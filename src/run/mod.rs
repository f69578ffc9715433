//! Running a plan: lanes, workers, retries, shrinking; emits events.

pub mod event;
