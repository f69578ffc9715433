//! The document as a whole.

use serde_json::{Map, Value, json};

use super::around::{by_body, code_place, makes, servers, summary, title};
use super::body::{self, Body};
use super::dotted;
use super::errors::{self, Request};
use super::media::{media, signed};
use super::naming::{id, slug, thing};
use super::schema::{self, cut};
use super::settle::OPTIONAL;
use super::{Draft, Part, Told};
use crate::page::block::Page;
use crate::page::fields::Field;
use crate::page::operation::names;
use crate::page::sample;
use crate::page::{caught, patterns};

patterns! {
    SELECTS = r"(?i)\b(?:which|what|only the|names? of the|list of) (?:fields|members|properties|attributes)\b.*\b(?:response|returned|get back|answer|include)\b";
}

/// Headers that are no parameters (OpenAPI leaves them out), and those of the connection.
const OWN: [&str; 6] = [
    "accept",
    "content-type",
    "host",
    "content-length",
    "connection",
    "user-agent",
];

/// The reading of selections that name what is not there.
const SELECTED: &str = "selected-members";

/// The parts of a document that grow from one operation to the next.
#[derive(Default)]
pub(super) struct Grown {
    ids: Vec<String>,
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    pub(super) schemes: Map<String, Value>,
    states: Map<String, Value>,
    fixtures: Map<String, Value>,
    codes: usize,
    tied: usize,
    parameters: usize,
}

pub(super) fn of(page: &Page, mut parts: Vec<Part>, source: &str, mut told: Told) -> Draft {
    by_body(page, &mut parts, &mut told);
    parts
        .iter_mut()
        .for_each(|part| part.makes = makes(page, part));
    let mut grown = Grown::default();
    let operations = parts.len();
    let first = parts.first().map(|p| p.call.clone()).unwrap_or_default();
    let with_codes = parts
        .iter()
        .any(|p| p.rows.iter().any(|r| r.code.is_some()));
    for part in &parts {
        operation(page, part, &mut grown, &mut told);
    }
    signed(page, &mut grown, &mut told);
    let title = title(page, &first);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": title, "version": "1",
            "description": format!("Drafted by clausal from {source}: look through it before you trust it."),
            "x-source": source,
        },
        "x-clausal": {"name": slug(&crate::page::operation::resource(&first.path))},
    });
    if let Some(servers) = servers(page, &first, &mut told) {
        document["servers"] = servers;
    }
    if with_codes {
        let at = code_place(page, &parts);
        let guessed = at.is_none();
        if guessed {
            told.say("no sample shows where the code stands in an error: /code is looked at first, then any other place");
        }
        document["x-readings"] = json!({"code-place": {"about": "where the code stands in an error", "alternatives": []}});
        document["x-error-code"] =
            json!({"at": [at.unwrap_or_else(|| "/code".to_owned())], "reading": "code-place"});
    }
    if grown
        .paths
        .values()
        .any(|item| item.to_string().contains("\"x-selects\""))
    {
        let about = json!({"about": "names of members that there are not", "alternatives": ["ignored", "refused"]});
        match document
            .get_mut("x-readings")
            .and_then(Value::as_object_mut)
        {
            Some(readings) => drop(readings.insert(SELECTED.into(), about)),
            None => document["x-readings"] = json!({SELECTED: about}),
        }
    }
    for (key, map) in [("x-fixtures", &grown.fixtures), ("x-states", &grown.states)] {
        if !map.is_empty() {
            document[key] = Value::Object(map.clone());
        }
    }
    if let Some((name, _)) = grown.schemes.iter().next() {
        document["security"] = json!([{name.as_str(): []}]);
    }
    document["paths"] = Value::Object(grown.paths);
    let mut components = Map::new();
    for (key, map) in [
        ("securitySchemes", grown.schemes),
        ("schemas", grown.schemas),
    ] {
        if !map.is_empty() {
            components.insert(key.into(), Value::Object(map));
        }
    }
    if !components.is_empty() {
        document["components"] = Value::Object(components);
    }
    Draft {
        document,
        told: told.0,
        operations,
        codes: grown.codes,
        tied: grown.tied,
        parameters: grown.parameters,
    }
}

