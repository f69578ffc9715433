//! Findings are files: what is in them, and what trying them again says.

use std::path::{Path, PathBuf};

use clausal::reference;

use crate::support::{clausal, text};

const CLAUSE: &str = "jsa/createBackup/accepts/name.maxLength";

fn server(defects: &[&str]) -> reference::Server {
    reference::start(reference::Options {
        defects: defects.iter().map(ToString::to_string).collect(),
        ..Default::default()
    })
    .unwrap()
}

fn check(url: &str, more: &[&str]) -> (Option<i32>, String) {
    let args = [
        "check",
        "--target",
        url,
        "--profile",
        "src/prove.toml",
        "--cases",
        "2",
    ];
    let output = clausal(&[&args[..], more].concat());
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

fn replay(url: &str, files: &Path) -> (Option<i32>, String) {
    let files = files.display().to_string();
    let args = [
        "replay",
        &files,
        "--target",
        url,
        "--profile",
        "src/prove.toml",
    ];
    let output = clausal(&args);
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

/// The one finding of a defect.
fn found(defect: &str, clause: &str, folder: &Path) -> PathBuf {
    let server = server(&[defect]);
    let folder = folder.join(defect);
    let at = folder.display().to_string();
    let (code, shown) = check(&server.url(), &["--only", clause, "--findings", &at]);
    assert_eq!(code, Some(1), "{shown}");
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(files.len(), 1, "{defect}");
    files[0].as_ref().unwrap().path()
}

/// A defect, and a clause that it breaks.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let wanted = [
        "jsa/createBackup/422-1004/name.pattern",
        CLAUSE,
        "jsa/createBackup/409-1016/a-restore-is-in-progress",
        "jsa/createBackup/lifecycle/created",
        "jsa/createBackup/race/name",
        "commvault/createTask.xml/hostile/",
    ];
    let mut list = Vec::new();
    for clause in wanted {
        let planted = reference::defects().iter().find(|d| {
            let by = d.caught_by;
            clause == by || clause.ends_with(&format!("/{by}")) || by.starts_with(clause)
        });
        if let Some(planted) = planted {
            list.push((planted.id, planted.caught_by));
        }
    }
    assert!(list.len() >= 4, "{list:?}");
    list
}

#[test]
fn a_finding_is_still_broken_on_its_server_and_fixed_on_a_sound_one() {
    let folder = tempfile::tempdir().unwrap();
    let sound = server(&[]);
    for (defect, clause) in pairs() {
        let file = found(defect, clause, folder.path());
        let broken = server(&[defect]);
        let (code, shown) = replay(&broken.url(), &file);
        assert_eq!(code, Some(1), "{defect}: {shown}");
        assert!(shown.starts_with("STILL BROKEN"), "{defect}: {shown}");
        let (code, shown) = replay(&sound.url(), &file);
        assert_eq!(code, Some(0), "{defect}: {shown}");
        assert!(shown.starts_with("FIXED"), "{defect}: {shown}");
        let content = std::fs::read_to_string(&file).unwrap();
        for secret in ["reference-token", "QSDK 0123"] {
            assert!(!content.contains(secret), "{defect}: {content}");
        }
        // Written again it is the same file.
        let saved = clausal::run::Saved::load(&file).unwrap();
        let again = saved.store(&folder.path().join("again")).unwrap();
        assert_eq!(std::fs::read_to_string(&again).unwrap(), content);
        assert_eq!(again.file_name(), file.file_name());
    }
}

#[tokio::test]
async fn another_answer_that_is_wrong_as_well_is_a_change() {
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};
    let folder = tempfile::tempdir().unwrap();
    let (defect, clause) = pairs()[0];
    let file = found(defect, clause, folder.path());
    let other = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(418).set_body_string("{}"))
        .mount(&other)
        .await;
    let url = other.uri();
    let asked = file.clone();
    let (code, shown) = tokio::task::spawn_blocking(move || replay(&url, &asked))
        .await
        .unwrap();
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.starts_with("CHANGED"), "{shown}");
    assert!(shown.contains("418"), "{shown}");
}

#[test]
fn replay_tells_wrong_files_and_targets_that_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (defect, clause) = pairs()[0];
    let file = found(defect, clause, folder.path());
    let gone = server(&[]);
    let url = gone.url();
    gone.stop();
    let (code, shown) = replay(&url, &file);
    assert_eq!(code, Some(3), "{shown}");
    let no = folder.path().join("no.json");
    std::fs::write(&no, "{}").unwrap();
    let (code, shown) = replay(&url, &no);
    assert_eq!(code, Some(2), "{shown}");
    assert!(shown.contains("is no finding"), "{shown}");
}

#[test]
fn a_regression_that_is_still_broken_breaks_its_clause() {
    let folder = tempfile::tempdir().unwrap();
    let (defect, clause) = pairs()[0];
    let file = found(defect, clause, folder.path());
    let regressions = file.parent().unwrap().display().to_string();
    // Only the regression is wrong here: the answer to its very request.
    let sound = server(&[]);
    let with = [
        "--only",
        clause,
        "--regressions",
        &regressions,
        "--seed",
        "99",
    ];
    let (code, shown) = check(&sound.url(), &with);
    assert_eq!(code, Some(0), "{shown}");
    let broken = server(&[defect]);
    let (code, shown) = check(&broken.url(), &with);
    assert_eq!(code, Some(1), "{shown}");
    let saved = clausal::run::Saved::load(&file).unwrap();
    assert!(
        shown.contains(&saved.case.about),
        "{}: {shown}",
        saved.case.about
    );
}

#[tokio::test]
async fn another_target_is_sent_its_own_fixtures() {
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};
    let folder = tempfile::tempdir().unwrap();
    let clause = "jsa/createBackup/422-1010";
    let file = found("host-inactive-accepted", clause, folder.path());
    assert!(std::fs::read_to_string(&file).unwrap().contains("102"));
    let other = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(201).set_body_string("{}"))
        .mount(&other)
        .await;
    let profile = folder.path().join("profile.toml");
    let fixtures = "[contracts.jsa.fixtures]\ninactive_host = 777\n";
    std::fs::write(&profile, fixtures).unwrap();
    let (url, profile) = (other.uri(), profile.display().to_string());
    let file = file.display().to_string();
    let output = tokio::task::spawn_blocking(move || {
        clausal(&["replay", &file, "--target", &url, "--profile", &profile])
    });
    let output = output.await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let sent = other.received_requests().await.unwrap();
    let body = sent
        .iter()
        .map(|r| text(&r.body))
        .find(|b| b.contains("host_id"));
    let body = body.expect("a request names a host");
    assert!(body.contains("777") && !body.contains("102"), "{body}");
}
