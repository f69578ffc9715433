//! Requests with numbers that agree with a known one in part.

use bytes::Bytes;

use super::{Maker, Skip, single};
use crate::clause::lenient;
use crate::exchange::{Bend, Case, Message, Step};
use crate::wire;

/// A number that stands for another one until the bytes are there.
const MARK: i64 = 7_700_770_077_007;

/// A number that hardly names anything.
const FAR: i64 = 8_400_210_077;

/// The known number, bent.
pub(super) fn near(maker: &mut Maker<'_, '_, '_>, at: &str) -> Result<Vec<Case>, Skip> {
    let base = maker.base_for(at, None).clone();
    let message = maker.valid(&base)?;
    let fixture = maker.kit.operation.schema_at(at);
    let fixture = fixture.and_then(|s| s.ext.fixture.clone());
    let known = match (message.get(at), fixture) {
        (Some(value), _) => value.clone(),
        (None, Some(name)) => maker.kit.needed(&name)?,
        (None, None) => return Err(Skip::idle("the place names nothing that is known")),
    };
    let bends = [
        Bend::Plus32,
        Bend::Plus64,
        Bend::Digits,
        Bend::Minus,
        Bend::Fraction,
    ];
    let bent = bends
        .into_iter()
        .filter_map(|b| Some((b.about(), b.of(&known)?)));
    let mut bent: Vec<(&str, String)> = bent.collect();
    if let Some(number) = known.as_i64().filter(|n| *n > 0) {
        let less = i128::from(number) - (1 << 32);
        bent.push(("its id less 2^32", less.to_string()));
    }
    let list = written(maker, &message, at, bent);
    // Where any number names something, one that is near says nothing.
    let far = written(maker, &message, at, vec![("far from it", FAR.to_string())]);
    let far = far.into_iter().next().and_then(|mut case| case.steps.pop());
    match (list.is_empty(), far) {
        (true, _) => Err(Skip::idle("what is known there is no number above zero")),
        (false, None) => Ok(list),
        (false, Some(far)) => {
            let before = |mut case: Case| {
                case.steps.insert(0, far.clone());
                case
            };
            Ok(list.into_iter().map(before).collect())
        }
    }
}

/// Those that no type of 64 bits holds.
const BEYOND: [&str; 2] = ["2^63", "40 digits"];

/// Numbers that a reader may take or refuse.
pub(super) fn odd(maker: &mut Maker<'_, '_, '_>, at: &str) -> Result<Vec<Case>, Skip> {
    let base = maker.base_for(at, None).clone();
    let message = maker.valid(&base)?;
    let digits = "9".repeat(40);
    let numbers = [
        ("zero", "0"),
        ("a negative number", "-1"),
        ("2^31", "2147483648"),
        ("2^53 and one", "9007199254740993"),
        ("2^63 less one", "9223372036854775807"),
        ("2^63", "9223372036854775808"),
        ("the least of 64 bits", "-9223372036854775808"),
        ("40 digits", digits.as_str()),
        ("leading zeros", "007"),
        ("a plus sign", "%2B7"),
        ("an exponent", "1e0"),
        ("a great exponent", "1e400"),
        ("a fraction of zero", "1.0"),
    ];
    let numbers = numbers.map(|(about, text)| (about, text.to_owned()));
    // What a path names is not to be changed, whichever it is: nothing has a number that no type holds.
    let reads = matches!(maker.kit.operation.method.as_str(), "GET" | "HEAD");
    let named = at.starts_with("/path/") && !reads;
    let numbers = numbers
        .into_iter()
        .filter(|(about, _)| !named || BEYOND.contains(about));
    let numbers: Vec<_> = numbers.collect();
    let mut list = written(maker, &message, at, numbers);
    for case in &mut list {
        case.tag = Some(lenient::tag(lenient::ODD_NUMBERS, &case.about));
    }
    match list.is_empty() {
        true => Err(Skip::unmade(
            "no request could be made that holds a number there",
        )),
        false => Ok(list),
    }
}

/// Requests that hold these texts of numbers at a place, as they stand.
fn written(
    maker: &mut Maker<'_, '_, '_>,
    message: &Message,
    at: &str,
    numbers: Vec<(&str, String)>,
) -> Vec<Case> {
    let mark = MARK.to_string();
    let mut list = Vec::new();
    for (about, number) in numbers {
        let mut message = message.clone();
        // A name that is taken already says nothing of the number.
        maker.renew_but(&mut message, at);
        message.set(at, Some(MARK.into()));
        let marked = wire::encode(maker.kit.operation, &message, &maker.settings.writing);
        let mut request = marked.clone();
        request.target = request.target.replace(&mark, &number);
        if let Some(body) = &request.body {
            let body = String::from_utf8_lossy(body).replace(&mark, &number);
            request.body = Some(Bytes::from(body));
        }
        for (_, value) in &mut request.headers {
            *value = value.replace(&mark, &number);
        }
        if request != marked {
            list.push(single(format!("{about}: {number}"), Step::Raw(request)));
        }
    }
    list
}
