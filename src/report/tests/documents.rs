//! What programs read.

use serde_json::Value;

use super::{sample, snapshot, told};
use crate::report::json::Json;
use crate::report::junit::JUnit;
use crate::run::event::Event;

fn json(events: &[Event]) -> String {
    told(|out| Box::new(Json::to_writer(out)), events)
}

fn junit(events: &[Event]) -> String {
    told(|out| Box::new(JUnit::to_writer(out)), events)
}

#[test]
fn json_has_every_member() {
    let text = json(&sample::full());
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let long = text.lines().find(|line| line.len() > 9000).unwrap();
    assert!(
        long.trim_start().starts_with("\"curl\""),
        "the command is there as a whole"
    );
    let lines = text.lines().map(|line| line.get(..300).unwrap_or(line));
    let short = lines.collect::<Vec<_>>().join("\n");
    snapshot!(
        "json",
        short.replace(&version, "\"version\": \"[version]\"")
    );
}

#[test]
fn json_is_sorted_and_keeps_every_byte() {
    let value: Value = serde_json::from_str(&json(&sample::full())).unwrap();
    let clauses = value["clauses"].as_array().unwrap();
    let ids: Vec<_> = clauses.iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert!(ids.is_sorted());
    let hostile = clauses
        .iter()
        .find(|c| c["id"] == "jsa/getBackup/200/schema")
        .unwrap();
    let response = &hostile["finding"]["response"];
    assert_eq!(response["body"], Value::Null);
    assert!(
        response["body_base64"]
            .as_str()
            .unwrap()
            .starts_with("PHNjcmlwdD5")
    );
}

#[test]
fn json_tells_of_runs_that_stopped_and_runs_of_nothing() {
    snapshot!(
        "json_stopped",
        json(&sample::stopped()).replace(env!("CARGO_PKG_VERSION"), "[version]")
    );
    let value: Value = serde_json::from_str(&json(&sample::empty())).unwrap();
    assert_eq!(value["clauses"], Value::Array(vec![]));
}

#[test]
fn junit_is_well_formed_and_complete() {
    let text = junit(&sample::full());
    let document = roxmltree::Document::parse(&text).unwrap();
    let named = |tag: &'static str| document.descendants().filter(move |n| n.has_tag_name(tag));
    assert_eq!(named("testcase").count(), 10);
    assert_eq!(named("failure").count(), 5);
    assert_eq!(named("skipped").count(), 4);
    let root = document.root_element();
    assert_eq!(
        (root.attribute("tests"), root.attribute("failures")),
        (Some("10"), Some("5"))
    );
    let hostile = named("testcase")
        .find(|n| n.attribute("name") == Some("jsa/getBackup/200/schema"))
        .unwrap();
    assert_eq!(hostile.attribute("classname"), Some("jsa.getBackup"));
    let failure = hostile
        .children()
        .find(|n| n.has_tag_name("failure"))
        .unwrap();
    assert!(
        failure
            .text()
            .unwrap()
            .contains(r"<script>alert(1)</script>\0\u{1b}[2J\xff\r\n\u{202e}]]>")
    );
    assert!(
        failure
            .attribute("message")
            .unwrap()
            .contains(r"<script>alert(1)</script> & ]]> \u{9b}2J \0")
    );
    let lines = text.lines().filter(|line| !line.starts_with("&lt;a n="));
    snapshot!("junit", lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn junit_is_not_green_when_the_run_was_not_complete() {
    let texts = [sample::empty(), sample::stopped()].map(|events| junit(&events));
    snapshot!("junit_incomplete", texts.join("\n"));
}

#[test]
fn a_report_that_was_read_is_written_the_same_again() {
    for events in [sample::full(), sample::clean(), sample::stopped()] {
        let text = json(&events);
        let read = crate::report::json::read(&text).unwrap();
        assert_eq!(json(&read), text);
    }
}

#[test]
fn a_changed_answer_stands_beside_the_verdicts() {
    let mut events = sample::clean();
    let Some(Event::Finished(end)) = events.last_mut() else {
        panic!("a run ends")
    };
    end.changes.push(crate::run::event::Change {
        id: "jsa/createBackup/successes".into(),
        file: "answers/successes.snap".into(),
        lines: vec!["- 201".into(), "+ 202".into()],
    });
    let text = json(&events);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["summary"]["broken"], 0);
    assert_eq!(value["changes"][0]["lines"][1], "+ 202");
    assert_eq!(json(&crate::report::json::read(&text).unwrap()), text);
    let style = crate::report::terminal::Style {
        colour: false,
        width: 80,
    };
    let shown = told(
        |out| Box::new(crate::report::terminal::Terminal::new(out, style)),
        &events,
    );
    assert!(
        shown.contains("Changed answer: jsa/createBackup/successes"),
        "{shown}"
    );
    assert!(shown.contains("    - 201\n    + 202\n"), "{shown}");
}
