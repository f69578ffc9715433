//! Every way to say no: Table 4 of the JSA page, and the refusals no table lists.
use super::behaviour::Behaviour;
use super::sites;
use super::variants::Choice;

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NameTaken,
    StagedChange,
    HostBusy,
    Restoring,
    NameAbsent,
    NameNull,
    NameEmpty,
    NameLong,
    NamePattern,
    ConfigurationAbsent,
    ConfigurationNull,
    ConfigurationEmpty,
    ConfigurationUnknown,
    DescriptionLong,
    HostUnknown,
    HostInactive,
    ManagedConfig,
    NoAriel,
    Unconfigured,
    Engine,
    /// From here on: faults the page has no code for.
    BackupType,
    Fields,
    UnknownField,
    AbsentMember,
    EmptyDescription,
    Unwanted,
    Unreadable,
    WrongType,
    NoBody,
    MediaType,
    TooLarge,
    Token,
    Forbidden,
    NotFound,
    Method,
    /// Only for a while.
    Later,
    Crash,
}

impl Refusal {
    /// Status, unique code and text; a code outside 1000 to 1016 stands in no table.
    pub(super) fn row(self, behaviour: &Behaviour) -> (u16, Option<u16>, &'static str) {
        let unread = if behaviour.takes(Choice::BadJson422) {
            422
        } else {
            400
        };
        let (status, code, text): (u16, u16, _) = match self {
            Self::NameTaken => (409, 1005, "another backup has this name already"),
            Self::StagedChange => (409, 1011, "staged changes wait for their deployment"),
            Self::HostBusy => (409, 1015, "this host is taking a backup right now"),
            Self::Restoring => (409, 1016, "a restore has to end first"),
            Self::NameAbsent | Self::NameNull | Self::NameEmpty => (422, 1002, "a name is needed"),
            Self::NameLong => (422, 1003, "the name is longer than a hundred characters"),
            Self::NamePattern => (422, 1004, "the name holds a character it may not hold"),
            Self::ConfigurationAbsent | Self::ConfigurationNull | Self::ConfigurationEmpty => {
                (422, 1006, "a configuration_id is needed")
            }
            Self::ConfigurationUnknown => (422, 1007, "no backup configuration has this id"),
            Self::DescriptionLong => (422, 1008, "the description is too long"),
            Self::HostUnknown => (422, 1009, "no host has this id"),
            Self::HostInactive => (422, 1010, "this host is not active"),
            Self::ManagedConfig => (422, 1012, "CONFIG backups are taken on the Console alone"),
            Self::NoAriel => (422, 1013, "this host keeps no ariel data"),
            Self::Unconfigured => (422, 1014, "this host is not set up for DATA backups"),
            Self::Engine => (500, 1000, "the backup engine gave up"),
            Self::BackupType if behaviour.takes(Choice::BackupType400) => {
                (400, 22, "backup_type is neither CONFIG nor DATA")
            }
            Self::BackupType => (422, 22, "backup_type is neither CONFIG nor DATA"),
            Self::Fields if behaviour.takes(Choice::FieldsRefused) => {
                (400, 22, "the brackets in fields do not match")
            }
            Self::Fields => (422, 22, "the brackets in fields do not match"),
            Self::UnknownField => (400, 22, "fields names something a backup does not have"),
            Self::AbsentMember => return (400, None, "a required member is not there"),
            Self::EmptyDescription => (422, 22, "a description may be left out, not left empty"),
            Self::Unwanted => (400, 22, "the body does not hold the wanted members"),
            Self::Unreadable => (unread, 22, "the body cannot be read as a JSON object"),
            Self::WrongType => (unread, 22, "a member has a value of another type"),
            Self::NoBody => (400, 22, "there is no body"),
            Self::MediaType => (415, 415, "the body has to be application/json"),
            Self::TooLarge => (413, 413, "the body is too large"),
            Self::Token => (401, 18, "the SEC header holds no valid token"),
            Self::Forbidden => (403, 26, "the SEC header holds no valid token"),
            Self::NotFound => (404, 404, "there is nothing here"),
            Self::Method if behaviour.takes(Choice::OtherMethods404) => {
                (404, 404, "there is nothing here")
            }
            Self::Method if behaviour.takes(Choice::OtherMethods501) => {
                (501, 501, "nothing here knows this method")
            }
            Self::Later => (503, 503, "come again in a moment"),
            Self::Method => (405, 405, "this method is not offered here"),
            Self::Crash => (500, 500, "something went wrong inside"),
        };
        let (status, code) = sites::told(self, status, Some(u32::from(code)));
        (status, code.and_then(|it| u16::try_from(it).ok()), text)
    }
}
