//! A made-up run.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;

use crate::exchange::{Exchange, Failure, Request, Response};
use crate::run::event::*;

/// A run that shows everything a report can show.
pub(super) fn full() -> Vec<Event> {
    let blank = "a blank `name` is accepted";
    let judged = vec![
        clause("jsa/createBackup/401/no-token", Verdict::Held),
        Judged {
            level: Level::Implied,
            ..broken("jsa/createBackup/accepted/name.blank.random", blank)
        },
        broken("jsa/createBackup/422-1002/name.minLength", blank),
        broken("jsa/createBackup/422-1002/name.blank", blank),
        hostile(),
        silent(),
        unsaid(
            "jsa/createBackup/409-1015",
            Verdict::Inconclusive,
            "the target answered 503 to each of 5 attempts, from baseline, with pauses of up to 2 s in between",
        ),
        unsaid(
            "jsa/createBackup/422-1010/host_id",
            Verdict::Skipped,
            "the profile has no fixture `inactive_host`",
        ),
        unsaid(
            "jsa/createBackup/422-1011/host_id",
            Verdict::Skipped,
            "the profile has no fixture `no_ariel_host`",
        ),
        unsaid(
            "jsa/createBackup/422-1010/host_id.again",
            Verdict::Skipped,
            "the profile has no fixture `inactive_host`",
        ),
    ];
    let mut events = vec![started(405)];
    events.push(Event::Progress(Progress {
        judged: 1,
        broken: 0,
        requests: 12,
        ..Progress::default()
    }));
    events.extend(judged.into_iter().map(|j| Event::Judged(Arc::new(j))));
    events.push(Event::Finished(Box::new(Finished {
        held: 396,
        broken: 5,
        inconclusive: 1,
        skipped: 3,
        readings: vec![
            reading("CT-04", "how a status is written", &["name", "number"]),
            reading("JSA-05", "what alphanumerics are", &["ASCII only"]),
            reading("JSA-11", "whether a space at the end of a name counts towards its length, which no page says", &[]),
        ],
        notes: vec!["the profile has no states hook: states are brought about through the API where it can".into()],
        ..finished()
    })));
    events
}

/// A run in which all is well.
pub(super) fn clean() -> Vec<Event> {
    let held = clause("jsa/createBackup/401/no-token", Verdict::Held);
    let end = Finished {
        held: 1,
        requests: 1,
        ..finished()
    };
    vec![
        started(1),
        Event::Judged(Arc::new(held)),
        Event::Finished(Box::new(end)),
    ]
}

/// A run without clauses.
pub(super) fn empty() -> Vec<Event> {
    let end = Finished {
        requests: 0,
        took: Duration::ZERO,
        ..finished()
    };
    vec![started(0), Event::Finished(Box::new(end))]
}

/// A run whose target went away.
pub(super) fn stopped() -> Vec<Event> {
    let held = clause("jsa/createBackup/401/no-token", Verdict::Held);
    let end = Finished {
        held: 1,
        requests: 3,
        stopped: Some("target lost: no connection: Connection refused (os error 111)".into()),
        ..finished()
    };
    vec![
        started(405),
        Event::Judged(Arc::new(held)),
        Event::Finished(Box::new(end)),
    ]
}

fn started(clauses: usize) -> Event {
    Event::Started(Started {
        target: "http://127.0.0.1:9000".into(),
        contracts: vec!["jsa".into(), "commvault".into()],
        clauses,
        seed: 7,
        identity: None,
        began: UNIX_EPOCH + Duration::from_secs(1_767_225_600),
        facts: facts().into(),
    })
}

