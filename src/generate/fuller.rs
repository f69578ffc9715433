//! Requests that say more than they must, and changes that change something: each plain member of a body
//! with a value that is told from what was there.

use serde_json::Value;

use super::{Dice, Kit, Maker, Settings, nonce};
use crate::clause::kept::is_list_of_texts;
use crate::contract::{Schema, shape};
use crate::exchange::{Message, below};
use crate::rule::holds;

/// Members of a request that are filled.
const MOST: usize = 24;
/// Changes of one member each.
const SINGLE: usize = 4;
/// Numbers that are tried, in this order: none of them means nothing.
const NUMBERS: [i64; 7] = [3, 2, 7, 12, 1, 40, 150];
/// Ends of the names of members whose values only the target knows.
const IDS: [&str; 6] = ["id", "ids", "uuid", "guid", "key", "ref"];
/// Parts of the names of members that are not shown again, or that say which writing of a thing is meant.
const APART: [&str; 9] = [
    "password",
    "secret",
    "token",
    "credential",
    "passphrase",
    "version",
    "revision",
    "etag",
    "checksum",
];

impl Kit<'_> {
    /// A request of the same operation that holds every plain member which may be left out, and other
    /// enumerated values with each turn; nothing where there is none to add.
    pub fn fuller(&self, settings: &Settings, message: &Message, turn: usize) -> Option<Message> {
        self.with_maker(settings, |maker| {
            let mut fuller = message.clone();
            let size =
                |m: &Message| Some(self.operation.said_in(m.body.as_ref()?).as_object()?.len());
            let before = size(&fuller)?;
            for (at, schema) in self.plain_members() {
                let listed = of_listed(&schema, turn);
                let there = fuller.get(&at).is_some();
                let value = match listed {
                    Some(value) => Some(value),
                    None if there => None,
                    None => maker.other(&schema, &at, None),
                };
                maker.put(&mut fuller, &at, value);
            }
            (size(&fuller)? > before).then_some(fuller)
        })
    }

    /// The same request with several texts in each list of texts; nothing where there is none.
    pub fn several_texts(&self, settings: &Settings, message: &Message) -> Option<Message> {
        self.with_maker(settings, |maker| {
            let (top, schema) = self.operation.said_thing()?;
            message.body.as_ref()?.as_object()?;
            let mut longer = message.clone();
            let mut any = false;
            let lists = shape::properties(schema).iter();
            let lists = lists.filter(|p| is_list_of_texts(p));
            for property in lists.take(MOST) {
                let at = below(&top, &property.name);
                let items = property.schema.items.as_deref()?;
                let most = property.schema.max_items.unwrap_or(2).min(2) as usize;
                let listed: Vec<Value> = items.enumeration.iter().take(most).cloned().collect();
                let fresh = (0..most).map_while(|_| maker.other(items, &format!("{at}/0"), None));
                let all = match listed.is_empty() {
                    true => fresh.collect(),
                    false => listed,
                };
                any |= all.len() > 1 && maker.put(&mut longer, &at, Some(all.into()));
            }
            any.then_some(longer)
        })
    }

    /// The same request with nothing but what it must say; nothing where that is no valid one.
    pub fn barest(&self, settings: &Settings, message: &Message) -> Option<Message> {
        let mut barest = message.clone();
        let (top, schema) = self.operation.said_thing()?;
        for property in shape::properties(schema).iter().filter(|p| !p.required) {
            barest.set(&below(&top, &property.name), None);
        }
        let valid = self.unproven(&barest, &settings.writing).is_none();
        valid.then_some(barest)
    }

    /// Changes by an operation's request: one of all plain members, and those of one member each, free texts
    /// first. What they hold differs from what is known to be there.
    pub fn changes(
        &self,
        settings: &Settings,
        message: &Message,
        known: Option<&Value>,
    ) -> Vec<Message> {
        self.with_maker(settings, |maker| {
            let mut members = self.plain_members();
            members.sort_by_key(|(_, schema)| !is_text(schema));
            let mut all = message.clone();
            let mut single = Vec::new();
            let said = self.operation.said_in(message.body.as_ref()?);
            let bare = said.as_object()?.is_empty();
            for (at, schema) in members {
                let name = at.rsplit('/').next().unwrap_or_default();
                let old = known.and_then(|k| k.get(name));
                let value = maker.other(&schema, &at, old);
                if value.is_none() || !maker.put(&mut all, &at, value.clone()) {
                    continue;
                }
                // Beside what must be there, one alone changes more than itself.
                if bare && single.len() < SINGLE {
                    let mut one = message.clone();
                    if maker.put(&mut one, &at, value) {
                        single.push(one);
                    }
                }
            }
            let mut changes = vec![all];
            changes.retain(|all| all != message);
            changes.extend(single);
            Some(changes)
        })
        .unwrap_or_default()
    }

    fn with_maker<T>(
        &self,
        settings: &Settings,
        make: impl FnOnce(&mut Maker<'_, '_, '_>) -> Option<T>,
    ) -> Option<T> {
        // What a document that is written for clausal asks for, it says itself.
        if self.own {
            return None;
        }
        let mut dice = Dice::new(nonce(), "fuller", 0, 0);
        make(&mut Maker {
            kit: self,
            settings,
            dice: &mut dice,
        })
    }

    /// Places of the body's own members that hold one plain value each, with its schema.
    fn plain_members(&self) -> Vec<(String, Schema)> {
        let Some((top, schema)) = self.operation.said_thing() else {
            return Vec::new();
        };
        let own = shape::properties(schema).iter().filter_map(|property| {
            let at = below(&top, &property.name);
            let schema = plain_of(&property.schema)?;
            let free = self.standing(&at).is_none() && !is_named_apart(&property.name);
            free.then(|| (at, schema.clone()))
        });
        own.take(MOST).collect()
    }
}

