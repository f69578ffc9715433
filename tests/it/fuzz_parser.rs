//! `clausal fuzz parser` against commands that are right, faulty, or no parsers at all.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{root, text};

/// Runs it in a folder of its own, with what a command needs of the surroundings.
pub(crate) fn fuzz(folder: &Path, options: &[&str], command: &[&str]) -> (Output, Duration) {
    let began = Instant::now();
    // Documents end a run and not the time: machines differ.
    let time: &[&str] = match options.contains(&"--time") {
        true => &[],
        false => &["--time", "300s"],
    };
    let output = Command::new(env!("CARGO_BIN_EXE_clausal"))
        .args(["fuzz", "parser", "--jobs", "1", "--seed", "1"])
        .args(time)
        .args(options)
        .arg("--")
        .args(command)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(folder)
        .output()
        .unwrap();
    (output, began.elapsed())
}

pub(crate) fn parser(name: &str) -> String {
    root("tests/parsers").join(name).display().to_string()
}

/// Runs and gives the JSON report.
pub(crate) fn report(folder: &Path, code: i32, options: &[&str], command: &[&str]) -> Value {
    let mut all = vec!["--report", "json=report.json"];
    all.extend(options);
    let (output, _) = fuzz(folder, &all, command);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}\n{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap()
}

/// Processes that carry a mark on their command line.
fn marked(mark: &str) -> Vec<String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| fs::read(entry.path().join("cmdline")).ok())
        .map(|line| text(&line).replace('\0', " "))
        .filter(|line| line.contains(mark) && !line.contains("fuzz parser"))
        .collect()
}

/// What never ends takes longer than this; a machine with much other work does not.
const LONGEST: Duration = Duration::from_secs(120);

/// A command that misbehaves is named with these words, within bounds of time, and nothing of it
/// is left.
fn unusable(way: &str, options: &[&str], code: i32, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mark = format!("mark-{way}-{}-{}", options.len(), std::process::id());
    let bad = parser("bad.py");
    let persistent = options.contains(&"--persistent");
    let mut command = vec!["python3", &bad, way, &mark];
    if persistent {
        command.push("--persistent");
    }
    let mut all = vec!["--memory", "200M"];
    if !options.contains(&"--time") {
        all.extend(["--time", "2s"]);
    }
    if !options.contains(&"--timeout") {
        all.extend(["--timeout", "500ms"]);
    }
    all.extend(options);
    let (output, took) = fuzz(folder.path(), &all, &command);
    let said = text(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{way}: {said}\n{}",
        text(&output.stdout)
    );
    for word in words {
        assert!(said.contains(word), "{way}: no `{word}` in: {said}");
    }
    assert!(!said.contains('\u{1b}'), "{way}: {said:?}");
    assert!(took < LONGEST, "{way} took {took:?}");
    assert_eq!(marked(&mark), [""; 0], "{way} left processes");
}

#[test]
fn a_command_that_is_not_there_is_a_usage_error() {
    let folder = tempfile::tempdir().unwrap();
    for (command, words) in [
        ("no-such-command", "`no-such-command` was not found"),
        ("./no-such-file", "cannot be started"),
        ("/", "is a folder"),
        ("/etc/passwd", "is not executable"),
    ] {
        for options in [&[][..], &["--persistent"]] {
            let (output, _) = fuzz(folder.path(), options, &[command]);
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains(words), "{said}");
        }
    }
    for options in [
        &["--expect", "nothing"][..],
        &["--report", "xml=a"],
        &["--memory", "0"],
    ] {
        let (output, _) = fuzz(folder.path(), options, &["true"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    }
}

#[test]
fn a_command_that_ends_at_once_is_unusable() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        &["true"][..],
        &["false"],
        &["sh", "-c", "echo usage: x >&2; exit 2"],
    ] {
        for options in [&[][..], &["--persistent"]] {
            let (output, took) = fuzz(folder.path(), options, command);
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "{command:?}: {said}");
            let words = if options.is_empty() {
                "without reading its standard input"
            } else {
                "ended with exit code"
            };
            assert!(said.contains(words), "{said}");
            assert_eq!(said.contains("usage: x"), command.len() > 1, "{said}");
            assert!(took < LONGEST);
        }
    }
}

#[test]
fn commands_that_never_read_or_answer_are_unusable() {
    unusable(
        "never_read",
        &["--persistent"],
        3,
        &["no answer", "never read its standard input"],
    );
    unusable(
        "read_and_never_answer",
        &["--persistent"],
        3,
        &["no answer"],
    );
    unusable(
        "never_read",
        &[],
        3,
        &["does not end on the simplest document"],
    );
}

