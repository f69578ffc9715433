//! Values for schemas, and the values that expressions of a contract stand for.

use serde_json::{Map, Value, json};

use super::instance::Instances;
use super::{Maker, Skip};
use crate::contract::{Base, Expr, Letters, Near, Operation, Schema};
use crate::exchange::{Message, below};
use crate::rule::holds;

/// Entries of a list that a plain request holds.
const MOST_ITEMS: u64 = 1_000;

impl Maker<'_, '_, '_> {
    /// A valid request: what must be there, over a base.
    pub(super) fn valid(&mut self, base: &Base) -> Result<Message, Skip> {
        let operation = self.kit.operation;
        let mut message = Message {
            operation: operation.id.clone(),
            ..Message::default()
        };
        for parameter in operation.parameters.iter().filter(|p| p.required) {
            let at = parameter.pointer();
            // A base gives the value itself, which may need no fixture.
            if base.set.iter().any(|(p, _)| *p == at) {
                continue;
            }
            if let Some(why) = self.kit.lacking.borrow().get(&at) {
                return Err(Skip::profile(why.clone()));
            }
            let value = self.plain(&parameter.schema, &at)?;
            let value = self.sendable(value, &parameter.schema, &at);
            message.set(&at, Some(value));
        }
        message.body = self.plain_body()?;
        self.stand_in(&mut message);
        for (at, expr) in &base.set {
            let value = self.resolve(expr, &message, &[])?;
            message.set(at, value);
        }
        self.heed(&mut message);
        Ok(message)
    }

    /// The base of that name, else the first.
    pub(super) fn base(&self, name: Option<&str>) -> &'_ Base {
        let bases = &self.kit.operation.bases;
        let taken = self.settings.writing.base.get(&self.kit.operation.id);
        name.or(taken.map(String::as_str))
            .and_then(|n| bases.iter().find(|b| b.name == n))
            .unwrap_or(&bases[0])
    }

    /// The base that gives the place this very value, else the first that leaves the place alone.
    pub(super) fn base_for(&self, at: &str, value: Option<&Value>) -> &'_ Base {
        let bases = &self.kit.operation.bases;
        let needed = self.kit.operation.only_with(at);
        let fits = || {
            bases
                .iter()
                .filter(|b| !b.special && (needed.is_empty() || needed.contains(&b.name)))
        };
        let gives = |b: &&Base| {
            value.is_some_and(|v| {
                b.set
                    .iter()
                    .any(|(p, e)| p == at && *e == Expr::Literal(v.clone()))
            })
        };
        if let Some(base) = fits().find(gives) {
            return base;
        }
        if !needed.is_empty() {
            return fits().next().unwrap_or_else(|| self.base(None));
        }
        // Rather a base that says nothing of the place, the target's own first.
        let silent = |b: &&Base| b.set.iter().all(|(p, _)| p != at);
        let plain = self.base(None);
        std::iter::once(plain)
            .chain(fits())
            .find(silent)
            .unwrap_or(plain)
    }

    /// The plainest value that a schema allows.
    pub(super) fn plain(&mut self, schema: &Schema, at: &str) -> Result<Value, Skip> {
        self.right(schema, at, true)
    }

    /// Any value that a schema allows; what only the target knows stays plain.
    pub(super) fn any(&mut self, schema: &Schema, at: &str) -> Result<Value, Skip> {
        self.right(schema, at, false)
    }

    /// A value by the model where that is right, else one that all of the schema is asked for.
    fn right(&mut self, schema: &Schema, at: &str, plain: bool) -> Result<Value, Skip> {
        let kit = self.kit;
        if let Some(value) = kit.standing(at) {
            return Ok(value);
        }
        if !kit.own && plain && at == "/body" {
            let media = kit.operation.body.as_ref().and_then(|b| b.media.first());
            let mut examples = media.iter().flat_map(|m| &m.examples);
            if let Some(right) = examples.find(|e| holds(&schema.json, e, &schema.shared)) {
                return Ok(right.clone());
            }
        }
        let made = match plain {
            true => self.plainly(schema, at),
            false if !kit.own && is_rich(schema) => {
                let drawn = self.instances(schema).tamed(kit.is_tame(at));
                let drawn = drawn.with_text(kit.text(at));
                let drawn = { drawn }.holding(&schema.json, "", false);
                match drawn {
                    Ok(value) => return Ok(value),
                    Err(_) => self.drawn_value(schema, at),
                }
            }
            false => self.drawn_value(schema, at),
        };
        let wrong = match &made {
            Ok(value) => !holds(&schema.json, value, &schema.shared),
            Err(skip) => skip.chosen_by == super::Chooser::Clausal,
        };
        if kit.own || !wrong {
            return made;
        }
        let found = self
            .instances(schema)
            .tamed(kit.is_tame(at))
            .with_text(kit.text(at))
            .holding(&schema.json, "", plain);
        found.map_err(|why| Skip::unmade(format!("no valid value for {at}: {why}")))
    }

    /// The maker of values of a schema.
    pub(super) fn instances<'s>(&'s mut self, schema: &'s Schema) -> Instances<'s, 's> {
        Instances::new(&schema.shared, self.dice).knowing(Some(schema), None)
    }

    /// A valid request to begin with for a place, and whether it was made to hold it: the plain one
    /// may lack the list or the object that the place stands in.
    pub(super) fn start(&mut self, base: &Base, at: &str) -> Result<(Message, bool), Skip> {
        let plain = self.valid(base)?;
        let inside = at.matches('/').count() > if at.starts_with("/body") { 1 } else { 2 };
        let (around, name) = at.rsplit_once('/').unwrap_or((at, ""));
        let holds = match plain.get(around) {
            Some(Value::Object(_)) => true,
            Some(Value::Array(list)) => name.parse::<usize>().is_ok_and(|n| n < list.len()),
            _ => false,
        };
        let governed = self.governs(&plain, at);
        if self.kit.own || (!inside || holds) && governed {
            return Ok((plain, false));
        }
        Ok((self.valid_with(base, at)?, true))
    }

    /// A valid request that holds a place, which stands in a list or in an alternative.
    pub(super) fn valid_with(&mut self, base: &Base, at: &str) -> Result<Message, Skip> {
        let mut message = self.valid(base)?;
        let kit = self.kit;
        let (own, rest, schema) = match at.strip_prefix("/body") {
            Some(rest) => {
                let media = kit.operation.body.as_ref().and_then(|b| b.media.first());
                ("/body", rest, media.map(|m| &m.schema))
            }
            None => {
                let end = at.match_indices('/').nth(2).map_or(at.len(), |(n, _)| n);
                let (own, rest) = at.split_at(end);
                (own, rest, kit.operation.schema_at(own))
            }
        };
        let Some(schema) = schema.filter(|_| !rest.is_empty()) else {
            return Ok(message);
        };
        let made = self.instances(schema).tamed(kit.is_tame(own));
        let held = { made }.holding(&schema.json, rest, true);
        let held =
            held.map_err(|why| Skip::unmade(format!("no valid request with {at}: {why}")))?;
        let held = kit.with_fixtures(schema, held)?;
        let held = match message.get(own) {
            Some(plain) if !kit.own => super::graft::grafted(plain, held, rest, schema),
            _ => held,
        };
        message.set(own, Some(held));
        if !kit.own
            && !self.governs(&message, at)
            && let Some(held) = self.of_alternative(at)
        {
            message.set(own, Some(held));
        }
        for (at, expr) in &base.set {
            let value = self.resolve(expr, &message, &[])?;
            message.set(at, value);
        }
        self.heed(&mut message);
        Ok(message)
    }

    /// A valid request without a place, where others may have to be otherwise then.
    pub(super) fn valid_without(&mut self, base: &Base, at: &str) -> Result<Message, Skip> {
        let mut message = self.valid(base)?;
        let body = self
            .kit
            .operation
            .body
            .as_ref()
            .and_then(|b| b.media.first());
        let (Some(media), Some(rest)) = (body, at.strip_prefix("/body/")) else {
            return Ok(message);
        };
        let mut names = crate::exchange::steps(&format!("/{rest}"));
        let last = names.pop().unwrap_or_default();
        let mut asked = json!({"not": {"required": [last]}});
        for name in names.iter().rev() {
            asked = json!({"properties": {name: asked}, "required": [name]});
        }
        let schema = &media.schema;
        let asked = json!({"allOf": [*schema.json, asked]});
        let made = self.instances(schema).holding(&asked, "", true);
        let made =
            made.map_err(|why| Skip::unmade(format!("no valid request without {at}: {why}")))?;
        message.body = Some(made);
        Ok(message)
    }

    fn plainly(&mut self, schema: &Schema, at: &str) -> Result<Value, Skip> {
        if let Some(value) = &schema.constant {
            return Ok(value.clone());
        }
        if let Some(name) = &schema.ext.fixture {
            return self.kit.needed(name);
        }
        if let Some(value) = schema.enumeration.first() {
            return Ok(value.clone());
        }
        if schema.ext.unique {
            return self.fresh(&self.kit.prefix, schema, at);
        }
        if let Some(value) = schema.examples.first().or(schema.default.as_ref()) {
            return Ok(value.clone());
        }
        if let Some(first) = schema.any_of.first() {
            return self.plain(first, at);
        }
        let kind = schema
            .types
            .iter()
            .find(|t| *t != "null")
            .map_or("", String::as_str);
        Ok(match kind {
            "string" => Value::String(self.text(schema, at)?),
            "integer" => (schema
                .minimum
                .unwrap_or(1.0)
                .max(schema.maximum.map_or(1.0, |m| m.min(1.0)))
                .ceil() as i64)
                .into(),
            "number" => inside(schema).into(),
            "boolean" => true.into(),
            "array" => {
                let items = schema.items.as_deref();
                let count = schema.min_items.unwrap_or(0).min(MOST_ITEMS);
                (0..count)
                    .map(|i| items.map_or(Ok(Value::Null), |s| self.plain(s, &format!("{at}/{i}"))))
                    .collect::<Result<_, _>>()?
            }
            "object" => self.object(schema, at)?,
            _ if !schema.properties.is_empty() => self.object(schema, at)?,
            _ => "text".into(),
        })
    }

    fn object(&mut self, schema: &Schema, at: &str) -> Result<Value, Skip> {
        let mut map = Map::new();
        for property in schema.properties.iter().filter(|p| p.required) {
            let value = self.plain(&property.schema, &below(at, &property.name))?;
            map.insert(property.name.clone(), value);
        }
        Ok(Value::Object(map))
    }

    fn drawn_value(&mut self, schema: &Schema, at: &str) -> Result<Value, Skip> {
        if schema.ext.fixture.is_some() || schema.constant.is_some() {
            return self.plain(schema, at);
        }
        let writing = &self.settings.writing;
        let listed: Vec<&Value> = schema
            .enumeration
            .iter()
            .filter(|v| writing.can_write(schema, v))
            .collect();
        if let Some(value) = self.dice.pick(&listed) {
            return Ok((*value).clone());
        }
        // Where examples stand and no limit does, nothing else is known to be valid.
        let unbounded = schema.minimum.is_none() && schema.maximum.is_none();
        if let Some(value) = self.dice.pick(&schema.examples).filter(|_| unbounded) {
            return Ok(value.clone());
        }
        if schema.ext.unique {
            let length = 12
                + self
                    .dice
                    .below(schema.max_length.unwrap_or(60).clamp(13, 60) as usize - 12);
            if let Some(text) = self
                .kit
                .text(at)
                .and_then(|t| self.dice.named(|d| t.of_length(d, length)))
            {
                return Ok(text.into());
            }
        }
        match schema.types.first().map(String::as_str) {
            Some("string") => match self.kit.text(at) {
                Some(_) => Ok(self.text(schema, at)?.into()),
                None => Ok("text".into()),
            },
            Some("boolean") => Ok((self.dice.below(2) == 1).into()),
            Some("integer") => {
                let low = schema.minimum.unwrap_or(0.0).ceil() as i64;
                let high = schema
                    .maximum
                    .map_or(low.saturating_add(1_000_000), |m| m.floor() as i64);
                let format = schema.format.as_deref().and_then(crate::rule::format::find);
                let most = format.and_then(|f| f.most()).unwrap_or(i64::MAX);
                let high = high.min(most);
                Ok(self.dice.draw(low..=high.max(low)).unwrap_or(low).into())
            }
            _ => self.plain(schema, at),
        }
    }

    fn text(&mut self, schema: &Schema, at: &str) -> Result<String, Skip> {
        let own;
        let text = match self.kit.text(at) {
            Some(text) => text,
            None => {
                let text = super::Text::of(schema);
                own = match self.kit.is_tame(at) {
                    true => text.tame(),
                    false => text,
                };
                &own
            }
        };
        text.any(self.dice)
            .ok_or_else(|| Skip::unmade(format!("no valid value for {at}: {}", text.miss(None))))
    }

    /// A string that nobody used before.
    pub(super) fn fresh(&mut self, prefix: &str, schema: &Schema, at: &str) -> Result<Value, Skip> {
        let room = schema.max_length.unwrap_or(64) as usize;
        let made = format!("{prefix}{}", self.dice.named(|d| d.letters(12)));
        let fits = self.kit.text(at).is_none_or(|t| t.fits(&made));
        if made.chars().count() <= room && fits {
            return Ok(made.into());
        }
        let text = self.kit.text(at);
        let drawn = text.and_then(|t| {
            self.dice
                .named(|d| t.of_length(d, room.min(16)).or_else(|| t.any(d)))
        });
        drawn.map(Value::from).ok_or_else(|| {
            let why = text.map_or("it holds no text".into(), |t| t.miss(None));
            Skip::unmade(format!("no new value could be made for {at}: {why}"))
        })
    }

    /// Gives a message a new text at each place where no two may be alike, but for one place.
    pub(super) fn renew_but(&mut self, message: &mut Message, but: &str) {
        let kit = self.kit;
        for (at, schema) in super::refresh::unique_places(kit.operation) {
            if at == but || !message.get(&at).is_some_and(Value::is_string) {
                continue;
            }
            if let Ok(new) = self.fresh(&kit.prefix, schema, &at) {
                message.set(&at, Some(new));
            }
        }
    }

    /// What an expression stands for; `None` leaves the place out.
    pub(super) fn resolve(
        &mut self,
        expr: &Expr,
        message: &Message,
        params: &[(String, Value)],
    ) -> Result<Option<Value>, Skip> {
        Ok(Some(match expr {
            Expr::Literal(value) => value.clone(),
            Expr::Members(members) => {
                let mut made = Map::new();
                for (name, expr) in members {
                    if let Some(value) = self.resolve(expr, message, params)? {
                        made.insert(name.clone(), value);
                    }
                }
                Value::Object(made)
            }
            Expr::Fixture(name) => self.kit.needed(name)?,
            Expr::Near(name, near) => near_to(&self.kit.needed(name)?, near).ok_or_else(|| {
                Skip::profile(format!(
                    "no other value can be made of the fixture `{name}` so"
                ))
            })?,
            Expr::Case { at, near } => match (message.get(at), near) {
                // A value without letters has no letter case.
                (Some(value), Some(near @ Near::Letters(_))) => {
                    near_to(value, near).unwrap_or_else(|| value.clone())
                }
                (Some(value), Some(near)) => near_to(value, near).ok_or_else(|| {
                    Skip::idle(format!("no other value can be made of that of {at} so"))
                })?,
                (Some(value), None) => value.clone(),
                (None, _) => return Ok(None),
            },
            Expr::Param(name) => match params.iter().find(|(n, _)| n == name) {
                Some((_, value)) => value.clone(),
                None => return Ok(None),
            },
            Expr::Fresh { prefix, digits } => {
                let front = match prefix.as_str() {
                    super::PREFIX => &self.kit.prefix,
                    other => other,
                };
                let new = match digits {
                    true => self.dice.named(|d| d.text(&DIGITS, 10)),
                    false => self.fresh_tail(prefix),
                };
                match front.contains("{}") {
                    true => front.replacen("{}", &new, 1).into(),
                    false => format!("{front}{new}").into(),
                }
            }
            Expr::Repeat(text, times) => text.repeat(*times).into(),
            Expr::Absent => return Ok(None),
            // Only a request that follows another one knows its answer.
            Expr::Answer(_) => return Ok(None),
        }))
    }

    /// Letters after a prefix, in the letter case of the prefix.
    fn fresh_tail(&mut self, prefix: &str) -> String {
        let tail = self.dice.named(|d| d.letters(12));
        let upper =
            prefix.chars().any(char::is_uppercase) && !prefix.chars().any(char::is_lowercase);
        if upper { tail.to_uppercase() } else { tail }
    }
}

