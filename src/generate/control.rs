//! Controls: the same request without the fault, which a refusal is held against.

use super::{Kit, Maker, Settings, Skip, valid};
use crate::clause::{Clause, Stimulus};
use crate::exchange::Message;
use crate::wire::{self, Writing};

/// A valid request that differs from the cases of a clause in their fault alone.
#[derive(Debug, Clone)]
pub struct Control {
    /// The base it begins with.
    pub base: String,
    /// The place of the fault, which holds a right value here; empty where the base says all.
    pub place: String,
    /// The request.
    pub message: Message,
}

impl Kit<'_> {
    /// The control of a clause's cases.
    ///
    /// # Errors
    /// A fixture that the profile lacks, or a value that could not be made.
    pub fn control_of(&self, clause: &Clause, settings: &Settings) -> Result<Control, Skip> {
        let mut dice = self.dice_for(settings, &format!("{} control", clause.id));
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let named = |base: &Option<String>| base.as_deref().map(str::to_owned);
        let (base, place) = match &clause.stimulus {
            Stimulus::Breaks {
                keyword, at, base, ..
            } => {
                let base = match named(base) {
                    Some(name) => maker.base(Some(&name)).clone(),
                    None => maker.base_for(at, None).clone(),
                };
                (base, if keyword == "required" { "" } else { at })
            }
            Stimulus::Fixture { base, .. }
            | Stimulus::Unknown { base, .. }
            | Stimulus::UnknownTwice { base, .. } => (maker.base(base.as_deref()).clone(), ""),
            // Where no value of the place is taken, none of its texts is refused for what it is.
            Stimulus::Text { at, .. } => (maker.base_for(at, None).clone(), at.as_str()),
            Stimulus::Probe(number) => {
                let probe = self.operation.probes.get(*number);
                let name = probe.and_then(|p| p.base.as_deref());
                (maker.base(name).clone(), "")
            }
            _ => (maker.base(None).clone(), ""),
        };
        if matches!(clause.stimulus, Stimulus::Hostile(_)) {
            return Ok(Control {
                message: valid::message(&mut maker, &base, true)?,
                place: "every member".to_owned(),
                base: base.name,
            });
        }
        if let Stimulus::Valid(crate::clause::Valid::Unsent(at)) = &clause.stimulus {
            // The same with the member: where that is taken, the refusal is about its absence.
            return self.with_unsent(&mut maker, &base, at);
        }
        if let Stimulus::Breaks { at, .. } = &clause.stimulus {
            let (message, whole) = maker.start(&base, at)?;
            if whole {
                return Ok(Control {
                    place: at.clone(),
                    base: base.name,
                    message,
                });
            }
        }
        let mut message = maker.valid(&base)?;
        // A place that may be left out is filled, so that not its mere presence is refused.
        let filled = !place.is_empty()
            && message.get(place).is_none()
            && self.fill(&mut maker, &mut message, place);
        Ok(Control {
            place: if filled {
                place.to_owned()
            } else {
                String::new()
            },
            base: base.name,
            message,
        })
    }

    fn with_unsent(
        &self,
        maker: &mut Maker<'_, '_, '_>,
        base: &crate::contract::Base,
        at: &str,
    ) -> Result<Control, Skip> {
        let around = at.rsplit_once('/').map_or("", |(around, _)| around);
        let (mut message, _) = maker.start(base, around)?;
        if let Some(schema) = self.operation.schema_at(at) {
            let value = maker.plain(schema, at)?;
            message.set(at, Some(value));
        }
        Ok(Control {
            place: at.to_owned(),
            base: base.name.clone(),
            message,
        })
    }

    /// The plain request of each base that the documents show, the target's own first.
    pub fn plain_controls(&self, settings: &Settings) -> Vec<Result<Control, Skip>> {
        let mut dice = self.dice_for(settings, &format!("{} control", self.operation.id));
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let first = maker.base(None).clone();
        let others = self.operation.bases.iter().filter(|b| !b.special);
        let others: Vec<_> = others.filter(|b| b.name != first.name).cloned().collect();
        std::iter::once(first)
            .chain(others)
            .map(|base| {
                Ok(Control {
                    message: maker.valid(&base)?,
                    place: String::new(),
                    base: base.name,
                })
            })
            .collect()
    }

    /// Whether the contract says itself which values are valid, and so leaves nothing to learn.
    pub fn knows_values(&self) -> bool {
        self.own
    }

    /// Why a message that was made as valid is none, where only its schemas tell what is valid: some
    /// value could not be made.
    pub fn unproven(&self, message: &Message, writing: &Writing) -> Option<Skip> {
        if self.operation.says_why() {
            return None;
        }
        let unmade = |why: String| {
            Some(Skip::unmade(format!(
                "no valid request could be made: {why}"
            )))
        };
        if let Err(why) = wire::faithful(self.operation, message, writing) {
            return unmade(why);
        }
        // What counts is what the bytes say.
        let request = wire::encode(self.operation, message, writing);
        let Some(read) = wire::decode(self.operation, &request, writing) else {
            return unmade("what was made cannot be read back from its bytes".to_owned());
        };
        let faults = self.rules.faults(&read);
        let words: Vec<String> = faults
            .iter()
            .take(3)
            .map(|fault| format!("`{}` of {}", fault.keyword, fault.at))
            .collect();
        match words.is_empty() {
            true => None,
            false => unmade(format!("what was made breaks {}", words.join(", "))),
        }
    }

    /// Puts a plain value at a place, where the request stays valid with it.
    fn fill(&self, maker: &mut Maker<'_, '_, '_>, message: &mut Message, place: &str) -> bool {
        let Some(schema) = self.operation.schema_at(place) else {
            return false;
        };
        let Ok(plain) = maker.plain(schema, place) else {
            return false;
        };
        // Where the target reads values in one of several ways, some have no writing in it.
        let writing = &maker.settings.writing;
        let mut values = std::iter::once(&plain).chain(&schema.enumeration);
        let value = values.find(|v| writing.can_write(schema, v)).cloned();
        let value = value.unwrap_or(plain);
        let mut tried = message.clone();
        maker.add(&mut tried, place, value);
        let fits = tried.get(place).is_some() && self.proves(&tried, &maker.settings.writing, &[]);
        if fits {
            *message = tried;
        }
        fits
    }
}
