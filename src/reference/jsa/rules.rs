//! The 422 rules of Table 4 that a request alone can break.
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::draft::{Draft, Given, Kind};
use super::hosts::{self, CONSOLE};
use super::patterns;
use super::refusal::Refusal;
use super::sites as site;
use super::variants::Choice;
use crate::reference::mutate;

type Group = fn(&Draft, &Behaviour, &mut Vec<Refusal>);

/// The only configuration there is (JSA page, Response Description).
const CONFIGURATION: i64 = 1;

/// Every rule this draft breaks, in the order they are told.
pub(super) fn broken(draft: &Draft, behaviour: &Behaviour) -> Vec<Refusal> {
    const GROUPS: [Group; 4] = [name, configuration, description, host];
    // No rule broken is the usual case, and an empty list costs nothing.
    let mut broken = Vec::new();
    for group in GROUPS {
        group(draft, behaviour, &mut broken);
    }
    if behaviour.takes(Choice::AnotherRuleOrder) {
        broken.reverse();
    }
    broken
}

fn name(draft: &Draft, behaviour: &Behaviour, broken: &mut Vec<Refusal>) {
    let name = match &draft.name {
        Given::Absent if behaviour.takes(Choice::AbsentIsMalformed) => {
            return broken.push(Refusal::AbsentMember);
        }
        Given::Absent if site::NAME_ABSENT.seen(true) => {
            return broken.push(Refusal::NameAbsent);
        }
        Given::Null if site::NAME_NULL.seen(true) => return broken.push(Refusal::NameNull),
        Given::Empty if site::NAME_EMPTY.seen(true) => return broken.push(Refusal::NameEmpty),
        Given::Absent | Given::Null | Given::Empty => return,
        Given::Value(name) => name,
    };
    let length = site::NAME_UNIT.of(name, behaviour.length(name));
    let most = limit(100, Fault::NameLimitUp, Fault::NameLimitDown, behaviour);
    if length > site::NAME_LIMIT.of(most) {
        broken.push(Refusal::NameLong);
    }
    let dots = behaviour.faulty(Fault::NameOfDotsRefused) && name.bytes().all(|it| it == b'.');
    let marks = behaviour.faulty(Fault::NameOfMarksRefused)
        && !name.contains(|it: char| it.is_ascii_alphanumeric());
    if dots || marks {
        broken.push(Refusal::NamePattern);
    }
    if !plain_name(name, behaviour) || length == 1 && behaviour.faulty(Fault::NameShortRefused) {
        broken.push(Refusal::NamePattern);
    }
}

fn plain_name(name: &str, behaviour: &Behaviour) -> bool {
    if mutate::is_on()
        && let Some(plain) = patterns::plain_name(name)
    {
        return plain;
    }
    let mut name = name;
    if behaviour.faulty(Fault::NameNewlineAccepted) {
        name = name.strip_suffix('\n').unwrap_or(name);
    }
    if behaviour.faulty(Fault::NamePatternPrefix) {
        return name.chars().take(1).all(|char| plain_char(char, behaviour));
    }
    name.chars().all(|char| plain_char(char, behaviour))
}

fn plain_char(char: char, behaviour: &Behaviour) -> bool {
    match char {
        '_' => !behaviour.faulty(Fault::NameUnderscoreRefused),
        '-' => !behaviour.faulty(Fault::NameHyphenRefused),
        '.' => !behaviour.faulty(Fault::NameDotRefused),
        '0'..='9' => !behaviour.faulty(Fault::NameDigitRefused),
        'A'..='Z' => !behaviour.faulty(Fault::NameCapitalRefused),
        'a'..='z' => true,
        ' ' => behaviour.faulty(Fault::NameBlankAccepted),
        '/' => behaviour.faulty(Fault::NameSlashAccepted),
        other => behaviour.takes(Choice::UnicodeNames) && other.is_alphanumeric(),
    }
}

fn configuration(draft: &Draft, behaviour: &Behaviour, broken: &mut Vec<Refusal>) {
    broken.push(match draft.configuration {
        Given::Value(CONFIGURATION) => return,
        Given::Value(0) if behaviour.faulty(Fault::ConfigurationZeroEmpty) => {
            Refusal::ConfigurationEmpty
        }
        Given::Value(other) => match configuration_known(other) {
            Ok(true) => return,
            Ok(false) => Refusal::ConfigurationUnknown,
            Err(refusal) => refusal,
        },
        Given::Absent if behaviour.takes(Choice::AbsentIsMalformed) => Refusal::AbsentMember,
        Given::Absent if site::CONFIGURATION_ABSENT.seen(true) => Refusal::ConfigurationAbsent,
        Given::Null if site::CONFIGURATION_NULL.seen(true) => Refusal::ConfigurationNull,
        Given::Empty if site::CONFIGURATION_EMPTY.seen(true) => Refusal::ConfigurationEmpty,
        Given::Absent | Given::Null | Given::Empty => return,
    });
}