#[test]
fn garbage_is_named() {
    unusable(
        "garbage",
        &["--persistent"],
        3,
        &[r"answered `<html>\u{1b}[31m`"],
    );
    unusable(
        "greeting",
        &["--persistent"],
        3,
        &["answered `parser 1.0 ready`"],
    );
    unusable(
        "two_answers",
        &["--persistent"],
        3,
        &["`accept` after the last document"],
    );
}

#[test]
fn a_command_that_ignores_signals_is_ended() {
    unusable("ignore_sigterm", &[], 3, &["does not end"]);
    unusable("ignore_sigterm", &["--persistent"], 3, &["no answer"]);
}

#[test]
fn printing_without_end_is_cut() {
    unusable("print_without_end", &[], 3, &["does not end"]);
    unusable(
        "print_without_end",
        &["--persistent"],
        3,
        &["a line of more than 1 MiB"],
    );
    unusable(
        "print_lines_without_end",
        &["--persistent"],
        3,
        &["after the last document"],
    );
    unusable("complain_without_end", &[], 3, &["does not end"]);
    unusable("complain_without_end", &["--persistent"], 3, &["no answer"]);
}

#[test]
fn eating_memory_is_bounded() {
    unusable("eat_memory", &["--timeout", "20s"], 3, &["MiB of memory"]);
    unusable(
        "eat_memory",
        &["--persistent", "--timeout", "20s"],
        3,
        &["MiB of memory"],
    );
    unusable("fork_and_eat", &["--timeout", "20s"], 3, &["MiB of memory"]);
}

#[test]
fn what_a_command_starts_does_not_outlive_it() {
    // They answer, and take everything: that is found, and no process is left all the same.
    let bounds = [
        "--timeout",
        "20s",
        "--time",
        "100s",
        "--no-mutants",
        "--documents",
    ];
    for way in ["fork_and_stay", "fork_and_leave"] {
        unusable(way, &[&bounds[..], &["6"]].concat(), 1, &[]);
        unusable(
            way,
            &[&bounds[..], &["200", "--persistent"]].concat(),
            1,
            &[],
        );
    }
}

#[test]
fn nothing_supported_is_nothing_tested() {
    unusable("unsupported", &["--persistent"], 4, &["nothing was tested"]);
}

/// Sanitizers end a process with a code of their own, which is a refusal's by default.
#[test]
fn the_report_of_a_sanitizer_is_a_crash() {
    let options = ["--documents", "60", "--no-mutants", "--no-stress"];
    for (words, is_crash) in [
        (
            "==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x60c0 at pc 0x4f",
            true,
        ),
        (
            "SUMMARY: MemorySanitizer: use-of-uninitialized-value a.c:1",
            true,
        ),
        (
            "==7==WARNING: AddressSanitizer failed to allocate 0xfff bytes",
            false,
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let script = format!("d=$(cat); case $d in *'<!--'*) echo '{words}' >&2; exit 1;; esac");
        let told = report(folder.path(), 1, &options, &["sh", "-c", &script]);
        assert_eq!(found(&told, "crash").len(), usize::from(is_crash), "{told}");
    }
}

/// Then nothing is compared, which is no wrong reading.
#[test]
fn a_command_that_tells_nothing_of_what_it_read_cannot_be_compared() {
    let folder = tempfile::tempdir().unwrap();
    let script = "cat > /dev/null";
    let (output, _) = fuzz(
        folder.path(),
        &["--compare", "canonical"],
        &["sh", "-c", script],
    );
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    assert!(said.contains("is to print the canonical form"), "{said}");
    let faulty = parser("faulty.py");
    let options = ["--compare", "canonical", "--persistent"];
    let (output, _) = fuzz(folder.path(), &options, &["python3", &faulty, "none"]);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    assert!(said.contains("answers `accept` without it"), "{said}");
}

/// A script that does not call its parser looks like this.
#[test]
fn one_answer_to_everything_is_told() {
    for (code, words) in [("0", "it refused none of"), ("1", "it accepted none of")] {
        let folder = tempfile::tempdir().unwrap();
        let script = format!("cat > /dev/null; exit {code}");
        let options = ["--documents", "400", "--no-mutants", "--no-stress"];
        let told = report(folder.path(), 1, &options, &["sh", "-c", &script]);
        assert!(told["notes"].to_string().contains(words), "{told}");
    }
    let folder = tempfile::tempdir().unwrap();
    let told = faulty(folder.path(), "roots", &[]);
    assert!(
        !told["notes"].to_string().contains("is it the parser"),
        "{told}"
    );
}

#[test]
fn a_process_that_ends_early_is_started_again_and_no_document_is_blamed() {
    let folder = tempfile::tempdir().unwrap();
    let bad = parser("bad.py");
    let told = report(
        folder.path(),
        1,
        &["--persistent", "--documents", "300"],
        &["python3", &bad, "die_after_a_while"],
    );
    assert!(told["documents"].as_u64().unwrap() >= 300, "{told}");
    let findings = told["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .all(|f| f["outcome"] == "accepts-ill-formed"),
        "{told}"
    );
    let notes = told["notes"][0].as_str().unwrap();
    assert!(notes.contains("no document did that alone"), "{notes}");
}

pub(crate) fn found<'r>(told: &'r Value, outcome: &str) -> Vec<&'r Value> {
    let list = told["findings"].as_array().unwrap();
    list.iter().filter(|f| f["outcome"] == outcome).collect()
}

