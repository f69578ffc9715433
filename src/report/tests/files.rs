//! Reports that go to files, one or many.

use std::fs;
use std::io;

use super::{Paper, sample};
use crate::report::json::Json;
use crate::report::{Report, Tee, open};
use crate::run::event::Event;

fn refusal(spec: &str) -> String {
    open(spec).err().expect("it is refused").to_string()
}

#[test]
fn a_file_is_there_when_the_run_is_over_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    let formats = [
        ("json", "{"),
        ("junit", "<?xml"),
        ("html", "<!doctype html>"),
        ("md", "# clausal"),
        ("sarif", "{"),
        ("har", "{\"log\""),
        ("hurl", "# Findings"),
        ("http", "# Findings"),
        ("github", "::warning file="),
    ];
    assert_eq!(formats.map(|(format, _)| format), crate::report::FORMATS);
    for (format, start) in formats {
        let path = dir.path().join(format);
        fs::write(&path, "of yesterday").unwrap();
        let mut report = open(&format!("{format}={}", path.display())).unwrap();
        let events = sample::full();
        let (end, rest) = events.split_last().unwrap();
        for event in rest {
            report.event(event).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "of yesterday");
        report.event(end).unwrap();
        assert!(fs::read_to_string(&path).unwrap().starts_with(start));
    }
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        formats.len(),
        "nothing else is left"
    );
}

#[test]
fn a_run_that_breaks_off_leaves_no_part_of_a_file_behind() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("run.har");
    fs::write(&path, "of yesterday").unwrap();
    let mut report = open(&format!("har={}", path.display())).unwrap();
    assert!(report.wants_exchanges());
    for event in &sample::exchanged()[..3] {
        report.event(event).unwrap();
    }
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        2,
        "it is written as the run goes on"
    );
    drop(report);
    assert_eq!(fs::read_to_string(&path).unwrap(), "of yesterday");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    let (file, link) = (dir.path().join("file"), dir.path().join("link"));
    fs::write(&file, "").unwrap();
    symlink(&file, &link).unwrap();
    assert!(
        Json::to_file(&link).is_err(),
        "nothing is written through it"
    );
    let mut report = Json::to_file("/dev/null".as_ref()).unwrap();
    sample::clean()
        .iter()
        .for_each(|event| report.event(event).unwrap());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "");
    assert!(
        fs::metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    );
}

#[test]
fn wrong_words_are_refused_with_a_hint() {
    assert_eq!(
        refusal("xml=out.xml"),
        "report format `xml` not found (known formats: json, junit, html, md, sarif, har, hurl, http, github)\n(hint: write `junit=out.xml`)"
    );
    assert_eq!(
        refusal("out.xml"),
        "`out.xml` is not of the form FORMAT=PATH\n(hint: write `junit=out.xml`)"
    );
    for (spec, hint) in [
        ("page.html", "write `html=page.html`"),
        ("HTML=a", "write `html=a`"),
        ("markdown=a", "write `md=a`"),
        ("sarif=", "name a file, as in `sarif=report.sarif`"),
    ] {
        assert!(
            refusal(spec).ends_with(&format!("(hint: {hint})")),
            "{spec}"
        );
    }
    assert_eq!(
        refusal("json"),
        "`json` is not of the form FORMAT=PATH\n(hint: write `json=PATH`)"
    );
    assert_eq!(
        refusal("junit="),
        "`junit=` is not of the form FORMAT=PATH\n(hint: name a file, as in `junit=report.xml`)"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("missing");
    let text = refusal(&format!("json={}", missing.join("a.json").display()));
    assert!(
        text.contains(&format!("there is no folder `{}`", missing.display())),
        "{text}"
    );
    let text = refusal(&format!("json={}", dir.path().display()));
    assert!(text.starts_with("failed to write report"), "{text}");
}

#[test]
fn one_report_that_fails_does_not_stop_the_others() {
    struct Full;
    impl Report for Full {
        fn event(&mut self, _: &Event) -> io::Result<()> {
            Err(io::Error::other("no space left"))
        }
    }
    let paper = Paper::default();
    let mut tee = Tee::new();
    tee.add("json=a.json", Box::new(Full));
    tee.add("json=b.json", Box::new(Json::to_writer(paper.out())));
    let results: Vec<_> = sample::clean()
        .iter()
        .map(|event| tee.event(event))
        .collect();
    let error = results[0].as_ref().unwrap_err().to_string();
    assert_eq!(error, "report `json=a.json`: no space left");
    assert!(results[1..].iter().all(Result::is_ok), "told once");
    assert!(paper.text().starts_with('{'));
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_reads_from_holds_no_run() {
    let dir = tempfile::tempdir().unwrap();
    let (path, other) = (dir.path().join("pipe"), dir.path().join("other"));
    let made = std::process::Command::new("mkfifo")
        .args([&path, &other])
        .status();
    assert!(made.unwrap().success());
    let began = std::time::Instant::now();
    let mut report = open(&format!("json={}", path.display())).unwrap();
    let told = sample::full()
        .iter()
        .find_map(|event| report.event(event).err());
    let told = told.expect("it is told").to_string();
    assert!(told.contains("nobody reads from it"), "{told}");
    assert!(began.elapsed() < std::time::Duration::from_secs(5));
    // With a reader it is written to as ever.
    let reader = std::thread::spawn({
        let other = other.clone();
        move || fs::read_to_string(other).unwrap()
    });
    let mut report = open(&format!("json={}", other.display())).unwrap();
    for event in &sample::full() {
        report.event(event).unwrap();
    }
    assert!(reader.join().unwrap().starts_with('{'));
}
