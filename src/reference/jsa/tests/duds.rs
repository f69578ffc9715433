//! No planted thing is a dud: each changes what a client gets to see.
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Bodies, each sent from baseline, by the backup_type they go with.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let mut raw: Vec<(&str, Vec<u8>)> = [
        &b""[..],
        b"{",
        b"[]",
        b"{\"name\":\"n\",\"configuration_id\":1,\"description\":\"\\ud800\"}",
        b"{\"name\":\"n\",\"configuration_id\":1,\"description\":\"\xff\"}",
        b"{\"name\":\"n\",\"configuration_id\":9223372036854775808}",
        b"{\"name\":\"n\",\"name\":\"m\",\"configuration_id\":1}",
        b"{\"name\":\"n\"}",
        b"{\"configuration_id\":1}",
    ]
    .map(|bytes| ("CONFIG", bytes.to_vec()))
    .to_vec();
    raw.push(("CONFIG", [b"[".repeat(900), b"]".repeat(900)].concat()));
    let comma = br#"{"name": "nightly", "configuration_id": 1,}"#;
    raw.push(("CONFIG", comma.to_vec()));
    let wrapped = json!({"backup": {"name": "nightly", "configuration_id": 1}});
    raw.push(("CONFIG", wrapped.to_string().into_bytes()));
    for (kind, extra) in [
        ("CONFIG", json!({})),
        (
            "DATA",
            json!({"host_id": 101, "description": "d".repeat(101)}),
        ),
        ("DATA", json!({})),
        ("config", json!({})),
        ("X", json!({})),
        ("CONFIG", json!({"x": 1})),
        ("CONFIG", json!({"id": 4711})),
        ("CONFIG", json!({"name": 7})),
        ("CONFIG", json!({"name": ["a"]})),
        ("CONFIG", json!({"name": null})),
        ("CONFIG", json!({"name": ""})),
        (
            "CONFIG",
            json!({"name": "", "description": "d".repeat(300)}),
        ),
        ("CONFIG", json!({"name": "n"})),
        ("CONFIG", json!({"name": "n".repeat(100)})),
        ("CONFIG", json!({"name": "n".repeat(101)})),
        ("CONFIG", json!({"name": "a b"})),
        ("CONFIG", json!({"name": "a\n"})),
        ("CONFIG", json!({"name": "a/"})),
        ("CONFIG", json!({"name": "a_"})),
        ("CONFIG", json!({"name": "a-"})),
        ("CONFIG", json!({"name": "a."})),
        ("CONFIG", json!({"name": "a1"})),
        ("CONFIG", json!({"name": "aB"})),
        ("CONFIG", json!({"name": "\u{e9}"})),
        ("CONFIG", json!({"name": "\u{e9}".repeat(60)})),
        ("CONFIG", json!({"name": "\u{1f600}".repeat(60)})),
        ("CONFIG", json!({"configuration_id": null})),
        ("CONFIG", json!({"configuration_id": ""})),
        ("CONFIG", json!({"configuration_id": true})),
        ("CONFIG", json!({"configuration_id": 1.5})),
        ("CONFIG", json!({"configuration_id": 1.0})),
        ("CONFIG", json!({"configuration_id": 2})),
        ("CONFIG", json!({"description": ""})),
        ("CONFIG", json!({"description": 7})),
        ("CONFIG", json!({"description": {"a": 1}})),
        ("CONFIG", json!({"description": "d".repeat(255)})),
        ("CONFIG", json!({"description": "d".repeat(256)})),
        ("CONFIG", json!({"host_id": 53})),
        ("CONFIG", json!({"name": "..."})),
        ("CONFIG", json!({"name": "._-"})),
        ("CONFIG", json!({"host_id": "53"})),
        ("CONFIG", json!({"host_id": null})),
        ("CONFIG", json!({"host_id": 99})),
        ("CONFIG", json!({"host_id": 101})),
        ("DATA", json!({"host_id": 102})),
        ("DATA", json!({"host_id": 103})),
        ("DATA", json!({"host_id": 104})),
    ] {
        raw.push((kind, body(extra).to_string().into_bytes()));
    }
    raw.extend(hard::bodies().into_iter().map(|bytes| ("CONFIG", bytes)));
    raw
}

