//! The server over plain TCP: what it refuses, how its backups go on, and what is planted in it.
#![allow(clippy::unwrap_used)]
mod duds;
mod hard;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::reference::{Options, Server, StartError, defects, start, variants};

const ROOT: &str = "/api/backup_and_restore/backups";

fn server(defect: &str, variant: &str) -> Server {
    let list = |id: &str| Vec::from_iter((!id.is_empty()).then(|| id.to_owned()));
    start(Options {
        defects: list(defect),
        variants: list(variant),
        ..Options::default()
    })
    .unwrap()
}

/// One request on a connection of its own: the head of the answer, and its body.
fn exchange(
    addr: SocketAddr,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> (String, Value) {
    let mut stream = TcpStream::connect(addr).unwrap();
    exchange_on(&mut stream, method, path, headers, body)
}

/// One request on a connection that stays open.
fn exchange_on(
    stream: &mut TcpStream,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> (String, Value) {
    let length = body.len();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n{headers}\r\n");
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    // The connection stays open, so the length tells where the answer ends.
    let mut answer = Vec::new();
    let (head, body) = loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).unwrap();
        assert!(read > 0, "the answer ends early");
        answer.extend_from_slice(&part[..read]);
        let Some(end) = answer.windows(4).position(|it| it == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |it| it.parse().unwrap());
        let length = if method == "HEAD" { 0 } else { length };
        if answer.len() >= end + 4 + length {
            break (head, &answer[end + 4..]);
        }
    };
    let lines = head.lines().filter(|line| !line.starts_with("date:"));
    let head = lines.collect::<Vec<_>>().join(" | ");
    (head, serde_json::from_slice(body).unwrap_or(Value::Null))
}

fn call(addr: SocketAddr, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, Value) {
    let (head, body) = exchange(addr, method, path, headers, body);
    (head[9..12].parse().unwrap(), body)
}

fn create_raw(addr: SocketAddr, kind: &str, body: &[u8]) -> (u16, Value) {
    let headers = format!(
        "sec: reference-token\r\ncontent-type: application/json\r\nbackup_type: {kind}\r\n"
    );
    call(addr, "POST", ROOT, &headers, body)
}

fn create(addr: SocketAddr, kind: &str, body: &Value) -> (u16, Value) {
    create_raw(addr, kind, body.to_string().as_bytes())
}

fn item(addr: SocketAddr, method: &str, id: &Value) -> (u16, Value) {
    let path = format!("{ROOT}/{id}");
    call(addr, method, &path, "sec: reference-token\r\n", b"")
}

fn state(addr: SocketAddr, state: &str, params: Value, action: &str) -> u16 {
    let body = json!({"state": state, "params": params, "action": action}).to_string();
    call(addr, "POST", "/_states", "", body.as_bytes()).0
}

fn body(extra: Value) -> Value {
    let mut body = json!({"name": "nightly", "configuration_id": 1});
    for (member, value) in extra.as_object().unwrap() {
        body[member] = value.clone();
    }
    body
}

#[test]
fn each_row_of_table_4_is_told_by_its_status_and_code() {
    let server = server("", "");
    let addr = server.addr();
    for (kind, extra, code) in [
        ("CONFIG", json!({"name": null}), 1002),
        ("CONFIG", json!({"name": ""}), 1002),
        ("CONFIG", json!({"name": "n".repeat(101)}), 1003),
        ("CONFIG", json!({"name": "nightly\n"}), 1004),
        ("CONFIG", json!({"name": "n\u{e4}chtlich"}), 1004),
        ("CONFIG", json!({"configuration_id": null}), 1006),
        ("CONFIG", json!({"configuration_id": ""}), 1006),
        ("CONFIG", json!({"configuration_id": 2}), 1007),
        ("CONFIG", json!({"description": "d".repeat(256)}), 1008),
        ("CONFIG", json!({"host_id": 99}), 1009),
        ("DATA", json!({"host_id": 102}), 1010),
        ("CONFIG", json!({"host_id": 101}), 1012),
        ("DATA", json!({"host_id": 103}), 1013),
        ("DATA", json!({"host_id": 104}), 1014),
    ] {
        let (status, answer) = create(addr, kind, &body(extra.clone()));
        assert_eq!((status, &answer["code"]), (422, &json!(code)), "{extra}");
    }
    for (name, params, status, code) in [
        (
            "a backup named exists",
            json!({"name": "nightly"}),
            409,
            1005,
        ),
        (
            "an undeployed configuration change exists",
            json!({}),
            409,
            1011,
        ),
        ("a backup is in progress", json!({}), 409, 1015),
        ("a restore is in progress", json!({}), 409, 1016),
        ("the backup engine fails", json!({}), 500, 1000),
    ] {
        assert_eq!(state(addr, name, params.clone(), "setup"), 200);
        let answer = create(addr, "CONFIG", &body(json!({})));
        assert_eq!((answer.0, &answer.1["code"]), (status, &json!(code)));
        assert_eq!(state(addr, name, params, "teardown"), 200);
        assert_eq!(create(addr, "CONFIG", &body(json!({}))).0, 201, "{name}");
    }
    assert_eq!(state(addr, "the moon is full", json!({}), "setup"), 400);
}

