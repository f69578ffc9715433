//! An answer that leads elsewhere, where every documented success does, by another status.

use crate::clause::judge::Seen;
use crate::exchange::{Exchange, Response};

/// Whether an answer to a plain request leads elsewhere as a success does, by a status that no page
/// lists. What leads to the same place in another writing, or to where one logs in, does not come from
/// the operation.
pub(super) fn leads(seen: &Seen<'_>, exchange: &Exchange, response: &Response) -> bool {
    let operation = seen.operation;
    let documented = operation.success();
    if !matches!(response.status, 301 | 302 | 303 | 307 | 308)
        || documented.is_empty()
        || !documented.iter().all(|status| status.leads_elsewhere())
        || operation.documented(response.status).is_some()
        || operation.secured
        || exchange.request.method != operation.method
    {
        return false;
    }
    response.header("location").is_some_and(|to| {
        let plain = |text: &str| path(text).trim_end_matches('/').to_ascii_lowercase();
        let to = plain(to);
        to != plain(&exchange.request.target)
            && !["login", "signin", "sign-in", "auth"]
                .iter()
                .any(|w| to.contains(w))
    })
}

/// The path of an address.
fn path(address: &str) -> &str {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => address,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}
