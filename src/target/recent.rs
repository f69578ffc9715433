//! What came last before a target was lost, or began to put everything off: the request that did it is
//! among these.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::exchange::{Exchange, Failure};

/// Requests that are named.
const NAMED: usize = 3;
/// Characters of the target of a request that are kept.
const LONGEST: usize = 200;
/// Answers "later" (503) in a row that are no passing load.
const MANY: u64 = 40;

/// The last exchanges with a target.
#[derive(Default)]
pub(super) struct Recent(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The last requests, in words.
    last: VecDeque<String>,
    /// The last request that changed something and was accepted.
    changed: Option<String>,
    /// Answers "later" since the last other one.
    later: u64,
    /// The request behind which so many of them came.
    blamed: Option<String>,
}

impl Recent {
    /// Takes notice of an exchange.
    pub(super) fn note(&self, exchange: &Exchange) {
        let Ok(mut kept) = self.0.lock() else {
            return;
        };
        // Who is gone has said so at the requests before.
        if matches!(exchange.answer, Err(Failure::Unreachable(_))) {
            return;
        }
        let (status, told) = match &exchange.answer {
            Ok(response) => (response.status, format!("status {}", response.status)),
            Err(failure) => (0, failure.cause()),
        };
        let request = &exchange.request;
        let target: String = request.target.chars().take(LONGEST).collect();
        let call = format!("{} {target}", request.method);
        match status {
            503 => {
                kept.later += 1;
                if kept.later == MANY && kept.blamed.is_none() {
                    kept.blamed = kept.changed.clone();
                }
            }
            _ => kept.later = 0,
        }
        let safe = matches!(&*request.method, "GET" | "HEAD" | "OPTIONS");
        if (200..300).contains(&status) && !safe {
            kept.changed = Some(call.clone());
        }
        if kept.last.len() == NAMED {
            kept.last.pop_front();
        }
        kept.last.push_back(format!("{call} ({told})"));
    }

    /// The last requests, the last one first; empty where there was none.
    pub(super) fn last(&self) -> Vec<String> {
        let kept = self.0.lock();
        kept.map_or_else(
            |_| Vec::new(),
            |kept| kept.last.iter().rev().cloned().collect(),
        )
    }

    /// The last accepted change before the target put everything off.
    pub(super) fn blamed(&self) -> Option<String> {
        self.0.lock().ok()?.blamed.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::exchange::{Request, Response};

    fn exchange(method: &str, target: &str, status: u16) -> Exchange {
        Exchange {
            request: Request {
                method: method.into(),
                target: target.into(),
                ..Request::default()
            },
            answer: Ok(Response {
                status,
                ..Response::default()
            }),
            sent: Duration::ZERO,
            took: Duration::ZERO,
        }
    }

    #[test]
    fn the_last_change_before_everything_is_put_off_is_blamed() {
        let recent = Recent::default();
        recent.note(&exchange("POST", "/maintenance", 204));
        recent.note(&exchange("GET", "/pets", 200));
        for _ in 1..MANY {
            recent.note(&exchange("GET", "/pets", 503));
        }
        assert_eq!(recent.blamed(), None);
        recent.note(&exchange("POST", "/pets", 503));
        assert_eq!(recent.blamed().as_deref(), Some("POST /maintenance"));
        let last = recent.last();
        assert_eq!(last.len(), NAMED);
        assert_eq!(
            last.first().map(String::as_str),
            Some("POST /pets (status 503)")
        );
    }

    #[test]
    fn load_that_passes_blames_nobody() {
        let recent = Recent::default();
        recent.note(&exchange("POST", "/pets", 201));
        for _ in 0..3 {
            for _ in 1..MANY {
                recent.note(&exchange("GET", "/pets", 503));
            }
            recent.note(&exchange("GET", "/pets", 200));
        }
        assert_eq!(recent.blamed(), None);
    }
}
