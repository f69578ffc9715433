//! How sure the documents are.

use serde::{Deserialize, Serialize};

/// How sure the documents are of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A page states it.
    Documented,
    /// Only an example shows it.
    Sample,
    /// Common sense asks for it.
    Implied,
}
