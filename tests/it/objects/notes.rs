//! Notes of which much may be left out, changed in parts and listed in pages; right, or wrong in one way.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Notes, version: '1'}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: cursor, in: query, schema: {type: string, format: uuid}}
        - {name: color, in: query, schema: {$ref: '#/components/schemas/Color'}}
      responses:
        '200': {description: some, content: {application/json: {schema: {type: object, required: [items], properties: {
          items: {type: array, items: {$ref: '#/components/schemas/Note'}}, next: {type: [string, 'null']}}}}}}
        '400': {description: wrong}
    post:
      operationId: addNote
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewNote'}}}}
      responses:
        '201': {description: made, headers: {Location: {required: true, schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '400': {description: wrong}
        '415': {description: label}
  /notes/{noteId}:
    parameters: [{name: noteId, in: path, required: true, schema: {type: string, format: uuid}}]
    get:
      operationId: getNote
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}, '400': {description: no id}, '404': {description: none}}
    patch:
      operationId: patchNote
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NotePatch'}}}}
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}, '400': {description: wrong}, '404': {description: none}, '415': {description: label}}
    put:
      operationId: putNote
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewNote'}}}}
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}, '400': {description: wrong}, '404': {description: none}, '415': {description: label}}
    delete:
      operationId: dropNote
      responses: {'204': {description: gone}, '400': {description: no id}, '404': {description: none}}
components:
  schemas:
    Color: {type: string, enum: [red, green, blue]}
    NewNote:
      type: object
      additionalProperties: false
      required: [title]
      properties:
        title: {type: string, minLength: 1, maxLength: 50}
        text: {type: string, maxLength: 200}
        weight: {type: integer, minimum: 0, maximum: 1000}
        color: {type: string, enum: [red, green, blue], default: red}
    NotePatch:
      type: object
      additionalProperties: false
      properties:
        title: {type: string, minLength: 1, maxLength: 50}
        text: {type: string, maxLength: 200}
        color: {$ref: '#/components/schemas/Color'}
    Note:
      type: object
      required: [id, title, color]
      properties:
        id: {type: string}
        title: {type: string}
        text: {type: [string, 'null']}
        weight: {type: [integer, 'null']}
        color: {$ref: '#/components/schemas/Color'}
";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// Titles and texts are kept in small letters, a light note is shown with no weight, and the text of a
    /// note that is not red is another one. Nothing is wrong with it.
    Own,
    /// A parameter that says nothing of itself chooses what a list shows, which is nothing. Nothing is wrong
    /// with it, so far as can be told.
    Chooses,
    /// A PATCH answers with what was there.
    PatchesNothing,
    /// A PATCH answers with what was sent, and keeps nothing.
    PatchesInWords,
    /// A PATCH takes the text away.
    Loses,
    /// A PATCH makes the note blue.
    Colors,
    /// No list shows anything.
    Hides,
    /// Every list shows the first note alone.
    Oldest,
    /// A new note has no text.
    Drops,
    /// A new note of which no colour is told is blue.
    Blue,
    /// Location leads elsewhere.
    Nowhere,
    /// A list shows notes of any colour, whichever is asked for.
    AnyColor,
    /// Pages are as long as they please.
    Long,
    /// What leads on leads to the first page.
    Loops,
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

const COLORS: [&str; 3] = ["red", "green", "blue"];

/// The members of a right body.
fn body(request: &Request, whole: bool) -> Result<Value, u16> {
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with("application/json") {
        return Err(415);
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| 400_u16)?;
    let map = body.as_object().ok_or(400_u16)?;
    let text = |v: &Value, range: std::ops::RangeInclusive<usize>| {
        v.as_str()
            .is_some_and(|t| range.contains(&t.chars().count()))
    };
    let right = map.iter().all(|(name, value)| match name.as_str() {
        "title" => text(value, 1..=50),
        "text" => text(value, 0..=200),
        "color" => value.as_str().is_some_and(|c| COLORS.contains(&c)),
        "weight" if whole => value
            .as_f64()
            .is_some_and(|n| n.fract() == 0.0 && (0.0..=1000.0).contains(&n)),
        _ => false,
    });
    match right && (!whole || map.contains_key("title")) {
        true => Ok(body),
        false => Err(400),
    }
}

