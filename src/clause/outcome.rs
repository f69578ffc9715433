//! Outcomes: what the documents allow a request to draw.

use crate::contract::{Allowed, Code, StatusSet};

/// One outcome that the documents allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the answer must be.
    pub wanted: Wanted,
    /// Reading and alternative that this outcome shows.
    pub reading: Option<(String, String)>,
}

/// What an answer must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A success.
    Accepted,
    /// A documented error: status and unique code.
    Error {
        /// Status.
        status: StatusSet,
        /// Unique code.
        code: Code,
        /// Whether the status alone tells which error it is, so that the code may be missing.
        alone: bool,
    },
    /// A refusal, whatever its code.
    Refused(Vec<StatusSet>),
    /// A refusal; where it bears a code at one of these places, it is one of the codes, which the words of
    /// the document name. The first is the one of the rule.
    Bearing {
        /// Statuses.
        statuses: Vec<StatusSet>,
        /// Codes.
        codes: Vec<Code>,
        /// Pointers.
        places: Vec<String>,
        /// Codes that are taken for one there; any where it is empty.
        believed: Vec<Code>,
    },
    /// A refusal with none of the documented codes.
    Uncoded(StatusSet),
    /// Anything but a fault of the server.
    NoFault,
}

impl Outcome {
    /// An outcome that shows no reading.
    pub fn new(wanted: Wanted) -> Self {
        Outcome {
            wanted,
            reading: None,
        }
    }

    /// The same, showing an alternative of a reading.
    #[must_use]
    pub fn showing(mut self, reading: &str, alternative: &str) -> Self {
        self.reading = Some((reading.to_owned(), alternative.to_owned()));
        self
    }

    /// An outcome listed in a contract.
    pub fn listed(allowed: &Allowed, reading: Option<&str>) -> Self {
        let wanted = match (allowed.accepted, allowed.status, allowed.code.clone()) {
            _ if allowed.refused => Wanted::Refused(vec![StatusSet::Class(4)]),
            (true, ..) => Wanted::Accepted,
            (_, Some(status), Some(code)) => Wanted::Error {
                status,
                code,
                alone: false,
            },
            (_, Some(status), None) if allowed.uncoded => Wanted::Uncoded(status),
            (_, Some(status), None) => Wanted::Refused(vec![status]),
            (_, None, Some(code)) => Wanted::Error {
                status: StatusSet::Any,
                code,
                alone: false,
            },
            (_, None, None) => Wanted::NoFault,
        };
        let reading = reading.zip(allowed.reading.as_deref());
        Outcome {
            wanted,
            reading: reading.map(|(r, a)| (r.to_owned(), a.to_owned())),
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.wanted {
            Wanted::Accepted => f.write_str("success"),
            Wanted::Error {
                status: StatusSet::Any,
                code,
                ..
            } => write!(f, "a fault with code {code}"),
            Wanted::Error { status, code, .. } => write!(f, "{status} with code {code}"),
            Wanted::Refused(list) => {
                let list: Vec<_> = list.iter().map(ToString::to_string).collect();
                write!(f, "a refusal ({})", list.join(", "))
            }
            Wanted::Bearing {
                statuses, codes, ..
            } => {
                let list: Vec<_> = statuses.iter().map(ToString::to_string).collect();
                let list = list.join(", ");
                match codes.first() {
                    Some(code) => write!(
                        f,
                        "a refusal ({list}) with code {code}, which is inferred, or with none"
                    ),
                    None => write!(f, "a refusal ({list})"),
                }
            }
            Wanted::Uncoded(status) => {
                write!(f, "a refusal ({status}) with none of the documented codes")
            }
            Wanted::NoFault => f.write_str("an answer below 500"),
        }
    }
}

/// Outcomes in words: `A`, `A or B`.
pub fn in_words(outcomes: &[Outcome]) -> String {
    let mut words: Vec<_> = outcomes.iter().map(ToString::to_string).collect();
    words.dedup();
    words.join(" or ")
}
