//! What is refused by the words of a document alone: "`end` must be after `start`, else 422", "an unknown
//! room", "the name is taken", and the code that words tie to a rule. Only what leaves no doubt is read; what
//! is refused in another way than the words say shows nothing.

mod below;
mod breach;
mod coded;
mod judged;
mod member;
mod phrase;

use serde_json::Value;

use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Code, Operation};
pub use below::Below;
pub(super) use judged::{judge, refused};
use member::Member;
use phrase::Phrase;

/// Keywords whose codes words may tell.
const CODED: [&str; 6] = [
    "required",
    "type",
    "minimum",
    "maximum",
    "maxLength",
    "enum",
];
/// Tag of a case whose texts are new: a refusal may be about one of those.
pub const RENEWED: &str = "renewed";

/// What a request does that words forbid.
#[derive(Debug, Clone, PartialEq)]
pub enum Breach {
    /// Two places hold the same.
    Same {
        /// Place whose value both hold.
        from: String,
        /// The other one.
        to: String,
    },
    /// A place holds what lies before another one, or the same where that is wrong, too.
    Order {
        /// Place of what lies behind.
        later: String,
        /// Place of what lies before.
        earlier: String,
        /// Whether they may not be the same.
        strict: bool,
    },
    /// The same at the same time.
    Level {
        /// Place of what lies behind.
        later: String,
        /// Place of what lies before.
        earlier: String,
    },
    /// A place names nothing that is there.
    Unknown(String),
    /// Places hold what a thing holds that was made before.
    Twice(Vec<String>),
    /// A place is left out beside a value that wants it.
    Lacking {
        /// Place of that value.
        when: String,
        /// The value.
        value: Value,
        /// What is left out.
        at: String,
    },
    /// A place is given one value after the other, though it stays as it is.
    Fixed {
        /// The place.
        at: String,
        /// Its values.
        values: Vec<Value>,
    },
}

/// What words say that comes then.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The status.
    pub status: u16,
    /// The code, where one is named.
    pub code: Option<Code>,
    /// Codes that may come as well.
    pub also: Vec<Code>,
    /// Codes that say something else.
    pub other: Vec<Code>,
    /// Whether it is about the code alone.
    pub code_alone: bool,
}

/// The clauses of what words say of an operation.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    // Where codes are tied to causes, the words are no news.
    if operation.says_why() || scope.contract.operations.iter().any(Operation::says_why) {
        return Vec::new();
    }
    let phrases = phrase::phrases(operation);
    if phrases.is_empty() {
        return Vec::new();
    }
    let members = member::members(operation);
    let known = phrase::known(operation);
    let mut all = breaches(scope, &phrases, &members, &known);
    all.extend(codes(scope, &phrases, &members, &known));
    all.extend(below::derive(scope));
    all
}

/// A text word by word, in small letters.
pub(super) fn words(text: &str) -> Vec<String> {
    phrase::words(text)
}

/// What the description of an operation names of refusals, each with the words of its phrase.
pub(super) fn rules(operation: &Operation) -> Vec<(Said, Vec<String>)> {
    let known = phrase::known(operation);
    let phrases = phrase::phrases(operation).into_iter();
    let rules = phrases.filter(|phrase| !phrase.of_answer);
    rules
        .map(|phrase| (said(&phrase, &known), phrase.words))
        .collect()
}

fn said(phrase: &Phrase, known: &[Code]) -> Said {
    let other = known.iter().filter(|c| Some(*c) != phrase.code.as_ref());
    Said {
        status: phrase.status,
        code: phrase.code.clone(),
        also: Vec::new(),
        other: other.cloned().collect(),
        code_alone: false,
    }
}

fn cited(operation: &Operation) -> Cited<'_> {
    Cited::implied("", &operation.at)
}

