//! The body of a documented fault.

use super::answer::{cut, word};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::Cause;
use crate::exchange::Response;
use crate::wire::{self, Nature};

use super::{Broken, Judgement, Seen};

/// One clause for each member that a fault shows, where the documents say how to draw one.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let unknown = operation
        .errors()
        .flat_map(|(r, e)| e.when.iter().map(move |w| (r, w)))
        .find_map(|(r, w)| match &w.cause {
            Cause::Unknown { at, .. } => Some((r, at, w.base.clone())),
            _ => None,
        });
    let (Some((response, at, base)), Some(media)) = (unknown, operation.fault.first()) else {
        return Vec::new();
    };
    let drawn = Stimulus::Unknown {
        at: at.clone(),
        base: base.clone(),
    };
    let mut clauses = Vec::new();
    if let Some(name) = &media.schema.xml.name {
        clauses.push(scope.clause(
            "fault/root".into(),
            format!("the root element of a fault is {name}"),
            Cited::sample(&response.source, &media.schema.at),
            drawn.clone(),
            Check::FaultRoot(name.clone()),
        ));
    }
    let shown = media.schema.properties.iter().filter(|p| p.required);
    clauses.extend(shown.map(|property| {
        scope.clause(
            format!("fault/{}.present", super::words::word(&property.name)),
            format!("a fault holds {}", property.name),
            Cited::sample(&response.source, &property.schema.at),
            drawn.clone(),
            Check::Fault(crate::exchange::below("", &property.name)),
        )
    }));
    clauses
}

/// Judges the root element of the last answer, given that it is a fault told by its body.
pub(super) fn judge_root(name: &str, seen: &Seen<'_>) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let place = taken.exchanges.len().saturating_sub(1);
    let Some(Ok(response)) = taken.exchanges.get(place).map(|e| &e.answer) else {
        return Judgement::Inconclusive("no answer came".into());
    };
    if seen.nature(response) != Nature::Fault {
        return Judgement::Inconclusive("the request drew no fault".into());
    }
    // With a status of its own a fault needs no body, and may come from before the operation.
    let root = wire::body(seen.operation, response)
        .ok()
        .and_then(|b| b.root);
    match root {
        Some(root) if root == name => Judgement::Held,
        Some(root) if response.status < 400 => Judgement::Broken(Box::new(Broken {
            expected: format!("a fault with the root element `{name}`"),
            got: format!("a fault with the root element `{root}`"),
            cause: String::new(),
            shown: (taken.step, place),
        })),
        _ => Judgement::Unseen("no fault came in XML with status 200".into()),
    }
}

/// Judges the body of the last answer, given that it is a fault told by its body.
pub(super) fn judge(member: &str, seen: &Seen<'_>) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let place = taken.exchanges.len().saturating_sub(1);
    let answer = taken.exchanges.get(place).map(|e| &e.answer);
    let Some(Ok(response)) = answer else {
        return Judgement::Inconclusive("no answer came".into());
    };
    if seen.nature(response) != Nature::Fault {
        return Judgement::Inconclusive("the request drew no fault".into());
    }
    let body = match wire::body(seen.operation, response) {
        Ok(body) => body.value,
        // With a status of its own a fault needs no body.
        Err(_) if response.status >= 400 => return Judgement::Held,
        Err(fault) => return Judgement::Inconclusive(fault.to_string()),
    };
    if response.status >= 400 || body.pointer(member).is_some() {
        return Judgement::Held;
    }
    Judgement::Broken(Box::new(Broken {
        expected: format!("a fault with a member `{}`", word(member)),
        got: format!("a fault without it: {}", shortened(response)),
        cause: String::new(),
        shown: (taken.step, place),
    }))
}

fn shortened(response: &Response) -> String {
    let text = String::from_utf8_lossy(&response.body);
    cut(&text, 120)
}
