//! Every form of report: whole, escaped, and without the token.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::server::{Say, answer, begin};
use super::{found, fuzz, report};
use crate::support::text;

/// Answers 500 to bodies with a name, and says again what it got.
fn echo() -> String {
    begin(|request| {
        let token = request.split("SEC: ").nth(1);
        let token = token.map_or("none", |rest| rest.split("\r\n").next().unwrap_or_default());
        let words = format!(
            "<script>alert('x')</script> ]]> \u{1b}[31m odd {}",
            format!("{token} ").repeat(60)
        );
        match request.contains("\"name\"") {
            true => Say::Keep(answer(500, &format!("X-Token: {token}\r\n"), &words)),
            false => Say::Keep(answer(400, "", "")),
        }
    })
}

fn files(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, into),
            false => into.push((path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
}

#[test]
fn every_report_is_written_whole_escaped_and_without_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let formats = ["html", "junit", "text"].map(|f| format!("{f}=report.{f}"));
    let mut options = vec!["--requests", "600", "--corpus", "corpus", "--jobs", "2"];
    for format in &formats {
        options.extend(["--report", format]);
    }
    // What a user recorded may hold the token.
    fs::create_dir(folder.path().join("corpus")).unwrap();
    let recorded = "GET /a HTTP/1.1\r\nHost: a\r\nSEC: reference-token\r\nA: \"name\"\r\n\r\n";
    fs::write(folder.path().join("corpus/recorded.http"), recorded).unwrap();
    let told = report(folder.path(), &echo(), 1, &options);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();

    let faults = found(&told);
    let html = read("report.html");
    assert_eq!(html.matches("<details").count(), faults.len());
    for wanted in [
        "prefers-color-scheme: dark",
        "default-src 'none'",
        "<b>POST createBackup</b>",
        "<dt>Expected</dt><dd>an answer below 500",
        "<dt>Again</dt><dd><code>clausal fuzz http --target ",
        "<p>Answer</p>\n<pre>HTTP/1.1 500 A\nX-Token: ***\n",
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; ]]&gt; \\u{1b}[31m odd ***",
        "SEC: ${jsa:SEC}\n",
    ] {
        assert!(html.contains(wanted), "{wanted} is not in {html}");
    }
    for from_elsewhere in [
        "<script", "<link", "<img", "<iframe", "@import", "url(", "src=", "href=",
    ] {
        assert!(!html.contains(from_elsewhere), "{from_elsewhere}");
    }

    let junit = read("report.junit");
    let suites = clausal::xml::read(junit.as_bytes(), &clausal::xml::Limits::default()).unwrap();
    assert_eq!(suites.name, "testsuites");
    for wanted in [
        "name=\"clausal fuzz http\"",
        "<testcase name=\"POST createBackup\" classname=\"requests\">",
        "type=\"fault\"",
        "&lt;script&gt;",
    ] {
        assert!(junit.contains(wanted), "{wanted} is not in {junit}");
    }
    assert!(!junit.contains("\u{1b}") && !html.contains("\u{1b}"));

    let shown = read("report.text");
    assert!(
        shown.contains("Fault of the server: POST createBackup"),
        "{shown}"
    );
    let places = told["places"].as_array().unwrap();
    let own = places.iter().find(|p| p["place"] == "POST createBackup");
    assert!(own.unwrap()["findings"].as_u64().unwrap() > 0, "{told}");
    let fault = &faults[0];
    assert!(
        fault["answer"]
            .as_str()
            .unwrap()
            .starts_with("HTTP/1.1 500 A\r\n"),
        "{fault}"
    );

    let mut all = Vec::new();
    files(folder.path(), &mut all);
    assert!(all.len() > 8, "{all:?}");
    for (name, bytes) in all {
        let is_given = name.ends_with("recorded.http");
        // Half of it would stand where an answer is cut.
        assert_eq!(text(&bytes).contains("reference-t"), is_given, "{name}");
    }
}

#[test]
fn the_recorded_token_is_sent_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let recorded = "GET /a HTTP/1.1\r\nHost: a\r\nSEC: reference-token\r\nA: \"name\"\r\n\r\n";
    fs::write(folder.path().join("recorded.http"), recorded).unwrap();
    let url = begin(|request| match request.contains("SEC: reference-token") {
        true => Say::Keep(answer(500, "", "")),
        false => Say::Keep(answer(400, "", "")),
    });
    let told = report(folder.path(), &url, 1, &["--try", "recorded.http"]);
    let request = found(&told)[0]["request"].as_str().unwrap();
    // It is what matters: all else was left out.
    assert_eq!(
        request,
        "GET /a HTTP/1.1\r\nHost: a\r\nSEC: ${jsa:SEC}\r\n\r\n"
    );
}

#[test]
fn reports_of_runs_without_findings_are_green() {
    let folder = tempfile::tempdir().unwrap();
    let url = begin(|_| Say::Keep(answer(400, "", "")));
    let options = ["--report", "junit=a.xml", "--report", "html=a.html"];
    report(folder.path(), &url, 0, &options);
    let junit = fs::read_to_string(folder.path().join("a.xml")).unwrap();
    assert!(junit.contains("failures=\"0\" errors=\"0\""), "{junit}");
    assert!(junit.contains("<testcase name=\"HTTP\""), "{junit}");
    let html = fs::read_to_string(folder.path().join("a.html")).unwrap();
    assert!(html.contains("<p class=\"good\">0 findings; "), "{html}");
}

#[test]
fn reports_that_cannot_be_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (files, words) in [
        (
            &["json=a.out", "html=./a.out"][..],
            "two reports would be written to",
        ),
        (&["pdf=x"], "known formats: json, junit, html, text"),
        (&["html="], "known formats: json, junit, html, text"),
        (&["html=no-such-folder/a"], "failed to write"),
    ] {
        let options = files.iter().flat_map(|file| ["--report", file]);
        let options: Vec<_> = options.collect();
        let output = fuzz(folder.path(), "http://127.0.0.1:1", &options);
        assert_eq!(output.status.code(), Some(2), "{files:?}");
        let said = text(&output.stderr);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_pipe_is_no_file_to_try() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let output = fuzz(folder.path(), "http://127.0.0.1:1", &["--try", "pipe"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("it is no regular file"));
}
