//! `--overlay` and the `overlays` of a profile.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{clausal, text};

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders:
    post:
      operationId: order
      requestBody:
        content: {application/json: {schema: {type: object, properties: {note: {type: string, maxLength: 9}}}}}
      responses: {'201': {description: made}, '400': {description: refused}}
";

const OVERLAY: &str = "overlay: 1.0.0
info: {title: codes, version: '1'}
extends: shop.yaml
actions:
  - target: $.paths['/orders'].post.responses['400']
    update:
      x-errors:
        - {code: TOO_LONG, when: {breaks: maxLength, at: /body/note}}
";

/// A folder with the document and an overlay.
fn folder(overlay: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (document, path) = (
        folder.path().join("shop.yaml"),
        folder.path().join("codes.yaml"),
    );
    fs::write(&document, DOCUMENT).unwrap();
    fs::write(&path, overlay).unwrap();
    (folder, document, path)
}

fn told(arguments: &[&str]) -> (Option<i32>, String) {
    let out = clausal(arguments);
    (out.status.code(), text(&out.stdout) + &text(&out.stderr))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn every_command_reads_the_contract_with_its_overlay() {
    let (folder, document, overlay) = folder(OVERLAY);
    let (document, overlay) = (shown(&document), shown(&overlay));
    let laid = ["--contract", &document, "--overlay", &overlay];
    let id = "shop/order/400-TOO_LONG/note.maxLength";
    let (_, without) = told(&["clauses", "--contract", &document]);
    assert!(!without.contains("TOO_LONG"), "{without}");
    let (code, clauses) = told(&[&["clauses"][..], &laid].concat());
    assert!(code == Some(0) && clauses.contains(id), "{clauses}");
    let (code, explained) = told(&[&["explain", id][..], &laid].concat());
    assert!(
        code == Some(0) && explained.contains("TOO_LONG"),
        "{explained}"
    );
    assert!(explained.contains("codes.yaml:8:"), "{explained}");
    let (_, covered) = told(&[&["coverage", "-v"][..], &laid].concat());
    assert!(covered.contains(id), "{covered}");
    let (code, linted) = told(&["lint", &document, "--overlay", &overlay]);
    assert_eq!(code, Some(0), "{linted}");
    let (_, made) = told(
        &[
            &["generate", "request"][..],
            &laid,
            &["--only", id, "--count", "1"],
        ]
        .concat(),
    );
    assert!(made.contains("TOO_LONG"), "{made}");
    let profile = folder.path().join("clausal.toml");
    fs::write(&profile, "overlays = [\"codes.yaml\"]\n").unwrap();
    let (_, explained) = told(&[
        "explain",
        id,
        "--contract",
        &document,
        "--profile",
        &shown(&profile),
    ]);
    assert!(explained.contains("TOO_LONG"), "{explained}");
    let plan = [
        "check",
        "--contract",
        &document,
        "--profile",
        &shown(&profile),
        "--only",
        id,
        "--dry-run",
        "--target",
        "http://127.0.0.1:9",
    ];
    let (code, planned) = told(&plan);
    assert_eq!(code, Some(0), "{planned}");
}

#[test]
fn lint_warns_of_what_matches_nothing() {
    let (_folder, document, overlay) = folder(&OVERLAY.replace("/orders", "/order"));
    let (code, linted) = told(&["lint", &shown(&document), "--overlay", &shown(&overlay)]);
    assert_eq!(code, Some(0), "{linted}");
    assert!(
        linted.contains("warning: `$.paths['/order']") && linted.contains("matches nothing"),
        "{linted}"
    );
    assert!(linted.contains("codes.yaml:5:"), "{linted}");
    let (code, clauses) = told(&[
        "clauses",
        "--contract",
        &shown(&document),
        "--overlay",
        &shown(&overlay),
    ]);
    assert_eq!(code, Some(0), "{clauses}");
}

#[test]
fn with_several_contracts_extends_says_which_is_meant() {
    let (_folder, document, overlay) = folder(OVERLAY);
    let both = ["--contract", "jsa", "--contract", &shown(&document)];
    let (code, clauses) =
        told(&[&["clauses"][..], &both, &["--overlay", &shown(&overlay)]].concat());
    assert!(code == Some(0) && clauses.contains("TOO_LONG"), "{clauses}");
    fs::write(&overlay, OVERLAY.replace("extends: shop.yaml\n", "")).unwrap();
    let (code, refused) =
        told(&[&["clauses"][..], &both, &["--overlay", &shown(&overlay)]].concat());
    assert_eq!(code, Some(2), "{refused}");
    assert!(refused.contains("it has no `extends`"), "{refused}");
    let (code, refused) = told(&[
        "clauses",
        "--contract",
        &shown(&document),
        "--overlay",
        "nowhere.yaml",
    ]);
    assert!(
        code == Some(2) && refused.contains("nowhere.yaml"),
        "{refused}"
    );
}

#[test]
fn a_built_in_contract_takes_overlays() {
    let (_folder, _, overlay) = folder(
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n  - {target: \"$.paths['/backup_and_restore/backups'].post.responses['500']\", remove: true}\n",
    );
    let (code, clauses) = told(&[
        "clauses",
        "--contract",
        "jsa",
        "--overlay",
        &shown(&overlay),
    ]);
    assert_eq!(code, Some(0), "{clauses}");
    assert!(!clauses.contains("500-1000"), "{clauses}");
}
