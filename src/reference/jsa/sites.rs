//! The sites of the JSA page: what can be bent, and which clauses name the rule.
use super::refusal::Refusal;
use super::sites as site;
use crate::reference::mutate::sites;

sites! {
    "jsa/" "jsa/createBackup/"

    // What the request says: its headers and its body.
    KIND: Listed "draft/backup_type" without ["skips-middle" "first-for-any" "anything"] => "{refuses/backup_type*,accepts/backup_type*}"
    KIND_HEADER: Point ["missing-is-config" "missing-is-data" "unknown-is-config" "unknown-is-data" "empty-is-config" "always-config" "crash-when-unknown"] "draft/backup_type.header" => "*backup_type*"
    MEDIA_TYPE: Point ["whole-value" "letter-case-heeded" "missing-crash" "other-crash" "any-text-crash"] "draft/media-type" => "{implied/wrong-media-type,*media-type*,*charset*,bodies/*}"
    BODY: Point ["none-is-empty-object" "first-of-a-list" "rest-after-it-ignored" "cut-short-is-closed" "scalars-are-empty-objects" "unreadable-is-empty-object" "unreadable-crash" "list-crash" "scalar-crash" "duplicates-crash" "escapes-kept" "surrogates-crash" "latin-1-read" "white-space-in-front-refused" "members-in-any-case" "numbers-with-exponent-refused" "slashes-kept" "deep-crash"] "draft/body" => "{implied/malformed-json,implied/duplicate-members,implied/deep-nesting,implied/odd-unicode,refuses/body.*,writing/*,bodies/*,accepts/*,echo/*.text}"
    NAME_TEXT: Text "draft/name" => "*name*"
    DESCRIPTION_TEXT: Text "draft/description" => "*description*"
    TEXT_TYPE: Point ["objects-as-text" "objects-as-absent" "lists-as-text" "lists-as-absent" "numbers-as-text" "booleans-as-text" "false-is-absent" "crash" "blank-is-empty" "null-text-is-null" "digits-crash" "empty-crash" "zero-is-empty"] "draft/text.type" => "{refuses/name.type,refuses/description.type,accepts/*,422-1002/*,echo/*.text}"
    CONFIGURATION_NUMBER: Whole "draft/configuration_id" => "{*configuration_id*,refuses/ids-below-1}"
    HOST_NUMBER: Whole "draft/host_id" => "{*host_id*,refuses/hosts-below-1}"
    EXTRA: Point ["refused" "crash" "read-only-refused" "read-only-taken" "all-taken" "id-taken" "status-taken"] "draft/extra-members" => "{ignored/*,bodies/*,implied/*}"

    // The rules of Table 4 that a request alone can break.
    NAME_ABSENT: Check "rules/name.absent" without ["inverted"] => "422-1002/name.required"
    NAME_NULL: Check "rules/name.null" without ["inverted"] => "422-1002/name.null"
    NAME_EMPTY: Check "rules/name.empty" without ["inverted"] => "422-1002/name.minLength"
    NAME_UNIT: Unit "rules/name.unit" => "{422-1003/*,422-1004/*,accepts/name*,*name.maxLength*}"
    NAME_LIMIT: Limit "rules/name.limit" => "{422-1003/*,accepts/name*}"
    NAME_PATTERN: Point ["unchecked" "first-only" "last-unchecked" "any-of-them" "line-end-too" "every-line" "from-a-capital-to-a-small" "blank-too" "slash-too" "comma-too" "colon-too" "at-too" "plus-too" "percent-too" "quote-too" "parenthesis-too" "tab-too" "no-underscore" "no-hyphen" "no-dot" "no-capitals" "no-digits" "no-9" "no-z" "no-capital-z" "no-digit-first" "no-dot-first" "no-hyphen-first" "no-dot-last" "no-digits-alone" "no-double-dot" "no-reserved-word" "no-true" "every-script" "no-one-character" "controls-too"] "rules/name.pattern" => "{422-1004/*,accepts/name*,reading/name*}"
    CONFIGURATION_ABSENT: Check "rules/configuration_id.absent" without ["inverted"] => "422-1006/configuration_id.required"
    CONFIGURATION_NULL: Check "rules/configuration_id.null" without ["inverted"] => "422-1006/configuration_id.null"
    CONFIGURATION_EMPTY: Check "rules/configuration_id.empty" without ["inverted"] => "{422-1006/configuration_id.empty,refuses/configuration_id.type}"
    CONFIGURATION_KNOWN: Point ["any" "above-only" "0-too" "2-too" "negative-too" "huge-too" "crash-when-huge" "crash-when-negative" "up-to-100"] "rules/configuration_id.known" => "{422-1007/*,reading/configuration-id*,refuses/ids-below-1,*configuration_id*}"
    DESCRIPTION_UNIT: Unit "rules/description.unit" => "{422-1008/*,accepts/description*,*description.maxLength*,reading/description*}"
    DESCRIPTION_LIMIT: Limit "rules/description.limit" => "{422-1008/*,accepts/description*}"
    DESCRIPTION_RULES: Point ["required" "ascii-only" "no-line-breaks" "no-quotes" "no-markup" "no-percent" "no-blanks-outside" "no-digits-alone" "pattern-of-the-name" "null-refused" "null-crash" "empty-crash"] "rules/description.text" => "{accepts/description*,*description*}"
    HOST_KNOWN: Check "rules/host_id.known" without ["inverted"] => "422-1009/*"
    HOST_RANGE: Point ["negative-is-the-console" "zero-is-the-console" "huge-is-the-console" "crash-when-huge" "crash-when-negative" "any-above-100"] "rules/host_id.range" => "{422-1009/*,refuses/hosts-below-1,*host_id*}"
    HOST_ACTIVE: Check "rules/host_id.active" => "{422-1010/*,accepts/*}"
    HOST_CONFIG: Check "rules/host_id.config" => "{422-1012/*,accepts/*}"
    HOST_ARIEL: Check "rules/host_id.ariel" => "{422-1013/*,accepts/*}"
    HOST_CONFIGURED: Check "rules/host_id.configured" => "{422-1014/*,accepts/*}"
    HOST_NAMED: Point ["required" "refused"] "rules/host_id.named" => "{accepts/host_id.absent,default/host_id,accepts/*}"

    // What a create does.
    RESTORING: State "create/restoring" => "{409-1016/*,state/a-restore*}"
    STAGED: State "create/staged-change" => "{409-1011/*,state/an-undeployed*}"
    ENGINE: State "create/engine" => "{500-1000/*,state/the-backup-engine*}"
    HOST_BUSY: State "create/host-busy" => "{409-1015/*,state/a-backup-is*}"
    NAME_TAKEN: State "create/name-taken" => "{409-1005/*,*name*}"
    RACE: Point ["name" "host"] "create/race" => "{race/*,implied/*}"
    REFUSED_LEAVES: Point ["name" "host" "record"] "create/refused" => "{implied/refused-leaves-nothing,*leaves*,state/*}"
    ENGINE_LEAVES: Point ["name" "host" "record"] "create/engine-failure" => "{implied/refused-leaves-nothing,*leaves*,state/the-backup-engine*,500-1000/*}"
    CONFLICT_LEAVES: Point ["name" "host" "record"] "create/conflict" => "{implied/refused-leaves-nothing,*leaves*,state/*,409-*,several/refusals}"
    FIRST: Point ["once-only"] "create/first" => "{accepts/*,response/*}"

    // What is on record.
    NAMES: Names "store/name" => "{409-1005/*,*name*}"
    NAME_SCOPE: Point ["finished-only" "running-only" "one-host" "one-kind" "first-hundred-ms" "forgotten-when-read"] "store/name.scope" => "{409-1005/*,*name*}"
    BUSY_SCOPE: Point ["any-host" "console-only" "managed-only" "one-kind" "one-name" "newest-only" "initializing-only" "in-progress-only" "cancelled-is-free" "until-read"] "store/host" => "{409-1015/*,state/a-backup-is*,state/busy*,race/host,several/host}"
    ID: Point ["constant" "every-other-twice" "count-of-records" "highest-and-one" "back-at-baseline" "low-2-bits" "negative" "zero-first" "of-the-host"] "store/id" => "{response/id.fresh,lifecycle/*,*fresh*,*id*}"
    DEFAULT_HOST: Point ["managed" "zero" "first" "last-used"] "store/host.default" => "{default/host_id,echo/host_id*}"
    NAME_KEPT: Text "store/name.kept" => "{echo/name,lifecycle/same-object,*name*}"
    DESCRIPTION_KEPT: Text "store/description.kept" => "{echo/description,lifecycle/same-object,*description*}"
    KIND_KEPT: Point ["always-config" "always-data" "by-host" "last"] "store/kind" => "{echo/type*,lifecycle/same-object}"
    HOST_KEPT: Point ["always-console" "low-6-bits" "first" "last"] "store/host.kept" => "{echo/host_id*,default/host_id,lifecycle/same-object}"
    REMOVE: Point ["nothing" "newest" "oldest" "all" "keeps-name" "keeps-host" "others-names"] "store/remove" => "{lifecycle/*,*delete*,state/*,several/name.*}"
    COURSE: Point ["stays-initializing" "stays-in-progress" "goes-back" "never-ends" "restarts" "ends-deleting" "ends-cancelling" "after-read"] "backup/course" => "{lifecycle/*,finished/*,several/host}"
    GOING: Point ["status-stays" "success-instead" "never-gone" "stays-cancelling" "back-to-progress"] "backup/removal" => "lifecycle/*"

    // The members of a backup that is created.
    CREATED_ID: Figure "created/id" => "{response/id.*,echo/id,default/id,lifecycle/created,*id*}"
    CREATED_CONFIGURATION_ID: Figure "created/configuration_id" => "{response/configuration_id.*,echo/configuration_id,default/configuration_id,lifecycle/created,*configuration_id*}"
    CREATED_HOST_ID: Figure "created/host_id" => "{response/host_id.*,echo/host_id,default/host_id,lifecycle/created,*host_id*}"
    CREATED_NAME: Words "created/name" => "{response/name.*,echo/name,default/name,lifecycle/created,*name*}"
    CREATED_DESCRIPTION: Words "created/description" => "{response/description.*,echo/description,default/description,lifecycle/created,*description*}"
    CREATED_TYPE: Words "created/type" => "{response/type.*,echo/type,default/type,lifecycle/created,*type*}"
    CREATED_VERSION: Words "created/version" => "{response/version.*,echo/version,default/version,lifecycle/created,*version*}"
    CREATED_TIME_INITIATED: Figure "created/time_initiated" => "{response/time_initiated.*,echo/time_initiated,default/time_initiated,lifecycle/created,*time_initiated*}"
    CREATED_INITIATED_BY: Words "created/initiated_by" => "{response/initiated_by.*,echo/initiated_by,default/initiated_by,lifecycle/created,*initiated_by*}"
    CREATED_STATUS: Words "created/status" => "{response/status.*,echo/status,default/status,lifecycle/created,*status*}"
    CREATED_IS_VERSION_COMPATIBLE: Flag "created/is_version_compatible" => "{response/is_version_compatible.*,echo/is_version_compatible,default/is_version_compatible,lifecycle/created,*is_version_compatible*}"

    // The members of a backup that is running.
    RUNNING_ID: Figure "running/id" => "{lifecycle/*,several/read,*id*}"
    RUNNING_CONFIGURATION_ID: Figure "running/configuration_id" => "{lifecycle/*,*configuration_id*}"
    RUNNING_HOST_ID: Figure "running/host_id" => "{lifecycle/*,several/read,*host_id*}"
    RUNNING_NAME: Words "running/name" => "{lifecycle/*,several/read,*name*}"
    RUNNING_DESCRIPTION: Words "running/description" => "{lifecycle/*,several/read,*description*}"
    RUNNING_TYPE: Words "running/type" => "{lifecycle/*,several/read,*type*}"
    RUNNING_VERSION: Words "running/version" => "{lifecycle/*,*version*}"
    RUNNING_TIME_INITIATED: Figure "running/time_initiated" => "{lifecycle/*,*time_initiated*}"
    RUNNING_INITIATED_BY: Words "running/initiated_by" => "{lifecycle/*,*initiated_by*}"
    RUNNING_STATUS: Words "running/status" => "{lifecycle/*,*status*}"
    RUNNING_IS_VERSION_COMPATIBLE: Flag "running/is_version_compatible" => "{lifecycle/*,*is_version_compatible*}"

    // The members of a backup that is finished.
    FINISHED_ID: Figure "finished/id" => "{lifecycle/*,several/read,*id*}"
    FINISHED_CONFIGURATION_ID: Figure "finished/configuration_id" => "{lifecycle/*,*configuration_id*}"
    FINISHED_HOST_ID: Figure "finished/host_id" => "{lifecycle/*,several/read,*host_id*}"
    FINISHED_NAME: Words "finished/name" => "{lifecycle/*,several/read,*name*}"
    FINISHED_DESCRIPTION: Words "finished/description" => "{lifecycle/*,several/read,*description*}"
    FINISHED_TYPE: Words "finished/type" => "{lifecycle/*,several/read,*type*}"
    FINISHED_VERSION: Words "finished/version" => "{lifecycle/*,*version*}"
    FINISHED_TIME_INITIATED: Figure "finished/time_initiated" => "{lifecycle/*,*time_initiated*}"
    FINISHED_TIME_COMPLETED: Figure "finished/time_completed" => "{lifecycle/*,*time_completed*}"
    FINISHED_INITIATED_BY: Words "finished/initiated_by" => "{lifecycle/*,*initiated_by*}"
    FINISHED_STATUS: Words "finished/status" => "{lifecycle/*,*status*}"
    FINISHED_SIZE_ON_DISK: Figure "finished/size_on_disk" => "{lifecycle/*,*size_on_disk*}"
    FINISHED_CONTENT_FILE_PATH: Words "finished/content_file_path" => "{lifecycle/*,*content_file_path*}"
    FINISHED_IS_VALID: Flag "finished/is_valid" => "{lifecycle/*,*is_valid*}"
    FINISHED_IS_VERSION_COMPATIBLE: Flag "finished/is_version_compatible" => "{lifecycle/*,*is_version_compatible*}"

    // Refusals: those of Table 4, and others.
    REFUSED_NAME_TAKEN: Refused "refused/name-taken" without ["code-1005" "status-409" "code-one-up"] => "409-1005/*"
    REFUSED_STAGED_CHANGE: Refused "refused/staged-change" without ["code-1011" "status-409" "code-one-up"] => "409-1011/*"
    REFUSED_HOST_BUSY: Refused "refused/host-busy" without ["code-1015" "status-409" "code-one-up"] => "{409-1015/*,race/host}"
    REFUSED_RESTORING: Refused "refused/restoring" without ["code-1016" "status-409"] => "409-1016/*"
    REFUSED_NAME_ABSENT: Refused "refused/name-absent" without ["code-1002" "status-422" "code-one-up"] => "422-1002/name.required"
    REFUSED_NAME_NULL: Refused "refused/name-null" without ["code-1002" "status-422" "code-one-up"] => "422-1002/name.null"
    REFUSED_NAME_EMPTY: Refused "refused/name-empty" without ["code-1002" "status-422" "code-one-up"] => "422-1002/name.minLength"
    REFUSED_NAME_LONG: Refused "refused/name-long" without ["code-1003" "status-422" "code-one-up"] => "422-1003/*"
    REFUSED_NAME_PATTERN: Refused "refused/name-pattern" without ["code-1004" "status-422" "code-one-up"] => "422-1004/*"
    REFUSED_CONFIGURATION_ABSENT: Refused "refused/configuration-absent" without ["code-1006" "status-422" "code-one-up"] => "422-1006/configuration_id.required"
    REFUSED_CONFIGURATION_NULL: Refused "refused/configuration-null" without ["code-1006" "status-422" "code-one-up"] => "422-1006/configuration_id.null"
    REFUSED_CONFIGURATION_EMPTY: Refused "refused/configuration-empty" without ["code-1006" "status-422" "code-one-up"] => "422-1006/configuration_id.empty"
    REFUSED_CONFIGURATION_UNKNOWN: Refused "refused/configuration-unknown" without ["code-1007" "status-422" "code-one-up"] => "422-1007/*"
    REFUSED_DESCRIPTION_LONG: Refused "refused/description-long" without ["code-1008" "status-422" "code-one-up"] => "422-1008/*"
    REFUSED_HOST_UNKNOWN: Refused "refused/host-unknown" without ["code-1009" "status-422" "code-one-up"] => "422-1009/*"
    REFUSED_HOST_INACTIVE: Refused "refused/host-inactive" without ["code-1010" "status-422" "code-one-up"] => "422-1010/*"
    REFUSED_MANAGED_CONFIG: Refused "refused/managed-config" without ["code-1012" "status-422" "code-one-up"] => "422-1012/*"
    REFUSED_NO_ARIEL: Refused "refused/no-ariel" without ["code-1013" "status-422" "code-one-up"] => "422-1013/*"
    REFUSED_UNCONFIGURED: Refused "refused/unconfigured" without ["code-1014" "status-422" "code-one-up"] => "422-1014/*"
    REFUSED_ENGINE: Refused "refused/engine" without ["code-1000" "status-500"] => "500-1000/*"
    REFUSED_BACKUP_TYPE: Denied "refused/backup-type" => "{refuses/backup_type*,implied/*,errors/*}"
    REFUSED_FIELDS: Denied "refused/fields" => "{fields/malformed,implied/*,errors/*}"
    REFUSED_UNREADABLE: Denied "refused/unreadable" => "{implied/malformed-json,implied/*,errors/*}"
    REFUSED_WRONG_TYPE: Denied "refused/wrong-type" => "{refuses/*.type,implied/*,errors/*}"
    REFUSED_NO_BODY: Denied "refused/no-body" => "{refuses/body.required,implied/*,errors/*}"
    REFUSED_MEDIA_TYPE: Denied "refused/media-type" => "{implied/wrong-media-type,implied/*,errors/*}"
    REFUSED_TOKEN: Denied "refused/token" => "{implied/no-token,implied/*,errors/*}"
    REFUSED_NOT_FOUND: Denied "refused/not-found" => "{lifecycle/*,implied/*,errors/*}"
    REFUSED_METHOD: Denied "refused/method" => "{implied/wrong-method,implied/*,errors/*}"

    // Answers as they go out.
    ANSWER_CREATED: Answered "answer/created" without ["status-201"] => "{response/*,accepts/*,*text*,echo/*,implied/well-formed-answers}"
    ANSWER_SEEN: Answered "answer/seen" without ["status-200"] => "{lifecycle/*,running/*,finished/*,echo/*.text,implied/well-formed-answers}"
    ANSWER_REFUSED: Answered "answer/refused" => "{implied/*,4*,errors/*,*fault*}"
    ERROR_BODY: Point ["status-0-in-it" "status-200-in-it" "status-500-in-it" "code-of-another-beside" "message-is-stack-trace"] "answer/refused.body" => "{implied/*,4*,errors/*,*contradict*}"
    FIELDS: Point ["ignored" "id-always" "first-only" "last-dropped" "first-dropped" "blanks-kept" "case-heeded-not" "unknown-is-nothing" "name-begins-so" "brackets-kept" "second-line-ignored" "semicolon-too" "one-only-refused" "reversed-crash" "default-is-three" "malformed-crash" "refusals-too" "order-crash" "twice-crash" "empty-is-nothing" "empty-crash"] "fields/header" => "{fields/*,default/fields}"

    // What every call goes through.
    TOKEN: Token "routes/token" => "{*token*,access/*}"
    METHOD: Point ["get-creates" "put-creates" "patch-creates" "head-crash" "put-is-200" "patch-is-201" "put-crash" "options-crash" "delete-is-get" "delete-of-all-is-200" "delete-of-all-crash" "put-on-one-is-200" "patch-on-one-crash"] "routes/method" => "{implied/wrong-method,*method*,*delete*}"
    LARGE: Point ["10-kB-crash" "100-kB-crash" "500-kB-crash" "10-kB-refused" "cut-at-10-kB" "100-kB-hang"] "routes/large-body" => "{bodies/*,implied/*,hostile/*,accepts/*}"
    GET_ID: Digits "item/get.id" without ["fraction-cut"] => "{lifecycle/*,numbers/*,*get*,implied/unknown-read,implied/resource-id.read}"
    GET_RECORD: Records "item/get.record" => "{lifecycle/*,objects/*,*other*,several/read,several/delete,implied/unknown-read,implied/resource-id.read}"
    DELETE_ID: Digits "item/delete.id" without ["fraction-cut"] => "{lifecycle/*,numbers/*,*delete*,implied/unknown-deleted,implied/resource-id.delete}"
    DELETE_RECORD: Records "item/delete.record" => "{lifecycle/*,objects/*,*delete*}"
    ITEM: Point ["get-unknown-is-empty" "get-unknown-is-204" "get-unknown-is-null" "get-unknown-crash" "get-text-crash" "get-huge-crash" "delete-unknown-is-202" "delete-unknown-is-204" "delete-unknown-crash" "delete-text-crash" "delete-running-refused" "delete-running-crash" "delete-finished-crash" "delete-twice-crash" "get-deleting-crash" "get-second-time-crash"] "item/answers" => "{lifecycle/*,numbers/*,errors/*,several/delete,implied/unknown-*,implied/resource-id.*}"
}