/// All that a client gets to see of a server, without what differs from one run to the next.
fn trace(defect: &str, variant: &str) -> Vec<String> {
    let server = server(defect, variant);
    let addr = server.addr();
    let mut trace = Vec::new();
    let mut note =
        |answer: (String, Value)| trace.push(format!("{} {}", answer.0, stable(answer.1)));
    let baseline = || state(addr, "baseline", json!({}), "setup");
    let json_body = "sec: reference-token\r\ncontent-type: application/json\r\n";
    let config = format!("{json_body}backup_type: CONFIG\r\n");
    let nightly = body(json!({})).to_string();
    for (kind, bytes) in bodies() {
        baseline();
        let headers = format!("{json_body}backup_type: {kind}\r\n");
        note(exchange(addr, "POST", ROOT, &headers, &bytes));
        note(exchange(addr, "POST", ROOT, &config, nightly.as_bytes()));
    }
    for fields in ["name", "name,status", "name(", "name[a]", "nosuch"] {
        baseline();
        let headers = format!("{config}fields: {fields}\r\n");
        note(exchange(addr, "POST", ROOT, &headers, nightly.as_bytes()));
    }
    baseline();
    let plain = "sec: reference-token\r\ncontent-type: text/plain\r\nbackup_type: CONFIG\r\n";
    for (method, path, headers) in [
        ("POST", ROOT, plain),
        ("POST", ROOT, json_body),
        ("POST", &ROOT[4..], &config),
        ("PUT", ROOT, &config),
        ("GET", ROOT, ""),
    ] {
        note(exchange(addr, method, path, headers, nightly.as_bytes()));
        baseline();
    }
    for (name, params) in [
        ("a backup named exists", json!({"name": "nightly"})),
        ("a backup named exists", json!({"name": "NIGHTLY"})),
        ("an undeployed configuration change exists", json!({})),
        ("a backup is in progress", json!({})),
        ("a restore is in progress", json!({})),
        ("the backup engine fails", json!({})),
    ] {
        let data = format!("{json_body}backup_type: DATA\r\n");
        let elsewhere = body(json!({"host_id": 101}));
        state(addr, name, params.clone(), "setup");
        note(exchange(addr, "POST", ROOT, &config, nightly.as_bytes()));
        let two = body(json!({"name": "", "description": "d".repeat(300)}));
        note(exchange(
            addr,
            "POST",
            ROOT,
            &config,
            two.to_string().as_bytes(),
        ));
        note(exchange(
            addr,
            "POST",
            ROOT,
            &data,
            elsewhere.to_string().as_bytes(),
        ));
        state(addr, name, params, "teardown");
        note(exchange(addr, "POST", ROOT, &config, nightly.as_bytes()));
    }
    hard::doors(addr, &mut note);
    one_connection(addr, &config, &mut note);
    life(addr, &mut note);
    several(addr, &mut note);
    trace
}

/// Calls behind others on one connection.
fn one_connection(addr: SocketAddr, config: &str, note: &mut impl FnMut((String, Value))) {
    state(addr, "baseline", json!({}), "setup");
    let mut stream = TcpStream::connect(addr).unwrap();
    let stranger = config.replace("sec: ", "sec: x");
    // Behind a success only what no running backup has a say in.
    for (headers, extra) in [
        (&stranger[..], json!({})),
        (config, json!({"name": null})),
        (config, json!({"name": "a b"})),
        (config, json!({"configuration_id": 0})),
        (config, json!({})),
        (&stranger[..], json!({})),
    ] {
        let bytes = body(extra).to_string().into_bytes();
        let answer = exchange_on(&mut stream, "POST", ROOT, headers, &bytes);
        if answer.0.contains("connection: close") {
            stream = TcpStream::connect(addr).unwrap();
        }
        note(answer);
    }
    let data = format!("{}fields: id\r\n", config.replace("CONFIG", "DATA"));
    let selected = body(json!({"host_id": 101, "name": "chosen"})).to_string();
    note(exchange(addr, "POST", ROOT, &data, selected.as_bytes()));
    for host in [0, -1] {
        let headers = config.replace("CONFIG", "DATA");
        let bytes = body(json!({"host_id": host})).to_string().into_bytes();
        note(exchange(addr, "POST", ROOT, &headers, &bytes));
    }
}

/// A backup that runs to its end and is deleted, and one that is cancelled.
fn life(addr: SocketAddr, note: &mut impl FnMut((String, Value))) {
    state(addr, "baseline", json!({}), "setup");
    let id = create(addr, "CONFIG", &body(json!({}))).1["id"].clone();
    let mut seen: Vec<Value> = Vec::new();
    for _ in 0..70 {
        let now = item(addr, "GET", &id).1["status"].clone();
        if seen.last() != Some(&now) {
            seen.push(now);
        }
        thread::sleep(Duration::from_millis(2));
    }
    note((String::new(), Value::from(seen)));
    let get = |id: &Value| {
        let path = format!("{ROOT}/{id}");
        exchange(addr, "GET", &path, "sec: reference-token\r\n", b"")
    };
    let delete = |id: &Value| {
        let path = format!("{ROOT}/{id}");
        exchange(addr, "DELETE", &path, "sec: reference-token\r\n", b"")
    };
    note(get(&id));
    note(delete(&id));
    thread::sleep(Duration::from_millis(30));
    note(get(&id));
    let id = create(addr, "CONFIG", &body(json!({}))).1["id"].clone();
    note(delete(&id));
    thread::sleep(Duration::from_millis(40));
    note(get(&id));
    let (status, _) = create(addr, "CONFIG", &body(json!({"name": "next"})));
    note((String::new(), json!(status)));
}

