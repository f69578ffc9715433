//! No planted thing is a dud: each changes what a client gets to see.
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::samples::set_for;
use super::*;
use crate::reference::commvault::{defects, variants};

/// An element of a task, and attributes of which each is sent alone.
const TASKS: &[(&str, &[&str])] = &[
    (
        "associations",
        &[
            "appName='SAP HANA'",
            "appName='DB2 MultiNode'",
            "appName='Fortran'",
            "applicationId='106'",
            "applicationId='34'",
            "_type_='BACKUPSET_ENTITY'",
            "_type_='NONE'",
            "_type_=''",
            "clientName='nobody'",
        ],
    ),
    (
        "backupOpts",
        &[
            "backupLevel='DIFFERENTIAL'",
            "backupLevel='SYNTHETIC_FULL'",
            "backupLevel='HALF'",
            "incLevel='AFTER_SYNTH'",
            "incLevel='X'",
            "doNotTruncateLog='true'",
            "doNotTruncateLog='True'",
            "doNotTruncateLog='TRUE'",
            "doNotTruncateLog='maybe'",
            "collectMetaInfo='false'",
            "isSpHasInLineCopy=''",
        ],
    ),
    (
        "dataOpt",
        &["createNewIndex='true'", "followMountPoints='false'"],
    ),
    (
        "vsaBackupOptions",
        &["backupFailedVMsOnly='true'", "backupFailedVMsOnly='maybe'"],
    ),
    ("drive", &["driveId='x'"]),
    (
        "mediaOpt",
        &[
            "retentionJobType='INFINITE'",
            "retentionJobType='NO_OF_DAYS'",
            "retentionJobType='X'",
            "numberofDays='x'",
        ],
    ),
    ("vaultTrackerOpt", &["useVirtualMailSlots='true'"]),
    ("mediaStatus", &["bad='true'"]),
    ("runningTime", &["totalRunningTime='00:61:00'"]),
    (
        "startUpOpts",
        &[
            "priority='0'",
            "priority='999'",
            "priority='1000'",
            "priority='-1'",
            "priority='x'",
            "startInSuspendedState='true'",
        ],
    ),
    (
        "pattern",
        &[
            "freq_type='Yearly_Relative'",
            "freq_type='Automatic_Schedule'",
            "freq_type='Hourly'",
            "freq_type='Weekly' freq_interval='128'",
            "freq_type='Monthly' freq_interval='32'",
            "freq_type='Monthly_Relative' freq_interval='11'",
            "freq_type='Yearly' freq_recurrence_factor='13'",
            "freq_type='Daily' freq_recurrence_factor='0'",
            "freq_type='Daily' freq_recurrence_factor='5'",
            "freq_type='Monthly_Relative' freq_relative_interval='6'",
            "active_start_date='x'",
            "active_start_time='x'",
            "description='x'",
        ],
    ),
    (
        "daysToRun",
        &[
            "day='Weekend_Day'",
            "day='Saturday'",
            "day='X'",
            "week='last'",
            "week='X'",
            "Sunday='true'",
            "onDayNumber='31'",
            "onDayNumber='32'",
            "onDayNumber='0'",
        ],
    ),
    (
        "repeatPattern",
        &[
            "occurrence='16'",
            "occurrence='3'",
            "onDay='512'",
            "onDay='3'",
            "onDayNumber='2147483648'",
        ],
    ),
    (
        "TimeZone",
        &[
            "TimeZoneId='x'",
            "TimeZoneName='(UTC-05:00) Eastern Time (US &amp; Canada)'",
        ],
    ),
    ("subTask", &["operationType='X'", "subTaskType='X'"]),
    (
        "task",
        &[
            "initiatedFrom='GUI'",
            "initiatedFrom='X'",
            "policyType='X'",
            "policyType='a&quot;b&lt;'",
            "sequenceNumber='0'",
            "taskType='SCHEDULE'",
            "taskType='X'",
            "taskType='IMMEDIATE' policyType='DATA_PROTECTION'",
        ],
    ),
    ("taskFlags", &["disabled='true'"]),
];

