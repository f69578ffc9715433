//! Valid requests: plain ones, ones that stress a value or a limit, and the contract's probes.

mod alphabet;
mod probe;
mod read_only;
pub(super) mod select;
mod spare;
mod twice;

use serde_json::{Value, json};

use super::breaks::MOST_ITEMS;
use super::dice::Dice;
use super::{Maker, Skip, single};
use crate::clause::Valid;
use crate::clause::judge::EITHER;
use crate::contract::{Base, Operation};
use crate::exchange::{Case, Message, Step, below};
use crate::rule::{self, holds};
use crate::wire;

use alphabet::alphabet;
pub(super) use probe::probe;
use read_only::read_only;
use select::select;
pub(super) use spare::{Spare, spare};
use twice::twice;

/// Alternatives of a body that are sent with everything.
const MOST_ALTERNATIVES: usize = 8;
/// Draws of one random request.
const TRIES: usize = 4;
/// Examples of one place that are tried.
const MOST_EXAMPLES: usize = 3;

/// Every base, with what must be there and with everything that may be there. A base whose
/// fixtures the profile lacks is left out as long as another one remains.
pub(super) fn successes(
    maker: &mut Maker<'_, '_, '_>,
    media_type: Option<&str>,
) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    let mut skip = None;
    let bases = maker.kit.operation.bases.clone();
    for (number, base) in bases.into_iter().filter(|b| !b.special).enumerate() {
        for full in [false, true] {
            match message(maker, &base, full) {
                Ok(mut message) => {
                    let unproven = maker.kit.unproven(&message, &maker.settings.writing);
                    if unproven.is_some() {
                        skip = unproven;
                        continue;
                    }
                    if let Some(media_type) = media_type {
                        message.set(wire::ACCEPT, Some(media_type.into()));
                    }
                    // One of them has its texts as long as they may be: an echo may be cut.
                    if full && number == 0 {
                        longest(maker, &mut message);
                    }
                    let about = if full {
                        "with every member"
                    } else {
                        "with what must be there"
                    };
                    let mut case = single(format!("{}, {about}", base.name), Step::Send(message));
                    case.tag = Some(base.name.clone());
                    list.push(case);
                }
                Err(why) => skip = Some(why),
            }
        }
    }
    if media_type.is_none() {
        list.extend(alternatives(maker));
    }
    match (list.is_empty(), skip) {
        (true, Some(why)) => Err(why),
        _ => Ok(list),
    }
}

/// A body of each alternative, with everything that may be there: what is left out shows nothing.
fn alternatives(maker: &mut Maker<'_, '_, '_>) -> Vec<Case> {
    let kit = maker.kit;
    let media = kit.operation.body.as_ref().and_then(|b| b.media.first());
    let Some(branches) = media.map(|m| &m.schema.any_of) else {
        return Vec::new();
    };
    if kit.own || !(2..=MOST_ALTERNATIVES).contains(&branches.len()) {
        return Vec::new();
    }
    let base = maker.base(None).clone();
    let Ok(plain) = maker.valid(&base) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    for branch in branches {
        let Ok(value) = maker.plain(branch, "/body") else {
            continue;
        };
        let mut message = plain.clone();
        message.body = Some(value);
        for property in &branch.properties {
            let at = below("/body", &property.name);
            if let (None, Ok(value)) = (message.get(&at), maker.any(&property.schema, &at)) {
                let mut tried = message.clone();
                maker.add(&mut tried, &at, value);
                if kit.proves(&tried, &maker.settings.writing, &[]) {
                    message = tried;
                }
            }
        }
        if kit.proves(&message, &maker.settings.writing, &[]) {
            let about = format!("{}, alternative {}", base.name, list.len() + 1);
            let mut case = single(about, Step::Send(message));
            case.tag = Some(base.name.clone());
            list.push(case);
        }
    }
    list
}

