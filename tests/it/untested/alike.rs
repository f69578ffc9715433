//! Servers that answer everything alike: nothing of them is held, and the cause is named first.

use wiremock::ResponseTemplate;

use super::{PETS, contract, serve};
use crate::support::{clausal, text};

/// Families whose clauses say something of the target; those about every answer may hold.
fn says_something(id: &str) -> bool {
    // What every answer of a run shows was looked at.
    let about_all = ["/implied/sound-answers", "/implied/well-formed-answers"];
    !about_all.iter().any(|end| id.ends_with(end))
}

async fn told_alike(status: u16, body: &str, cause: &str) {
    let answer = ResponseTemplate::new(status).set_body_raw(body.to_owned(), "application/json");
    let server = serve(move |_| answer.clone()).await;
    let pets = contract(PETS);
    let (url, pets) = (server.uri(), pets.path().display().to_string());
    for contract in ["jsa", "commvault", &pets] {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report.json");
        let wanted = format!("json={}", report.display());
        let (url, contract) = (url.clone(), contract.to_owned());
        let args = [
            "check",
            "--contract",
            &contract,
            "--target",
            &url,
            "--profile",
            "src/prove.toml",
            "--seed",
            "7",
            "--report",
            &wanted,
        ]
        .map(str::to_owned);
        let ended = tokio::task::spawn_blocking(move || {
            clausal(&args.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .await
        .unwrap();
        let (out, code) = (text(&ended.stdout), ended.status.code().unwrap());
        let about = format!(
            "{contract} on {status}: exit {code}\n{out}{}",
            text(&ended.stderr)
        );
        assert!([1, 3, 4].contains(&code), "{about}");
        let first: Vec<&str> = out.lines().take(6).collect();
        let first = first.join(" ");
        assert!(
            first.contains("Not tested") && first.contains(cause),
            "{about}"
        );
        let report: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
        let clauses = report["clauses"].as_array().unwrap();
        assert!(clauses.len() > 10, "{about}");
        for clause in clauses {
            let id = clause["id"].as_str().unwrap();
            assert!(
                !(clause["verdict"] == "held" && says_something(id)),
                "{id} is held: {about}"
            );
        }
        assert!(
            !report["untested"].as_array().unwrap().is_empty(),
            "{about}"
        );
        assert!(
            report["headline"].as_str().unwrap().contains(cause),
            "{about}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_not_found() {
    told_alike(404, "{}", "every answer is 404").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_unauthorized() {
    told_alike(401, "{}", "every answer is 401").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_refused() {
    told_alike(400, "{}", "every answer is 400").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_put_off() {
    told_alike(429, "{}", "every answer is 429").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_unavailable() {
    told_alike(503, "{}", "every answer is 503").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_fine() {
    told_alike(200, r#"{"ok":true}"#, "every answer is 200").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_fine_without_a_body() {
    told_alike(200, "", "every answer is 200").await;
}