/// What can stand inside a disaster recovery in XML, well-formed or not.
const INSIDE: &[&str] = &[
    "<a></b>",
    "<a b='1' b='2'/>",
    "<!-- -- -->",
    "&nbsp;",
    "<a b='<'/>",
    "&#0;",
    "\u{1}",
    "<?xml x?>",
];

/// All that a client gets to see of a server.
fn trace(defect: &str, variant: &str, listener: u16) -> Vec<String> {
    let talk = Talk::new(defect, variant);
    let mut trace = Vec::new();
    let mut note = |answer: Reply| {
        trace.push(format!("{} | {}", answer.head, answer.text()));
    };
    for (element, all) in TASKS {
        for attributes in *all {
            note(talk.post("/CreateTask", xml(), &task_with(element, attributes)));
        }
    }
    for sample in [IMMEDIATE, SCHEDULED] {
        note(talk.post("/CreateTask", xml(), sample));
        note(talk.post("/CreateTask", json(), sample));
    }
    let answered_in_json =
        "authtoken: QSDK 0123\r\ncontent-type: application/xml\r\naccept: application/json\r\n";
    note(talk.call(
        "POST",
        "/CreateTask",
        answered_in_json,
        SCHEDULED.as_bytes(),
    ));
    let exception = |day: u32| format!("<repeatPattern occurrence='1' onDay='{day}'/>");
    for third in [4, 3] {
        let all = exception(1) + &exception(2) + &exception(third);
        let pattern = format!("<pattern>{all}</pattern>");
        let several = task_with("pattern", "").replace("<pattern />", &pattern);
        note(talk.post("/CreateTask", xml(), &several));
    }
    for second in ["<subTasks/>", WRONG_SECOND] {
        let several = IMMEDIATE.replace("</subTasks>", &format!("</subTasks>{second}"));
        note(talk.post("/CreateTask", xml(), &several));
    }
    let twice = IMMEDIATE.replace("<subTasks>", "<associations/><subTasks>");
    note(talk.post("/CreateTask", xml(), &twice));
    for path in [
        "/Backupset/3/action/backup",
        "/Backupset/3/action/backup",
        "/Backupset/99/action/backup",
        "/Backupset/99999999999999999999999/action/backup",
        BY_NAME,
        &BY_NAME.replace("file", "File").replace("system", "System"),
        &BY_NAME.replace("default", "other"),
        &BY_NAME.replace("default", "o%27%27ther"),
        &BY_NAME.replace("client001", "nobody"),
        &BY_NAME.replace("file%20system", "NAS"),
        &BY_NAME
            .replace("file%20", "File+")
            .replace("system", "System"),
        &BY_NAME.replace("client001", "%63lient001"),
        "/Backupset/4294967299/action/backup",
        "/Backupset/18446744073709551619/action/backup",
        "/Backupset/3abc/action/backup",
        "/Backupset/-3/action/backup",
        "/Backupset/%203/action/backup",
        &BY_NAME.replace("BackupSet'", "BackupSe'"),
        &BY_NAME.replace("BackupSet'", "BackupSetX'"),
        &BY_NAME.replace("client001", "client00"),
        &BY_NAME.replace("client001", "CLIENT001"),
        &BY_NAME.replace("client001", ""),
        &BY_NAME.replace("file%20system", "File%20Syste"),
        &BY_NAME.replace("file%20system", ""),
        &BY_NAME.replace("defaultBackupSet", ""),
        &BY_NAME.replace("defaultBackupSet", "default%2542ackupSet"),
        &BY_NAME.replace("defaultBackupSet", "a%2Fb"),
    ] {
        note(talk.post(path, xml(), ""));
        note(talk.post(path, json(), ""));
    }
    one_connection(&talk, &mut note);
    western(&talk, &mut note);
    sets(&talk, &mut note);
    near_sets(&talk, &mut note);
    disasters(&talk, &mut note);
    markup(&talk, listener, &mut note);
    let body = disaster("1", "immediate", "full");
    let path = "/CommServ/DRBackup";
    let token = "authtoken: QSDK 0123\r\n";
    let kind = "content-type: application/xml\r\n";
    for headers in [
        kind.to_owned(),
        format!("authtoken: x\r\n{kind}"),
        format!("authtoken: QSDK 012\r\n{kind}"),
        format!("authtoken: \r\n{kind}"),
        format!("authtoken: QSDK 01231\r\n{kind}"),
        format!("authtoken: Other 0123\r\n{kind}"),
        format!("{token}content-type: text/plain\r\n"),
        format!("{token}content-type: application/xml; charset=utf-8\r\n"),
        format!("{token}{kind}"),
        format!("{token}{kind}accept: application/json\r\n"),
    ] {
        note(talk.call("POST", path, &headers, body.as_bytes()));
    }
    let in_chunks = format!("{}transfer-encoding: chunked\r\n", xml());
    note(talk.call("POST", path, &in_chunks, body.as_bytes()));
    note(talk.post(path, xml(), ""));
    note(talk.post(path, json(), "[{}]"));
    note(talk.call("PUT", path, &xml(), b""));
    for method in ["GET", "OPTIONS", "DELETE"] {
        note(talk.call(method, path, &xml(), b""));
    }
    trace
}

