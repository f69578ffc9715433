//! A value that holds a place, as near to the plain one as can be.

use serde_json::Value;

use crate::contract::Schema;
use crate::exchange::steps;
use crate::rule::holds;

/// The plain value with as little of another one as holds a place, where that is valid: the rest of it is
/// what the document shows, or what the target was seen to take.
pub(super) fn grafted(plain: &Value, held: Value, rest: &str, schema: &Schema) -> Value {
    // Beside members of another alternative a place means something else.
    let one = schema.any_of.is_empty();
    let first = steps(rest).into_iter().next().filter(|_| one);
    let (Some(name), Value::Object(plain)) = (first, plain) else {
        return held;
    };
    let Some(part) = held.get(&name) else {
        return held;
    };
    let mut both = plain.clone();
    both.insert(name, part.clone());
    let both = Value::Object(both);
    match holds(&schema.json, &both, &schema.shared) {
        true => both,
        false => held,
    }
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
