//! Faults in the values of a task: listed ones that are refused, and others that are not.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;

/// Faults that refuse one value of a parameter.
const REFUSED: &[(Fault, &str, &str, &str)] = &[
    (
        Fault::ZoneMarkup,
        "TimeZone",
        "TimeZoneName",
        "(UTC-05:00) Eastern Time (US & Canada)",
    ),
    (Fault::DescriptionWords, "pattern", "description", "*"),
    (Fault::TaskSapHana, "associations", "appName", "SAP HANA"),
    (
        Fault::TaskMultiNode,
        "associations",
        "appName",
        "DB2 MultiNode",
    ),
    (Fault::TaskVirtualId, "associations", "applicationId", "106"),
    (
        Fault::TaskSetEntity,
        "associations",
        "_type_",
        "BACKUPSET_ENTITY",
    ),
    (
        Fault::TaskDifferential,
        "backupOpts",
        "backupLevel",
        "DIFFERENTIAL",
    ),
    (
        Fault::TaskSynthetic,
        "backupOpts",
        "backupLevel",
        "SYNTHETIC_FULL",
    ),
    (
        Fault::TaskAfterSynth,
        "backupOpts",
        "incLevel",
        "AFTER_SYNTH",
    ),
    (Fault::TaskKeepLog, "backupOpts", "doNotTruncateLog", "true"),
    (
        Fault::TaskNoMetaInfo,
        "backupOpts",
        "collectMetaInfo",
        "false",
    ),
    (Fault::TaskNewIndex, "dataOpt", "createNewIndex", "true"),
    (
        Fault::TaskMountPoints,
        "dataOpt",
        "followMountPoints",
        "false",
    ),
    (
        Fault::TaskFailedVms,
        "vsaBackupOptions",
        "backupFailedVMsOnly",
        "true",
    ),
    (
        Fault::TaskInfinite,
        "mediaOpt",
        "retentionJobType",
        "INFINITE",
    ),
    (
        Fault::TaskNoOfDays,
        "mediaOpt",
        "retentionJobType",
        "NO_OF_DAYS",
    ),
    (
        Fault::TaskMailSlots,
        "vaultTrackerOpt",
        "useVirtualMailSlots",
        "true",
    ),
    (Fault::TaskBadMedia, "mediaStatus", "bad", "true"),
    (Fault::TaskPriorityLast, "startUpOpts", "priority", "999"),
    (Fault::TaskPriorityFirst, "startUpOpts", "priority", "0"),
    (
        Fault::TaskSuspended,
        "startUpOpts",
        "startInSuspendedState",
        "true",
    ),
    (
        Fault::TaskYearlyRelative,
        "pattern",
        "freq_type",
        "Yearly_Relative",
    ),
    (
        Fault::TaskAutomatic,
        "pattern",
        "freq_type",
        "Automatic_Schedule",
    ),
    (Fault::TaskWeekendDay, "daysToRun", "day", "Weekend_Day"),
    (Fault::TaskLastWeek, "daysToRun", "week", "last"),
    (Fault::TaskSunday, "daysToRun", "Sunday", "true"),
    (Fault::TaskDay31, "daysToRun", "onDayNumber", "31"),
    (
        Fault::TaskLastOccurrence,
        "repeatPattern",
        "occurrence",
        "16",
    ),
    (Fault::TaskWeekendOnDay, "repeatPattern", "onDay", "512"),
    (Fault::TaskGui, "task", "initiatedFrom", "GUI"),
    (Fault::TaskDisabled, "taskFlags", "disabled", "true"),
    (Fault::TaskSchedule, "task", "taskType", "SCHEDULE"),
];