/// The status and the code of a refusal.
pub(super) fn told(refusal: Refusal, status: u16, code: Option<u32>) -> (u16, Option<u32>) {
    match refusal {
        Refusal::NameTaken => site::REFUSED_NAME_TAKEN.told(status, code),
        Refusal::StagedChange => site::REFUSED_STAGED_CHANGE.told(status, code),
        Refusal::HostBusy => site::REFUSED_HOST_BUSY.told(status, code),
        Refusal::Restoring => site::REFUSED_RESTORING.told(status, code),
        Refusal::NameAbsent => site::REFUSED_NAME_ABSENT.told(status, code),
        Refusal::NameNull => site::REFUSED_NAME_NULL.told(status, code),
        Refusal::NameEmpty => site::REFUSED_NAME_EMPTY.told(status, code),
        Refusal::NameLong => site::REFUSED_NAME_LONG.told(status, code),
        Refusal::NamePattern => site::REFUSED_NAME_PATTERN.told(status, code),
        Refusal::ConfigurationAbsent => site::REFUSED_CONFIGURATION_ABSENT.told(status, code),
        Refusal::ConfigurationNull => site::REFUSED_CONFIGURATION_NULL.told(status, code),
        Refusal::ConfigurationEmpty => site::REFUSED_CONFIGURATION_EMPTY.told(status, code),
        Refusal::ConfigurationUnknown => site::REFUSED_CONFIGURATION_UNKNOWN.told(status, code),
        Refusal::DescriptionLong => site::REFUSED_DESCRIPTION_LONG.told(status, code),
        Refusal::HostUnknown => site::REFUSED_HOST_UNKNOWN.told(status, code),
        Refusal::HostInactive => site::REFUSED_HOST_INACTIVE.told(status, code),
        Refusal::ManagedConfig => site::REFUSED_MANAGED_CONFIG.told(status, code),
        Refusal::NoAriel => site::REFUSED_NO_ARIEL.told(status, code),
        Refusal::Unconfigured => site::REFUSED_UNCONFIGURED.told(status, code),
        Refusal::Engine => site::REFUSED_ENGINE.told(status, code),
        Refusal::BackupType => (site::REFUSED_BACKUP_TYPE.status(status), code),
        Refusal::Fields => (site::REFUSED_FIELDS.status(status), code),
        Refusal::Unreadable => (site::REFUSED_UNREADABLE.status(status), code),
        Refusal::WrongType => (site::REFUSED_WRONG_TYPE.status(status), code),
        Refusal::NoBody => (site::REFUSED_NO_BODY.status(status), code),
        Refusal::MediaType => (site::REFUSED_MEDIA_TYPE.status(status), code),
        Refusal::Token => (site::REFUSED_TOKEN.status(status), code),
        Refusal::NotFound => (site::REFUSED_NOT_FOUND.status(status), code),
        Refusal::Method => (site::REFUSED_METHOD.status(status), code),
        _ => (status, code),
    }
}
