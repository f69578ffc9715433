//! The commands are run by a real shell, with a `curl` that writes down what it was given.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use bytes::Bytes;

use super::command;
use crate::exchange::Request;

const STUB: &str = "#!/bin/sh\n\
    for word in \"$@\"; do printf '%s\\000' \"$word\"; done > \"$SEEN/words\"\n\
    cat > \"$SEEN/stdin\"\n";

/// The shells of this machine that people paste into.
fn shells() -> impl Iterator<Item = &'static str> {
    let found = |shell: &&str| Command::new(shell).args(["-c", ":"]).status().is_ok();
    ["sh", "bash", "zsh"].into_iter().filter(found)
}

/// The words and the standard input that curl gets.
fn run(shell: &str, command: &str) -> (Vec<Vec<u8>>, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let stub = dir.path().join("curl");
    fs::write(&stub, STUB).unwrap();
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        dir.path().display(),
        std::env::var("PATH").unwrap()
    );
    // As a file: a command line has a length limit that pasting has not.
    let script = dir.path().join("script");
    fs::write(&script, command).unwrap();
    let status = Command::new(shell)
        .arg(&script)
        .env("PATH", path)
        .env("SEEN", dir.path())
        .env("TOKEN", "s3cret $x `y`")
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command}");
    let words = fs::read(dir.path().join("words")).unwrap();
    let mut words: Vec<_> = words.split(|b| *b == 0).map(<[u8]>::to_vec).collect();
    words.pop();
    (words, fs::read(dir.path().join("stdin")).unwrap())
}

fn post(body: &[u8]) -> Request {
    Request {
        method: "POST".into(),
        target: "/api/backups".into(),
        headers: vec![("Content-Type".into(), "application/json".into())],
        body: Some(Bytes::copy_from_slice(body)),
        base: None,
        anonymous: false,
    }
}

/// The body that curl would send, taken from its words or its standard input.
fn sent(shell: &str, command: &str) -> Vec<u8> {
    let (words, stdin) = run(shell, command);
    match words.iter().position(|w| w.starts_with(b"--data-")) {
        Some(at) if words[at] == b"--data-binary" && words[at + 1] == b"@-" => stdin,
        Some(at) => {
            let file = words[at] == b"--data-binary" && words[at + 1].starts_with(b"@");
            assert!(!file, "curl would read a file: {command}");
            words[at + 1].clone()
        }
        None => panic!("no body: {command}"),
    }
}

#[test]
fn bodies_arrive_byte_for_byte() {
    let all: Vec<u8> = (0..=255).collect();
    let nested = format!(
        "<x>{}é{}</x>",
        "<a b='%d'>".repeat(3000),
        "</a>".repeat(3000)
    );
    let long = format!("{{\"name\": \"{}\"}}", "a".repeat(1 << 20));
    let random: Vec<u8> = (0..200_000u64)
        .map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8)
        .collect();
    let bodies: Vec<&[u8]> = vec![
        b"",
        br#"{"name": "it's $HOME `id` \"x\" \\ \n 100% %s"}"#,
        b"'",
        b"-n",
        b"-e \x01",
        b"@/etc/hostname",
        b"line one\nline two\n",
        b"line one\n<!DOCTYPE a>\n\n",
        b"tab\tcarriage\r\n",
        b"nul\0then digits 123",
        b"\x001",
        b"\xff\xfe<\0a\0",
        b"\x1b[31mred\x1b[0m %d %% \\ \\n '!",
        "é ü 中 \u{202e}evil\u{200b}".as_bytes(),
        &all,
        nested.as_bytes(),
        long.as_bytes(),
        &random,
    ];
    for shell in shells() {
        for body in &bodies {
            let command = command(&post(body), "http://h:1", &[]);
            assert!(sent(shell, &command) == *body, "{shell}: {command:.500}");
        }
    }
}

#[test]
fn headers_arrive_byte_for_byte() {
    let values = [
        "it's",
        "$HOME `id` \"q\" \\",
        "100% %s",
        "a\tb",
        "a\r\nX-Evil: 1",
        "ends\n\n",
        "!x\x01!",
        "ü\u{202e}",
    ];
    for shell in shells() {
        for value in values {
            let mut request = post(b"{}");
            request.headers.push(("X-Value".into(), value.into()));
            let (words, _) = run(shell, &command(&request, "http://h:1", &[]));
            let expected = format!("X-Value: {value}").into_bytes();
            assert!(words.contains(&expected), "{shell}: {value:?}");
        }
    }
}

#[test]
fn nothing_in_a_command_disturbs_a_terminal() {
    let mut request = post(b"\x1b]0;title\x07\r\0\xff");
    request
        .headers
        .push(("X".into(), "\u{1b}[2J\u{202e}".into()));
    let command = command(&request, "http://h:1", &[]);
    assert!(
        command.bytes().all(|b| (b' '..=b'~').contains(&b)),
        "{command}"
    );
}

#[test]
fn tokens_stand_as_variables() {
    let secrets = [("SEC".to_owned(), "TOKEN".to_owned())];
    let mut request = post(b"{}");
    let text = command(&request, "http://h:1", &secrets);
    assert!(text.contains(r#"-H "SEC: $TOKEN""#), "{text}");
    let (words, _) = run("sh", &text);
    assert!(words.contains(&b"SEC: s3cret $x `y`".to_vec()));
    request.anonymous = true;
    assert!(!command(&request, "http://h:1", &secrets).contains("TOKEN"));
    request.anonymous = false;
    request.headers.push(("sec".into(), "wrong".into()));
    assert!(!command(&request, "http://h:1", &secrets).contains("TOKEN"));
}

#[test]
fn commands_read_well() {
    let plain = command(&post(br#"{"name": "a"}"#), "http://127.0.0.1:9000/", &[]);
    assert_eq!(
        plain,
        "curl -sS -i -X POST 'http://127.0.0.1:9000/api/backups' \
         -H 'Content-Type: application/json' -H 'Accept:' --data-binary '{\"name\": \"a\"}'"
    );
    let request = |method: &str, target: &str, headers: &[(&str, &str)]| Request {
        method: method.into(),
        target: target.into(),
        headers: headers
            .iter()
            .map(|(n, v)| (n.to_string(), v.to_string()))
            .collect(),
        ..Request::default()
    };
    let get = request("GET", "/a/%2E%2e/b?x[]=1", &[("Accept", "")]);
    assert_eq!(
        command(&get, "http://h", &[]),
        "curl -sS -i --path-as-is -g 'http://h/a/%2E%2e/b?x[]=1' -H 'Accept;'"
    );
    let head = request("HEAD", "/a", &[("Accept", "*/*")]);
    assert_eq!(
        command(&head, "http://h", &[]),
        "curl -sS -I 'http://h/a' -H 'Accept: */*'"
    );
    let mut long = post(format!("\"{}\"", "a".repeat(9000)).as_bytes());
    long.headers.clear();
    assert_eq!(
        command(&long, "http://h", &[]),
        "{ printf '\"'; printf '%9000s' '' | tr ' ' a; printf '\"'; } | curl -sS -i -X POST \
         'http://h/api/backups' -H 'Accept:' -H 'Content-Type:' -H 'Expect:' --data-binary @-"
    );
}
