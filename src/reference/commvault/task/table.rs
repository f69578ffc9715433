//! The page's table: which element holds which parameter, and what may stand there.
use crate::reference::Mutant;

/// What a value has to look like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Text,
    Boolean,
    /// The second sample leaves this one empty (CT-02).
    BooleanOrEmpty,
    Names(&'static [&'static str]),
    NamesOrEmpty(&'static [&'static str]),
    /// The samples write 2 for the last of these (CT-04).
    NamesOrTwo(&'static [&'static str], &'static str),
    /// The days of a monthly schedule, where Saturday is missing (CT-13).
    Day(&'static [&'static str]),
    Number,
    NumberOrEmpty,
    NotZero,
    Range(i128, i128),
    Codes(&'static [i128]),
    /// HH:MM:SS, or seconds (CT-06).
    Length,
    /// Seconds of a day, or HH:MM:SS (CT-08).
    Time,
    /// A timestamp at midnight, or a calendar day (CT-07).
    Date,
}

/// A parameter of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) element: &'static str,
    pub(super) parameter: &'static str,
    pub(super) shape: Shape,
}

/// Where elements stand.
pub(super) const TREE: &[(&str, &[&str])] = &[
    ("associations", &["taskInfo"]),
    ("subTasks", &["taskInfo"]),
    ("options", &["subTasks"]),
    ("backupOpts", &["options"]),
    ("dataOpt", &["backupOpts"]),
    ("vsaBackupOptions", &["backupOpts"]),
    ("dataPathOpt", &["backupOpts"]),
    ("drive", &["dataPathOpt"]),
    ("drivePool", &["dataPathOpt"]),
    ("library", &["dataPathOpt"]),
    ("mediaAgent", &["dataPathOpt"]),
    ("spareGroup", &["dataPathOpt"]),
    ("mediaOpt", &["backupOpts"]),
    ("vaultTrackerOpt", &["backupOpts"]),
    ("mediaStatus", &["vaultTrackerOpt"]),
    ("commonOpts", &["options"]),
    ("jobRetryOpts", &["commonOpts"]),
    ("runningTime", &["jobRetryOpts"]),
    ("startUpOpts", &["commonOpts"]),
    ("pattern", &["subTasks"]),
    ("calendar", &["pattern"]),
    ("daysToRun", &["pattern"]),
    ("repeatPattern", &["pattern"]),
    ("TimeZone", &["pattern"]),
    ("subTask", &["subTasks"]),
    // One row puts it into subTasks (CT-17).
    ("task", &["taskInfo", "subTasks"]),
    ("alert", &["task"]),
    ("taskFlags", &["task"]),
];

/// The mutants of every row.
pub(in crate::reference::commvault) fn mutants() -> Vec<Mutant> {
    ROWS.iter().flat_map(super::check::bent::mutants).collect()
}

/// The rows of one element.
pub(super) fn rows(element: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.element == element)
}

macro_rules! rows {
    ($($element:ident { $($parameter:ident: $shape:expr,)* })*) => {
        const ROWS: &[Row] = &[$($(Row {
            element: stringify!($element),
            parameter: stringify!($parameter),
            shape: $shape,
        },)*)*];
    };
}

use Shape::{
    Boolean, BooleanOrEmpty, Codes, Date, Day, Length, Names, NamesOrEmpty, NamesOrTwo, NotZero,
    Number, NumberOrEmpty, Range, Text, Time,
};

