//! Listed values that name things: which of them exist on a target is its own affair, so a refusal
//! says something only where another listed value is accepted.

use super::{Broken, Judgement, Seen};
use crate::wire::Nature;

/// The tag of a case whose value goes with what the profile names, and so exists.
pub const NAMED: &str = "named by the profile";

/// Judges the first request by those behind it.
pub(super) fn judge(seen: &Seen<'_>) -> Judgement {
    let mut natures = Vec::new();
    for taken in seen.taken {
        let shown = (taken.step, 0);
        let Some(exchange) = taken.exchanges.first() else {
            continue;
        };
        match super::judge::response(exchange, "an answer below 500", shown) {
            Ok(response) => natures.push((seen.nature(response), response.status, shown)),
            Err(judgement) => return judgement,
        }
    }
    let Some((first, status, shown)) = natures.first().copied() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let broken = |expected: &str, got: String| {
        Judgement::Broken(Box::new(Broken {
            expected: expected.to_owned(),
            got,
            cause: String::new(),
            shown,
        }))
    };
    let others = natures.iter().skip(1).any(|(n, ..)| *n == Nature::Success);
    match first {
        Nature::Success => Judgement::Held,
        Nature::Neither => broken("a success or a refusal", format!("status {status}")),
        Nature::Fault if others => broken(
            "success, as another value draws it",
            format!("a refusal (status {status})"),
        ),
        Nature::Fault if seen.case.tag.as_deref() == Some(NAMED) => broken(
            "success, as it goes with what the profile names",
            format!("a refusal (status {status})"),
        ),
        Nature::Fault => Judgement::Inconclusive(
            "no value there is taken: what exists on the target may be only what the profile names"
                .into(),
        ),
    }
}
