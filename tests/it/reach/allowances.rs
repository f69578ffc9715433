//! Known failures: allowed with a reason, told each time, and looked at when they are over.

use clausal::reference::{Options, start};

use crate::support::{clausal, text};

const BROKEN: &str = "jsa/createBackup/422-1004/name.pattern";

/// Checks a server with one defect, under these allowances.
fn check(allowances: &str, more: &[&str]) -> (Option<i32>, String) {
    let defect = clausal::reference::defects()
        .iter()
        .find(|d| d.caught_by == BROKEN || d.caught_by.contains("422-1004/name.pattern"))
        .expect("a defect of that rule")
        .id;
    let server = start(Options {
        defects: vec![defect.to_owned()],
        ..Options::default()
    })
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.toml");
    let own = std::fs::read_to_string(crate::support::root("src/prove.toml")).unwrap();
    std::fs::write(&profile, format!("{own}\n{allowances}")).unwrap();
    let (profile, url) = (profile.to_string_lossy(), server.url());
    let args = [
        "check",
        "--contract",
        "jsa",
        "--target",
        &url,
        "--profile",
        &profile,
    ];
    let only = [
        "--only",
        "jsa/createBackup/422-1004",
        "--only",
        "jsa/createBackup/422-1003",
    ];
    let out = clausal(&[&args[..], &only, more].concat());
    (out.status.code(), text(&out.stdout) + &text(&out.stderr))
}

fn allowance(clause: &str, until: &str) -> String {
    format!("[[allowances]]\nclause = \"{clause}\"\nreason = \"ticket 17\"\nuntil = {until}\n")
}

#[test]
fn a_broken_clause_that_is_allowed_ends_well_and_is_told() {
    let (code, told) = check("", &[]);
    assert_eq!(code, Some(1), "{told}");
    let (code, told) = check(&allowance(BROKEN, "2999-12-31"), &["--strict-allowances"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("Allowed:") && told.contains("ticket 17"),
        "{told}"
    );
}

#[test]
fn allowances_that_are_over_or_hold_or_match_nothing_are_told_and_fail_when_strict() {
    for (clause, until, word) in [
        (BROKEN, "2001-01-01", "it ended on 2001-01-01"),
        (
            "jsa/createBackup/422-1003/name.maxLength",
            "2999-12-31",
            "holds now",
        ),
        (
            "jsa/createBackup/no-such-clause",
            "2999-12-31",
            "matches no clause",
        ),
    ] {
        let both = allowance(BROKEN, "2999-12-31") + &allowance(clause, until);
        let both = if clause == BROKEN {
            allowance(clause, until)
        } else {
            both
        };
        let (code, told) = check(&both, &[]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains(word), "{word}: {told}");
        let (code, told) = check(&both, &["--strict-allowances"]);
        assert_eq!(code, Some(1), "{told}");
    }
}

#[test]
fn a_list_that_was_written_can_be_used_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("known.toml");
    let (code, told) = check("", &["--write-allowances", &list.to_string_lossy()]);
    assert_eq!(code, Some(1), "{told}");
    let written = std::fs::read_to_string(&list).unwrap();
    assert!(written.contains(BROKEN), "{written}");
    let (code, told) = check(&written, &[]);
    assert_eq!(code, Some(0), "{told}");
}

#[test]
fn an_allowance_needs_a_reason_and_a_day() {
    for (text_of, word) in [
        (
            "[[allowances]]\nclause = \"jsa\"\nreason = \" \"\n",
            "reason",
        ),
        (
            "[[allowances]]\nclause = \"jsa\"\nreason = \"x\"\nuntil = \"soon\"\n",
            "day",
        ),
    ] {
        let (code, told) = check(text_of, &[]);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(word), "{told}");
    }
}