/// Calls behind others on one connection.
fn one_connection(talk: &Talk, note: &mut impl FnMut(Reply)) {
    let (right, none) = ("/Backupset/3/action/backup", "/Backupset/99/action/backup");
    let stranger = xml().replace("QSDK", "X");
    for calls in [
        [(right, stranger, ""), (right, xml(), "")],
        [(none, xml(), ""), (right, xml(), "")],
        [(right, json(), ""), (none, xml(), "")],
    ] {
        note(talk.behind(&calls));
    }
}

/// A set whose name is written in ISO-8859-1, and declared so.
fn western(talk: &Talk, note: &mut impl FnMut(Reply)) {
    let declared = "<?xml version='1.0' encoding='ISO-8859-1'?>";
    let document = format!("{declared}{}", set_for("NAS", "w\u{c3}\u{a9}"));
    let bytes: Vec<u8> = document.chars().map(|c| u32::from(c) as u8).collect();
    note(talk.send("/Backupset", xml(), &bytes));
    let named = BY_NAME.replace("file%20system", "NAS");
    let named = named.replace("defaultBackupSet", "w%C3%83%C2%A9");
    note(talk.post(&named, xml(), ""));
}

/// Sets whose names are nearly those that are asked for, and one whose name is asked for again.
fn near_sets(talk: &Talk, note: &mut impl FnMut(Reply)) {
    let long = "n".repeat(40);
    for name in [&*long, "a-b", "a\nb", "a<!-- -->c", "a-b"] {
        note(talk.post("/Backupset", xml(), &set_for("NAS", name)));
    }
    let of = |app: &str, name: &str| {
        let named = BY_NAME.replace("file%20system", app);
        named.replace("defaultBackupSet", name)
    };
    for path in [
        of("NAS", &long[1..]),
        of("NAS", "a"),
        of("NAS", "ab"),
        of("NAS", "ac"),
        of("file%20system", "a-b"),
    ] {
        note(talk.post(&path, xml(), ""));
    }
}

