//! Faults in Table 4: rules that are not enforced, and wrong statuses and codes.
use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;
use crate::reference::jsa::refusal::Refusal;
use crate::reference::sticky::Sticks;

/// Rules that a fault switches off.
const WAIVED: &[(Fault, Refusal)] = &[
    (Fault::NameTakenAccepted, Refusal::NameTaken),
    (Fault::StagedAccepted, Refusal::StagedChange),
    (Fault::BusyAccepted, Refusal::HostBusy),
    (Fault::RestoreAccepted, Refusal::Restoring),
    (Fault::EngineAccepted, Refusal::Engine),
    (Fault::NameAbsentAccepted, Refusal::NameAbsent),
    (Fault::NameNullAccepted, Refusal::NameNull),
    (Fault::NameEmptyAccepted, Refusal::NameEmpty),
    (Fault::NameLongAccepted, Refusal::NameLong),
    (Fault::NamePatternAccepted, Refusal::NamePattern),
    (
        Fault::ConfigurationAbsentAccepted,
        Refusal::ConfigurationAbsent,
    ),
    (Fault::ConfigurationNullAccepted, Refusal::ConfigurationNull),
    (
        Fault::ConfigurationEmptyAccepted,
        Refusal::ConfigurationEmpty,
    ),
    (
        Fault::ConfigurationUnknownAccepted,
        Refusal::ConfigurationUnknown,
    ),
    (Fault::DescriptionLongAccepted, Refusal::DescriptionLong),
    (Fault::HostUnknownAccepted, Refusal::HostUnknown),
    (Fault::HostInactiveAccepted, Refusal::HostInactive),
    (Fault::ManagedConfigAccepted, Refusal::ManagedConfig),
    (Fault::NoArielAccepted, Refusal::NoAriel),
    (Fault::UnconfiguredAccepted, Refusal::Unconfigured),
];

/// Refusals that a fault gives another status or another code.
const CHANGED: &[(Fault, Refusal, u16, u16)] = &[
    (Fault::NameTakenCode, Refusal::NameTaken, 409, 1011),
    (Fault::NameTakenStatus, Refusal::NameTaken, 422, 1005),
    (Fault::StagedCode, Refusal::StagedChange, 409, 1016),
    (Fault::StagedStatus, Refusal::StagedChange, 500, 1011),
    (Fault::BusyCode, Refusal::HostBusy, 409, 1016),
    (Fault::BusyStatus, Refusal::HostBusy, 423, 1015),
    (Fault::RestoreCode, Refusal::Restoring, 409, 1015),
    (Fault::RestoreStatus, Refusal::Restoring, 422, 1016),
    (Fault::EngineCode, Refusal::Engine, 500, 1001),
    (Fault::EngineStatus, Refusal::Engine, 422, 1000),
    (Fault::NameNullCode, Refusal::NameNull, 422, 1004),
    (Fault::NameEmptyCode, Refusal::NameEmpty, 422, 1004),
    (Fault::NameLongCode, Refusal::NameLong, 422, 1008),
    (Fault::NameLongStatus, Refusal::NameLong, 413, 1003),
    (Fault::NamePatternCode, Refusal::NamePattern, 422, 1002),
    (Fault::NamePatternStatus, Refusal::NamePattern, 400, 1004),
    (
        Fault::ConfigurationNullCode,
        Refusal::ConfigurationNull,
        422,
        1007,
    ),
    (
        Fault::ConfigurationUnknownCode,
        Refusal::ConfigurationUnknown,
        422,
        1006,
    ),
    (
        Fault::ConfigurationUnknownStatus,
        Refusal::ConfigurationUnknown,
        404,
        1007,
    ),
    (
        Fault::DescriptionLongCode,
        Refusal::DescriptionLong,
        422,
        1003,
    ),
    (Fault::HostUnknownCode, Refusal::HostUnknown, 422, 1010),
    (Fault::HostUnknownStatus, Refusal::HostUnknown, 404, 1009),
    (Fault::HostInactiveCode, Refusal::HostInactive, 422, 1009),
    (Fault::ManagedConfigCode, Refusal::ManagedConfig, 422, 1013),
    (Fault::NoArielCode, Refusal::NoAriel, 422, 1014),
    (Fault::UnconfiguredStatus, Refusal::Unconfigured, 409, 1014),
];

/// Whether a fault keeps this rule from being enforced.
pub(in crate::reference::jsa) fn waived(refusal: Refusal, behaviour: &Behaviour) -> bool {
    let off = |(fault, rule): &(Fault, Refusal)| *rule == refusal && behaviour.faulty(*fault);
    behaviour.any_fault() && WAIVED.iter().any(off)
}

/// The status and code that go out in place of the right ones.
pub(in crate::reference::jsa) fn row(
    refusal: Refusal,
    status: u16,
    code: Option<u16>,
    behaviour: &Behaviour,
) -> (u16, Option<u16>) {
    if behaviour.faulty(Fault::CodeMissing) {
        return (status, None);
    }
    let later = [
        (Fault::Busy503, Refusal::HostBusy),
        (Fault::Engine503, Refusal::Engine),
        (Fault::NameTaken503, Refusal::NameTaken),
        (Fault::NameLong503, Refusal::NameLong),
    ];
    if later
        .iter()
        .any(|(fault, rule)| *rule == refusal && behaviour.faulty(*fault))
    {
        return (503, None);
    }
    let mut changes = CHANGED.iter();
    match changes.find(|(fault, rule, ..)| *rule == refusal && behaviour.faulty(*fault)) {
        Some(&(_, _, status, code)) => (status, Some(code)),
        None => (status, code),
    }
}

/// What becomes of a request that breaks several rules of form at once.
pub(in crate::reference::jsa) fn several(behaviour: &Behaviour) -> Result<(), Refusal> {
    if behaviour.faulty(Fault::SeveralCrash) {
        Err(Refusal::Crash)
    } else if behaviour.faulty(Fault::SeveralCode) {
        Err(Refusal::StagedChange)
    } else {
        Ok(())
    }
}

/// What faults keep of one call for the next one.
pub(in crate::reference::jsa) fn sticks(behaviour: &Behaviour) -> Vec<Sticks> {
    let rows = [
        (Fault::RefusalSticks, Sticks::Refusal),
        (Fault::WordsStick, Sticks::Words),
        (Fault::LabelSticks, Sticks::Label),
        (Fault::BodyLeft, Sticks::Body),
        (Fault::SuccessSticks, Sticks::Success),
    ];
    let planted = rows.iter().filter(|(fault, _)| behaviour.faulty(*fault));
    planted.map(|(_, sticks)| *sticks).collect()
}
