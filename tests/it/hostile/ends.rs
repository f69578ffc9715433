//! Where a body ends, said in ways that contradict each other, and codings that lie.

use super::server::{answer, json};
use super::{ANY, BROKEN, behaviours};

const CODE: &str = r#"{"code": 1004}"#;

fn with(headers: &str, rest: &str) -> String {
    format!("HTTP/1.1 422 No\r\nContent-Type: application/json\r\n{headers}\r\n{rest}")
}

fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\n");
    answer("422 No", &headers, body)
}

behaviours! {
    length_with_a_sign: |t| t.always(with("Content-Length: +14\r\n", CODE)), BROKEN, ["not an HTTP answer"];
    length_in_hex: |t| t.always(with("Content-Length: 0xe\r\n", CODE)), BROKEN, ["not an HTTP answer"];
    length_twice_the_same: |t| t.always(with("Content-Length: 14\r\nContent-Length: 14\r\n", CODE)), BROKEN, [];
    length_as_a_list: |t| t.always(with("Content-Length: 14, 14\r\n", CODE)), BROKEN, [];
    length_of_nothing_before_a_body: |t| t.always(with("Content-Length: 0\r\n", CODE)),
        BROKEN, ["beyond the end of an answer"];
    length_of_64_bits: |t| t.always(with("Content-Length: 18446744073709551615\r\n", CODE)), BROKEN, [];
    chunked_twice: |t| t.always(with("Transfer-Encoding: chunked, chunked\r\n", "e\r\n{\"code\": 1004}\r\n0\r\n\r\n")), ANY, [];
    chunked_in_two_lines: |t| t.always(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", CODE)), ANY, [];
    chunked_that_is_not_the_last: |t| t.always(with("Transfer-Encoding: chunked, gzip\r\n", CODE)), ANY, [];
    chunked_without_chunks: |t| t.always(with("Transfer-Encoding: chunked\r\n", CODE)), BROKEN, ["not an HTTP answer"];
    chunk_longer_than_it_says: |t| t.always(with("Transfer-Encoding: chunked\r\n", "5\r\n{\"code\": 1004}\r\n0\r\n\r\n")),
        BROKEN, ["not an HTTP answer"];
    chunk_extension_that_acts_on_terminals: |t| {
        t.always(with("Transfer-Encoding: chunked\r\n", "e;\u{1b}[2J=\u{202e}\r\n{\"code\": 1004}\r\n0\r\n\r\n"));
    }, BROKEN, [];
    chunk_size_with_a_million_zeros: |t| t.without_end(&with("Transfer-Encoding: chunked\r\n", ""), "0".repeat(10_000)), ANY, [];
    chunks_with_long_extensions_without_end: |t| {
        let chunk = format!("1;{}\r\nx\r\n", "e".repeat(8_000));
        t.without_end(&with("Transfer-Encoding: chunked\r\n", ""), chunk.repeat(8));
    }, ANY, [];
    trailers_that_would_be_headers: |t| {
        t.always(with("Transfer-Encoding: chunked\r\n", "e\r\n{\"code\": 1004}\r\n0\r\nContent-Length: 3\r\nX: \u{202e}\r\n\r\n"));
    }, BROKEN, [];
    trailers_of_megabytes: |t| {
        let trailers = "X-T: abcdefghij\r\n".repeat(200_000);
        t.always(with("Transfer-Encoding: chunked\r\n", &format!("e\r\n{{\"code\": 1004}}\r\n0\r\n{trailers}\r\n")));
    }, BROKEN, [];
    gzip_that_is_none: |t| t.always(coded("gzip", CODE.as_bytes())), BROKEN, [];
    gzip_that_is_cut: |t| t.always(coded("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\x56")), BROKEN, [];
    gzip_of_nothing: |t| t.always(coded("gzip", b"")), BROKEN, [];
    gzip_that_starts_again_and_again: |t| t.always(coded("gzip", &b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0".repeat(20_000))),
        BROKEN, [];
    gzip_a_thousand_times_over: |t| t.always(coded(&"gzip, ".repeat(1_000), CODE.as_bytes())), BROKEN, [];
    deflate_that_is_none: |t| t.always(coded("deflate", b"\xff\xff\xff\xff")), BROKEN, [];
    brotli_that_nobody_asked_for: |t| t.always(coded("br", b"\x0b\x07\x80{\"code\": 1004}\x03")), BROKEN, [];
    zstd_that_nobody_asked_for: |t| t.always(coded("zstd", b"\x28\xb5\x2f\xfd\x04\0")), BROKEN, [];
    body_of_nothing_but_a_byte_order_mark: |t| t.always(json("201 Yes", b"\xef\xbb\xbf")), BROKEN, [];
    not_modified_with_a_body: |t| t.always(json("304 Same", CODE)), ANY, [];
    part_of_a_body: |t| t.always(answer("206 Part", "Content-Type: application/json\r\nContent-Range: bytes 0-13/999\r\n", CODE)),
        ANY, [];
}
