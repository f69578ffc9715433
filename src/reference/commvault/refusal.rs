//! Every way to say no, with its status and its code.
use super::behaviour::Behaviour;
use super::sites::{self, self as site};
use super::variants::Choice;

/// The one code a page ties to a cause: the backup set does not exist.
pub(super) const NO_SET: u32 = 587_204_050;

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The backup set does not exist, or nothing is left to be backed up.
    NoSet,
    /// The client does not exist.
    NoClient,
    /// A name that has to be new is not.
    Taken,
    /// A value that the tables do not list.
    Value,
    /// Something that has to be there is not.
    Missing,
    /// The body cannot be read, or is built of something else.
    Malformed,
    TooLarge,
    MediaType,
    /// The body comes without a length.
    Length,
    NotAcceptable,
    Denied,
    NotFound,
    Method,
    /// A fault was planted.
    Crash,
}

/// A refusal, and words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) kind: Kind,
    pub(super) text: String,
}

impl Refusal {
    pub(super) fn new(kind: Kind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind, text }
    }

    pub(super) fn value(place: &str, value: &str) -> Self {
        Self::new(Kind::Value, format!("{place} cannot be [{value}]"))
    }

    pub(super) fn malformed(text: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, text)
    }

    pub(super) fn crash() -> Self {
        Self::new(Kind::Crash, "something went wrong inside")
    }

    /// The code in the body.
    pub(super) fn code(&self, behaviour: &Behaviour) -> u32 {
        let usual = match self.kind {
            Kind::NoSet => return no_set(),
            Kind::NoClient => 1,
            Kind::Denied => 5,
            Kind::Taken => 3,
            Kind::Value | Kind::Missing => 2,
            Kind::Malformed | Kind::TooLarge | Kind::MediaType => 4,
            Kind::NotAcceptable | Kind::Length => 4,
            Kind::NotFound | Kind::Method => 6,
            Kind::Crash => 7,
        };
        if behaviour.takes(Choice::OtherCodes) {
            usual + 1000
        } else {
            usual
        }
    }

    /// The status of the answer: faults of the message are told in the body alone, if not told else.
    pub(super) fn status(&self, behaviour: &Behaviour) -> u16 {
        sites::status(self.kind, self.usual_status(behaviour))
    }

    fn usual_status(&self, behaviour: &Behaviour) -> u16 {
        let by_status = match self.kind {
            Kind::NoSet => (200, 404),
            Kind::NoClient => (200, 404),
            Kind::Taken => (200, 409),
            Kind::Value | Kind::Missing => (200, 422),
            Kind::Malformed => (400, 400),
            Kind::TooLarge => (413, 413),
            Kind::MediaType => (415, 415),
            Kind::NotAcceptable => return 406,
            Kind::Length => return 411,
            Kind::Denied if behaviour.takes(Choice::TokenForbidden) => return 403,
            Kind::Denied if behaviour.takes(Choice::TokenFaultIn200) => return 200,
            Kind::Denied => return 401,
            Kind::NotFound => return 404,
            Kind::Method if behaviour.takes(Choice::OtherMethods404) => return 404,
            Kind::Method => return 405,
            Kind::Crash => return 500,
        };
        if behaviour.takes(Choice::FaultsAs4xx) {
            by_status.1
        } else if behaviour.takes(Choice::FaultsAs200) {
            200
        } else {
            by_status.0
        }
    }
}

/// The code of a set that does not exist.
fn no_set() -> u32 {
    const CODES: [(&str, u32); 6] = [
        ("code-0", 0),
        ("code-1", 1),
        ("code-2", 2),
        ("code-one-up", NO_SET + 1),
        ("code-low-16-bits", NO_SET & 0xffff),
        // Its digits in base 16, as printed by who formats it so.
        ("code-hexadecimal", 23_000_102),
    ];
    let other = CODES
        .iter()
        .find(|(operator, _)| site::NO_SET.does(operator));
    other.map_or(NO_SET, |(_, code)| *code)
}
