//! Connections that end, halfway or hard, in each phase of an exchange.

use std::net::Shutdown;

use super::server::{Talk, json};
use super::{ANY, BROKEN, behaviours, behaviours_at_once};

const HEAD: &str = "HTTP/1.1 422 No\r\nContent-Type: application/json\r\n";
const CODE: &str = r#"{"code": 1004}"#;

/// Reads a request, sends a part of an answer and resets the connection.
fn cut(talk: &mut Talk, part: &str) {
    if talk.request().is_some() {
        talk.send(part);
        talk.reset();
    }
}

/// The same with an end as it should be.
fn end(talk: &mut Talk, part: &str) {
    if talk.request().is_some() {
        talk.send(part);
    }
}

/// Reads a request, sends a part of an answer, says that no more comes, and stays.
fn half(talk: &mut Talk, part: &str) {
    if talk.request().is_some() && talk.send(part) {
        let _ = talk.stream.shutdown(Shutdown::Write);
        talk.wait();
    }
}

fn length(body: &str) -> String {
    format!("{HEAD}Content-Length: {}\r\n\r\n{body}", CODE.len())
}

fn chunked(rest: &str) -> String {
    format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{rest}")
}

behaviours! {
    reset_after_the_request: |t| cut(t, ""), ANY, [];
    reset_in_the_status_line: |t| cut(t, "HTTP/1.1 42"), ANY, [];
    reset_in_the_headers: |t| cut(t, "HTTP/1.1 422 No\r\nContent-"), ANY, [];
    reset_after_the_headers: |t| cut(t, &length("")), ANY, [];
    reset_in_the_body: |t| cut(t, &length("{\"co")), ANY, [];
    reset_in_the_size_of_a_chunk: |t| cut(t, &chunked("e")), ANY, [];
    reset_in_a_chunk: |t| cut(t, &chunked("e\r\n{\"code\"")), ANY, [];
    reset_before_the_last_chunk: |t| cut(t, &chunked("e\r\n{\"code\": 1004}\r\n")), ANY, [];
    reset_in_the_trailers: |t| cut(t, &chunked("e\r\n{\"code\": 1004}\r\n0\r\nX-Sum: ")), ANY, [];
    reset_after_the_answer: |t| cut(t, &length(CODE)), ANY, [];
    reset_in_the_head_of_the_request: |t| {
        t.some(16);
        t.reset();
    }, ANY, [];
    closed_in_the_status_line: |t| end(t, "HTTP/1.1 42"), BROKEN, ["closed before the answer was complete"];
    closed_after_the_headers: |t| end(t, &length("")), BROKEN, ["closed before the answer was complete"];
    closed_in_the_size_of_a_chunk: |t| end(t, &chunked("e")), BROKEN, ["closed before the answer was complete"];
    closed_before_the_last_chunk: |t| end(t, &chunked("e\r\n{\"code\": 1004}\r\n")),
        BROKEN, ["closed before the answer was complete"];
    closed_in_the_trailers: |t| end(t, &chunked("e\r\n{\"code\": 1004}\r\n0\r\nX-Sum: ")),
        BROKEN, ["closed before the answer was complete"];
    half_closed_without_a_word: |t| half(t, ""), ANY, [];
    half_closed_in_the_headers: |t| half(t, "HTTP/1.1 422 No\r\nContent-"), BROKEN, ["closed before"];
    half_closed_in_the_body: |t| half(t, &length("{\"co")), BROKEN, ["closed before"];
    half_closed_before_it_reads: |t| {
        let _ = t.stream.shutdown(Shutdown::Write);
        t.wait();
    }, ANY, [];
    deaf_from_the_start: |t| {
        let _ = t.stream.shutdown(Shutdown::Read);
        t.send(json("422 No", CODE));
        t.wait();
    }, ANY, [];
    answer_after_half_of_the_request: |t| {
        t.some(40);
        t.send(json("422 No", CODE));
        let _ = t.stream.shutdown(Shutdown::Write);
        t.wait();
    }, ANY, [];
    keep_alive_that_is_reset_at_the_second_request: |t| {
        if t.request().is_some() && t.send(json("422 No", CODE)) {
            t.some(1);
            t.reset();
        }
    }, ANY, [];
    closed_behind_every_answer_without_a_word: |t| end(t, &length(CODE)), BROKEN, ["422 with code 1004"];
}

behaviours_at_once! {
    reset_as_soon_as_it_is_taken: |t| t.reset(), ANY, [];
    answer_before_any_request: |t| {
        t.send(json("422 No", CODE));
        t.wait();
    }, ANY, [];
    answers_without_end_before_any_request: |t| while t.send(json("422 No", CODE)) {}, ANY, [];
    garbage_before_any_request: |t| {
        t.send(b"\x1b]0;owned\x07\0\xff\r\n\r\n".repeat(1_000));
        t.wait();
    }, ANY, [];
    greeting_before_any_request: |t| {
        t.send("220 ready\r\n");
        t.always("500 what?\r\n");
    }, ANY, [];
}
