//! The four operations over plain TCP: what is taken, what is refused, and what is planted.
#![allow(clippy::unwrap_used)]
mod client;
mod duds;
mod readings;
mod samples;

use client::{Reply, Talk, json, xml};
use samples::{IMMEDIATE, SCHEDULED, create_set, disaster, task_with};

const BY_NAME: &str = "/Backupset/byName(clientName='client001',appName='file%20system',backupsetName='defaultBackupSet')/action/backup";

#[test]
fn both_samples_of_create_task_are_taken_and_no_id_comes_twice() {
    let talk = Talk::new("", "");
    let first = talk.post("/CreateTask", xml(), IMMEDIATE);
    assert_eq!(
        (first.status, first.tasks().len(), first.jobs().len()),
        (200, 1, 1)
    );
    assert!(first.media_type("application/xml"));
    let second = talk.post("/CreateTask", xml(), SCHEDULED);
    assert_eq!(
        (second.status, second.tasks().len(), second.jobs().len()),
        (200, 1, 0)
    );
    assert_ne!(first.tasks(), second.tasks());
    let third = talk.post("/CreateTask", xml(), IMMEDIATE);
    assert_ne!(first.jobs(), third.jobs());
}

#[test]
fn a_backup_set_is_backed_up_by_its_id_and_by_its_names() {
    let talk = Talk::new("", "");
    for path in ["/Backupset/3/action/backup", BY_NAME] {
        let answer = talk.post(path, xml(), "");
        assert_eq!((answer.status, answer.tasks().len()), (200, 1), "{path}");
        assert!((1..=3).contains(&answer.jobs().len()), "{path}");
        let answer = talk.post(path, json(), "");
        assert!(answer.media_type("application/json"));
        assert!(answer.json()["taskId"].is_u64(), "{path}");
        assert!(answer.json()["jobIds"][0].is_string(), "{path}");
    }
    for path in [
        "/Backupset/99/action/backup".to_owned(),
        "/Backupset/99999999999999999999999/action/backup".to_owned(),
        BY_NAME.replace("default", "no%27%27such%27"),
        BY_NAME.replace("client001", "%C3%A9"),
        BY_NAME.replace("file%20system", "NAS"),
    ] {
        let answer = talk.post(&path, xml(), "");
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (200, "587204050"),
            "{path}"
        );
    }
    for path in [
        "/Backupset/x/action/backup",
        "/Backupset/byName(x)/action/backup",
        "/Backupset/%FF/action/backup",
    ] {
        assert_eq!(talk.post(path, xml(), "").code(), "2", "{path}");
    }
}

