//! Things that are made at the same moment.

use serde_json::Value;

use super::super::answer::{each, same};
use super::super::judge::{self, Broken, Judgement, Seen};
use super::super::lifecycle::created_id;
use super::super::race;
use super::twice;
use crate::wire;

/// The ids of things that were made at the same moment.
pub(in crate::clause) fn judge_together(seen: &Seen<'_>) -> Judgement {
    let Some(race) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let members = race::fresh(seen.operation);
    let mut known: Vec<(&str, Value)> = Vec::new();
    let mut made = 0;
    for (place, exchange) in race.exchanges.iter().enumerate() {
        let Ok(response) = &exchange.answer else {
            continue;
        };
        if response.status >= 500 && response.status != 503 && !judge::is_refusal(seen, response) {
            return Judgement::Broken(Box::new(Broken {
                expected: "an answer below 500 to each of several requests at once".into(),
                got: format!("status {}", response.status),
                cause: String::new(),
                shown: (race.step, place),
            }));
        }
        if !seen.is_success(response) {
            continue;
        }
        let mut ids: Vec<(&str, Value)> = Vec::new();
        if let Some(resource) = &seen.operation.resource {
            ids.extend(created_id(resource, response).map(|id| ("", id)));
        }
        if let (false, Ok(body)) = (members.is_empty(), wire::body(seen.operation, response)) {
            for at in &members {
                let values = each(&body.value, at).into_iter().cloned();
                ids.extend(values.map(|id| (at.as_str(), id)));
            }
        }
        made += usize::from(!ids.is_empty());
        let taken = |(at, id): &(&str, Value)| {
            known
                .iter()
                .any(|(other, own)| other == at && same(own, id))
        };
        if let Some((_, id)) = ids.iter().find(|it| taken(it)) {
            return twice(id, (race.step, place));
        }
        known.extend(ids);
    }
    match made {
        0 | 1 => Judgement::Unseen("fewer than two were made at the same moment".into()),
        _ => Judgement::Held,
    }
}
