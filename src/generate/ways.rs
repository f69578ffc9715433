//! One value in each of the ways that the documents leave open.

use serde_json::Value;

use super::{Kit, Maker, Settings, Skip};
use crate::clause::ways::collect;
use crate::contract::{Form, Schema, Ways};
use crate::exchange::{Case, Message, Request, Step, below};
use crate::wire;

/// The case that sends every alternative of a key in turn.
pub(super) fn case(maker: &mut Maker<'_, '_, '_>, key: &str) -> Result<Vec<Case>, Skip> {
    let requests = requests(maker, key)?;
    if alike(maker, key) {
        return Err(Skip::idle("the ways are written alike in this syntax"));
    }
    let shown: Vec<&str> = requests.iter().map(|(shows, _)| shows.as_str()).collect();
    Ok(vec![Case {
        index: 0,
        about: shown.join(", then "),
        steps: requests
            .iter()
            .map(|(_, request)| Step::Raw(request.clone()))
            .collect(),
        tag: None,
    }])
}

/// Whether one message is the same bytes in every way of a key: attributes and elements are alike in
/// JSON.
fn alike(maker: &mut Maker<'_, '_, '_>, key: &str) -> bool {
    let Some((at, schema, ways)) = find(maker.kit, key) else {
        return false;
    };
    let base = maker.base_for(&at, telling(ways, schema).as_ref()).clone();
    let Ok(mut message) = maker.valid(&base) else {
        return false;
    };
    let value = telling(ways, schema);
    match (value, message.get(&at).is_none()) {
        (Some(value), _) => maker.lay(&mut message, &at, Some(value)),
        (None, true) => match maker.any(schema, &at) {
            Ok(value) => maker.lay(&mut message, &at, Some(value)),
            Err(_) => return false,
        },
        (None, false) => {}
    }
    let written = |number: usize| {
        let mut writing = maker.settings.writing.clone();
        writing.ways.insert(key.to_owned(), number);
        wire::encode(maker.kit.operation, &message, &writing)
    };
    let mut all = (0..ways.list.len()).map(written);
    let first = all.next();
    all.all(|other| Some(&other) == first.as_ref())
}

/// One request for each alternative of a key, with what it shows.
fn requests(maker: &mut Maker<'_, '_, '_>, key: &str) -> Result<Vec<(String, Request)>, Skip> {
    let operation = maker.kit.operation;
    let Some((at, schema, ways)) = find(maker.kit, key) else {
        return Err(Skip::unmade(format!(
            "nothing is written in the ways of `{key}`"
        )));
    };
    let base = maker.base_for(&at, telling(ways, schema).as_ref()).clone();
    let mut list = Vec::new();
    for (number, way) in ways.list.iter().enumerate() {
        let mut message = maker.valid(&base)?;
        if let Some(value) = telling(ways, schema) {
            maker.lay(&mut message, &at, Some(value));
        } else if message.get(&at).is_none() {
            let value = maker.any(schema, &at)?;
            maker.lay(&mut message, &at, Some(value));
        }
        let mut writing = maker.settings.writing.clone();
        writing.ways.insert(key.to_owned(), number);
        let request = wire::encode(operation, &message, &writing);
        list.push((way.shows.clone(), request));
    }
    Ok(list)
}

/// A value that the ways write differently.
fn telling(ways: &Ways, schema: &Schema) -> Option<Value> {
    ways.list.iter().find_map(|way| match &way.form {
        Form::Values { pairs, .. } => pairs.first().map(|(listed, _)| {
            let same = |v: &&Value| wire::plain(v) == *listed;
            let known = schema.enumeration.iter().find(same);
            known.cloned().unwrap_or_else(|| listed.as_str().into())
        }),
        _ => None,
    })
}

/// The first place that is written in the ways of a key: rather one with a value of its own than an
/// element around others.
fn find<'k>(kit: &'k Kit<'_>, key: &str) -> Option<(String, &'k Schema, &'k Ways)> {
    let media = kit.operation.body.as_ref()?.media.first()?;
    first_below(&media.schema, "/body", key)
}

fn first_below<'s>(
    schema: &'s Schema,
    around: &str,
    key: &str,
) -> Option<(String, &'s Schema, &'s Ways)> {
    schema.properties.iter().find_map(|p| {
        let at = below(around, &p.name);
        match p.schema.ext.ways.iter().find(|w| w.key == key) {
            // A place that is moved or renamed as a whole is filled through what stands in it.
            Some(ways) if !p.schema.properties.is_empty() => {
                let inner = p.schema.properties.first()?;
                Some((below(&at, &inner.name), &inner.schema, ways))
            }
            Some(ways) => Some((at, &p.schema, ways)),
            None => first_below(&p.schema, &at, key),
        }
    })
}

