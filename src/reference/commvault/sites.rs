//! The sites of the Commvault pages: what can be bent, and which clauses name the rule.
use super::refusal::Kind;
use super::sites as site;
use crate::reference::mutate::sites;

sites! {
    "commvault/" "commvault/"

    // What every call goes through.
    TOKEN: Token "routes/token" without ["unchecked-on-get" "unchecked-on-delete"] => "*/{implied/no-token,implied/wrong-token,implied/near-token,access/*}"
    METHOD: Point ["get-starts" "put-starts" "delete-starts" "head-starts" "patch-starts" "get-is-200" "put-is-201" "get-crash" "delete-crash" "options-crash" "put-crash"] "routes/method" => "*/{implied/wrong-method,implied/other-methods,implied/sound-answers}"
    RACE: Point ["same-ids" "second-refused" "second-crash"] "routes/at-once" => "*/{race/*,response/*.fresh,implied/*}"
    ACCEPT: Point ["always-xml" "always-json" "swapped" "as-content-type" "letter-case-heeded" "quality-ignored" "first-only" "parameters-unknown" "json-crash" "json-406" "missing-crash" "any-crash" "faults-always-xml" "faults-always-json" "second-header-crash"] "accept/choose" => "*/{response*/media-type,response-json/*,reading/accept*,fault/*,errors/*,implied/{sound-answers,faults-as-asked,accept-twice},response/*,accepts/*}"
    MEDIA_TYPE: Point ["whole-value" "letter-case-heeded" "missing-crash" "other-crash" "json-as-xml-crash" "charset-crash" "unknown-is-success"] "request/media-type" => "*/{hostile/wrong-media-type,implied/wrong-media-type,reading/no-media-type,*media-type*,accepts/*}"
    LARGE: Point ["10-kB-crash" "100-kB-crash" "500-kB-crash" "cut-at-10-kB"] "request/large-body" => "*/{hostile/*,bodies/*,implied/*}"

    // Bodies in XML and in JSON.
    ENCODING: Point ["bom-refused" "utf-16-refused" "utf-16-crash" "latin-1-always" "non-ascii-refused" "non-ascii-crash" "replaced" "ascii-in-utf-16" "beyond-the-bmp-refused" "nul-dropped" "label-crash" "declared-latin-1-crash" "big-endian-only"] "request/encoding" => "*/{writing/*,ill-formed/*,hostile/wrong-encoding-label,text/*}"
    MARKUP: Point ["unclosed-closed" "after-root-dropped" "before-root-dropped" "ampersands-escaped" "html-entities-read" "controls-dropped" "comments-loose" "end-tags-in-any-case" "greater-than-ends-a-tag" "single-quotes-refused" "comments-refused" "cdata-refused" "instructions-refused" "declaration-refused" "line-breaks-in-tags-refused" "prefixes-dropped" "namespaces-refused" "references-kept" "entities-kept" "duplicates-dropped" "unquoted-read" "second-root-dropped" "less-than-escaped" "malformed-crash" "malformed-is-success" "doctype-crash" "doctype-dropped" "double-spaces-refused" "white-space-first-taken"] "request/markup" => "*/{writing/*,ill-formed/*,hostile/*,text/*,then/*}"
    TREE: Point ["first-text-only" "names-in-any-case" "last-attribute-dropped" "attributes-after-20-dropped" "children-after-3-dropped" "unknown-elements-refused" "unknown-elements-crash" "unknown-attributes-refused" "unknown-attributes-crash" "depth-cut-at-3" "depth-cut-at-6" "values-lower-cased" "first-attribute-alone" "last-child-for-first" "empty-is-absent"] "request/tree" => "*/{writing/*,accepts/*,refuses/*,reading/*,hostile/*,then/*}"
    JSON: Point ["first-of-a-list" "rest-after-it-ignored" "cut-short-is-closed" "unreadable-is-empty" "unreadable-crash" "list-crash" "scalar-crash" "null-crash" "duplicates-crash" "members-in-any-case" "white-space-refused" "escapes-kept" "deep-crash" "latin-1-read" "surrogates-crash" "unknown-members-refused"] "request/json" => "*.json/{implied/*,writing/*,refuses/body.*,refuses/*.type}"

    // A new backup set.
    SET_ROOT: Same "backupset/root" without ["ignores-punctuation" "ignores-outer-blanks" "first-8-characters"] => "createBackupset.xml/*root*"
    SET_APP: Listed "backupset/appName" => "createBackupset*/{accepts,refuses,reading}/*app*"
    SET_CLIENT: Same "backupset/clientName" without ["first-32-characters"] => "createBackupset*/*client*"
    SET_NAME: Text "backupset/backupsetName" => "createBackupset*/{then/*,text/*,*name*}"
    SET_NAMES: Point ["long-crash" "digits-crash" "non-ascii-crash" "quote-crash" "markup-crash" "percent-crash" "beyond-the-bmp-crash" "blank-crash" "empty-crash" "digits-refused" "capitals-refused" "app-missing-crash" "client-missing-crash" "set-missing-crash" "instance-missing-crash"] "backupset/names" => "createBackupset*/{*name*,*Name*,*text*,implied/odd-values}"
    SET_DEMAND: Point ["true-refused" "false-refused" "anything" "crash-when-else" "empty-too" "digits-too" "outer-blanks-crash"] "backupset/onDemandBackupset" => "createBackupset*/{*onDemandBackupset*,implied/odd-values}"
    SET_TAKEN: Point ["crash" "newest-replaced"] "backupset/taken" => "createBackupset*/{reading/taken-name,then/*,*name*,response/*.fresh}"
    SET_NAMED: Names "store/set.name" without ["never"] => "{createBackupset*/{reading/taken-name,then/*},backupBackupsetByName/*,createTask/*}"
    SET_OF_APP: Point ["any" "first-word-only"] "store/set.app" => "{createBackupset*/then/*,backupBackupsetByName/*app*}"
    SET_ID: Point ["constant" "zero" "every-other-twice" "count" "back-at-baseline" "low-2-bits" "of-the-default"] "store/set.id" => "createBackupset*/*{fresh,minimum,then}*"
    SET_KEPT: Point ["not" "name-cut-to-32" "name-cut-to-8" "name-in-capitals" "id-one-off" "newest-only" "default-forgotten" "app-of-the-default" "reversed"] "store/set.kept" => "{createBackupset*/then/*,backupBackupset*/accepts/valid}"

    // A backup of a set.
    BACKUP_ID: Digits "backup/id" without ["absolute" "fraction-cut"] => "backupBackupset/{587204050/*,refuses/*,numbers/*}"
    BACKUP_RECORD: Records "backup/record" without ["next" "previous" "newest" "oldest"] => "{backupBackupset/*,createBackupset*/then/*}"
    BACKUP_CLIENT: Same "backup/clientName" without ["first-32-characters"] => "backupBackupsetByName/{refuses,reading}/*client*"
    BACKUP_APP: Same "backup/appName" without ["first-32-characters" "ignores-case"] => "backupBackupsetByName/{refuses,reading}/*app*"
    BACKUP_NAME: Same "backup/backupsetName" without ["first-32-characters"] => "{backupBackupsetByName/{587204050,refuses,reading}/*,createBackupset*/then/*}"
    KEY: Point ["not-decoded" "twice-decoded" "plus-is-blank" "quotes-kept" "quotes-dropped" "quote-crash" "id-text-crash" "id-huge-crash" "id-empty-is-default" "non-ascii-crash" "names-in-any-case" "long-crash" "percent-crash" "blanks-trimmed" "empty-names-are-default" "slash-crash" "unknown-crash" "id-text-is-default"] "backup/key" => "{backupBackupset*/{587204050/*,refuses/*,reading/*,accepts/*},createBackupset*/then/*}"
    JOBS: Point ["none" "one-less" "as-task" "repeated" "zero" "negative"] "backup/jobs" => "*/response*/jobIds*"

    // Disaster recovery.
    DR_ROOT: Same "dr/root" without ["ignores-punctuation" "ignores-outer-blanks"] => "drBackup.xml/*root*"
    DR_XML_TYPE: Listed "dr/xml.backupType" without ["skips-middle" "ignores-case"] => "drBackup.xml/*backupType*"
    DR_XML_JOB: Listed "dr/xml.jobType" without ["skips-middle" "skips-last" "ignores-case"] => "drBackup.xml/*jobType*"
    DR_XML_COMPRESSION: Listed "dr/xml.isCompressionEnabled" without ["skips-middle" "ignores-case"] => "drBackup.xml/*isCompressionEnabled*"
    DR_JSON_TYPE: Listed "dr/json.backupType" without ["skips-middle"] => "drBackup.json/*backupType*"
    DR_JSON_JOB: Listed "dr/json.jobType" without ["skips-middle" "skips-last" "ignores-case"] => "drBackup.json/*jobType*"
    DR_JSON_COMPRESSION: Listed "dr/json.isCompressionEnabled" without ["skips-middle" "ignores-case"] => "drBackup.json/*isCompressionEnabled*"
    DR_VALUES: Point ["first-only" "last-only" "children-only-checked" "attributes-only-checked" "crash-when-else" "missing-crash" "empty-crash" "missing-refused"] "dr/values" => "drBackup*/*{refuses,accepts,reading}*"

    // A task.
    TASK_ROOT: Same "task/root" without ["ignores-punctuation" "ignores-outer-blanks"] => "createTask/*root*"
    TASK: Point ["info-missing-crash" "associations-missing-crash" "pattern-unchecked" "first-sub-task-only" "last-sub-task-only" "first-association-only" "last-association-only" "children-unchecked" "attributes-unchecked" "bare-schedule-taken" "schedule-refused" "immediate-refused" "jobs-once" "task-unchecked" "options-unchecked" "sub-tasks-unchecked" "unknown-names-taken" "two-associations-crash" "two-sub-tasks-crash" "empty-values-crash" "values-trimmed" "unknown-attributes-refused" "deep-options-unchecked"] "task/structure" => "createTask/{refuses/*,accepts/sample*,reading/*,response/*}"
    TASK_CLIENT: Same "task/clientName" without ["first-32-characters"] => "createTask/{reading/unknown-names,*client*}"
    TASK_CLIENT_ID: Digits "task/clientId" => "createTask/{reading/*ids*,*clientId*,numbers/*}"
    TASK_SET: Names "task/backupsetName" without ["never"] => "{createTask/{reading/unknown-names,*backupset*,objects/*},createBackupset*/then/named-in-a-task}"
    TASK_SET_ID: Digits "task/backupsetId" => "createTask/{reading/*ids*,*backupsetId*,numbers/*}"
    BOOLEANS: Point ["capitals-refused-and-small-too" "true-only" "digits-for-both" "yes-too" "prefix-too"] "values/boolean" => "{createTask/{refuses/*.type,accepts/*=*,reading/booleans},drBackup*/*isCompressionEnabled*,createBackupset*/*onDemandBackupset*}"
    NUMBERS: Digits "values/number" without ["low-64-bits"] => "{createTask/{refuses/*,reading/*numbers*,reading/*ids*,numbers/*},backupBackupset/*}"
    CLOCK: Point ["60-minutes-too" "60-seconds-too" "one-digit-too" "two-parts-too" "four-parts-too" "99-hours-refused" "zero-refused" "letters-too"] "values/clock" => "createTask/{refuses/*time*,reading/*time*,refuses/*format*,accepts/*}"
    DAY: Point ["month-13-too" "day-31-always" "day-32-too" "leap-day-refused" "any-time-too" "two-digit-year-too" "slashes-too"] "values/day" => "createTask/{refuses/*date*,reading/*date*,accepts/*}"

    // What answers say.
    TASK_ID: Point ["missing" "zero" "words" "constant" "of-the-last" "negative" "fraction" "with-blanks" "empty" "leading-zeros" "beyond-64-bits" "low-3-bits" "null" "hexadecimal"] "answer/taskId" => "*/{response*/taskId*,then/*}"
    JOB_IDS: Point ["missing" "zero" "words" "constant" "of-the-last" "negative" "fraction" "empty" "repeated" "renamed" "low-3-bits" "null" "first-only"] "answer/jobIds" => "*/response*/jobIds*"
    BACKUPSET_ID: Point ["missing" "zero" "words" "constant" "of-the-last" "negative" "fraction" "empty" "one-up" "low-3-bits" "null"] "answer/backupsetId" => "createBackupset*/*"
    CREATED_CODE: Point ["missing" "one" "two" "words" "minus-one"] "answer/errorCode" => "createBackupset*/{*errorCode*,accepts/*}"
    ENTITY: Point ["missing" "renamed" "application-of-another" "application-missing" "client-of-another" "outside-response" "type-number"] "answer/entity" => "createBackupset*/{*entity*,response/response.present}"
    FAULT: Point ["code-missing" "text-missing" "text-empty" "code-0" "code-words" "root-of-a-success" "code-in-text" "other-form" "sign-lost" "text-cut" "with-task-id"] "answer/fault" => "*/{fault/*,587204050/*,errors/*,refuses/*}"
    NO_SET: Point ["code-0" "code-1" "code-2" "code-one-up" "code-low-16-bits" "code-hexadecimal" "status-500" "status-503" "status-302" "status-204" "status-201"] "refused/no-set" => "{backupBackupset*/587204050/*,createTask/*}"
    REFUSED_NO_CLIENT: Denied "refused/no-client" without ["status-200"] => "*/{refuses/unknown-client,reading/unknown-names}"
    REFUSED_TAKEN: Denied "refused/taken" without ["status-200"] => "createBackupset*/reading/taken-name"
    REFUSED_VALUE: Denied "refused/value" without ["status-200"] => "*/{refuses/*,reading/*}"
    REFUSED_MISSING: Denied "refused/missing" without ["status-200"] => "*/{refuses/*,reading/*}"
    REFUSED_MALFORMED: Denied "refused/malformed" => "*/{ill-formed/*,hostile/*,implied/*}"
    REFUSED_MEDIA_TYPE: Denied "refused/media-type" => "*/{hostile/wrong-media-type,implied/wrong-media-type,refuses/body.required}"
    REFUSED_DENIED: Denied "refused/denied" => "*/{implied/no-token,implied/wrong-token}"
    REFUSED_NOT_FOUND: Denied "refused/not-found" => "*/implied/*"
    REFUSED_METHOD: Denied "refused/method" => "*/implied/wrong-method"
    ANSWER_XML_TASK: Answered "answer/xml.task" without ["status-200" "controls-not-escaped" "in-a-list" "markup-not-escaped" "quotes-not-escaped"] => "*/{response*/*,accepts/*,implied/agreeing-faults,reading/accept*}"
    ANSWER_XML_CREATED: Answered "answer/xml.created" without ["status-200" "controls-not-escaped" "in-a-list" "markup-not-escaped" "quotes-not-escaped"] => "createBackupset*/{response*/*,accepts/*,implied/agreeing-faults,reading/accept*}"
    ANSWER_XML_FAULT: Answered "answer/xml.fault" without ["status-200" "controls-not-escaped" "in-a-list"] => "*/{fault/*,587204050/*,errors/*,implied/*,refuses/*,text/*}"
    ANSWER_JSON_TASK: Answered "answer/json.task" without ["status-200" "markup-not-escaped" "quotes-not-escaped" "controls-not-escaped"] => "*/{response*/*,accepts/*,implied/agreeing-faults,reading/accept*}"
    ANSWER_JSON_CREATED: Answered "answer/json.created" without ["status-200" "markup-not-escaped" "quotes-not-escaped" "controls-not-escaped"] => "createBackupset*/{response*/*,accepts/*,implied/agreeing-faults,reading/accept*}"
    ANSWER_JSON_FAULT: Answered "answer/json.fault" without ["status-200"] => "*/{fault/*,587204050/*,errors/*,implied/*,refuses/*,text/*}"
}

/// The status of a refusal.
pub(super) fn status(kind: Kind, status: u16) -> u16 {
    match kind {
        Kind::NoClient => site::REFUSED_NO_CLIENT.status(status),
        Kind::Taken => site::REFUSED_TAKEN.status(status),
        Kind::Value => site::REFUSED_VALUE.status(status),
        Kind::Missing => site::REFUSED_MISSING.status(status),
        Kind::Malformed => site::REFUSED_MALFORMED.status(status),
        Kind::MediaType => site::REFUSED_MEDIA_TYPE.status(status),
        Kind::Denied => site::REFUSED_DENIED.status(status),
        Kind::NotFound => site::REFUSED_NOT_FOUND.status(status),
        Kind::Method => site::REFUSED_METHOD.status(status),
        Kind::NoSet => [500, 503, 302, 204, 201]
            .into_iter()
            .find(|it| site::NO_SET.does(&format!("status-{it}")))
            .unwrap_or(status),
        Kind::TooLarge | Kind::Length | Kind::NotAcceptable | Kind::Crash => status,
    }
}