fn finished() -> Finished {
    Finished {
        missing: Vec::new(),
        target: "http://127.0.0.1:9000".into(),
        seed: 7,
        took: Duration::from_millis(812),
        requests: 5120,
        held: 0,
        broken: 0,
        inconclusive: 0,
        skipped: 0,
        readings: Vec::new(),
        stopped: None,
        operations: 8,
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

fn clause(id: &str, verdict: Verdict) -> Judged {
    Judged {
        id: id.into(),
        contract: id.split('/').next().unwrap_or_default().into(),
        operation: id.split('/').nth(1).unwrap_or_default().into(),
        level: Level::Documented,
        duty:
            "A request whose `name` is missing or blank is refused with status 422 and code 1002."
                .into(),
        source: "JSA API guide, Create a backup, Response 422".into(),
        location: "contracts/jsa/openapi.yaml:212:17".into(),
        verdict,
        reason: None,
        cases: 32,
        requests: 34,
        took: Duration::from_millis(21),
        finding: None,
        allowed: None,
        chosen: false,
    }
}

fn unsaid(id: &str, verdict: Verdict, reason: &str) -> Judged {
    Judged {
        cases: 0,
        requests: 0,
        took: Duration::ZERO,
        reason: Some(reason.into()),
        ..clause(id, verdict)
    }
}

pub(in crate::report) fn broken(id: &str, cause: &str) -> Judged {
    let body = r#"{"name": "   ", "host_id": 101}"#;
    let finding = Finding {
        cause: cause.into(),
        kind: Kind::Accepted,
        place: Place::At("/body/name".into()),
        rule: "blank".into(),
        case: "`name` is three spaces".into(),
        expected: "status 422 with code 1002, or status 400".into(),
        got: "status 201, and a backup of that name".into(),
        wanted: Wanted::Outcomes(vec![
            Outcome {
                statuses: vec![(422, 422)],
                code: Some(crate::run::event::Code::Number(1002)),
            },
            Outcome {
                statuses: vec![(400, 400)],
                code: None,
            },
        ]),
        base: "http://127.0.0.1:9000".into(),
        secret_headers: vec![("SEC".into(), "JSA_TOKEN".into())],
        sent: Duration::from_millis(250),
        took: Duration::from_micros(3250),
        request: Request {
            method: "POST".into(),
            target: "/api/backup_and_restore/backups".into(),
            headers: vec![("Content-Type".into(), "application/json".into())],
            body: Some(Bytes::from_static(body.as_bytes())),
            base: None,
            anonymous: false,
        },
        answer: Ok(Response {
            status: 201,
            headers: vec![("content-type".into(), "application/json".into())],
            body: Bytes::from_static(br#"{"id": 17, "name": "   ", "status": "QUEUED", "host_id": 101, "time_initiated": 1700000000000}"#),
            cut: 0,
        }),
        before: vec![],
        curl: String::new(),
        seen: 3,
    };
    let secret = [("SEC".to_owned(), "JSA_TOKEN".to_owned())];
    let curl = crate::curl::command(&finding.request, "http://127.0.0.1:9000", &secret);
    Judged {
        finding: Some(Box::new(Finding { curl, ..finding })),
        ..clause(id, Verdict::Broken)
    }
}

/// An answer that would like to take over the reader.
fn hostile() -> Judged {
    let mut judged = broken(
        "jsa/getBackup/200/schema",
        "the answer is not \u{1b}[31mJSON\u{1b}[0m but \u{202e}evil\u{202c}",
    );
    if let Some(finding) = &mut judged.finding {
        finding.kind = Kind::Shape;
        finding.rule = String::new();
        finding.got = "<script>alert(1)</script> & ]]> \u{9b}2J \u{0}".into();
        finding.before = vec![
            "state `a backup named exists` with name \"n\u{7}\"".into(),
            "POST /api/backup_and_restore/backups: 201".into(),
        ];
        finding.answer = Ok(Response {
            status: 200,
            headers: vec![("content-type".into(), "text/html\u{1b}]0;owned\u{7}".into())],
            body: [
                b"<script>alert(1)</script>\0\x1b[2J\xff\r\n\xe2\x80\xae]]>",
                vec![b'x'; 900].as_slice(),
            ]
            .concat()
            .into(),
            cut: 0,
        });
    }
    judged
}

/// No answer at all, after a long body and a long story.
fn silent() -> Judged {
    let mut judged = broken(
        "commvault/createTask/answers/body.long",
        "no answer to a long body",
    );
    judged.level = Level::Implied;
    judged.cases = 1;
    if let Some(finding) = &mut judged.finding {
        finding.kind = Kind::Fault;
        finding.answer = Err(Failure::Timeout(Duration::from_secs(3)));
        finding.got = "no complete answer within 3000 ms".into();
        finding.seen = 1;
        finding.wanted = Wanted::InWords;
        finding.before = (1..=13)
            .map(|n| format!("POST /webconsole/api/CreateTask: 200 (number {n})"))
            .collect();
        let body: String = (0..900).map(|n| format!("<a n=\"{n}\"/>\n")).collect();
        finding.request.body = Some(body.into());
        finding.curl = crate::curl::command(&finding.request, "http://127.0.0.1:9000", &[]);
    }
    judged
}

/// Facts of two operations: checked, broken, not tried, and not to be seen from outside.
fn facts() -> Vec<Fact> {
    let fact = |id: &str, kind: &str, clauses: &[&str], reason: &str| Fact {
        id: id.into(),
        contract: "jsa".into(),
        operation: id.split('.').next().unwrap_or_default().into(),
        kind: kind.into(),
        words: "a blank name is refused".into(),
        clauses: clauses.iter().map(|c| (*c).into()).collect(),
        reason: reason.into(),
    };
    vec![
        fact(
            "createBackup.token",
            "header",
            &["jsa/createBackup/401/no-token"],
            "",
        ),
        fact(
            "createBackup.name",
            "range",
            &[
                "jsa/createBackup/401/no-token",
                "jsa/createBackup/422-1002/name.blank",
            ],
            "",
        ),
        fact(
            "createBackup.busy",
            "error-code",
            &["jsa/createBackup/409-1015"],
            "",
        ),
        fact(
            "getBackup.disk",
            "property",
            &[],
            "what is on disk cannot be seen <from outside>",
        ),
    ]
}

fn reading(id: &str, about: &str, taken: &[&str]) -> ReadingTaken {
    ReadingTaken {
        id: id.into(),
        about: about.into(),
        taken: taken.iter().map(|t| (*t).into()).collect(),
    }
}

/// A run with a finding in which every text that comes from a target is this one.
pub(super) fn hostile_everywhere(text: &str) -> Vec<Event> {
    let mut judged = broken("jsa/createBackup/422-1002/name.blank", text);
    judged.duty = text.into();
    judged.source = text.into();
    if let Some(finding) = &mut judged.finding {
        for place in [&mut finding.case, &mut finding.expected, &mut finding.got] {
            *place = text.into();
        }
        finding.before = vec![text.into()];
        finding.request.body = Some(text.to_owned().into());
        finding.request.headers.push(("X-Odd".into(), text.into()));
        finding.answer = Ok(Response {
            cut: 0,
            status: 200,
            headers: vec![("x-odd".into(), text.into()), (text.into(), "v".into())],
            body: text.to_owned().into(),
        });
        let plain = Request {
            headers: vec![],
            ..finding.request.clone()
        };
        finding.curl = crate::curl::command(&plain, "http://127.0.0.1:9000", &[]);
    }
    // A finding whose request can be written as it is, with the same words around it.
    let mut sendable = broken("jsa/createBackup/422-1003/name.blank", "another");
    if let Some(finding) = &mut sendable.finding {
        finding.expected = text.into();
        finding.got = text.into();
    }
    let end = Finished {
        broken: 2,
        inconclusive: 1,
        readings: vec![reading(text, text, &[text])],
        notes: vec![text.into()],
        stopped: Some(text.into()),
        ..finished()
    };
    vec![
        started(3),
        Event::Judged(Arc::new(judged)),
        Event::Judged(Arc::new(sendable)),
        Event::Judged(Arc::new(unsaid(
            "jsa/createBackup/409-1015",
            Verdict::Inconclusive,
            text,
        ))),
        Event::Finished(Box::new(end)),
    ]
}

/// A run with bodies of 5 MiB both ways.
pub(super) fn large() -> Vec<Event> {
    let mut judged = broken("jsa/createBackup/422-1002/name.blank", "large");
    if let Some(finding) = &mut judged.finding {
        finding.request.body = Some(vec![b'"'; 5 << 20].into());
        finding.answer = Ok(Response {
            cut: 0,
            status: 201,
            headers: vec![],
            body: vec![b'<'; 5 << 20].into(),
        });
        finding.curl = "x".repeat(5 << 20);
    }
    let end = Finished {
        broken: 1,
        ..finished()
    };
    vec![
        started(1),
        Event::Judged(Arc::new(judged)),
        Event::Finished(Box::new(end)),
    ]
}

/// A run of so many clauses, a few of them broken.
pub(super) fn many(count: usize) -> Vec<Event> {
    let mut events = vec![started(count)];
    for number in 0..count {
        let id = format!("jsa/operation{}/accepts/place.number-{number}", number % 7);
        let judged = match number % 500 {
            0 => broken(&id, &format!("cause {number}")),
            1 => unsaid(
                &id,
                Verdict::Skipped,
                "the profile has no fixture `inactive_host`",
            ),
            _ => clause(&id, Verdict::Held),
        };
        events.push(Event::Judged(Arc::new(judged)));
    }
    events.push(Event::Finished(Box::new(Finished {
        held: count - count / 250,
        broken: count / 500,
        skipped: count / 500,
        ..finished()
    })));
    events
}

/// A run whose exchanges are told: text, bytes, no answer, and a large one.
pub(super) fn exchanged() -> Vec<Event> {
    let answer = |body: Bytes| {
        Ok(Response {
            cut: 0,
            status: 200,
            headers: vec![("content-type".into(), "application/json".into())],
            body,
        })
    };
    let exchanged = |answer: Result<Response, Failure>| {
        Event::Exchanged(Box::new(Exchanged {
            contract: "jsa".into(),
            base: "http://127.0.0.1:9000/api".into(),
            secret_headers: vec!["SEC".into()],
            exchange: Exchange {
                request: Request {
                    method: "POST".into(),
                    target: "/backups?a=b%20c&d".into(),
                    headers: vec![("Content-Type".into(), "application/json".into())],
                    body: Some(Bytes::from_static(b"\xff\0{}")),
                    base: None,
                    anonymous: false,
                },
                answer,
                sent: Duration::from_millis(250),
                took: Duration::from_micros(3250),
            },
        }))
    };
    vec![
        started(0),
        exchanged(answer("{\"a\": \"\u{1b}</script>\"}".into())),
        exchanged(answer(Bytes::from_static(b"\xff\xfe"))),
        exchanged(Err(Failure::Timeout(Duration::from_secs(3)))),
        exchanged(answer(vec![b'x'; 5 << 20].into())),
        Event::Finished(Box::new(finished())),
    ]
}