pub(super) fn message(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    full: bool,
) -> Result<Message, Skip> {
    let mut message = maker.valid(base)?;
    if !full {
        return Ok(message);
    }
    let plain = message.clone();
    let kit = maker.kit;
    for place in kit.spare.iter().filter(|p| p.is_open(base)) {
        if let Ok(value) = maker.any(place.schema, &place.at) {
            maker.add(&mut message, &place.at, value);
        }
    }
    maker.heed(&mut message);
    let proves = |message: &Message, maker: &Maker<'_, '_, '_>| {
        kit.proves(message, &maker.settings.writing, &[])
    };
    if proves(&message, maker) || !proves(&plain, maker) {
        return Ok(message);
    }
    // Some value is none that the contract takes: only what stays valid is added.
    let mut message = plain;
    for place in kit.spare.iter().filter(|p| p.is_open(base)) {
        let Ok(value) = maker.any(place.schema, &place.at) else {
            continue;
        };
        let mut tried = message.clone();
        maker.add(&mut tried, &place.at, value);
        if proves(&tried, maker) {
            message = tried;
        }
    }
    Ok(message)
}

/// Whether the values of a message stand together (`x-apart`).
fn stand_together(operation: &Operation, message: &Message) -> bool {
    operation.apart.iter().all(|places| {
        !places.iter().all(|(at, values)| {
            message
                .get(at)
                .is_some_and(|v| values.is_empty() || values.contains(v))
        })
    })
}

/// Gives every text of the body its greatest length.
fn longest(maker: &mut Maker<'_, '_, '_>, message: &mut Message) {
    let kit = maker.kit;
    for property in kit.operation.members().iter() {
        let at = below("/body", &property.name);
        if let (Some(max), Some(text), Some(_)) =
            (property.schema.max_length, kit.text(&at), message.get(&at))
            && max <= 4096
            && let Some(long) = maker.drawn(&at, |d| text.of_length(d, max as usize))
        {
            message.set(&at, Some(long.into()));
        }
    }
}