fn faulty(folder: &Path, faults: &str, options: &[&str]) -> Value {
    let script = parser("faulty.py");
    // A process in Python takes long to start again, so faults that end it get fewer documents.
    let ends = faults.contains("abort") || faults.contains("hang") || faults.contains("memory");
    let documents = if ends { "400" } else { "20000" };
    let mut all = vec!["--persistent", "--documents", documents, "--out", "out"];
    all.extend(options);
    report(folder, 1, &all, &["python3", &script, faults])
}

#[test]
fn a_crash_is_found_and_made_small_and_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let told = faulty(folder.path(), "abort", &[]);
    let crashes = found(&told, "crash");
    assert_eq!(crashes.len(), 1, "one fault is one finding: {crashes:#?}");
    let crash = crashes[0];
    // A machine with much other work may not get as far as four bytes.
    let document = crash["document"].as_str().unwrap();
    assert!(document.contains("<!--") && document.len() < 100, "{crash}");
    assert!(
        crash["got"].as_str().unwrap().contains("SIGABRT"),
        "{crash}"
    );
    assert!(
        crash["got"].as_str().unwrap().contains("assertion failed"),
        "{crash}"
    );
    let file = crash["file"].as_str().unwrap();
    let written = fs::read(folder.path().join(file)).unwrap();
    assert_eq!(written, document.as_bytes());
    let script = parser("faulty.py");
    let again = report(
        folder.path(),
        1,
        &["--persistent", "--try", file, "--out", "again"],
        &["python3", &script, "abort"],
    );
    assert_eq!(found(&again, "crash").len(), 1);
    assert_eq!(again["documents"], 1);
}

#[test]
fn a_hang_and_a_blow_up_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--timeout", "500ms", "--memory", "200M"];
    let told = faulty(folder.path(), "hang", &options);
    one_comment(&told, "hang");
    let options = ["--timeout", "20s", "--memory", "200M"];
    let told = faulty(folder.path(), "memory", &options);
    one_comment(&told, "memory");
}

/// One of the two simplest documents is among those at which it hangs.
#[test]
fn a_parser_that_hangs_on_a_third_is_tested_on_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("faulty.py");
    let options = ["--persistent", "--documents", "40", "--timeout", "1s"];
    let told = report(folder.path(), 1, &options, &["python3", &script, "third"]);
    assert!(!found(&told, "hang").is_empty(), "{told}");
    assert!(told["documents"].as_u64() >= Some(40), "{told}");
    let right = told["rules"].as_array().unwrap().iter();
    assert!(right.filter_map(|r| r["right"].as_u64()).sum::<u64>() > 5);
}

/// One fault is one finding, named after what its document has and not after a rule that the
/// document broke by chance; and it does not take the time of all other documents.
fn one_comment(told: &Value, outcome: &str) {
    let all = found(told, outcome);
    assert_eq!(all.len(), 1, "{told}");
    assert_eq!(all[0]["rule"], "comment");
    assert_eq!(all[0]["section"], "2.5");
    // A machine with much other work may not get as far as four bytes.
    let document = all[0]["document"].as_str().unwrap();
    assert!(document.contains("<!--") && document.len() < 100, "{told}");
    assert!(told["documents"].as_u64().unwrap() > 20, "{told}");
}