rows! {
    associations {
        _type_: NamesOrEmpty(&["SUBCLIENT_ENTITY", "BACKUPSET_ENTITY"]),
        appName: Names(&[
            "Active Directory", "DB2", "DB2 MultiNode", "DB2 on UNIX", "Documentum",
            "Exchange Database", "File System", "Informix Database", "MySQL", "NAS",
            "Notes Database", "Oracle", "Oracle RAC", "PostgreSQL", "SAP HANA", "SAP for MAX DB",
            "SAP for Oracle", "Sharepoint Server", "SQL Server", "Sybase Database",
            "Virtual Server",
        ]),
        applicationId: Codes(&[53, 33, 104, 13, 59, 22, 80, 125, 79, 61, 81, 5, 106]),
        backupsetName: Text,
        backupsetId: Number,
        clientName: Text,
        clientId: Number,
        commCellId: NumberOrEmpty,
        instanceName: Text,
        instanceId: Number,
        subclientName: Text,
        subclientId: Number,
    }
    backupOpts {
        backupLevel: Names(&["FULL", "INCREMENTAL", "DIFFERENTIAL", "SYNTHETIC_FULL"]),
        collectMetaInfo: Boolean,
        doNotTruncateLog: Boolean,
        incLevel: Names(&["BEFORE_SYNTH", "AFTER_SYNTH"]),
        isSpHasInLineCopy: BooleanOrEmpty,
        runIncrementalBackup: Boolean,
        runSILOBackup: BooleanOrEmpty,
        sybaseSkipFullafterLogBkp: Boolean,
        truncateLogsOnSource: Boolean,
    }
    dataOpt {
        createNewIndex: Boolean,
        enableIndexCheckPointing: BooleanOrEmpty,
        enforceTransactionLogUsage: Boolean,
        followMountPoints: Boolean,
        skipCatalogPhaseForSnapBackup: BooleanOrEmpty,
        skipConsistencyCheck: Boolean,
        spaceReclamation: BooleanOrEmpty,
        verifySynthFull: BooleanOrEmpty,
    }
    vsaBackupOptions {
        backupFailedVMsOnly: Boolean,
    }
    drive {
        driveId: Number,
    }
    drivePool {
        drivePoolId: Number,
    }
    library {
        libraryId: Number,
    }
    mediaAgent {
        mediaAgentId: Number,
    }
    spareGroup {
        spareMediaGroupId: Number,
    }
    mediaOpt {
        allowOtherSchedulesToUseMediaSet: Boolean,
        markMediaFullOnSuccess: Boolean,
        numberofDays: Number,
        reserveResourcesBeforeScan: Boolean,
        retentionJobType: NamesOrTwo(
            &["INFINITE", "NO_OF_DAYS", "STORAGE_POLICY_DEFAULT"], "STORAGE_POLICY_DEFAULT"),
        startNewMedia: Boolean,
    }
    vaultTrackerOpt {
        excludeMediaNotCopied: Boolean,
        exportMediaAfterJobFinishes: Boolean,
        filterMediaByRetention: Boolean,
        mediaWithExtendedRetentionJobs: Boolean,
        trackTransit: Boolean,
        useVirtualMailSlots: Boolean,
        exportLocation: Text,
        inTransitLocation: Text,
    }
    mediaStatus {
        active: Boolean,
        all: Boolean,
        bad: Boolean,
        full: Boolean,
        overwriteProtected: Boolean,
    }
    commonOpts {
        jobDescription: Text,
    }
    jobRetryOpts {
        enableNumberOfRetries: Boolean,
        killRunningJobWhenTotalRunningTimeExpires: Boolean,
        numberOfRetries: Number,
    }
    runningTime {
        enableTotalRunningTime: Boolean,
        totalRunningTime: Length,
    }
    startUpOpts {
        priority: Range(0, 999),
        startInSuspendedState: Boolean,
        useDefaultPriority: Boolean,
    }
    pattern {
        active_end_date: Date,
        active_end_occurence: Number,
        active_end_time: Time,
        active_start_date: Date,
        active_start_time: Time,
        description: Text,
        flags: Text,
        freq_interval: Number,
        freq_recurrence_factor: Number,
        freq_relative_interval: Number,
        freq_restart_interval: Text,
        freq_subday_interval: Number,
        freq_type: Names(&[
            "One_Time", "Daily", "Weekly", "Monthly", "Monthly_Relative", "Yearly",
            "Yearly_Relative", "Automatic_Schedule",
        ]),
        name: Text,
        patternId: Number,
    }
    calendar {
        calendarId: Number,
        calendarName: Text,
    }
    daysToRun {
        Monday: Boolean,
        Tuesday: Boolean,
        Wednesday: Boolean,
        Thursday: Boolean,
        Friday: Boolean,
        Saturday: Boolean,
        Sunday: Boolean,
        day: Day(&[
            "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Days", "Weekday",
            "Weekend_Day",
        ]),
        week: Names(&["first", "second", "third", "fourth", "last"]),
        onDayNumber: Range(1, 31),
    }
    repeatPattern {
        exception: Boolean,
        occurrence: Codes(&[0, 1, 2, 4, 8, 16]),
        onDay: Codes(&[0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]),
        // A bit for each of 31 days.
        onDayNumber: Range(0, 0x7fff_ffff),
    }
    TimeZone {
        TimeZoneName: Text,
        TimeZoneId: Number,
    }
    subTask {
        subTaskName: Text,
        operationType: NamesOrTwo(&["BACKUP"], "BACKUP"),
        subTaskType: NamesOrTwo(&["BACKUP"], "BACKUP"),
    }
    task {
        initiatedFrom: Names(&["GUI", "COMMANDLINE"]),
        policyType: Names(&["DATA_PROTECTION"]),
        sequenceNumber: NotZero,
        taskId: Text,
        taskType: Names(&["IMMEDIATE", "SCHEDULE"]),
    }
    alert {
        alertId: Number,
        alertName: Text,
    }
    taskFlags {
        disabled: Boolean,
    }
}
