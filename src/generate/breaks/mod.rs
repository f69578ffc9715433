//! Requests that break one rule, or two where several faults are wanted; each is proved on its
//! bytes, and what proves nothing is dropped.

mod ruled;
mod types;

use serde_json::Value;

use super::prove::Fault;
use super::{Maker, Skip, single};
use crate::clause::Stimulus;
use crate::clause::judge::REFUSED;
use crate::contract::{Base, Cause, Code, Schema};
use crate::exchange::{Case, Message, Step};

/// Entries of a list that is made.
pub(super) const MOST_ITEMS: u64 = 10_000;

/// Keywords whose values hang on more than their rule.
const LISTED: [&str; 4] = ["required", "type", "enum", "const"];

/// How more cases of a clause are drawn.
pub(super) enum Random {
    /// Values that break a keyword.
    Keyword {
        keyword: String,
        at: String,
        with: Option<String>,
        base: Base,
    },
    /// Ids that do not exist.
    Unknown { at: String, base: Base },
}

impl Random {
    pub(super) fn draw(&self, maker: &mut Maker<'_, '_, '_>) -> Option<Case> {
        match self {
            Random::Keyword {
                keyword,
                at,
                with,
                base,
            } => {
                let (about, value) = random_break(maker, keyword, at, with.as_deref())?;
                broken(maker, base, &[(at, keyword, value)], about).ok()?
            }
            Random::Unknown { at, base } => {
                let schema = maker.kit.operation.schema_at(at);
                let small = schema.is_some_and(|s| s.format.as_deref() == Some("int32"));
                let most = if small { i64::from(i32::MAX) } else { i64::MAX };
                let id: i64 = maker.dice.draw(1_000_000_000..=most)?;
                placed(maker, base, at, id.into(), format!("the unknown id {id}")).ok()?
            }
        }
    }
}

/// The enumerated cases, and how to draw more.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    stimulus: &Stimulus,
) -> Result<(Vec<Case>, Option<Random>), Skip> {
    match stimulus {
        Stimulus::Breaks {
            keyword,
            at,
            with,
            base,
        } => {
            let unread = maker.settings.writing.unread.get(&maker.kit.operation.id);
            if unread.is_some_and(|list| list.contains(at)) {
                return Err(Skip::profile(
                    "the target reads the place in none of the ways that the documents leave open",
                ));
            }
            let base = match base {
                Some(name) => maker.base(Some(name)).clone(),
                None => maker.base_for(at, None).clone(),
            };
            let mut list = Vec::new();
            let values = values(maker, keyword, at, with.as_deref())?;
            let (message, whole) = maker.start(&base, at)?;
            for (about, value) in values.iter().filter(|_| !whole).cloned() {
                list.extend(broken(maker, &base, &[(at, keyword, value)], about)?);
            }
            let whole = whole.then_some(message);
            let in_place = whole.is_none();
            if list.is_empty() && with.is_none() {
                list = match LISTED.contains(&keyword.as_str()) {
                    true => ruled::listed(maker, &base, at, keyword, whole, values),
                    false => ruled::cases(maker, &base, at, keyword, whole)?,
                };
            }
            if keyword == "maxLength" && in_place {
                list.extend(blank_behind(maker, &base, at)?);
            }
            if keyword == "type" && with.is_none() && in_place {
                list.extend(types::coerced(maker, &base, at)?);
            }
            let draws = matches!(
                keyword.as_str(),
                "maxLength" | "minLength" | "pattern" | "enum" | "minimum" | "maximum"
            );
            let random = Random::Keyword {
                keyword: keyword.clone(),
                at: at.clone(),
                with: with.clone(),
                base,
            };
            Ok((list, draws.then_some(random)))
        }
        Stimulus::Fixture { name, at, base } => {
            let value = maker.kit.needed(name)?;
            let base = maker.base(base.as_deref()).clone();
            Ok((
                placed(maker, &base, at, value, format!("the fixture {name}"))?
                    .into_iter()
                    .collect(),
                None,
            ))
        }
        Stimulus::UnknownTwice { at, base, also } => {
            let plain = Stimulus::Unknown {
                at: at.clone(),
                base: base.clone(),
            };
            let (mut list, _) = cases(maker, &plain)?;
            let (operation, set) = also;
            for case in &mut list {
                let mut other = Message {
                    operation: operation.clone(),
                    ..Message::default()
                };
                for (at, expr) in set {
                    let value = maker.resolve(expr, &other, &[])?;
                    other.set(at, value);
                }
                case.steps.push(Step::Send(other));
            }
            Ok((list, None))
        }
        Stimulus::Unknown { at, base } => {
            let base = maker.base(base.as_deref()).clone();
            let text = maker
                .kit
                .operation
                .schema_at(at)
                .is_some_and(|s| s.allows("string"));
            let ids: Vec<Value> = if text {
                vec![format!("no-such-{}", maker.dice.letters(8)).into()]
            } else {
                let widest = match maker.kit.operation.schema_at(at) {
                    Some(schema) if schema.format.as_deref() == Some("int32") => 2_000_000_011,
                    _ => i64::MAX,
                };
                vec![999_999_999.into(), i32::MAX.into(), widest.into()]
            };
            let mut list = Vec::new();
            for id in ids {
                let about = format!("the unknown id {id}");
                list.extend(placed(maker, &base, at, id, about)?);
            }
            Ok((
                list,
                (!text).then(|| Random::Unknown {
                    at: at.clone(),
                    base,
                }),
            ))
        }
        _ => Ok((several(maker)?, None)),
    }
}

