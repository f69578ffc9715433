//! What a server may lawfully do is no finding.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use super::server::{Say, answer, begin, begin_single};
use super::{found, report};

/// Nothing is found on this server after so many requests.
fn is_silent(name: &str, url: &str, requests: u64, options: &[&str]) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let count = requests.to_string();
    let options = [&["--requests", &count][..], options].concat();
    let told = report(folder.path(), url, 0, &options);
    assert_eq!(told["findings"], json!([]), "{name}: {told}");
    assert!(told["requests"].as_u64().unwrap() >= requests, "{told}");
    told
}

/// Every second request draws this.
fn every_second(said: String) -> impl Fn(&str) -> Say {
    let count = AtomicUsize::new(0);
    move |_| match count.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => Say::Keep(answer(400, "", "")),
        _ => Say::Keep(said.clone()),
    }
}

#[test]
fn a_server_that_asks_for_less_work_is_asked_again() {
    for (name, said) in [
        ("429", answer(429, "Retry-After: 0\r\n", "")),
        ("503", answer(503, "Retry-After: 0\r\n", "busy")),
        ("503 without more", answer(503, "", "")),
    ] {
        let told = is_silent(name, &begin(every_second(said)), 80, &[]);
        // What drew it was sent again.
        assert!(told["statuses"]["400"].as_u64().unwrap() > 20, "{told}");
    }
}

#[test]
fn a_server_that_does_nothing_but_ask_for_less_work_is_not_tested() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin(|_| Say::Keep(answer(503, "Retry-After: 120\r\n", "")));
    let options = ["--time", "3s", "--report", "junit=a.xml"];
    let told = report(folder.path(), &url, 3, &options);
    assert_eq!(told["findings"], json!([]));
    let junit = std::fs::read_to_string(folder.path().join("a.xml")).unwrap();
    assert!(
        junit.contains("type=\"incomplete\"") && junit.contains("429 or 503"),
        "{junit}"
    );
}

/// Servers turn what breaks down in them into a documented answer, too.
#[test]
fn an_answer_of_the_500s_is_a_fault_even_where_the_contract_documents_it() {
    let kind = "Content-Type: application/json\r\n";
    let url = begin(move |request| match request.starts_with("POST ") {
        true => Say::Keep(answer(500, kind, r#"{"code": 1000, "message": "engine"}"#)),
        false => Say::Keep(answer(404, "", "")),
    });
    let folder = tempfile::tempdir().unwrap();
    let told = report(folder.path(), &url, 1, &["--requests", "100"]);
    assert_eq!(found(&told)[0]["outcome"], "fault");
}

/// Its own parser refuses some malformed requests before it comes to that.
#[test]
fn a_server_that_puts_every_request_of_the_contract_off_is_not_tested() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin(|request| {
        let is_odd = |c: char| c.is_control() && !"\r\n".contains(c);
        let words = request
            .lines()
            .next()
            .unwrap_or_default()
            .split(' ')
            .count();
        let head = request.split("\r\n\r\n").next().unwrap_or_default();
        match words != 3 || head.contains(is_odd) {
            true => Say::Close(answer(400, "Connection: close\r\n", "")),
            false => Say::Keep(answer(429, "Retry-After: 0\r\n", "")),
        }
    });
    let told = report(folder.path(), &url, 3, &["--requests", "600"]);
    assert!(told["statuses"]["400"].is_number(), "{told}");
}

/// A line that is not made right may name any version; a coding may be unknown.
#[test]
fn odd_lines_and_codings_may_be_refused_with_501_and_505() {
    let url = begin(|request| {
        let line = request.lines().next().unwrap_or_default();
        let words: Vec<_> = line.split(' ').collect();
        if request.contains("Transfer-Encoding") {
            Say::Close(answer(501, "Connection: close\r\n", ""))
        } else if words.len() != 3 || words[2] != "HTTP/1.1" {
            Say::Close(answer(505, "Connection: close\r\n", ""))
        } else {
            Say::Keep(answer(400, "", ""))
        }
    });
    let told = is_silent("odd lines", &url, 3000, &[]);
    for status in ["501", "505"] {
        assert!(told["statuses"][status].is_number(), "{told}");
    }
}

/// It reads on after what is no size of a chunk, and knows no chunks beside a length.
#[test]
fn a_server_may_wait_for_what_it_was_told_to_wait_for() {
    let url = begin(|request| {
        let body = request.split("\r\n\r\n").nth(1).unwrap_or_default();
        let size = body.split(['\r', ';', 'x']).next().unwrap_or_default();
        let is_waiting = request.contains("chunked")
            && !request.contains("Content-Length")
            && usize::from_str_radix(size, 16).is_ok_and(|size| size > 0xa0 && size < 0x10000);
        match is_waiting {
            true => Say::Wait(Duration::from_secs(30)),
            false => Say::Keep(answer(400, "", "")),
        }
    });
    is_silent("chunks", &url, 1500, &["--timeout", "2s"]);
}

#[test]
fn connections_may_end_between_requests() {
    // Without saying so beforehand.
    let url = begin(|_| Say::Close(answer(400, "", "")));
    let told = is_silent("ends", &url, 600, &[]);
    assert_eq!(told["notes"], json!([]), "it was not just asked again");
    // After every third answer, on a connection that looked as if it stayed.
    let count = AtomicUsize::new(0);
    let url = begin(move |_| match count.fetch_add(1, Ordering::SeqCst) % 3 {
        0 => Say::Close(answer(400, "", "")),
        _ => Say::Keep(answer(400, "", "")),
    });
    let told = is_silent("ends at times", &url, 600, &[]);
    assert_eq!(told["notes"], json!([]), "it was not just asked again");
    let url = begin(|_| Say::Close("HTTP/1.0 404 Not Found\r\n\r\nno length".into()));
    is_silent("HTTP/1.0", &url, 600, &[]);
}

#[test]
fn a_server_may_serve_one_connection_at_a_time() {
    let url = begin_single(|_| Say::Keep(answer(400, "", "")));
    is_silent("single", &url, 600, &[]);
}

#[test]
fn answers_may_be_framed_in_any_way() {
    let chunks = "HTTP/1.1 400 A\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\n0\r\n\r\n\r\n0\r\nDigest: c\r\n\r\n";
    let interim = format!("HTTP/1.1 100 Continue\r\n\r\n{}", answer(404, "", "no"));
    let none = "HTTP/1.1 204 No Content\r\n\r\n".to_owned();
    for (name, said) in [
        ("chunks", chunks.to_owned()),
        ("interim", interim),
        ("none", none),
    ] {
        let url = begin(move |_| Say::Keep(said.clone()));
        let told = is_silent(name, &url, 600, &[]);
        assert!(told["statuses"].as_object().unwrap().len() <= 3, "{told}");
    }
}

#[test]
fn methods_and_versions_may_be_unknown_and_answers_slow() {
    let url = begin(|request| {
        let line = request.lines().next().unwrap_or_default();
        std::thread::sleep(Duration::from_millis(5));
        if !line.ends_with(" HTTP/1.1") {
            return Say::Close(answer(505, "Connection: close\r\n", ""));
        }
        match ["GET ", "POST ", "DELETE "]
            .iter()
            .any(|m| line.starts_with(m))
        {
            true => Say::Keep(answer(400, "", "")),
            false => Say::Close(answer(501, "Connection: close\r\n", "")),
        }
    });
    let told = is_silent("unknown", &url, 600, &[]);
    for status in ["501", "505"] {
        assert!(told["statuses"][status].is_number(), "{told}");
    }
}
