//! Texts that would like to reach the reader's terminal, or the reader's browser.

use super::child::{Checked, TOKEN, check};
use super::server::{answer, json, serve};
use super::{BROKEN, behaviours, ends};

const EVIL: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{2066}\u{200b}\u{feff}\0\r\u{2028}<script>alert(1)</script>]]>&amp;";

behaviours! {
    escapes_in_the_body: |t| t.always(answer("500 Oh", "Content-Type: text/plain\r\n", EVIL)),
        BROKEN, [r"\u{1b}[2J"];
    escapes_in_json: |t| {
        let body = serde_json::json!({"name": EVIL, "id": EVIL, "status": EVIL, EVIL: 1});
        t.always(json("201 Yes", body.to_string()));
    }, BROKEN, [];
    escapes_in_the_media_type: |t| t.always("HTTP/1.1 201 Yes\r\nContent-Type: text/\u{202e}\u{9b}31m<b>\r\nContent-Length: 2\r\n\r\nxx"),
        BROKEN, [];
    invalid_utf_8_in_the_body: |t| t.always(answer("500 Oh", "Content-Type: application/json\r\n", b"\xff\xfe\xc3\x28\xed\xa0\x80\x1b[31m")),
        BROKEN, [r"\xff"];
    bodies_of_megabytes_to_everything: |t| t.always(answer("500 Oh", "Content-Type: text/html\r\n", EVIL.repeat(50_000))),
        BROKEN, ["status 500"];
}

/// An echo of the token where a cut of the body could halve it.
#[test]
fn token_across_the_end_of_what_is_kept() {
    let echo = |t: &mut super::Talk| {
        let body = format!(
            "{}{TOKEN}{}",
            "x".repeat((16 << 10) - 9),
            "y".repeat(50_000)
        );
        t.always(answer("500 Oh", "Content-Type: text/plain\r\n", body));
    };
    let ended = ends("token_across", echo, BROKEN, &["status 500"]);
    assert!(!ended.json.contains(&TOKEN[..6]), "half a token is shown");
}

const COMMVAULT: Checked = Checked {
    contract: "commvault",
    only: &[
        "commvault/drBackup*/*/accepts/*",
        "commvault/createBackupset/accepts/*",
    ],
    profile: "",
};

/// Status 200, and an error whose text has no measure.
#[test]
fn commvault_error_of_megabytes() {
    let server = serve(|t| {
        let text = EVIL.replace('\0', "").repeat(20_000);
        let body = serde_json::json!({"errorCode": 5, "errorMessage": text});
        t.always(json("200 OK", body.to_string()));
    });
    let only = Checked {
        only: &["commvault/*/accepts/*"],
        ..COMMVAULT
    };
    let ended = check(&server.url, &only);
    ended.holds("commvault_error_of_megabytes", BROKEN, &["a fault ("]);
}
