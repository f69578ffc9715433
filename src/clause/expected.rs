//! What a request is meant to draw, in one word.

use super::{Check, Clause, Outcome, Stimulus, Wanted, judge};

impl Clause {
    /// `accepted` or `refused` where the documents allow nothing else for the last request of a case
    /// with this tag, else `either`.
    pub fn expected(&self, tag: Option<&str>) -> &'static str {
        match (&self.check, &self.stimulus) {
            (Check::Outcomes(outcomes) | Check::Unharmed(outcomes), _) => {
                in_a_word(&judge::narrowed(self, outcomes, tag))
            }
            (_, Stimulus::Successes | Stimulus::SuccessesAs(_)) | (Check::Selected, _) => {
                "accepted"
            }
            _ => "either",
        }
    }
}

fn in_a_word(outcomes: &[Outcome]) -> &'static str {
    let is_accepted = |o: &Outcome| matches!(o.wanted, Wanted::Accepted);
    let is_refused = |o: &Outcome| {
        matches!(
            o.wanted,
            Wanted::Error { .. } | Wanted::Refused(_) | Wanted::Bearing { .. } | Wanted::Uncoded(_)
        )
    };
    match outcomes {
        [] => "either",
        list if list.iter().all(is_accepted) => "accepted",
        list if list.iter().all(is_refused) => "refused",
        _ => "either",
    }
}
