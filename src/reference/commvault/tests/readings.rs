//! Each reading takes what it says, and every reading leaves a way to say each thing.
use super::samples::set_for;
use super::*;
use crate::reference::commvault::variants;

fn taken(variant: &str, element: &str, attributes: &str) -> bool {
    let talk = Talk::new("", variant);
    let answer = talk.post("/CreateTask", xml(), &task_with(element, attributes));
    assert_eq!(answer.status, 200);
    answer.tasks().len() == 1
}

#[test]
fn tables_and_samples_can_each_be_taken_alone() {
    for (element, table, sample) in [
        ("dataOpt", "createNewIndex='True'", "createNewIndex='true'"),
        (
            "backupOpts",
            "backupLevel='INCREMENTAL'",
            "backupLevel='Incremental'",
        ),
        ("subTask", "operationType='BACKUP'", "operationType='2'"),
        (
            "mediaOpt",
            "retentionJobType='STORAGE_POLICY_DEFAULT'",
            "retentionJobType='2'",
        ),
        (
            "runningTime",
            "totalRunningTime='01:00:00'",
            "totalRunningTime='3600'",
        ),
        (
            "pattern",
            "active_start_date='1462233600'",
            "active_start_date='2016-05-03 00:00:00'",
        ),
        (
            "pattern",
            "active_start_time='75600'",
            "active_start_time='21:00:00'",
        ),
    ] {
        assert!(taken("commvault-strict-tables", element, table), "{table}");
        assert!(
            !taken("commvault-strict-tables", element, sample),
            "{sample}"
        );
        assert!(taken("commvault-samples-only", element, sample), "{sample}");
        assert!(taken("", element, table) && taken("", element, sample));
    }
    assert!(taken("commvault-strict-tables", "TimeZone", ""));
    assert!(!taken("commvault-strict-tables", "timeZone", ""));
    assert!(taken("commvault-samples-only", "timeZone", ""));
    assert!(!taken("commvault-samples-only", "TimeZone", ""));
    assert!(taken(
        "commvault-any-case",
        "dataOpt",
        "createNewIndex='tRUE'"
    ));
    for sample in [IMMEDIATE, SCHEDULED] {
        let talk = Talk::new("", "commvault-samples-only");
        assert_eq!(talk.post("/CreateTask", xml(), sample).tasks().len(), 1);
    }
}

#[test]
fn every_reading_still_serves_what_the_pages_demand() {
    for variant in variants::TABLE {
        let talk = Talk::new("", variant.id);
        let id = variant.id;
        for path in ["/Backupset/3/action/backup", BY_NAME] {
            let path = path.replace("file%20system", "File%20System");
            assert_eq!(talk.post(&path, xml(), "").status, 200, "{id}");
        }
        let nobody = BY_NAME.replace("file%20system", "File%20System");
        let nobody = nobody.replace("defaultBackupSet", "nobody");
        let missing = ["/Backupset/99/action/backup", nobody.as_str()]
            .map(|path| talk.post(path, xml(), "").text());
        let told = missing.iter().any(|text| text.contains("587204050"));
        assert!(told, "{id}: {missing:?}");
        let task = task_with("startUpOpts", "priority='999'");
        let task = talk.post("/CreateTask", xml(), &task);
        assert!(task.text().contains("CreateTaskResp"), "{id}");
        let recovery = disaster("true", "immediate", "full");
        let recovery = talk.post("/CommServ/DRBackup", xml(), &recovery);
        assert!(recovery.text().contains("CreateTaskResp"), "{id}");
        let as_elements = set_for("File System", "new");
        let as_attributes = "<App_CreateBackupSetRequest><association><entity appName='NAS' backupsetName='new' clientName='client001' instanceName='DefaultInstanceName'/></association></App_CreateBackupSetRequest>";
        let made = [as_elements.as_str(), as_attributes]
            .map(|body| talk.post("/Backupset", xml(), body).text());
        let codes = [
            "errorCode=\"0\"",
            "errorCode = '0'",
            "<errorCode>0<",
            "errorCode xsi:type=\"xs:long\">\n  0\n",
        ];
        let success = made
            .iter()
            .any(|it| codes.iter().any(|code| it.contains(code)));
        assert!(success, "{id}: {made:?}");
    }
}

#[test]
fn refusals_have_the_status_that_a_reading_gives_them() {
    let body = disaster("1", "later", "full");
    for (variant, value, malformed, token) in [
        ("", 200, 400, 401),
        ("commvault-faults-as-4xx", 422, 400, 401),
        ("commvault-faults-as-200", 200, 200, 401),
        ("commvault-token-fault-in-200", 200, 400, 200),
        ("commvault-token-forbidden", 200, 400, 403),
    ] {
        let talk = Talk::new("", variant);
        let path = "/CommServ/DRBackup";
        let statuses = [
            talk.post(path, xml(), &body),
            talk.post(path, xml(), "<"),
            talk.call("POST", path, "", b""),
        ]
        .map(|answer| (answer.status, answer.code() == "0"));
        let wanted = [(value, false), (malformed, false), (token, false)];
        assert_eq!(statuses, wanted, "{variant}");
    }
}
