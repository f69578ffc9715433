//! Requests that break one rule, or two where several faults are wanted; each is proved on its
//! bytes, and what proves nothing is dropped.

use serde_json::{Value, json};

use super::prove::Fault;
use super::{Maker, Skip, single};
use crate::clause::{Stimulus, lenient};
use crate::contract::{Base, Cause, Schema};
use crate::exchange::{Case, Message, Step};

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
                return Err(Skip(
                    "the target reads the place in none of the ways that the documents leave open"
                        .into(),
                ));
            }
            let base = match base {
                Some(name) => maker.base(Some(name)).clone(),
                None => maker.base_for(at, None).clone(),
            };
            let mut list = Vec::new();
            for (about, value) in values(maker, keyword, at, with.as_deref())? {
                list.extend(broken(maker, &base, &[(at, keyword, value)], about)?);
            }
            if keyword == "type" && with.is_none() {
                list.extend(coerced(maker, &base, at)?);
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
                    let value = maker.resolve(expr, &other, &[], at)?;
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
    for (at, _, value) in breaks {
        message.set(at, value.clone());
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
        return Err(Skip(format!("the contract has no schema at {at}")));
    };
    let some = |about: &str, value: Value| (about.to_owned(), Some(value));
    let text = kit.text(at);
    Ok(match keyword {
        "type" => match with {
            Some("null") => vec![some("null", Value::Null)],
            Some("empty") => vec![some("an empty string", "".into())],
            Some(kind) => of_kind(kind).into_iter().map(|v| some(kind, v)).collect(),
            None => wrong_types(maker, schema, at),
        },
        "minLength" => {
            let min = schema.min_length.unwrap_or(0) as usize;
            let lengths = (0..min).rev().take(4);
            lengths
                .filter_map(|n| {
                    Some(some(
                        &format!("{n} characters"),
                        text?.of_length(maker.dice, n)?.into(),
                    ))
                })
                .collect()
        }
        "maxLength" => {
            let max = schema.max_length.unwrap_or(0) as usize;
            let lengths = [max + 1, max + 2, max * 2, max * 10, 65_536];
            let lengths = lengths.into_iter().filter(|n| *n > max);
            lengths
                .filter_map(|n| {
                    Some(some(
                        &format!("{n} characters"),
                        text?.of_length(maker.dice, n)?.into(),
                    ))
                })
                .collect()
        }
        "pattern" => {
            let list = text.map(|t| t.forbidden(maker.dice)).unwrap_or_default();
            list.into_iter()
                .map(|(about, t)| (about, Some(t.into())))
                .collect()
        }
        "enum" | "const" => outside(maker, schema),
        "minimum" => {
            let limit = schema.minimum.unwrap_or(0.0);
            vec![
                some("one below", number(limit - 1.0)),
                some("far below", number(limit - 1e9)),
            ]
        }
        "maximum" => {
            let limit = schema.maximum.unwrap_or(0.0);
            vec![
                some("one above", number(limit + 1.0)),
                some("far above", number(limit + 1e9)),
            ]
        }
        "minItems" | "maxItems" => {
            let count = if keyword == "minItems" {
                schema.min_items.unwrap_or(1).saturating_sub(1)
            } else {
                schema.max_items.unwrap_or(0) + 1
            };
            let mut list = Vec::new();
            for i in 0..count.min(10_000) {
                if let Some(items) = &schema.items {
                    list.push(maker.plain(items, &format!("{at}/{i}"))?);
                }
            }
            vec![(format!("{count} items"), Some(Value::Array(list)))]
        }
        "format" => vec![some("not of the format", "not-of-this-format".into())],
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
    let text = maker.kit.text(at);
    let value = match keyword {
        "maxLength" => {
            let max = schema.max_length? as usize;
            let length = max + 1 + maker.dice.below(max.max(8) * 3);
            text?.of_length(maker.dice, length)?.into()
        }
        "minLength" => {
            let length = maker.dice.below(schema.min_length? as usize);
            text?.of_length(maker.dice, length)?.into()
        }
        "pattern" => {
            let list = text?.forbidden_one(maker.dice)?;
            return Some((list.0, Some(list.1.into())));
        }
        "enum" => {
            let list = outside(maker, schema);
            return maker.dice.pick(&list).cloned();
        }
        "minimum" => number(schema.minimum? - 1.0 - maker.dice.below(1_000_000) as f64),
        "maximum" => number(schema.maximum? + 1.0 + maker.dice.below(1_000_000) as f64),
        _ => return with.map(|_| None)?,
    };
    Some(("drawn at random".into(), Some(value)))
}

fn number(n: f64) -> Value {
    if n.fract() == 0.0 && n.abs() < 9e15 {
        (n as i64).into()
    } else {
        n.into()
    }
}

/// Values of one JSON type.
fn of_kind(kind: &str) -> Vec<Value> {
    match kind {
        "string" => vec!["text".into()],
        "integer" => vec![12_345.into()],
        "number" => vec![1.5.into()],
        "boolean" => vec![true.into(), false.into()],
        "array" => vec![json!([]), json!(["text"])],
        "object" => vec![json!({}), json!({"a": 1})],
        _ => vec![Value::Null],
    }
}

/// Values of every type that the schema does not allow, as far as no reader turns them into the right
/// one without losing a part. What other rules name a code for (null, an empty string) is left out.
fn wrong_types(
    maker: &Maker<'_, '_, '_>,
    schema: &Schema,
    at: &str,
) -> Vec<(String, Option<Value>)> {
    let named = named_kinds(maker, at);
    let mut list = Vec::new();
    // An XML body holds text alone, so a list or an object in its place is another element; and so
    // do paths, queries and headers.
    // Where no page names a code, none says what a list or an object for a value would be either.
    let is_text = is_text(maker, at);
    let values_only = is_text || maker.kit.operation.success.is_some();
    let kinds = ["string", "integer", "number", "boolean", "array", "object"];
    for kind in kinds.into_iter().take(if values_only { 4 } else { 6 }) {
        let covers = schema.allows(kind) || (kind == "integer" && schema.allows("number"));
        if covers || named.contains(&kind) {
            continue;
        }
        let firm = |v: &Value| is_text || at == "/body" || coercion(schema, v).is_none();
        list.extend(
            of_kind(kind)
                .into_iter()
                .filter(firm)
                .map(|v| (format!("{kind} {v}"), Some(v))),
        );
    }
    if schema.enumeration.is_empty() {
        let near = schema.ext.near.iter();
        list.extend(near.map(|v| (format!("like a value: {v}"), Some(v.clone()))));
    }
    if at == "/body" {
        list.push(("null".into(), Some(Value::Null)));
    }
    list
}

/// Kinds of values at a place for which a page names a code.
fn named_kinds<'k>(maker: &Maker<'_, 'k, '_>, at: &str) -> Vec<&'k str> {
    let named = maker.kit.operation.errors().flat_map(|(_, e)| &e.when);
    named
        .filter_map(|w| match &w.cause {
            Cause::Breaks {
                keyword,
                at: a,
                with: Some(kind),
            } if keyword == "type" && a == at => Some(kind.as_str()),
            _ => None,
        })
        .collect()
}

