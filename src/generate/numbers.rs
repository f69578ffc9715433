//! Requests with numbers that agree with a known one in part.

use bytes::Bytes;

use super::{Maker, Skip, single};
use crate::exchange::{Bend, Case, Step};
use crate::wire;

/// A number that stands for another one until the bytes are there.
const MARK: i64 = 7_700_770_077_007;

/// The known number, bent.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, at: &str) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let schema = kit.operation.schema_at(at);
    let Some(name) = schema.and_then(|s| s.ext.fixture.clone()) else {
        return Err(Skip::idle("the place names nothing that is known"));
    };
    let base = maker.base_for(at, None).clone();
    let mut message = maker.valid(&base)?;
    let known = match message.get(at) {
        Some(value) => value.clone(),
        None => kit.needed(&name)?,
    };
    message.set(at, Some(MARK.into()));
    let marked = wire::encode(kit.operation, &message, &maker.settings.writing);
    let mark = MARK.to_string();
    let bends = [Bend::Plus32, Bend::Plus64, Bend::Minus, Bend::Fraction];
    let bent = bends
        .into_iter()
        .filter_map(|b| Some((b.about(), b.of(&known)?)));
    let mut bent: Vec<(&str, String)> = bent.collect();
    if let Some(number) = known.as_i64().filter(|n| *n > 0) {
        bent.push((
            "its id less 2^32",
            (i128::from(number) - (1 << 32)).to_string(),
        ));
    }
    let case = |(about, number): (&str, String)| {
        let mut request = marked.clone();
        request.target = request.target.replace(&mark, &number);
        if let Some(body) = &request.body {
            let body = String::from_utf8_lossy(body).replace(&mark, &number);
            request.body = Some(Bytes::from(body));
        }
        for (_, value) in &mut request.headers {
            *value = value.replace(&mark, &number);
        }
        (request != marked).then(|| single(format!("{about}: {number}"), Step::Raw(request)))
    };
    let list: Vec<Case> = bent.into_iter().filter_map(case).collect();
    match list.is_empty() {
        true => Err(Skip::idle("what is known there is no number above zero")),
        false => Ok(list),
    }
}