/// A text that is too long for the blank behind it, where the answer repeats it: a reader that takes
/// the blank away may count without it, and shows what it did.
fn blank_behind(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
) -> Result<Option<Case>, Skip> {
    let kit = maker.kit;
    let mut answer = kit.operation.answer_members().iter();
    let repeated = answer.any(|p| p.schema.ext.echo.as_deref() == Some(at));
    let most = kit.operation.schema_at(at).and_then(|s| s.max_length);
    let Some(most) = most.filter(|most| repeated && *most <= 4096) else {
        return Ok(None);
    };
    let text = format!("{} ", "x".repeat(most as usize));
    let about = "one character too many, which is a blank at the end".to_owned();
    let case = broken(maker, base, &[(at, "maxLength", Some(text.into()))], about)?;
    // A blank at the end may be what is refused.
    Ok(case.map(|case| Case {
        tag: Some(REFUSED.to_owned()),
        ..case
    }))
}

/// A valid request but for these places; dropped when it breaks anything else, or nothing.
fn broken(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    breaks: &[(&str, &str, Option<Value>)],
    about: String,
) -> Result<Option<Case>, Skip> {
    let mut message = maker.valid(base)?;
    let mut wanted: Vec<Fault> = breaks
        .iter()
        .map(|(at, keyword, _)| Fault {
            at: (*at).into(),
            keyword: (*keyword).into(),
        })
        .collect();
    wanted.sort();
    for (at, keyword, value) in breaks {
        match *keyword {
            "required" => maker.lack(&mut message, at),
            _ => message.set(at, value.clone()),
        }
    }
    Ok(maker
        .kit
        .proves(&message, &maker.settings.writing, &wanted)
        .then(|| single(about, Step::Send(message))))
}

/// A request that is valid by its schema and holds a value that the target will not take.
fn placed(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
    value: Value,
    about: String,
) -> Result<Option<Case>, Skip> {
    // The base may set the same place to a fixture that the profile lacks: it is not needed then.
    let base = Base {
        special: base.special,
        name: base.name.clone(),
        set: base.set.iter().filter(|(p, _)| p != at).cloned().collect(),
    };
    let mut message = maker.valid(&base)?;
    message.set(at, Some(value));
    Ok(maker
        .kit
        .proves(&message, &maker.settings.writing, &[])
        .then(|| single(about, Step::Send(message))))
}

/// Every value worth trying for a keyword, the plainest first.
fn values(
    maker: &mut Maker<'_, '_, '_>,
    keyword: &str,
    at: &str,
    with: Option<&str>,
) -> Result<Vec<(String, Option<Value>)>, Skip> {
    if keyword == "required" {
        return Ok(vec![("left out".into(), None)]);
    }
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Err(Skip::unmade(format!("the contract has no schema at {at}")));
    };
    if let Some(skip) = super::reach::never_broken(schema, keyword) {
        return Err(skip);
    }
    // No request shows it: that of another path is sent instead.
    if at.starts_with("/path/") && keyword == "minLength" && schema.min_length == Some(1) {
        return Err(Skip::idle(
            "a path with nothing in the place of a segment is another path",
        ));
    }
    let some = |about: &str, value: Value| (about.to_owned(), Some(value));
    Ok(match keyword {
        "type" => match with {
            Some("null") => vec![some("null", Value::Null)],
            Some("empty") => vec![some("an empty string", "".into())],
            Some(kind) => types::of_kind(kind)
                .into_iter()
                .map(|v| some(kind, v))
                .collect(),
            None => types::wrong(maker, schema, at),
        },
        "enum" | "const" => {
            let mut list = outside(maker, schema);
            // What must be there is not there where it is empty.
            let asked = kit.operation.parameter(at).is_some_and(|p| p.required);
            let texts = schema.enumeration.iter().all(|v| v.is_string() && v != "");
            if asked && texts && schema.constant.is_none() && at.starts_with("/header/") {
                list.push(some("an empty value", "".into()));
            }
            list
        }
        "minItems" | "maxItems" => {
            let count = if keyword == "minItems" {
                schema.min_items.unwrap_or(1).saturating_sub(1)
            } else {
                schema.max_items.unwrap_or(0).saturating_add(1)
            };
            if count > MOST_ITEMS {
                kit.miss(format!(
                    "lists of {count} entries are not made: {MOST_ITEMS} are the most"
                ));
                return Ok(Vec::new());
            }
            let mut list = Vec::new();
            for i in 0..count {
                if let Some(items) = schema.entries() {
                    match maker.plain(items, &format!("{at}/{i}")) {
                        Ok(entry) => list.push(entry),
                        // Its rule may know another way.
                        Err(_) if !kit.own => return Ok(Vec::new()),
                        Err(skip) => return Err(skip),
                    }
                }
            }
            vec![(format!("{count} items"), Some(Value::Array(list)))]
        }
        // The others are tried by their rule.
        _ => Vec::new(),
    })
}

