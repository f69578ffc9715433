//! Requests that do what words forbid, and nothing else.

use serde_json::Value;

use super::unknown::unknown;
use super::{Maker, Newness, Skip, single};
use crate::clause::worded::{Breach, RENEWED};
use crate::contract::ties::Origin;
use crate::exchange::{Case, Message, Step};

/// Draws of a whole body, for one that holds a wanted value.
const DRAWS: usize = 40;

pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, breach: &Breach) -> Result<Vec<Case>, Skip> {
    match breach {
        Breach::Twice(places) => twice(maker, places),
        Breach::Fixed { at, values } => fixed(maker, at, values),
        _ => {
            let base = maker.base(None).clone();
            let plain = maker.valid(&base)?;
            // What was sent before may be refused for that.
            let anew = maker.kit.making(maker.settings, Newness::Texts, None).ok();
            let anew = anew.filter(|anew| *anew != plain);
            let mut list = Vec::new();
            for (mut message, tag) in [(Some(plain), None), (anew, Some(RENEWED))]
                .into_iter()
                .filter_map(|(message, tag)| Some((message?, tag)))
            {
                let about = bend(maker, &mut message, breach)?;
                if maker.kit.proves(&message, &maker.settings.writing, &[]) {
                    let mut case = single(about, Step::Send(message));
                    case.tag = tag.map(str::to_owned);
                    list.push(case);
                }
            }
            Ok(list)
        }
    }
}

/// Does to a request what is forbidden.
fn bend(
    maker: &mut Maker<'_, '_, '_>,
    message: &mut Message,
    breach: &Breach,
) -> Result<&'static str, Skip> {
    let lacks = || Skip::idle("the plain request does not hold what the words are about");
    match breach {
        Breach::Same { from, to } => {
            let one = message.get(from).cloned().ok_or_else(lacks)?;
            message.get(to).ok_or_else(lacks)?;
            message.set(to, Some(one));
            Ok("two places hold the same")
        }
        Breach::Order { later, earlier, .. } | Breach::Level { later, earlier } => {
            let high = message.get(later).cloned().ok_or_else(lacks)?;
            let low = message.get(earlier).cloned().ok_or_else(lacks)?;
            if matches!(breach, Breach::Level { .. }) {
                message.set(later, Some(low));
                return Ok("what lies behind is the same");
            }
            // Where nobody looks at it, the plain request may be in the wrong order itself.
            let (low, high) = match (lies_behind(&high, &low), lies_behind(&low, &high)) {
                (true, _) => (low, high),
                (_, true) => (high, low),
                _ => return Err(lacks()),
            };
            message.set(later, Some(low));
            message.set(earlier, Some(high));
            Ok("what lies behind lies before")
        }
        Breach::Unknown(at) => {
            let known = maker.kit.standing(at).or_else(|| message.get(at).cloned());
            let known = known.ok_or_else(lacks)?;
            let none = || Skip::idle("every value that could be sent may exist");
            message.set(at, Some(unknown(maker, at, &known).ok_or_else(none)?));
            Ok("what is named is not there")
        }
        Breach::Lacking { when, value, at } => {
            message.set(when, Some(value.clone()));
            message.set(at, None);
            Ok("what goes with a value is left out")
        }
        Breach::Twice(_) | Breach::Fixed { .. } => Err(lacks()),
    }
}

/// Whether one of two values lies behind the other by every reading.
fn lies_behind(high: &Value, low: &Value) -> bool {
    match (high, low) {
        (Value::String(high), Value::String(low)) => {
            let zone = |text: &str| text.get(19..).map(str::to_owned);
            high.len() == low.len() && zone(high) == zone(low) && high > low
        }
        _ => high
            .as_f64()
            .zip(low.as_f64())
            .is_some_and(|(high, low)| high > low),
    }
}

/// A thing is made, and another one that holds the same at some places.
fn twice(maker: &mut Maker<'_, '_, '_>, places: &[String]) -> Result<Vec<Case>, Skip> {
    let (kit, settings) = (maker.kit, maker.settings);
    let mut first = kit.making(settings, Newness::Texts, None)?;
    let mut second = kit.making(settings, Newness::Texts, None)?;
    for at in places {
        if let (None, Some(schema)) = (first.get(at), kit.operation.schema_at(at)) {
            let value = maker.any(schema, at)?;
            maker.add(&mut first, at, value.clone());
            maker.add(&mut second, at, value);
        }
    }
    let proves = |m: &Message| kit.proves(m, &settings.writing, &[]);
    if places.iter().any(|at| first.get(at).is_none()) || !proves(&first) {
        return Err(Skip::idle("no request holds what the words are about"));
    }
    let fill = places
        .iter()
        .map(|at| (at.clone(), Origin::Sent(at.clone()).written()));
    let steps = vec![Step::Send(first), Step::follow(0, second, fill.collect())];
    Ok(vec![Case {
        index: 0,
        about: "what another one holds that was made just now".into(),
        tag: None,
        steps,
    }])
}

/// The same request with one value after the other at a place.
fn fixed(maker: &mut Maker<'_, '_, '_>, at: &str, values: &[Value]) -> Result<Vec<Case>, Skip> {
    let mut steps = Vec::new();
    for value in values {
        if let Some(message) = holding(maker, at, value)? {
            steps.push(Step::Send(message));
        }
    }
    if steps.len() < 2 {
        return Err(Skip::unmade(format!("no two values could be put at {at}")));
    }
    Ok(vec![Case {
        index: 0,
        about: "one value after the other".into(),
        tag: None,
        steps,
    }])
}

/// A valid request with a value at a place.
fn holding(
    maker: &mut Maker<'_, '_, '_>,
    at: &str,
    value: &Value,
) -> Result<Option<Message>, Skip> {
    let base = maker.base(None).clone();
    let plain = maker.valid(&base)?;
    let kit = maker.kit;
    let proves = |m: &Message| kit.proves(m, &maker.settings.writing, &[]);
    let mut message = plain.clone();
    message.set(at, Some(value.clone()));
    if proves(&message) {
        return Ok(Some(message));
    }
    for _ in 0..DRAWS {
        let Ok(drawn) = kit.making(maker.settings, Newness::All, None) else {
            continue;
        };
        if drawn.get(at) == Some(value) && proves(&drawn) {
            return Ok(Some(drawn));
        }
    }
    Ok(None)
}
