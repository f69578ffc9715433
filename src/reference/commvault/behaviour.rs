//! How the Commvault operations were asked to behave.
use super::defects::{self, Fault};
use super::variants::{self, Choice};
use crate::reference::Options;
use crate::reference::planted::Set;

/// What the handlers ask before they act.
#[derive(Debug)]
pub(super) struct Behaviour {
    pub(super) authtoken: String,
    faults: Set<Fault>,
    choices: Set<Choice>,
}

impl Behaviour {
    /// Reads the options, whose ids are known to exist.
    pub(super) fn new(options: &Options) -> Self {
        let faults = defects::TABLE.iter().map(|defect| defect.id);
        let choices = variants::TABLE.iter().map(|variant| variant.id);
        Self {
            authtoken: options.authtoken.clone(),
            faults: Set::of(&options.defects, faults),
            choices: Set::of(&options.variants, choices),
        }
    }

    /// Whether this fault is planted.
    pub(super) fn faulty(&self, fault: Fault) -> bool {
        self.faults.has(fault)
    }

    /// Whether this reading was chosen.
    pub(super) fn takes(&self, choice: Choice) -> bool {
        self.choices.has(choice)
    }
}
