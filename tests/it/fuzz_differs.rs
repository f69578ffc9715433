//! Parsers that do not treat a document alike: written and read again, in pieces, beside another one.

use serde_json::Value;

use crate::fuzz_parser::{found, parser, report};

const PLAIN: [&str; 5] = [
    "--persistent",
    "--documents",
    "3000",
    "--no-stress",
    "--expect",
];

fn run(fault: &str, code: i32, options: &[&str], other: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("differs.py");
    let mut command = vec!["python3", &script, fault];
    command.extend(other);
    let all = [&PLAIN[..], &["fourth-edition"], options].concat();
    let known = ["--known", "xml.etree"];
    report(folder.path(), code, &[&all[..], &known].concat(), &command)
}

#[test]
fn what_is_lost_when_it_is_written_is_found() {
    let told = run("written", 1, &[], &[]);
    let all = found(&told, "differs");
    assert_eq!(all.len(), 1, "{told}");
    assert!(all[0]["got"].to_string().contains("a comment is gone"));
    let document = all[0]["document"].as_str().unwrap();
    assert!(document.contains("<!--") && document.len() < 30, "{told}");
}

#[test]
fn what_depends_on_pieces_is_found() {
    let told = run("pieces", 1, &["--chunks"], &[]);
    let all = found(&told, "differs");
    assert_eq!(all.len(), 1, "{told}");
    assert!(all[0]["got"].to_string().contains("byte by byte"), "{told}");
    let document = all[0]["document"].as_str().unwrap();
    assert!(document.contains("]]>") && document.len() < 40, "{told}");
    assert!(all[0]["again"].as_str().unwrap().contains("--chunks"));
}

/// A byte at a time does not show them, nor does a cut just anywhere.
#[test]
fn what_goes_wrong_at_one_cut_is_found() {
    for fault in ["seam", "turn", "letter"] {
        let told = run(fault, 1, &["--chunks"], &[]);
        let all = found(&told, "differs");
        assert_eq!(all.len(), 1, "{fault}: {told}");
        let got = all[0]["got"].to_string();
        assert!(got.contains("cut at"), "{fault}: {got}");
    }
}

#[test]
fn a_place_that_is_not_in_the_document_is_found() {
    let told = run("place", 1, &[], &[]);
    let all = found(&told, "position");
    assert_eq!(all.len(), 1, "{told}");
    assert!(all[0]["got"].to_string().contains("@1001:"), "{told}");
}

#[test]
fn two_parsers_that_differ_are_found() {
    let script = parser("differs.py");
    let other = ["--against", "--", "python3", &script, "none"];
    let told = run("roots", 1, &[], &other);
    let all = found(&told, "differs");
    assert!(!all.is_empty(), "{told}");
    let first = all[0]["got"].as_str().unwrap();
    assert!(first.contains("the other parser refuses it"), "{first}");
    let again = all[0]["again"].as_str().unwrap();
    assert!(again.contains("--against -- python3"), "{again}");
}

/// Expat is the same to all, whatever it takes or refuses.
#[test]
fn a_parser_that_is_the_same_to_all_stays_silent() {
    let script = parser("differs.py");
    let other = ["--against", "--", "python3", &script, "none"];
    for (options, other) in [(&["--chunks"][..], &[][..]), (&[], &other)] {
        let told = run("none", 0, options, other);
        assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
    }
}

fn baited(way: &str, code: i32, options: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("visits.py");
    let plain = ["--persistent", "--documents", "0", "--bait"];
    let all = [&plain[..], options].concat();
    report(folder.path(), code, &all, &["python3", &script, way])
}

#[test]
fn who_visits_what_documents_name_is_found() {
    let told = baited("visit", 1, &[]);
    let all = found(&told, "external-access");
    let rules: Vec<&str> = all.iter().filter_map(|f| f["rule"].as_str()).collect();
    for rule in [
        "external-entity",
        "external-parameter-entity",
        "external-subset",
    ] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
    assert!(!rules.contains(&"unparsed-entity"), "{rules:?}");
    assert_eq!(all[0]["unless"], "--expect external-entities");
    let words = all[0]["got"].as_str().unwrap();
    assert!(
        words.contains("read the file") || words.contains("GET /bait"),
        "{words}"
    );
    let told = baited("visit", 0, &["--expect", "external-entities"]);
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
    let told = baited("none", 0, &[]);
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
}