fn breaches(
    scope: &Scope<'_>,
    phrases: &[Phrase],
    members: &[Member<'_>],
    known: &[Code],
) -> Vec<Clause> {
    let mut found: Vec<(Breach, &Phrase)> = Vec::new();
    for phrase in phrases {
        let Some(breach) = breach::read(scope.operation, phrase, members) else {
            continue;
        };
        // What is said twice is said with its code somewhere.
        match found.iter_mut().find(|(own, _)| *own == breach) {
            Some((_, own)) if own.code.is_none() && own.status == phrase.status => *own = phrase,
            Some(_) => {}
            None => found.push((breach, phrase)),
        }
    }
    let mut all = Vec::new();
    for (breach, phrase) in found {
        let said = said(phrase, known);
        let mut add = |breach: Breach| {
            let (word, duty) = breach.named(scope);
            all.push(scope.clause(
                format!("worded/{word}"),
                duty,
                cited(scope.operation),
                Stimulus::Worded(Box::new(breach)),
                Check::Worded(Box::new(said.clone())),
            ));
        };
        if let Breach::Order {
            later,
            earlier,
            strict: true,
        } = &breach
        {
            add(Breach::Level {
                later: later.clone(),
                earlier: earlier.clone(),
            });
        }
        add(breach);
    }
    all
}

impl Breach {
    /// What it is called in ids, and the duty.
    fn named(&self, scope: &Scope<'_>) -> (String, String) {
        let word = |at: &str| scope.word(at);
        match self {
            Breach::Same { from, to } => (
                format!("{}.same", word(to)),
                format!("{} is not {}, as words say", word(to), word(from)),
            ),
            Breach::Order { later, earlier, .. } => (
                format!("{}.order", word(later)),
                format!(
                    "{} lies behind {}, as words say",
                    word(later),
                    word(earlier)
                ),
            ),
            Breach::Level { later, earlier } => (
                format!("{}.level", word(later)),
                format!(
                    "{} is not {} itself, as words say",
                    word(later),
                    word(earlier)
                ),
            ),
            Breach::Unknown(at) => (
                format!("{}.unknown", word(at)),
                format!("{} names what is there, as words say", word(at)),
            ),
            Breach::Twice(all) => {
                let names: Vec<String> = all.iter().map(|at| word(at)).collect();
                (
                    format!("{}.taken", names.join("-")),
                    format!(
                        "no two things have one {}, as words say",
                        names.join(" and ")
                    ),
                )
            }
            Breach::Lacking { when, at, .. } => (
                format!("{}.needed", word(at)),
                format!(
                    "{} goes with a value of {}, as words say",
                    word(at),
                    word(when)
                ),
            ),
            Breach::Fixed { at, .. } => (
                format!("{}.fixed", word(at)),
                format!("{} stays as it is, as words say", word(at)),
            ),
        }
    }
}

/// The codes of keywords.
fn codes(
    scope: &Scope<'_>,
    phrases: &[Phrase],
    members: &[Member<'_>],
    known: &[Code],
) -> Vec<Clause> {
    let operation = scope.operation;
    let ties = coded::ties(phrases, members);
    let spoken: Vec<&Code> = phrases.iter().filter_map(|p| p.code.as_ref()).collect();
    let mut all = Vec::new();
    for member in members {
        for keyword in CODED {
            let stands = match keyword {
                "required" => member.required,
                "type" => member.schema.types.len() == 1 && member.at.starts_with("/body"),
                "enum" => !member.schema.enumeration.is_empty(),
                other => member.schema.json.get(other).is_some(),
            };
            // A rule whose code is inferred already is held to it by its own clause.
            let stands = stands && operation.inferred.of(keyword, &member.at).is_none();
            let Some((tied, also)) = coded::drawn(&ties, keyword, &member.at).filter(|_| stands)
            else {
                continue;
            };
            // A code of which words say what is not read here may be right as well.
            let wrong = known.iter().filter(|code| {
                let tied_too = ties.iter().any(|t| t.code == **code);
                **code != tied.code && !also.contains(code) && (tied_too || !spoken.contains(code))
            });
            let said = Said {
                status: tied.status,
                code: Some(tied.code.clone()),
                other: wrong.cloned().collect(),
                also,
                code_alone: true,
            };
            let word = scope.word(&member.at);
            all.push(scope.clause(
                format!("worded/{word}.{keyword}"),
                format!(
                    "a broken `{keyword}` of {word} draws the code that words tie to it: {}",
                    tied.code
                ),
                cited(scope.operation),
                Stimulus::Breaks {
                    keyword: keyword.to_owned(),
                    at: member.at.clone(),
                    with: None,
                    base: None,
                },
                Check::Worded(Box::new(said)),
            ));
        }
    }
    all
}

impl Said {
    /// What is accepted, in words.
    pub fn in_words(&self) -> String {
        match &self.code {
            Some(code) => format!("status {} with code {code}", self.status),
            None => format!("status {}", self.status),
        }
    }
}
