//! A run that was killed goes on where it stood.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::served::{command, readings, report, serve, verdicts};
use crate::support::{clausal, text};

const OPTIONS: [&str; 8] = [
    "--contract",
    "jsa",
    "--seed",
    "11",
    "--cases",
    "4",
    "--profile",
    "src/prove.toml",
];

fn lines(path: &Path) -> usize {
    std::fs::read(path).map_or(0, |bytes| bytes.iter().filter(|b| **b == b'\n').count())
}

/// How often each clause stands in a journal.
fn judged(path: &Path) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(id) = line["judged"]["judged"]["id"].as_str() {
            *all.entry(id.to_owned()).or_default() += 1;
        }
    }
    all
}

#[test]
fn a_killed_run_goes_on_without_repeating_or_losing_a_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // One fault, so that a finding must survive the journal too.
    let server = serve(&[
        "--defect",
        "name-limit-one-too-high",
        "--backup-time",
        "100",
    ]);
    let target = ["check", "--target", server.url.as_str()];
    let json = |name: &str| format!("json={}", at(name).display());
    let whole = clausal(&[&target[..], &OPTIONS, &["--report", &json("whole.json")]].concat());
    assert_eq!(whole.status.code(), Some(1), "{}", text(&whole.stderr));
    let whole = report(&at("whole.json"));
    let all = verdicts(&whole).len();
    let mut cut = 0;
    for moment in 0..10 {
        let path = at(&format!("{moment}.journal"));
        let journal = path.display().to_string();
        let mut child = command(&[&target[..], &OPTIONS, &["--journal", &journal]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let wanted = 1 + moment * all / 10;
        while lines(&path) < wanted && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let before = judged(&whole_lines(&path)).len();
        cut += usize::from(before < all);
        let name = format!("{moment}.json");
        let output = clausal(&["check", "--resume", &journal, "--report", &json(&name)]);
        let shown = text(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{shown}{}",
            text(&output.stderr)
        );
        let resumed = report(&at(&name));
        assert_eq!(
            verdicts(&resumed),
            verdicts(&whole),
            "after {before} verdicts"
        );
        assert_eq!(
            readings(&resumed),
            readings(&whole),
            "after {before} verdicts"
        );
        assert_eq!(resumed["run"], whole["run"]);
        assert!(shown.contains("name.maxLength"), "{shown}");
        let after = judged(&path);
        assert_eq!(after.len(), all);
        assert!(after.values().all(|n| *n == 1), "a clause was judged twice");
    }
    assert!(cut >= 5, "only {cut} of 10 runs were cut short");
}

/// The journal up to its last whole line, in a file beside it.
fn whole_lines(path: &Path) -> std::path::PathBuf {
    let bytes = std::fs::read(path).unwrap();
    let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let beside = path.with_extension("whole");
    std::fs::write(&beside, &bytes[..end]).unwrap();
    beside
}

#[test]
fn a_torn_line_is_passed_over_and_another_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = path.display().to_string();
    let some = [
        "check",
        "--contract",
        "jsa",
        "--only",
        "*/422-1004/*",
        "--seed",
        "3",
    ];
    let first = clausal(&[&some[..], &["--journal", &journal]].concat());
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let again = clausal(&[&some[..], &["--journal", &journal]].concat());
    assert_eq!(again.status.code(), Some(2));
    assert!(
        text(&again.stderr).contains("--resume"),
        "{}",
        text(&again.stderr)
    );

    let mut bytes = std::fs::read(&path).unwrap();
    bytes.truncate(bytes.len() - 40);
    std::fs::write(&path, &bytes).unwrap();
    let known = judged(&whole_lines(&path)).len();
    let torn = clausal(&["check", "--resume", &journal]);
    assert_eq!(torn.status.code(), Some(0), "{}", text(&torn.stderr));
    assert_eq!(judged(&path).len(), known + 1);

    for (given, word) in [
        (vec!["--seed", "4"], "seed: 4 here, 3 there"),
        (vec!["--cases", "5"], "cases: 5 here, 16 there"),
        (
            vec!["--contract", "commvault"],
            "contracts: commvault here, jsa there",
        ),
        (vec!["--strength", "3"], "strength: 3 here, 2 there"),
        (
            vec!["--target", "http://127.0.0.1:1"],
            "target: http://127.0.0.1:1 here",
        ),
        (vec!["--profile", "src/prove.toml"], ""),
    ] {
        let output = clausal(&[&["check", "--resume", &journal][..], &given].concat());
        let shown = text(&output.stderr);
        let code = if word.is_empty() { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(code), "{given:?}: {shown}");
        assert!(shown.contains(word), "{given:?}: {shown}");
    }
    std::fs::write(&path, "no journal\n").unwrap();
    let output = clausal(&["check", "--resume", &journal]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is no journal: line 1"));
}

#[test]
fn a_journal_of_the_longest_time_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.journal");
    let journal = path.display().to_string();
    let one = ["--only", "*/422-1004/name.pattern"];
    let run = clausal(&[&["check"], &OPTIONS[..], &one, &["--journal", &journal]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let written = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<serde_json::Value> = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let last = lines.last_mut().unwrap();
    let longest = serde_json::json!({"secs": u64::MAX, "nanos": 999_999_999});
    last["judged"]["took"] = longest.clone();
    last["judged"]["judged"]["took"] = longest;
    last["judged"]["requests"] = u64::MAX.into();
    let text_of = |line: &serde_json::Value| format!("{line}\n");
    std::fs::write(&path, lines.iter().map(text_of).collect::<String>()).unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let reports = ["json", "junit", "html", "md", "sarif"].map(|f| format!("{f}={}", at(f)));
    let mut arguments = vec!["check", "--resume", &journal];
    reports
        .iter()
        .for_each(|r| arguments.extend(["--report", r]));
    let run = clausal(&arguments);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(!text(&run.stderr).contains("panicked"));
}

#[test]
fn a_run_that_goes_on_knows_its_overlays_and_its_workflows() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, content: &str| {
        std::fs::write(folder.path().join(name), content).unwrap();
        folder.path().join(name).display().to_string()
    };
    let overlay = at(
        "more.yaml",
        "overlay: 1.0.0\ninfo: {title: more, version: '1'}\nactions:\n  - target: $.components.schemas.NewBackup.properties.description\n    update: {maxLength: 254}\n",
    );
    let arazzo = at(
        "flow.yaml",
        "arazzo: 1.0.1\ninfo: {title: f, version: '1'}\nsourceDescriptions: [{name: jsa, url: openapi.yaml, type: openapi}]\nworkflows: [{workflowId: w, steps: [{stepId: s, operationId: createBackup}]}]\n",
    );
    let journal = folder.path().join("journal").display().to_string();
    let some = [
        "check",
        "--contract",
        "jsa",
        "--only",
        "*/422-1004/*",
        "--seed",
        "3",
        "--journal",
        &journal,
        "--overlay",
        &overlay,
        "--arazzo",
        &arazzo,
    ];
    let first = clausal(&some);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let bytes = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, &bytes[..bytes.len() - 40]).unwrap();
    let again = clausal(&["check", "--resume", &journal]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let header = std::fs::read_to_string(&journal).unwrap();
    let header = header.lines().next().unwrap();
    assert!(
        header.contains("more.yaml") && header.contains("flow.yaml"),
        "{header}"
    );
    // Another overlay is another contract.
    let other = at(
        "other.yaml",
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n  - target: $.components.schemas.NewBackup.properties.description\n    update: {maxLength: 253}\n",
    );
    let refused = clausal(&["check", "--resume", &journal, "--overlay", &other]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stdout));
}