fn operation(page: &Page, part: &Part, grown: &mut Grown, told: &mut Told) {
    let call = &part.call;
    let id = id(call, &grown.ids);
    grown.ids.push(id.clone());
    let mut parameters = parameters(part, grown, told);
    let (json, xml) = (sample::json(page), joined(page));
    let media = media(page, part, &json, &xml);
    let mut bodies: Vec<(String, Value)> = Vec::new();
    let mut examples: Vec<Option<Value>> = Vec::new();
    let bodiless = matches!(call.method.as_str(), "GET" | "HEAD" | "DELETE");
    for media in media.iter().filter(|_| !bodiless) {
        if let Some(Body {
            mut schema,
            example,
        }) = body::of(part, media, &json, &xml, told)
        {
            mark(&mut schema, part);
            bodies.push((media.clone(), schema));
            examples.push(example);
        }
    }
    let known = errors::known(&parameters, bodies.first().map(|(_, body)| body));
    grown.parameters += known.len();
    let mut request = Request {
        id: &id,
        known,
        parameters: &mut parameters,
        bodies: &mut bodies,
    };
    let added = errors::of(part, &mut request, told);
    grown.codes += added.codes;
    grown.tied += added.tied;
    grown.states.extend(added.states);
    for (name, mut fixture) in added.fixtures {
        // What the sample names is the best guess of what exists.
        let shown = examples
            .iter()
            .flatten()
            .find_map(|e| e.get(&name))
            .filter(|v| v.is_i64() == (fixture["type"] == "integer"));
        if let Some(value) = shown {
            fixture["default"] = value.clone();
        }
        grown.fixtures.insert(name, fixture);
    }
    let mut operation = json!({"operationId": id});
    if let Some(summary) = summary(page, call) {
        operation["summary"] = summary.into();
    }
    let bases: Vec<Value> = added
        .bases
        .iter()
        .flat_map(|(at, values)| {
            values
                .iter()
                .map(move |v| json!({"name": slug(v), "set": {at.as_str(): v}}))
        })
        .collect();
    if !bases.is_empty() {
        operation["x-bases"] = bases.into();
    }
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if !bodies.is_empty() {
        operation["requestBody"] = request_body(part, bodies, examples, grown);
    }
    if let Some(member) = &part.by_body {
        operation["x-success"] =
            json!({"at": format!("/{}", schema::step(member)), "equals": true});
    }
    if let Some(member) = &part.by_body {
        let refusal = json!({"type": "object", "required": [member], "properties": {member.as_str(): {"const": false}}});
        operation["x-fault"] = json!({"application/json": {"schema": refusal}});
    }
    operation["responses"] = responses(part, added.errors, &media, grown, told);
    let method = call.method.to_lowercase();
    let path = grown
        .paths
        .entry(call.path.clone())
        .or_insert_with(|| json!({}));
    path[method.as_str()] = operation;
}

/// Marks members that the page calls optional.
fn mark(schema: &mut Value, part: &Part) {
    let all = part
        .fields
        .iter()
        .flat_map(|f| std::iter::once(f).chain(&f.members));
    for field in all.filter(|f| f.required == Some(false)) {
        let at = dotted::pointer(&field.name);
        let plain = format!("/{}", schema::step(&field.name));
        let at = match schema::descend(schema, &plain).is_some() {
            true => plain,
            false => at,
        };
        if let Some(inner) = schema::descend(schema, &at).and_then(Value::as_object_mut) {
            inner.insert(OPTIONAL.into(), true.into());
        }
    }
}