/// A number off its bounds, where there is room: one that refuses a bound is found by a request about that.
fn inside(schema: &Schema) -> f64 {
    let plain = schema.minimum.unwrap_or(schema.maximum.unwrap_or(1.0));
    if schema.json.get("multipleOf").is_some() {
        return plain;
    }
    let bound = |key: &str| schema.json.get(key).and_then(Value::as_f64);
    let lows = [schema.minimum, bound("exclusiveMinimum")];
    let highs = [schema.maximum, bound("exclusiveMaximum")];
    let low = lows.into_iter().flatten().reduce(f64::max);
    let high = highs.into_iter().flatten().reduce(f64::min);
    let fits = |n: f64| low.is_none_or(|l| n > l) && high.is_none_or(|h| n < h);
    let between = match (low, high) {
        (Some(low), Some(high)) => low + (high - low) / 2.0,
        (Some(low), None) => low + 1.0,
        (None, Some(high)) => high - 1.0,
        (None, None) => 1.0,
    };
    [1.0, between]
        .into_iter()
        .find(|n| fits(*n))
        .unwrap_or(plain)
}

/// What numbers are written in, none of them a zero.
const DIGITS: [char; 9] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// A value that is nearly the one given; nothing where it would be the same, or cannot be made.
fn near_to(value: &Value, near: &Near) -> Option<Value> {
    let plain = match value {
        Value::String(s) => s.clone(),
        other => other.to_string(),
    };
    let made: Value = match near {
        Near::Plus(more) => {
            let number = plain.parse::<i128>().ok()?.checked_add(*more)?;
            match i64::try_from(number) {
                Ok(small) => small.into(),
                Err(_) => number.to_string().into(),
            }
        }
        Near::Less(count) => {
            let kept = plain.chars().count().checked_sub(*count)?;
            plain.chars().take(kept).collect::<String>().into()
        }
        Near::As(around) => around.replace("{}", &plain).into(),
        Near::Until(text) => plain.split(text.as_str()).next()?.into(),
        Near::Swap(from, to) => plain.replace(from.as_str(), to).into(),
        Near::Letters(Letters::Lower) => plain.to_lowercase().into(),
        Near::Letters(Letters::Upper) => plain.to_uppercase().into(),
    };
    (made != *value && made != "").then_some(made)
}

