//! The 422 rules of Table 4 that a request alone can break.
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::draft::{Draft, Given, Kind};
use super::hosts::{self, CONSOLE};
use super::refusal::Refusal;
use super::variants::Choice;

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
        Given::Absent => return broken.push(Refusal::NameAbsent),
        Given::Null => return broken.push(Refusal::NameNull),
        Given::Empty => return broken.push(Refusal::NameEmpty),
        Given::Value(name) => name,
    };
    let length = behaviour.length(name);
    if length > limit(100, Fault::NameLimitUp, Fault::NameLimitDown, behaviour) {
        broken.push(Refusal::NameLong);
    }
    if !plain_name(name, behaviour) || length == 1 && behaviour.faulty(Fault::NameShortRefused) {
        broken.push(Refusal::NamePattern);
    }
}

fn plain_name(name: &str, behaviour: &Behaviour) -> bool {
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
        Given::Value(_) => Refusal::ConfigurationUnknown,
        Given::Absent if behaviour.takes(Choice::AbsentIsMalformed) => Refusal::AbsentMember,
        Given::Absent => Refusal::ConfigurationAbsent,
        Given::Null => Refusal::ConfigurationNull,
        Given::Empty => Refusal::ConfigurationEmpty,
    });
}

fn description(draft: &Draft, behaviour: &Behaviour, broken: &mut Vec<Refusal>) {
    match &draft.description {
        Given::Value(text) => {
            let (up, down) = (Fault::DescriptionLimitUp, Fault::DescriptionLimitDown);
            if behaviour.length(text) > limit(255, up, down, behaviour) {
                broken.push(Refusal::DescriptionLong);
            }
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
    let id = draft.host.unwrap_or(CONSOLE);
    let Some(host) = hosts::find(id, behaviour) else {
        return broken.push(Refusal::HostUnknown);
    };
    if !host.active {
        broken.push(Refusal::HostInactive);
    }
    match draft.kind {
        Kind::Config if id != CONSOLE => broken.push(Refusal::ManagedConfig),
        Kind::Data if !host.ariel => broken.push(Refusal::NoAriel),
        Kind::Data if !host.configured => broken.push(Refusal::Unconfigured),
        _ => {}
    }
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
