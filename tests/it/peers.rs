//! Odd peers: whatever a target does, the run ends in bounded time with a clear verdict.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::middleware::map_request;
use clausal::run::event::Verdict;
use clausal::run::{Ended, Options};
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, hasty, plain_jsa, run};

const ONE: &[&str] = &["*/422-1004/*"];

async fn mocked(answer: ResponseTemplate, only: &[&str]) -> Told {
    let server = MockServer::start().await;
    // A path that is not there is not found.
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    run(&server.uri(), &profile, only, Options::default()).await
}

/// A target that takes plain requests and answers every other one in one way.
async fn refusing(answer: ResponseTemplate, only: &[&str], options: Options) -> Told {
    let server = MockServer::start().await;
    let answer = move |request: &Request| match plain_jsa(&request.body) {
        true => ResponseTemplate::new(201).set_body_string(r#"{"id":1,"status":"SUCCESS"}"#),
        false => answer.clone(),
    };
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let mut profile = hasty();
    profile.states = Default::default();
    profile.limits.timeout = Duration::from_secs(5);
    run(&server.uri(), &profile, only, options).await
}

/// A target that treats every connection in one way.
fn raw(treat: impl Fn(&mut std::net::TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let treat = std::sync::Arc::new(treat);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let treat = std::sync::Arc::clone(&treat);
            std::thread::spawn(move || treat(&mut stream));
        }
    });
    url
}

async fn against(
    treat: impl Fn(&mut std::net::TcpStream) + Send + Sync + 'static,
) -> (Told, Duration) {
    let mut profile = hasty();
    profile.states = Default::default();
    let began = Instant::now();
    let told = run(
        &raw(treat),
        &profile,
        ONE,
        Options {
            cases: 2,
            ..Options::default()
        },
    )
    .await;
    (told, began.elapsed())
}

fn swallow(stream: &mut std::net::TcpStream) {
    let _ = stream.read(&mut [0; 65_536]);
}

#[tokio::test]
async fn a_code_in_a_text_of_another_type_is_found() {
    let answer = ResponseTemplate::new(422).set_body_raw("fault 1004: name", "text/plain");
    let told = refusing(answer, ONE, Options::default()).await;
    assert_eq!(told.clause("name.pattern").verdict, Verdict::Held);
}

