//! Tokens reach no output, even when the target sends them back.

mod around;
mod errors;
mod forms;
mod full;
mod hosts;
mod ids;
mod refs;
mod tame;

use clausal::prove::reference_profile;
use clausal::report::FORMATS;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{clausal, text};

const TOKEN: &str = "s3cr3t-t0ken-0123456789";

#[tokio::test]
async fn a_token_that_the_target_echoes_is_masked_everywhere() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(500)
        .insert_header("x-seen", TOKEN)
        .set_body_string(format!("{{\"you\":\"{TOKEN}\"}}"));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(
        at("profile.toml"),
        format!("[contracts.jsa]\nheaders = {{ SEC = \"{TOKEN}\" }}\n"),
    )
    .unwrap();
    let specs = FORMATS.map(|format| format!("{format}={}", at(format)));
    let (url, profile) = (server.uri(), at("profile.toml"));
    let (journal, findings, snapshots) = (at("journal"), at("findings"), at("snapshots"));
    let output = tokio::task::spawn_blocking(move || {
        let mut args = vec!["check", "--target", &url, "--profile", &profile];
        args.extend(["--only", "*/422-*"]);
        args.extend(specs.iter().flat_map(|spec| ["--report", spec.as_str()]));
        args.extend(["--journal", &journal, "--findings", &findings]);
        args.extend(["--snapshots", &snapshots]);
        clausal(&args)
    })
    .await
    .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let mut reports = vec![text(&output.stdout), text(&output.stderr)];
    reports.extend(FORMATS.map(|format| std::fs::read_to_string(at(format)).unwrap()));
    reports.push(std::fs::read_to_string(at("journal")).unwrap());
    for folder in ["findings", "snapshots"] {
        let files: Vec<_> = std::fs::read_dir(at(folder)).unwrap().collect();
        assert!(files.len() > 5, "{folder}: {} files", files.len());
        for file in files {
            reports.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
    }
    for report in &reports {
        assert!(!report.contains(TOKEN), "{report}");
    }
    assert!(
        reports[2].contains("***") && reports[0].contains("$SEC"),
        "the mask and the variable stand in its place"
    );
    let of = |format: &str| &reports[2 + FORMATS.iter().position(|f| *f == format).unwrap()];
    assert!(
        of("hurl").contains("SEC: {{SEC_HEADER}}") && of("http").contains("SEC: {{SEC_HEADER}}")
    );
    assert!(of("har").contains(r#"{"name":"SEC","value":"***"}"#));
    assert!(of("html").contains("<th scope=\"row\">SEC</th><td>***</td>"));
    // It did travel to the target, or this test would show nothing.
    let sent = server.received_requests().await.unwrap();
    assert!(
        sent.iter()
            .any(|r| r.headers.get("sec").is_some_and(|v| v == TOKEN))
    );
}

#[test]
fn a_profile_does_not_show_its_tokens() {
    let profile = reference_profile().unwrap();
    assert!(!format!("{profile:?}{:?}", profile.secrets()).contains("reference-token"));
}
