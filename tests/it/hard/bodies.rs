//! Bodies that are large, spelt in another way, or slow to match.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::{checked, contract, ids, is_quiet, only};
use crate::support::{check_against, hasty};
use clausal::run::event::Verdict;

fn words() -> Value {
    json!({"paths": {"/words": {"post": {"operationId": "put", "requestBody": {"required": true,
        "content": {"application/json": {"schema": {"type": "object", "required": ["word"],
            "properties": {"word": {"type": "string", "pattern": "^[a-z]*$", "maxLength": 40}}}}}},
        "responses": {"200": {"description": "done"}, "400": {"description": "no"}}}}}})
}

fn put(request: &Request) -> ResponseTemplate {
    if let Some(no) = only(request, "POST") {
        return no;
    }
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    if !label
        .unwrap_or_default()
        .to_ascii_lowercase()
        .starts_with("application/json")
    {
        return ResponseTemplate::new(415);
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match body["word"].as_str() {
        Some(word) if word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase()) => {
            ResponseTemplate::new(200)
        }
        _ => ResponseTemplate::new(400),
    }
}

#[tokio::test]
async fn a_right_peer_draws_nothing() {
    let told = checked(&words(), "", "/words", put).await;
    is_quiet(
        &told,
        &[
            "implied/large-body",
            "implied/media-type-spelling",
            "refuses/word.pattern",
            "implied/malformed-json",
        ],
    );
}

#[tokio::test]
async fn labels_lists_and_large_bodies_are_told() {
    let peers: [(&str, super::Peer); 5] = [
        ("put/implied/media-type-spelling", |r| {
            let label = r.headers.get("content-type").and_then(|v| v.to_str().ok());
            match label.unwrap_or_default().contains(';') {
                true => ResponseTemplate::new(415),
                false => put(r),
            }
        }),
        ("put/implied/large-body", |r| {
            match r.body.len() > 1_000_000 {
                true => ResponseTemplate::new(500),
                false => put(r),
            }
        }),
        ("put/refuses/body.type", |r| {
            let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
            match body[0]["word"].is_string() {
                true => ResponseTemplate::new(200),
                false => put(r),
            }
        }),
        ("put/implied/malformed-json", |r| {
            let mut values = serde_json::Deserializer::from_slice(&r.body).into_iter::<Value>();
            match values.next() {
                Some(Ok(body)) if body["word"].is_string() && r.body.ends_with(b"}}") => {
                    ResponseTemplate::new(200)
                }
                _ => put(r),
            }
        }),
        // A matcher that goes back over all it has read.
        ("put/refuses/word.pattern", |r| {
            let body: Value = serde_json::from_slice(&r.body).unwrap_or_default();
            let word = body["word"].as_str().unwrap_or_default();
            let run = word.bytes().take_while(u8::is_ascii_lowercase).count();
            let answer = put(r);
            match run > 30 && run < word.len() && word.len() <= 40 {
                true => answer.set_delay(Duration::from_secs(3)),
                false => answer,
            }
        }),
    ];
    for (clause, peer) in peers {
        let told = checked(&words(), "", "/words", peer).await;
        let broken = ids(&told, Verdict::Broken);
        assert!(broken.contains(&clause.to_owned()), "{clause}: {broken:?}");
    }
}

/// A server that answers 413 as soon as it sees how large a body is, or says nothing at all, and
/// closes the connection before it has read it.
fn hasty_server(answers: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(&mut stream, answers));
        }
    });
    url
}

fn serve(stream: &mut std::net::TcpStream, answers: bool) {
    loop {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return,
            }
        }
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        let of = |name: &str| {
            let line = head
                .lines()
                .find_map(|l| l.strip_prefix(name).map(str::trim));
            line.unwrap_or_default().to_owned()
        };
        let length: usize = of("content-length:").parse().unwrap_or(0);
        if length > 100_000 {
            if answers {
                let _ = stream.write_all(
                    b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                );
            }
            return;
        }
        let mut body = vec![0; length];
        if stream.read_exact(&mut body).is_err() {
            return;
        }
        let status = match (head.starts_with("post /words "), of("content-type:")) {
            (false, _) if head.contains(" /words ") => "405 Method Not Allowed\r\nallow: POST",
            (false, _) => "404 Not Found",
            (_, label) if !label.starts_with("application/json") => "415 Unsupported Media Type",
            _ => {
                let body: Value = serde_json::from_slice(&body).unwrap_or_default();
                match body["word"].as_str() {
                    Some(word)
                        if word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase()) =>
                    {
                        "200 OK"
                    }
                    _ => "400 Bad Request",
                }
            }
        };
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_connection_may_be_closed_over_a_large_body() {
    let mut profile = hasty();
    profile.states = Default::default();
    profile.limits.timeout = Duration::from_secs(2);
    // What a server says before it closes is often lost with what it did not read.
    for answers in [true, false] {
        let url = hasty_server(answers);
        let told = check_against(&[contract(&words())], &url, &profile, &["*/large-body"]).await;
        let clause = told.clause("implied/large-body");
        assert_ne!(clause.verdict, Verdict::Broken, "{:?}", clause.finding);
        if !answers {
            assert_eq!(clause.verdict, Verdict::Skipped);
            let why = clause.reason.as_deref().unwrap_or_default();
            assert!(why.contains("closed over a large body"), "{why}");
        }
    }
}