fn random_break(
    maker: &mut Maker<'_, '_, '_>,
    keyword: &str,
    at: &str,
    with: Option<&str>,
) -> Option<(String, Option<Value>)> {
    let schema = maker.kit.operation.schema_at(at)?;
    match keyword {
        "pattern" => {
            let (about, text) = maker.kit.text(at)?.forbidden_one(maker.dice)?;
            Some((about, Some(text.into())))
        }
        "enum" => {
            let list = outside(maker, schema);
            maker.dice.pick(&list).cloned()
        }
        _ if with.is_some() => None,
        _ => ruled::random(maker, schema, at, keyword),
    }
}

/// Values that an enumeration does not list: near misses first. Letter case and blanks around a
/// value are readings, so no near miss differs in those alone.
fn outside(maker: &mut Maker<'_, '_, '_>, schema: &Schema) -> Vec<(String, Option<Value>)> {
    let listed: Vec<Value> = schema
        .constant
        .iter()
        .chain(&schema.enumeration)
        .cloned()
        .collect();
    let mut list = Vec::new();
    for value in &listed {
        match value {
            Value::String(s) if !s.is_empty() => {
                list.push((
                    format!("{s} with a letter more"),
                    Value::String(format!("{s}X")),
                ));
                let cut: String = s.chars().take(s.chars().count() - 1).collect();
                list.push((format!("{s} with a letter less"), Value::String(cut)));
            }
            Value::Number(n) => {
                if let Some(n) = n.as_i64() {
                    list.push((format!("one above {n}"), (n + 1).into()));
                    list.push((format!("one below {n}"), (n - 1).into()));
                }
            }
            _ => {}
        }
    }
    if listed.iter().any(Value::is_string) {
        let strings: Vec<_> = listed.iter().filter_map(Value::as_str).collect();
        if strings.len() > 1 {
            list.push(("two values at once".into(), strings.join(",").into()));
        }
        list.push((
            "a word of its own".into(),
            format!("none-{}", maker.dice.letters(6)).into(),
        ));
        list.push(("a number".into(), "1".into()));
        list.push(("what answers must escape".into(), types::MARKS.into()));
    } else {
        list.push(("far away".into(), 987_654.into()));
    }
    for value in &schema.ext.near {
        list.push((
            format!("like a value: {}", crate::wire::plain(value)),
            value.clone(),
        ));
    }
    let perhaps = &schema.ext.perhaps;
    list.retain(|(_, v)| !perhaps.contains(v));
    let folded = |v: &Value| {
        v.as_str()
            .map_or_else(|| v.to_string(), |s| s.trim().to_lowercase())
    };
    let known: Vec<_> = listed.iter().map(folded).collect();
    list.retain(|(_, v)| !known.contains(&folded(v)) && v != "");
    list.into_iter()
        .map(|(about, v)| (about, Some(v)))
        .collect()
}

/// Pairs of rules at different places, broken together; the tag lists their codes.
fn several(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let rules: Vec<(&Code, &str, &str, Option<&str>)> = operation
        .errors()
        .flat_map(|(_, e)| e.when.iter().map(move |w| (&e.code, w)))
        .filter(|(_, w)| w.or.is_empty())
        .filter_map(|(code, w)| match &w.cause {
            Cause::Breaks { keyword, at, with } => {
                Some((code, keyword.as_str(), at.as_str(), with.as_deref()))
            }
            _ => None,
        })
        .collect();
    let base = maker.base(None).clone();
    let mut list = Vec::new();
    for (i, a) in rules.iter().enumerate() {
        for b in &rules[i + 1..] {
            if a.2 == b.2 || a.0 == b.0 {
                continue;
            }
            let first = |maker: &mut Maker<'_, '_, '_>, r: &(&Code, &str, &str, Option<&str>)| {
                Ok::<_, Skip>(values(maker, r.1, r.2, r.3)?.into_iter().next())
            };
            let (Some((_, x)), Some((_, y))) = (first(maker, a)?, first(maker, b)?) else {
                continue;
            };
            let about = format!("{} of {} and {} of {} at once", a.1, a.2, b.1, b.2);
            if let Some(mut case) = broken(maker, &base, &[(a.2, a.1, x), (b.2, b.1, y)], about)? {
                case.tag = Some(format!("{}+{}", a.0, b.0));
                list.push(case);
            }
        }
    }
    Ok(list)
}

/// The message of a case that is one request.
pub(super) fn message(case: &Case) -> Option<&Message> {
    match case.steps.as_slice() {
        [Step::Send(message)] => Some(message),
        _ => None,
    }
}
