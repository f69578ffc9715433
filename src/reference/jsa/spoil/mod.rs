//! What the planted faults do, kept apart from the faithful paths that call on it.
pub(super) mod answer;
pub(super) mod body;
pub(super) mod faults;
pub(super) mod methods;
pub(super) mod number;
pub(super) mod objects;
pub(super) mod refusal;
pub(super) mod text;
pub(super) mod token;
