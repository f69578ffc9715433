//! Which faults are one and the same.

use super::outcome::Outcome;
use crate::fuzz::parser::answer::{Answer, Reply};
use crate::fuzz::parser::difference::Difference;
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::mask::{is_alike, masked_for};

/// What findings are grouped by: one finding for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::fuzz::parser) struct Key {
    pub outcome: Outcome,
    /// The rule or kind; for a crash or a refusal that gave a reason, the reason with its numbers,
    /// quoted text and the words of the document masked: one fault shows on documents of many rules,
    /// and well-formed ones may
    /// be refused for many reasons. For what is read wrongly, in what it differs.
    pub signature: String,
    /// What of the parser a long document puts to the test: full stacks all say the same.
    pub part: &'static str,
}

/// Words of a reason for a refusal that tell it apart: some parsers quote the document after.
const HEAD: usize = 8;

impl Key {
    pub fn new(input: &Input, reply: &Reply, outcome: Outcome) -> Self {
        let signature = match (&reply.answer, outcome) {
            (Answer::Crash(reason), _) if !reason.is_empty() => masked_for(reason, input.bytes()),
            (Answer::Reject(reason), Outcome::RejectsWellFormed) | (Answer::Differs(reason), _)
                if !reason.is_empty() =>
            {
                head(reason, input)
            }
            (_, Outcome::Position) => "position".to_owned(),
            (Answer::Accept(form), Outcome::WrongInfoset) => difference(input, form.as_deref()),
            _ => input.part().unwrap_or(input.name()).to_owned(),
        };
        Key {
            outcome,
            signature,
            part: input.part().unwrap_or_default(),
        }
    }

    /// Whether another input shows the same fault. A breakdown does not depend on the rule.
    pub fn is_shown_by(&self, input: &Input, reply: &Reply, outcome: Outcome) -> bool {
        if outcome != self.outcome {
            return false;
        }
        match &reply.answer {
            Answer::Crash(reason) => {
                reason.is_empty() || is_alike(&masked_for(reason, input.bytes()), &self.signature)
            }
            Answer::Hang(_) | Answer::Memory(_) => true,
            Answer::Reject(_) if outcome == Outcome::Position => true,
            Answer::Differs(reason) | Answer::Reject(reason) if !reason.is_empty() => {
                is_alike(&head(reason, input), &self.signature)
            }
            Answer::Accept(form) if outcome == Outcome::WrongInfoset => {
                difference(input, form.as_deref()) == self.signature
            }
            _ => input.name() == self.signature,
        }
    }
}

fn difference(input: &Input, form: Option<&[u8]>) -> String {
    let wanted = input.canonical().unwrap_or_default();
    Difference::of(&wanted, form.unwrap_or_default()).to_string()
}

fn head(reason: &str, input: &Input) -> String {
    let masked = masked_for(reason, input.bytes());
    let words: Vec<&str> = masked.split(' ').take(HEAD).collect();
    words.join(" ")
}