/// Whether values of a schema can differ in more than the model of it draws.
fn is_rich(schema: &Schema) -> bool {
    let simple = schema
        .types
        .iter()
        .any(|t| t == "string" || t == "boolean" || t == "integer");
    let listed = schema.constant.is_some() || !schema.enumeration.is_empty();
    !listed && schema.examples.is_empty() && (!simple || !schema.any_of.is_empty())
}

/// Whether extensions of the schemas say which values are valid.
pub(super) fn is_own(operation: &Operation) -> bool {
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    let body = body.map(|m| &m.schema);
    let mut all = operation.parameters.iter().map(|p| &p.schema).chain(body);
    operation.bases.iter().any(|b| !b.set.is_empty()) || all.any(says)
}

fn says(schema: &Schema) -> bool {
    let ext = &schema.ext;
    ext.fixture.is_some()
        || ext.unique
        || ext.goes_with.is_some()
        || ext.exists.is_some()
        || ext.not_demanded
        || !ext.ways.is_empty()
        || !ext.only_with.is_empty()
        || schema.properties.iter().any(|p| says(&p.schema))
        || schema.items.as_deref().is_some_and(says)
        || schema.any_of.iter().any(says)
}

impl super::Kit<'_> {
    /// A valid request that brings a state about through the API.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub fn message_via(
        &self,
        via: &crate::contract::Via,
        params: &[(String, Value)],
    ) -> Result<Message, Skip> {
        let settings = super::Settings {
            seed: 0,
            cases: 0,
            writing: crate::wire::Writing::default(),
            has_token: false,
            has_words: false,
            settle: None,
            strength: 2,
            bait: None,
        };
        // Every call needs names of its own, also in a second run against the same target.
        let mut dice = super::Dice::new(super::nonce(), "via", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings: &settings,
            dice: &mut dice,
        };
        let wanted = |base: &Base| {
            via.set.iter().all(|(at, e)| {
                let own = base.set.iter().find(|(p, _)| p == at).map(|(_, e)| e);
                match (e, own) {
                    (Expr::Param(name), Some(Expr::Fixture(fixture))) => {
                        self.fixture(fixture).as_ref()
                            == params.iter().find(|(n, _)| n == name).map(|(_, v)| v)
                    }
                    (_, None) => true,
                    _ => false,
                }
            })
        };
        // The base that gives the places these very values, as a host may suit one base only.
        let bases = &self.operation.bases;
        let exact = bases.iter().find(|b| {
            wanted(b)
                && via
                    .set
                    .iter()
                    .any(|(at, _)| b.set.iter().any(|(p, _)| p == at))
        });
        let base = exact
            .or_else(|| bases.iter().find(|b| wanted(b)))
            .unwrap_or(&bases[0])
            .clone();
        let mut message = maker.valid(&base)?;
        for (at, expr) in &via.set {
            if let Some(value) = maker.resolve(expr, &message, params)? {
                message.set(at, Some(value));
            }
        }
        Ok(message)
    }

    /// The plainest valid request, under a name of its own, as a control.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub fn control(&self) -> Result<Message, Skip> {
        let settings = super::Settings {
            seed: 0,
            cases: 0,
            writing: crate::wire::Writing::default(),
            has_token: false,
            has_words: false,
            settle: None,
            strength: 2,
            bait: None,
        };
        let mut dice = super::Dice::new(super::nonce(), "control", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings: &settings,
            dice: &mut dice,
        };
        let base = maker.base(None).clone();
        maker.valid(&base)
    }
}
