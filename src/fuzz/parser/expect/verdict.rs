//! An answer to a document, judged by what is known of the document.

use super::Expect;
use super::outcome::Outcome;
use crate::fuzz::parser::answer::{Answer, Reply};
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::position;
use crate::xml::documents::Truth;

/// What came of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fuzz::parser) enum Verdict {
    /// Right.
    Right,
    /// Wrong, in this way.
    Wrong(Outcome),
    /// Wrong in a way that is known of it, by its number in the list.
    Known(usize),
    /// Nothing can be said: the truth is unknown, or either answer is its right.
    Open,
    /// Not tested: the parser does not claim to read this.
    Unsupported,
}

/// Judges a reply. With `canonical` the forms are compared too.
pub(in crate::fuzz::parser) fn judge(
    input: &Input,
    reply: &Reply,
    expect: &Expect,
    canonical: bool,
) -> Verdict {
    match (&reply.answer, input.truth()) {
        (Answer::Crash(_), _) => Verdict::Wrong(Outcome::Crash),
        (Answer::Hang(_), _) => Verdict::Wrong(Outcome::Hang),
        (Answer::Memory(_), _) => Verdict::Wrong(Outcome::Memory),
        (Answer::Unsupported(_), _) => Verdict::Unsupported,
        (Answer::Reject(said), _) if !position::is_within(said, input.bytes()) => {
            Verdict::Wrong(Outcome::Position)
        }
        // Bounds on what is very large differ.
        (Answer::Differs(_), _) if input.needs().stress => Verdict::Open,
        (Answer::Differs(_), Truth::IllFormed(_)) if expect.may_accept(input) => Verdict::Open,
        (Answer::Differs(_), Truth::WellFormed) if expect.may_refuse(input) => Verdict::Open,
        (Answer::Differs(said), _) => expect.known_or(input, said, Outcome::Differs),
        (_, Truth::Unknown) => Verdict::Open,
        (Answer::Accept(_), Truth::IllFormed(_)) if expect.may_accept(input) => Verdict::Open,
        (Answer::Accept(_), Truth::IllFormed(_)) => {
            expect.known_or(input, "", Outcome::AcceptsIllFormed)
        }
        (Answer::Reject(_), Truth::IllFormed(_)) => Verdict::Right,
        (Answer::Reject(_), Truth::WellFormed) if expect.may_refuse(input) => Verdict::Open,
        (Answer::Reject(said), Truth::WellFormed) => {
            expect.known_or(input, said, Outcome::RejectsWellFormed)
        }
        (Answer::Accept(_), Truth::WellFormed) if !canonical || expect.may_misread(input) => {
            Verdict::Right
        }
        (Answer::Accept(form), Truth::WellFormed) => match input.canonical() {
            Some(wanted) if !same_form(form.as_deref().unwrap_or_default(), &wanted) => {
                Verdict::Wrong(Outcome::WrongInfoset)
            }
            _ => Verdict::Right,
        },
    }
}

/// Whether two canonical forms are the same; many a tool ends what it prints with a line end.
fn same_form(given: &[u8], wanted: &[u8]) -> bool {
    given == wanted || given.strip_suffix(b"\n") == Some(wanted)
}
