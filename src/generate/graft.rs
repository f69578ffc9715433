//! A value that holds a place, as near to the plain one as can be.

use serde_json::Value;

use crate::contract::Schema;
use crate::exchange::{below, steps};
use crate::rule::holds;

/// The plain value with as little of another one as holds a place, where that is valid: the rest of it is
/// what the document shows, or what the target was seen to take.
pub(super) fn grafted(plain: &Value, held: Value, rest: &str, schema: &Schema) -> Value {
    let names = steps(rest);
    for depth in (1..=names.len()).rev() {
        let at: String = names[..depth]
            .iter()
            .fold(String::new(), |at, n| below(&at, n));
        let Some(part) = held.pointer(&at) else {
            continue;
        };
        let mut both = plain.clone();
        let around = at.rsplit_once('/').map_or("", |(around, _)| around);
        let Some(Value::Object(members)) = both.pointer_mut(around) else {
            continue;
        };
        members.insert(names[depth - 1].clone(), part.clone());
        if holds(&schema.json, &both, &schema.shared) {
            return both;
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;
    use serde_json::json;

    #[test]
    fn what_the_document_shows_stays_where_another_place_is_wanted() {
        let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"type": "object",
                "properties": {"name": {"type": "string"}, "more": {"type": "object"}, "only": {"type": "integer"}},
                "not": {"required": ["only", "name"]}}}}},
            "responses": {"200": {"description": "ok"}}}}}});
        let contract =
            contract::load_text("t.json", &document.to_string(), &|_| Err(String::new())).unwrap();
        let schema = &contract.operations[0].body.as_ref().unwrap().media[0].schema;
        let plain = json!({"name": "shown", "more": null});
        let held = json!({"name": "drawn", "more": {"a": {"b": 1}}});
        assert_eq!(
            grafted(&plain, held, "/more/a", schema),
            json!({"name": "shown", "more": {"a": {"b": 1}}})
        );
        // What cannot stand beside it goes.
        let held = json!({"only": 1});
        assert_eq!(grafted(&plain, held.clone(), "/only", schema), held);
    }
}
