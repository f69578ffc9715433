//! `--cleanup`: what the run made is there no more when it is over.

use clausal::run::Options;
use clausal::target::Profile;

use super::shop::{self, Wrong};
use crate::support::run_all;

async fn left(wrong: Wrong, cleanup: bool) -> (usize, Vec<String>) {
    let server = shop::open(wrong).await;
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 7,
        cases: 2,
        cleanup,
        ..Options::default()
    };
    let url = server.uri();
    let told = run_all(&[shop::contract(wrong)], &url, &profile, &[], options).await;
    let body = get(&format!("{url}/pets")).await;
    let pets: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
    (pets.len(), told.finished.left_behind)
}

/// The body of a GET.
async fn get(url: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text.split_once("\r\n\r\n").unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_run_made_is_deleted_at_its_end() {
    let (without, told) = left(Wrong::Nothing, false).await;
    assert!(without > 3, "{without} {told:?}");
    let (with, told) = left(Wrong::Nothing, true).await;
    assert_eq!(with, 0, "{told:?}");
    assert_eq!(told, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_deleted_is_told() {
    // DELETE answers, and deletes nothing; to a target that lies nothing more can be said.
    let (with, _) = left(Wrong::Stays, true).await;
    assert!(with > 3);
    // What somebody else made is left alone.
    let (with, told) = left(Wrong::Full, true).await;
    assert_eq!(with, 1, "{told:?}");
}