/// Whether a mutant knows a configuration beside the one there is.
fn configuration_known(id: i64) -> Result<bool, Refusal> {
    let does = |operator: &str| site::CONFIGURATION_KNOWN.does(operator);
    let huge = id > i64::from(i32::MAX);
    if huge && does("crash-when-huge") || id < 0 && does("crash-when-negative") {
        return Err(Refusal::Crash);
    }
    Ok(does("any")
        || id < 1 && does("above-only")
        || id == 0 && does("0-too")
        || id == 2 && does("2-too")
        || id < 0 && does("negative-too")
        || huge && does("huge-too")
        || (1..=100).contains(&id) && does("up-to-100"))
}

fn description(draft: &Draft, behaviour: &Behaviour, broken: &mut Vec<Refusal>) {
    match &draft.description {
        Given::Value(text) => {
            let (up, down) = (Fault::DescriptionLimitUp, Fault::DescriptionLimitDown);
            let length = site::DESCRIPTION_UNIT.of(text, behaviour.length(text));
            if length > site::DESCRIPTION_LIMIT.of(limit(255, up, down, behaviour)) {
                broken.push(Refusal::DescriptionLong);
            }
            if mutate::is_on() && patterns::described_otherwise(text) {
                broken.push(Refusal::Unwanted);
            }
        }
        Given::Null if site::DESCRIPTION_RULES.does("null-refused") => {
            broken.push(Refusal::EmptyDescription);
        }
        Given::Null if site::DESCRIPTION_RULES.does("null-crash") => broken.push(Refusal::Crash),
        Given::Empty if site::DESCRIPTION_RULES.does("empty-crash") => broken.push(Refusal::Crash),
        Given::Absent if site::DESCRIPTION_RULES.does("required") => {
            broken.push(Refusal::Unwanted);
        }
        Given::Null | Given::Empty if behaviour.takes(Choice::DescriptionNullRefused) => {
            broken.push(Refusal::EmptyDescription);
        }
        Given::Absent if behaviour.faulty(Fault::DescriptionRequired) => {
            broken.push(Refusal::Unwanted);
        }
        _ => {}
    }
}

fn host(draft: &Draft, behaviour: &Behaviour, broken: &mut Vec<Refusal>) {
    if draft.host.is_none() && behaviour.faulty(Fault::HostRequired) {
        broken.push(Refusal::HostUnknown);
    }
    if draft.host.is_none() && site::HOST_NAMED.does("required")
        || draft.host.is_some() && site::HOST_NAMED.does("refused")
    {
        broken.push(Refusal::HostUnknown);
    }
    let id = draft.host.unwrap_or(CONSOLE);
    let Some(host) = hosts::find(id, behaviour) else {
        if id < 1 && behaviour.faulty(Fault::HostBelowInactive) {
            return broken.push(Refusal::HostInactive);
        }
        if let Some(refusal) = host_unknown(id) {
            broken.push(refusal);
        }
        return;
    };
    if site::HOST_ACTIVE.seen(!host.active) {
        broken.push(Refusal::HostInactive);
    }
    let said = draft.host.is_some() && behaviour.faulty(Fault::DefaultSaidRefused);
    match draft.kind {
        Kind::Config if said => broken.push(Refusal::ManagedConfig),
        Kind::Config if site::HOST_CONFIG.seen(id != CONSOLE) => {
            broken.push(Refusal::ManagedConfig);
        }
        Kind::Data if site::HOST_ARIEL.seen(!host.ariel) => broken.push(Refusal::NoAriel),
        Kind::Data if site::HOST_CONFIGURED.seen(!host.configured) => {
            broken.push(Refusal::Unconfigured);
        }
        _ => {}
    }
}

/// What is said to a host that does not exist: usually no.
fn host_unknown(id: i64) -> Option<Refusal> {
    let does = |operator: &str| site::HOST_RANGE.does(operator);
    let huge = id > i64::from(i32::MAX);
    if huge && does("crash-when-huge") || id < 0 && does("crash-when-negative") {
        return Some(Refusal::Crash);
    }
    let taken = id < 0 && does("negative-is-the-console")
        || id == 0 && does("zero-is-the-console")
        || huge && does("huge-is-the-console")
        || id > 100 && does("any-above-100");
    (!taken && site::HOST_KNOWN.seen(true)).then_some(Refusal::HostUnknown)
}

fn limit(limit: usize, up: Fault, down: Fault, behaviour: &Behaviour) -> usize {
    if behaviour.faulty(up) {
        limit + 1
    } else if behaviour.faulty(down) {
        limit - 1
    } else {
        limit
    }
}
