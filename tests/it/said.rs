//! What is refused by the words of a document alone, and states that words name; kept to, or not in one way.

use std::collections::BTreeMap;
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
openapi: 3.0.3
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    post:
      operationId: addRoom
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string, minLength: 1, maxLength: 60}}}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}
        '400': {description: '`E1`', content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
        '409': {description: '`NAME_TAKEN`: a room of this name exists', content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
  /rooms/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getRoom
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Room'}}}}
        '404': {description: none}
    delete:
      operationId: dropRoom
      responses:
        '204': {description: gone}
        '404': {description: none}
        '409': {description: '`HAS_BOOKINGS`: delete the bookings first', content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
  /bookings:
    post:
      operationId: book
      description: |
        `end` must be after `start`, otherwise the answer is 422 with code `BAD_ORDER`. If `kind` is `group`,
        `persons` must be given (422, `PERSONS_NEEDED`).
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewBooking'}}}}
      responses:
        '201': {description: a new one, content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}}
        '400':
          description: |
            | code | meaning |
            |------|---------|
            | `E1` | a required member is missing |
            | `E2` | a member has the wrong type |
            | `E3` | `kind` is not supported |
          content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}
        '422': {description: '`NO_ROOM`: there is no such room', content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
  /bookings/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getBooking
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}}
        '404': {description: none}
  /bookings/{id}/confirm:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post:
      operationId: confirm
      description: From new to confirmed. 409 `WRONG_STATE` in any other state.
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}}
        '404': {description: none}
        '409': {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
  /bookings/{id}/cancel:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    post:
      operationId: cancel
      description: From confirmed to cancelled. 409 `WRONG_STATE` in any other state.
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Booking'}}}}
        '404': {description: none}
        '409': {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
components:
  schemas:
    Error: {type: object, required: [code], properties: {code: {type: string, enum: [E1, E2, E3, NAME_TAKEN, HAS_BOOKINGS, BAD_ORDER, PERSONS_NEEDED, NO_ROOM, WRONG_STATE]}}}
    Room: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}}}
    NewBooking:
      type: object
      required: [roomId, start, end, kind]
      properties:
        roomId: {type: integer}
        start: {type: string, format: date}
        end: {type: string, format: date}
        kind: {type: string, enum: [single, group]}
        persons: {type: integer, minimum: 1, maximum: 30}
    Booking: {allOf: [{$ref: '#/components/schemas/NewBooking'}, {type: object, required: [id, state], properties: {id: {type: integer}, state: {type: string, enum: [new, confirmed, cancelled]}}}]}
";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// Names are the same in any letters, what ends before it begins draws 400 and no code, a room that is
    /// deleted twice is gone, and codes stand inside. Nothing is wrong with it, so far as can be told.
    Own,
    /// The words leave it open what is refused, and the server takes it.
    Open,
    TakesName,
    DropsFull,
    TakesOrder,
    TakesSame,
    TakesFew,
    TakesNoRoom,
    OtherStatus,
    OtherCode,
    KindIsType,
    TakesState,
    OtherState,
    StaysNew,
    BornConfirmed,
}

#[derive(Default)]
struct Server {
    rooms: BTreeMap<i64, Value>,
    bookings: BTreeMap<i64, Value>,
    last: i64,
}

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

fn is_date(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default().as_bytes();
    let digits = |range: std::ops::Range<usize>| text[range].iter().all(u8::is_ascii_digit);
    let number = |range: std::ops::Range<usize>| {
        let text = std::str::from_utf8(&text[range]).unwrap_or_default();
        text.parse::<u32>().unwrap_or_default()
    };
    text.len() == 10
        && text[4] == b'-'
        && text[7] == b'-'
        && digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && (1..=12).contains(&number(5..7))
        && (1..=28).contains(&number(8..10))
}

