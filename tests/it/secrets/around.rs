//! A contract of a stranger's reads what stands beside it, and nothing is written through a link.

use std::path::Path;

use crate::support::{clausal, text};

fn contract(reference: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         responses:\n        '200':\n          description: done\n          content:\n            application/json:\n              \
         schema: {{$ref: '{reference}'}}\n"
    )
}

pub fn lint(folder: &Path, reference: &str, more: &[&str]) -> (Option<i32>, String) {
    let path = folder.join("api/openapi.yaml");
    std::fs::write(&path, contract(reference)).unwrap();
    let path = path.display().to_string();
    let output = clausal(&[&["lint", &path], more].concat());
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

#[cfg(unix)]
#[test]
fn a_reference_reads_below_the_folder_of_its_contract_only() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("api/parts")).unwrap();
    std::fs::create_dir_all(at("others")).unwrap();
    let schema = "Id: {type: integer, s3cret-member: 1}\n";
    for file in ["api/parts/ids.yaml", "others/ids.yaml"] {
        std::fs::write(at(file), schema).unwrap();
    }
    std::fs::write(at("api/.env"), "TOKEN=\"s3cret-value\n  a: [b: {").unwrap();
    std::os::unix::fs::symlink(at("others"), at("api/link")).unwrap();
    let (code, told) = lint(folder.path(), "parts/ids.yaml#/Id", &[]);
    assert_eq!(code, Some(0), "{told}");
    for outside in ["../others/ids.yaml#/Nothing", "link/ids.yaml#/Nothing"] {
        let (code, told) = lint(folder.path(), outside, &[]);
        assert_eq!(code, Some(1), "{told}");
        assert!(
            told.contains("--allow-refs") && !told.contains("s3cret"),
            "{told}"
        );
        let others = at("others").display().to_string();
        let (_, told) = lint(
            folder.path(),
            &outside.replace("Nothing", "Id"),
            &["--allow-refs", &others],
        );
        assert!(!told.contains("leads to a file"), "{told}");
    }
    for odd in [
        "/dev/stdin#/x",
        "../../../../../../dev/zero#/x",
        "../../../../../../proc/self/environ#/x",
        "../../../../../../etc/passwd#/x",
    ] {
        let (code, told) = lint(folder.path(), odd, &[]);
        assert_eq!(code, Some(1), "{told}");
        assert!(!told.contains("root:"), "{told}");
    }
    let (_, told) = lint(folder.path(), ".env#/x", &[]);
    assert!(!told.contains("s3cret"), "{told}");
    // A pipe that nobody writes to would hold the run.
    let made = std::process::Command::new("mkfifo")
        .arg(at("api/pipe"))
        .status();
    if made.is_ok_and(|made| made.success()) {
        let (code, told) = lint(folder.path(), "pipe#/x", &[]);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains("no regular file"), "{told}");
    }
}

#[test]
fn a_folder_that_takes_no_files_is_an_error_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "of yesterday").unwrap();
    let file = file.display().to_string();
    for option in ["--snapshots", "--findings"] {
        let output = clausal(&[
            "check",
            "--only",
            "jsa/createBackup/422-1003/*",
            option,
            &file,
        ]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(
            told.contains("failed to write into") && told.contains("exists"),
            "{told}"
        );
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "of yesterday");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_somebody_laid() {
    use crate::reach::{ping, reply, serve};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (url, _) = serve(|_| reply(500, "", "{}"));
    let contract = ping(&folder);
    let run = |more: &[&str]| {
        let args = [
            "check",
            "--contract",
            &contract,
            "--target",
            &url,
            "--cases",
            "1",
        ];
        let output = clausal(&[&args[..], more].concat());
        (
            output.status.code(),
            text(&output.stdout) + &text(&output.stderr),
        )
    };
    let (findings, snapshots) = (at("findings"), at("snapshots"));
    let kept = ["--findings", &findings, "--snapshots", &snapshots];
    let (code, told) = run(&kept);
    assert_eq!(code, Some(1), "{told}");
    let mut links = Vec::new();
    for folder in [&findings, &snapshots] {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            std::fs::remove_file(&path).unwrap();
            let victim = at(&format!("victim-{}", links.len()));
            std::os::unix::fs::symlink(&victim, &path).unwrap();
            links.push(victim);
        }
    }
    assert!(links.len() > 2, "{links:?}");
    let (code, told) = run(&kept);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("symbolic link"), "{told}");
    for (option, name) in [
        ("--journal", "j"),
        ("--write-allowances", "w"),
        ("--report", "r"),
    ] {
        let (link, victim) = (at(name), at(&format!("victim-of-{name}")));
        std::os::unix::fs::symlink(&victim, &link).unwrap();
        let value = if name == "r" {
            format!("json={link}")
        } else {
            link
        };
        let (code, told) = run(&[option, &value]);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("symbolic link"), "{told}");
        links.push(victim);
    }
    for name in ["index.ndjson", "000000.xml"] {
        let (link, victim) = (
            at(&format!("made-{name}")),
            at(&format!("victim-of-{name}")),
        );
        std::fs::create_dir(&link).unwrap();
        std::os::unix::fs::symlink(&victim, format!("{link}/{name}")).unwrap();
        let output = clausal(&["generate", "xml", "--count", "2", "--out", &link]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains("symbolic link"), "{name}");
        links.push(victim);
    }
    for victim in links {
        assert!(!Path::new(&victim).exists(), "{victim}");
    }
}
