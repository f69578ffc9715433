//! What documents of ever greater length show of a parser: `clausal fuzz parser --grow`.

use serde_json::Value;

use crate::fuzz_parser::{found, fuzz, parser, report};
use crate::support::text;

/// Measures these families with expat and one fault. What its processor counts is measured, so that other
/// work of the machine changes nothing.
fn grown(fault: &str, code: i32, families: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("slow.py");
    let options = ["--persistent", "--grow", families, "--timeout", "3s"];
    report(folder.path(), code, &options, &["python3", &script, fault])
}

/// Families with which no parser should have trouble.
const HARMLESS: &str = "attributes,depth,siblings,references-in-a-value,comments,blanks-in-a-tag,\
    entity-declarations,entity-expansion,quadratic-expansion,deep-content-model,a-long-reference,\
    sections-that-break-off,a-long-text";

#[test]
fn time_that_grows_with_the_square_is_found_once() {
    let told = grown(
        "attributes",
        1,
        "attributes,prefixed-attributes,depth,a-long-value",
    );
    let all = found(&told, "growth");
    assert_eq!(all.len(), 1, "{told}");
    let growth = &all[0]["growth"];
    // The other one is counted to it.
    let rule = all[0]["rule"].as_str().unwrap();
    assert!(["attributes", "prefixed-attributes"].contains(&rule));
    assert_eq!(growth["cost"], "time");
    let power = growth["power"].as_f64().unwrap();
    assert!((1.6..2.6).contains(&power), "{growth}");
    let points = growth["points"].as_array().unwrap();
    assert!(points.len() >= 3, "{growth}");
    let again = all[0]["again"].as_str().unwrap();
    let words = format!("--grow {rule} -- python3");
    assert!(again.contains(&words), "{again}");
}

/// A longer document tells what a doubling or two do not.
#[test]
fn what_is_steep_for_a_while_only_is_no_finding() {
    let told = grown("caches", 0, "attributes,a-long-text");
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
}

#[test]
fn memory_that_grows_with_the_square_is_found() {
    let told = grown("hold", 1, "comments,sections");
    let all = found(&told, "growth");
    assert_eq!(all.len(), 1, "{told}");
    assert_eq!(all[0]["rule"], "comments");
}

/// The stack is full, or a loop has no end, from some length on only.
#[test]
fn what_breaks_at_some_length_only_is_found() {
    let told = grown("deep", 1, "depth,a-long-text");
    let crash = found(&told, "crash");
    assert_eq!((crash.len(), &crash[0]["rule"]), (1, &"depth".into()));
    assert!(crash[0]["got"].to_string().contains("SIGSEGV"), "{told}");
    let length = crash[0]["document"].as_str().unwrap().len();
    assert!((140_000..200_000).contains(&length), "{length}");
    let told = grown("blanks", 1, "blanks-in-a-tag,a-long-text");
    let hang = found(&told, "hang");
    assert_eq!(
        (hang.len(), &hang[0]["rule"]),
        (1, &"blanks-in-a-tag".into())
    );
}

/// What takes long in any case hides for a while what grows.
#[test]
fn growth_of_a_slow_parser_is_found() {
    let told = grown("late", 1, "attributes,a-long-text,siblings");
    let all = found(&told, "growth");
    assert_eq!((all.len(), &all[0]["rule"]), (1, &"attributes".into()));
    assert_eq!(told["findings"].as_array().unwrap().len(), 1, "{told}");
}

/// What is slow from the start rises late, and the length that shows so takes more than most may: one more tells.
#[test]
fn one_length_more_tells_whether_a_first_rise_goes_on() {
    let told = grown("turns", 1, "a-long-text");
    let all = found(&told, "growth");
    assert_eq!((all.len(), &all[0]["rule"]), (1, &"a-long-text".into()));
    let told = grown("jumps", 0, "a-long-text");
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
}

