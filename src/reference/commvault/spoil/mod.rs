//! What the planted faults do, kept apart from the faithful paths that call on it.
pub(super) mod access;
pub(super) mod answer;
pub(super) mod backup;
pub(super) mod backupset;
pub(super) mod body;
pub(super) mod bytes;
pub(super) mod crowd;
pub(super) mod disaster;
pub(super) mod documents;
pub(super) mod lookup;
pub(super) mod markup;
pub(super) mod task;
pub(super) mod wire;