#[test]
fn a_new_backup_set_can_be_backed_up_and_its_name_is_taken() {
    let talk = Talk::new("", "");
    for (headers, body) in [
        (xml(), create_set("FS <b>&amp;</b>").replace("<b>", "&lt;").replace("</b>", "")),
        (xml(), "<App_CreateBackupSetRequest><association><entity appName='NAS' backupsetName='attributes' clientName='client001'/></association><commonBackupSet><onDemandBackupset>True</onDemandBackupset></commonBackupSet></App_CreateBackupSetRequest>".to_owned()),
        (json(), r#"{"association":{"entity":{"appName":"NAS","backupsetName":"bare","clientName":"client001"}}}"#.to_owned()),
        (json(), r#"{"App_CreateBackupSetRequest":{"association":{"entity":{"appName":"NAS","backupsetName":"wrapped","clientName":"client001"}},"commonBackupSet":{"onDemandBackupset":true}}}"#.to_owned()),
    ] {
        let made = talk.post("/Backupset", headers.clone(), &body);
        assert_eq!((made.status, made.code().as_str()), (200, "0"), "{body}");
        let path = format!("/Backupset/{}/action/backup", made.set());
        assert_eq!(talk.post(&path, xml(), "").tasks().len(), 1, "{body}");
        assert_eq!(talk.post("/Backupset", headers, &body).code(), "3", "{body}");
        assert_eq!(talk.baseline(), 200);
        assert_eq!(talk.post(&path, xml(), "").code(), "587204050", "{body}");
    }
    let unknown = create_set("x").replace("client001", "nobody");
    let refused = talk.post("/Backupset", xml(), &unknown);
    assert_eq!((refused.status, refused.code().as_str()), (200, "1"));
    assert!(refused.text().contains("errorString="));
}

#[test]
fn disaster_recovery_is_taken_in_every_reading_of_its_values() {
    let talk = Talk::new("", "");
    for body in [
        disaster("1", "IMMEDIATE", "full"),
        disaster("true", "immediate", "differential"),
        disaster("False", "Immediate", "FULL"),
        disaster("", "IMMEDIATE", ""),
    ] {
        let answer = talk.post("/CommServ/DRBackup", xml(), &body);
        assert_eq!(
            (answer.tasks().len(), answer.jobs().len()),
            (1, 1),
            "{body}"
        );
    }
    for body in [
        r#"{"isCompressionEnabled":"false","jobType":1,"backupType":"1"}"#,
        r#"{"backupType":3,"jobType":"1","isCompressionEnabled":true}"#,
        r#"{"isCompressionEnabled":"","jobType":1,"backupType":""}"#,
    ] {
        let answer = talk.post("/CommServ/DRBackup", json(), body);
        assert!(answer.json()["taskId"].is_u64(), "{body}");
    }
    for (headers, body) in [
        (xml(), disaster("maybe", "immediate", "full")),
        (xml(), disaster("true", "later", "full")),
        (xml(), disaster("true", "immediate", "incremental")),
        (json(), r#"{"jobType":2}"#.to_owned()),
        (json(), r#"{"backupType":2}"#.to_owned()),
        (json(), r#"{"backupType":[1]}"#.to_owned()),
        (json(), r#"{"isCompressionEnabled":{}}"#.to_owned()),
        (json(), r#"{"isCompressionEnabled":null}"#.to_owned()),
    ] {
        let answer = talk.post("/CommServ/DRBackup", headers, &body);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (200, "2"),
            "{body}"
        );
    }
}

#[test]
fn values_outside_the_tables_of_create_task_are_refused() {
    let talk = Talk::new("", "");
    for (element, attributes) in [
        ("associations", "appName='Fortran'"),
        ("associations", "applicationId='34'"),
        ("backupOpts", "backupLevel='HALF'"),
        ("backupOpts", "doNotTruncateLog='TRUE'"),
        ("dataOpt", "createNewIndex=''"),
        ("vsaBackupOptions", "backupFailedVMsOnly='no'"),
        ("drive", "driveId='x'"),
        ("mediaOpt", "retentionJobType='3'"),
        ("mediaStatus", "bad='1'"),
        ("runningTime", "totalRunningTime='00:61:00'"),
        ("startUpOpts", "priority='1000'"),
        ("startUpOpts", "priority='-1'"),
        (
            "startUpOpts",
            "priority='99999999999999999999999999999999999999999999'",
        ),
        ("pattern", "active_start_date='1462233601'"),
        ("pattern", "active_start_date='2015-02-29 00:00:00'"),
        ("pattern", "active_end_time='24:00:01'"),
        ("pattern", "freq_type='Weekly' freq_interval='128'"),
        ("pattern", "freq_type='weekly' freq_recurrence_factor='2'"),
        ("pattern", "freq_type='One_Time' freq_interval='1'"),
        ("pattern", "freq_type='Monthly' freq_interval='32'"),
        ("pattern", "freq_type='Monthly_Relative' freq_interval='11'"),
        (
            "pattern",
            "freq_type='Monthly_Relative' freq_relative_interval='6'",
        ),
        ("pattern", "freq_type='Yearly' freq_recurrence_factor='13'"),
        ("daysToRun", "day='Someday'"),
        ("daysToRun", "onDayNumber='32'"),
        ("repeatPattern", "occurrence='3'"),
        ("repeatPattern", "onDay='3'"),
        ("repeatPattern", "onDayNumber='2147483648'"),
        ("timeZone", "TimeZoneId='x'"),
        ("subTask", "operationType='3'"),
        ("task", "sequenceNumber='0'"),
        ("task", "taskType='SCHEDULE'"),
        ("associations", "clientName='nobody'"),
    ] {
        let answer = talk.post("/CreateTask", xml(), &task_with(element, attributes));
        let refused = answer.status == 200 && !["0", ""].contains(&answer.code().as_str());
        assert!(refused, "{element} {attributes}: {}", answer.text());
    }
    for (element, attributes) in [
        (
            "associations",
            "unheard='of' subclientName='default' _type_=''",
        ),
        (
            "backupOpts",
            "backupLevel='differential' isSpHasInLineCopy=''",
        ),
        ("mediaOpt", "retentionJobType='NO_OF_DAYS' numberofDays='0'"),
        ("runningTime", "totalRunningTime='01:05:00'"),
        ("startUpOpts", "priority='999'"),
        (
            "pattern",
            "active_start_date='1462233600' active_end_time='0'",
        ),
        (
            "pattern",
            "freq_type='Daily' freq_interval='17' freq_recurrence_factor='1'",
        ),
        (
            "pattern",
            "freq_type='Yearly_Relative' freq_interval='31' freq_relative_interval='5' freq_recurrence_factor='12'",
        ),
        ("daysToRun", "day='Saturday' week='last' onDayNumber='31'"),
        (
            "repeatPattern",
            "exception='True' occurrence='16' onDay='512' onDayNumber='1073741825'",
        ),
        ("TimeZone", "TimeZoneId='100'"),
        ("task", "initiatedFrom='GUI' sequenceNumber='-1'"),
    ] {
        let answer = talk.post("/CreateTask", xml(), &task_with(element, attributes));
        assert_eq!(
            answer.tasks().len(),
            1,
            "{element} {attributes}: {}",
            answer.text()
        );
    }
}

#[test]
fn the_same_message_gets_the_same_answer_however_it_is_written() {
    let talk = Talk::new("", "");
    let utf16 = |text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), text.encode_utf16().flat_map(bytes).collect()].concat()
    };
    let tag = "<TMMsg_CommcellDRBackupReq jobType='immediate' backupType='full'/>";
    let declared = |encoding: &str| format!("<?xml\tversion='1.0' encoding='{encoding}'?>\n{tag}");
    for body in [
        tag.as_bytes().to_vec(),
        format!("\u{feff}{tag}").into_bytes(),
        declared("Utf-8").into_bytes(),
        declared("us-ascii").into_bytes(),
        [declared("ISO-8859-1").as_bytes(), b"<!-- \xe9 -->"].concat(),
        utf16(&declared("UTF-16"), b"\xff\xfe", u16::to_le_bytes),
        utf16(tag, b"\xfe\xff", u16::to_be_bytes),
        b"<!--c--><?p i?><TMMsg_CommcellDRBackupReq\nxmlns:u = \"urn:u\" backupType=\"&#x66;ull\"\tjobType='&#105;mmediate' >\n<!-- c --></TMMsg_CommcellDRBackupReq >\n<?p?>".to_vec(),
        b"<TMMsg_CommcellDRBackupReq><jobType> imme<![CDATA[di]]>ate\n</jobType></TMMsg_CommcellDRBackupReq>".to_vec(),
    ] {
        let answer = talk.send("/CommServ/DRBackup", xml(), &body);
        assert_eq!(answer.tasks().len(), 1, "{}: {}", String::from_utf8_lossy(&body), answer.text());
    }
    let answer = talk.post(
        "/CommServ/DRBackup",
        json(),
        "\n{\"backup\\u0054ype\" : 3 }\t",
    );
    assert!(answer.json()["taskId"].is_u64());
}

#[test]
fn what_is_not_well_formed_is_a_400() {
    let talk = Talk::new("", "");
    let deep = "<a>".repeat(65) + &"</a>".repeat(65);
    let many: String = (0..1001).map(|n| format!(" a{n}=''")).collect();
    let inside = [
        "<a></b>",
        "<a></:a>",
        "<a b='1' b='2'/>",
        "<a xmlns='u' xmlns='v'/>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a b='<'/>",
        "<a b='&'/>",
        "&nbsp;",
        "&#0;",
        "&#xD800;",
        "&#xFFFE;",
        "&#65",
        "&#x110000;",
        "]]>",
        "<!-- -- -->",
        "<!-- --->",
        "<?xml x?>",
        "<?XML?>",
        "<?a+b?>",
        "<?a:b?>",
        "<1/>",
        "<a:b/>",
        "<:a/>",
        "<a b:c=''/>",
        "<a xmlns:b=''/>",
        "<a xmlns:xml='u'/>",
        "<a",
        "<![CDATA[",
        "\u{1}",
        "\u{fffe}",
        "<!DOCTYPE a>",
        "<a><b></a></b>",
        "< a/>",
        "<a/ >",
        &deep,
    ];
    let root = "TMMsg_CommcellDRBackupReq";
    let mut bodies: Vec<Vec<u8>> = inside
        .iter()
        .map(|it| format!("<{root}>{it}</{root}>").into_bytes())
        .collect();
    for text in [
        format!("<{root}/>x"),
        format!("<{root}/><{root}/>"),
        format!(" <?xml version='1.0'?><{root}/>"),
        format!("<?xml?><{root}/>"),
        format!("<?xml version='2.0'?><{root}/>"),
        format!("<?xml encoding='UTF-8' version='1.0'?><{root}/>"),
        format!("<?xml version='1.0' standalone='maybe'?><{root}/>"),
        format!("<?xml version='1.0' encoding='UTF-16'?><{root}/>"),
        format!("<?xml version='1.0' encoding='KOI8-R'?><{root}/>"),
        format!("<!DOCTYPE {root} [<!ENTITY a 'b'>]><{root}/>"),
        format!("<{root}{many}/>"),
        format!("\u{feff}\u{feff}<{root}/>"),
        format!("<{root}>"),
        format!("<{root} xmlns='urn:u'/>"),
        String::new(),
        "x".to_owned(),
        "<Another/>".to_owned(),
    ] {
        bodies.push(text.into_bytes());
    }
    bodies.push(
        format!("<{root} a='\u{e9}'/>")
            .into_bytes()
            .iter()
            .copied()
            .filter(|it| *it != 0xa9)
            .collect(),
    );
    for body in bodies {
        let answer = talk.send("/CommServ/DRBackup", xml(), &body);
        assert_eq!(answer.status, 400, "{}", String::from_utf8_lossy(&body));
        assert_eq!(answer.code(), "4");
    }
    for body in [
        "",
        "{",
        "[]",
        "1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "{\"a\":\"\\ud800\"}",
        "{}x",
        "{'a':1}",
    ] {
        let answer = talk.post("/CommServ/DRBackup", json(), body);
        assert_eq!(
            (answer.status, answer.json()["errorCode"].as_u64()),
            (400, Some(4)),
            "{body}"
        );
    }
    let large = vec![b' '; 5 * 1024 * 1024];
    assert_eq!(talk.send("/CommServ/DRBackup", xml(), &large).status, 413);
}

#[test]
fn headers_are_looked_at() {
    let talk = Talk::new("", "");
    let body = disaster("1", "immediate", "full");
    let with = |headers: &str| talk.call("POST", "/CommServ/DRBackup", headers, body.as_bytes());
    let token = "authtoken: QSDK 0123\r\n";
    for headers in [
        "content-type: application/xml\r\n",
        "content-type: application/xml\r\nauthtoken: QSDK\r\n",
    ] {
        let answer = with(headers);
        assert_eq!((answer.status, answer.code().as_str()), (401, "5"));
        assert!(answer.text().contains("Access denied"));
    }
    for kind in [
        "",
        "content-type: text/plain\r\n",
        "content-type: application/json+x\r\n",
    ] {
        assert_eq!(with(&format!("{token}{kind}")).status, 415, "{kind}");
    }
    let answer = talk.post("/CreateTask", json(), "{}");
    assert_eq!(
        (answer.status, answer.json()["errorCode"].as_u64()),
        (415, Some(4))
    );
    for (accept, json) in [
        ("", false),
        ("*/*", false),
        ("text/html", false),
        ("application/xml", false),
        ("application/json", true),
        ("Application/JSON; q=0.9, application/xml;q=0.1", true),
        ("application/json;q=0, */*", false),
    ] {
        let accept = if accept.is_empty() {
            String::new()
        } else {
            format!("accept: {accept}\r\n")
        };
        let answer = with(&format!(
            "{token}content-type: text/xml; charset=utf-8\r\n{accept}"
        ));
        assert_eq!(answer.status, 200, "{accept}");
        assert_eq!(answer.media_type("application/json"), json, "{accept}");
    }
    let get = talk.call("GET", "/CreateTask", token, b"");
    assert_eq!((get.status, get.code().as_str()), (405, "6"));
    assert_eq!(talk.call("POST", "/Nothing", token, b"").status, 404);
}
