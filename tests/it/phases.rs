//! Things that run for a while: what is read of them meanwhile and once they are finished, and of several
//! of them, for a contract of one's own.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clausal::contract::open;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Map, Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::support::{Told, check_against};
use crate::untested::{contract, serve};

/// Dives at places where one at a time is under way.
const DIVES: &str = r##"
openapi: 3.1.0
info: {title: Dives, version: "1"}
x-clausal: {name: dives}
x-readings:
  D-01: {about: the times of a dive that is under way, alternatives: [absent, 'null', a value]}
x-fixtures:
  reef: {type: integer, about: a place}
  wreck: {type: integer, about: another place}
x-states:
  a dive is under way:
    about: somebody dives there
    params: {site: {$fixture: reef}}
    via: {operation: addDive, set: {/body/site: {$param: site}}, while: running}
x-error-code: {at: [/code]}
paths:
  /dives:
    post:
      operationId: addDive
      x-bases:
        - {name: day, set: {/body/kind: DAY, /body/site: {$fixture: reef}}}
        - {name: night, set: {/body/kind: NIGHT, /body/site: {$fixture: wreck}}}
      x-resource: {id: /id, read: getDive, delete: dropDive}
      x-occupies: {by: /body/site, called: site, while: {at: /status, in: [DOWN]}}
      parameters:
        - {name: only, in: header, required: false, x-selects: {brackets: ['()']}, schema: {type: string}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/NewDive'}}}
      responses:
        '201':
          description: added
          content: {application/json: {schema: {$ref: '#/components/schemas/Dive'}}}
        '409':
          description: taken
          x-errors:
            - {code: 107, duty: one dive at a time, when: {state: a dive is under way, params: {site: {$fixture: reef}}}}
        '422':
          description: refused
          x-errors:
            - {code: 108, duty: a kind is named, when: {breaks: required, at: /body/kind, or: [{status: 4XX, uncoded: true}]}}
            - {code: 109, duty: a place is named, when: {breaks: required, at: /body/site}}
  /dives/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, format: int64}}
    get:
      operationId: getDive
      x-support: true
      responses:
        '200':
          description: the dive
          content: {application/json: {schema: {$ref: '#/components/schemas/Dive'}}}
    delete:
      operationId: dropDive
      x-support: true
      responses:
        '204': {description: dropped}
components:
  schemas:
    NewDive:
      type: object
      required: [kind, site]
      properties:
        kind: {type: string, enum: [DAY, NIGHT]}
        site: {type: integer, x-fixture: reef}
    Dive:
      type: object
      required: [id, kind, site, crew, status]
      properties:
        id: {type: integer, format: int64, x-fresh: true}
        kind: {type: string, enum: [DAY, NIGHT], x-echo: /body/kind}
        site: {type: integer, x-echo: /body/site}
        crew: {type: string}
        began_at: {type: [integer, 'null'], x-unit: milliseconds since epoch, x-open: D-01}
        ended_at: {type: [integer, 'null'], x-unit: milliseconds since epoch, x-open: D-01, x-not-before: began_at}
        status:
          type: string
          enum: [DOWN, UP, GONE]
          x-lifecycle:
            first: {DOWN: DOWN, UP: UP}
            running: [DOWN]
            done: [UP]
            failed: []
            steps: {DOWN: [UP], any: [GONE]}
            deleted: {running: {pass: [GONE], end: [gone]}, done: {pass: [GONE], end: [gone]}}
"##;

/// How a server of dives goes wrong, or does it in another way.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Right,
    Instant,
    TimesAbsent,
    NoDelete,
    OtherCodeless,
    OnlyRefused,
    OnlyIgnored,
    CrewLater,
    CrewNumber,
    SiteChanges,
    StatusLost,
    CrashesLater,
    KindOfTheFirst,
    KindOfTheFirstWhenMade,
    OneStart,
    EndOfTheLast,
    NewestBusy,
    NeverUp,
    KeepsRunning,
    TwiceCrash,
    OtherCode,
    TwoCodes,
    OnlyNothing,
    OnlyBegins,
    OnlyEmptyCrash,
    Elsewhere,
    PatchCrash,
    HeadCrash,
}

