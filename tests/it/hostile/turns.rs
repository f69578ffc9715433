//! Answers that are right one time and wrong the next, that belong to another request, or put off.

use std::sync::Mutex;

use super::server::{Talk, answer, json};
use super::{ANY, BROKEN, LOST, behaviours};

const CODE: &str = r#"{"code": 1004}"#;

/// Answers by turns.
fn by_turns(talk: &mut Talk, answers: &[Vec<u8>]) {
    while talk.request().is_some() {
        let number = talk.count() % answers.len();
        if !talk.send(&answers[number]) {
            return;
        }
    }
}

fn later(wait: &str) -> Vec<u8> {
    answer("429 Later", &format!("Retry-After: {wait}\r\n"), "{}")
}

fn body(request: &[u8]) -> &[u8] {
    let end = request.windows(4).position(|w| w == b"\r\n\r\n");
    end.map_or(&[], |end| &request[end + 4..])
}

behaviours! {
    right_and_wrong_by_turns: |t| by_turns(t, &[json("201 Yes", r#"{"id":1}"#), json("422 No", CODE)]), ANY, [];
    fault_at_every_other_request: |t| by_turns(t, &[json("500 Oh", "{}"), json("422 No", CODE)]), BROKEN, ["status 500"];
    later_at_every_other_request: |t| by_turns(t, &[json("503 Later", "{}"), json("422 No", CODE)]), ANY, [];
    every_status_by_turns: |t| {
        let all: Vec<_> = (200..600).map(|s| json(&format!("{s} X"), CODE)).collect();
        by_turns(t, &all);
    }, BROKEN, [];
    answer_of_the_request_before: |t| {
        static BEFORE: Mutex<Vec<u8>> = Mutex::new(Vec::new());
        while let Some(request) = t.request() {
            let before = std::mem::replace(&mut *BEFORE.lock().unwrap(), body(&request).to_vec());
            if !t.send(json("201 Yes", before)) {
                return;
            }
        }
    }, BROKEN, [];
    body_of_the_request_as_the_answer: |t| {
        while let Some(request) = t.request() && t.send(json("201 Yes", body(&request))) {}
    }, BROKEN, [];
    whole_request_as_the_answer: |t| {
        while let Some(request) = t.request() && t.send(answer("500 Oh", "Content-Type: text/plain\r\n", request)) {}
    }, BROKEN, ["status 500"];
    dead_after_twelve_requests: |t| {
        while t.request().is_some() && t.count() <= 12 && t.send(json("422 No", CODE)) {}
    }, ANY, [];
    later_at_once_for_ever: |t| t.always(later("0")), LOST, ["429"];
    later_in_a_second_for_ever: |t| t.always(later("1")), LOST, ["429"];
    later_at_a_date_far_away: |t| t.always(later("Fri, 31 Dec 9999 23:59:59 GMT")), LOST, ["429"];
    later_at_a_date_long_gone: |t| t.always(later("Thu, 01 Jan 1970 00:00:00 GMT")), LOST, ["429"];
    later_beyond_64_bits: |t| t.always(later(&"9".repeat(5_000))), LOST, ["429"];
    later_many_times_over: |t| t.always(answer("503 Later", &"Retry-After: 1\r\n".repeat(500), "{}")), LOST, ["503"];
    later_once_it_was_accepted: |t| {
        while t.request().is_some() {
            let reply = if t.count() < 4 { json("422 No", CODE) } else { later("3600") };
            if !t.send(reply) {
                return;
            }
        }
    }, ANY, [];
    redirect_that_grows: |t| {
        while t.request().is_some() {
            let to = format!("Location: /{}\r\n", "a/".repeat(t.count() * 1_000));
            if !t.send(answer("307 Go", &to, "")) {
                return;
            }
        }
    }, ANY, [];
    redirect_of_a_megabyte: |t| t.always(answer("308 Go", &format!("Location: /{}\r\n", "x".repeat(1 << 20)), "")), ANY, [];
    redirect_to_nowhere: |t| t.always(answer("300 Choose", "", "")), ANY, ["300"];
    redirect_to_a_file: |t| t.always(answer("302 Go", "Location: file:///etc/passwd\r\n", "")), ANY, ["302"];
    a_proxy_that_wants_credentials: |t| t.always(answer("407 No", "Proxy-Authenticate: Basic\r\n", "")), ANY, ["407"];
    another_server_is_meant: |t| t.always(json("421 Elsewhere", "{}")), ANY, ["421"];
    a_page_to_everything: |t| t.always(answer("200 OK", "Content-Type: text/html\r\n", "<html><script>alert(1)</script>")), ANY, [];
    the_same_object_to_everything: |t| t.always(json("200 OK", r#"{"ok":true}"#)), ANY, [];
    created_whatever_is_asked: |t| t.always(json("201 Yes", r#"{"id":1,"name":"x","status":"RUNNING"}"#)), ANY, [];
    nothing_found: |t| t.always(json("404 None", "{}")), ANY, ["404"];
    status_500_for_ever: |t| t.always(json("500 Oh", "{}")), BROKEN, ["500"];
    status_502_for_ever: |t| t.always(answer("502 Bad", "Content-Type: text/html\r\n", "<html>")), BROKEN, ["502"];
}
