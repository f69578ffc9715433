//! Where a body ends, and which request an answer belongs to.

use super::server::{Talk, json};
use super::{BROKEN, BROKEN_OR_LOST, LOST, behaviours, ends};

const CODE: &str = r#"{"code": 1004}"#;

fn with(headers: &str, rest: &str) -> String {
    format!("HTTP/1.1 422 No\r\nContent-Type: application/json\r\n{headers}\r\n{rest}")
}

/// Sends an answer to the first request and closes.
fn once(talk: &mut Talk, answer: String) {
    if talk.request().is_some() {
        talk.send(answer);
    }
}

behaviours! {
    length_too_small: |t| t.always(with("Content-Length: 5\r\n", CODE)), BROKEN, ["beyond the end of an answer"];
    length_too_large_and_closed: |t| once(t, with("Content-Length: 5000\r\n", CODE)),
        BROKEN, ["closed before the answer was complete"];
    length_too_large_and_kept_open: |t| t.always(with("Content-Length: 5000\r\n", CODE)), LOST, ["no answer to"];
    length_negative: |t| t.always(with("Content-Length: -1\r\n", CODE)), BROKEN, ["not an HTTP answer"];
    length_no_number: |t| t.always(with("Content-Length: many\r\n", CODE)), BROKEN, ["not an HTTP answer"];
    length_beyond_64_bits: |t| t.always(with("Content-Length: 99999999999999999999999\r\n", CODE)),
        BROKEN, ["not an HTTP answer", "larger than"];
    two_lengths_that_differ: |t| t.always(with("Content-Length: 14\r\nContent-Length: 3\r\n", CODE)),
        BROKEN, ["not an HTTP answer"];
    length_and_chunks: |t| t.always(with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "e\r\n{\"code\": 1004}\r\n0\r\n\r\n")),
        BROKEN, ["both Content-Length and Transfer-Encoding"];
    chunk_size_beyond_64_bits: |t| t.always(with("Transfer-Encoding: chunked\r\n", "fffffffffffffffffffff\r\nx")),
        BROKEN, ["not an HTTP answer"];
    chunk_size_negative: |t| t.always(with("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n")),
        BROKEN, ["not an HTTP answer"];
    chunk_size_huge: |t| once(t, with("Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\nhello")),
        BROKEN, ["closed before the answer was complete"];
    chunk_size_no_number: |t| t.always(with("Transfer-Encoding: chunked\r\n", "\u{1b}[31m\r\nhello")),
        BROKEN, ["not an HTTP answer"];
    chunk_extension_without_end: |t| t.without_end(&with("Transfer-Encoding: chunked\r\n", "5;x="), [b'x'; 65_536]),
        BROKEN, ["not an HTTP answer", "closed before"];
    trailers_without_end: |t| t.without_end(&with("Transfer-Encoding: chunked\r\n", "0\r\n"), "X: y\r\n".repeat(10_000)),
        BROKEN, ["not an HTTP answer", "closed before"];
    transfer_coding_that_nobody_knows: |t| once(t, with("Transfer-Encoding: banana\r\n", CODE)), BROKEN, ["422 with code 1004"];
    body_after_204: |t| t.always("HTTP/1.1 204 None\r\nContent-Length: 14\r\n\r\n{\"code\": 1004}"),
        BROKEN, ["beyond the end of an answer"];
    answer_as_to_head: |t| t.always(with("Content-Length: 14\r\n", "")), LOST, ["no answer to"];
    answer_before_the_request_is_read: |t| {
        t.send(json("422 No", CODE));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }, BROKEN_OR_LOST, [];
    reset_in_the_middle: |t| {
        // What is not read when the socket closes makes the system send a reset.
        t.send(with("Content-Length: 5000\r\n", CODE));
    }, BROKEN_OR_LOST, [];
    closed_in_the_headers: |t| once(t, "HTTP/1.1 422 No\r\nContent-Le".into()),
        BROKEN, ["closed before the answer was complete"];
}

/// The right answer to a refusal, and behind it one that no clause here wants: taken for the answer
/// to the next request, it would break the clause that is held else.
#[test]
fn two_answers_to_one_request() {
    let two = |t: &mut Talk| {
        let answers = [json("422 No", CODE), json("201 Yes", r#"{"id": 1}"#)];
        t.always(answers.concat());
    };
    let ended = ends("two_answers", two, BROKEN, &["beyond the end of an answer"]);
    let said = ended.words();
    assert!(
        said.contains("422 with code 1004") && !said.contains("status 201"),
        "{said}"
    );
}

/// The same, with the second answer a moment later: no connection is used for two requests then.
#[test]
fn second_answer_a_moment_later() {
    let two = |t: &mut Talk| {
        while t.request().is_some() && t.send(json("422 No", CODE)) {
            std::thread::sleep(std::time::Duration::from_millis(2));
            t.send(json("422 No", r#"{"code": 1003}"#));
        }
    };
    ends(
        "second_answer",
        two,
        BROKEN,
        &["beyond the end of an answer"],
    );
}