/// Requests that stress one thing and are valid in all.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, what: &Valid) -> Result<Vec<Case>, Skip> {
    let mut list = Vec::new();
    match what {
        Valid::Value(at, value) => {
            let schema = maker.kit.operation.schema_at(at);
            if schema.is_some_and(|s| !maker.settings.writing.can_write(s, value)) {
                return Err(Skip::profile(format!(
                    "no page says how {value} is written where the target takes {at} as it does"
                )));
            }
            let base = maker.base_for(at, Some(value)).clone();
            list.push(with(
                maker,
                &base,
                at,
                Some(value.clone()),
                format!("{at} is {value}"),
            )?);
        }
        Valid::EachOf(at, values) => {
            let base = maker.base_for(at, None).clone();
            let mut steps = Vec::new();
            for value in values {
                let mut message = maker.valid(&base)?;
                maker.lay(&mut message, at, Some(value.clone()));
                steps.push(Step::Send(message));
            }
            list.push(Case {
                steps,
                ..single(
                    format!("each documented value of {at}"),
                    Step::Send(Message::default()),
                )
            });
        }
        Valid::Examples(at) => {
            let schema = maker.kit.operation.schema_at(at);
            let mut why = None;
            let examples = schema.map_or(&[][..], |s| &s.examples);
            for example in examples.iter().take(MOST_EXAMPLES) {
                // Documents show what their own schemas refuse, too.
                let right = schema.is_some_and(|s| holds(&s.json, example, &s.shared));
                match cases(maker, &Valid::Value(at.clone(), example.clone())) {
                    Ok(made) if right => list.extend(made),
                    Ok(_) => {}
                    Err(skip) => why = Some(skip),
                }
            }
            if let (true, Some(skip)) = (list.is_empty(), why) {
                return Err(skip);
            }
        }
        Valid::Limit { at, keyword } => {
            let schema = maker.kit.operation.schema_at(at);
            if let Some(skip) = schema.and_then(|s| super::reach::never_met(s, keyword)) {
                return Err(skip);
            }
            let base = maker.base_for(at, None).clone();
            match limit(maker, at, keyword) {
                Ok(Some((about, value))) => {
                    list.push(with(maker, &base, at, Some(value), about)?);
                }
                Err(skip) if maker.kit.own => return Err(skip),
                // Its rule may know another way.
                _ => {}
            }
            list.retain(|case| is_valid(maker, case));
            if list.is_empty() {
                list = ruled(maker, &base, at, keyword)?;
            }
        }
        Valid::Pattern(at) => {
            let base = maker.base_for(at, None).clone();
            for (about, text) in alphabet(maker, at) {
                list.push(with(maker, &base, at, Some(text.into()), about)?);
            }
        }
        Valid::Absent(at) => {
            let base = maker.base_for(at, None).clone();
            list.push(with(maker, &base, at, None, format!("{at} left out"))?);
        }
        Valid::Said(at) => {
            let default = maker.kit.operation.schema_at(at);
            let default = default.and_then(|s| s.ext.default.clone());
            let base = maker.base_for(at, None).clone();
            let message = maker.valid(&base)?;
            let value = match &default {
                Some(expr) => maker.resolve(expr, &message, &[])?,
                None => None,
            };
            let Some(value) = value else {
                return Err(Skip::idle("no value is known that stands for its absence"));
            };
            let about = format!("{at} is its default, {value}");
            list.push(with(maker, &base, at, Some(value), about)?);
        }
        Valid::Unsent(at) => {
            let base = maker.base_for(at, None).clone();
            let around = at.rsplit_once('/').map_or("", |(around, _)| around);
            let (message, _) = maker.start(&base, around)?;
            list.push(single(format!("{at} left out"), Step::Send(message)));
        }
        Valid::Default(at) => {
            for base in maker.kit.operation.bases.clone() {
                let needs = base.set.iter().any(|(p, _)| p == at);
                let without = Base {
                    special: base.special,
                    set: base.set.into_iter().filter(|(p, _)| p != at).collect(),
                    name: base.name,
                };
                let about = format!("{}, {at} left out", without.name);
                let mut case = with(maker, &without, at, None, about)?;
                case.tag = needs.then(|| EITHER.to_owned());
                list.push(case);
            }
        }
        Valid::As(media_type) => return super::media::cases(maker, media_type),
        Valid::Bodiless => list.push(super::media::bodiless(maker)?),
        Valid::Example(body) => {
            let mut message = maker.valid(&maker.base(None).clone())?;
            message.body = Some(body.clone());
            maker.stand_in(&mut message);
            let case = single("the sample as it stands", Step::Send(message));
            // A target that keeps names takes those of the sample once.
            list.push(match maker.kit.names.get() {
                Some(_) => maker
                    .dice
                    .named(|dice| super::refresh(maker.kit, &case, dice, &maker.settings.writing)),
                None => case,
            });
        }
        Valid::Random => {
            for _ in 0..maker.settings.costly() {
                let plain = maker.kit.operation.bases.iter().filter(|b| !b.special);
                let plain: Vec<&Base> = plain.collect();
                let Some(base) = maker.dice.pick(&plain).map(|b| (*b).clone()) else {
                    continue;
                };
                // What is drawn place by place may not go together.
                for _ in 0..TRIES {
                    let drawn = random(maker, &base);
                    let case = drawn.map(|m| single("drawn at random", Step::Send(m)));
                    if let Some(case) = case.filter(|c| maker.kit.own || is_valid(maker, c)) {
                        list.push(case);
                        break;
                    }
                }
            }
            if maker.settings.cases == 0 {
                return Err(Skip::profile("no random cases were asked for"));
            }
            if list.is_empty() {
                let base = maker.base(None).clone();
                maker.valid(&base)?;
            }
        }
        Valid::Twice => list.push(twice(maker)?),
        Valid::ExtraMembers => {
            let base = maker.base(None).clone();
            for (about, name, value) in [
                ("a member of its own", "clausal_extra", json!("kept out")),
                (
                    "an object of its own",
                    "clausal_object",
                    json!({"a": [1, null, {"b": true}]}),
                ),
                ("an empty name", "", json!(0)),
            ] {
                let mut message = maker.valid(&base)?;
                if let Some(Value::Object(map)) = &mut message.body {
                    map.insert(name.into(), value);
                }
                list.push(single(about, Step::Send(message)));
            }
        }
        Valid::ReadOnlyMembers => list.push(read_only(maker)?),
        Valid::Select(selection) => list = select(maker, *selection)?,
        Valid::Exists(at, value) => list.push(super::exists::case(maker, at, value)?),
    }
    // Whatever was made must be valid by its own bytes.
    list.retain(|case| is_valid(maker, case));
    if list.is_empty() && !maker.kit.own {
        match what {
            Valid::Value(at, _) | Valid::Absent(at) => list = inside(maker, what, at)?,
            Valid::Pattern(at) => {
                let base = maker.base_for(at, None).clone();
                let message = maker.valid_with(&base, at)?;
                for (about, text) in alphabet(maker, at) {
                    let mut message = message.clone();
                    message.set(at, Some(text.into()));
                    list.push(single(about, Step::Send(message)));
                }
                list.retain(|case| is_valid(maker, case));
            }
            _ => {}
        }
    }
    Ok(list)
}