/// Faults that take one value of a parameter that should be refused, or any (`*`).
const TAKEN: &[(Fault, &str, &str, &str)] = &[
    (Fault::TaskTypeOpen, "associations", "_type_", "*"),
    (Fault::TaskAppOpen, "associations", "appName", "*"),
    (Fault::TaskAppIdOpen, "associations", "applicationId", "*"),
    (Fault::TaskLevelOpen, "backupOpts", "backupLevel", "*"),
    (Fault::TaskIncLevelOpen, "backupOpts", "incLevel", "*"),
    (
        Fault::TaskTruncateOpen,
        "backupOpts",
        "doNotTruncateLog",
        "*",
    ),
    (
        Fault::TaskRetentionOpen,
        "mediaOpt",
        "retentionJobType",
        "*",
    ),
    (
        Fault::TaskRunningTimeOpen,
        "runningTime",
        "totalRunningTime",
        "*",
    ),
    (
        Fault::TaskStartDateOpen,
        "pattern",
        "active_start_date",
        "*",
    ),
    (
        Fault::TaskStartTimeOpen,
        "pattern",
        "active_start_time",
        "*",
    ),
    (Fault::TaskFreqTypeOpen, "pattern", "freq_type", "*"),
    (Fault::TaskDayOpen, "daysToRun", "day", "*"),
    (Fault::TaskWeekOpen, "daysToRun", "week", "*"),
    (
        Fault::TaskOccurrenceOpen,
        "repeatPattern",
        "occurrence",
        "*",
    ),
    (Fault::TaskOnDayOpen, "repeatPattern", "onDay", "*"),
    (Fault::TaskOperationOpen, "subTask", "operationType", "*"),
    (Fault::TaskSubTypeOpen, "subTask", "subTaskType", "*"),
    (Fault::TaskFromOpen, "task", "initiatedFrom", "*"),
    (Fault::TaskPolicyOpen, "task", "policyType", "*"),
    (Fault::TaskSequenceZero, "task", "sequenceNumber", "0"),
    (Fault::TaskKindOpen, "task", "taskType", "*"),
    (
        Fault::FailedVmsOpen,
        "vsaBackupOptions",
        "backupFailedVMsOnly",
        "*",
    ),
];

/// Faults that take numbers beyond a bound: from, to.
const BEYOND: &[(Fault, &str, &str, i128, i128)] = &[
    (
        Fault::TaskPriorityHigh,
        "startUpOpts",
        "priority",
        1000,
        i128::MAX,
    ),
    (
        Fault::TaskPriorityLow,
        "startUpOpts",
        "priority",
        i128::MIN,
        -1,
    ),
    (Fault::TaskDay32, "daysToRun", "onDayNumber", 32, i128::MAX),
    (Fault::TaskDay0, "daysToRun", "onDayNumber", i128::MIN, 0),
    (
        Fault::TaskDayBitsOpen,
        "repeatPattern",
        "onDayNumber",
        1 << 31,
        i128::MAX,
    ),
];

/// Faults that take a number beyond what the kind of schedule allows.
const FREQUENCIES: &[(Fault, &str, &str)] = &[
    (Fault::TaskWeekly128, "Weekly", "freq_interval"),
    (Fault::TaskMonthly32, "Monthly", "freq_interval"),
    (Fault::TaskRelative11, "Monthly_Relative", "freq_interval"),
    (Fault::TaskMonth13, "Yearly", "freq_recurrence_factor"),
    (
        Fault::TaskSixth,
        "Monthly_Relative",
        "freq_relative_interval",
    ),
];

/// What a fault says about a value.
pub(in crate::reference::commvault) fn fits(
    element: &str,
    parameter: &str,
    value: &str,
    behaviour: &Behaviour,
) -> Option<bool> {
    let meant = |rows: &[(Fault, &str, &str, &str)]| {
        rows.iter().any(|(fault, place, name, changed)| {
            *place == element
                && *name == parameter
                && (*changed == "*" || changed.eq_ignore_ascii_case(value))
                && behaviour.faulty(*fault)
        })
    };
    let boolean = ["true", "false"].contains(&value.to_ascii_lowercase().as_str());
    if meant(REFUSED) || boolean && behaviour.faulty(Fault::TaskBooleans) {
        return Some(false);
    }
    let number: Option<i128> = value.parse().ok();
    let beyond = BEYOND.iter().any(|(fault, place, name, first, last)| {
        *place == element
            && *name == parameter
            && number.is_some_and(|it| (*first..=*last).contains(&it))
            && behaviour.faulty(*fault)
    });
    let text =
        parameter == "priority" && number.is_none() && behaviour.faulty(Fault::TaskPriorityText);
    (meant(TAKEN) || beyond || text).then_some(true)
}

/// What a fault says about a number that hangs on the kind of schedule.
pub(in crate::reference::commvault) fn frequency(
    kind: &str,
    parameter: &str,
    value: &str,
    behaviour: &Behaviour,
) -> Option<bool> {
    let taken = FREQUENCIES.iter().any(|(fault, meant, name)| {
        *meant == kind && *name == parameter && behaviour.faulty(*fault)
    });
    (taken && value.parse::<u32>().is_ok()).then_some(true)
}
