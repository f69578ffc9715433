//! What each check accepts, in words.

use super::{Check, answer, outcome};

impl Check {
    /// What is accepted, in words.
    pub fn in_words(&self) -> String {
        match self {
            Check::Outcomes(outcomes) => outcome::in_words(outcomes),
            Check::Answer(answer) => answer.in_words(),
            Check::Selected => "success with exactly the members that were named".into(),
            Check::SelectedBeside(_) => {
                "a refusal, or success with every member or those that are known".into()
            }
            Check::Lifecycle(_) => "statuses as the contract's lifecycle has them".into(),
            Check::Race { conflicts } => {
                format!(
                    "one success, and {} for the others",
                    outcome::in_words(conflicts)
                )
            }
            Check::SameOutcome => "what the plain writing draws".into(),
            Check::SamePath => "success, as the plain path draws".into(),
            Check::SameLetters => "the letters that the plain writing draws, or a refusal".into(),
            Check::Unharmed(outcomes) => {
                format!("{}, and nothing leaked", outcome::in_words(outcomes))
            }
            Check::AnyWay(ways) => {
                let all: Vec<&str> = ways.list.iter().map(|w| w.shows.as_str()).collect();
                format!("success for one of: {}", all.join(", "))
            }
            Check::Exists => "success, if a request with another value there draws one".into(),
            Check::Either(outcomes) => format!(
                "{} here, or a refusal and that from the other operation",
                outcome::in_words(outcomes)
            ),
            Check::Fault(at) => format!("a fault with `{}`", answer::word(at)),
            Check::FollowUp(_) => "success of the request that the first one made possible".into(),
            Check::FollowUpRefused => "a refusal of what names nothing that was made".into(),
            Check::FaultRoot(name) => format!("a fault with the root element `{name}`"),
            Check::Tied(tied) => format!(
                "success with the `{}` that goes with {}",
                answer::word(&tied.member),
                tied.from
            ),
            Check::Several(_) => "each of several things kept apart from the others".into(),
            Check::OwnIds => "successes with an id each of their own".into(),
            Check::Busy(outcomes) => format!(
                "{} while the first one is busy",
                outcome::in_words(outcomes)
            ),
            Check::LeavesNothing(outcomes) => format!(
                "{} each time while the state lasts, and success after it",
                outcome::in_words(outcomes)
            ),
            Check::Every(every) => every.in_words().into(),
            Check::Behind(_) => "what the same request draws on a connection of its own".into(),
            Check::NothingMade => {
                "success, since none of the methods before it makes anything".into()
            }
            Check::Read(_, answer) => answer.in_words(),
            Check::Sound => "answers below 500, whole and in time".into(),
            Check::Kept(kept) => kept.in_words().into(),
            Check::Pages(page) => page.in_words().into(),
            Check::Sorted => super::sorted::EXPECTED.into(),
            Check::Unknown(_) => {
                "a refusal, as the request that names what exists is accepted".into()
            }
            Check::Shut { delete: true } => "refusals, and what was created stays".into(),
            Check::Shut { delete: false } => "refusals".into(),
            Check::Readable => "answers that can be read as what their label says".into(),
            Check::Served => "an answer of the operation".into(),
            Check::Quick => "answers within the time that the profile gives".into(),
            Check::Worded(said) => said.in_words(),
            Check::Moved(moved) => moved.in_words(),
            Check::Born(member, value) => format!("`{member}` {}", answer::short(value)),
            Check::PutStatus => "201 for what was made, 200 or 204 for what was there".into(),
            Check::Version(duty) => duty.in_words().into(),
            Check::Listed => "a status that the contract lists".into(),
            Check::Observed(_, answer) => answer.in_words(),
        }
    }
}
