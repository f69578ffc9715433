//! Targets that say nothing, little, or nothing any more.

use std::io::Read;
use std::thread::sleep;
use std::time::Duration;

use super::child::{Checked, FIXTURES, TOKEN, check};
use super::server::{Talk, json, message, serve};
use super::{BROKEN, BROKEN_OR_LOST, LOST, behaviours};

behaviours! {
    silent_from_the_start: |t| t.wait(), LOST, ["no answer to"];
    closed_at_once: |_| (), BROKEN, ["closed before the answer was complete"];
    body_that_drips: |t| {
        if t.request().is_some() && t.send("HTTP/1.1 422 No\r\nContent-Length: 100000\r\n\r\n") {
            t.drip(b"x");
        }
    }, LOST, ["no answer to"];
    head_that_drips: |t| {
        if t.request().is_some() && t.send("HTTP/1.1 200 Yes\r\n") {
            t.drip(b"X-A: b\r\n");
        }
    }, LOST, ["no answer to"];
    hangs_on_every_other_request: |t| {
        while t.request().is_some() {
            if t.count() % 2 == 0 {
                return t.wait();
            }
            t.send(json("422 No", r#"{"code":1004}"#));
        }
    }, BROKEN_OR_LOST, ["no complete answer within", "no answer to", "422 with code 1004"];
    silent_after_five_requests: |t| {
        while t.request().is_some() && t.count() <= 5 && t.send(json("422 No", r#"{"code":1004}"#)) {}
        t.wait();
    }, LOST, ["no answer to", "lost"];
    half_open_after_each_answer: |t| {
        if t.request().is_some() && t.send(json("422 No", r#"{"code":1004}"#)) {
            let _ = t.stream.shutdown(std::net::Shutdown::Write);
            t.wait();
        }
    }, BROKEN, ["422 with code 1004"];
    slow_to_read: |t| {
        let mut one = [0];
        while matches!(t.stream.read(&mut one), Ok(1)) {
            sleep(Duration::from_millis(20));
        }
    }, LOST, ["no answer to"];
    answers_get_and_hangs_on_post: |t| {
        while let Some(request) = t.request() && request.starts_with(b"GET") {
            t.send(json("404 None", "{}"));
        }
        t.wait();
    }, BROKEN, ["no complete answer within"];
}

/// The listener takes one connection, which sees that somebody is there, and no other.
#[test]
fn one_connection_only() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let keeper = std::thread::spawn(move || drop(listener.accept()));
    let ended = check(&url, &super::JSA);
    keeper.join().unwrap();
    ended.holds("one_connection_only", LOST, &["lost"]);
}

/// What was found before a target went away stays found, and it is said that it went.
#[test]
fn lost_after_a_finding() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let left = std::sync::Arc::new(std::sync::atomic::AtomicI32::new(60));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            if left.load(std::sync::atomic::Ordering::Relaxed) <= 0 {
                break;
            }
            let left = std::sync::Arc::clone(&left);
            let goes_on = move || left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed) > 0;
            std::thread::spawn(move || {
                while message(&mut stream).is_some() && goes_on() {
                    let _ = std::io::Write::write_all(&mut stream, &json("500 Oh", "{}"));
                }
            });
        }
    });
    let all = Checked {
        contract: "jsa",
        only: &["jsa/createBackup/*"],
        profile: FIXTURES,
    };
    let ended = check(&url, &all);
    ended.holds("lost_after_a_finding", BROKEN, &["the target was lost"]);
    assert!(ended.words().contains("status 500"), "{}", ended.shown);
}

/// Who says nothing at all is waited for three times at most, and the run says who it was.
#[test]
fn silent_within_three_time_limits() {
    for contract in ["jsa", "commvault"] {
        let first = std::sync::Arc::new(std::sync::OnceLock::new());
        let noted = std::sync::Arc::clone(&first);
        let server = serve(move |t: &mut Talk| {
            noted.get_or_init(std::time::Instant::now);
            t.wait();
        });
        let all = Checked {
            contract,
            only: &[],
            profile: "",
        };
        let ended = check(&server.url, &all);
        let took = first.get().expect("it was asked").elapsed();
        ended.holds("silent", LOST, &["the target was lost"]);
        assert!(ended.shown.contains(&server.url), "{}", ended.shown);
        assert!(took < Duration::from_millis(3 * 600 + 1_500), "{took:?}");
    }
}

const MANY: Checked = Checked {
    contract: "jsa",
    only: &["jsa/createBackup/422-*", "jsa/createBackup/accepts/sample"],
    profile: FIXTURES,
};

/// A sound server behind a proxy that swallows its refusals: what hangs is broken, what is
/// accepted holds, and the run comes to its end although most of it hangs.
#[test]
fn hangs_on_refusals() {
    let options = clausal::reference::Options {
        token: TOKEN.into(),
        ..Default::default()
    };
    let sound = clausal::reference::start(options).unwrap();
    let at = sound.url().trim_start_matches("http://").to_owned();
    let server = serve(move |t: &mut Talk| {
        while let Some(request) = t.request() {
            let mut behind = std::net::TcpStream::connect(&at).unwrap();
            std::io::Write::write_all(&mut behind, &request).unwrap();
            match message(&mut behind) {
                Some(answer) if answer.starts_with(b"HTTP/1.1 2") && t.send(&answer) => {}
                _ => return t.wait(),
            }
        }
    });
    let ended = check(&server.url, &MANY);
    ended.holds("hangs_on_refusals", BROKEN, &["no complete answer within"]);
    let report: serde_json::Value = serde_json::from_str(&ended.json).unwrap();
    assert_eq!(report["summary"]["held"], 1, "{}", ended.shown);
    assert!(
        report["summary"]["broken"].as_u64() > Some(10),
        "{}",
        ended.shown
    );
}
