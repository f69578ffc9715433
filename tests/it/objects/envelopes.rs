//! Things and lists that stand in an envelope: `data`, a name of their own, `result`, HAL, JSON:API.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::target::Profile;
use serde_json::{Map, Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::broken;
use crate::support::{Told, run_all};

/// What stands around things and lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    Data,
    Named,
    Result,
    Hal,
    JsonApi,
}

/// What the server does wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrong {
    Nothing,
    /// A member that may be left out is not kept.
    Lost,
    /// A change shows in its answer alone.
    Stale,
    /// The list stays as it was.
    Omits,
    /// The total is the length of the page.
    Total,
    /// Each page is the first one.
    Repeats,
}

const STYLES: [Style; 5] = [
    Style::Data,
    Style::Named,
    Style::Result,
    Style::Hal,
    Style::JsonApi,
];

impl Style {
    fn media(self) -> &'static str {
        match self {
            Style::JsonApi => "application/vnd.api+json",
            _ => "application/json",
        }
    }

    /// What a request says of a thing, in what stands around it.
    fn said(self, own: Value, changes: bool) -> Value {
        match self {
            Style::Data => json!({"data": own}),
            Style::Named => json!({"pet": own}),
            Style::Result | Style::Hal => own,
            Style::JsonApi if changes => {
                json!({"data": {"type": {"const": "pets"}, "id": {"type": "string"}, "attributes": own}})
            }
            Style::JsonApi => json!({"data": {"type": {"const": "pets"}, "attributes": own}}),
        }
    }

    fn shown(self, id: Value, own: Value) -> Value {
        let with = |name: &str, value: Value| {
            let mut all = own.as_object().cloned().unwrap_or_default();
            all.insert(name.to_owned(), value);
            Value::Object(all)
        };
        match self {
            Style::Data | Style::Named | Style::Result => with("id", id),
            Style::Hal => {
                let mut all = with("id", id);
                all["_links"] = json!({"self": {}});
                all
            }
            Style::JsonApi => json!({"type": "pets", "id": id, "attributes": own}),
        }
    }

    fn one(self, thing: Value) -> Value {
        match self {
            Style::Data | Style::JsonApi => json!({"data": thing}),
            Style::Named => json!({"pet": thing}),
            Style::Result => json!({"ok": true, "result": thing}),
            Style::Hal => thing,
        }
    }

    fn list(self, things: Value, total: Value) -> Value {
        match self {
            Style::Data | Style::JsonApi => json!({"data": things, "meta": {"total": total}}),
            Style::Named => json!({"pets": things, "meta": {"total_count": total}}),
            Style::Result => json!({"ok": true, "result": {"items": things, "total": total}}),
            Style::Hal => json!({"_embedded": {"pets": things}, "page": {"totalElements": total}}),
        }
    }

    fn sizes(self) -> [&'static str; 2] {
        match self {
            Style::JsonApi => ["page[number]", "page[size]"],
            _ => ["page", "per_page"],
        }
    }
}

/// A schema whose every object asks for all its members, but those that may be left out.
fn schema(shape: &Value) -> Value {
    match shape {
        Value::Object(map)
            if map.contains_key("type") && map["type"].is_string() && map["type"] != "pets" =>
        {
            shape.clone()
        }
        Value::Object(map) if map.contains_key("const") => shape.clone(),
        Value::Object(map) => {
            let all: Map<String, Value> = map.iter().map(|(n, v)| (n.clone(), schema(v))).collect();
            let free = ["note", "_links", "ok"];
            let must: Vec<&String> = map.keys().filter(|n| !free.contains(&n.as_str())).collect();
            json!({"type": "object", "properties": all, "required": must})
        }
        Value::Array(list) => json!({"type": "array", "items": schema(&list[0])}),
        Value::String(text) => json!({"const": text}),
        Value::Bool(_) => json!({"type": "boolean"}),
        other => other.clone(),
    }
}

