//! Status lines and headers.

use super::behaviours;
use super::server::{answer, json};
use super::{BROKEN, BROKEN_OR_LOST, LOST};

const HEAD: &str = "HTTP/1.1 422 No\r\n";

behaviours! {
    headers_of_200_megabytes: |t| t.without_end(HEAD, "X-Long: abcdefghijklmnopqrstuvwxyz\r\n".repeat(2_000)),
        BROKEN, ["headers are too many"];
    one_header_line_of_200_megabytes: |t| t.without_end("HTTP/1.1 422 No\r\nX-Long: ", [b'x'; 65_536]),
        BROKEN, ["headers are too many"];
    header_name_of_200_megabytes: |t| t.without_end(HEAD, [b'x'; 65_536]),
        BROKEN, ["headers are too many"];
    a_million_headers: |t| t.without_end(HEAD, "a:\r\n".repeat(16_384)),
        BROKEN, ["headers are too many"];
    reason_without_end: |t| t.without_end("HTTP/1.1 422 ", [b'x'; 65_536]),
        BROKEN, ["headers are too many"];
    headers_that_drip: |t| {
        if t.request().is_some() && t.send(HEAD) {
            t.drip(b"X-Slow: yes\r\n");
        }
    }, LOST, ["no answer to"];
    interim_answers_without_end: |t| t.without_end("", "HTTP/1.1 102 Processing\r\n\r\n".repeat(1_000)),
        BROKEN, ["headers are too many"];
    interim_answers_that_drip: |t| {
        if t.request().is_some() {
            t.drip(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
    }, LOST, ["no answer to"];
    a_few_interim_answers: |t| {
        let last = json("422 No", r#"{"code": 1004}"#);
        t.always([b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9), last].concat());
    }, BROKEN, ["422 with code 1004"];
    protocol_changed_unasked: |t| t.always("HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n{}"),
        BROKEN, ["status 101 changes the protocol"];
    status_line_of_garbage: |t| t.always("\x00\x1b[2J\u{202e} what? \r\n\r\n"),
        BROKEN, ["not an HTTP answer"];
    status_000: |t| t.always(json("000 Zero", "{}")), BROKEN, ["not an HTTP answer"];
    status_999: |t| t.always(json("999 Odd", "{}")), BROKEN, ["status 999"];
    status_1000: |t| t.always(json("1000 More", "{}")), BROKEN, ["not an HTTP answer"];
    status_minus_1: |t| t.always(json("-1 Less", "{}")), BROKEN, ["not an HTTP answer"];
    http_0_9: |t| { t.request(); t.send("<html>hello</html>"); }, BROKEN, ["not an HTTP answer"];
    http_2_settings: |t| t.always([0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 128, 0, 4, 0, 1, 0, 0, 0, 5, 0, 255, 255, 255]),
        LOST, ["HTTP/2"];
    http_2_preface: |t| t.always("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), LOST, ["HTTP/2"];
    tls_on_the_plain_port: |t| t.always([0x15, 3, 1, 0, 2, 2, 70]), LOST, ["speaks TLS"];
    ssh_on_the_port: |t| t.always("SSH-2.0-OpenSSH_9.6\r\n"), LOST, ["speaks SSH"];
    mail_on_the_port: |t| t.always("220 mail.example ESMTP ready\r\n"), LOST, ["speaks SMTP"];
    redis_on_the_port: |t| t.always("-ERR unknown command 'POST'\r\n"), LOST, ["Redis"];
    cookies_in_floods: |t| t.always(answer("422 No", &"Set-Cookie: a=b; Path=/\r\n".repeat(900), r#"{"code":1004}"#)),
        BROKEN, ["422 with code 1004"];
    date_of_garbage: |t| t.always(answer("422 No", "Date: the 45th of \x07\r\n", r#"{"code":1004}"#)),
        BROKEN_OR_LOST, [];
    bytes_that_are_no_text_in_headers: |t| {
        let bytes = b"HTTP/1.1 422 \xff\xfe\r\nContent-Type: \xc3\x28\xff\r\nX: \xe2\x80\xae\r\nContent-Length: 2\r\n\r\n{}";
        t.always(bytes);
    }, BROKEN, ["status 422 without a known code"];
    escapes_and_nul_in_headers: |t| t.always(answer("422 \x1b[31m", "X: \x1b]0;owned\x07\r\nY: a\0b\r\n", "{}")),
        BROKEN, ["not an HTTP answer"];
}
