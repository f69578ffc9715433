//! Security schemes, and what operations ask for.

use super::{Location, Place};

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Its name among the schemes.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
    /// Whether the documents leave open how access is denied (`x-reading`).
    pub has_reading: bool,
    /// Place of the scheme.
    pub at: Location,
}

/// What a security scheme is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `apiKey`: a value in a header, a query or a cookie of this name.
    Key {
        /// Where it travels.
        place: Place,
        /// The name.
        name: String,
    },
    /// `http` with `basic`: user and password.
    Basic,
    /// `http` with `bearer`, `oauth2` and `openIdConnect`: a token.
    Bearer,
    /// What clausal cannot present, in words.
    Other(String),
}

impl SchemeKind {
    /// Name of the header, query parameter or cookie that carries it, and where that stands.
    pub fn carrier(&self) -> Option<(Place, &str)> {
        match self {
            SchemeKind::Key { place, name } => Some((*place, name)),
            SchemeKind::Basic | SchemeKind::Bearer => Some((Place::Header, "Authorization")),
            SchemeKind::Other(_) => None,
        }
    }
}
