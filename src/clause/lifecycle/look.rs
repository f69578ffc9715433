//! Looks at a resource: what a read showed of it.

use serde_json::Value;

use super::Follows;
use crate::clause::judge::Seen;
use crate::exchange::{Response, Step};
use crate::wire;

/// One look at the resource.
pub(super) struct Look {
    pub shown: (usize, usize),
    /// HTTP status.
    pub code: u16,
    pub body: Option<Value>,
    pub status: Option<String>,
}

impl Look {
    /// Whether the target would not say how the resource is.
    pub(super) fn unreadable(&self) -> bool {
        self.status.is_none() && !matches!(self.code, 404 | 410)
    }

    pub(super) fn status_word(&self) -> String {
        match self.code {
            404 | 410 => "gone".into(),
            _ => self
                .status
                .clone()
                .unwrap_or_else(|| format!("status {}", self.code)),
        }
    }

    pub(super) fn words(&self) -> String {
        match (&self.status, self.code) {
            (_, 404 | 410) => format!("gone ({})", self.code),
            (Some(status), _) => status.clone(),
            (None, code) => format!("status {code} without a status of the resource"),
        }
    }
}

/// Every look that the polls of a case took.
pub(super) fn looks(follows: &Follows, seen: &Seen<'_>) -> Vec<Look> {
    let polls = seen
        .taken
        .iter()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Poll { .. })));
    polls
        .flat_map(|t| {
            t.exchanges
                .iter()
                .enumerate()
                .map(move |(i, e)| ((t.step, i), e))
        })
        .filter_map(|(shown, e)| Some(look(follows, shown, e.answer.as_ref().ok()?)))
        .collect()
}

/// What an answer shows.
pub(super) fn look(follows: &Follows, shown: (usize, usize), response: &Response) -> Look {
    let body = wire::parse_json(&response.body).ok();
    let status = (200..300)
        .contains(&response.status)
        .then(|| {
            body.as_ref()?
                .get(&follows.member)?
                .as_str()
                .map(str::to_owned)
        })
        .flatten();
    Look {
        shown,
        code: response.status,
        body,
        status,
    }
}
