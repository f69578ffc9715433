//! Heads that no framework would send.

use super::server::{answer, json};
use super::{ANY, BROKEN, behaviours};

const CODE: &str = r#"{"code": 1004}"#;

fn with(headers: &str) -> Vec<u8> {
    answer(
        "422 No",
        &format!("Content-Type: application/json\r\n{headers}"),
        CODE,
    )
}

behaviours! {
    header_of_ten_megabytes: |t| t.always(with(&format!("X: {}\r\n", "y".repeat(10 << 20)))),
        BROKEN, ["headers are too many"];
    a_hundred_thousand_headers: |t| t.always(with(&"X: y\r\n".repeat(100_000))), BROKEN, ["headers are too many"];
    cookies_of_megabytes: |t| t.always(with(&format!("Set-Cookie: a={}\r\n", "b".repeat(4_000)).repeat(1_000))),
        BROKEN, ["headers are too many"];
    media_type_of_a_hundred_kilobytes: |t| {
        t.always(answer("422 No", &format!("Content-Type: application/json; a={}\r\n", "b".repeat(100 << 10)), CODE));
    }, BROKEN, [];
    hundreds_of_media_types: |t| t.always(with(&"Content-Type: text/html\r\n".repeat(500))), BROKEN, [];
    folded_header: |t| t.always(with("X: a\r\n b\r\n\tc\r\n")), ANY, [];
    header_without_a_colon: |t| t.always(with("what\r\n")), BROKEN, ["not an HTTP answer"];
    header_without_a_name: |t| t.always(with(": what\r\n")), BROKEN, ["not an HTTP answer"];
    blank_before_the_colon: |t| t.always(with("X : y\r\n")), ANY, [];
    lines_that_end_in_line_feeds: |t| t.always("HTTP/1.1 422 No\nContent-Type: application/json\nContent-Length: 14\n\n{\"code\": 1004}"),
        BROKEN, [];
    lines_that_end_in_carriage_returns: |t| t.always("HTTP/1.1 422 No\rContent-Length: 14\r\r{\"code\": 1004}\r\n\r\n"),
        BROKEN, ["not an HTTP answer"];
    nul_in_the_reason: |t| t.always(answer("422 a\0b", "", CODE)), ANY, [];
    bidi_in_the_reason: |t| t.always(answer("500 \u{202e}\u{2066}oh", "", CODE)), BROKEN, ["status 500"];
    command_in_the_reason: |t| t.always(answer("500 ##[error]::error::oh", "", CODE)), BROKEN, ["status 500"];
    command_in_headers: |t| t.always(answer("500 Oh", "Content-Type: ##vso[task.setvariable]x/y\r\n", "::error::x\n##[group]")),
        BROKEN, ["status 500"];
    no_reason: |t| t.always("HTTP/1.1 422\r\nContent-Length: 14\r\n\r\n{\"code\": 1004}"), BROKEN, [];
    version_1_0_that_is_kept_open: |t| {
        t.always("HTTP/1.0 422 No\r\nConnection: keep-alive\r\nContent-Length: 14\r\n\r\n{\"code\": 1004}");
    }, BROKEN, [];
    version_1_0_without_a_length_that_is_kept_open: |t| t.always("HTTP/1.0 422 No\r\n\r\n{\"code\": 1004}"), ANY, [];
    version_3: |t| t.always("HTTP/3.0 422 No\r\nContent-Length: 0\r\n\r\n"), ANY, [];
    version_of_garbage: |t| t.always("HTTP/x.y 422 No\r\nContent-Length: 0\r\n\r\n"), BROKEN, ["not an HTTP answer"];
    small_letters_of_http: |t| t.always("http/1.1 422 No\r\ncontent-length: 0\r\n\r\n"), BROKEN, ["not an HTTP answer"];
    blank_lines_without_end: |t| t.without_end("", "\r\n".repeat(10_000)), BROKEN, [];
    blank_lines_before_each_answer: |t| t.always([b"\r\n\r\n".to_vec(), json("422 No", CODE)].concat()), ANY, [];
    one_interim_answer_of_megabytes: |t| t.without_end("HTTP/1.1 103 Hints\r\n", "Link: </a>; rel=preload\r\n".repeat(1_000)),
        BROKEN, ["headers are too many"];
    interim_answer_that_is_the_last: |t| {
        t.request();
        t.send("HTTP/1.1 103 Hints\r\n\r\n");
    }, BROKEN, ["closed before"];
    continue_and_then_another_protocol: |t| t.always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Go\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"),
        BROKEN, ["changes the protocol"];
    two_status_lines: |t| t.always("HTTP/1.1 200 Yes\r\nHTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"),
        BROKEN, ["not an HTTP answer"];
    three_digits_that_are_none: |t| t.always("HTTP/1.1 4\u{663}2 No\r\nContent-Length: 0\r\n\r\n"), BROKEN, ["not an HTTP answer"];
    location_that_acts_on_terminals: |t| t.always(answer("201 Yes", "Location: \u{202e}/\u{9b}31m##[x\r\nContent-Type: application/json\r\n", "{}")),
        BROKEN, [];
    access_that_is_asked_for_at_length: |t| {
        let wanted = format!("WWW-Authenticate: Basic realm=\"{}\"\r\n", "\u{202e}".repeat(20_000));
        t.always(answer("401 No", &wanted, "{}"));
    }, ANY, ["401"];
}
