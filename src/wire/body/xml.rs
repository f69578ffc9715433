//! XML by the hints of the schema.

use serde_json::Value;

use crate::contract::Schema;
use crate::wire::writing::Writing;
use crate::wire::xml;
use crate::xml::{Limits, Style};

pub(super) fn write(schema: &Schema, value: &Value, writing: &Writing) -> Vec<u8> {
    let element = xml::element(schema, value, writing);
    crate::xml::write(&element, &Style::default())
}

pub(super) fn read(schema: &Schema, bytes: &[u8], writing: &Writing) -> Option<Value> {
    let element = crate::xml::read(bytes, &Limits::default()).ok()?;
    let named = schema.xml.name.as_deref();
    if named.is_some_and(|n| element.name.rsplit(':').next() != Some(n)) {
        return None;
    }
    Some(xml::value(schema, element, writing))
}
