//! Several things on record, refusals and other methods, for a contract of one's own.

use std::sync::Mutex;

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::support::{Told, check_against};
use crate::untested::{contract, serve};

/// Boats with names of their own.
const BOATS: &str = r##"
openapi: 3.1.0
info: {title: Boats, version: "1"}
x-clausal: {name: boats}
x-states:
  a boat named exists:
    about: a boat of that name
    params: {name: {$case: /body/name}}
    via: {operation: addBoat, set: {/body/name: {$param: name}}, while: finished}
x-error-code: {at: [/code]}
paths:
  /boats:
    post:
      operationId: addBoat
      x-resource: {id: /id, read: getBoat, delete: sinkBoat}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewBoat'}}}
      responses:
        '201':
          description: added
          content: {application/json: {schema: {$ref: '#/components/schemas/Boat'}}}
        '409':
          description: taken
          x-errors:
            - {code: 7, duty: a name that is taken is refused, when: {state: a boat named exists, params: {name: {$case: /body/name}}}}
        '422':
          description: refused
          x-errors:
            - {code: 8, duty: a long name is refused, when: {breaks: maxLength, at: /body/name}}
  /boats/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, format: int64}}
    get:
      operationId: getBoat
      x-support: true
      responses:
        '200':
          description: the boat
          content: {application/json: {schema: {$ref: '#/components/schemas/Boat'}}}
    delete:
      operationId: sinkBoat
      x-support: true
      responses:
        '204': {description: sunk}
components:
  schemas:
    NewBoat:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1, maxLength: 60, x-unique: true}
        note: {type: string, maxLength: 200}
    Boat:
      type: object
      required: [id, name]
      properties:
        id: {type: integer, format: int64, x-fresh: true}
        name: {type: string, x-echo: /body/name}
        note: {type: [string, 'null'], x-echo: /body/note}
"##;

/// How a server of boats goes wrong, or does it in another way.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Right,
    NoDelete,
    GoesOn,
    NewestName,
    OldestName,
    SinksAllButNewest,
    FirstLetters,
    ReadsNewest,
    SinksOlder,
    IdAgain,
    NoteLeaks,
    PutMakes,
    GetMakes,
    ReadsUnknown,
    SinksUnknown,
    RefusalAsText,
    RefusalCut,
    OtherStatus,
}

#[derive(Default)]
struct Harbour {
    last: i64,
    boats: Vec<(i64, String, Value)>,
}

fn answer(way: Way, harbour: &Mutex<Harbour>, request: &Request) -> ResponseTemplate {
    let mut harbour = harbour.lock().unwrap();
    let path = request.url.path().to_owned();
    let method = request.method.as_str();
    let made = |harbour: &mut Harbour| add(way, harbour, &request.body);
    match (path.as_str(), method) {
        ("/boats", "POST") => made(&mut harbour),
        ("/boats", "PUT") if way == Way::PutMakes => {
            made(&mut harbour);
            refused(way, 405, 0).insert_header("allow", "POST")
        }
        ("/boats", "GET") if way == Way::GetMakes && !request.body.is_empty() => made(&mut harbour),
        ("/boats", "OPTIONS") => ResponseTemplate::new(204).insert_header("allow", "POST"),
        ("/boats", _) => refused(way, 405, 0).insert_header("allow", "POST"),
        _ => match (
            path.strip_prefix("/boats/").and_then(|id| id.parse().ok()),
            method,
        ) {
            (Some(id), "GET") => read(way, &harbour, id),
            (Some(_), "DELETE") if way == Way::NoDelete => refused(way, 405, 0),
            (Some(id), "DELETE") => sink(way, &mut harbour, id),
            _ => refused(way, 404, 0),
        },
    }
}

fn refused(way: Way, status: u16, code: i64) -> ResponseTemplate {
    let told = if way == Way::OtherStatus { 500 } else { status };
    let body = json!({"code": code, "http_response": {"code": told}}).to_string();
    let answer = ResponseTemplate::new(status);
    match way {
        Way::RefusalAsText => answer.set_body_raw(body, "text/plain"),
        Way::RefusalCut => answer.set_body_raw(&body.as_bytes()[1..], "application/json"),
        _ => answer.set_body_raw(body, "application/json"),
    }
}

