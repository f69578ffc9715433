//! Snapshots of answers: what a target answered to the first case of each clause, kept to be
//! compared with what it answers after an upgrade. Verdicts do not depend on them.

mod answer;
mod file;

pub use file::changes;
use std::path::PathBuf;

use super::Lane;
use super::driver::{Driver, Stop};
use super::event::Change;
use crate::clause::Judgement;
use crate::exchange::{Case, Exchange, Message, Response, Step, Taken, plain};
use crate::generate::{Bait, Cases, PREFIX, Settings, dice::Dice, nonce, refresh};

use answer::Shape;
use file::Stored;

/// Snapshots are made of the same cases in every run, whatever its seed.
const SEED: u64 = 0;

/// Where snapshots are, and what is done with changes.
#[derive(Debug, Clone)]
pub struct Snapshots {
    /// Their folder.
    pub folder: PathBuf,
    /// Takes every change over.
    pub update: bool,
}

impl<'r> Lane<'r> {
    /// Compares the answers to the first case of each clause with what is kept; keeps the new ones.
    pub(super) async fn snapshots(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
    ) -> Result<(), Stop> {
        let Some(snapshots) = &self.totals.memory.snapshots else {
            return Ok(());
        };
        let settings = Settings {
            seed: SEED,
            cases: 0,
            // Nobody looks after it here: only its name must be the same in every run.
            bait: Some(Bait {
                file: "file:///clausal-snapshot".into(),
                mark: "clausal-snapshot".into(),
                address: "http://127.0.0.1:9/clausal".into(),
            }),
            ..settings.clone()
        };
        let (mut kept, mut untried) = (0, 0);
        for unit in 0..self.units.len() {
            let Some((key, text)) = self.snapshot(driver, &settings, unit).await? else {
                untried += 1;
                continue;
            };
            let clause = &self.clauses[self.units[unit].clauses[0]];
            let new = Stored {
                source: clause.at.file.to_string(),
                expression: key.clone(),
                description: clause.duty.clone(),
                text: plain::lines(&self.totals.secrets.mask(&text)),
            };
            match new.compare(snapshots) {
                Ok(file::Compared::Same) => {}
                Ok(file::Compared::Kept) => kept += 1,
                Ok(file::Compared::Changed { path, lines }) => self.totals.change(Change {
                    id: key,
                    file: path.display().to_string(),
                    lines,
                }),
                Err(error) => {
                    let folder = snapshots.folder.display();
                    let why = format!("snapshots could not be kept in `{folder}`: {error}");
                    self.totals.memory.unwritten.borrow_mut().push(why.clone());
                    self.totals.note(why);
                    return Ok(());
                }
            }
        }
        let name = &self.contract.name;
        if kept > 0 {
            self.totals
                .note(format!("{name}: {kept} answers were kept as snapshots"));
        }
        if untried > 0 {
            let why = "the target gave no answer, or could not be brought into the state";
            self.totals.note(format!(
                "{name}: {untried} snapshots were not looked at: {why}"
            ));
        }
        Ok(())
    }

    /// The name and the text of one snapshot; none where no answer can be had.
    async fn snapshot(
        &self,
        driver: &mut Driver<'r>,
        settings: &Settings,
        unit: usize,
    ) -> Result<Option<(String, String)>, Stop> {
        let clause = &self.clauses[self.units[unit].clauses[0]];
        let kit = self.kit(self.units[unit].clauses[0]);
        let Ok(mut cases) = Cases::new(kit, clause, settings) else {
            return Ok(None);
        };
        let Some(case) = cases.next() else {
            return Ok(None);
        };
        let mut shapes = Vec::new();
        // What differs between two answers to the same case says nothing about the server.
        for attempt in [1, 2] {
            let mut dice = Dice::new(SEED, &clause.id, attempt, nonce());
            let case = refresh(kit, &case, &mut dice, &settings.writing);
            driver.dirty = true;
            let (case, ran, judged) = match self.until_settled(driver, settings, unit, case).await {
                Ok(done) => done,
                Err(Stop::Unsupported(_) | Stop::Unready(_)) => return Ok(None),
                Err(stop) => return Err(stop),
            };
            if judged
                .iter()
                .any(|(_, j, _)| matches!(j, Judgement::Retry(_)))
            {
                return Ok(None);
            }
            match self.shape(unit, &case, &ran.taken) {
                Some(shape) => shapes.push(shape),
                None => return Ok(None),
            }
        }
        let text = match shapes.as_slice() {
            // Every run has a prefix of its own for names, which raw requests hold as well.
            [one, two] => one.blend(two).text().replace(&self.prefix, PREFIX),
            _ => return Ok(None),
        };
        Ok(Some((clause.cases_key(), text)))
    }

    /// What is kept of the answers to a case.
    fn shape(&self, unit: usize, case: &Case, taken: &[Taken]) -> Option<Shape> {
        let sent = taken.iter().rev().find(|t| {
            matches!(
                case.steps.get(t.step),
                Some(Step::Send(_) | Step::Follow { .. } | Step::Raw(_) | Step::Race(_))
            )
        })?;
        if let Some(Step::Race(_)) = case.steps.get(sent.step) {
            // Which one wins is chance.
            let mut all: Vec<_> = sent.exchanges.iter().map(status).collect();
            all.sort();
            return Some(Shape::plain(all.join(" ")));
        }
        let exchange = sent.exchanges.last()?;
        let response: &Response = exchange.answer.as_ref().ok()?;
        let operation = self.kit(self.units[unit].clauses[0]).operation;
        let fixtures = self.profile.fixtures(self.contract);
        let names = self.names(case);
        Some(Shape::of(operation, response, &names, &fixtures))
    }

    /// Values of the case that no two successes may share.
    fn names(&self, case: &Case) -> Vec<String> {
        let mut names = Vec::new();
        for step in &case.steps {
            let messages: &[Message] = match step {
                Step::Send(m) | Step::Follow { message: m, .. } => std::slice::from_ref(m),
                Step::Race(list) => list,
                _ => &[],
            };
            for message in messages {
                let kit = self.kits.get(&message.operation);
                let media = kit.and_then(|k| k.operation.body.as_ref()?.media.first());
                for property in media.iter().flat_map(|m| &m.schema.properties) {
                    let value = message.get(&format!("/body/{}", property.name));
                    if let (true, Some(serde_json::Value::String(name))) =
                        (property.schema.ext.unique, value)
                    {
                        names.push(name.clone());
                    }
                }
            }
        }
        // A text that is short or common would be taken for a name where it is none.
        names.retain(|n| n.len() >= 4);
        names
    }
}

fn status(exchange: &Exchange) -> String {
    match &exchange.answer {
        Ok(response) => response.status.to_string(),
        Err(_) => "none".into(),
    }
}