impl Server {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = request.url.path().to_owned();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let id = parts.get(1).and_then(|id| id.parse::<i64>().ok());
        let method = request.method.as_str();
        let result = match (method, &parts[..]) {
            ("POST", ["rooms"]) => self.add_room(request, way),
            ("POST", ["bookings"]) => self.book(request, way),
            ("GET", ["rooms", _]) => one(&self.rooms, id).map(|r| (200, r)),
            ("GET", ["bookings", _]) => one(&self.bookings, id).map(|b| (200, b)),
            ("DELETE", ["rooms", _]) => self.drop_room(id, way),
            ("POST", ["bookings", _, "confirm"]) => self.go(id, ["new", "confirmed"], way),
            ("POST", ["bookings", _, "cancel"]) => self.go(id, ["confirmed", "cancelled"], way),
            (_, ["rooms" | "bookings"] | ["bookings", _, _]) => Err((405, "")),
            (_, ["rooms" | "bookings", _]) => Err((405, "")),
            _ => Err((404, "")),
        };
        let allow = match &parts[..] {
            ["rooms", _] => "GET, HEAD, DELETE",
            [_, _] => "GET, HEAD",
            _ => "POST",
        };
        match result {
            Ok((204, _)) => ResponseTemplate::new(204),
            Ok((status, body)) => told(status, &body),
            Err((405, _)) => ResponseTemplate::new(405).insert_header("Allow", allow),
            Err((status, "")) => ResponseTemplate::new(status),
            Err((status, code)) if way == Way::Own => {
                told(status, &json!({"code": code, "details": [{"code": code}]}))
            }
            Err((status, code)) => told(status, &json!({"code": code})),
        }
    }

    fn add_room(
        &mut self,
        request: &Request,
        way: Way,
    ) -> Result<(u16, Value), (u16, &'static str)> {
        let body = body(request)?;
        let name = body["name"]
            .as_str()
            .filter(|n| (1..=60).contains(&n.chars().count()));
        let name = name.ok_or((400, "E1"))?;
        let same = |room: &Value| {
            let own = room["name"].as_str().unwrap_or_default();
            own == name || way == Way::Own && own.to_lowercase() == name.to_lowercase()
        };
        if way != Way::TakesName && self.rooms.values().any(same) {
            return Err((409, "NAME_TAKEN"));
        }
        self.last += 1;
        let room = json!({"id": self.last, "name": name});
        self.rooms.insert(self.last, room.clone());
        Ok((201, room))
    }

    fn drop_room(
        &mut self,
        id: Option<i64>,
        way: Way,
    ) -> Result<(u16, Value), (u16, &'static str)> {
        one(&self.rooms, id)?;
        let held = self.bookings.values().any(|b| b["roomId"].as_i64() == id);
        if held && way != Way::DropsFull {
            return Err((409, "HAS_BOOKINGS"));
        }
        self.rooms.remove(&id.unwrap_or_default());
        Ok((204, Value::Null))
    }

    fn book(&mut self, request: &Request, way: Way) -> Result<(u16, Value), (u16, &'static str)> {
        let mut body = body(request)?;
        for name in ["roomId", "start", "end", "kind"] {
            body.get(name).ok_or((400, "E1"))?;
        }
        let persons = body.get("persons").cloned();
        let whole = |v: &Value| v.as_f64().is_some_and(|n| n.fract() == 0.0);
        let right = persons
            .as_ref()
            .is_none_or(|p| whole(p) && (1.0..=30.0).contains(&p.as_f64().unwrap()));
        if !whole(&body["roomId"]) || !body["kind"].is_string() || !right {
            return Err((400, "E2"));
        }
        if !is_date(&body["start"]) || !is_date(&body["end"]) {
            return Err((400, "E2"));
        }
        if !matches!(body["kind"].as_str(), Some("single" | "group")) {
            return Err((400, if way == Way::KindIsType { "E2" } else { "E3" }));
        }
        let room = body["roomId"].as_f64().unwrap_or_default() as i64;
        if way != Way::TakesNoRoom && !self.rooms.contains_key(&room) {
            return Err(match way {
                Way::OtherStatus => (404, "NO_ROOM"),
                Way::OtherCode => (422, "BAD_ORDER"),
                _ => (422, "NO_ROOM"),
            });
        }
        let order = body["end"].as_str().cmp(&body["start"].as_str());
        let wrong = match way {
            Way::TakesOrder | Way::Open => false,
            Way::TakesSame => order.is_lt(),
            _ => order.is_le(),
        };
        if wrong {
            return Err(if way == Way::Own {
                (400, "")
            } else {
                (422, "BAD_ORDER")
            });
        }
        if body["kind"] == "group" && persons.is_none() && !matches!(way, Way::TakesFew | Way::Open)
        {
            return Err((422, "PERSONS_NEEDED"));
        }
        self.last += 1;
        body["id"] = self.last.into();
        body["state"] = if way == Way::BornConfirmed {
            "confirmed"
        } else {
            "new"
        }
        .into();
        self.bookings.insert(self.last, body.clone());
        Ok((201, body))
    }

    fn go(
        &mut self,
        id: Option<i64>,
        [from, to]: [&str; 2],
        way: Way,
    ) -> Result<(u16, Value), (u16, &'static str)> {
        let mut booking = one(&self.bookings, id)?;
        if booking["state"] != from && way != Way::TakesState {
            return Err((
                409,
                if way == Way::OtherState {
                    "NO_ROOM"
                } else {
                    "WRONG_STATE"
                },
            ));
        }
        if way != Way::StaysNew {
            booking["state"] = to.into();
        }
        self.bookings
            .insert(id.unwrap_or_default(), booking.clone());
        Ok((200, booking))
    }
}

