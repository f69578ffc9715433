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
        "commvault/dr/{xml,json}.jobType:empty-too",
        "DR-05, DR-11",
        "an empty value may stand for one that is left out, and may be taken",
    ),
    row(
        "commvault/dr/json.{backupType,jobType}:{given-may-be-shorter,ignores-case}",
        "",
        "these values are single digits",
    ),
    row(
        "commvault/dr/xml.isCompressionEnabled:skips-first",
        "DR-02",
        "one of two pairs has to be taken, and this server still takes 1 and 0",
    ),
    row(
        "commvault/{dr,backupset}/root:first-32-characters",
        "",
        "the name of the root element is shorter than that",
    ),
    row(
        "commvault/backupset/appName:empty-too",
        "CB-04",
        "an empty name may be taken",
    ),
    row(
        "commvault/backupset/onDemandBackupset:anything",
        "CB-03",
        "a server that takes anything there cannot be told from one that looks elsewhere",
    ),
    row(
        "commvault/backupset/onDemandBackupset:empty-too",
        "CT-02, DR-05",
        "an empty True or False may be taken, as on the pages beside it",
    ),
    row(
        "commvault/backupset/backupsetName:trimmed",
        "CT-33",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/{backup,backupset}/{clientName,backupsetName}:ignores-outer-blanks",
        "BB-06, CT-33",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/store/set.name:{ignores-case,ignores-outer-blanks}",
        "BB-06, CT-33",
        "letter case and surrounding blanks of names are readings",
    ),
    row(
        "commvault/backup/key:blanks-trimmed",
        "BB-06",
        "surrounding blanks are readings",
    ),
    row(
        "commvault/backup/key:quotes-kept",
        "BB-02",
        "how a quote inside a name of the path is written is open",
    ),
    row(
        "commvault/backup/key:id-empty-is-default",
        "",
        "a path without an id belongs to no operation",
    ),
    row(
        "commvault/backup/key:names-in-any-case",
        "",
        "what stands for the operation in a path is no value, and routes may heed no letter case",
    ),
    row(
        "commvault/backup/id:hexadecimal-too",
        "BB-06",
        "an id that is written in another way may be taken",
    ),
    row(
        "commvault/backup/id:clamped-to-32-bits",
        "",
        "no set has the largest number of 32 bits",
    ),
    row(
        "commvault/backup/jobs:one-less",
        "",
        "how many jobs a backup has is the server's affair",
    ),
    row(
        "commvault/answer/jobIds:first-only",
        "",
        "how many jobs a backup has is the server's affair",
    ),
    row(
        "commvault/answer/{taskId,jobIds}:of-the-last",
        "",
        "each id is one lower, and still that of no other",
    ),
    row(
        "commvault/answer/taskId:{beyond-64-bits,leading-zeros}",
        "",
        "no page says how large an id is, and zeros before a number change none",
    ),
    row(
        "commvault/answer/fault:{text-empty,text-cut}",
        "",
        "the words of a fault are the server's affair, and not all codes have some",
    ),
    row(
        "commvault/answer/fault:with-task-id",
        "CT-24",
        "no page says that a fault holds nothing beside its code and its words",
    ),
    row(
        "commvault/answer/{xml,json}.{task,created}:status-20{1,2}",
        "BB-04, CB-07",
        "a success is told by its body, whatever status that begins with 2",
    ),
    row(
        "commvault/answer/{xml,json}.fault:status-40{0,4}",
        "BB-04, CB-07, CT-23, DR-12",
        "a fault may have a status of its own",
    ),
    row(
        "commvault/answer/json.fault:in-a-list",
        "BB-05",
        "no page shows a fault in JSON",
    ),
    row(
        "commvault/answer/json.fault:markup-not-escaped",
        "",
        "JSON escapes no markup",
    ),
    row(
        "commvault/refused/{malformed,media-type,denied,method}:status-200",
        "BB-04, BB-09, CB-07",
        "a fault may be told by its body alone",
    ),
    row(
        "commvault/refused/not-found:*",
        "",
        "only paths of no operation draw it",
    ),
    row(
        "commvault/routes/method:{get-is-200,head-starts}",
        "",
        "another page may offer GET there, and what HEAD starts shows in no answer",
    ),
    row(
        "commvault/routes/token:ignores-case",
        "",
        "the token has letters in its scheme alone, which heeds no letter case (RFC 9110, section 11.1)",
    ),
    row(
        "commvault/{dr,backupset}/root:ignores-case",
        "CT-09",
        "names of elements in another letter case may be taken, which is told as a reading",
    ),
    row(
        "commvault/request/tree:names-in-any-case",
        "CT-09",
        "names of elements in another letter case may be taken, which is told as a reading",
    ),
    row(
        "commvault/values/number:hexadecimal-too",
        "BB-06, CT-30",
        "a number that is written in another way may be taken",
    ),
    row(
        "commvault/values/clock:{one-digit-too,zero-refused,99-hours-refused}",
        "CT-06, CT-08",
        "a time may be read from fewer digits, and whether it may be none or longer than a day is open",
    ),
    row(
        "commvault/request/media-type:letter-case-heeded",
        "",
        "many servers look for the usual letters alone, which is told as a reading",
    ),
    row(
        "commvault/request/media-type:unknown-is-success",
        "",
        "a good body under a label that no page shows may be taken, which is told as a reading",
    ),
    row(
        "commvault/accept/choose:{letter-case-heeded,parameters-unknown}",
        "BB-12",
        "a server may pass over an Accept that it cannot read (RFC 9110, section 12.5.1)",
    ),
    row(
        "commvault/request/tree:{depth-cut-at-6,last-child-for-first}",
        "CT-43",
        "no element of the pages stands deeper, and what several of one name mean is open",
    ),
    row(
        "commvault/request/tree:empty-is-absent",
        "CT-02, CT-10, DR-05",
        "an empty value may stand for one that is left out",
    ),
    row(
        "commvault/request/json:members-in-any-case",
        "",
        "many readers of JSON heed no letter case of names, and no page forbids it",
    ),
    row(
        "commvault/request/json:latin-1-read",
        "",
        "what is no UTF-8 may be replaced or refused, which is told as a reading (RFC 8259, section 8.1)",
    ),
    row(
        "commvault/request/json:unknown-members-refused",
        "",
        "what stands on no page may be refused",
    ),
    row(
        "commvault/request/markup:prefixes-dropped",
        "",
        "no page speaks of namespaces, and a parser need not know them",
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
