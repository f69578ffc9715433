//! A JSON Schema of OpenAPI documents with our extensions: for editors, which complete and check by it. It is
//! made of the same lists of names as the loader reads by.

mod extensions;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::keywords::{EXTENSIONS, Part};
pub use extensions::meaning;

/// The address of the schema's draft.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The extensions that may stand in a part, each with its shape.
fn of(part: Part) -> Map<String, Value> {
    let own = EXTENSIONS.iter().filter(|(_, parts)| parts.contains(&part));
    own.map(|(name, _)| {
        (
            (*name).to_owned(),
            json!({"$ref": format!("#/$defs/{name}")}),
        )
    })
    .collect()
}

/// A part of a document: its own members, and the extensions that it may have; others' are left alone.
fn part(part: Part, members: &[(&str, Value)], required: &[&str]) -> Value {
    let mut properties: Map<String, Value> = members
        .iter()
        .map(|(k, v)| ((*k).to_owned(), v.clone()))
        .collect();
    properties.extend(of(part));
    let elsewhere: Vec<&str> = EXTENSIONS
        .iter()
        .filter(|(_, parts)| !parts.contains(&part))
        .map(|(name, _)| *name)
        .collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    // An extension of ours means nothing in another part.
    schema["propertyNames"] = json!({"not": {"enum": elsewhere}});
    schema
}

fn map_of(reference: &str) -> Value {
    json!({"type": "object", "additionalProperties": {"$ref": format!("#/$defs/{reference}")}})
}

fn list_of(reference: &str) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/$defs/{reference}")}})
}

fn to(reference: &str) -> Value {
    json!({"$ref": format!("#/$defs/{reference}")})
}

/// A member that may be a reference to one.
fn or_reference(schema: Value) -> Value {
    json!({"if": {"type": "object", "required": ["$ref"]}, "then": {"properties": {"$ref": {"type": "string"}}}, "else": schema})
}

/// The schema of a whole document.
pub fn grammar() -> Value {
    let mut defs = Map::new();
    let methods = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
    ];
    let mut item: Vec<(&str, Value)> = methods.iter().map(|m| (*m, to("operation"))).collect();
    item.push(("parameters", list_of("parameter")));
    let content = map_of("media");
    defs.insert(
        "path-item".into(),
        or_reference(part(Part::PathItem, &item, &[])),
    );
    defs.insert(
        "operation".into(),
        part(
            Part::Operation,
            &[
                ("operationId", json!({"type": "string"})),
                ("parameters", list_of("parameter")),
                ("requestBody", to("body")),
                ("responses", map_of("response")),
            ],
            &[],
        ),
    );
    defs.insert(
        "parameter".into(),
        or_reference(part(
            Part::Parameter,
            &[
                ("name", json!({"type": "string"})),
                ("in", json!({"enum": ["query", "querystring", "header", "path", "cookie", "body", "formData"]})),
                ("required", json!({"type": "boolean"})),
                ("schema", to("schema")),
                ("content", content.clone()),
            ],
            &["name", "in"],
        )),
    );
    defs.insert(
        "body".into(),
        or_reference(part(
            Part::Body,
            &[
                ("required", json!({"type": "boolean"})),
                ("content", content.clone()),
            ],
            &[],
        )),
    );
    defs.insert(
        "response".into(),
        or_reference(part(Part::Response, &[("content", content)], &[])),
    );
    defs.insert(
        "media".into(),
        or_reference(part(Part::Media, &[("schema", to("schema"))], &[])),
    );
    let schemas = map_of("schema");
    let many = list_of("schema");
    defs.insert(
        "schema".into(),
        json!({"if": {"type": "boolean"}, "else": part(
            Part::Schema,
            &[
                ("properties", schemas.clone()),
                ("patternProperties", schemas.clone()),
                ("items", to("schema")),
                ("additionalProperties", to("schema")),
                ("not", to("schema")),
                ("allOf", many.clone()),
                ("anyOf", many.clone()),
                ("oneOf", many.clone()),
                ("prefixItems", many),
            ],
            &[],
        )}),
    );
    defs.insert(
        "security-scheme".into(),
        or_reference(part(Part::SecurityScheme, &[], &[])),
    );
    defs.insert(
        "info".into(),
        part(
            Part::Info,
            &[("title", json!({"type": "string"}))],
            &["title"],
        ),
    );
    extensions::all(&mut defs);
    let components = json!({"type": "object", "properties": {
        "schemas": schemas, "responses": map_of("response"), "parameters": map_of("parameter"),
        "requestBodies": map_of("body"), "securitySchemes": map_of("security-scheme"), "pathItems": map_of("path-item"),
    }});
    let paths = map_of("path-item");
    let mut schema = part(
        Part::Document,
        &[
            (
                "openapi",
                json!({"type": "string", "pattern": "^3\\.[012]"}),
            ),
            ("swagger", json!({"const": "2.0"})),
            ("info", to("info")),
            ("paths", paths.clone()),
            ("webhooks", paths),
            ("components", components),
        ],
        &["info"],
    );
    schema["$schema"] = DRAFT.into();
    schema["title"] = "OpenAPI with the extensions of clausal".into();
    schema["$defs"] = Value::Object(defs);
    schema
}
