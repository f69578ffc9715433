//! What the planted faults do, kept apart from the faithful paths that call on it.
pub(super) mod answer;
pub(super) mod bytes;
pub(super) mod markup;
pub(super) mod task;
pub(super) mod values;
pub(super) mod wire;
