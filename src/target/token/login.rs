//! A request that gives a token.

use serde_json::Value;

use crate::exchange::{Failure, Request, Response};
use crate::wire;

/// A login as the profile declares it, with every variable filled in.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::target) struct Login {
    /// What is sent.
    pub(in crate::target) request: Request,
    /// Where the token stands in the answer.
    pub(in crate::target) place: Place,
    /// Header that takes the token.
    pub(in crate::target) header: http::HeaderName,
    /// What stands before the token in that header.
    pub(in crate::target) prefix: String,
}

/// Where a token stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::target) enum Place {
    /// JSON pointer into the body; attributes and elements of XML count as members.
    Body(String),
    /// A header of the answer.
    Header(String),
}

/// Why a login gave no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// There was no connection, or no answer.
    #[error("{0}")]
    Unreachable(String),
    /// The target said no.
    #[error("status {0}")]
    Refused(u16),
    /// There is no token where the profile says.
    #[error("{0}")]
    NoToken(String),
}

impl Login {
    pub(super) fn request(&self) -> Request {
        self.request.clone()
    }

    pub(super) fn token(&self, answer: Result<Response, Failure>) -> Result<String, LoginError> {
        let response = answer.map_err(|e| LoginError::Unreachable(e.to_string()))?;
        if !(200..300).contains(&response.status) {
            return Err(LoginError::Refused(response.status));
        }
        let found = match &self.place {
            Place::Header(name) => response.header(name).map(str::to_owned),
            Place::Body(pointer) => {
                let body = wire::free_body(&response)
                    .map_err(|e| LoginError::NoToken(format!("the answer cannot be read: {e}")))?;
                match body.pointer(pointer) {
                    Some(Value::String(text)) => Some(text.clone()),
                    Some(Value::Number(number)) => Some(number.to_string()),
                    _ => None,
                }
            }
        };
        found.filter(|token| !token.is_empty()).ok_or_else(|| {
            let place = match &self.place {
                Place::Body(pointer) => format!("at {pointer}"),
                Place::Header(name) => format!("in the header {name}"),
            };
            LoginError::NoToken(format!("the answer holds no token {place}"))
        })
    }
}

/// Without the body, which holds a password.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("target", &self.request.target)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