fn is_valid(maker: &Maker<'_, '_, '_>, case: &Case) -> bool {
    let proves = |m: &Message| maker.kit.proves(m, &maker.settings.writing, &[]);
    case.steps
        .iter()
        .all(|s| !matches!(s, Step::Send(m) if !proves(m)))
}

/// A value or an omission in a list or an alternative: the request must be one that holds the place.
fn inside(maker: &mut Maker<'_, '_, '_>, what: &Valid, at: &str) -> Result<Vec<Case>, Skip> {
    let base = maker.base_for(at, None).clone();
    let (about, value) = match what {
        Valid::Value(_, value) => (format!("{at} is {value}"), Some(value.clone())),
        _ => (format!("{at} left out"), None),
    };
    let mut message = maker.valid_with(&base, at)?;
    message.set(at, value.clone());
    let case = single(about.clone(), Step::Send(message));
    if is_valid(maker, &case) {
        return Ok(vec![case]);
    }
    if let Some(body) = value.and_then(|value| maker.with_all_of(at, &value)) {
        let mut message = maker.valid(&base)?;
        message.body = Some(body);
        maker.stand_in(&mut message);
        let case = single(about.clone(), Step::Send(message));
        if is_valid(maker, &case) {
            return Ok(vec![case]);
        }
    }
    let Valid::Absent(_) = what else {
        return Ok(Vec::new());
    };
    // What stands beside may have to be otherwise then.
    let message = maker.valid_without(&base, at)?;
    let case = single(about, Step::Send(message));
    Ok(Vec::from_iter(is_valid(maker, &case).then_some(case)))
}

/// Values at a limit, as the rule of a keyword makes them.
fn ruled(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
    keyword: &str,
) -> Result<Vec<Case>, Skip> {
    let kit = maker.kit;
    let (Some(rule), Some(schema)) = (rule::find(keyword), kit.operation.schema_at(at)) else {
        return Ok(Vec::new());
    };
    let facts = rule::facts(schema);
    let make = maker.instances(schema).tamed(kit.is_tame(at));
    let mut make = make.with_text(kit.text(at));
    let made = rule.at_limit(&facts, &mut make).map_err(Skip::unmade)?;
    let made = made
        .into_iter()
        .map(|(about, value)| Ok((about, kit.with_fixtures(schema, value)?)));
    let mut made: Vec<(String, Value)> = made.collect::<Result<_, Skip>>()?;
    // No style of a parameter writes null: nothing behind a name is an empty text.
    made.retain(|(_, value)| !value.is_null() || at.starts_with("/body"));
    let mut list = Vec::new();
    for whole in [false, true] {
        for (about, value) in &made {
            let mut message = match whole {
                false => maker.start(base, at)?.0,
                true => maker.valid_with(base, at)?,
            };
            maker.lay(&mut message, at, Some(value.clone()));
            list.push(single(about.clone(), Step::Send(message)));
        }
        list.retain(|case| is_valid(maker, case));
        if !list.is_empty() {
            break;
        }
    }
    Ok(list)
}

fn with(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    at: &str,
    value: Option<Value>,
    about: String,
) -> Result<Case, Skip> {
    let (mut message, _) = maker.start(base, at)?;
    maker.lay(&mut message, at, value);
    Ok(single(about, Step::Send(message)))
}

fn limit(
    maker: &mut Maker<'_, '_, '_>,
    at: &str,
    keyword: &str,
) -> Result<Option<(String, Value)>, Skip> {
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Ok(None);
    };
    let length = |maker: &mut Maker<'_, '_, '_>, n: u64| {
        let Some(text) = kit.text(at) else {
            kit.miss("the place holds no text".to_owned());
            return None;
        };
        let made = maker.drawn(at, |d| text.of_length(d, n as usize));
        if made.is_none() {
            kit.miss(text.miss(Some(n as usize)));
        }
        made.map(|t| (format!("{n} characters"), t.into()))
    };
    let items = |maker: &mut Maker<'_, '_, '_>, n: u64| {
        if n > MOST_ITEMS {
            return Err(Skip::unmade(format!(
                "lists of {n} entries are not made: {MOST_ITEMS} are the most"
            )));
        }
        let items = schema.items.as_deref();
        let list: Result<Vec<_>, _> = (0..n)
            .map(|i| items.map_or(Ok(Value::Null), |s| maker.any(s, &format!("{at}/{i}"))))
            .collect();
        list.map(|list| (format!("{n} items"), Value::Array(list)))
    };
    Ok(match keyword {
        "minLength" => schema.min_length.and_then(|n| length(maker, n)),
        "maxLength" => schema.max_length.and_then(|n| length(maker, n)),
        "minItems" => schema.min_items.map(|n| items(maker, n)).transpose()?,
        "maxItems" => schema.max_items.map(|n| items(maker, n)).transpose()?,
        _ => None,
    })
}