/// Whether values at a place are written as text, whatever their type.
fn is_text(maker: &Maker<'_, '_, '_>, at: &str) -> bool {
    maker.kit.takes_xml() || !at.starts_with("/body")
}

/// How a tolerant reader comes from a value of another type to one that the schema allows, with
/// nothing lost on the way; `None` where none does. Default settings of many stacks do each of these.
fn coercion(schema: &Schema, value: &Value) -> Option<&'static str> {
    let wants = |kind: &str| schema.types.iter().any(|t| t == kind);
    let number = wants("integer") || wants("number");
    let scalar = number || wants("string") || wants("boolean");
    match value {
        Value::Null if scalar || wants("array") => Some("null for a value"),
        Value::Object(_) | Value::Null => None,
        Value::Array(items) => match items.as_slice() {
            [item] if scalar && (is_of(schema, item) || coercion(schema, item).is_some()) => {
                Some("a list of one for a value")
            }
            _ => None,
        },
        _ if wants("array") => Some("a value for a list of one"),
        Value::String(text) if number && text.parse::<f64>().is_ok() => {
            Some("digits in quotes for a number")
        }
        Value::String(text) if wants("boolean") && matches!(text.as_str(), "true" | "false") => {
            Some("true in quotes for a boolean")
        }
        Value::String(_) => None,
        Value::Bool(_) if number => Some("a boolean for a number"),
        Value::Bool(_) | Value::Number(_) if wants("string") => {
            Some("a number or boolean for a text")
        }
        Value::Number(_) if wants("boolean") => Some("a number for a boolean"),
        Value::Number(n) if number && n.as_f64().is_some_and(|n| n.fract() == 0.0) => {
            Some("a whole number with a fraction of 0")
        }
        _ => None,
    }
}

