//! Ports at which something else is spoken.

use super::server::Talk;
use super::{ANY, LOST, behaviours, behaviours_at_once, behaviours_in_tls};

fn says(talk: &mut Talk, words: impl AsRef<[u8]>) {
    talk.always(words);
}

behaviours! {
    rtsp_on_the_port: |t| says(t, "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"), ANY, [];
    sip_on_the_port: |t| says(t, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x\r\n\r\n"), ANY, [];
    gopher_on_the_port: |t| says(t, "3error\tfake\t(NULL)\t0\r\n.\r\n"), ANY, [];
    postgres_on_the_port: |t| says(t, b"E\0\0\0\x50SFATAL\0C0A000\0Munsupported frontend protocol\0\0"), ANY, [];
    memcached_on_the_port: |t| says(t, "ERROR\r\nERROR\r\n"), ANY, [];
    web_socket_on_the_port: |t| says(t, b"\x81\x05hello\x88\x02\x03\xe8"), ANY, [];
    an_old_web_server_on_the_port: |t| says(t, "<html>It works!</html>"), ANY, [];
    http_2_that_goes_away: |t| says(t, b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01"), ANY, [];
    http_2_settings_without_end: |t| t.without_end("", b"\0\0\0\x04\0\0\0\0\0".repeat(1_000)), ANY, [];
    zeros_without_end: |t| t.without_end("", [0; 65_536]), ANY, [];
    the_request_sent_back: |t| while let Some(request) = t.request() && t.send(request) {}, ANY, [];
    another_request_sent_back: |t| says(t, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ANY, [];
    tls_alert_without_end: |t| t.without_end("", [0x15, 3, 3, 0, 2, 2, 40].repeat(1_000)), ANY, [];
}

behaviours_at_once! {
    ssh_that_speaks_first: |t| {
        t.send("SSH-2.0-OpenSSH_9.6\r\n");
        t.wait();
    }, ANY, [];
    mail_that_speaks_first: |t| {
        t.send("220 mail.example ESMTP\r\n");
        says(t, "502 5.5.2 what?\r\n");
    }, ANY, [];
    mysql_that_speaks_first: |t| {
        t.send(b"\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0abcdefgh\0\xff\xf7\xff\x02\0");
        t.wait();
    }, ANY, [];
    a_screen_that_speaks_first: |t| {
        t.send("RFB 003.008\n");
        t.wait();
    }, ANY, [];
    telnet_that_speaks_first: |t| {
        t.send(b"\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27login: ");
        t.wait();
    }, ANY, [];
    post_office_that_speaks_first: |t| {
        t.send("+OK POP3 ready\r\n");
        says(t, "-ERR what?\r\n");
    }, ANY, [];
}

behaviours_in_tls! {
    tls_that_says_nothing: |t| t.wait(), LOST, [];
    tls_that_drips: |t| t.drip(b"\x16\x03\x03\x40\0\x02\0\x3f\xfc\x03\x03"), LOST, [];
    tls_that_is_plain: |t| {
        t.send("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n");
        t.wait();
    }, LOST, ["TLS"];
    tls_that_closes: |_| (), LOST, ["TLS"];
    tls_that_resets: |t| t.reset(), LOST, [];
    tls_that_sends_the_greeting_back: |t| {
        while t.some(1) && t.send(b"\x16\x03\x01") {}
    }, LOST, [];
    tls_record_without_end: |t| while t.send([0x16; 65_536]) {}, LOST, ["TLS"];
    tls_alert_at_once: |t| {
        t.send([0x15, 3, 3, 0, 2, 2, 40]);
        t.wait();
    }, LOST, ["TLS"];
}