fn random(maker: &mut Maker<'_, '_, '_>, base: &Base) -> Option<Message> {
    let mut message = maker.valid(base).ok()?;
    let body = maker
        .kit
        .operation
        .body
        .as_ref()
        .and_then(|b| b.media.first());
    let required = body
        .into_iter()
        .flat_map(|m| &m.schema.properties)
        .filter(|p| p.required);
    for property in required {
        let at = below("/body", &property.name);
        if base.set.iter().all(|(p, _)| *p != at) {
            let value = maker.any(&property.schema, &at).ok()?;
            message.set(&at, Some(value));
        }
    }
    for place in maker.kit.spare.iter().filter(|p| p.is_open(base)) {
        if maker.dice.below(2) == 1
            && let Ok(value) = maker.any(place.schema, &place.at)
        {
            maker.add(&mut message, &place.at, value);
        }
    }
    maker.heed(&mut message);
    Some(message)
}

impl Maker<'_, '_, '_> {
    /// A valid request whose listed places will be overwritten, so that a required parameter
    /// among them needs no value of its own.
    fn valid_but(&mut self, base: &Base, places: Vec<&str>) -> Result<Message, Skip> {
        let mut base = base.clone();
        for at in places {
            if self.kit.operation.parameter(at).is_some_and(|p| p.required) {
                base.set
                    .push((at.to_owned(), crate::contract::Expr::Absent));
            }
        }
        self.valid(&base)
    }

    /// Draws a value of a place: a name where no two may be the same.
    fn drawn<T>(&mut self, at: &str, draw: impl FnOnce(&mut Dice) -> T) -> T {
        let schema = self.kit.operation.schema_at(at);
        match schema.is_some_and(|s| s.ext.unique) {
            true => self.dice.named(draw),
            false => draw(self.dice),
        }
    }

    /// Adds a value that may be left out, unless it does not stand beside what is there already.
    pub(super) fn add(&mut self, message: &mut Message, at: &str, value: Value) {
        let operation = self.kit.operation;
        let value = match operation.schema_at(at) {
            Some(schema) => self.sendable(value, schema, at),
            None => value,
        };
        let mentioned = operation.apart.iter().flatten().any(|(p, _)| p == at);
        let goes_with = operation
            .schema_at(at)
            .is_some_and(|s| s.ext.goes_with.is_some());
        if !mentioned && !goes_with {
            message.set(at, Some(value));
            return;
        }
        let mut tried = message.clone();
        self.lay(&mut tried, at, Some(value));
        if stand_together(self.kit.operation, &tried) {
            *message = tried;
        }
    }

    /// Puts a value at a place, and with it the sibling's value that goes with it.
    pub(in crate::generate) fn lay(&self, message: &mut Message, at: &str, value: Option<Value>) {
        let rule = self
            .kit
            .operation
            .schema_at(at)
            .and_then(|s| s.ext.goes_with.as_ref());
        if let (Some((sibling, pairs)), Some(value)) = (rule, &value)
            && let Some((_, other)) = pairs.iter().find(|(own, _)| own == value)
            && let Some((around, _)) = at.rsplit_once('/')
        {
            message.set(&below(around, sibling), Some(other.clone()));
        }
        if value.is_none() && self.take_away(message, at) {
            return;
        }
        message.set(at, value);
        self.keep_to_prose(message, at);
    }
}

#[cfg(any(test, feature = "fuzzing"))]
impl super::Kit<'_> {
    /// The valid message that these bytes choose, so that a fuzzer can drive the generator; `None`
    /// when a fixture is missing or the bytes lead to no value.
    pub fn from_bytes(&self, settings: &super::Settings, bytes: &[u8]) -> Option<Message> {
        let mut dice = super::dice::Dice::from_bytes(bytes);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let bases: Vec<&Base> = self.operation.bases.iter().filter(|b| !b.special).collect();
        let base = (*maker.dice.pick(&bases)?).clone();
        random(&mut maker, &base)
    }
}
