//! Answers kept as snapshots: silent on the same server, loud on another one.

use std::path::{Path, PathBuf};

use clausal::reference;

use crate::support::{clausal, text};

fn server(defects: &[&str]) -> reference::Server {
    reference::start(reference::Options {
        defects: defects.iter().map(ToString::to_string).collect(),
        ..Default::default()
    })
    .unwrap()
}

fn check(url: &str, contract: &str, folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let folder = folder.display().to_string();
    let args = [
        "check",
        "--target",
        url,
        "--profile",
        "src/prove.toml",
        "--cases",
        "0",
        "--contract",
        contract,
        "--snapshots",
        &folder,
    ];
    let output = clausal(&[&args[..], more].concat());
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let mut list: Vec<_> = all
        .filter(|p| p.display().to_string().ends_with(end))
        .collect();
    list.sort();
    list
}

#[test]
fn the_same_server_never_differs_from_its_snapshots() {
    let folder = tempfile::tempdir().unwrap();
    for (contract, only) in [
        ("jsa", "jsa"),
        ("commvault", "commvault/createBackupset.xml"),
    ] {
        let folder = folder.path().join(contract);
        let first = server(&[]);
        for round in 0..3 {
            // The seed is a new one each time.
            let (code, shown) = check(&first.url(), contract, &folder, &["--only", only]);
            assert_eq!(code, Some(0), "round {round}: {shown}");
            assert_eq!(
                files(&folder, ".snap.new"),
                Vec::<PathBuf>::new(),
                "{shown}"
            );
        }
        let kept = files(&folder, ".snap");
        assert!(kept.len() > 40, "{contract}: {}", kept.len());
        // Another process of the same server answers the same.
        let (code, shown) = check(&server(&[]).url(), contract, &folder, &["--only", only]);
        assert_eq!(code, Some(0), "{shown}");
        for file in kept {
            let read = insta::Snapshot::from_file(&file).unwrap();
            let expression = read.metadata().expression().unwrap();
            assert!(expression.starts_with(contract), "{expression}");
            assert!(read.metadata().source().unwrap().contains(contract));
            assert!(read.metadata().description().is_some());
            let content = read.contents().as_text().unwrap().to_string();
            assert!(
                content.trim()[..3].parse::<u16>().is_ok() || content.contains(' '),
                "{content}"
            );
            for secret in ["reference-token", "QSDK 0123"] {
                assert!(!content.contains(secret), "{content}");
            }
        }
    }
}

#[test]
fn an_upgrade_shows_what_changed_until_it_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let only = ["--only", "jsa/createBackup/422-1004"];
    let (old, new) = (server(&[]), server(&["name-pattern-code"]));
    let (code, shown) = check(&old.url(), "jsa", folder.path(), &only);
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("were kept as snapshots"), "{shown}");
    let (code, shown) = check(&new.url(), "jsa", folder.path(), &only);
    assert_eq!(code, Some(1), "{shown}");
    assert!(
        shown.contains("Changed answer: jsa/createBackup/422-1004/name.pattern"),
        "{shown}"
    );
    assert!(shown.contains("cargo insta review"), "{shown}");
    let pending = files(folder.path(), ".snap.new");
    assert!(!pending.is_empty());
    for file in &pending {
        let read = insta::Snapshot::from_file(file).unwrap();
        let kept = insta::Snapshot::from_file(&file.with_extension("")).unwrap();
        assert_ne!(read.contents(), kept.contents());
    }
    let update = [&only[..], &["--update-snapshots"]].concat();
    let (_, shown) = check(&new.url(), "jsa", folder.path(), &update);
    assert!(!shown.contains("Changed answer"), "{shown}");
    assert_eq!(files(folder.path(), ".snap.new").len(), 0);
    // The way back is a change as well.
    let (code, shown) = check(&old.url(), "jsa", folder.path(), &only);
    assert_eq!(code, Some(1), "{shown}");
}