fn unmark(schema: &mut Value) {
    if let Value::Object(map) = schema {
        map.remove(OPTIONAL);
        map.values_mut().for_each(unmark);
    }
}

fn request_body(
    part: &Part,
    bodies: Vec<(String, Value)>,
    examples: Vec<Option<Value>>,
    grown: &mut Grown,
) -> Value {
    let call = &part.call;
    // Only where each of its members may be left out, the body may be as well.
    let mut members = part.fields.iter().filter(|f| f.place == Some("body"));
    let required = !members.all(|f| f.required == Some(false));
    let mut content = Map::new();
    let several = bodies.iter().any(|(_, schema)| *schema != bodies[0].1);
    for ((media, mut schema), example) in bodies.into_iter().zip(examples) {
        unmark(&mut schema);
        let kind = match (several, media.contains("xml")) {
            (false, _) => "",
            (true, true) => "Xml",
            (true, false) => "Json",
        };
        let name = free(
            &format!("New{}{kind}", thing(call)),
            &grown.schemas,
            &schema,
        );
        grown.schemas.insert(name.clone(), schema);
        let mut entry = json!({"schema": {"$ref": format!("#/components/schemas/{name}")}});
        if let Some(example) = example {
            entry["example"] = example;
        }
        content.insert(media, entry);
    }
    json!({"required": required, "content": content})
}

