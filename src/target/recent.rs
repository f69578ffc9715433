//! What came last before a target was lost, or began to put everything off: the request that did it is
//! among these.

use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;

use crate::exchange::{Exchange, Failure, Request};

/// Requests that are named.
const NAMED: usize = 3;
/// Characters of the target of a request, and of a body, that are kept.
const LONGEST: usize = 200;
/// Calls that are remembered to have been answered otherwise than "later".
const WELL: usize = 4096;
/// Requests whose connection was cut that are kept: as many as are under way at once.
const CUT: usize = 16;
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
    /// Answers "later" (503) since the last other one.
    later: Row,
    /// Refusals for want of access (401) since the last other answer, of requests with all that lets in.
    shut: Row,
    /// Calls that drew another answer than "later".
    well: HashSet<String>,
    /// Calls that read something and were let in.
    let_in: HashSet<String>,
    /// Requests whose connection was closed without an answer, since the last answer.
    cut: VecDeque<Request>,
}

/// Answers of one status, one after the other.
#[derive(Default)]
struct Row {
    many: u64,
    /// Whether one of them came where another answer had come before: what says so to whatever it is asked
    /// was not switched off.
    turned: bool,
    /// The request behind which so many of them came.
    blamed: Option<String>,
}

impl Row {
    fn note(&mut self, is_one: bool, was_well: bool, changed: Option<&String>) {
        if !is_one {
            (self.many, self.turned) = (0, false);
            return;
        }
        self.many += 1;
        self.turned |= was_well;
        if self.many >= MANY && self.turned && self.blamed.is_none() {
            self.blamed = changed.cloned();
        }
    }
}

impl Kept {
    fn cut(&mut self, request: &Request) {
        if self.cut.len() == CUT {
            self.cut.pop_front();
        }
        self.cut.push_back(request.clone());
    }
}

impl Recent {
    /// Takes notice of an exchange; `entitled` says that the request held all that the profile gives to be let in.
    pub(super) fn note(&self, exchange: &Exchange, entitled: bool) {
        let Ok(mut kept) = self.0.lock() else {
            return;
        };
        // Who is gone has said so at the requests before.
        if matches!(exchange.answer, Err(Failure::Unreachable(_))) {
            return;
        }
        let (status, told) = match &exchange.answer {
            Ok(response) => {
                // It is still there.
                kept.cut.clear();
                (response.status, format!("status {}", response.status))
            }
            Err(failure) => (0, failure.cause()),
        };
        if matches!(exchange.answer, Err(Failure::Closed(_))) {
            kept.cut(&exchange.request);
            return;
        }
        let call = call(&exchange.request);
        let path = call.split('?').next().unwrap_or_default();
        let safe = matches!(&*exchange.request.method, "GET" | "HEAD" | "OPTIONS");
        let (is_well, is_done) = (!matches!(status, 0 | 503), (200..300).contains(&status));
        let changed = kept.changed.clone();
        let was_well = kept.well.contains(path);
        kept.later.note(status == 503, was_well, changed.as_ref());
        // A login is refused for what it holds.
        let was_let_in = kept.let_in.contains(path);
        if entitled {
            kept.shut.note(status == 401, was_let_in, changed.as_ref());
        }
        let remember = |known: &mut HashSet<String>| {
            if known.len() < WELL && !known.contains(path) {
                known.insert(path.to_owned());
            }
        };
        if is_well {
            remember(&mut kept.well);
        }
        if is_done && safe {
            remember(&mut kept.let_in);
        }
        if is_done && !safe {
            kept.changed = Some(call.clone());
        }
        if kept.last.len() == NAMED {
            kept.last.pop_front();
        }
        kept.last.push_back(format!("{call} ({told})"));
    }

    /// Takes notice of a request whose connection was closed without an answer, where no new one is to be had:
    /// one of these has ended a target that is lost then, unless somebody else did.
    pub(super) fn cut(&self, request: &Request) {
        if let Ok(mut kept) = self.0.lock() {
            kept.cut(request);
        }
    }

    /// What was cut so: method and target of each.
    pub(super) fn all_cut(&self) -> Vec<(String, String)> {
        let kept = self.0.lock();
        kept.map_or_else(
            |_| Vec::new(),
            |kept| {
                let cut = kept.cut.iter();
                cut.map(|r| (r.method.clone(), r.target.clone())).collect()
            },
        )
    }