#[test]
fn wrong_rules_are_named_and_right_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let told = faulty(folder.path(), "roots", &[]);
    let rules: Vec<&str> = found(&told, "accepts-ill-formed")
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"second-root"), "{rules:?}");
    assert!(!rules.contains(&"duplicate-attribute"), "{rules:?}");
    let root = found(&told, "accepts-ill-formed")
        .into_iter()
        .find(|f| f["rule"] == "second-root")
        .unwrap();
    assert_eq!(root["section"], "2.1");
    assert!(root["document"].as_str().unwrap().len() < 60, "{root}");
    let told = faulty(folder.path(), "attributes", &[]);
    assert!(!found(&told, "rejects-well-formed").is_empty(), "{told}");
}

/// What a parser reads wrongly is left with what it takes to show it.
#[test]
fn a_wrong_infoset_is_found_and_made_small() {
    let script = parser("wrong_infoset.py");
    for (flaw, core) in [
        ("normalisation", " a=\"\n\""),
        ("defaults", "<!DOCTYPE a[<!ATTLIST a a "),
        ("order", " b=\"\""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let options = [
            "--persistent",
            "--compare",
            "canonical",
            "--documents",
            "8000",
            "--no-stress",
            "--no-mutants",
        ];
        let told = report(
            folder.path(),
            1,
            &options,
            &["python3", &script, flaw, "--persistent"],
        );
        let found = found(&told, "wrong-infoset");
        assert_eq!(found.len(), 1, "{flaw}: {found:#?}");
        let document = found[0]["document"].as_str().unwrap();
        let is_small = document.contains(core) && document.len() < core.len() + 24;
        assert!(is_small, "{flaw}: {document}");
    }
}

/// What differs in another way is found as well, however often the first is seen.
#[test]
fn several_wrong_readings_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("wrong_infoset.py");
    let options = [
        "--persistent",
        "--compare",
        "canonical",
        "--documents",
        "2000",
        "--no-stress",
        "--no-mutants",
    ];
    let command = ["python3", &script, "instructions", "--persistent"];
    let told = report(folder.path(), 1, &options, &command);
    let found = found(&told, "wrong-infoset");
    for (about, core) in [
        ("differs in text: an instruction is left out", "><?"),
        (
            "differs in text: white space is read as other white space",
            "<a>",
        ),
        ("differs outside the root", "<?"),
    ] {
        let own = found.iter().find(|f| f["about"] == about).expect(about);
        let document = own["document"].as_str().unwrap();
        let is_small = document.contains(core) && document.len() < 32;
        assert!(is_small, "{about}: {document}");
    }
    assert!(found.len() < 8, "{found:#?}");
}

#[test]
fn lenient_rules_are_not_held_against_it() {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("faulty.py");
    let command = ["python3", &script, "roots"];
    // Mutants depend on the order of answers; without them both runs send the same documents.
    let same = ["--persistent", "--no-mutants", "--documents", "20000"];
    let told = report(folder.path(), 1, &same, &command);
    let rules: Vec<String> = found(&told, "accepts-ill-formed")
        .iter()
        .map(|f| format!("lenient:{}", f["rule"].as_str().unwrap()))
        .collect();
    assert!(!rules.is_empty());
    let expect = rules.join(",");
    let options = [&same[..], &["--expect", &expect]].concat();
    let (output, _) = fuzz(folder.path(), &options, &command);
    let all = text(&output.stdout);
    assert!(!all.contains("Accepts ill-formed"), "{all}");
}

#[test]
fn known_deviations_are_told_and_are_no_findings() {
    let folder = tempfile::tempdir().unwrap();
    let script = parser("faulty.py");
    let command = ["python3", &script, "roots"];
    let same = ["--persistent", "--no-mutants", "--documents", "20000"];
    let expect = ["--expect", "fourth-edition", "--known", "xml.etree"];
    let options = [&same[..], &expect].concat();
    let told = report(folder.path(), 1, &options, &command);
    let found = found(&told, "accepts-ill-formed");
    let rules: Vec<&str> = found.iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"second-root"), "{rules:?}");
    assert!(
        found[0]["again"]
            .as_str()
            .unwrap()
            .contains("--known xml.etree")
    );
    let file = format!(
        "[[deviation]]\nrules = {rules:?}\nsection = \"2.1\"\nreason = \"reads <one> root\"\n\
         [[deviation]]\nrules = [\"bare-ampersand\"]\nsection = \"2.4\"\nreason = \"is not seen\"\n"
    );
    fs::write(folder.path().join("known.toml"), file).unwrap();
    let pages = ["--known", "known.toml", "--report", "html=report.html"];
    let options = [&options[..], &pages, &["--report", "text=report.txt"]].concat();
    let told = report(folder.path(), 0, &options, &command);
    let known = told["known"].as_array().unwrap();
    let root = known.iter().find(|own| own["rule"] == "second-root");
    let root = root.unwrap_or_else(|| panic!("{known:#?}"));
    assert_eq!(root["section"], "2.1");
    assert_eq!(root["reason"], "reads <one> root");
    assert!(root["seen"].as_u64().unwrap() > 0);
    // What is known and does not show is no error, and is not told.
    assert!(known.iter().all(|own| own["rule"] != "bare-ampersand"));
    let words = fs::read_to_string(folder.path().join("report.txt")).unwrap();
    assert!(
        words.contains("known deviation: second-root (XML 1.0, 2.1)"),
        "{words}"
    );
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("reads &lt;one&gt; root"), "{page}");
    for word in ["no-such-parser", "report.json"] {
        let (output, _) = fuzz(folder.path(), &["--known", word], &["true"]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    }
}