struct Dive {
    id: u64,
    kind: String,
    site: i64,
    began: Instant,
    at: u64,
    dropped: Option<Instant>,
}

#[derive(Default)]
struct Log {
    last: u64,
    ended: Option<u64>,
    dives: Vec<Dive>,
}

const UNDER: Duration = Duration::from_millis(60);
const GOING: Duration = Duration::from_millis(8);

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

fn refused(way: Way, status: u16, code: i64) -> ResponseTemplate {
    let body = match way {
        Way::TwoCodes if code > 0 => json!({"code": code, "unique_code": 107 + (code - 106) % 3}),
        Way::OtherCodeless => json!({"why": "no", "number": code}),
        _ => json!({"code": code}),
    };
    ResponseTemplate::new(status).set_body_json(body)
}

fn is_down(way: Way, dive: &Dive) -> bool {
    way != Way::Instant && dive.began.elapsed() < UNDER
}

fn shown(way: Way, log: &Log, dive: &Dive, made: bool) -> Map<String, Value> {
    let down = is_down(way, dive);
    let end = dive.at + 60;
    let mut object = json!({
        "id": dive.id, "kind": dive.kind, "site": dive.site, "crew": "two",
        "began_at": dive.at, "ended_at": if down { Value::Null } else { end.into() },
        "status": if down || way == Way::NeverUp { "DOWN" } else { "UP" },
    });
    let map = object.as_object_mut().unwrap();
    let first = log.dives.first();
    match way {
        Way::TimesAbsent if down => {
            map.remove("began_at");
            map.remove("ended_at");
        }
        Way::CrewLater if down && !made => drop(map.remove("crew")),
        Way::CrewNumber if down && !made => drop(map.insert("crew".into(), 2.into())),
        Way::SiteChanges if down && !made => drop(map.insert("site".into(), 99.into())),
        Way::StatusLost if !down => drop(map.remove("status")),
        Way::KindOfTheFirst if !made && down => {
            let kind = first.map(|d| d.kind.clone());
            map.insert("kind".into(), kind.into());
        }
        Way::KindOfTheFirstWhenMade if made => {
            let kind = first.map(|d| d.kind.clone());
            map.insert("kind".into(), kind.into());
        }
        Way::OneStart => drop(map.insert("began_at".into(), 1_700_000_000_123_u64.into())),
        Way::EndOfTheLast if !down => {
            let last = log.ended.unwrap_or(end);
            map.insert("ended_at".into(), last.into());
        }
        _ => {}
    }
    map.clone()
}

fn answer(way: Way, log: &Mutex<Log>, request: &Request) -> ResponseTemplate {
    let mut log = log.lock().unwrap();
    let path = request.url.path().to_owned();
    let method = request.method.as_str();
    let crashed = || ResponseTemplate::new(500);
    log.dives
        .retain(|d| d.dropped.is_none_or(|at| at.elapsed() < GOING));
    if path == "/dives" {
        return match method {
            "POST" => add(way, &mut log, request),
            "HEAD" if way == Way::HeadCrash => crashed(),
            _ => refused(way, 405, 0).insert_header("allow", "POST"),
        };
    }
    let id = path.strip_prefix("/dives/").and_then(|id| id.parse().ok());
    let found = log.dives.iter().position(|d| Some(d.id) == id);
    match (method, found) {
        ("PATCH", _) if way == Way::PatchCrash => crashed(),
        ("DELETE", _) if way == Way::NoDelete => refused(way, 405, 0).insert_header("allow", "GET"),
        ("GET", Some(found)) => {
            let dive = &log.dives[found];
            if way == Way::CrashesLater && !is_down(way, dive) {
                return crashed();
            }
            let mut object = shown(way, &log, dive, false);
            if dive.dropped.is_some() {
                object.insert("status".into(), "GONE".into());
            } else if !is_down(way, dive) {
                log.ended = Some(dive.at + 60);
            }
            ResponseTemplate::new(200).set_body_json(object)
        }
        ("DELETE", Some(found)) => {
            let dive = &mut log.dives[found];
            if way == Way::KeepsRunning && is_down(way, dive) {
                return refused(way, 409, 0);
            }
            if way == Way::TwiceCrash && dive.dropped.is_some() {
                return crashed();
            }
            dive.dropped.get_or_insert_with(Instant::now);
            ResponseTemplate::new(204)
        }
        ("GET" | "DELETE", None) => refused(way, 404, 0),
        _ => refused(way, 405, 0).insert_header("allow", "GET, DELETE"),
    }
}