fn document(style: Style) -> String {
    let text = |most: u64| json!({"type": "string", "minLength": 1, "maxLength": most});
    let own = json!({"name": text(40), "note": text(80)});
    let thing = style.shown(json!({"type": "string"}), own.clone());
    let body = |shape: &Value| json!({style.media(): {"schema": schema(shape)}});
    let good = |shape: &Value| json!({"description": "right", "content": body(shape)});
    let wrong = json!({"description": "wrong"});
    let one = style.one(thing.clone());
    let list = style.list(json!([thing]), json!({"type": "integer"}));
    let number = |most: u64| json!({"type": "integer", "minimum": 1, "maximum": most});
    let pages = match style {
        Style::JsonApi => {
            json!([{"name": "page", "in": "query", "style": "deepObject", "explode": true,
            "schema": {"type": "object", "properties": {"number": number(90), "size": number(50)}}}])
        }
        _ => json!([
            {"name": "page", "in": "query", "schema": number(90)},
            {"name": "per_page", "in": "query", "schema": number(50)},
        ]),
    };
    let sent = |changes: bool| json!({"required": true, "content": body(&style.said(own.clone(), changes))});
    let id = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {
                "get": {"operationId": "pets", "parameters": pages, "responses": {"200": good(&list), "400": wrong}},
                "post": {"operationId": "addPet", "requestBody": sent(false),
                    "responses": {"201": good(&one), "400": wrong, "415": wrong}},
            },
            "/pets/{id}": {
                "parameters": id,
                "get": {"operationId": "getPet", "responses": {"200": good(&one), "404": wrong}},
                "put": {"operationId": "putPet", "requestBody": sent(true),
                    "responses": {"200": good(&one), "400": wrong, "404": wrong, "409": wrong, "415": wrong}},
                "delete": {"operationId": "dropPet", "responses": {"204": {"description": "gone"}, "404": wrong}},
            },
        },
    })
    .to_string()
}

#[derive(Default)]
struct Pets {
    next: u64,
    there: BTreeMap<u64, Value>,
}

/// What a body says of a pet; nothing where it is wrong.
fn said(request: &Request, style: Style, id: Option<&str>) -> Result<Value, u16> {
    let kind = request
        .headers
        .get("content-type")
        .map(|v| v.to_str().unwrap_or_default().to_owned());
    if kind.is_none_or(|k| k.split(';').next() != Some(style.media())) {
        return Err(415);
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| 400_u16)?;
    let inner = match style {
        Style::Data => &body["data"],
        Style::Named => &body["pet"],
        Style::Result | Style::Hal => &body,
        Style::JsonApi => &body["data"]["attributes"],
    };
    let right = |name: &str, most: usize| {
        inner[name]
            .as_str()
            .is_some_and(|t| (1..=most).contains(&t.chars().count()))
    };
    if !right("name", 40) || inner.get("note").is_some() && !right("note", 80) {
        return Err(400);
    }
    if style == Style::JsonApi && body["data"]["type"] != "pets" {
        return Err(400);
    }
    if let (Style::JsonApi, Some(id)) = (style, id) {
        match body["data"]["id"].as_str() {
            None => return Err(400),
            Some(own) if own != id => return Err(409),
            _ => {}
        }
    }
    let mut own = json!({"name": inner["name"]});
    if let Some(note) = inner.get("note") {
        own["note"] = note.clone();
    }
    Ok(own)
}

