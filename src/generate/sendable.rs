//! Bodies of requests, and values where nothing stands for an empty list or object.

use serde_json::{Map, Value};

use super::{Maker, Skip};
use crate::contract::{Operation, Schema};
use crate::exchange::{Message, below};
use crate::wire::{self, Syntax};

/// Whether requests of an operation carry their body: where it may be left out and the method gives
/// it no meaning (RFC 9110, section 9.3), they do without.
fn carried(operation: &Operation) -> bool {
    let required = operation.body.as_ref().is_some_and(|b| b.required);
    required
        || matches!(
            operation.method.as_str(),
            "POST" | "PUT" | "PATCH" | "QUERY"
        )
}

impl Maker<'_, '_, '_> {
    /// The plainest body, where the operation takes one.
    pub(super) fn plain_body(&mut self) -> Result<Option<Value>, Skip> {
        let operation = self.kit.operation;
        let Some(body) = operation.body.as_ref().filter(|_| carried(operation)) else {
            return Ok(None);
        };
        let Some(media) = body.media.first() else {
            return Ok(None);
        };
        if Syntax::of_media(media).is_none() {
            return match body.required {
                true => Err(Skip::unmade(wire::unwritten(&media.media_type))),
                false => Ok(None),
            };
        }
        let value = match self.plain(&media.schema, "/body") {
            Ok(value) => value,
            Err(_) if !body.required => return Ok(None),
            Err(why) => return Err(why),
        };
        Ok(Some(self.sendable(value, &media.schema, "/body")))
    }

    /// Whether an empty list or object at a place is one on the wire as well.
    pub(super) fn can_be_empty(&self, at: &str) -> bool {
        let body = self.kit.operation.body.as_ref();
        let syntax = body
            .and_then(|b| b.media.first())
            .and_then(Syntax::of_media);
        at.starts_with("/body") && matches!(syntax, None | Some(Syntax::Json | Syntax::Xml))
    }

    /// Takes away a place with the object around it, if it would leave an empty one: whether it did, or
    /// neither was there.
    pub(super) fn take_away(&self, message: &mut Message, at: &str) -> bool {
        let around = at.rsplit_once('/').map_or("", |(around, _)| around);
        if around.matches('/').count() < 2 || self.can_be_empty(at) {
            return false;
        }
        match message.get(around) {
            None => true,
            Some(Value::Object(map)) if map.len() == 1 && message.get(at).is_some() => {
                message.set(around, None);
                true
            }
            _ => false,
        }
    }

    /// Takes a place away. A member of a parameter or form leaves something beside it, since an object
    /// without members is not sent at all; the parameter itself is there.
    pub(super) fn lack(&mut self, message: &mut Message, at: &str) {
        let operation = self.kit.operation;
        let around = at.rsplit_once('/').map_or("", |(around, _)| around);
        let schema = operation.schema_at(around);
        let (Some(schema), false) = (schema, self.can_be_empty(at)) else {
            message.set(at, None);
            return;
        };
        if message.get(around).is_none()
            && let Ok(value) = self.plain(schema, around)
        {
            let value = self.sendable(value, schema, around);
            message.set(around, Some(value));
        }
        message.set(at, None);
        if !matches!(message.get(around), Some(Value::Object(map)) if map.is_empty()) {
            return;
        }
        let others = schema.properties.iter();
        let mut others = others.map(|p| (below(around, &p.name), &p.schema));
        let other = others.find_map(|(place, schema)| {
            let value = (place != at).then(|| self.plain(schema, &place))?.ok()?;
            Some((place.clone(), self.sendable(value, schema, &place)))
        });
        let (place, value) = match other {
            Some(other) => other,
            None if schema.closed => return,
            None => (below(around, "clausal"), "x".into()),
        };
        message.set(&place, Some(value));
    }

    /// A value with something in each list and object that would leave nothing to send.
    pub(super) fn sendable(&mut self, value: Value, schema: &Schema, at: &str) -> Value {
        if self.can_be_empty(at) {
            return value;
        }
        match value {
            Value::Array(list) if list.is_empty() && schema.max_items != Some(0) => {
                let items = schema.items.as_deref();
                let entry = items.map(|s| self.plain(s, &format!("{at}/0")));
                Value::Array(entry.into_iter().flatten().collect())
            }
            Value::Object(map) if map.is_empty() => {
                let made = schema.properties.iter().find_map(|p| {
                    let inner = below(at, &p.name);
                    let value = self.plain(&p.schema, &inner).ok()?;
                    Some((p.name.clone(), self.sendable(value, &p.schema, &inner)))
                });
                Value::Object(made.into_iter().collect())
            }
            Value::Object(map) => {
                let members = map.into_iter().map(|(name, value)| {
                    let inner = below(at, &name);
                    let value = match schema.property(&name) {
                        Some(p) => self.sendable(value, &p.schema, &inner),
                        None => value,
                    };
                    (name, value)
                });
                Value::Object(members.collect::<Map<_, _>>())
            }
            other => other,
        }
    }
}