/// Whether a text is an id, in every writing that the format allows.
fn id_of(text: &str) -> Option<String> {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    let hex = text.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    (hex && parts == [8, 4, 4, 4, 12]).then(|| text.to_ascii_lowercase())
}

struct Notes(Vec<Value>);

impl Notes {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = percent_encoding::percent_decode_str(request.url.path()).decode_utf8_lossy();
        let path = path.trim_start_matches('/').to_owned();
        let path: Vec<&str> = path.split('/').collect();
        match (path.as_slice(), request.method.as_str()) {
            (["notes"], "GET" | "HEAD") => self.list(request, way),
            (["notes"], "POST") => self.add(request, way),
            (["notes"], _) => plain(405).insert_header("Allow", "GET, HEAD, POST"),
            (["notes", id], method) => match id_of(id) {
                Some(id) => self.one(request, &id, method, way),
                None => plain(400),
            },
            _ => plain(404),
        }
    }

    fn list(&self, request: &Request, way: Way) -> ResponseTemplate {
        let (mut limit, mut from, mut color) = (50, None, None);
        for (name, value) in request.url.query_pairs() {
            match &*name {
                "limit" => match value.parse::<usize>() {
                    Ok(n) if (1..=50).contains(&n) => limit = n,
                    _ => return plain(400),
                },
                "cursor" => match id_of(&value) {
                    Some(id) => from = Some(id),
                    None => return plain(400),
                },
                "color" if COLORS.contains(&&*value) => color = Some(value.into_owned()),
                "color" => return plain(400),
                _ => {}
            }
        }
        if way == Way::Long {
            limit = usize::MAX;
        }
        if way == Way::AnyColor {
            color = None;
        }
        let own = |n: &&Value| {
            !n["id"].is_null() && color.as_ref().is_none_or(|c| n["color"] == c.as_str())
        };
        let mut all: Vec<&Value> = self.0.iter().filter(own).collect();
        if let (Some(from), true) = (&from, way != Way::Loops) {
            let Some(at) = all.iter().position(|n| n["id"] == from.as_str()) else {
                return plain(400);
            };
            all.drain(..at);
        }
        match way {
            Way::Hides | Way::Chooses => all.clear(),
            Way::Oldest => all.truncate(1),
            _ => {}
        }
        let next = all.get(limit).map(|n| n["id"].clone());
        let next = match way {
            Way::Loops => self.0.first().map(|n| n["id"].clone()),
            _ => next,
        };
        all.truncate(limit);
        told(200, &json!({"items": all, "next": next}))
    }

    fn add(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let mut note = match body(request, true) {
            Ok(note) => note,
            Err(status) => return plain(status),
        };
        let id = format!("00000000-0000-4000-8000-{:012x}", self.0.len() + 0xabc);
        note["id"] = id.clone().into();
        if note.get("color").is_none() {
            note["color"] = if way == Way::Blue { "blue" } else { "red" }.into();
        }
        if way == Way::Drops {
            note["text"] = Value::Null;
        }
        if way == Way::Own {
            note["title"] = note["title"]
                .as_str()
                .unwrap_or_default()
                .to_lowercase()
                .into();
            if note["weight"].as_i64().is_some_and(|n| n < 5) && note["color"] == "blue" {
                note["weight"] = Value::Null;
            }
            if note["color"] != "red" && note.get("text").is_some() {
                note["text"] = "a text of its own".into();
            }
        }
        self.0.push(note.clone());
        let folder = if way == Way::Nowhere {
            "/nowhere"
        } else {
            "/notes"
        };
        told(201, &note).insert_header("Location", format!("{folder}/{id}"))
    }

    fn one(&mut self, request: &Request, id: &str, method: &str, way: Way) -> ResponseTemplate {
        let place = self.0.iter().position(|n| n["id"] == id);
        let changed = match method {
            "PATCH" | "PUT" => match body(request, method == "PUT") {
                Ok(body) => Some(body),
                Err(status) => return plain(status),
            },
            "GET" | "HEAD" | "DELETE" => None,
            _ => return plain(405).insert_header("Allow", "GET, HEAD, PATCH, PUT, DELETE"),
        };
        let Some(place) = place else {
            return plain(404);
        };
        if method == "DELETE" {
            // Its id is not given out again.
            self.0[place] = json!({"id": null, "title": "", "color": ""});
            return plain(204);
        }
        let Some(changed) = changed else {
            return told(200, &self.0[place]);
        };
        let mut note = self.0[place].clone();
        if method == "PUT" {
            note = json!({"id": id, "color": "red"});
        }
        for (name, value) in changed.as_object().into_iter().flatten() {
            note[name] = value.clone();
        }
        match (way, method) {
            (Way::PatchesNothing, "PATCH") => return told(200, &self.0[place]),
            (Way::PatchesInWords, "PATCH") => return told(200, &note),
            (Way::Loses, "PATCH") => note["text"] = Value::Null,
            (Way::Colors, "PATCH") if changed.get("color").is_none() => {
                note["color"] = "blue".into()
            }
            _ => {}
        }
        self.0[place] = note.clone();
        told(200, &note)
    }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let old = COLORS.iter().enumerate().map(|(number, color)| {
        let id = format!("00000000-0000-4000-8000-{:012x}", number + 1);
        json!({"id": id, "title": format!("old {number}"), "color": color})
    });
    let notes = Arc::new(Mutex::new(Notes(old.collect())));
    Mock::given(any())
        .respond_with(move |request: &Request| notes.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let document = match way {
        Way::Chooses => DOCUMENT.replace(
            "- {name: cursor",
            "- {name: mine, in: query, schema: {type: boolean}}\n        - {name: cursor",
        ),
        _ => DOCUMENT.to_owned(),
    };
    let contract = load_text("notes.yaml", &document, &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 4,
        cases: 1,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    // What a token may be is another matter.
    let own = broken.filter(|j| j.id.contains("/kept/") || j.id.contains("/pages/"));
    own.map(|j| j.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn right_notes_hold_all_that_is_asked_of_them() {
    let told = run(Way::Right).await;
    assert_eq!(broken(&told), Vec::<&str>::new());
    for kept in [
        "changed",
        "changed-rest",
        "refused-change",
        "listed",
        "filtered",
        "shown-optional",
        "default",
        "location",
    ] {
        let judged = told.clause(&format!("addNote/kept/{kept}"));
        assert_eq!(judged.verdict, Verdict::Held, "{kept}: {:?}", judged.reason);
    }
    for pages in ["apart", "size"] {
        let judged = told.clause(&format!("listNotes/pages/{pages}"));
        assert_eq!(
            judged.verdict,
            Verdict::Held,
            "{pages}: {:?}",
            judged.reason
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_that_are_kept_in_a_way_of_their_own_break_nothing() {
    for way in [Way::Own, Way::Chooses] {
        let told = run(way).await;
        assert_eq!(broken(&told), Vec::<&str>::new(), "{way:?}");
    }
    let told = run(Way::Chooses).await;
    let judged = told.clause("addNote/kept/listed");
    assert_eq!(judged.verdict, Verdict::Skipped, "{:?}", judged.reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_that_are_not_kept_are_told() {
    for (way, clause) in [
        (Way::PatchesNothing, "addNote/kept/changed"),
        (Way::PatchesInWords, "addNote/kept/changed"),
        (Way::Loses, "addNote/kept/changed-rest"),
        (Way::Colors, "addNote/kept/changed-rest"),
        (Way::Hides, "addNote/kept/listed"),
        (Way::Oldest, "addNote/kept/listed"),
        (Way::AnyColor, "addNote/kept/filtered"),
        (Way::Drops, "addNote/kept/shown-optional"),
        (Way::Blue, "addNote/kept/default"),
        (Way::Nowhere, "addNote/kept/location"),
        (Way::Long, "listNotes/pages/size"),
        (Way::Loops, "listNotes/pages/apart"),
    ] {
        let told = run(way).await;
        assert_eq!(broken(&told), [format!("notes/{clause}")], "{way:?}");
    }
}