#[test]
fn every_report_is_written_whole_and_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["html", "junit", "text"].map(|f| format!("{f}=report.{f}"));
    let mut options = Vec::new();
    for file in &files {
        options.extend(["--report", file.as_str()]);
    }
    let told = faulty(folder.path(), "roots,abort", &options);
    assert!(told["seconds"].as_f64().unwrap() > 0.0);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let html = read("report.html");
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("&lt;!--"));
    for from_elsewhere in ["<!--", "<script", "<link", "<img", "@import"] {
        assert!(!html.contains(from_elsewhere), "{from_elsewhere}");
    }
    let junit = read("report.junit");
    let suites = clausal::xml::read(junit.as_bytes(), &clausal::xml::Limits::default()).unwrap();
    assert_eq!(suites.name, "testsuites");
    assert!(junit.contains("accepts-ill-formed"), "{junit}");
    let shown = read("report.text");
    assert!(
        shown.contains("Crash: ") && shown.contains("rule or kind"),
        "{shown}"
    );
}

#[test]
fn a_corpus_is_tried_first_and_grows() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    fs::write(corpus.join("mine.xml"), "<a><!-- mine --></a>").unwrap();
    let script = parser("faulty.py");
    let options = ["--persistent", "--documents", "0", "--corpus", "corpus"];
    let told = report(folder.path(), 1, &options, &["python3", &script, "abort"]);
    let crash = found(&told, "crash")[0]["document"].as_str().unwrap();
    assert!(crash.contains("<!--"), "{crash}");
    let options = ["--persistent", "--documents", "400", "--corpus", "corpus"];
    report(folder.path(), 1, &options, &["python3", &script, "abort"]);
    assert!(fs::read_dir(corpus.join("kept")).unwrap().count() > 5);
    assert!(corpus.join("findings").is_dir());
}

#[test]
fn one_process_a_document_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let script = "d=$(cat); case $d in *'<?'*'<!--'*) kill -SEGV $$;; *\"='\"*) exit 1;; esac";
    let options = ["--documents", "400", "--no-mutants", "--no-stress"];
    let told = report(folder.path(), 1, &options, &["sh", "-c", script]);
    assert!(told["documents"].as_u64().unwrap() >= 400);
    let rules = told["rules"].as_array().unwrap();
    assert!(rules.len() > 30, "{}", rules.len());
    let crash = found(&told, "crash");
    assert!(
        crash[0]["got"].as_str().unwrap().contains("SIGSEGV"),
        "{crash:?}"
    );
    assert!(
        crash[0]["again"].as_str().unwrap().starts_with("sh -c "),
        "{crash:?}"
    );
}

#[test]
fn the_table_of_rules_is_listed() {
    let output = crate::support::clausal(&["fuzz", "parser", "--rules"]);
    assert_eq!(output.status.code(), Some(0));
    let listed = text(&output.stdout);
    assert!(
        listed.lines().count() > 100 && listed.contains("second-root"),
        "{listed}"
    );
}

#[test]
fn two_reports_in_one_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["--report", "json=a.out", "--report", "html=./a.out"];
    let (output, _) = fuzz(folder.path(), &files, &["cat"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("two reports would be written to"), "{said}");
}

#[test]
fn a_pipe_is_no_file_to_try() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let (output, took) = fuzz(folder.path(), &["--try", "pipe"], &["cat"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("it is no regular file"), "{said}");
    assert!(took < LONGEST);
}