/// Whether a value is of a type that the schema names.
fn is_of(schema: &Schema, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    schema.types.iter().any(|t| t == kind) || kind == "integer" && schema.allows("number")
}

/// Requests with a value of another type that a tolerant reader turns into the right one: taken or
/// refused, as a reading tells.
fn coerced(maker: &mut Maker<'_, '_, '_>, base: &Base, at: &str) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Ok(list);
    };
    if is_text(maker, at) || at == "/body" {
        return Ok(list);
    }
    let right = match maker.valid(base)?.get(at) {
        Some(value) => value.clone(),
        None => match maker.plain(schema, at) {
            Ok(value) => value,
            Err(_) => return Ok(list),
        },
    };
    let named = named_kinds(maker, at);
    let quoted = Value::String(crate::wire::plain(&right));
    let mut values = vec![
        json!(true),
        json!(1),
        json!(12_345),
        json!(1.5),
        Value::Null,
    ];
    values.push(right.as_i64().map_or(json!(1.0), |n| json!(n as f64)));
    values.push(match &right {
        Value::Array(items) => items.first().cloned().unwrap_or(json!("text")),
        Value::Object(_) => return Ok(list),
        _ => quoted,
    });
    values.push(json!([right]));
    for value in values {
        let kinds = ["string", "integer", "number", "boolean", "array", "null"];
        let single = |kind: &&str| is_of(&of_type(kind), &value);
        let is_named = kinds
            .iter()
            .filter(|k| single(k))
            .any(|k| named.contains(k));
        let whole = value.as_f64().is_some_and(|n| n.fract() == 0.0) && value.is_f64();
        let (false, Some(what)) = (is_named, coercion(schema, &value)) else {
            continue;
        };
        // JSON knows one kind of number: this one breaks nothing.
        let mut faults = vec![Fault {
            at: at.to_owned(),
            keyword: "type".into(),
        }];
        if whole && schema.allows("integer") {
            faults.clear();
        }
        let mut message = maker.valid(base)?;
        message.set(at, Some(value.clone()));
        if kit.proves(&message, &maker.settings.writing, &faults) {
            let mut case = super::single(format!("{what}: {value}"), Step::Send(message));
            case.tag = Some(lenient::tag(lenient::TYPES, what));
            list.push(case);
        }
    }
    Ok(list)
}

/// A schema of one type and nothing else.
fn of_type(kind: &str) -> Schema {
    Schema {
        types: vec![kind.to_owned()],
        ..Schema::default()
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
    let rules: Vec<(i64, &str, &str, Option<&str>)> = operation
        .errors()
        .flat_map(|(_, e)| e.when.iter().map(move |w| (e.code, w)))
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
            let first = |maker: &mut Maker<'_, '_, '_>, r: &(i64, &str, &str, Option<&str>)| {
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
