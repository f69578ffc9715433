//! The `hurl` runner on a report: it fails where a defect is, and passes where none is.

use std::io::Write;
use std::process::Command;

use clausal::reference;

use crate::support::{clausal, root, text};

/// Whether the runner is there; its name may be given as `HURL`.
#[allow(
    clippy::explicit_write,
    reason = "the harness would keep it back otherwise"
)]
fn runner() -> Option<String> {
    let name = std::env::var("HURL").unwrap_or_else(|_| "hurl".into());
    let told = Command::new(&name).arg("--version").output();
    if told.is_ok_and(|o| o.status.success()) {
        return Some(name);
    }
    let words = format!("ignored: this test needs the `hurl` runner, and `{name}` is not there");
    writeln!(std::io::stderr(), "{words}").unwrap();
    None
}

fn server(defects: &[&str]) -> reference::Server {
    let options = reference::Options {
        defects: defects.iter().map(|d| (*d).to_owned()).collect(),
        ..reference::Options::default()
    };
    reference::start(options).unwrap()
}

#[test]
fn hurl_fails_on_a_defect_and_passes_without() {
    let Some(runner) = runner() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (defect, only) in DEFECTS {
        let file = folder.path().join(format!("{defect}.hurl"));
        let broken = server(&[defect]);
        let profile = root("src/prove.toml");
        let output = clausal(&[
            "check",
            "--contract",
            "jsa",
            "--target",
            &broken.url(),
            "--profile",
            &profile.display().to_string(),
            "--only",
            only,
            "--seed",
            "7",
            "--report",
            &format!("hurl={}", file.display()),
        ]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        let run = |url: String| {
            Command::new(&runner)
                .args(["--test", "--no-color", "--variable"])
                .arg(format!("target={url}"))
                .args(["--secret", "SEC_HEADER=reference-token"])
                .arg(&file)
                .output()
                .unwrap()
        };
        let failed = run(broken.url());
        // 4 says that an assertion failed; other codes that the file is wrong.
        assert_eq!(
            failed.status.code(),
            Some(4),
            "{defect}: {}",
            text(&failed.stderr)
        );
        let passed = run(server(&[]).url());
        assert_eq!(
            passed.status.code(),
            Some(0),
            "{defect}: {}",
            text(&passed.stderr)
        );
    }
}

/// Defects and a clause that names them, by what tells them: a code, a status, a label, a member.
const DEFECTS: [(&str, &str); 5] = [
    ("name-limit-one-too-high", "jsa/createBackup/422-1003"),
    ("name-null-code", "jsa/createBackup/422-1002/name.null"),
    (
        "description-required",
        "jsa/createBackup/accepts/description.absent",
    ),
    ("answer-as-text", "jsa/createBackup/response/media-type"),
    (
        "host-id-missing",
        "jsa/createBackup/response/host_id.present",
    ),
];