/// Loops that wait for an end are looked for with what has none, before any document is made.
#[test]
fn what_breaks_off_comes_first() {
    let told = |fault: &str, code: i32| {
        let folder = tempfile::tempdir().unwrap();
        let script = parser("slow.py");
        let options = [
            "--persistent",
            "--documents",
            "1",
            "--timeout",
            "2s",
            "--known",
            "xml.etree",
        ];
        report(folder.path(), code, &options, &["python3", &script, fault])
    };
    let open = told("open", 1);
    let hang = found(&open, "hang");
    assert_eq!((hang.len(), &hang[0]["rule"]), (1, &"comment".into()));
    assert_eq!(hang[0]["document"], "<!--", "{open}");
    // What looks like an end and is none is tried as well.
    let masked = told("masked", 1);
    assert_eq!(found(&masked, "crash").len(), 1, "{masked}");
    let none = told("none", 0);
    assert_eq!(none["findings"].as_array().unwrap().len(), 0, "{none}");
}

/// It is too late to refuse a document when room was made for all that it stands for.
#[test]
fn what_is_held_for_a_document_that_is_refused_is_found() {
    let told = grown("room", 1, "quadratic-expansion,a-long-text");
    let all = found(&told, "growth");
    assert_eq!(
        (all.len(), &all[0]["rule"]),
        (1, &"quadratic-expansion".into())
    );
    assert_eq!(all[0]["growth"]["cost"], "memory");
    let told = grown("bound", 0, "quadratic-expansion,a-long-text");
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
}

#[test]
fn declarations_and_references_are_measured_in_each_place() {
    for (fault, outcome, rule) in [
        ("signs", "growth", "percent-signs-in-an-entity"),
        ("gaps", "growth", "blanks-in-an-attribute-list"),
        ("zeros", "crash", "a-long-hexadecimal-reference"),
    ] {
        let told = grown(fault, 1, &format!("{rule},a-long-text"));
        let all = found(&told, outcome);
        assert_eq!((all.len(), &all[0]["rule"]), (1, &rule.into()), "{told}");
        let told = grown("none", 0, &format!("{rule},a-long-text"));
        assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
    }
}

#[test]
fn a_parser_that_is_right_takes_as_much_as_a_document_is_long() {
    let told = grown("none", 0, HARMLESS);
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
    assert!(told["measured"].as_u64() > Some(60), "{told}");
}

/// Expat compares each attribute that is declared with all others.
#[test]
fn known_growth_is_told_and_is_no_finding() {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("slow.py");
    let command = ["python3", &script, "none"];
    let options = [
        "--persistent",
        "--grow",
        "attribute-lists",
        "--known",
        "xml.etree",
    ];
    let (output, _) = fuzz(folder.path(), &options, &command);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(
        told.contains("known deviation: growth/attribute-lists"),
        "{told}"
    );
}

#[test]
fn families_are_listed_and_others_refused() {
    let output = crate::support::clausal(&["fuzz", "parser", "--families"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("quadratic-expansion"));
    let folder = tempfile::tempdir().unwrap();
    let (output, _) = fuzz(folder.path(), &["--grow", "no-such"], &["true"]);
    assert_eq!(output.status.code(), Some(2));
}

/// Very many documents to one process.
#[test]
fn a_process_that_does_not_last_is_found() {
    for (fault, rule) in [
        ("ends", "ends-after-many"),
        ("leaks", "holds-more-after-many"),
        ("tires", "slows-after-many"),
    ] {
        let told = grown(fault, 1, "endurance");
        let all = found(&told, "after-many");
        assert_eq!((all.len(), &all[0]["rule"]), (1, &rule.into()), "{told}");
        let again = all[0]["again"].as_str().unwrap();
        assert!(again.starts_with("python3 ") && again.contains(" < "));
    }
    let told = grown("none", 0, "endurance,a-long-text");
    assert_eq!(told["findings"].as_array().unwrap().len(), 0, "{told}");
}
