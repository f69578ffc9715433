//! Fifty thousand findings: what they take, and what is made of them.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use clausal::exchange::{Request, Response};
use clausal::report::terminal::{Style, Terminal};
use clausal::report::{FORMATS, Report, Tee, open};
use clausal::run::event::{
    Event, Finding, Finished, Judged, Kind, Level, Outcome, Place, Started, Verdict, Wanted,
};

const MANY: usize = 50_000;
/// Bytes that a process may take for them, whatever it has before: the findings are 150 MB.
const MEMORY: u64 = 100 << 20;
/// Bytes of a page that a browser shows at once.
const PAGE: u64 = 16 << 20;

/// A broken clause of one of so many operations.
fn judged(number: usize, operations: usize) -> Judged {
    let operation = format!("operation{}", number % operations);
    let place = format!("/body/member{}", number / operations);
    let id = format!(
        "pets/{operation}/refuses/member{}.maxLength",
        number / operations
    );
    let body = format!(
        "{{\"member{}\": \"{}\"}}",
        number / operations,
        "x".repeat(129)
    );
    let request = Request {
        method: "POST".into(),
        target: format!("/v1/{operation}"),
        headers: vec![
            ("Content-Type".into(), "application/json".into()),
            ("Accept".into(), "application/json".into()),
        ],
        body: Some(body.into()),
        ..Request::default()
    };
    let secret = [("Authorization".to_owned(), "TOKEN".to_owned())];
    let base = "http://127.0.0.1:9000";
    Judged {
        id,
        contract: "pets".into(),
        operation,
        level: Level::Documented,
        duty: format!(
            "member{} beyond its maxLength is refused",
            number / operations
        ),
        source: "Pets, components".into(),
        location: format!("pets.json:{number}:17"),
        verdict: Verdict::Broken,
        reason: None,
        cases: 6,
        requests: 6,
        took: Duration::from_millis(7),
        finding: Some(Box::new(Finding {
            cause: "status 500: Internal Server Error".into(),
            kind: Kind::Fault,
            place: Place::At(place),
            rule: "maxLength".into(),
            case: "129 characters".into(),
            expected: "a refusal (400, 405, 406, 411, 413, 414, 415, 431)".into(),
            wanted: Wanted::Outcomes(vec![Outcome {
                statuses: vec![(400, 499)],
                code: None,
            }]),
            got: "status 500, which the contract does not document".into(),
            base: base.into(),
            secret_headers: secret.to_vec(),
            curl: clausal::curl::command(&request, base, &secret),
            request,
            answer: Ok(Response {
                status: 500,
                headers: vec![("content-type".into(), "application/json".into())],
                body: format!("{{\"error\": \"Internal Server Error\", \"trace\": {number}}}")
                    .into(),
                cut: 0,
            }),
            sent: Duration::ZERO,
            took: Duration::from_millis(1),
            before: Vec::new(),
            seen: 2,
        })),
        allowed: None,
        chosen: false,
    }
}

fn finished() -> Finished {
    Finished {
        missing: Vec::new(),
        target: "http://127.0.0.1:9000".into(),
        seed: 7,
        took: Duration::from_secs(60),
        requests: 300_000,
        held: 0,
        broken: MANY,
        inconclusive: 0,
        skipped: 0,
        readings: Vec::new(),
        stopped: None,
        operations: 1,
        headline: None,
        untested: Vec::new(),
        allows_untested: false,
        open: 0,
        allowed: 0,
        stale: Vec::new(),
        left_behind: Vec::new(),
        notes: Vec::new(),
        changes: Vec::new(),
    }
}

/// Tells such a run to the reports, as a process of its own: what it took at its most is for it alone.
#[test]
fn child() {
    let Ok(asked) = std::env::var("CLAUSAL_MANY") else {
        return;
    };
    let (operations, folder) = asked.split_once(' ').unwrap();
    let operations: usize = operations.parse().unwrap();
    let before = peak();
    let mut tee = Tee::new();
    let text = std::fs::File::create(format!("{folder}/run.txt")).unwrap();
    let style = Style {
        colour: false,
        width: 100,
    };
    tee.add("terminal", Box::new(Terminal::new(Box::new(text), style)));
    for format in std::env::var("CLAUSAL_FORMATS").unwrap().split(' ') {
        let spec = format!("{format}={folder}/run.{format}");
        tee.add(format, open(&spec).unwrap());
    }
    tee.event(&Event::Started(Started {
        target: "http://127.0.0.1:9000".into(),
        contracts: vec!["pets".into()],
        clauses: MANY,
        seed: 7,
        identity: None,
        began: UNIX_EPOCH,
        facts: Arc::new([]),
    }))
    .unwrap();
    for number in 0..MANY {
        let judged = Arc::new(judged(number, operations));
        tee.event(&Event::Judged(judged)).unwrap();
    }
    tee.event(&Event::Finished(Box::new(finished()))).unwrap();
    std::fs::write(format!("{folder}/memory"), (peak() - before).to_string()).unwrap();
}

/// The most that this process took so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let most = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let most = most.and_then(|l| l.split_whitespace().next()).unwrap();
    most.parse().unwrap()
}

/// The most that such a process took for it, in bytes.
fn tell(operations: usize, formats: &str, folder: &std::path::Path) -> u64 {
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "causes::many::child", "--test-threads=1"])
        .env("CLAUSAL_MANY", format!("{operations} {}", folder.display()))
        .env("CLAUSAL_FORMATS", formats)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stdout)
    );
    let told = std::fs::read_to_string(folder.join("memory")).unwrap();
    told.parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[test]
fn fifty_thousand_findings_take_little() {
    let all = FORMATS.join(" ");
    for (operations, formats) in [(500, all.as_str()), (25_000, "html json")] {
        let folder = tempfile::tempdir().unwrap();
        let memory = tell(operations, formats, folder.path());
        assert!(memory < MEMORY, "{operations} operations: {memory} bytes");
        let size = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size("run.html") < PAGE, "{} bytes", size("run.html"));
        let text = std::fs::read_to_string(folder.path().join("run.txt")).unwrap();
        assert!(text.lines().count() < 200, "{text}");
    }
}
