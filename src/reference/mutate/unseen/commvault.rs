//! Mutants of the Commvault part that no check can call wrong.
use super::{Unseen, row};

/// The whole table.
pub(super) const TABLE: &[Unseen] = &[
    row(
        "commvault/store/set.id:back-at-baseline",
        "",
        "only the hook of provider states, which no page knows, brings the server back",
    ),
    row(
        "commvault/request/large-body:cut-at-10-kB",
        "",
        "a server may refuse a body for its size",
    ),
    row(
        "commvault/dr/{xml,json}.{backupType,isCompressionEnabled}:empty-too",
        "DR-05",
        "an empty value may be taken",
    ),
    row(
        "commvault/dr/values:missing-refused",
        "DR-11",
        "which values are required is open",
    ),
    row(
        "commvault/dr/values:attributes-only-checked",
        "",
        "no page writes these values as elements, and an element that is not known may be passed over",
    ),
    row(
        "commvault/dr/xml.*:{ignores-case,ignores-outer-blanks}",
        "CT-33, DR-01, DR-13",
        "letter case and surrounding blanks are readings",
    ),
    row(
        "commvault/dr/json.*:ignores-outer-blanks",
        "CT-33",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/backupset/appName:{ignores-case,ignores-outer-blanks}",
        "CT-33",
        "letter case and surrounding blanks are readings",
    ),
    row(
        "commvault/{backup,backupset,task}/*Name:ignores-case",
        "BB-01",
        "whether names heed the letter case is open",
    ),
    row(
        "commvault/backup/appName:ignores-outer-blanks",
        "CT-33",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/task/{clientName,backupsetName}:{ignores-*,first-*,given-*,anything}",
        "",
        "no page says that a task for a client or a set that does not exist is refused",
    ),
    row(
        "commvault/task/{clientId,backupsetId}:*",
        "CT-28",
        "no page says that ids are read, or that one that names nothing is refused",
    ),
    row(
        "commvault/task/structure:unknown-names-taken",
        "",
        "no page says that a task for a client or a set that does not exist is refused",
    ),
    row(
        "commvault/task/structure:{first-association-only,last-association-only,first-sub-task-only,last-sub-task-only,jobs-once}",
        "CT-43",
        "what several associations or parts mean is open",
    ),
    row(
        "commvault/task/structure:values-trimmed",
        "CT-33",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/task/structure:unknown-attributes-refused",
        "",
        "what stands on no page may be refused",
    ),
    row(
        "commvault/request/tree:unknown-{elements,attributes}-refused",
        "",
        "what stands on no page may be refused",
    ),
    row(
        "commvault/backup/id:words-are-0",
        "",
        "no set has the number 0",
    ),
    row(
        "commvault/task/{drive,drivePool,library,mediaAgent,spareGroup,calendar,TimeZone,alert,associations}.*Id:{anything,refused,zero-refused,huge-refused,digits-up-to-a-letter}",
        "CT-28, CT-30",
        "an id names something that may be there or not, and nothing is said of its form",
    ),
    row(
        "commvault/task/*.{numberofDays,numberOfRetries,active_end_occurence,freq_subday_interval,patternId}:{anything,huge-refused,digits-up-to-a-letter}",
        "CT-30",
        "numbers without bounds",
    ),
    row(
        "commvault/task/pattern.patternId:{refused,zero-refused}",
        "CT-29",
        "the server makes it, and nothing is said of one that is sent",
    ),
    row(
        "commvault/task/pattern.freq_{interval,recurrence_factor,relative_interval}:{anything,huge-refused,digits-up-to-a-letter}",
        "",
        "the bounds of the kind of schedule are checked after it",
    ),
    row(
        "commvault/task/task.sequenceNumber:{huge-refused,zero-refused}",
        "CT-30, CT-36",
        "0 is refused as it is, and nothing is said of a largest number",
    ),
    row(
        "commvault/task/{alert.alertName,calendar.calendarName,TimeZone.TimeZoneName,associations.*Name}:{not-ascii-refused,digits-refused,blank-refused}",
        "",
        "a name names something that may be there or not",
    ),
    row(
        "commvault/task/alert.alertName:refused",
        "",
        "an alert of this name may be there or not",
    ),
    row(
        "commvault/task/{vaultTrackerOpt.*Location,commonOpts.jobDescription,pattern.flags,pattern.freq_restart_interval,pattern.name,task.taskId}:*refused",
        "CT-29",
        "nothing is said of what may stand there",
    ),
    row(
        "commvault/task/subTask.subTaskName:{not-ascii-refused,digits-refused,blank-refused}",
        "CT-30",
        "nothing is said of its bounds",
    ),
    row(
        "commvault/task/pattern.{One-Time,Automatic}*:{first-one-down,last-one-up,*-gone}",
        "CT-11",
        "nothing says that values beside the one that is set are refused",
    ),
    row(
        "commvault/task/pattern.{Daily,Weekly,Monthly,Yearly}.freq-relative-interval:{first-one-down,last-one-up,*-gone}",
        "CT-11",
        "nothing says that values beside the one that is set are refused",
    ),
    row(
        "commvault/task/pattern.{Daily,Weekly,Monthly,Monthly-Relative}.freq-recurrence-factor:{first-one-down,last-one-up,*-gone}",
        "CT-11",
        "nothing says that values beside the one that is set are refused",
    ),
    row(
        "commvault/task/{mediaOpt.retentionJobType,subTask.subTaskType,subTask.operationType}:skips-*",
        "CT-04",
        "the number stands for the name, and one of the two has to be taken",
    ),
    row(
        "commvault/task/task.policyType:skips-all-but-first",
        "",
        "there is but one",
    ),
    row(
        "commvault/task/pattern.active_*_{time,date}:{negative-too,any-number}",
        "CT-30",
        "numbers without bounds",
    ),
    row(
        "commvault/task/mediaOpt.numberofDays:zero-refused",
        "CT-30",
        "whether no days at all are days is open",
    ),
    row(
        "commvault/task/pattern.Yearly*.freq-recurrence-factor:first-one-down",
        "CT-11",
        "the page itself writes 0 there, by one reading of its last rule",
    ),
    row(
        "commvault/task/structure:children-unchecked",
        "",
        "no page writes these values as elements, and an element that is not known may be passed over",
    ),
    row(
        "commvault/task/pattern.Daily.freq-interval:{first-one-up,first-one-down,first-gone}",
        "CT-30",
        "nothing is said of the least number of days",
    ),
    row(
        "commvault/task/pattern.Yearly-Relative.freq-interval:last-one-down",
        "CT-12",
        "a day of the month or a code of a day",
    ),
    row(
        "commvault/task/pattern.active_*_date:any-number",
        "CT-07",
        "whether a timestamp has to be at midnight is open",
    ),
    row(
        "commvault/task/{pattern.active_*,runningTime.totalRunningTime}:{numbers-refused,formats-refused}",
        "CT-06 to CT-08",
        "one of two forms has to be taken",
    ),
    row(
        "commvault/answer/{xml,json}.{task,created}:{length-in-*,latin-1,cut-at-1024-bytes}",
        "",
        "these answers are short and ASCII",
    ),
    row(
        "commvault/accept/choose:{first-only,quality-ignored}",
        "BB-12",
        "a server may pass over what is liked better (RFC 9110, section 12.5.1)",
    ),
    row(
        "commvault/refused/*:status-201",
        "BB-04, BB-09, CB-07",
        "a fault is told by its body, whatever status that begins with 2",
    ),
    row(
        "commvault/values/day:*",
        "CT-07",
        "one of two forms of a date has to be taken, and this server takes the other",
    ),
];
