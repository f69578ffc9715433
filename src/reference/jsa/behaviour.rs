//! How this server was asked to behave: its token, its pace, its planted faults and its readings.
use std::time::Duration;

use super::defects::{self, Fault};
use super::variants::{self, Choice};
use crate::reference::Options;
use crate::reference::planted::Set;

/// What the handlers ask before they act.
#[derive(Debug)]
pub(super) struct Behaviour {
    pub(super) token: String,
    /// From the creation of a backup to its SUCCESS.
    pub(super) backup_time: Duration,
    faults: Set<Fault>,
    choices: Set<Choice>,
}

impl Behaviour {
    /// Reads the options.
    pub(super) fn new(options: &Options) -> Self {
        let rows = defects::TABLE.iter().map(|defect| defect.id);
        let faults = Set::of(&options.defects, rows);
        let rows = variants::TABLE.iter().map(|variant| variant.id);
        let choices = Set::of(&options.variants, rows);
        let at_once = [
            Choice::InstantBackups,
            Choice::SuccessAt201,
            Choice::FailedAt201,
        ];
        let instant = at_once.into_iter().any(|it| choices.has(it));
        Self {
            token: options.token.clone(),
            backup_time: if instant {
                Duration::ZERO
            } else {
                options.backup_time
            },
            faults,
            choices,
        }
    }

    /// Whether this fault is planted.
    pub(super) fn faulty(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    /// Whether any fault is planted at all.
    pub(super) fn any_fault(&self) -> bool {
        self.faults.any()
    }

    /// Whether this reading was chosen.
    pub(super) fn takes(&self, choice: Choice) -> bool {
        self.choices.has(choice)
    }

    /// The length of a text in the unit this server counts (JSA-06: characters, if not told else).
    pub(super) fn length(&self, text: &str) -> usize {
        if self.takes(Choice::LengthInBytes) {
            text.len()
        } else if self.takes(Choice::LengthInUtf16) {
            text.encode_utf16().count()
        } else {
            text.chars().count()
        }
    }
}
