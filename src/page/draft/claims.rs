//! Causes that the words of two codes claim: which of them is drawn, nobody knows.

use crate::page::codes::Row;
use crate::page::words::{Cause, Tie};

/// Takes each cause that several codes claim from all of them; words that speak of nothing but what is left out
/// keep it from those that speak of what is empty as well.
pub(super) fn settle(rows: &[&Row], ties: &mut [Result<Tie, String>]) {
    let mut lost: Vec<(usize, Cause, usize)> = Vec::new();
    for (number, tie) in ties.iter().enumerate() {
        let Ok(tie) = tie else { continue };
        for cause in tie.causes.iter().filter(|c| **c != Cause::Fixture) {
            let rival = ties.iter().enumerate().position(|(n, other)| {
                let claims = |t: &Tie| t.at == tie.at && t.causes.contains(cause);
                let differs =
                    (&rows[n].status, &rows[n].code) != (&rows[number].status, &rows[number].code);
                differs
                    && other
                        .as_ref()
                        .is_ok_and(|t| claims(t) && !yields(t, tie, cause))
            });
            if let Some(rival) = rival {
                lost.push((number, cause.clone(), rival));
            }
        }
    }
    for (number, cause, rival) in lost {
        let Ok(tie) = &mut ties[number] else { continue };
        tie.causes.retain(|c| *c != cause);
        if tie.causes.is_empty() {
            let place = tie.at.clone().unwrap_or_default();
            let other = rows[rival].code.as_deref().unwrap_or_default();
            ties[number] = Err(format!(
                "code {other} has the same cause at {place}: {}",
                rows[number].words
            ));
        }
    }
}

/// Whether one of two ties leaves a cause to the other.
fn yields(one: &Tie, other: &Tie, cause: &Cause) -> bool {
    let bare = |tie: &Tie| tie.causes.len() == 1;
    let required = matches!(
        cause,
        Cause::Breaks {
            keyword: "required",
            ..
        }
    );
    required && bare(other) && !bare(one)
}
