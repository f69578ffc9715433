//! The shards of a run come to what the whole run comes to.

use std::path::Path;

use crate::served::{command, readings, report, serve, verdicts};
use crate::support::{clausal, text};

const OPTIONS: [&str; 7] = ["check", "--contract", "jsa", "--seed", "5", "--cases", "2"];

fn run(more: &[&str], folder: &Path, name: &str) -> String {
    let path = folder.join(name).display().to_string();
    let spec = format!("json={path}");
    let output = clausal(&[&OPTIONS[..], more, &["--report", &spec]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    path
}

fn merge(files: &[String], more: &[&str]) -> (Option<i32>, String) {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let output = clausal(&[&["merge"][..], more, &files].concat());
    (
        output.status.code(),
        text(&output.stdout) + &text(&output.stderr),
    )
}

#[test]
fn the_union_of_the_shards_is_the_unsplit_run() {
    let folder = tempfile::tempdir().unwrap();
    let whole = report(Path::new(&run(&[], folder.path(), "whole.json")));
    for of in [1, 2, 5] {
        let files: Vec<String> = (1..=of)
            .map(|n| {
                let shard = format!("{n}/{of}");
                run(
                    &["--shard", &shard],
                    folder.path(),
                    &format!("{n}-{of}.json"),
                )
            })
            .collect();
        let joined = folder.path().join("joined.json");
        let spec = format!("json={}", joined.display());
        let (code, shown) = merge(&files, &["--report", &spec]);
        assert_eq!(code, Some(0), "{shown}");
        let joined = report(&joined);
        assert_eq!(verdicts(&joined), verdicts(&whole), "of {of}");
        assert_eq!(joined["summary"], whole["summary"]);
        assert_eq!(joined["planned"], whole["planned"]);
        assert_eq!(readings(&joined), readings(&whole));
        assert_eq!(joined["run"], whole["run"]);
    }
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let some = ["--only", "*/422-1004/*", "--shard"];
    let shard = |shard: &str, more: &[&str], name: &str| {
        run(&[&some[..], &[shard], more].concat(), folder.path(), name)
    };
    let one = shard("1/3", &[], "one.json");
    let two = shard("2/3", &[], "two.json");
    let other = shard("3/3", &["--level", "sample"], "other.json");
    let unsplit = run(&["--only", "*/422-1004/*"], folder.path(), "unsplit.json");
    for (files, words) in [
        (vec![&one, &two], vec!["shard 3/3 is missing"]),
        (
            vec![&one, &one],
            vec!["shard 1/3 stands twice", "shard 2/3 is missing"],
        ),
        (
            vec![&one, &two, &other],
            vec!["level: sample here, implied there"],
        ),
        (vec![&one, &unsplit], vec!["is of no shard"]),
    ] {
        let files: Vec<String> = files.into_iter().cloned().collect();
        let (code, shown) = merge(&files, &[]);
        assert_eq!(code, Some(2), "{shown}");
        for word in words {
            assert!(shown.contains(word), "{word}: {shown}");
        }
    }
}

#[test]
fn shards_of_one_target_take_turns_by_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&["--backup-time", "50"]);
    let lock = folder.path().join("target.lock");
    let profile = folder.path().join("profile.toml");
    let plain = std::fs::read_to_string(crate::support::root("src/prove.toml")).unwrap();
    let with = plain.replace("[limits]\n", &format!("[limits]\nlock = {:?}\n", lock));
    assert_ne!(plain, with, "the profile has limits");
    std::fs::write(&profile, with).unwrap();
    let profile = profile.display().to_string();
    let same = ["--target", server.url.as_str(), "--profile", &profile];
    let whole = report(Path::new(&run(&same, folder.path(), "whole.json")));
    let mut running = Vec::new();
    let mut files = Vec::new();
    for n in 1..=3 {
        let path = folder
            .path()
            .join(format!("{n}.json"))
            .display()
            .to_string();
        let (shard, spec) = (format!("{n}/3"), format!("json={path}"));
        let args = [&OPTIONS[..], &same, &["--shard", &shard, "--report", &spec]].concat();
        running.push(
            command(&args)
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap(),
        );
        files.push(path);
    }
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    }
    let spec = format!("json={}", folder.path().join("joined.json").display());
    let (code, shown) = merge(&files, &["--report", &spec]);
    assert_eq!(code, Some(0), "{shown}");
    let joined = report(&folder.path().join("joined.json"));
    assert_eq!(verdicts(&joined), verdicts(&whole));
    // With a lock every shard has a part of what needs the target to itself.
    let races = |n: usize| {
        let report = report(Path::new(&files[n]));
        let all = verdicts(&report);
        all.keys()
            .filter(|id| id.contains("/lifecycle/") || id.contains("/race/"))
            .count()
    };
    assert!((0..3).filter(|n| races(*n) > 0).count() > 1);
}

#[test]
fn a_lock_that_is_never_released_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let lock = folder.path().join("target.lock");
    let held = std::fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    let profile = folder.path().join("profile.toml");
    let text_of = format!("[limits]\nlock = {lock:?}\nlock_wait_ms = 100\n");
    std::fs::write(&profile, text_of).unwrap();
    let profile = profile.display().to_string();
    let output = clausal(&[&OPTIONS[..], &["--profile", &profile]].concat());
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("was not released within"));
    assert!(text(&output.stderr).contains("waiting for another run"));
}
