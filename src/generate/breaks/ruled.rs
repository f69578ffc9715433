//! Cases that the rule of a keyword makes: values that break it alone, each in a request that holds
//! the place and is right in all else.

use serde_json::{Value, json};

use crate::contract::{Base, Schema};
use crate::exchange::{Case, Message, Step};
use crate::generate::prove::{ANY, Fault};
use crate::generate::{Maker, Skip, single};
use crate::rule::{self, Broken, facts};
use crate::wire;

/// The cases of a keyword at a place; `held` is a request that was made to hold it.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
    keyword: &str,
    mut held: Option<Message>,
) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let Some(rule) = rule::find(keyword) else {
        kit.miss(format!("no way to break `{keyword}` is known"));
        return Ok(Vec::new());
    };
    let Some(schema) = kit.operation.schema_at(at) else {
        return Ok(Vec::new());
    };
    let facts = facts(schema);
    let is_xml = is_xml(maker);
    let mut list = Vec::new();
    // What stands in the plain request, then a request that is made to hold the place.
    let first = held.is_some();
    for whole in [false, true] {
        if first && !whole || whole && kit.own {
            continue;
        }
        let message = match (whole, held.take()) {
            (_, Some(message)) => message,
            (false, None) => maker.valid(base)?,
            (true, None) => match holding(maker, base, at) {
                Some(message) => message,
                None => break,
            },
        };
        let now = match message.get(at) {
            Some(value) => value.clone(),
            None if whole => break,
            None => maker.plain(schema, at).unwrap_or(Value::Null),
        };
        let mut make = maker
            .instances(schema)
            .tamed(kit.is_tame(at))
            .with_text(kit.text(at))
            .in_elements(is_xml);
        let mut made = rule.broken(&facts, &now, &mut make).unwrap_or_else(|why| {
            kit.miss(why);
            Vec::new()
        });
        if keyword == "pattern" && !kit.own {
            let fits = |text: &str| kit.text(at).is_some_and(|t| t.fits(text));
            made.retain(|broken| !is_slip(broken, &fits));
        }
        for broken in made {
            let message = match whole {
                false => maker.valid(base)?,
                true => message.clone(),
            };
            list.extend(case(maker, message, at, keyword, broken));
        }
        if !list.is_empty() {
            break;
        }
    }
    Ok(list)
}

/// The cases of values that are known, in a request that holds the place.
pub(super) fn listed(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
    keyword: &str,
    held: Option<Message>,
    values: Vec<(String, Option<Value>)>,
) -> Vec<Case> {
    if maker.kit.own || values.is_empty() {
        return Vec::new();
    }
    let Some(message) = held.or_else(|| holding(maker, base, at)) else {
        return Vec::new();
    };
    let broken = values.into_iter().map(|(about, value)| Broken {
        about,
        value,
        within: None,
    });
    broken
        .filter_map(|broken| case(maker, message.clone(), at, keyword, broken))
        .collect()
}

fn holding(maker: &mut Maker<'_, '_, '_>, base: &Base, at: &str) -> Option<Message> {
    match maker.valid_with(base, at) {
        Ok(message) => Some(message),
        Err(skip) => {
            maker.kit.miss(skip.reason);
            None
        }
    }
}

/// Whether a text is wrong for a line break at its end alone: `$` stands before that one as well in
/// widespread dialects, which the authors of a pattern may have had in mind.
fn is_slip(broken: &Broken, fits: &dyn Fn(&str) -> bool) -> bool {
    let text = broken.value.as_ref().and_then(Value::as_str);
    text.and_then(|t| t.strip_suffix('\n'))
        .is_some_and(|t| fits(t.strip_suffix('\r').unwrap_or(t)) || fits(t))
}

/// A request with a broken value, if it is proved.
fn case(
    maker: &mut Maker<'_, '_, '_>,
    mut message: Message,
    at: &str,
    keyword: &str,
    broken: Broken,
) -> Option<Case> {
    let wanted = match &broken.within {
        Some(rest) => Fault {
            at: format!("{at}{rest}"),
            keyword: ANY.to_owned(),
        },
        None => Fault {
            at: at.to_owned(),
            keyword: keyword.to_owned(),
        },
    };
    // What no validator knows of a format is known by its rule alone.
    let unknown = keyword == "format"
        && is_none_of(maker, at, broken.value.as_ref())
        && maker.governs(&message, at);
    match broken.value {
        Some(value) => message.set(at, Some(value)),
        None => maker.lack(&mut message, at),
    }
    let writing = &maker.settings.writing;
    let proves = maker.kit.proves(&message, writing, &[wanted])
        || unknown && maker.kit.proves(&message, writing, &[]);
    proves.then(|| single(broken.about, Step::Send(message)))
}

/// Whether the body is XML.
fn is_xml(maker: &Maker<'_, '_, '_>) -> bool {
    let body = maker.kit.operation.body.as_ref();
    let media = body.and_then(|b| b.media.first());
    media.is_some_and(|m| wire::Kind::of(&m.media_type) == wire::Kind::Xml)
}

/// Whether a value is none of the format that its place has.
fn is_none_of(maker: &Maker<'_, '_, '_>, at: &str, value: Option<&Value>) -> bool {
    let schema = maker.kit.operation.schema_at(at);
    let name = schema.and_then(|s| s.format.as_deref());
    let fits = name
        .zip(value)
        .and_then(|(name, value)| rule::format::fits(name, value));
    fits == Some(false)
}

/// One more value that breaks a keyword.
pub(super) fn random(
    maker: &mut Maker<'_, '_, '_>,
    schema: &Schema,
    at: &str,
    keyword: &str,
) -> Option<(String, Option<Value>)> {
    let text = maker.kit.text(at);
    let tame = maker.kit.is_tame(at);
    let mut make = maker.instances(schema).tamed(tame).with_text(text);
    let broken = rule::find(keyword)?.random(&facts(schema), &json!(null), &mut make)?;
    Some((broken.about, broken.value))
}
