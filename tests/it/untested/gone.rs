//! Targets that end their connections, go into maintenance or end themselves: what was not seen is not held,
//! and the request that did it is named.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clausal::contract::open;
use clausal::run::Ended;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use wiremock::{Request, ResponseTemplate};

use super::{PETS, contract, honest, serve};
use crate::support::{Told, check_against};

async fn told(text: &str, url: &str, only: &[&str]) -> Told {
    let file = contract(text);
    let contract = open(&file.path().display().to_string()).unwrap();
    check_against(&[contract], url, &Profile::default(), only).await
}

#[tokio::test]
async fn nothing_stands_behind_an_answer_that_ends_its_connection() {
    for (ends, wanted) in [(false, Verdict::Held), (true, Verdict::Skipped)] {
        let server = serve(move |request| match ends {
            true => honest(request).insert_header("Connection", "close"),
            false => honest(request),
        })
        .await;
        let told = told(PETS, &server.uri(), &["*/implied/behind-a-*"]).await;
        for name in [
            "listPets/implied/behind-a-refusal",
            "listPets/implied/behind-a-success",
        ] {
            let clause = told.clause(name);
            assert_eq!(clause.verdict, wanted, "{name}: {:?}", clause.reason);
        }
    }
}

const MODES: &str = r"
  /modes:
    post:
      operationId: switchOff
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [enabled], properties: {enabled: {type: boolean, enum: [true]}}}
      responses:
        '204': {description: switched}
        '400': {description: refused}
components:";

/// Refuses all that is no request of its own, and once it was switched off everything.
fn modes(off: &AtomicBool, request: &Request) -> ResponseTemplate {
    if off.load(Ordering::Relaxed) {
        return ResponseTemplate::new(503);
    }
    if request.url.path() != "/modes" {
        return honest(request);
    }
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match body["enabled"].as_bool() {
        Some(true) if request.method.as_str() == "POST" => {
            off.store(true, Ordering::Relaxed);
            ResponseTemplate::new(204)
        }
        _ => ResponseTemplate::new(400),
    }
}

#[tokio::test]
async fn what_switched_a_target_off_is_named_and_nothing_is_held_of_it_then() {
    let document = PETS.replacen("\ncomponents:", MODES, 1);
    let off = Arc::new(AtomicBool::new(false));
    let server = serve(move |request| modes(&off, request)).await;
    let told = told(&document, &server.uri(), &["*"]).await;
    let notes = &told.finished.notes;
    let note = notes.iter().find(|n| n.contains("POST /modes"));
    assert!(note.is_some_and(|n| n.contains("--exclude")), "{notes:#?}");
    let sound = told.clause("addPet/implied/sound-answers");
    assert_ne!(sound.verdict, Verdict::Held, "{:?}", sound.reason);
    // Who is never switched off is not blamed.
    let server = serve(honest).await;
    let told = self::told(PETS, &server.uri(), &["*"]).await;
    assert_eq!(
        told.clause("addPet/implied/sound-answers").verdict,
        Verdict::Held
    );
    assert!(told.finished.notes.iter().all(|n| !n.contains("--exclude")));
}

/// Answers 404 to everything but what is listed, and is gone after it has answered a POST, or instead of that.
fn mortal(answers: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let dead = Arc::new(AtomicBool::new(false));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if dead.load(Ordering::SeqCst) {
                return;
            }
            let dead = Arc::clone(&dead);
            std::thread::spawn(move || answer(&stream, &dead, address, answers));
        }
    });
    address
}

fn answer(stream: &TcpStream, dead: &AtomicBool, own: SocketAddr, answers: bool) {
    let mut lines = BufReader::new(stream);
    while !dead.load(Ordering::SeqCst) {
        let mut head = String::new();
        let mut length = 0;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
            head += &line;
        }
        let mut body = vec![0; length];
        if lines.read_exact(&mut body).is_err() {
            return;
        }
        let text: &[u8] = match head.starts_with("GET /pets") {
            true => {
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"
            }
            false => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        };
        let mut out = stream;
        let last = head.starts_with("POST /pets");
        let silent = dead.load(Ordering::SeqCst) || last && !answers;
        if !silent && out.write_all(text).is_err() {
            return;
        }
        if last {
            dead.store(true, Ordering::SeqCst);
            // The listener waits for one more.
            drop(TcpStream::connect(own));
            drop(stream.shutdown(std::net::Shutdown::Both));
        }
    }
}

#[tokio::test]
async fn the_request_that_ended_a_target_is_among_those_that_are_named() {
    for (answers, wanted) in [
        (true, "POST /pets (status 404)"),
        (false, "(its connection was closed without an answer)"),
    ] {
        let address = mortal(answers);
        let told = told(PETS, &format!("http://{address}"), &["*"]).await;
        assert!(matches!(told.ended, Ended::Lost(_)), "{:?}", told.ended);
        let stopped = told.finished.stopped.clone().unwrap_or_default();
        assert!(stopped.contains(wanted), "{stopped}");
        assert!(stopped.contains("POST /pets"), "{stopped}");
        // What ended it is no operation that draws no fault.
        let sound = told.clause("addPet/implied/sound-answers");
        assert!(answers || sound.verdict != Verdict::Held, "{sound:#?}");
    }
}

const CHOICE: &str = r"
openapi: 3.1.0
info: {title: Choice, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: kind, in: query, schema: {anyOf: [{type: string, enum: [a, b]}, {type: 'null'}]}}
      responses:
        '200': {description: things}
        '400': {description: refused}
";

#[tokio::test]
async fn a_parameter_is_never_null() {
    for (taken, wanted) in [("", Verdict::Broken), ("ab", Verdict::Held)] {
        let server = serve(move |request| {
            let mut kinds = request.url.query_pairs().filter(|(n, _)| n == "kind");
            let right = kinds.all(|(_, v)| v.chars().count() == 1 && taken.contains(&*v));
            match (request.url.path(), request.method.as_str()) {
                ("/things", "GET") => ResponseTemplate::new(if right { 200 } else { 400 }),
                ("/things", _) => ResponseTemplate::new(405).insert_header("Allow", "GET"),
                _ => ResponseTemplate::new(404),
            }
        })
        .await;
        let told = told(CHOICE, &server.uri(), &["*/accepts/*"]).await;
        let worst = told.judged.iter().any(|j| j.verdict == Verdict::Broken);
        assert_eq!(worst, wanted == Verdict::Broken, "{:#?}", told.judged);
    }
}