impl Maker<'_, '_, '_> {
    /// Puts a value where the request stays right with it.
    fn put(&mut self, message: &mut Message, at: &str, value: Option<Value>) -> bool {
        let Some(value) = value else {
            return false;
        };
        let mut with = message.clone();
        with.set(at, Some(value));
        self.keep_to_prose(&mut with, "");
        if self.kit.unproven(&with, &self.settings.writing).is_some() {
            return false;
        }
        *message = with;
        true
    }

    /// A plain value that is neither what is there nor the default.
    fn other(&mut self, schema: &Schema, at: &str, old: Option<&Value>) -> Option<Value> {
        let right = |v: &Value| {
            let known = Some(v) == old || Some(v) == schema.default.as_ref();
            !known && !v.is_null() && holds(&schema.json, v, &schema.shared)
        };
        if !schema.enumeration.is_empty() {
            return schema.enumeration.iter().find(|v| right(v)).cloned();
        }
        let is = |kind: &str| schema.types.iter().any(|t| t == kind);
        if is("boolean") {
            return [true, false].map(Value::from).into_iter().find(right);
        }
        if is("integer") || is("number") {
            let least = schema.minimum.map(|n| n.ceil() as i64 + 1);
            let most = schema.maximum.map(|n| n.floor() as i64);
            let all = NUMBERS.into_iter().chain(least).chain(most);
            return all.map(Value::from).find(right);
        }
        let fresh = match schema.format {
            None => self.fresh(&self.kit.prefix.clone(), schema, at).ok(),
            Some(_) => None,
        };
        if let Some(text) = fresh.filter(right) {
            return Some(text);
        }
        let drawn = self.instances(schema).holding(&schema.json, "", false);
        drawn.ok().filter(|v| v.is_string() && right(v))
    }
}

/// The value of a list or a flag that has its turn.
fn of_listed(schema: &Schema, turn: usize) -> Option<Value> {
    let values: Vec<&Value> = schema.enumeration.iter().filter(|v| !v.is_null()).collect();
    match values.len() {
        0 if schema.types.iter().any(|t| t == "boolean") => Some(turn.is_multiple_of(2).into()),
        0 => None,
        n => values.get(turn % n).map(|v| (*v).clone()),
    }
}

/// What a schema says of one plain value, beside that there may be none.
fn plain_of(schema: &Schema) -> Option<&Schema> {
    let plain = ["string", "integer", "number", "boolean"];
    let read = schema.json.get("readOnly") == Some(&Value::Bool(true));
    let apart = matches!(
        schema.format.as_deref(),
        Some("uuid" | "byte" | "binary" | "password")
    );
    if read || apart || schema.constant.is_some() {
        return None;
    }
    let mut types = schema.types.iter().filter(|t| *t != "null");
    match (types.next(), types.next()) {
        (Some(one), None) => plain.contains(&one.as_str()).then_some(schema),
        (None, _) => {
            let none = |s: &&Schema| !s.types.iter().all(|t| t == "null") || s.types.is_empty();
            let mut branches = schema.any_of.iter().filter(none);
            match (branches.next(), branches.next()) {
                (Some(one), None) => plain_of(one),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_text(schema: &Schema) -> bool {
    let text = schema.types.iter().any(|t| t == "string");
    text && schema.format.is_none() && schema.enumeration.is_empty()
}

/// Whether a member by its name holds what only the target knows, or what it does not show.
fn is_named_apart(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    let id = IDS.iter().any(|end| {
        let camel = name.len() > end.len() && {
            let (head, tail) = name
                .split_at_checked(name.len() - end.len())
                .unwrap_or((name, ""));
            tail.starts_with(|c: char| c.is_ascii_uppercase())
                && head.ends_with(|c: char| c.is_ascii_lowercase())
                && tail.eq_ignore_ascii_case(end)
        };
        small == *end
            || small.ends_with(&format!("_{end}"))
            || small.ends_with(&format!("-{end}"))
            || camel
    });
    id || APART.iter().any(|part| small.contains(part))
}
