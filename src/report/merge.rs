//! The reports of all shards of a run made into the report of the whole run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use crate::run::event::{Event, Finished, Identity, Judged, ReadingTaken, Started, Untested};

/// Why reports cannot be joined: a line for each reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the reports cannot be joined:{}", .0.iter().map(|why| format!("\n  {why}")).collect::<String>())]
pub struct MergeError(pub Vec<String>);

/// The events of one report.
struct Part {
    name: String,
    started: Started,
    judged: Vec<Arc<Judged>>,
    finished: Finished,
}

/// Joins reports, each with the name it is spoken of by.
///
/// # Errors
/// Reports of other runs, or of no shard; shards that are missing or stand twice.
pub fn merge(reports: Vec<(String, Vec<Event>)>) -> Result<Vec<Event>, MergeError> {
    let mut wrong = Vec::new();
    let mut parts = Vec::new();
    for (name, events) in reports {
        match part(name, events) {
            Ok(part) => parts.push(part),
            Err(why) => wrong.push(why),
        }
    }
    if wrong.is_empty() {
        wrong = compare(&parts);
    }
    match parts.first() {
        Some(first) if wrong.is_empty() => {
            let identity = first.started.identity.as_deref().cloned().map(whole);
            Ok(join(parts, identity))
        }
        None if wrong.is_empty() => Err(MergeError(vec!["there is none".into()])),
        _ => Err(MergeError(wrong)),
    }
}

/// The same run without its shard.
fn whole(identity: Identity) -> Identity {
    Identity {
        shard: None,
        ..identity
    }
}

fn part(name: String, events: Vec<Event>) -> Result<Part, String> {
    let (mut started, mut finished, mut judged) = (None, None, Vec::new());
    for event in events {
        match event {
            Event::Started(s) => started = Some(s),
            Event::Judged(j) => judged.push(j),
            Event::Finished(f) => finished = Some(*f),
            Event::Told(_) | Event::Progress(_) | Event::Exchanged(_) => {}
        }
    }
    match (started, finished) {
        (Some(started), Some(finished)) => Ok(Part {
            name,
            started,
            judged,
            finished,
        }),
        _ => Err(format!("{name} is not the report of a whole run")),
    }
}

fn compare(parts: &[Part]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut shards: BTreeMap<u32, &str> = BTreeMap::new();
    let mut first: Option<(&Part, &Identity, u32)> = None;
    for part in parts {
        let name = &part.name;
        let identity = part.started.identity.as_deref();
        let Some((identity, shard)) = identity.and_then(|i| Some((i, i.shard?))) else {
            wrong.push(format!(
                "{name} is of no shard: it was not made with --shard"
            ));
            continue;
        };
        let (one, known, of) = *first.get_or_insert((part, identity, shard.of));
        for difference in whole(identity.clone()).differences(&whole(known.clone())) {
            wrong.push(format!("{name} and {}: {difference}", one.name));
        }
        if shard.of != of {
            let (here, there) = (shard.of, of);
            wrong.push(format!(
                "{name} is one of {here} shards, {} one of {there}",
                one.name
            ));
        } else if let Some(other) = shards.insert(shard.number, name) {
            wrong.push(format!(
                "shard {shard} stands twice: in {other} and in {name}"
            ));
        }
    }
    if let Some((_, _, of)) = first {
        let missing = (1..=of).filter(|n| !shards.contains_key(n));
        wrong.extend(missing.map(|n| format!("shard {n}/{of} is missing")));
    }
    wrong
}

fn join(parts: Vec<Part>, identity: Option<Identity>) -> Vec<Event> {
    let mut readings: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut stopped = Vec::new();
    let mut judged = Vec::new();
    let tested: Vec<Operations> = parts.iter().map(Operations::of).collect();
    let mut started: Option<Started> = None;
    let mut end: Option<Finished> = None;
    for part in parts {
        let f = &part.finished;
        match &mut end {
            None => {
                end = Some(Finished {
                    readings: Vec::new(),
                    ..f.clone()
                });
            }
            Some(end) => {
                end.took = Duration::max(end.took, f.took);
                end.requests += f.requests;
                end.held += f.held;
                end.broken += f.broken;
                end.inconclusive += f.inconclusive;
                end.skipped += f.skipped;
                end.open += f.open;
                end.operations = end.operations.max(f.operations);
                end.untested.extend(f.untested.iter().cloned());
                end.allows_untested |= f.allows_untested;
                end.headline = end.headline.take().or_else(|| f.headline.clone());
                end.allowed += f.allowed;
                end.stale.extend(f.stale.iter().cloned());
                end.left_behind.extend(f.left_behind.iter().cloned());
                end.changes.extend(f.changes.iter().cloned());
                for note in &f.notes {
                    if !end.notes.contains(note) {
                        end.notes.push(note.clone());
                    }
                }
            }
        }
        for reading in &f.readings {
            let (about, taken) = readings.entry(reading.id.clone()).or_default();
            about.clone_from(&reading.about);
            taken.extend(reading.taken.iter().cloned());
        }
        stopped.extend(f.stopped.clone());
        match &mut started {
            None => {
                started = Some(Started {
                    identity: identity.clone().map(Box::new),
                    ..part.started
                });
            }
            Some(started) => started.clauses += part.started.clauses,
        }
        judged.extend(part.judged);
    }
    judged.sort_by(|a, b| a.id.cmp(&b.id));
    stopped.dedup();
    let mut events: Vec<_> = started.into_iter().map(Event::Started).collect();
    events.extend(judged.into_iter().map(Event::Judged));
    if let Some(mut end) = end {
        end.readings = readings
            .into_iter()
            .map(|(id, (about, taken))| ReadingTaken {
                id,
                about,
                taken: taken.into_iter().collect(),
            })
            .collect();
        end.stopped = (!stopped.is_empty()).then(|| stopped.join("; "));
        // What one shard saw accepted was tested.
        end.untested
            .retain(|u| tested.iter().all(|part| part.lacks(u)));
        end.untested.sort();
        end.untested.dedup();
        events.push(Event::Finished(Box::new(end)));
    }
    events
}

/// The operations of a shard, by contract and name.
struct Operations {
    /// Those with clauses that it judged.
    judged: BTreeSet<(String, String)>,
    /// Those among them of which it saw no valid request accepted.
    untested: BTreeSet<(String, String)>,
}

impl Operations {
    fn of(part: &Part) -> Self {
        let judged = part.judged.iter();
        let untested = part.finished.untested.iter();
        Operations {
            judged: judged
                .map(|j| (j.contract.clone(), j.operation.clone()))
                .collect(),
            untested: untested
                .map(|u| (u.contract.clone(), u.operation.clone()))
                .collect(),
        }
    }

    /// Whether the shard has not tested an operation.
    fn lacks(&self, untested: &Untested) -> bool {
        let key = (untested.contract.clone(), untested.operation.clone());
        !self.judged.contains(&key) || self.untested.contains(&key)
    }
}
