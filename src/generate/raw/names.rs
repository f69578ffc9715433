//! Names that no two requests may share: cases made of one message get one each.

use bytes::Bytes;
use serde_json::Value;

use crate::contract::{Base, Schema};
use crate::exchange::{Case, Message, Step};
use crate::generate::{Maker, Skip};

/// The cases, each but the first with new names in place of those of the message.
pub(super) fn renewed(
    maker: &mut Maker<'_, '_, '_>,
    base: &Base,
    message: &Message,
    mut list: Vec<Case>,
) -> Result<Vec<Case>, Skip> {
    let names = |maker: &Maker<'_, '_, '_>, message: &Message| {
        let mut found = Vec::new();
        let media = maker
            .kit
            .operation
            .body
            .as_ref()
            .and_then(|b| b.media.first());
        if let (Some(media), Some(body)) = (media, &message.body) {
            collect(&media.schema, body, &mut found);
        }
        found
    };
    let old = names(maker, message);
    if old.is_empty() {
        return Ok(list);
    }
    for case in list.iter_mut().skip(1) {
        let [Step::Raw(request)] = case.steps.as_mut_slice() else {
            continue;
        };
        let other = maker.valid(base)?;
        let new = names(maker, &other);
        let Some(text) = request
            .body
            .as_deref()
            .and_then(|b| std::str::from_utf8(b).ok())
        else {
            continue;
        };
        let mut text = text.to_owned();
        for (old, new) in old.iter().zip(&new) {
            text = text.replace(old, new);
        }
        request.body = Some(Bytes::from(text));
    }
    Ok(list)
}

/// Texts at places where no two may be alike.
fn collect(schema: &Schema, value: &Value, found: &mut Vec<String>) {
    for property in &schema.properties {
        let Some(inner) = value.get(&property.name) else {
            continue;
        };
        match inner {
            Value::String(text) if property.schema.ext.unique && !text.is_empty() => {
                found.push(text.clone());
            }
            inner => collect(&property.schema, inner, found),
        }
    }
}
