//! What the answer to a making leads to is there.

use super::{Kept, Role, Walk, is_gone, unseen};
use crate::clause::Judgement;
use crate::clause::judge::response;
use crate::contract::Operation;

/// Whether the contract says that the answer names where the new thing is.
pub(super) fn is_promised(operation: &Operation) -> bool {
    let response = operation.success_response();
    response.is_some_and(|r| {
        let mut headers = r.headers.iter();
        headers.any(|h| h.name.eq_ignore_ascii_case("location"))
    })
}

/// 201 names what was made by Location: RFC 9110, section 10.2.2.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (made, answer) = walk.done(Role::Make)?;
    if answer.status != 201 {
        return Err(unseen(Role::Make, &format!("answered {}", answer.status)));
    }
    let Some(location) = answer.header("location") else {
        return Err(Judgement::Unseen("the answer has no Location".into()));
    };
    // Where a proxy stands before the target, the way to it may be another one.
    let own = walk
        .answers(Role::Read)
        .into_iter()
        .find(|(step, _)| *step > made);
    if let Some((_, read)) = own
        && read.answer.as_ref().is_ok_and(|r| r.status == 200)
        && location
            .trim_end_matches('/')
            .ends_with(&*read.request.target)
    {
        return Ok(Judgement::Held);
    }
    let Some((step, exchange)) = walk.answers(Role::Located).into_iter().next() else {
        return Err(unseen(
            Role::Located,
            "was not sent: it leads to another host, or nowhere",
        ));
    };
    let came = response(exchange, Kept::Located.in_words(), (step, 0))?;
    match came.status {
        _ if is_gone(came) => Ok(Judgement::broken(
            Kept::Located.in_words().into(),
            format!("status {} where Location leads", came.status),
            (step, 0),
        )),
        200..=399 => Ok(Judgement::Held),
        other => Err(unseen(Role::Located, &format!("answered {other}"))),
    }
}
