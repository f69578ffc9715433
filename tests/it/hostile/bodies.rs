//! Bodies without end or measure.

use super::server::{Talk, answer};
use super::{BROKEN, BROKEN_OR_LOST, behaviours};

behaviours! {
    body_that_never_ends: |t| t.without_end("HTTP/1.1 422 No\r\n\r\n", [b'x'; 65_536]),
        BROKEN_OR_LOST, ["larger than 8388608 bytes", "no answer"];
    chunks_that_never_end: |t| {
        let chunk = [b"10000\r\n".as_slice(), &[b'x'; 65_536], b"\r\n"].concat();
        t.without_end("HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n", chunk);
    }, BROKEN_OR_LOST, ["larger than 8388608 bytes", "no answer"];
    chunks_of_one_byte_without_end: |t| {
        let chunks = b"1\r\nx\r\n".repeat(10_000);
        t.without_end("HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n", chunks);
    }, BROKEN_OR_LOST, ["larger than 8388608 bytes", "no answer"];
    json_string_of_500_megabytes: |t| {
        t.without_end("HTTP/1.1 201 Yes\r\nContent-Type: application/json\r\n\r\n\"", [b'x'; 65_536]);
    }, BROKEN_OR_LOST, ["larger than 8388608 bytes", "no answer"];
    length_of_500_megabytes_is_not_even_read: |t| {
        t.without_end("HTTP/1.1 201 Yes\r\nContent-Length: 500000000\r\n\r\n", [b'x'; 65_536]);
    }, BROKEN, ["larger than 8388608 bytes"];
    largest_body_that_is_taken: |t| {
        let body = format!("{{\"name\": \"{}\"}}", "x".repeat((8 << 20) - 12));
        t.always(super::server::json("201 Yes", body));
    }, BROKEN_OR_LOST, [];
    gzip_bomb: |t| bomb(t, "gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
        BROKEN, ["larger than 8388608 bytes"];
    deflate_bomb: |t| bomb(t, "deflate", b"\x78\x9c"),
        BROKEN, ["larger than 8388608 bytes"];
    unknown_coding: |t| bomb(t, "x-\u{202e}", b""), BROKEN, ["status 201"];
    empty_body_labelled_json: |t| t.always(super::server::json("201 Yes", "")),
        BROKEN, ["an empty body"];
    body_of_spaces: |t| t.always(super::server::json("201 Yes", " ".repeat(4 << 20))),
        BROKEN, ["an empty body"];
}

/// A hundred megabytes of zeros, packed by hand into one block with fixed codes: a zero, then
/// "258 bytes from one byte back" over and over.
fn bomb(talk: &mut Talk, coding: &str, start: &[u8]) {
    let mut packed = start.to_vec();
    let (mut bits, mut count) = (0_u32, 0);
    let mut put = |value: u32, length: u32| {
        bits |= value << count;
        count += length;
        while count >= 8 {
            packed.push(bits as u8);
            bits >>= 8;
            count -= 8;
        }
    };
    put(0b011, 3);
    put(0b0000_1100, 8);
    for _ in 0..400_000 {
        put(0b1010_0011, 8);
        put(0, 5);
    }
    put(0, 15);
    let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\n");
    talk.always(answer("201 Yes", &headers, packed));
}