/// Several backups beside each other, and requests under other methods.
fn several(addr: SocketAddr, note: &mut impl FnMut((String, Value))) {
    let headers = "sec: reference-token\r\ncontent-type: application/json\r\n";
    let config = format!("{headers}backup_type: CONFIG\r\n");
    let wait = || thread::sleep(Duration::from_millis(80));
    let item =
        |method: &str, id: &Value| exchange(addr, method, &format!("{ROOT}/{id}"), headers, b"");
    let named = |name: &str| {
        let (status, answer) = create(addr, "CONFIG", &body(json!({"name": name})));
        (status.to_string(), answer)
    };
    state(addr, "baseline", json!({}), "setup");
    let (long, other) = ("n".repeat(99) + "a", "n".repeat(99) + "b");
    let first = named(&long).1["id"].clone();
    wait();
    let second = named("second").1["id"].clone();
    wait();
    note(named(&long));
    wait();
    for id in [&first, &second] {
        note((String::new(), item("GET", id).1["name"].clone()));
    }
    note(item("DELETE", &second));
    wait();
    let third = named(&other);
    note((String::new(), json!([third.0, third.1["id"] == second])));
    wait();
    note((String::new(), item("DELETE", &first).1["name"].clone()));
    wait();
    for id in [&first, &second, &third.1["id"]] {
        note((String::new(), item("GET", id).1["name"].clone()));
    }
    let unknown = Value::from(909_090);
    note(item("GET", &unknown));
    note(item("DELETE", &unknown));
    for name in [
        "an undeployed configuration change exists",
        "a backup is in progress",
        "a restore is in progress",
        "the backup engine fails",
    ] {
        state(addr, name, json!({}), "setup");
        note(named("kept"));
        note(named("kept"));
        let (status, answer) = create(addr, "DATA", &body(json!({"name": "kept"})));
        note((status.to_string(), answer));
        state(addr, name, json!({}), "teardown");
        note((String::new(), named("kept").0.into()));
    }
    state(addr, "baseline", json!({}), "setup");
    let told = body(json!({"name": "told", "description": "of the first alone"}));
    create(addr, "CONFIG", &told);
    wait();
    note((String::new(), named("untold").1["description"].clone()));
    let selected = format!("{config}fields: id\r\n");
    let nameless = body(json!({"name": null})).to_string();
    note(exchange(addr, "POST", ROOT, &selected, nameless.as_bytes()));
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"] {
        state(addr, "baseline", json!({}), "setup");
        let nightly = body(json!({})).to_string();
        note(exchange(addr, method, ROOT, &config, nightly.as_bytes()));
        note((String::new(), named("nightly").0.into()));
    }
}

fn stable(mut answer: Value) -> Value {
    let late = answer["time_completed"].as_i64();
    let ordered = late.zip(answer["time_initiated"].as_i64());
    for member in ["time_initiated", "time_completed"] {
        if let Some(time) = answer.get_mut(member)
            && let Some(number) = time.as_i64()
        {
            let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
            let own = (number - now).abs() < 600_000;
            *time = json!([number.to_string().len(), own]);
        }
    }
    json!([answer, ordered.map(|(late, early)| late >= early)])
}

#[test]
fn every_planted_thing_shows_but_the_races() {
    let faithful = trace("", "");
    // A slow machine may miss a status in between; what is left of the trace is always the same.
    assert!(
        (0..3).any(|_| trace("", "") == faithful),
        "the trace itself is not stable"
    );
    let planted: Vec<_> = crate::reference::jsa::defects::TABLE
        .iter()
        .map(|it| (it.id, ""))
        .chain(
            crate::reference::jsa::variants::TABLE
                .iter()
                .map(|it| ("", it.id)),
        )
        // What these do takes two requests at once, or a clock.
        .filter(|(defect, variant)| !defect.ends_with("-race") && *variant != "slow-answers")
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                while let Some((defect, variant)) =
                    planted.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    assert_ne!(
                        trace(defect, variant),
                        faithful,
                        "{defect}{variant} is a dud"
                    );
                }
            });
        }
    });
}