#[tokio::test]
async fn the_right_status_with_another_code_is_broken_and_says_so() {
    let answer = ResponseTemplate::new(422).set_body_string(r#"{"code":1003}"#);
    let told = refusing(answer, ONE, Options::default()).await;
    let finding = told.clause("name.pattern").finding.clone().unwrap();
    assert_eq!(finding.expected, "422 with code 1004");
    assert_eq!(finding.got, "422 with code 1003");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_no_error_of_clausal() {
    let answer = ResponseTemplate::new(201).set_body_raw("{\"id\": 1, ", "application/json");
    let told = mocked(answer, &["*/response/object"]).await;
    let finding = told.clause("response/object").finding.clone().unwrap();
    assert!(
        finding.got.contains("no JSON") && finding.got.contains("line 1"),
        "{}",
        finding.got
    );
}

#[tokio::test]
async fn another_media_type_is_broken() {
    let answer = ResponseTemplate::new(201).set_body_raw("<html>", "text/html");
    let told = mocked(answer, &["*/response/media-type"]).await;
    assert_eq!(
        told.clause("response/media-type")
            .finding
            .clone()
            .unwrap()
            .got,
        "Content-Type text/html"
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = MockServer::start().await;
    let answer = ResponseTemplate::new(302).insert_header("location", elsewhere.uri().as_str());
    let told = refusing(answer, ONE, Options::default()).await;
    assert_eq!(told.clause("name.pattern").verdict, Verdict::Broken);
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_target_that_is_overloaded_for_a_while_is_asked_again() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any())
        .respond_with(busy)
        .up_to_n_times(5)
        .mount(&server)
        .await;
    let answer = |request: &Request| match plain_jsa(&request.body) {
        true => ResponseTemplate::new(201).set_body_string(r#"{"id":1,"status":"SUCCESS"}"#),
        false => ResponseTemplate::new(422).set_body_string(r#"{"code":1004}"#),
    };
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let mut profile = hasty();
    profile.states = Default::default();
    let told = run(
        &server.uri(),
        &profile,
        ONE,
        Options {
            cases: 2,
            ..Options::default()
        },
    )
    .await;
    assert_eq!(
        told.clause("name.pattern").verdict,
        Verdict::Held,
        "{:?}",
        told.clause("name.pattern").reason
    );
}

#[tokio::test]
async fn a_target_that_stays_overloaded_is_inconclusive() {
    let answer = ResponseTemplate::new(503).insert_header("retry-after", "0");
    let told = mocked(answer, &["*/422-1007/*"]).await;
    let judged = told.clause("configuration_id.unknown");
    assert_eq!(judged.verdict, Verdict::Inconclusive);
    assert!(
        judged.reason.as_ref().unwrap().contains("503"),
        "{:?}",
        judged.reason
    );
}

#[tokio::test]
async fn a_state_nobody_asked_for_is_never_called_broken() {
    let answer = ResponseTemplate::new(409).set_body_string(r#"{"code":1016}"#);
    let told = mocked(answer, &["*/422-1007/*", "*/accepts/sample"]).await;
    assert!(
        told.judged
            .iter()
            .all(|j| j.verdict == Verdict::Inconclusive),
        "{:?}",
        told.finished
    );
}

#[tokio::test]
async fn a_wrong_code_that_names_a_state_is_broken_when_the_state_is_not_there() {
    let server = MockServer::start().await;
    let wrong = |r: &Request| String::from_utf8_lossy(&r.body).contains("configuration_id\":1}");
    let answer = move |r: &Request| {
        if wrong(r) {
            ResponseTemplate::new(201).set_body_string(r#"{"id":1}"#)
        } else {
            ResponseTemplate::new(409).set_body_string(r#"{"code":1005}"#)
        }
    };
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let mut profile = hasty();
    profile.states = Default::default();
    let told = run(
        &server.uri(),
        &profile,
        &["*/422-1007/*"],
        Options {
            cases: 0,
            ..Options::default()
        },
    )
    .await;
    assert_eq!(
        told.clause("configuration_id.unknown").verdict,
        Verdict::Broken,
        "{:?}",
        told.finished.notes
    );
}

#[tokio::test]
async fn a_slow_target_is_no_broken_one() {
    let answer = ResponseTemplate::new(422)
        .set_body_string(r#"{"code":1004}"#)
        .set_delay(Duration::from_millis(100));
    let options = Options {
        cases: 2,
        ..Options::default()
    };
    let told = refusing(answer, ONE, options).await;
    assert_eq!(told.clause("name.pattern").verdict, Verdict::Held);
}

#[tokio::test]
async fn a_target_that_never_answers_is_lost_in_bounded_time() {
    let (told, took) = against(|stream| {
        swallow(stream);
        std::thread::sleep(Duration::from_secs(100));
    })
    .await;
    assert!(
        matches!(&told.ended, Ended::Lost(why) if why.contains("no answer")),
        "{:?}",
        told.ended
    );
    assert!(took < Duration::from_secs(60), "{took:?}");
    assert_eq!(
        told.judged.len(),
        1,
        "what was selected has a verdict all the same"
    );
}

#[tokio::test]
async fn garbage_is_a_finding_with_its_reason() {
    let (told, _) = against(|stream| {
        swallow(stream);
        let _ = stream.write_all(b"\x00\x01 this is no HTTP\r\n\r\n");
    })
    .await;
    let got = &told.clause("name.pattern").finding.as_ref().unwrap().got;
    assert!(got.contains("not an HTTP answer"), "{got}");
}

#[tokio::test]
async fn an_answer_that_ends_early_is_a_finding() {
    let (told, _) = against(|stream| {
        swallow(stream);
        let _ =
            stream.write_all(b"HTTP/1.1 422 Nope\r\nContent-Length: 5000\r\n\r\n{\"code\":1004}");
    })
    .await;
    let got = &told.clause("name.pattern").finding.as_ref().unwrap().got;
    assert!(
        got.contains("closed before the answer was complete"),
        "{got}"
    );
}

#[tokio::test]
async fn an_answer_without_end_is_cut_at_the_limit() {
    let (told, took) = against(|stream| {
        swallow(stream);
        let _ = stream.write_all(b"HTTP/1.1 422 Nope\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream
            .write_all(&[b"10000\r\n".as_slice(), &[b'x'; 65_536], b"\r\n"].concat())
            .is_ok()
        {}
    })
    .await;
    // Which limit ends it depends on the machine: bytes, or time and then the target is lost.
    let finding = told.clause("name.pattern").finding.as_ref();
    match (&told.ended, finding) {
        (Ended::Lost(why), None) => assert!(why.contains("no answer"), "{why}"),
        (_, Some(f)) => assert!(
            f.got.contains("larger than") || f.got.contains("no complete answer"),
            "{}",
            f.got
        ),
        other => panic!("{other:?}"),
    }
    assert!(took < Duration::from_secs(60), "{took:?}");
}

/// What was in flight when the target went away says nothing about the target's clauses.
#[tokio::test]
async fn a_target_that_dies_half_way_is_lost_and_nothing_is_called_broken() {
    let options = clausal::reference::Options {
        variants: vec!["slow-answers".into()],
        ..Default::default()
    };
    let seen = Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    let counted = map_request(move |request: axum::extract::Request| {
        count.fetch_add(1, Ordering::Relaxed);
        std::future::ready(request)
    });
    let router = clausal::reference::router(&options).unwrap().layer(counted);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let listener = listener.into_std().unwrap();
    let killer = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let enough = async {
                while seen.load(Ordering::Relaxed) < 150 {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            };
            tokio::select! {
                _ = axum::serve(listener, router) => {}
                () = enough => {}
            }
        });
    });
    let told = run(
        &url,
        &clausal::prove::reference_profile().unwrap(),
        &[],
        Options::default(),
    )
    .await;
    killer.join().unwrap();
    assert!(matches!(told.ended, Ended::Lost(_)), "{:?}", told.ended);
    assert_eq!(told.finished.broken, 0, "{:?}", told.finished);
    assert!(
        told.finished.held > 0 && told.finished.skipped > 0,
        "{:?}",
        told.finished
    );
}

#[tokio::test]
async fn a_target_that_refuses_connections_is_lost_at_once() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let told = run(&format!("http://{free}"), &hasty(), ONE, Options::default()).await;
    assert!(matches!(told.ended, Ended::Lost(_)));
    assert_eq!(told.clause("name.pattern").verdict, Verdict::Skipped);
}

#[tokio::test]
async fn a_time_limit_ends_the_run_with_what_was_judged() {
    let server = clausal::reference::start(clausal::reference::Options {
        variants: vec!["slow-answers".into()],
        ..Default::default()
    })
    .unwrap();
    let began = Instant::now();
    let options = Options {
        time_limit: Some(Duration::from_secs(3)),
        ..Options::default()
    };
    let told = run(
        &server.url(),
        &clausal::prove::reference_profile().unwrap(),
        &[],
        options,
    )
    .await;
    assert_eq!(told.ended, Ended::TimeUp);
    assert!(began.elapsed() < Duration::from_secs(60));
    assert!(
        told.finished.held > 0 && told.finished.skipped > 0,
        "{:?}",
        told.finished
    );
    assert_eq!(
        told.judged.len(),
        told.finished.held
            + told.finished.skipped
            + told.finished.broken
            + told.finished.inconclusive
    );
}