/// A name that no other schema has.
fn free(name: &str, taken: &Map<String, Value>, schema: &Value) -> String {
    let numbered = (2..1000).map(|n| format!("{name}{n}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    let fits = |name: &String| taken.get(name).is_none_or(|there| there == schema);
    all.find(fits).unwrap_or_else(|| name.to_owned())
}

/// Parameters, without those that say how to call; what carries a token becomes a security scheme.
fn parameters(part: &Part, grown: &mut Grown, told: &mut Told) -> Vec<Value> {
    let mut list: Vec<Value> = Vec::new();
    let outside = part.fields.iter().filter(|f| f.place != Some("body"));
    for field in part.headers.iter().chain(outside) {
        let place = field.place.unwrap_or("header");
        let lower = field.name.to_lowercase();
        if place == "header" && OWN.contains(&lower.as_str()) {
            continue;
        }
        if place == "header" && is_token(field, &lower) {
            let scheme = match lower.as_str() {
                "authorization" => json!({"type": "http", "scheme": "bearer"}),
                _ => json!({"type": "apiKey", "in": "header", "name": field.name}),
            };
            grown.schemes.insert("token".into(), scheme);
            continue;
        }
        let again = |p: &Value| p["name"] == field.name.as_str() && p["in"] == place;
        if list.iter().any(again) {
            told.say(format!(
                "the parameter `{}` stands twice; the first one counts ({} is left out)",
                field.name, field.source
            ));
            continue;
        }
        list.push(parameter(field, place, told));
    }
    for name in names(&part.call.path) {
        if !list.iter().any(|p| p["in"] == "path" && p["name"] == name) {
            told.say(format!("no table tells of the path parameter `{name}`"));
            list.push(
                json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
            );
        }
    }
    list
}

fn parameter(field: &Field, place: &str, told: &mut Told) -> Value {
    let mut schema = schema::of(field, None, told);
    let mut taken = |key: &str| schema.as_object_mut().and_then(|s| s.remove(key));
    let (words, source) = (taken("description"), taken("x-source"));
    if let Some(schema) = schema.as_object_mut()
        && !["type", "enum"].iter().any(|key| schema.contains_key(*key))
    {
        // What travels in a path, a query or a header is a text.
        schema.insert("type".into(), "string".into());
    }
    let required = place == "path" || field.required == Some(true);
    let mut parameter = json!({"name": field.name, "in": place, "required": required});
    if let Some(words) = words {
        parameter["description"] = words;
    }
    if let Some(source) = source {
        parameter["x-source"] = source;
    }
    parameter["schema"] = schema;
    if place != "path" && caught(&SELECTS, &field.words).is_some() {
        told.say(format!(
            "`{}` ({}) was taken for the one that selects members of the answer",
            field.name, field.source
        ));
        parameter["x-selects"] = json!({"brackets": ["()", "[]"], "reading": SELECTED});
    }
    parameter
}

fn is_token(field: &Field, lower: &str) -> bool {
    let named = [
        "authtoken",
        "authorization",
        "x-api-key",
        "api-key",
        "apikey",
        "x-auth-token",
        "sec",
        "token",
    ];
    let words = field.words.to_lowercase();
    named.contains(&lower)
        || [
            "authentication token",
            "api key",
            "access token",
            "authorized service token",
        ]
        .iter()
        .any(|w| words.contains(w))
}

/// Samples in XML, those of one root together.
fn joined(page: &Page) -> Vec<sample::Element> {
    let mut roots: Vec<sample::Element> = Vec::new();
    for root in sample::xml(page) {
        match roots.iter_mut().find(|r| r.name == root.name) {
            Some(there) => sample::join(there, root),
            None => roots.push(root),
        }
    }
    roots
}

fn responses(
    part: &Part,
    mut errors: std::collections::BTreeMap<String, Vec<Value>>,
    media: &[String],
    grown: &mut Grown,
    told: &mut Told,
) -> Value {
    let mut statuses: Vec<&str> = part.rows.iter().map(|r| r.status.as_str()).collect();
    // A status that leads elsewhere is one of a success, unless it comes with the code of an error.
    let succeeds =
        |r: &super::Row| r.status.starts_with('2') || r.status.starts_with('3') && r.code.is_none();
    if !part.rows.iter().any(succeeds) {
        told.say("no table gives the status of a success: any of 200 to 299 is taken for one");
        statuses.push("2XX");
    }
    if part.rows.iter().any(|r| !r.told) {
        told.say("a table gives codes without their status: any of 400 to 499 is taken");
    }
    statuses.sort_unstable();
    statuses.dedup();
    let mut all = Map::new();
    for status in statuses {
        let of = |r: &&super::Row| r.status == status;
        let rows: Vec<_> = part.rows.iter().filter(of).collect();
        let words = rows
            .iter()
            .find(|r| r.code.is_none() && !r.words.is_empty())
            .map(|r| cut(&r.words));
        let fallback = if status.starts_with('2') {
            "done"
        } else {
            "refused"
        };
        let mut response = json!({"description": words.unwrap_or_else(|| fallback.to_owned())});
        if let Some(row) = rows.first() {
            let table = row.source.split(", row").next().unwrap_or_default();
            response["x-source"] = table.into();
        }
        if status.starts_with('2') && status != "204" && !part.answers.is_empty() {
            let placed = part.answers.iter().any(|f| !f.around.is_empty());
            let json = media.iter().any(|m| m.contains("json")) || media.is_empty();
            if json && !placed {
                let name = free(&thing(&part.call), &grown.schemas, &Value::Null);
                let mut schema = schema::object(&part.answers, None, told);
                nullable(&mut schema);
                grown.schemas.insert(name.clone(), schema);
                response["content"] = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
            }
        }
        if let Some(list) = errors.remove(status) {
            response["x-errors"] = list.into();
        }
        all.insert(status.to_owned(), response);
    }
    Value::Object(all)
}

/// A page that lists members of an answer says their types, and seldom that one may be null.
fn nullable(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for property in properties.values_mut() {
        if let Some(kind) = property
            .get("type")
            .and_then(Value::as_str)
            .map(str::to_owned)
        {
            property["type"] = json!([kind, "null"]);
            if let Some(list) = property.get_mut("enum").and_then(Value::as_array_mut) {
                list.push(Value::Null);
            }
        }
    }
    if let Some(object) = schema.as_object_mut() {
        object.remove("required");
    }
}