fn add(way: Way, log: &mut Log, request: &Request) -> ResponseTemplate {
    let media = request.headers.get("content-type");
    if !media.is_some_and(|m| m.to_str().is_ok_and(|m| m.starts_with("application/json"))) {
        return refused(way, 415, 0);
    }
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else {
        return refused(way, 400, 0);
    };
    let kind = body.get("kind").and_then(Value::as_str);
    let Some(kind) = kind.filter(|k| ["DAY", "NIGHT"].contains(k)) else {
        let absent = body.get("kind").is_none();
        return match absent {
            true if way == Way::OtherCode => refused(way, 422, 109),
            true if way == Way::OtherCodeless => refused(way, 400, 0),
            true => refused(way, 422, 108),
            false => refused(way, 400, 0),
        };
    };
    let Some(site) = body.get("site") else {
        return refused(Way::Right, 422, 109);
    };
    let Some(site) = site.as_i64().filter(|s| [1, 2].contains(s)) else {
        return refused(way, 400, 0);
    };
    let newest = log.dives.len().saturating_sub(1);
    let busy =
        log.dives.iter().enumerate().any(|(i, d)| {
            d.site == site && is_down(way, d) && (way != Way::NewestBusy || i == newest)
        });
    if busy {
        return refused(way, 409, 107);
    }
    let only = match only(way, request) {
        Ok(only) => only,
        Err(answer) => return answer,
    };
    log.last += 1;
    let dive = Dive {
        id: log.last,
        kind: kind.to_owned(),
        site,
        began: Instant::now(),
        at: now(),
        dropped: None,
    };
    log.dives.push(dive);
    let mut object = shown(way, log, &log.dives[log.dives.len() - 1], true);
    if let Some(names) = only {
        object.retain(|name, _| match way {
            Way::OnlyBegins => names.iter().any(|n| name.starts_with(n)),
            _ => names.contains(name),
        });
    }
    let status = if way == Way::Elsewhere { 302 } else { 201 };
    ResponseTemplate::new(status).set_body_json(object)
}

/// The members that are asked for.
fn only(way: Way, request: &Request) -> Result<Option<Vec<String>>, ResponseTemplate> {
    let lines: Vec<_> = request.headers.get_all("only").iter().collect();
    let text: Vec<_> = lines.iter().filter_map(|l| l.to_str().ok()).collect();
    let text = text.join(",");
    if lines.is_empty() {
        return Ok(None);
    }
    if text.is_empty() {
        return match way {
            Way::OnlyEmptyCrash => Err(ResponseTemplate::new(500)),
            _ => Ok(None),
        };
    }
    let names: Vec<String> = text.split(',').map(|n| n.trim().to_owned()).collect();
    let known = [
        "id", "kind", "site", "crew", "began_at", "ended_at", "status",
    ];
    let odd = names.iter().any(|n| !known.contains(&n.as_str()));
    match way {
        Way::OnlyRefused if odd => Err(refused(way, 400, 0)),
        Way::OnlyIgnored if odd => Ok(None),
        Way::OnlyNothing if odd => Ok(Some(Vec::new())),
        _ => Ok(Some(names)),
    }
}

