//! What is put as bytes is got as the same bytes.

use super::{Kept, Role, Walk, unseen};
use crate::clause::Judgement;
use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Media, Operation};
use crate::exchange::{Exchange, Message};
use serde_json::Value;

/// The media type that promises nothing but bytes.
const BYTES: &str = "application/octet-stream";

/// What is put where the request that was made holds too little; with an end of line that must stay as it is.
const SOME: &str = "some bytes\r\nand no more\n";

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

/// The request with bytes to compare: one that was made with none, or with one, gets some more.
pub fn with_bytes(mut message: Message) -> Message {
    let body = message.body.as_ref().and_then(Value::as_str);
    if body.is_none_or(|b| b.len() < 2) {
        message.body = Some(Value::from(SOME));
    }
    message
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_to_compare_becomes_more_and_the_rest_stays() {
        let with = |body: Option<&str>| Message {
            body: body.map(Value::from),
            ..Message::default()
        };
        for body in [None, Some(""), Some("a")] {
            assert_eq!(with_bytes(with(body)), with(Some(SOME)), "{body:?}");
        }
        assert_eq!(with_bytes(with(Some("ab"))), with(Some("ab")));
    }
}