fn sets(talk: &Talk, note: &mut impl FnMut(Reply)) {
    note(talk.post("/Backupset", xml(), &set_for("NAS", "h\u{e9}")));
    let named = BY_NAME.replace("file%20system", "NAS");
    let named = named.replace("defaultBackupSet", "h%C3%A9");
    note(talk.post(&named, xml(), ""));
    let mut send = |headers: String, body: &str| {
        let answer = talk.post("/Backupset", headers, body);
        let set = talk.post("/Backupset/931/action/backup", xml(), "");
        note(answer);
        note(set);
    };
    for app in ["NAS", "Oracle RAC", "Notes Database", "SAP HANA", "Fortran"] {
        send(xml(), &set_for(app, app));
    }
    send(xml(), &set_for("NAS", "NAS"));
    let attributes = set_for("NAS", "attributes").replace("<appName>NAS</appName>", "");
    send(
        xml(),
        &attributes.replace("<entity>", "<entity appName='DB2'>"),
    );
    send(xml(), &attributes.replace("defaultBackupSet", "x"));
    send(
        xml(),
        &set_for("NAS", "unknown").replace("client001", "nobody"),
    );
    send(
        xml(),
        &set_for("NAS", "near").replace("client001", "client00"),
    );
    send(
        xml(),
        &set_for("NAS", "near").replace("client001", "client0011"),
    );
    send(xml(), &set_for("NAS", "a.b"));
    for value in ["True", "true", "maybe"] {
        let body = set_for("NAS", &format!("on demand {value}"));
        let option = format!("<commonBackupSet onDemandBackupset='{value}'/></App");
        send(xml(), &body.replace("</App", &option));
    }
    let entity = |app: &str, name: &str| {
        format!(
            r#"{{"association":{{"entity":{{"appName":"{app}","backupsetName":"{name}","clientName":"client001"}}}}}}"#
        )
    };
    for body in [
        entity("Notes Database", "json notes"),
        entity("NAS", "json nas"),
        entity("NAS", "json nobody").replace("client001", "nobody"),
        format!(
            r#"{{"App_CreateBackupSetRequest":{}}}"#,
            entity("NAS", "json wrapped")
        ),
        entity("NAS", "json escape").replace("NAS", "\\u004eAS"),
        entity("NAS", "json native")
            .replace("}}}", r#"}},"commonBackupSet":{"onDemandBackupset":true}}"#),
    ] {
        send(json(), &body);
    }
}

/// Sub-tasks with a value that no page lists.
const WRONG_SECOND: &str =
    "<subTasks><options><backupOpts backupLevel='HALF'/></options></subTasks>";

fn disasters(talk: &Talk, note: &mut impl FnMut(Reply)) {
    let path = "/CommServ/DRBackup";
    for (compression, job, kind) in [
        ("true", "immediate", "full"),
        ("false", "IMMEDIATE", "differential"),
        ("1", "later", "full"),
        ("maybe", "immediate", "full"),
        ("true", "immediate", "incremental"),
        ("TRUE", "immediate", ""),
    ] {
        note(talk.post(path, xml(), &disaster(compression, job, kind)));
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100), "]".repeat(100));
    for body in [
        r#"{"isCompressionEnabled":true,"jobType":1,"backupType":1}"#,
        r#"{"isCompressionEnabled":"false","jobType":1,"backupType":"3"}"#,
        r#"{"isCompressionEnabled":"maybe"}"#,
        r#"{"jobType":2}"#,
        r#"{"backupType":2}"#,
        r#"{"backupType":1,"jobType":1}"#,
        r#"{"backupType":1,}"#,
        r#"{"isCompressionEnabled":1}"#,
        r#"{"backupType":1,"backupType":3}"#,
        "{\n}",
        "{",
        &deep,
    ] {
        note(talk.post(path, json(), body));
    }
}

fn markup(talk: &Talk, listener: u16, note: &mut impl FnMut(Reply)) {
    let path = "/CommServ/DRBackup";
    let root = "TMMsg_CommcellDRBackupReq";
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    let mut add = |text: String| bodies.push(text.into_bytes());
    for inside in INSIDE {
        add(format!("<{root}>{inside}</{root}>"));
    }
    let utf16: Vec<u8> = format!("\u{feff}<{root}/>")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    add(format!("<{root} backupType='full' jobType='immediate'/>"));
    add(format!("<{root}\n/>"));
    add(format!(
        "<{root}><backupType><![CDATA[half]]></backupType></{root}>"
    ));
    add(format!("<{root} jobType='&#105;mmediate'/>"));
    add(format!("<{root} jobType='&#x69;mmediate'/>"));
    add(format!("<!-- c --><{root}/>"));
    add(format!("<?p i?><{root}/>"));
    add(format!("<?xml version=\"1.0\"?><{root}/>"));
    add(format!(
        "<?xml version=\"1.0\" encoding=\"KOI8-R\"?><{root}/>"
    ));
    add(format!("\u{feff}<{root}/>"));
    add(format!("<{root}></{root}>"));
    add(format!("<{root} xmlns:u=\"urn:u\"/>"));
    add(format!("<{root}>"));
    add(format!("<{root}/>x"));
    add(format!("<{root}/><{root}/>"));
    add(format!(
        "<!DOCTYPE a [<!ENTITY e 'full'>]><{root} backupType='&e;'/>"
    ));
    let external = format!("SYSTEM 'http://127.0.0.1:{listener}/x'");
    add(format!(
        "<!DOCTYPE a [<!ENTITY e {external}>]><{root}><backupType>&e;</backupType></{root}>"
    ));
    add(format!(
        "<{root}>{}{}</{root}>",
        "<a>".repeat(60),
        "</a>".repeat(60)
    ));
    let many: String = (0..400).map(|n| format!(" a{n}=''")).collect();
    add(format!("<{root}{many}/>"));
    add(format!("<{root}><a></{root}>"));
    add(format!("<{root}><a>"));
    add(format!("<{root} a='>'/>"));
    add(format!("<{root} backupType='h\u{e9}'/>"));
    add(format!("<{root}><a/></{root}>"));
    add(format!("<{root} backupType='{}'/>", "a".repeat(60_000)));
    add(format!("<{root} {}='a'/>", "a".repeat(1_000)));
    add("<Another/>".to_owned());
    bodies.push(utf16);
    for body in bodies {
        note(talk.send(path, xml(), &body));
    }
}