fn answer(request: &Request, pets: &mut Pets, style: Style, wrong: Wrong) -> ResponseTemplate {
    let json = |status: u16, body: Value| {
        ResponseTemplate::new(status).set_body_raw(body.to_string(), style.media())
    };
    let show = |id: u64, own: &Value| style.shown(id.to_string().into(), own.clone());
    let method = request.method.as_str();
    let path = request.url.path().trim_start_matches("/pets").to_owned();
    let id = path.strip_prefix('/').unwrap_or_default();
    let allow = match path.is_empty() {
        true => ["GET", "HEAD", "POST"].as_slice(),
        false => ["GET", "HEAD", "PUT", "DELETE"].as_slice(),
    };
    if !request.url.path().starts_with("/pets") || !path.is_empty() && id.is_empty() {
        return ResponseTemplate::new(404);
    }
    if !allow.contains(&method) {
        return ResponseTemplate::new(405).insert_header("Allow", allow.join(", "));
    }
    let number = id.parse::<u64>().ok().filter(|n| n.to_string() == id);
    let there = number.filter(|n| pets.there.contains_key(n));
    match (method, there) {
        ("POST", _) => match said(request, style, None) {
            Err(status) => ResponseTemplate::new(status),
            Ok(mut own) => {
                if wrong == Wrong::Lost {
                    own.as_object_mut().unwrap().remove("note");
                }
                pets.next += 1;
                pets.there.insert(pets.next, own.clone());
                json(201, style.one(show(pets.next, &own)))
            }
        },
        (_, None) if !path.is_empty() => ResponseTemplate::new(404),
        ("PUT", Some(own)) => match said(request, style, Some(id)) {
            Err(status) => ResponseTemplate::new(status),
            Ok(new) => {
                if wrong != Wrong::Stale {
                    pets.there.insert(own, new.clone());
                }
                json(200, style.one(show(own, &new)))
            }
        },
        ("DELETE", Some(own)) => {
            pets.there.remove(&own);
            ResponseTemplate::new(204)
        }
        (_, Some(own)) => json(200, style.one(show(own, &pets.there[&own]))),
        _ => {
            let (mut page, mut size) = (1, 10);
            let [at, most] = style.sizes();
            for (name, value) in request.url.query_pairs() {
                match value.parse::<usize>() {
                    Ok(n) if name == at && (1..=90).contains(&n) => page = n,
                    Ok(n) if name == most && (1..=50).contains(&n) => size = n,
                    _ if name == at || name == most => return ResponseTemplate::new(400),
                    _ => {}
                }
            }
            let mut all: Vec<Value> = pets.there.iter().map(|(id, own)| show(*id, own)).collect();
            match wrong {
                Wrong::Omits => all.truncate(3),
                Wrong::Repeats => page = 1,
                _ => {}
            }
            let shown: Vec<Value> = all
                .iter()
                .skip((page - 1) * size)
                .take(size)
                .cloned()
                .collect();
            let total = if wrong == Wrong::Total {
                shown.len()
            } else {
                all.len()
            };
            json(200, style.list(shown.into(), total.into()))
        }
    }
}

async fn run(style: Style, wrong: Wrong) -> Told {
    let server = MockServer::start().await;
    let mut pets = Pets::default();
    for n in 1..=3 {
        pets.next = n;
        pets.there
            .insert(n, json!({"name": format!("Pet {n}"), "note": "quiet"}));
    }
    let pets = Arc::new(Mutex::new(pets));
    Mock::given(any())
        .respond_with(move |request: &Request| {
            answer(request, &mut pets.lock().unwrap(), style, wrong)
        })
        .mount(&server)
        .await;
    let contract = load_text("pets.json", &document(style), &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 3,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_an_envelope_is_judged_as_what_stands_alone() {
    for style in STYLES {
        let told = run(style, Wrong::Nothing).await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{style:?}");
        for held in [
            "shown",
            "shown-optional",
            "changed",
            "listed",
            "unlisted",
            "own-id",
        ] {
            let judged = told.clause(&format!("addPet/kept/{held}"));
            let got = (judged.verdict, &judged.reason);
            assert_eq!(
                got.0,
                clausal::run::event::Verdict::Held,
                "{style:?} {held}: {got:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_in_an_envelope_is_told() {
    for style in STYLES {
        for (wrong, clause) in [
            (Wrong::Lost, "addPet/kept/shown-optional"),
            (Wrong::Stale, "addPet/kept/changed"),
            (Wrong::Omits, "addPet/kept/listed"),
            (Wrong::Total, "pets/pages/total"),
            (Wrong::Repeats, "pets/pages/apart"),
        ] {
            let told = run(style, wrong).await;
            let broken = broken(&told);
            let own = broken.iter().any(|b| b.contains(clause));
            assert!(own, "{style:?} {wrong:?}: {broken:?}");
        }
    }
}
