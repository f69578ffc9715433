//! What is put as bytes is got as the same bytes.

use super::{Kept, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Media, Operation};
use crate::exchange::Exchange;

/// The media type that promises nothing but bytes.
const BYTES: &str = "application/octet-stream";

fn is_bytes(media: &[Media]) -> bool {
    matches!(media, [one] if one.media_type.eq_ignore_ascii_case(BYTES))
}

/// The operations that put and get bytes at one path, below what an operation makes, with the ties of both.
pub fn octets<'c>(
    contract: &'c Contract,
    ties: &'c Ties,
    maker: &'c Operation,
) -> Option<[(&'c Operation, &'c Tie); 2]> {
    let all = || {
        let own = ties.from(&maker.id).filter(|t| t.kind == Kind::Made);
        own.filter_map(|t| Some((contract.operation(&t.operation)?, t)))
    };
    let put = all().find(|(o, _)| {
        let bytes = o.body.as_ref().is_some_and(|b| is_bytes(&b.media));
        o.method == "PUT" && bytes
    })?;
    let get = all().find(|(o, _)| {
        let bytes = o.success_response().is_some_and(|r| is_bytes(&r.media));
        o.method == "GET" && o.path == put.0.path && bytes
    })?;
    Some([put, get])
}

/// The body that was put, and the one that was got: RFC 9110, section 9.3.4.
pub(super) fn judge(walk: &Walk<'_>) -> Result<Judgement, Judgement> {
    let (put, _) = walk.done(Role::PutBytes)?;
    let (step, got) = walk.done(Role::GetBytes)?;
    let sent = walk.answers(Role::PutBytes).into_iter();
    let sent = { sent }.find(|(own, _)| *own == put);
    let body = |e: &Exchange| e.request.body.clone();
    let Some(sent) = sent.and_then(|(_, e)| body(e)).filter(|b| b.len() > 1) else {
        return Err(unseen(Role::PutBytes, "holds nothing"));
    };
    if got.status != 200 || got.cut > 0 || got.header("content-encoding").is_some() {
        return Err(unseen(Role::GetBytes, "shows not all of it as it is"));
    }
    if got.body == sent {
        return Ok(Judgement::Held);
    }
    let got = format!(
        "{} bytes, where {} others were put",
        got.body.len(),
        sent.len()
    );
    let expected = Kept::Octets.in_words().into();
    Ok(Judgement::broken(expected, got, (step, 0)))
}
