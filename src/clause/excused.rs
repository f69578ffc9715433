//! Refusals of requests that are to be accepted, which still show nothing: HTTP or the words of the contract
//! leave room for them.

use super::described;
use super::judge::{Judgement, Seen};
use crate::contract::{Operation, Parameter, Place};
use crate::exchange::{Exchange, Response};

/// What a conflict may be about.
const TAKEN: &str = "status 409: what it names may be taken already, or be in a state of its own";
/// What nothing acceptable may be about.
const FORMS: &str = "status 406: no form of the answer that it asks for may be to be had (RFC 9110, section 15.5.7)";
/// What a refusal of nobody's call says.
const NOBODY: &str = "without a body nothing says who calls, which asks for no body as such";
/// What a login refuses.
const LOGIN: &str = "what the body says of who calls may be known to nobody";
/// What a list of changes is held to beside its schema.
const PATCH: &str =
    "a patch has rules and a state of its thing that no schema tells (RFC 6902, section 4)";

/// Why the refusal of a valid request shows nothing.
pub(super) fn refusal(
    seen: &Seen<'_>,
    step: usize,
    exchange: &Exchange,
    response: &Response,
) -> Option<Judgement> {
    let status = response.status;
    if let Some(reason) = too_long(exchange, response) {
        return Some(Judgement::Inconclusive(reason));
    }
    if may_be_taken(seen.operation, status) {
        return Some(Judgement::Unseen(TAKEN.to_owned()));
    }
    // Where codes are tied to causes, the contract tells what draws which.
    if seen.operation.errors().next().is_some() {
        return None;
    }
    let at = || described::may_rule_out(seen, step, response);
    let why = match status {
        406 if asks_for_a_form(seen, step) => FORMS.to_owned(),
        400 | 409 | 422 if is_patch(exchange) => format!("status {status}: {PATCH}"),
        401 if is_login(seen.operation) => format!("status {status}: {LOGIN}"),
        401 | 403 if lets_nobody_in(seen, exchange) => format!("status {status}: {NOBODY}"),
        _ => {
            let at = at()?;
            format!(
                "status {status}: what is said of {at} may rule out the text that was made up for it"
            )
        }
    };
    Some(Judgement::Unseen(why))
}

/// Why an answer to a wrong value in a path shows nothing: it leads to another path, as servers do for those that
/// end with a slash or hold dots. What stands there is another request.
pub(super) fn leads_elsewhere(seen: &Seen<'_>, at: &str, judged: &Judgement) -> Option<Judgement> {
    let Judgement::Broken(broken) = judged else {
        return None;
    };
    let (step, place) = broken.shown;
    let taken = seen.taken.iter().find(|t| t.step == step)?;
    let response = taken.exchanges.get(place)?.answer.as_ref().ok()?;
    let leads = matches!(response.status, 301 | 302 | 307 | 308);
    (leads && at.starts_with("/path/") && response.header("location").is_some()).then(|| {
        let status = response.status;
        Judgement::Unseen(format!("status {status}: the path leads to another one"))
    })
}

/// Whether a refusal may be about what an earlier request left, where the contract documents such a
/// conflict and does not tell what draws it.
fn may_be_taken(operation: &Operation, status: u16) -> bool {
    status == 409
        && operation.errors().next().is_none()
        && operation.success.is_none()
        && operation.lists(409)
}

/// Whether a request has a text of its own in the query or a header: a form may be asked for so.
fn asks_for_a_form(seen: &Seen<'_>, step: usize) -> bool {
    let Some(message) = seen.message(step) else {
        return false;
    };
    let made_up = |p: &Parameter| {
        let apart = matches!(p.place, Place::Query | Place::Header);
        apart && p.schema.is_any_text() && message.get(&p.pointer()).is_some()
    };
    seen.operation.parameters.iter().any(made_up)
}

/// Whether a request holds a JSON Patch.
fn is_patch(exchange: &Exchange) -> bool {
    exchange.request.headers.iter().any(|(name, value)| {
        let media = value.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("content-type")
            && media.eq_ignore_ascii_case("application/json-patch+json")
    })
}

/// Whether an operation that anybody may call says that it refuses who calls: it can know that by the body alone.
fn is_login(operation: &Operation) -> bool {
    !operation.secured && operation.body.is_some() && operation.lists(401)
}

/// Whether a call without its body is refused for what stands in the body: a login names who calls there.
fn lets_nobody_in(seen: &Seen<'_>, exchange: &Exchange) -> bool {
    let bare = exchange.request.body.as_ref().is_none_or(|b| b.is_empty());
    bare && seen.operation.body.is_some()
}

/// Why a long URL or header was not taken, where that is a limit of the server or of a proxy before
/// it: no page promises more than HTTP does.
fn too_long(exchange: &Exchange, response: &Response) -> Option<String> {
    /// Octets that every server is expected to take.
    const SHORT: usize = 255;
    let request = &exchange.request;
    let target = request.target.len();
    let header = request.headers.iter().map(|(_, value)| value.len()).max();
    let what = match response.status {
        414 if target > SHORT => format!("a URL of {target} octets"),
        431 if target.max(header.unwrap_or(0)) > SHORT => "headers of this length".to_owned(),
        _ => return None,
    };
    Some(format!(
        "{what}: too long for the target, or for a proxy before it"
    ))
}