#[test]
fn strange_bodies_are_refused_and_leave_nothing() {
    let server = server("", "");
    let addr = server.addr();
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for bytes in [
        &b""[..],
        b"{",
        b"[]",
        b"{\"name\":\"\\ud800\",\"configuration_id\":1}",
        b"{\"name\":\"\xff\",\"configuration_id\":1}",
        b"{\"name\":\"n\",\"configuration_id\":9223372036854775808}",
        b"{\"name\":7,\"configuration_id\":1}",
        &deep,
    ] {
        assert_eq!(create_raw(addr, "CONFIG", bytes).0, 400);
    }
    let large = vec![b' '; 3 * 1024 * 1024];
    assert_eq!(create_raw(addr, "CONFIG", &large).0, 413);
    assert_eq!(create(addr, "config", &body(json!({}))).0, 422);
    let plain = "sec: reference-token\r\ncontent-type: text/plain\r\nbackup_type: CONFIG\r\n";
    assert_eq!(call(addr, "POST", ROOT, plain, b"{}").0, 415);
    assert_eq!(call(addr, "GET", ROOT, "", b"").0, 401);
    assert_eq!(call(addr, "PUT", ROOT, plain, b"{}").0, 405);
    assert_eq!(call(addr, "GET", "/", plain, b"").0, 404);
    assert_eq!(call(addr, "GET", ROOT, plain, b""), (200, json!([])));
}

#[test]
fn a_backup_goes_through_the_documented_statuses_and_can_be_deleted() {
    let server = server("", "");
    let addr = server.addr();
    let read_only = json!({"id": 7, "status": "SUCCESS", "more": [1]});
    let (status, made) = create(addr, "DATA", &body(read_only));
    assert_eq!((status, &made["status"]), (201, &json!("INITIALIZING")));
    assert_eq!((&made["host_id"], &made["id"]), (&json!(53), &json!(1)));
    let mut seen = vec![made["status"].clone()];
    while seen.last() != Some(&json!("SUCCESS")) {
        let now = item(addr, "GET", &made["id"]).1["status"].clone();
        if seen.last() != Some(&now) {
            seen.push(now);
        }
    }
    assert_eq!(seen, ["INITIALIZING", "IN_PROGRESS", "SUCCESS"]);
    let done = item(addr, "GET", &made["id"]).1;
    assert!(done["time_completed"].as_i64() >= done["time_initiated"].as_i64());
    let (status, gone) = item(addr, "DELETE", &made["id"]);
    assert_eq!((status, &gone["status"]), (202, &json!("DELETING")));
    let running = create(addr, "CONFIG", &body(json!({"name": "next"}))).1;
    assert_eq!(
        item(addr, "DELETE", &running["id"]).1["status"],
        "CANCELLING"
    );
    thread::sleep(Duration::from_millis(40));
    assert_eq!(item(addr, "GET", &made["id"]).0, 404);
    assert_eq!(item(addr, "GET", &running["id"]).0, 404);
    assert_eq!(create(addr, "CONFIG", &body(json!({}))).1["id"], 3);
}

#[test]
fn only_named_fields_come_back() {
    let server = server("", "");
    let ask = |fields: &str, name: &str| {
        let headers = format!(
            "sec: reference-token\r\ncontent-type: application/json\r\nbackup_type: DATA\r\nfields: {fields}\r\n"
        );
        let body = body(json!({"name": name})).to_string();
        assert_eq!(state(server.addr(), "baseline", json!({}), "setup"), 200);
        call(server.addr(), "POST", ROOT, &headers, body.as_bytes())
    };
    assert_eq!(
        ask("type, name(first,last),nosuch", "a").1,
        json!({"name": "a", "type": "DATA"})
    );
    assert_eq!(ask("", "b").1.as_object().unwrap().len(), 15);
    for malformed in ["name(", "name)", "(name)", "name,,id", "name(a)b"] {
        assert_eq!(ask(malformed, "c").0, 422, "{malformed}");
    }
}

/// How many of eight creates at once succeed.
fn successes(defect: &str, body_of: impl Fn(usize) -> Value + Sync) -> usize {
    let server = server(defect, "");
    let (addr, body_of) = (server.addr(), &body_of);
    thread::scope(|scope| {
        let calls = (0..8).map(|n| scope.spawn(move || create(addr, "CONFIG", &body_of(n)).0));
        let calls: Vec<_> = calls.collect();
        let statuses = calls.into_iter().map(|call| call.join().unwrap());
        statuses.filter(|status| *status == 201).count()
    })
}

#[test]
fn of_many_creates_at_once_one_wins_unless_a_race_is_planted() {
    let same = |_| body(json!({}));
    let other = |n| body(json!({"name": format!("n{n}")}));
    assert_eq!(successes("", same), 1);
    assert_eq!(successes("", other), 1);
    assert!(successes("host-race", other) > 1);
    assert_eq!(successes("host-race", same), 1);
    assert!(successes("name-race", same) > 1);
}

#[test]
fn every_planted_thing_has_an_id_of_its_own_and_starts() {
    let mut ids: Vec<_> = defects().iter().map(|defect| defect.id).collect();
    ids.extend(variants().iter().map(|variant| variant.id));
    for id in &ids {
        assert!(
            id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-'),
            "{id}"
        );
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
    }
    for defect in defects() {
        globset::Glob::new(defect.caught_by).unwrap();
        drop(server(defect.id, ""));
    }
    for variant in variants() {
        drop(server("", variant.id));
    }
    let options = Options {
        defects: vec!["no-such".to_owned()],
        ..Options::default()
    };
    let error = start(options).unwrap_err();
    assert!(matches!(error, StartError::UnknownDefect { .. }));
    assert!(error.to_string().contains("--list"));
}