fn one(all: &BTreeMap<i64, Value>, id: Option<i64>) -> Result<Value, (u16, &'static str)> {
    id.and_then(|id| all.get(&id)).cloned().ok_or((404, ""))
}

fn body(request: &Request) -> Result<Value, (u16, &'static str)> {
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    if !label.unwrap_or_default().starts_with("application/json") {
        return Err((415, ""));
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| (400, "E1"))?;
    if body.is_object() {
        Ok(body)
    } else {
        Err((400, "E2"))
    }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let own = Arc::new(Mutex::new(Server::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| own.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let document = match way {
        Way::Open => DOCUMENT
            .replace("`end` must be after", "Most have an `end` after")
            .replace("must be given (422", "may be given (422"),
        _ => DOCUMENT.to_owned(),
    };
    let contract = load_text("rooms.yaml", &document, &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 5,
        cases: 1,
        ..Options::default()
    };
    let only = ["*/worded/*", "*/moves/*", "*/accepts/valid"];
    run_all(&[contract], &server.uri(), &profile, &only, options).await
}

fn of(told: &Told, verdict: Verdict) -> Vec<&str> {
    let all = told.judged.iter().filter(|j| j.verdict == verdict);
    all.map(|j| j.id.strip_prefix("rooms/").unwrap_or(&j.id))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_as_words_say_holds() {
    let told = run(Way::Right).await;
    assert_eq!(of(&told, Verdict::Broken), Vec::<&str>::new());
    let held = of(&told, Verdict::Held);
    for clause in [
        "addRoom/worded/name.taken",
        "dropRoom/worded/kept-while-named",
        "book/worded/end.order",
        "book/worded/end.level",
        "book/worded/persons.needed",
        "book/worded/roomId.unknown",
        "book/worded/kind.enum",
        "book/worded/kind.required",
        "book/moves/born",
        "confirm/moves/wrong-state",
        "confirm/moves/shown",
        "cancel/moves/wrong-state",
        "cancel/moves/shown",
    ] {
        let all = told.judged.iter();
        let why: Vec<_> = all
            .filter(|j| j.id.ends_with(clause))
            .map(|j| (j.verdict, j.reason.clone()))
            .collect();
        assert!(held.contains(&clause), "{clause}: {why:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_words_leave_open_is_nobodys_fault() {
    for way in [Way::Own, Way::Open] {
        let told = run(way).await;
        assert_eq!(of(&told, Verdict::Broken), Vec::<&str>::new(), "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_words_forbid_and_is_done_is_told() {
    for (way, clauses) in [
        (Way::TakesName, &["addRoom/worded/name.taken"][..]),
        (Way::DropsFull, &["dropRoom/worded/kept-while-named"]),
        (
            Way::TakesOrder,
            &["book/worded/end.level", "book/worded/end.order"],
        ),
        (Way::TakesSame, &["book/worded/end.level"]),
        (Way::TakesFew, &["book/worded/persons.needed"]),
        (Way::TakesNoRoom, &["book/worded/roomId.unknown"]),
        (Way::OtherStatus, &["book/worded/roomId.unknown"]),
        (Way::OtherCode, &["book/worded/roomId.unknown"]),
        (Way::KindIsType, &["book/worded/kind.enum"]),
        (
            Way::TakesState,
            &["confirm/moves/wrong-state", "cancel/moves/wrong-state"],
        ),
        (
            Way::OtherState,
            &["confirm/moves/wrong-state", "cancel/moves/wrong-state"],
        ),
        (Way::StaysNew, &["confirm/moves/shown"]),
        (Way::BornConfirmed, &["book/moves/born"]),
    ] {
        let told = run(way).await;
        let mut broken = of(&told, Verdict::Broken);
        broken.sort_unstable();
        let mut wanted = clauses.to_vec();
        wanted.sort_unstable();
        assert_eq!(broken, wanted, "{way:?}");
    }
}