/// A server that counts who asks it, and answers all of them the same.
fn listen() -> (u16, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 1024];
            drop(stream.read(&mut request));
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfull"));
        }
    });
    (port, asked)
}

#[test]
fn every_planted_thing_shows() {
    let (listener, _) = listen();
    let faithful = trace("", "", listener);
    assert_eq!(
        trace("", "", listener),
        faithful,
        "the trace itself is not stable"
    );
    let planted: Vec<_> = defects::TABLE
        .iter()
        .map(|it| (it.id, ""))
        .chain(variants::TABLE.iter().map(|it| ("", it.id)))
        // What this one does is not seen in an answer.
        .filter(|(defect, _)| *defect != "xml-parameter-entity-fetched")
        // These take several calls at the same moment.
        .filter(|(defect, _)| !defect.ends_with("-at-once"))
        .collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((defect, variant)) =
                    planted.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let seen = trace(defect, variant, listener);
                    assert_ne!(seen, faithful, "{defect}{variant} is a dud");
                    if defect.is_empty() {
                        assert!(
                            !seen.iter().any(|it| it.contains("HTTP/1.1 5")),
                            "{variant}"
                        );
                    }
                }
            });
        }
    });
}

#[test]
fn external_entities_are_fetched_by_the_planted_faults_alone() {
    let (listener, asked) = listen();
    let address = format!("http://127.0.0.1:{listener}/x");
    let root = "TMMsg_CommcellDRBackupReq";
    let general = format!(
        "<!DOCTYPE {root} [<!ENTITY e SYSTEM '{address}'>]><{root}><backupType>&e;</backupType></{root}>"
    );
    let parameter = format!("<!DOCTYPE {root} [<!ENTITY % e SYSTEM '{address}'> %e;]><{root}/>");
    for (defect, body, count) in [
        ("", &general, 0),
        ("", &parameter, 0),
        ("xml-external-entity-fetched", &general, 1),
        ("xml-parameter-entity-fetched", &parameter, 1),
    ] {
        let talk = Talk::new(defect, "");
        let before = asked.load(Ordering::SeqCst);
        let answer = talk.post("/CommServ/DRBackup", xml(), body);
        let seen = asked.load(Ordering::SeqCst) - before;
        assert_eq!(seen, count, "{defect}: {}", answer.text());
        assert_eq!(
            answer.status,
            if defect.contains("external") {
                200
            } else {
                400
            },
            "{defect}"
        );
    }
    let file = std::env::temp_dir().join(format!("clausal-entity-{}", std::process::id()));
    std::fs::write(&file, "a secret").unwrap();
    let body = general.replace(&address, &format!("file://{}", file.display()));
    let answer =
        Talk::new("xml-external-entity-fetched", "").post("/CommServ/DRBackup", xml(), &body);
    std::fs::remove_file(&file).unwrap();
    assert!(answer.text().contains("a secret"), "{}", answer.text());
}
