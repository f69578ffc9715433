//! Answers that come slowly, a byte at a time, or not at all from some moment on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use super::server::{Talk, json};
use super::{ANY, BROKEN, LOST, behaviours};

const CODE: &str = r#"{"code": 1004}"#;

fn after(talk: &mut Talk, beginning: &str, bytes: &[u8]) {
    if talk.request().is_some() && talk.send(beginning) {
        talk.drip(bytes);
    }
}

/// Sends a beginning and nothing more.
fn then_silence(talk: &mut Talk, beginning: &str) {
    if talk.request().is_some() && talk.send(beginning) {
        talk.wait();
    }
}

/// Answers each request after a pause.
fn slowly(talk: &mut Talk, pause: impl Fn(&[u8], usize) -> u64) {
    while let Some(request) = talk.request() {
        sleep(Duration::from_millis(pause(&request, talk.count())));
        if !talk.send(json("422 No", CODE)) {
            return;
        }
    }
}

const CHUNKED: &str = "HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n";

behaviours! {
    status_line_that_drips: |t| after(t, "", b"HTTP/1.1 422 Unprocessable and more "), LOST, ["no answer to"];
    size_of_a_chunk_that_drips: |t| after(t, CHUNKED, b"0"), LOST, ["no answer to"];
    chunks_that_drip: |t| after(t, CHUNKED, b"1\r\nx\r\n"), LOST, ["no answer to"];
    extension_of_a_chunk_that_drips: |t| after(t, &format!("{CHUNKED}5;a"), b"b"), LOST, ["no answer to"];
    trailers_that_drip: |t| after(t, &format!("{CHUNKED}0\r\n"), b"X: y\r\n"), LOST, ["no answer to"];
    blank_lines_that_drip: |t| after(t, "", b"\r\n"), ANY, [];
    events_that_drip: |t| after(t, "HTTP/1.1 200 Yes\r\nContent-Type: text/event-stream\r\n\r\n", b"data: x\n\n"),
        LOST, ["no answer to"];
    right_answer_that_drips: |t| {
        while t.request().is_some() {
            for byte in json("422 No", CODE) {
                if !t.send([byte]) {
                    return;
                }
                sleep(Duration::from_millis(20));
            }
        }
    }, LOST, ["no answer to"];
    drip_that_is_reset: |t| {
        if t.request().is_some() {
            for byte in b"HTTP/1.1" {
                t.send([*byte]);
                sleep(Duration::from_millis(30));
            }
            t.reset();
        }
    }, ANY, [];
    silent_after_one_byte: |t| then_silence(t, "H"), LOST, ["no answer to"];
    silent_after_the_status_line: |t| then_silence(t, "HTTP/1.1 422 No\r\n"), LOST, ["no answer to"];
    silent_after_the_headers: |t| then_silence(t, "HTTP/1.1 422 No\r\nContent-Length: 14\r\n\r\n"),
        LOST, ["no answer to"];
    silent_after_an_interim_answer: |t| then_silence(t, "HTTP/1.1 100 Continue\r\n\r\n"), LOST, ["no answer to"];
    silent_before_the_last_byte: |t| then_silence(t, "HTTP/1.1 422 No\r\nContent-Length: 14\r\n\r\n{\"code\": 1004"),
        LOST, ["no answer to"];
    silent_on_every_third_request: |t| {
        while t.request().is_some() {
            if t.count() % 3 == 0 {
                return t.wait();
            }
            t.send(json("422 No", CODE));
        }
    }, ANY, [];
    silent_but_for_one_answer_in_eight: |t| {
        while t.request().is_some() {
            if t.count() % 8 != 0 {
                return t.wait();
            }
            t.send(json("422 No", CODE));
        }
    }, ANY, [];
    right_but_just_in_time: |t| slowly(t, |_, _| 450), BROKEN, ["422 with code 1004"];
    slow_on_post_alone: |t| slowly(t, |request, _| if request.starts_with(b"POST") { 500 } else { 0 }),
        BROKEN, ["422 with code 1004"];
    slower_with_each_answer: |t| slowly(t, |_, count| 30 * count as u64), ANY, [];
    slow_and_quick_by_turns: |t| slowly(t, |_, count| if count % 2 == 0 { 900 } else { 0 }), ANY, [];
    reads_a_byte_now_and_then: |t| {
        t.small_window();
        while t.some(1) {
            sleep(Duration::from_millis(50));
        }
    }, LOST, ["no answer to"];
    reads_nothing: |t| {
        t.small_window();
        sleep(Duration::from_secs(30));
    }, LOST, ["no answer to"];
    hangs_for_a_while_and_comes_back: |t| {
        while t.request().is_some() {
            if (6..12).contains(&t.count()) {
                sleep(Duration::from_millis(800));
            }
            if !t.send(json("422 No", CODE)) {
                return;
            }
        }
    }, ANY, [];
    resets_for_a_while_and_comes_back: |t| {
        while t.request().is_some() {
            if (6..12).contains(&t.count()) {
                return t.reset();
            }
            t.send(json("422 No", CODE));
        }
    }, ANY, [];
    one_connection_at_a_time: |t| {
        static TAKEN: AtomicBool = AtomicBool::new(false);
        if TAKEN.swap(true, Ordering::SeqCst) {
            return t.wait();
        }
        while t.request().is_some() && t.send(json("422 No", CODE)) {}
        TAKEN.store(false, Ordering::SeqCst);
    }, ANY, [];
}