    /// The last requests, the last one first, those that were cut before all; empty where there was none.
    pub(super) fn last(&self) -> Vec<String> {
        let kept = self.0.lock();
        kept.map_or_else(
            |_| Vec::new(),
            |kept| {
                let cut = kept.cut.iter().rev().take(NAMED).map(|request| {
                    let body = request.body.as_deref().unwrap_or_default();
                    let body: String = String::from_utf8_lossy(body)
                        .chars()
                        .take(LONGEST)
                        .collect();
                    let body = if body.is_empty() {
                        body
                    } else {
                        format!(" {body}")
                    };
                    format!(
                        "{}{body} (its connection was closed without an answer)",
                        call(request)
                    )
                });
                cut.chain(kept.last.iter().rev().cloned()).collect()
            },
        )
    }

    /// The last accepted change before the target put everything off.
    pub(super) fn blamed(&self) -> Option<String> {
        self.0.lock().ok()?.later.blamed.clone()
    }

    /// The last accepted change before the target let nobody in any more.
    pub(super) fn shut_by(&self) -> Option<String> {
        self.0.lock().ok()?.shut.blamed.clone()
    }
}

/// A request in a few words.
fn call(request: &Request) -> String {
    let target: String = request.target.chars().take(LONGEST).collect();
    format!("{} {target}", request.method)
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
        recent.note(&exchange("POST", "/maintenance", 204), true);
        recent.note(&exchange("GET", "/pets", 200), true);
        for _ in 1..MANY {
            recent.note(&exchange("GET", "/pets", 503), true);
        }
        assert_eq!(recent.blamed(), None);
        recent.note(&exchange("POST", "/pets", 503), true);
        assert_eq!(recent.blamed().as_deref(), Some("POST /maintenance"));
        let last = recent.last();
        assert_eq!(last.len(), NAMED);
        assert_eq!(
            last.first().map(String::as_str),
            Some("POST /pets (status 503)")
        );
    }

    #[test]
    fn the_change_behind_which_nobody_is_let_in_is_blamed() {
        let recent = Recent::default();
        recent.note(&exchange("GET", "/pets", 200), true);
        recent.note(&exchange("POST", "/token/renew", 201), true);
        // What is asked without a token is refused in any case, and so is who logs in with another name.
        for _ in 0..=MANY {
            recent.note(&exchange("GET", "/pets", 401), false);
        }
        recent.note(&exchange("POST", "/login", 200), true);
        for _ in 0..=MANY {
            recent.note(&exchange("POST", "/login", 401), true);
        }
        recent.note(&exchange("POST", "/token/renew", 201), true);
        recent.note(&exchange("GET", "/pets", 200), true);
        for _ in 0..MANY {
            assert_eq!(recent.shut_by(), None);
            recent.note(&exchange("GET", "/pets", 401), true);
        }
        assert_eq!(recent.shut_by().as_deref(), Some("POST /token/renew"));
        assert_eq!(recent.blamed(), None);
    }

    #[test]
    fn what_was_cut_is_named_first_with_what_it_held() {
        let recent = Recent::default();
        recent.note(&exchange("GET", "/pets", 200), true);
        recent.cut(&Request {
            body: Some(b"{\"halt\":true}".to_vec().into()),
            ..exchange("POST", "/alarm", 0).request
        });
        let last = recent.last();
        let wanted = "POST /alarm {\"halt\":true} (its connection was closed without an answer)";
        assert_eq!(last.first().map(String::as_str), Some(wanted));
        assert_eq!(last.len(), 2);
        assert_eq!(recent.all_cut(), [("POST".to_owned(), "/alarm".to_owned())]);
    }

    #[test]
    fn what_says_later_to_whatever_it_is_asked_was_not_switched_off() {
        let recent = Recent::default();
        recent.note(&exchange("POST", "/images", 200), true);
        for n in 0..3 * MANY {
            recent.note(&exchange("GET", &format!("/nodes?n={n}"), 503), true);
        }
        assert_eq!(recent.blamed(), None);
    }

    #[test]
    fn load_that_passes_blames_nobody() {
        let recent = Recent::default();
        recent.note(&exchange("POST", "/pets", 201), true);
        for _ in 0..3 {
            for _ in 1..MANY {
                recent.note(&exchange("GET", "/pets", 503), true);
            }
            recent.note(&exchange("GET", "/pets", 200), true);
        }
        assert_eq!(recent.blamed(), None);
    }
}
