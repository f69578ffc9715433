//! What is read of a thing while it runs, and once it is finished, by the rules of its schema.

use super::super::answer::{self, Answer};
use super::super::judge::{Judgement, Seen};
use crate::contract::Lifecycle;
use crate::exchange::{Response, Step};
use crate::wire;

/// How far a thing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It runs.
    Running,
    /// It has come to a good end.
    Finished,
}

impl Phase {
    /// The family of its clauses.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Running => "running",
            Phase::Finished => "finished",
        }
    }

    /// The statuses that tell it.
    pub fn statuses(self, lifecycle: &Lifecycle) -> &[String] {
        match self {
            Phase::Running => &lifecycle.running,
            Phase::Finished => &lifecycle.done,
        }
    }
}

/// Judges what was read of a thing in a phase by a rule of its schema: each look while it runs, the
/// last one once it is finished.
pub(in crate::clause) fn judge(
    phase: Phase,
    check: &Answer,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let mut members = seen.operation.answer_members().iter();
    let status = members.find_map(|p| Some((&p.name, p.schema.ext.lifecycle.as_ref()?)));
    let Some((member, lifecycle)) = status else {
        return Judgement::Inconclusive("the contract tells no statuses".into());
    };
    let polls = seen
        .taken
        .iter()
        .filter(|t| matches!(seen.case.steps.get(t.step), Some(Step::Poll { .. })));
    let looks = polls.flat_map(|t| {
        t.exchanges
            .iter()
            .enumerate()
            .filter_map(|(i, e)| Some(((t.step, i), e.answer.as_ref().ok()?)))
    });
    let mut looks: Vec<_> = looks
        .filter(|(_, response)| tells(response, member, phase.statuses(lifecycle)))
        .collect();
    if phase == Phase::Finished {
        looks.drain(..looks.len().saturating_sub(1));
    }
    let mut shown = None;
    for (shown_at, response) in looks {
        match answer::judge_one(check, seen, response, shown_at, readings) {
            Judgement::Unseen(why) => drop(shown.get_or_insert(Judgement::Unseen(why))),
            Judgement::Held => shown = Some(Judgement::Held),
            other => return other,
        }
    }
    shown.unwrap_or_else(|| {
        Judgement::Unseen(match phase {
            Phase::Running => "it was not seen to run".into(),
            Phase::Finished => "it was not seen to finish".into(),
        })
    })
}

fn tells(response: &Response, member: &str, statuses: &[String]) -> bool {
    let body = (200..300)
        .contains(&response.status)
        .then(|| wire::parse_json(&response.body).ok())
        .flatten();
    let status = body.as_ref().and_then(|b| b.get(member)?.as_str());
    status.is_some_and(|s| statuses.iter().any(|known| known == s))
}
