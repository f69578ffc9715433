//! Requests: two that have every documented part between them, and small ones.

/// A task for now, with the values of the page's first sample.
pub(super) const IMMEDIATE: &str = r#"<TMMsg_CreateTaskReq><taskInfo>
<associations _type_="SUBCLIENT_ENTITY" appName="File System" applicationId="33" backupsetName="defaultBackupSet" clientName="client001" commCellId="0" subbclientName="default" />
<subTasks><options>
<backupOpts backupLevel="FULL" doNotTruncateLog="false" isSpHasInLineCopy="false" runIncrementalBackup="true" runSILOBackup="false" sybaseSkipFullafterLogBkp="false" truncateLogsOnSource="false">
<dataOpt createNewIndex="false" enableIndexCheckPointing="false" enforceTransactionLogUsage="false" followMountPoints="true" skipCatalogPhaseForSnapBackup="false" skipConsistencyCheck="false" spaceReclamation="false" verifySynthFull="false" />
<dataPathOpt><drive driveId="0" /><drivePool drivePoolId="0" /><library libraryId="0" /><mediaAgent mediaAgentId="0" /><spareGroup spareMediaGroupId="0" /></dataPathOpt>
<mediaOpt allowOtherSchedulesToUseMediaSet="true" markMediaFullOnSuccess="false" numberofDays="30" reserveResourcesBeforeScan="false" retentionJobType="2" startNewMedia="true" />
</backupOpts>
<commonOpts jobDescription=""><jobRetryOpts enableNumberOfRetries="false" killRunningJobWhenTotalRunningTimeExpires="false" numberOfRetries="0"><runningTime enableTotalRunningTime="false" totalRunningTime="3600" /></jobRetryOpts>
<startUpOpts priority="166" startInSuspendedState="false" useDefaultPriority="true" /></commonOpts>
</options><subTask operationType="2" subTaskType="2" /></subTasks>
<task initiatedFrom="COMMANDLINE" policyType="DATA_PROTECTION" sequenceNumber="10" taskId="0" taskType="IMMEDIATE"><taskFlags disabled="false"/></task>
</taskInfo></TMMsg_CreateTaskReq>"#;

/// A task on a schedule, with the values of the page's second sample.
pub(super) const SCHEDULED: &str = r#"<?xml version="1.0" encoding="utf-8" ?>
<TMMsg_CreateTaskReq><taskInfo>
<associations _type_="" appName="Virtual Server" applicationId="106" backupsetName="defaultBackupSet" backupsetId="190" clientName="client001" clientId="89" commCellId="" instanceName="VMware" instanceId="100" subclientName="default" subclientId="11" />
<subTasks><options>
<backupOpts backupLevel="Incremental" collectMetaInfo="true" doNotTruncateLog="false" incLevel="BEFORE_SYNTH" isSpHasInLineCopy="" runIncrementalBackup="true" runSILOBackup="" sybaseSkipFullafterLogBkp="false" truncateLogsOnSource="false">
<dataOpt createNewIndex="true" enableIndexCheckPointing="" enforceTransactionLogUsage="false" followMountPoints="true" skipCatalogPhaseForSnapBackup="" skipConsistencyCheck="false" spaceReclamation="" verifySynthFull="" />
<vsaBackupOptions><backupFailedVMsOnly>false</backupFailedVMsOnly></vsaBackupOptions></backupOpts></options>
<pattern active_end_occurence="0" active_end_time="00:00:00" active_start_date="2016-05-03 00:00:00" active_start_time="21:00:00" description="weekly" freq_interval="62" freq_recurrence_factor="1" freq_relative_interval="0" freq_subday_interval="0" freq_type="weekly">
<calendar calendarId="1" calendarName="standard"/><daysToRun Monday="true" Tuesday="true" Wednesday="true" Thursday="true" Friday="true" /><timeZone TimeZoneId="100" TimeZoneName="(UTC) Coordinated Universal Time"/></pattern>
<subTask operationType="2" subTaskType="2" subTaskName="test_schedule_1" /></subTasks>
<task initiatedFrom="COMMANDLINE" policyType="DATA_PROTECTION" sequenceNumber="10" taskId="0" taskType="SCHEDULE"><taskFlags disabled="false"/></task>
</taskInfo></TMMsg_CreateTaskReq>"#;

/// Where each element of a task stands: its parents from the top.
const PLACES: &[(&str, &[&str])] = &[
    ("associations", &[]),
    ("task", &[]),
    ("alert", &["task"]),
    ("taskFlags", &["task"]),
    ("subTask", &["subTasks"]),
    ("pattern", &["subTasks"]),
    ("calendar", &["subTasks", "pattern"]),
    ("daysToRun", &["subTasks", "pattern"]),
    ("repeatPattern", &["subTasks", "pattern"]),
    ("TimeZone", &["subTasks", "pattern"]),
    ("timeZone", &["subTasks", "pattern"]),
    ("backupOpts", &["subTasks", "options"]),
    ("dataOpt", &["subTasks", "options", "backupOpts"]),
    ("vsaBackupOptions", &["subTasks", "options", "backupOpts"]),
    (
        "drive",
        &["subTasks", "options", "backupOpts", "dataPathOpt"],
    ),
    ("mediaOpt", &["subTasks", "options", "backupOpts"]),
    ("vaultTrackerOpt", &["subTasks", "options", "backupOpts"]),
    (
        "mediaStatus",
        &["subTasks", "options", "backupOpts", "vaultTrackerOpt"],
    ),
    (
        "runningTime",
        &["subTasks", "options", "commonOpts", "jobRetryOpts"],
    ),
    ("startUpOpts", &["subTasks", "options", "commonOpts"]),
];

/// A small task in which one element has these attributes.
pub(super) fn task_with(element: &str, attributes: &str) -> String {
    let (_, parents) = PLACES.iter().find(|(name, _)| *name == element).unwrap();
    let open: String = parents.iter().map(|it| format!("<{it}>")).collect();
    let close: String = parents.iter().rev().map(|it| format!("</{it}>")).collect();
    let subject = if element == "associations" {
        ""
    } else {
        "<associations clientName='client001' backupsetName='defaultBackupSet'/>"
    };
    format!(
        "<TMMsg_CreateTaskReq><taskInfo>{subject}{open}<{element} {attributes}/>{close}</taskInfo></TMMsg_CreateTaskReq>"
    )
}

/// A new backup set of this name.
pub(super) fn create_set(name: &str) -> String {
    set_for("File System", name)
}

/// A new backup set for an application.
pub(super) fn set_for(app: &str, name: &str) -> String {
    format!(
        "<App_CreateBackupSetRequest><association><entity><appName>{app}</appName><backupsetName>{name}</backupsetName><clientName>client001</clientName><instanceName>DefaultInstanceName</instanceName></entity></association></App_CreateBackupSetRequest>"
    )
}

/// A disaster recovery with these values.
pub(super) fn disaster(compression: &str, job: &str, kind: &str) -> String {
    format!(
        "<TMMsg_CommcellDRBackupReq isCompressionEnabled=\"{compression}\" jobType=\"{job}\" backupType=\"{kind}\"/>"
    )
}
