//! Which part of a contract a clause is about, so that it can be told what none is about.

use super::answer::{Answer, HeaderRule};
use super::{Check, Clause, Stimulus, Valid};
use crate::contract::StatusSet;

/// A part of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct About {
    /// The request, or the answer with a status.
    pub side: Side,
    /// Pointer of the place; of a header `/header/NAME`.
    pub at: String,
    /// The keyword, or what stands for one: `present`, `status`, `media-type`.
    pub keyword: String,
}

/// A side of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// What is sent.
    Request,
    /// What valid requests draw.
    Success,
    /// What another entry of `responses` describes.
    Answer(StatusSet),
}

impl Clause {
    /// The part of the contract that it is about; `None` where it is about no single one.
    pub fn about(&self) -> Option<About> {
        let side = match &self.check {
            Check::Answer(_) => Side::Success,
            Check::Observed(status, _) => Side::Answer(*status),
            _ => Side::Request,
        };
        let (at, keyword) = match &self.check {
            Check::Answer(answer) | Check::Observed(_, answer) => of_answer(answer)?,
            _ => of_request(&self.stimulus)?,
        };
        Some(About {
            side,
            at,
            keyword: keyword.to_owned(),
        })
    }
}

fn of_answer(answer: &Answer) -> Option<(String, &str)> {
    let whole = String::new;
    Some(match answer {
        Answer::Status(_) => (whole(), "status"),
        Answer::MediaType(_) => (whole(), "media-type"),
        Answer::Body(_) => (whole(), "type"),
        Answer::Present(asked) => (asked.at.clone(), "required"),
        Answer::Entries(asked, valid) => {
            let most = valid.words.starts_with("at most");
            (asked.at.clone(), if most { "maxItems" } else { "minItems" })
        }
        Answer::Member(at, keyword, _) => (at.clone(), keyword),
        Answer::Header(rule) => (format!("/header/{}", rule.name), header(rule)),
        Answer::KeptBack(at) => (at.clone(), "writeOnly"),
        Answer::Code(at, _) => (at.clone(), "code"),
        _ => return None,
    })
}

fn header(rule: &HeaderRule) -> &'static str {
    if rule.is_value() { "value" } else { "required" }
}

fn of_request(stimulus: &Stimulus) -> Option<(String, &str)> {
    Some(match stimulus {
        Stimulus::Breaks { keyword, at, .. } => (at.clone(), keyword),
        Stimulus::Fixture { at, .. }
        | Stimulus::Unknown { at, .. }
        | Stimulus::UnknownTwice { at, .. } => (at.clone(), "exists"),
        Stimulus::Valid(Valid::Limit { at, keyword }) => (at.clone(), keyword),
        Stimulus::Valid(Valid::Value(at, _) | Valid::Exists(at, _)) => (at.clone(), "enum"),
        Stimulus::Valid(Valid::Pattern(at)) => (at.clone(), "pattern"),
        Stimulus::Valid(Valid::Absent(at) | Valid::Default(at)) => (at.clone(), "absent"),
        Stimulus::Valid(Valid::Unsent(at)) => (at.clone(), "readOnly"),
        _ => return None,
    })
}
