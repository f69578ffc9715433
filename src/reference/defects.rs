//! The planted faults, one row each: what is wrong, and which clauses must notice.
use std::sync::LazyLock;

use super::{Defect, commvault};

/// A table of faults; the ids of the clauses that notice them all begin with the same place.
macro_rules! defect_table {
    ($place:literal $($fault:ident $id:literal $about:literal => $caught:literal)*) => {
        /// One planted fault; the code path it corrupts asks for it by this name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::reference) enum Fault { $($fault),* }

        pub(in crate::reference) const TABLE: &[$crate::reference::Defect] =
            &[$($crate::reference::Defect {
                id: $id,
                about: $about,
                caught_by: concat!($place, $caught),
            }),*];

        const _: () = assert!(TABLE.len() <= $crate::reference::planted::MOST);

        impl From<Fault> for usize {
            fn from(fault: Fault) -> Self {
                fault as Self
            }
        }
    };
}
pub(super) use defect_table;

defect_table! {
    "jsa/createBackup/"

    // Conflicts and the engine (409 and 500 of Table 4).
    NameTakenAccepted "name-taken-accepted" "a second backup of the same name is created" => "409-1005/a-backup-named-exists"
    NameTakenCode "name-taken-code" "a taken name is refused with 1011" => "409-1005/a-backup-named-exists"
    NameTakenStatus "name-taken-status" "a taken name is refused with status 422" => "409-1005/a-backup-named-exists"
    StagedAccepted "staged-change-accepted" "a staged change does not stop a backup" => "409-1011/an-undeployed-configuration-change-exists"
    StagedCode "staged-change-code" "a staged change is refused with 1016" => "409-1011/an-undeployed-configuration-change-exists"
    StagedStatus "staged-change-status" "a staged change is refused with status 500" => "409-1011/an-undeployed-configuration-change-exists"
    StagedStays "staged-change-stays" "a staged change is still seen after it was deployed" => "state/an-undeployed-configuration-change-exists.recovers"
    BusyAccepted "busy-host-accepted" "a host runs two backups at once" => "409-1015/a-backup-is-in-progress"
    BusyCode "busy-host-code" "a busy host is refused with 1016" => "409-1015/a-backup-is-in-progress"
    BusyStatus "busy-host-status" "a busy host is refused with status 423" => "409-1015/a-backup-is-in-progress"
    BusyBlocksAll "busy-host-blocks-all" "a backup on one host stops backups on every host" => "state/a-backup-is-in-progress.other-host"
    BusyStays "busy-host-stays" "a host stays busy after its backup is over" => "state/a-backup-is-in-progress.recovers"
    RestoreAccepted "restore-accepted" "a restore does not stop a backup" => "409-1016/a-restore-is-in-progress"
    RestoreCode "restore-code" "a running restore is refused with 1015" => "409-1016/a-restore-is-in-progress"
    RestoreStatus "restore-status" "a running restore is refused with status 422" => "409-1016/a-restore-is-in-progress"
    RestoreStays "restore-stays" "a restore is still seen after it is over" => "state/a-restore-is-in-progress.recovers"
    EngineAccepted "engine-failure-accepted" "a failing engine still answers 201" => "500-1000/the-backup-engine-fails"
    EngineCode "engine-failure-code" "a failing engine is reported with 1001" => "500-1000/the-backup-engine-fails"
    EngineStatus "engine-failure-status" "a failing engine is reported with status 422" => "500-1000/the-backup-engine-fails"
    EngineStays "engine-failure-stays" "the engine is still taken for failing after its repair" => "state/the-backup-engine-fails.recovers"

    // The name (1002 to 1004).
    NameAbsentAccepted "name-absent-accepted" "a body without a name is accepted" => "422-1002/name.required"
    NameNullAccepted "name-null-accepted" "a null name is accepted" => "422-1002/name.null"
    NameNullCode "name-null-code" "a null name is refused with 1004" => "422-1002/name.null"
    NameEmptyAccepted "name-empty-accepted" "an empty name is accepted" => "422-1002/name.minLength"
    NameEmptyCode "name-empty-code" "an empty name is refused with 1004" => "422-1002/name.minLength"
    NameShortRefused "name-one-character-refused" "a name of one character is refused" => "accepts/name.minLength"
    NameLimitUp "name-limit-one-too-high" "a name of 101 characters is accepted" => "422-1003/name.maxLength"
    NameLimitDown "name-limit-one-too-low" "a name of 100 characters is refused" => "accepts/name.maxLength"
    NameLongAccepted "name-length-unchecked" "names of any length are accepted" => "422-1003/name.maxLength"
    NameLongCode "name-length-code" "a long name is refused with 1008" => "422-1003/name.maxLength"
    NameLongStatus "name-length-status" "a long name is refused with status 413" => "422-1003/name.maxLength"
    NamePatternAccepted "name-pattern-unchecked" "any character may stand in a name" => "422-1004/name.pattern"
    NamePatternPrefix "name-pattern-first-character-only" "only the first character of a name is checked" => "422-1004/name.pattern"
    NameBlankAccepted "name-blank-accepted" "blanks may stand in a name" => "422-1004/name.pattern"
    NameNewlineAccepted "name-trailing-newline-accepted" "a name may end in a newline" => "422-1004/name.pattern"
    NameSlashAccepted "name-slash-accepted" "slashes may stand in a name" => "422-1004/name.pattern"
    NamePatternCode "name-pattern-code" "a bad character is refused with 1002" => "422-1004/name.pattern"
    NamePatternStatus "name-pattern-status" "a bad character is refused with status 400" => "422-1004/name.pattern"
    NameUnderscoreRefused "name-underscore-refused" "a name with '_' is refused" => "accepts/name.pattern"
    NameHyphenRefused "name-hyphen-refused" "a name with '-' is refused" => "accepts/name.pattern"
    NameDotRefused "name-dot-refused" "a name with '.' is refused" => "accepts/name.pattern"
    NameDigitRefused "name-digit-refused" "a name with a digit is refused" => "accepts/name.pattern"
    NameCapitalRefused "name-capital-refused" "a name with a capital letter is refused" => "accepts/name.pattern"

    // The configuration and the description (1006 to 1008).
    ConfigurationAbsentAccepted "configuration-absent-accepted" "a body without configuration_id is accepted" => "422-1006/configuration_id.required"
    ConfigurationNullAccepted "configuration-null-accepted" "a null configuration_id is accepted" => "422-1006/configuration_id.null"
    ConfigurationNullCode "configuration-null-code" "a null configuration_id is refused with 1007" => "422-1006/configuration_id.null"
    ConfigurationEmptyAccepted "configuration-empty-accepted" "an empty configuration_id is accepted" => "422-1006/configuration_id.empty"
    ConfigurationUnknownAccepted "configuration-unknown-accepted" "a configuration that does not exist is accepted" => "422-1007/configuration_id.unknown"
    ConfigurationUnknownCode "configuration-unknown-code" "an unknown configuration is refused with 1006" => "422-1007/configuration_id.unknown"
    ConfigurationUnknownStatus "configuration-unknown-status" "an unknown configuration is refused with status 404" => "422-1007/configuration_id.unknown"
    DescriptionRequired "description-required" "a body without a description is refused" => "accepts/description.absent"
    DescriptionLimitUp "description-limit-one-too-high" "a description of 256 characters is accepted" => "422-1008/description.maxLength"
    DescriptionLimitDown "description-limit-one-too-low" "a description of 255 characters is refused" => "accepts/description.maxLength"
    DescriptionLongAccepted "description-length-unchecked" "descriptions of any length are accepted" => "422-1008/description.maxLength"
    DescriptionLongCode "description-length-code" "a long description is refused with 1003" => "422-1008/description.maxLength"

    // The host (1009 to 1014).
    HostUnknownAccepted "host-unknown-accepted" "a host that does not exist is accepted" => "422-1009/host_id.unknown"
    HostUnknownCode "host-unknown-code" "an unknown host is refused with 1010" => "422-1009/host_id.unknown"
    HostUnknownStatus "host-unknown-status" "an unknown host is refused with status 404" => "422-1009/host_id.unknown"
    HostInactiveAccepted "host-inactive-accepted" "an inactive host is accepted" => "422-1010/host_id.inactive_host"
    HostInactiveCode "host-inactive-code" "an inactive host is refused with 1009" => "422-1010/host_id.inactive_host"
    ManagedConfigAccepted "managed-config-accepted" "a CONFIG backup is taken on a managed host" => "422-1012/host_id.managed_host"
    ManagedConfigCode "managed-config-code" "a CONFIG backup on a managed host is refused with 1013" => "422-1012/host_id.managed_host"
    NoArielAccepted "no-ariel-accepted" "a DATA backup is taken on a host without ariel data" => "422-1013/host_id.no_ariel_host"
    NoArielCode "no-ariel-code" "a host without ariel data is refused with 1014" => "422-1013/host_id.no_ariel_host"
    UnconfiguredAccepted "unconfigured-accepted" "a DATA backup is taken on a host not set up for it" => "422-1014/host_id.unconfigured_host"
    UnconfiguredStatus "unconfigured-status" "a host not set up for DATA is refused with status 409" => "422-1014/host_id.unconfigured_host"
    HostRequired "host-required" "a body without host_id is refused" => "accepts/host_id.absent"
    HostDefaultWrong "host-default-wrong" "without host_id the backup goes to a managed host" => "default/host_id"

    // The headers of Table 2.
    TypeUnknownAccepted "backup-type-unknown-accepted" "any backup_type is accepted" => "refuses/backup_type.enum"
    TypeMissingAccepted "backup-type-missing-accepted" "a call without backup_type is accepted" => "refuses/backup_type.required"
    ConfigRefused "backup-type-config-refused" "CONFIG is not known as a backup_type" => "accepts/backup_type=CONFIG"
    DataRefused "backup-type-data-refused" "DATA is not known as a backup_type" => "accepts/backup_type=DATA"
    FieldsHeaderIgnored "fields-ignored" "the fields header has no effect" => "fields/{filter,commas}"
    FieldsNamedDropped "fields-named-dropped" "the last field that is named does not come back" => "fields/{filter,commas}"
    FieldsFirstDropped "fields-first-ignored" "the first of several fields does not come back" => "fields/commas"
    FieldsFirstOnly "fields-first-only" "only the first of several fields comes back" => "fields/commas"
    FieldsIdKept "fields-id-kept" "the id comes back although it is not named" => "fields/{filter,commas}"
    FieldsMalformedCrash "fields-malformed-crashes" "bad brackets in fields are a 500" => "fields/malformed"
    FieldsDefaultShort "fields-default-short" "without a fields header only id, name and status come back" => "default/fields"

    // Echoes.
    EchoName "echo-name-upper-case" "the name comes back in capitals" => "echo/name"
    EchoDescription "echo-description-lost" "the description comes back as null" => "echo/description"
    EchoDescriptionCut "echo-description-cut" "the description comes back cut to 100 characters" => "echo/description"
    EchoType "echo-type-swapped" "CONFIG comes back as DATA and DATA as CONFIG" => "echo/type"
    EchoHost "echo-host-console" "the Console comes back whatever the host" => "echo/host_id"
    ExtraRefused "extra-members-refused" "a body with further members is refused" => "ignored/extra-members"
    ReadOnlyRefused "read-only-members-refused" "a body with read-only members is refused" => "ignored/read-only-members"
    ReadOnlyTaken "read-only-members-taken" "read-only members are taken from the client" => "ignored/read-only-members"

    // The answer.
    Status200 "status-200" "a created backup is answered with 200" => "response/status-code"
    Status202 "status-202" "a created backup is answered with 202" => "response/status-code"
    MediaText "answer-as-text" "answers are labelled text/plain" => "response/media-type"
    MediaMissing "answer-without-media-type" "answers carry no content type" => "response/media-type"
    AnswerList "answer-is-list" "the created backup comes inside a list" => "response/object"
    AnswerEmpty "answer-is-empty" "the 201 answer has no body" => "response/object"
    AnswerCut "answer-cut" "the last byte of the 201 answer is missing" => "response/object"
    IdMissing "id-missing" "the answer has no id" => "response/id.present"
    ConfigurationIdMissing "configuration-id-missing" "the answer has no configuration_id" => "response/configuration_id.present"
    HostIdMissing "host-id-missing" "the answer has no host_id" => "response/host_id.present"
    NameMissing "name-missing" "the answer has no name" => "{response/name.present,echo/name}"
    TypeMissing "type-missing" "the answer has no type" => "{response/type.present,echo/type}"
    VersionMissing "version-missing" "the answer has no version" => "response/version.present"
    InitiatedByMissing "initiated-by-missing" "the answer has no initiated_by" => "response/initiated_by.present"
    StatusMissing "status-missing" "the answer has no status" => "{response/status.present,lifecycle/created}"
    CompatibleMissing "is-version-compatible-missing" "the answer has no is_version_compatible" => "response/is_version_compatible.present"
    IdText "id-as-text" "the id is a string" => "response/id.type"
    ConfigurationIdText "configuration-id-as-text" "configuration_id is a string" => "response/configuration_id.type"
    HostIdText "host-id-as-text" "host_id is a string" => "response/host_id.type"
    VersionNumber "version-as-number" "version is a number" => "response/version.type"
    InitiatedByObject "initiated-by-as-object" "initiated_by is an object" => "response/initiated_by.type"
    CompatibleText "is-version-compatible-as-text" "is_version_compatible is a string" => "response/is_version_compatible.type"
    ValidText "is-valid-as-text" "is_valid is a string" => "{response/is_valid.type,lifecycle/completed-fields}"
    SizeText "size-on-disk-as-text" "size_on_disk is a string with a unit" => "{response/size_on_disk.type,lifecycle/completed-fields}"
    PathList "content-file-path-as-list" "content_file_path is a list" => "{response/content_file_path.type,lifecycle/completed-fields}"
    InitiatedText "time-initiated-as-text" "time_initiated is a calendar date" => "response/time_initiated.type"
    CompletedText "time-completed-as-text" "time_completed is a calendar date" => "{response/time_completed.type,lifecycle/completed-fields}"
    InitiatedSeconds "time-initiated-in-seconds" "time_initiated counts seconds" => "response/time_initiated.unit"
    CompletedSeconds "time-completed-in-seconds" "time_completed counts seconds" => "{response/time_completed.unit,lifecycle/time-order}"
    StatusUnlisted "status-unlisted" "a new backup is QUEUED" => "{response/status.enum,lifecycle/created}"
    TypeUnlisted "type-unlisted" "the type is FULL" => "{response/type.enum,echo/type}"
    ConfigurationIdTwo "configuration-id-two" "configuration_id is 2" => "response/configuration_id.const"
    IdReused "id-reused" "every backup has the same id" => "response/id.fresh"

    // What becomes of a backup.
    StartsDeleting "starts-deleting" "the 201 answer already shows DELETING" => "lifecycle/created"
    RunsUnlisted "runs-unlisted" "a backup that runs is RUNNING" => "lifecycle/{listed-status,transitions}"
    GoesBack "goes-back" "IN_PROGRESS is followed by INITIALIZING" => "lifecycle/transitions"
    EndsRestarted "ends-restarted" "SUCCESS is followed by IN_PROGRESS" => "lifecycle/transitions"
    CompletedNull "completed-fields-null" "a finished backup has null for its size, path and validity" => "lifecycle/completed-fields"
    CompletedTimeNull "completed-time-null" "a finished backup has null for time_completed" => "lifecycle/{completed-fields,time-order}"
    TimeOrder "completed-before-initiated" "a backup completes before it was initiated" => "lifecycle/time-order"
    OtherObject "get-another-object" "GET answers the object of another backup" => "lifecycle/same-object"
    NameChanges "get-name-changes" "GET answers another name than the create did" => "lifecycle/same-object"
    GetCrash "get-crashes" "GET on a backup is a 500" => "lifecycle/*"
    DeleteNothing "delete-does-nothing" "DELETE answers well and does nothing" => "lifecycle/{delete,deleted-gone}"
    DeleteLeaves "delete-leaves-record" "a deleted backup stays in DELETING" => "lifecycle/deleted-gone"
    DeleteCrash "delete-crashes" "deleting a finished backup is a 500" => "lifecycle/{delete,deleted-gone}"
    GoneCrash "deleted-get-crashes" "GET on a deleted backup is a 500" => "lifecycle/deleted-gone"
    CancelUnlisted "cancel-shows-cancelled" "a cancelled backup stays as CANCELLED" => "lifecycle/cancel"
    CancelCrash "cancel-crashes" "deleting a running backup is a 500" => "lifecycle/cancel"
    CancelNothing "cancel-finishes" "a cancelled backup runs on to SUCCESS" => "lifecycle/cancel"

    // Several requests at once, several faults in one request.
    HostRace "host-race" "two creates at once can both find the host free" => "race/host"
    NameRace "name-race" "two creates at once can both find the name and the host free" => "race/{name,host}"
    SeveralCrash "several-faults-crash" "a request with several faults is a 500" => "precedence/several-faults"
    SeveralCode "several-faults-code" "a request with several faults is refused with 1011" => "precedence/several-faults"

    // Bodies and calls no server should stumble over.
    CodeMissing "code-missing" "refusals carry no code" => "422-*/*"
    ErrorHtml "refusal-in-html" "refusals are a page of HTML without the code" => "422-*/*"
    BodyTypeAccepted "body-not-an-object-accepted" "a body that is no object is accepted" => "refuses/body.type"
    NameTypeAccepted "name-list-accepted" "a list is accepted as a name" => "refuses/name.type"
    ConfigurationTypeAccepted "configuration-fraction-accepted" "a fraction is accepted as configuration_id" => "refuses/configuration_id.type"
    DescriptionTypeAccepted "description-object-accepted" "an object is accepted as a description" => "refuses/description.type"
    HostTypeAccepted "host-text-accepted" "any string is accepted as host_id" => "refuses/host_id.type"
    WrongTypeCrash "wrong-type-crashes" "a member of a wrong type is a 500" => "refuses/{name,configuration_id,description,host_id}.type"
    MalformedAccepted "malformed-json-accepted" "a body that is no JSON is accepted" => "implied/malformed-json"
    MalformedCrash "malformed-json-crashes" "a body that is no JSON is a 500" => "implied/malformed-json"
    MediaCrash "wrong-media-type-crashes" "a body of another media type is a 500" => "implied/wrong-media-type"
    EmptyCrash "no-body-crashes" "a call without a body is a 500" => "{implied/no-body,refuses/body.required}"
    EmptyAccepted "no-body-accepted" "a call without a body is accepted" => "{implied/no-body,refuses/body.required}"
    DeepCrash "deep-nesting-crashes" "a deeply nested body is a 500" => "implied/deep-nesting"
    HugeCrash "huge-number-crashes" "a number beyond 64 bits is a 500" => "implied/huge-numbers"
    SurrogateCrash "lone-surrogate-crashes" "half a surrogate pair is a 500" => "implied/odd-unicode"
    Utf8Crash "invalid-utf8-crashes" "a body that is not UTF-8 is a 500" => "implied/odd-unicode"
    DuplicateCrash "duplicate-members-crash" "a member given twice is a 500" => "implied/duplicate-members"
    TokenUnchecked "no-token-accepted" "calls without the token are served" => "implied/no-token"
    MethodAccepted "wrong-method-accepted" "a method that is not offered is answered with 200" => "implied/wrong-method"
    MethodCrash "wrong-method-crashes" "a method that is not offered is a 500" => "implied/wrong-method"
    RefusedCreates "refused-still-creates" "a refused request leaves a backup behind" => "implied/refused-leaves-nothing"
}

/// Every fault that can be planted, those of the JSA page first.
pub fn defects() -> &'static [Defect] {
    static ALL: LazyLock<Vec<Defect>> =
        LazyLock::new(|| [TABLE, commvault::defects::TABLE].concat());
    &ALL
}
