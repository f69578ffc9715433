//! Reports beside JSON and JUnit, of a made-up run.

use serde_json::Value;

use super::{sample, snapshot, told};
use crate::report::github::{Annotations, Fenced};
use crate::report::har::Har;
use crate::report::{Format, Whole};
use crate::run::event::Event;

fn whole(format: Format, events: &[Event]) -> String {
    told(|out| Box::new(Whole::to_writer(format, out)), events)
}

fn har(events: &[Event]) -> Value {
    let text = told(|out| Box::new(Har::to_writer(out)), events);
    serde_json::from_str(&text).unwrap()
}

fn annotations(events: &[Event]) -> String {
    told(|out| Box::new(Annotations::to_writer(out)), events)
}

/// Lines cut where the sample's long command would drown the rest.
fn cut(text: &str) -> String {
    let version = format!(" {}, seed", env!("CARGO_PKG_VERSION"));
    let lines = text.lines().map(|line| match line.char_indices().nth(300) {
        Some((at, _)) => &line[..at],
        None => line,
    });
    let lines = lines.filter(|line| !line.starts_with("&lt;a n=") && !line.starts_with("<a n="));
    let text = lines.collect::<Vec<_>>().join("\n");
    text.replace(&version, " [version], seed").replace(
        &format!("\"{}\"", env!("CARGO_PKG_VERSION")),
        "\"[version]\"",
    )
}

#[test]
fn html_shows_the_whole_run() {
    let text = whole(Format::Html, &sample::full());
    let body = &text[text.find("<body>").unwrap()..text.find("<script>").unwrap()];
    snapshot!("html", cut(body));
}