/// The clauses that are asked of dives that are right.
const ALL: [&str; 2] = [
    "dives/addDive/{lifecycle,running,finished,several,only,echo,422-108}/*",
    "dives/addDive/implied/{one-code,other-methods,resource-methods,labelled-faults}",
];

async fn dives(way: Way, only: &[&str]) -> Told {
    let log = Mutex::new(Log::default());
    let server = serve(move |request| answer(way, &log, request)).await;
    let file = contract(DIVES);
    let contract = open(&file.path().display().to_string()).unwrap();
    let text = "[limits]\nsettle_ms = 400\n[contracts.dives.fixtures]\nreef = 1\nwreck = 2";
    let profile = Profile::parse("dives", text, &|_| None).unwrap();
    check_against(&[contract], &server.uri(), &profile, only).await
}

fn broken(told: &Told) -> Vec<&str> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken
        .map(|j| j.id.trim_start_matches("dives/addDive/"))
        .collect()
}

#[tokio::test]
async fn dives_that_are_right_are_not_found_at_fault() {
    for way in [
        Way::Right,
        Way::Instant,
        Way::TimesAbsent,
        Way::NoDelete,
        Way::OtherCodeless,
        Way::OnlyRefused,
        Way::OnlyIgnored,
    ] {
        let told = dives(way, &ALL).await;
        assert_eq!(broken(&told), [""; 0], "{way:?}");
    }
    let told = dives(Way::Right, &ALL).await;
    for id in [
        "running/crew.present",
        "running/status-code",
        "lifecycle/readable",
        "lifecycle/same-object",
        "lifecycle/time-order",
        "several/site",
        "several/began_at.own",
        "several/delete",
        "only/unknown",
        "only/written",
        "echo/kind.every",
        "echo/site.every",
        "implied/resource-methods",
        "implied/other-methods",
        "422-108/kind.required",
    ] {
        let judged = told.clause(id);
        assert_eq!(judged.verdict, Verdict::Held, "{id} {:?}", judged.reason);
    }
    // What ends at once is never seen to run, and the clauses about that say so.
    let told = dives(Way::Instant, &ALL).await;
    for id in ["running/crew.present", "several/site"] {
        assert_eq!(told.clause(id).verdict, Verdict::Skipped, "{id}");
    }
}

#[tokio::test]
async fn dives_that_are_told_wrongly_are_caught_by_the_clause_that_says_so() {
    for (way, wanted) in [
        (Way::CrewLater, "running/crew.present"),
        (Way::CrewNumber, "running/crew.type"),
        (Way::SiteChanges, "lifecycle/same-object"),
        (Way::StatusLost, "lifecycle/readable"),
        (Way::CrashesLater, "lifecycle/readable"),
        (Way::KindOfTheFirst, "several/read"),
        (Way::KindOfTheFirstWhenMade, "echo/kind.every"),
        (Way::OneStart, "several/began_at.own"),
        (Way::EndOfTheLast, "lifecycle/time-order"),
        (Way::NewestBusy, "several/site"),
        (Way::NeverUp, "several/site"),
        (Way::KeepsRunning, "lifecycle/cancel"),
        (Way::TwiceCrash, "several/delete"),
        (Way::OtherCode, "422-108/kind.required"),
        (Way::TwoCodes, "implied/one-code"),
        (Way::OnlyNothing, "only/unknown"),
        (Way::OnlyBegins, "only/unknown"),
        (Way::OnlyEmptyCrash, "only/written"),
        (Way::Elsewhere, "response/status-code"),
        (Way::PatchCrash, "implied/resource-methods"),
        (Way::HeadCrash, "implied/other-methods"),
    ] {
        // What is judged on every answer needs some.
        let own = format!("dives/addDive/{wanted}");
        let some = "dives/addDive/{several,422-108}/*";
        let on_all = ["echo/kind.every", "implied/one-code"].contains(&wanted);
        let only = [own.as_str(), some];
        let told = dives(way, &only[..1 + usize::from(on_all)]).await;
        let found = broken(&told);
        assert!(found.contains(&wanted), "{way:?}: {found:?}");
    }
}
