//! `application/x-www-form-urlencoded`: each member by its `encoding`, else a text, a text for each
//! entry of a list, or JSON for an object.

use serde_json::{Map, Value};

use super::fields;
use crate::contract::{Media, Schema, Serial};
use crate::wire::parameter::{Named, encoded};

pub(super) fn write(media: &Media, value: &Value) -> Result<Vec<u8>, String> {
    let Value::Object(map) = value else {
        return Err("a form holds the members of an object".to_owned());
    };
    let nothing = Schema::default();
    let mut pairs = Vec::new();
    for (member, value) in map {
        let schema = fields::schema_of(media, member, &nothing);
        let encoding = media.encoding(member);
        if let Some(serial) = encoding.and_then(|e| e.serial.as_ref()) {
            pairs.extend(named(member, serial, schema).pairs(value)?);
            continue;
        }
        for field in fields::write(schema, encoding, value)? {
            let text = String::from_utf8_lossy(&field.bytes);
            pairs.push(format!("{}={}", encoded(member), encoded(&text)));
        }
    }
    if pairs.is_empty() {
        return Err("an empty body cannot be told from none".to_owned());
    }
    Ok(pairs.join("&").into_bytes())
}

/// Reads a form with another reader than the writer's.
pub(super) fn read(media: &Media, bytes: &[u8]) -> Option<Value> {
    let pairs = form_urlencoded::parse(bytes).map(|(n, v)| (n.into(), v.into()));
    let pairs: Vec<(String, String)> = pairs.collect();
    let nothing = Schema::default();
    let mut map = Map::new();
    let mut taken: Vec<&str> = Vec::new();
    let known = |name: &str| {
        let bare = name.split_once('[').map_or(name, |(bare, _)| bare);
        media.schema.property(name).is_some() || media.schema.property(bare).is_some()
    };
    for encoding in &media.encodings {
        let Some(serial) = &encoding.serial else {
            continue;
        };
        let schema = fields::schema_of(media, &encoding.name, &nothing);
        let inner = |name: &str| schema.property(name).is_some();
        let named = named(&encoding.name, serial, schema);
        if let Some(value) = named.read_pairs(&pairs, &|n| known(n) && !inner(n)) {
            let deep = format!("{}[", encoding.name);
            let inside = |n: &str| n == encoding.name || n.starts_with(&deep) || inner(n);
            taken.extend(pairs.iter().map(|(n, _)| n.as_str()).filter(|n| inside(n)));
            map.insert(encoding.name.clone(), value);
        }
    }
    // What is written in a style stands in no other way.
    let styled = media.encodings.iter().filter(|e| e.serial.is_some());
    taken.extend(styled.map(|e| e.name.as_str()));
    for (name, _) in &pairs {
        if taken.contains(&name.as_str()) {
            continue;
        }
        taken.push(name);
        let schema = fields::schema_of(media, name, &nothing);
        let media_type = json_inside(media, name, schema);
        let own = pairs.iter().filter(|(n, _)| n == name);
        let texts: Vec<_> = own.map(|(_, v)| (v.clone(), media_type.clone())).collect();
        map.insert(name.clone(), fields::read(schema, &texts)?);
    }
    Some(Value::Object(map))
}

fn named<'a>(name: &'a str, serial: &'a Serial, schema: &'a Schema) -> Named<'a> {
    Named {
        name,
        serial,
        schema,
    }
}

/// The media type that texts of a member have, where it is not plain text.
fn json_inside(media: &Media, name: &str, schema: &Schema) -> Option<String> {
    let said = media.encoding(name).and_then(|e| e.content.clone());
    let compound = |s: &Schema| {
        !s.properties.is_empty() || s.types.iter().any(|t| t == "object") && s.types.len() == 1
    };
    let items = schema.items.as_deref();
    let inside = compound(schema) || items.is_some_and(compound);
    said.or_else(|| inside.then(|| "application/json".to_owned()))
}