impl Kit<'_> {
    /// Every key of `x-ways` of the operation with the number of its alternatives.
    pub fn way_keys(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        if let Some(media) = self.operation.body.as_ref().and_then(|b| b.media.first()) {
            collect(&media.schema, &mut found);
        }
        found
            .into_iter()
            .map(|(w, ..)| (w.key.clone(), w.list.len()))
            .collect()
    }

    /// Keys whose places stand in a message.
    pub fn ways_in(&self, message: &Message) -> Vec<(String, usize)> {
        let Some(media) = self.operation.body.as_ref().and_then(|b| b.media.first()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if let Some(body) = &message.body {
            standing(&media.schema, body, &mut found);
        }
        found
    }

    /// The plain valid request of a base.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub fn plain_of(&self, base: &str, settings: &Settings) -> Result<Message, Skip> {
        let mut dice = super::Dice::new(super::nonce(), "ways", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let base = maker.base(Some(base)).clone();
        maker.valid(&base)
    }

    /// Places of flags that may stand elsewhere or in another form, with the keys that say how.
    pub fn movable(&self) -> Vec<(String, Vec<(String, usize)>)> {
        let mut found = Vec::new();
        if let Some(media) = self.operation.body.as_ref().and_then(|b| b.media.first()) {
            movable(&media.schema, "/body", &[], &mut found);
        }
        found
    }

    /// A request with a right value at a place, and one with a wrong one.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub fn right_and_wrong(
        &self,
        at: &str,
        settings: &Settings,
    ) -> Result<(Request, Request), Skip> {
        let mut dice = super::Dice::new(super::nonce(), "places", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let base = maker.base_for(at, None).clone();
        let mut with = |value: Value| {
            let mut message = maker.valid(&base)?;
            message.set(at, Some(value));
            Ok(wire::encode(self.operation, &message, &settings.writing))
        };
        Ok((with(true.into())?, with("clausal-no-such-value".into())?))
    }

    /// One request for each alternative of a key.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub fn way_requests(
        &self,
        key: &str,
        settings: &Settings,
    ) -> Result<Vec<(String, Request)>, Skip> {
        let mut dice = super::Dice::new(super::nonce(), "ways", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        requests(&mut maker, key)
    }
}

fn standing(schema: &Schema, value: &Value, found: &mut Vec<(String, usize)>) {
    let Value::Object(map) = value else { return };
    for (name, value) in map {
        let Some(property) = schema.property(name) else {
            continue;
        };
        for ways in &property.schema.ext.ways {
            // A value that every way writes alike says nothing about the ways.
            if !differs(ways, value) {
                continue;
            }
            if found.iter().all(|(k, _)| *k != ways.key) {
                found.push((ways.key.clone(), ways.list.len()));
            }
        }
        standing(&property.schema, value, found);
    }
}

/// Whether the ways write a value differently.
fn differs(ways: &Ways, value: &Value) -> bool {
    let plain = wire::plain(value);
    let by_values = ways.list.iter().filter_map(|w| match &w.form {
        Form::Values { pairs, .. } => Some(pairs),
        _ => None,
    });
    let mut by_values = by_values.peekable();
    by_values.peek().is_none()
        || ways
            .list
            .iter()
            .any(|w| !matches!(w.form, Form::Values { .. } | Form::Plain))
        || by_values.any(|pairs| pairs.iter().any(|(listed, _)| *listed == plain))
}

/// Gathers flags below a schema that some way moves, or writes in another form.
fn movable(
    schema: &Schema,
    around: &str,
    above: &[(String, usize)],
    found: &mut Vec<(String, Vec<(String, usize)>)>,
) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        let inner = &property.schema;
        let moves = |ways: &&Ways| {
            ways.list.iter().any(|w| {
                matches!(
                    w.form,
                    Form::Under(_) | Form::Element | Form::Attribute | Form::Named(_)
                )
            })
        };
        let mut keys = above.to_vec();
        let own = inner.ext.ways.iter().filter(moves);
        keys.extend(own.map(|w| (w.key.clone(), w.list.len())));
        if inner.types == ["boolean"] && !keys.is_empty() {
            // How the flag itself is spelt hangs on where it stands.
            let spelt = inner.ext.ways.iter().filter(|w| !moves(w));
            keys.extend(spelt.map(|w| (w.key.clone(), w.list.len())));
            found.push((at.clone(), keys.clone()));
        }
        movable(inner, &at, &keys, found);
    }
}