#[test]
fn html_tells_of_other_endings() {
    for (events, words) in [
        (sample::clean(), "The one clause held"),
        (sample::empty(), "Nothing was tested"),
        (sample::stopped(), "Stopped early: target lost"),
    ] {
        let text = whole(Format::Html, &events);
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn markdown_shows_the_whole_run() {
    snapshot!("markdown", cut(&whole(Format::Markdown, &sample::full())));
    let text = whole(Format::Markdown, &sample::stopped());
    assert!(text.contains("> [!WARNING]"), "{text}");
}

#[test]
fn annotations_stand_at_the_line_of_the_contract() {
    snapshot!("github", annotations(&sample::full()));
    assert_eq!(annotations(&sample::clean()), "");
    assert_eq!(
        annotations(&sample::empty()),
        "::error title=clausal::Nothing was tested.\n"
    );
}

#[test]
fn hurl_and_http_hold_each_finding() {
    snapshot!("hurl", cut(&whole(Format::Hurl, &sample::full())));
    snapshot!("http", cut(&whole(Format::Http, &sample::full())));
}

#[test]
fn sarif_is_as_its_schema_says() {
    let text = whole(Format::Sarif, &sample::full());
    snapshot!("sarif", cut(&text));
    // As published, a pattern of it has a bracket too many.
    let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    for events in [
        sample::full(),
        sample::clean(),
        sample::empty(),
        sample::stopped(),
    ] {
        let log: Value = serde_json::from_str(&whole(Format::Sarif, &events)).unwrap();
        valid(&schema, &log);
    }
    let mut log: Value = serde_json::from_str(&text).unwrap();
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    let refused = jsonschema::draft7::new(&schema).unwrap();
    assert!(!refused.is_valid(&log), "the schema says something");
}

#[test]
fn sarif_knows_a_finding_again() {
    let prints = |events: &[Event]| {
        let log: Value = serde_json::from_str(&whole(Format::Sarif, events)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let prints = results
            .iter()
            .map(|r| r["partialFingerprints"]["clause/v1"].clone());
        prints.collect::<Vec<_>>()
    };
    let first = prints(&sample::full());
    assert_eq!(first, prints(&sample::full()));
    assert_eq!(first.len(), 5, "each clause has a result of its own");
    let log: Value = serde_json::from_str(&whole(Format::Sarif, &sample::full())).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let causes: std::collections::BTreeSet<&str> = results
        .iter()
        .filter_map(|r| r["properties"]["cause"].as_str())
        .collect();
    assert_eq!(causes.len(), 3, "and bears the id of its cause");
}

#[test]
fn har_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("schemas/har-1.2.json")).unwrap();
    let log = har(&sample::exchanged());
    valid(&schema, &log);
    for events in [sample::full(), sample::empty(), sample::stopped()] {
        valid(&schema, &har(&events));
    }
    let entries = log["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4);
    assert_eq!(entries[0]["startedDateTime"], "2026-01-01T00:00:00.250000Z");
    assert_eq!(entries[0]["time"], 3.25);
    assert_eq!(
        entries[0]["request"]["url"],
        "http://127.0.0.1:9000/api/backups?a=b%20c&d"
    );
    assert_eq!(entries[0]["request"]["queryString"][0]["value"], "b c");
    let token = &entries[0]["request"]["headers"][1];
    assert_eq!(
        (token["name"].as_str(), token["value"].as_str()),
        (Some("SEC"), Some("***"))
    );
    assert_eq!(entries[1]["response"]["content"]["encoding"], "base64");
    assert_eq!(entries[2]["response"]["status"], 0);
    let large = entries[3]["response"]["content"].as_object().unwrap();
    assert_eq!(large["size"], 5 << 20);
    assert_eq!(large["text"].as_str().unwrap().len(), 256 << 10);
    assert!(
        large["comment"]
            .as_str()
            .unwrap()
            .contains("of 5242880 bytes")
    );
    assert_eq!(log["log"]["_findings"].as_array().unwrap().len(), 0);
    assert_eq!(
        har(&sample::full())["log"]["_findings"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

fn valid(schema: &Value, document: &Value) {
    let schema = jsonschema::draft7::new(schema).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// What a target may say, in every place where a report repeats it.
const HOSTILE: &str = "</script><img src=x onerror=alert(1)>]]>--> \u{1b}[31m\u{1b}]0;x\u{7}\0\u{202e}\u{2066}\r\n::error::pwned\n##[error]x\n``````````\n</details># h %} {{x}} `'\"&\\";

#[test]
fn nothing_hostile_gets_through() {
    let events = sample::hostile_everywhere(HOSTILE);
    let invisible = |c: char| {
        c != '\n'
            && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    let page = whole(Format::Html, &events);
    let body = &page[page.find("<body>").unwrap()..];
    let script = body.matches("</script>").count();
    assert_eq!((script, body.matches("<img").count()), (1, 0));
    let markdown = whole(Format::Markdown, &events);
    // Outside fences no line of the target may begin one, and no element of its own may open.
    let (mut fence, mut longest): (Option<&str>, usize) = (None, 0);
    for line in markdown.lines() {
        let ticks = &line[..line.bytes().take_while(|b| *b == b'`').count()];
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if line.ends_with("text") && ticks.len() >= 3 => {
                longest = longest.max(ticks.len());
                fence = Some(ticks);
            }
            None => {
                let tags = ["<details>", "</details>", "<summary>", "<code>"];
                let known = tags.iter().any(|t| line.starts_with(t));
                assert!(
                    known || !line.contains("<img") || line.contains('`'),
                    "{line}"
                );
            }
        }
    }
    assert_eq!(fence, None, "every fence is ended");
    assert!(longest > 10, "it is longer than any run inside");
    let github = annotations(&events);
    for line in github.lines() {
        let own = ["::error file=", "::warning file=", "::error title="];
        assert!(own.iter().any(|o| line.starts_with(o)), "{line}");
    }
    let terminal = told(
        |out| {
            let style = crate::report::terminal::Style {
                colour: false,
                width: 100,
            };
            Box::new(crate::report::terminal::Terminal::new(out, style))
        },
        &events,
    );
    let junit = told(
        |out| Box::new(crate::report::junit::JUnit::to_writer(out)),
        &events,
    );
    roxmltree::Document::parse(&junit).unwrap();
    let (hurl, http) = (whole(Format::Hurl, &events), whole(Format::Http, &events));
    for text in [&hurl, &http] {
        let starts = |line: &&str| {
            line.starts_with("::") || line.starts_with("##[") || line.starts_with("HTTP 200")
        };
        assert_eq!(text.lines().find(starts), None);
    }
    assert!(!http.contains("%}\n{{") && http.matches("%}").count() <= http.matches("> {%").count());
    for (name, text) in [
        ("html", &page),
        ("md", &markdown),
        ("github", &github),
        ("terminal", &terminal),
        ("junit", &junit),
        ("hurl", &hurl),
        ("http", &http),
    ] {
        assert_eq!(text.find(invisible), None, "{name}");
    }
}

#[test]
fn large_bodies_are_cut_with_a_note() {
    let events = sample::large();
    for format in [Format::Html, Format::Markdown] {
        let text = whole(format, &events);
        assert!(text.len() < 400_000, "{format:?}: {} bytes", text.len());
        assert!(text.contains("of 5242880 bytes"), "{format:?}");
    }
    for text in [
        whole(Format::Http, &events),
        annotations(&events),
        whole(Format::Sarif, &events),
    ] {
        assert!(text.len() < 60_000, "{} bytes", text.len());
    }
}

#[test]
fn two_thousand_clauses_make_a_page_of_bearable_size() {
    let began = std::time::Instant::now();
    let text = whole(Format::Html, &sample::many(2000));
    assert!(text.len() < 3 << 20, "{} bytes", text.len());
    assert_eq!(text.matches("<tr data-verdict").count(), 2000);
    assert!(began.elapsed().as_secs() < 20);
}

#[test]
fn the_runner_obeys_nothing_inside_the_fence() {
    let events = sample::hostile_everywhere("x\n::error::pwned");
    let paper = super::Paper::default();
    let style = crate::report::terminal::Style {
        colour: false,
        width: 60,
    };
    let terminal = crate::report::terminal::Terminal::new(paper.out(), style);
    let mut report = Fenced::new(paper.out(), "w0rd".into(), Box::new(terminal));
    for event in &events {
        crate::report::Report::event(&mut report, event).unwrap();
    }
    let text = paper.text();
    assert!(text.starts_with("::stop-commands::w0rd\n"), "{text}");
    assert!(text.ends_with("::w0rd::\n"), "{text}");
    assert_eq!(text.matches("w0rd").count(), 2);
}