fn add(way: Way, harbour: &mut Harbour, body: &[u8]) -> ResponseTemplate {
    let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
        return refused(way, 422, 9);
    };
    let (Some(name), note) = (body.get("name").and_then(Value::as_str), body.get("note")) else {
        return refused(way, 422, 9);
    };
    if note.is_some_and(|n| n.as_str().is_none_or(|n| n.chars().count() > 200)) {
        return refused(way, 422, 9);
    }
    if !(1..=60).contains(&name.chars().count()) {
        return refused(way, 422, 8);
    }
    let first = |text: &str| text.chars().take(32).collect::<String>();
    let boats = &harbour.boats;
    let taken = match way {
        Way::NewestName => boats.last().is_some_and(|b| b.1 == name),
        Way::OldestName => boats.first().is_some_and(|b| b.1 == name),
        Way::FirstLetters => boats.iter().any(|b| first(&b.1) == first(name)),
        _ => boats.iter().any(|b| b.1 == name),
    };
    if taken {
        return refused(way, 409, 7);
    }
    let id = match way {
        Way::IdAgain => boats.iter().map(|b| b.0).max().unwrap_or(0) + 1,
        // Numbers may be left out.
        Way::GoesOn => harbour.last + 17,
        _ => harbour.last + 1,
    };
    let mut note = note.cloned().unwrap_or(Value::Null);
    if way == Way::NoteLeaks && note.is_null() {
        note = boats.last().map_or(Value::Null, |b| b.2.clone());
    }
    harbour.last = id;
    harbour.boats.push((id, name.to_owned(), note.clone()));
    ResponseTemplate::new(201).set_body_json(json!({"id": id, "name": name, "note": note}))
}

fn read(way: Way, harbour: &Harbour, id: i64) -> ResponseTemplate {
    let own = harbour.boats.iter().find(|b| b.0 == id);
    let shown = match way {
        Way::ReadsNewest => own.and(harbour.boats.last()),
        _ => own,
    };
    match shown {
        Some((id, name, note)) => {
            ResponseTemplate::new(200).set_body_json(json!({"id": id, "name": name, "note": note}))
        }
        None if way == Way::ReadsUnknown => ResponseTemplate::new(200).set_body_json(json!({})),
        None => refused(way, 404, 0),
    }
}

fn sink(way: Way, harbour: &mut Harbour, id: i64) -> ResponseTemplate {
    let Some(at) = harbour.boats.iter().position(|b| b.0 == id) else {
        return match way {
            Way::SinksUnknown => ResponseTemplate::new(204),
            _ => refused(way, 404, 0),
        };
    };
    if way == Way::SinksAllButNewest && at + 1 == harbour.boats.len() {
        return refused(way, 404, 0);
    }
    let at = if way == Way::SinksOlder {
        at.saturating_sub(1)
    } else {
        at
    };
    harbour.boats.remove(at);
    ResponseTemplate::new(204)
}

async fn boats(way: Way) -> Told {
    let harbour = Mutex::new(Harbour::default());
    let server = serve(move |request| answer(way, &harbour, request)).await;
    let file = contract(BOATS);
    let contract = open(&file.path().display().to_string()).unwrap();
    let profile = Profile::parse("boats", "[limits]\nsettle_ms = 1500", &|_| None).unwrap();
    check_against(&[contract], &server.uri(), &profile, &[]).await
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken
        .map(|j| j.id.trim_start_matches("boats/addBoat/"))
        .collect()
}

#[tokio::test]
async fn servers_that_are_right_are_not_found_at_fault() {
    for way in [Way::Right, Way::NoDelete, Way::GoesOn] {
        let told = boats(way).await;
        assert_eq!(broken(&told), [""; 0], "{way:?}");
        for id in [
            "several/name.older",
            "several/name.last-character",
            "several/read",
        ] {
            assert_eq!(told.clause(id).verdict, Verdict::Held, "{way:?} {id}");
        }
    }
    let told = boats(Way::Right).await;
    for id in [
        "several/delete",
        "several/name.freed",
        "several/name.newer",
        "several/refusals",
        "several/apart",
        "several/ids",
        "race/ids",
        "implied/other-methods",
        "implied/labelled-faults",
        "implied/agreeing-faults",
        "implied/unknown-read",
        "implied/unknown-deleted",
    ] {
        let judged = told.clause(id);
        assert_eq!(judged.verdict, Verdict::Held, "{id} {:?}", judged.reason);
    }
}

#[tokio::test]
async fn servers_that_mix_things_up_are_caught_by_the_clause_that_says_so() {
    for (way, wanted) in [
        (Way::NewestName, "several/name.older"),
        (Way::OldestName, "several/name.newer"),
        (Way::SinksAllButNewest, "several/delete"),
        (Way::FirstLetters, "several/name.last-character"),
        (Way::ReadsNewest, "several/read"),
        (Way::SinksOlder, "several/delete"),
        (Way::IdAgain, "several/ids"),
        (Way::NoteLeaks, "several/apart"),
        (Way::PutMakes, "implied/other-methods"),
        (Way::GetMakes, "implied/other-methods"),
        (Way::ReadsUnknown, "implied/unknown-read"),
        (Way::SinksUnknown, "implied/unknown-deleted"),
        (Way::RefusalAsText, "implied/labelled-faults"),
        (Way::RefusalCut, "implied/well-formed-answers"),
        (Way::OtherStatus, "implied/agreeing-faults"),
    ] {
        let told = boats(way).await;
        let found = broken(&told);
        assert!(found.contains(&wanted), "{way:?}: {found:?}");
    }
}
