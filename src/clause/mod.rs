//! Clauses: one duty at one place. Each family derives its clauses from the contract and judges
//! what came of their cases; the families' files stand side by side here.

mod about;
pub mod accepts;
pub mod access;
pub mod always;
pub mod answer;
pub mod behind;
mod code;
pub mod combinations;
mod described;
pub mod echo;
pub mod errors;
pub mod every;
mod excused;
pub mod exists;
mod expected;
pub mod fault;
pub mod fields;
pub mod follow_up;
pub mod hostile;
pub mod ill_formed;
pub mod implied;
mod in_words;
pub mod judge;
pub mod kept;
mod knock;
pub mod lenient;
mod level;
pub mod lifecycle;
pub mod media;
pub mod methods;
pub mod moves;
mod numbers;
pub mod odd;
pub mod outcome;
pub mod pages;
pub mod path;
pub mod plain;
pub mod precedence;
pub mod probe;
mod prose;
pub mod race;
mod raw;
pub mod refuses;
pub mod response;
pub mod several;
pub mod singleton;
pub mod sorted;
pub mod state;
mod stimulus;
pub mod text;
pub mod tied;
mod unique;
pub mod unknown;
pub mod upsert;
pub mod version;
pub mod ways;
mod wide;
pub mod worded;
mod words;
pub mod writing;

use std::sync::Arc;

use crate::contract::ties::Ties;
use crate::contract::{Cause, Contract, ErrorRule, Location, Occupies, Operation, StatusSet};

pub use about::{About, Side};
pub use code::find as find_code;
pub use errors::is_about;
pub use hostile::Hostile;
pub use judge::{Broken, Judgement, Seen, judge};
pub use level::Level;
pub use outcome::{Outcome, Wanted};
pub use raw::Raw;
pub use stimulus::{Selection, Stimulus, Then, Valid, Watch};
use words::Words;
pub use writing::Rewriting;

/// One duty at one place.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Stable id made of words: `contract/operation/family/place.rule`.
    pub id: String,
    /// Name of the contract.
    pub contract: String,
    /// `operationId`.
    pub operation: String,
    /// How sure the documents are.
    pub level: Level,
    /// The duty in one sentence.
    pub duty: String,
    /// Document and section.
    pub source: String,
    /// Where the contract says so: its line.
    pub at: Location,
    /// What its cases send.
    pub stimulus: Stimulus,
    /// How its cases are judged.
    pub check: Check,
    /// Whether a success leaves nothing behind that another request could meet.
    pub stateless: bool,
}

impl Clause {
    /// Key of the cases: clauses with the same key are judged on the same exchanges.
    pub fn cases_key(&self) -> String {
        self.shared_key().unwrap_or_else(|| self.id.clone())
    }

    /// The key of cases that many clauses look at.
    fn shared_key(&self) -> Option<String> {
        let text;
        let word = match &self.stimulus {
            Stimulus::Text { at, .. } => {
                text = format!("texts of {at}");
                &text
            }
            other => other.shared()?,
        };
        Some(format!("{}/{}/{word}", self.contract, self.operation))
    }

    /// Whether its cases leave the server's state alone, so that they may run side by side.
    pub fn is_free(&self) -> bool {
        match &self.stimulus {
            // Some values of another type may be taken for the right one, and start work.
            Stimulus::Breaks {
                keyword,
                with: None,
                ..
            } if keyword == "type" => self.stateless,
            Stimulus::Breaks { .. }
            | Stimulus::Fixture { .. }
            | Stimulus::Unknown { .. }
            | Stimulus::Access { .. }
            | Stimulus::NearId(_)
            | Stimulus::UnknownId(_)
            | Stimulus::BreaksSelected { .. }
            | Stimulus::SeveralFaults => true,
            Stimulus::Raw(raw) => self.stateless || raw.is_free(),
            Stimulus::Lifecycle(_)
            | Stimulus::Several
            | Stimulus::Version(_)
            | Stimulus::Upsert(_)
            | Stimulus::Singleton(_)
            | Stimulus::Worded(_)
            | Stimulus::Below(_)
            | Stimulus::Moves(_)
            | Stimulus::Kept
            | Stimulus::Pages(_)
            | Stimulus::Sorted(_)
            | Stimulus::Together
            | Stimulus::OtherBase
            | Stimulus::Knock { .. }
            | Stimulus::Race { .. }
            | Stimulus::State { .. }
            | Stimulus::Hostile(_)
            | Stimulus::UnknownTwice { .. }
            | Stimulus::FollowUp(_)
            | Stimulus::Behind(_)
            // What is counted from baseline on shows from there alone.
            | Stimulus::Valid(Valid::Twice)
            | Stimulus::Everything
            | Stimulus::Never(_) => false,
            _ if self.stateless => true,
            _ => false,
        }
    }
}

impl Clause {
    /// Whether a refusal of its cases says something only where the same request without the fault
    /// is accepted. The others send valid requests, and judge nothing where those are refused.
    pub fn needs_control(&self) -> bool {
        match &self.stimulus {
            Stimulus::Breaks { .. }
            | Stimulus::Fixture { .. }
            | Stimulus::Unknown { .. }
            | Stimulus::UnknownTwice { .. }
            | Stimulus::BreaksSelected { .. }
            | Stimulus::SeveralFaults
            | Stimulus::State { .. }
            | Stimulus::Probe(_)
            | Stimulus::Raw(_)
            | Stimulus::Access { .. }
            | Stimulus::Rewritten(_)
            | Stimulus::IllFormed(_)
            | Stimulus::Hostile(_)
            | Stimulus::Combinations
            | Stimulus::Race { .. }
            | Stimulus::Ways(_)
            | Stimulus::FollowUp(_)
            | Stimulus::Text { .. }
            | Stimulus::NearId(_)
            | Stimulus::OddNumbers(_)
            | Stimulus::UnknownId(_)
            | Stimulus::OddValues
            | Stimulus::Version(version::Version::Known | version::Version::Other)
            | Stimulus::Path(_)
            | Stimulus::Worded(_)
            | Stimulus::Below(_)
            | Stimulus::Valid(_) => true,
            Stimulus::Successes
            | Stimulus::Version(version::Version::Earlier(_))
            | Stimulus::Upsert(_)
            | Stimulus::Singleton(_)
            | Stimulus::SuccessesAs(_)
            | Stimulus::Lifecycle(_)
            | Stimulus::Knock { .. }
            | Stimulus::Several
            | Stimulus::Kept
            | Stimulus::Moves(_)
            | Stimulus::Pages(_)
            | Stimulus::Sorted(_)
            | Stimulus::Together
            | Stimulus::OtherBase
            | Stimulus::Behind(_)
            | Stimulus::Everything
            | Stimulus::Never(_) => false,
        }
    }

    /// Whether it asks for one of some outcomes, of which "later" is none.
    pub fn wants_outcomes(&self) -> bool {
        matches!(
            self.check,
            Check::Outcomes(_) | Check::Either(_) | Check::Busy(_) | Check::LeavesNothing(_)
        )
    }

    /// Whether its cases are valid requests, so that a refusal is the very thing it is about.
    pub fn sends_valid_requests(&self) -> bool {
        matches!(
            self.stimulus,
            Stimulus::Valid(_)
                | Stimulus::Text { .. }
                | Stimulus::Combinations
                | Stimulus::Ways(_)
                | Stimulus::Race { .. }
                | Stimulus::Raw(Raw::MediaTypeSpelling | Raw::ChunkedBody)
                | Stimulus::FollowUp(_)
        )
    }

    /// Whether its cases are requests that a faithful target accepts, and so start real work there.
    pub fn needs_success(&self) -> bool {
        match &self.stimulus {
            Stimulus::Breaks { .. }
            | Stimulus::Fixture { .. }
            | Stimulus::Unknown { .. }
            | Stimulus::UnknownTwice { .. }
            | Stimulus::BreaksSelected { .. }
            | Stimulus::SeveralFaults
            | Stimulus::IllFormed(_)
            | Stimulus::Hostile(_)
            | Stimulus::Everything
            | Stimulus::Never(_)
            | Stimulus::NearId(_)
            | Stimulus::UnknownId(_)
            | Stimulus::OddNumbers(_)
            | Stimulus::OddValues
            | Stimulus::Access { .. } => false,
            Stimulus::Raw(raw) => matches!(raw, Raw::MediaTypeSpelling | Raw::ChunkedBody),
            Stimulus::Probe(_) => match &self.check {
                Check::Outcomes(outcomes) => outcomes
                    .iter()
                    .any(|o| matches!(o.wanted, Wanted::Accepted)),
                _ => true,
            },
            _ => true,
        }
    }
}

/// How the exchanges of a clause are judged.
#[derive(Debug, Clone)]
pub enum Check {
    /// The last request draws one of these.
    Outcomes(Vec<Outcome>),
    /// Every success is as this says.
    Answer(Box<answer::Answer>),
    /// The answer follows the selection.
    Selected,
    /// One of these comes, and a success follows the selection as far as it names members.
    SelectedBeside(Vec<Outcome>),
    /// The resource moves as documented.
    Lifecycle(Box<lifecycle::Follows>),
    /// One success, and documented conflicts for the rest.
    Race {
        /// Conflicts for the rest.
        conflicts: Vec<Outcome>,
    },
    /// The last request draws the outcome of the one before it.
    SameOutcome,
    /// The request between two plain ones is accepted as they are.
    SamePath,
    /// The last request is refused, or its letters come back as those of the one before it do.
    SameLetters,
    /// As `Outcomes`, and nothing leaks.
    Unharmed(Vec<Outcome>),
    /// One of these ways at least is accepted.
    AnyWay(Box<crate::contract::Ways>),
    /// The first request is accepted if any other one is, which holds another value at the place.
    Exists,
    /// The first request draws one of these; or it is refused, and the second one draws one.
    Either(Vec<Outcome>),
    /// A fault holds this member.
    Fault(String),
    /// The last request, made possible by the one before it, is accepted.
    FollowUp(Option<String>),
    /// The last request, which names something else than what the one before it made, is refused.
    FollowUpRefused,
    /// The root element of a fault is the documented one.
    FaultRoot(String),
    /// A member of the answer goes with a place of the request.
    Tied(Box<tied::Tied>),
    /// Several things do not get in each other's way.
    Several(Box<several::Aspect>),
    /// What is made at the same moment has ids of its own.
    OwnIds,
    /// The second request draws one of these while the first is busy.
    Busy(Vec<Outcome>),
    /// The requests draw one of these while the state lasts, and the last is accepted after it.
    LeavesNothing(Vec<Outcome>),
    /// A request draws what it draws on a connection of its own, whatever stands before it.
    Behind(behind::Before),
    /// Other methods make nothing, so that the last request is accepted.
    NothingMade,
    /// What is read of a thing while it is in this phase is as this says.
    Read(lifecycle::Phase, Box<answer::Answer>),
    /// No answer of the run is a fault of the server.
    Sound,
    /// Every answer of the run can be read as what its label says.
    Readable,
    /// One thing about what was made.
    Kept(kept::Kept),
    /// One thing about the pages of a list.
    Pages(pages::Page),
    /// Entries of a list stand in the order that was asked for.
    Sorted,
    /// What names nothing is refused; with what the place names.
    Unknown(unknown::Names),
    /// The target has the operation, where it has others.
    Served,
    /// The plain request draws a status that the contract lists.
    Listed,
    /// One thing about versions.
    Version(version::Duty),
    /// What words forbid draws what they say.
    Worded(Box<worded::Said>),
    /// A thing moves from state to state as words say.
    Moved(Box<moves::Moved>),
    /// A member of what is made has this value at first.
    Born(String, serde_json::Value),
    /// The status of a PUT says whether it made something.
    PutStatus,
    /// No answer of the run takes longer than the profile allows.
    Quick,
    /// Nothing but the last request gets at what was created.
    Shut {
        /// Whether it is about deleting.
        delete: bool,
    },
    /// Every refusal of the run is as this says.
    Every(every::Every),
    /// Every answer of the run that this entry of `responses` describes is as this says.
    Observed(StatusSet, Box<answer::Answer>),
}

/// Everything that the contract puts on a server, in the order of the contract.
pub fn derive(contract: &Contract) -> Vec<Clause> {
    let mut all: Vec<Clause> = Vec::new();
    let operations = contract.operations.len();
    for (done, clauses) in by_operation(contract).enumerate() {
        if all.capacity() - all.len() < clauses.len() {
            // Tens of thousands would be copied once more each time that there is no room.
            let each = (all.len() + clauses.len()).div_ceil(done + 1);
            all.reserve_exact(clauses.len() + each * (operations - done - 1) * 17 / 16);
        }
        all.extend(clauses);
    }
    all
}

/// The clauses of each operation, made when they are asked for.
pub fn by_operation(contract: &Contract) -> impl Iterator<Item = Vec<Clause>> {
    let called = words::operations(contract);
    let ties = Ties::of(contract);
    let confusing = unique::confusing(contract, &called);
    contract.operations.iter().map(move |operation| {
        let scope = Scope {
            contract,
            ties: &ties,
            operation,
            called: called.get(&operation.id).unwrap_or(&operation.id),
            words: Words::of_request(operation),
        };
        let families: [fn(&Scope<'_>) -> Vec<Clause>; 42] = [
            accepts::derive,
            text::derive,
            media::derive,
            refuses::derive,
            errors::derive,
            fault::derive,
            precedence::derive,
            state::derive,
            race::derive,
            response::derive,
            echo::derive,
            tied::derive,
            fields::derive,
            lifecycle::derive,
            several::derive,
            probe::derive,
            ways::derive,
            combinations::derive,
            follow_up::derive,
            writing::derive,
            ill_formed::derive,
            hostile::derive,
            implied::derive,
            methods::derive,
            access::derive,
            knock::derive,
            behind::derive,
            path::derive,
            numbers::derive,
            odd::derive,
            unknown::derive,
            kept::derive,
            upsert::derive,
            singleton::derive,
            pages::derive,
            sorted::derive,
            always::derive,
            every::derive,
            plain::derive,
            version::derive,
            worded::derive,
            moves::derive,
        ];
        // What is only called for others' sake is held to the codes that it documents.
        let families = match operation.support {
            true => &[errors::derive as fn(&Scope<'_>) -> Vec<Clause>][..],
            false => &families[..],
        };
        let clauses = families.iter().flat_map(|family| family(&scope));
        unique::unique(contract, &confusing, clauses.collect())
    })
}

/// What a family derives from.
pub struct Scope<'c> {
    /// The contract.
    pub contract: &'c Contract,
    /// Which of its operations give what others need.
    pub ties: &'c Ties,
    /// One of its operations.
    pub operation: &'c Operation,
    /// What the operation is called in ids.
    called: &'c str,
    /// What the places of its requests are called.
    words: Words,
}

impl Scope<'_> {
    /// What a place of the request is called: by enough to tell it from every other one.
    fn word(&self, pointer: &str) -> String {
        self.words.of(pointer)
    }

    /// What a success keeps busy, in a word.
    fn busy(&self, occupies: &Occupies) -> String {
        let called = occupies.called.as_deref().map(words::word);
        called.unwrap_or_else(|| self.word(&occupies.by))
    }

    /// A clause of this operation.
    fn clause(
        &self,
        name: String,
        duty: String,
        about: Cited<'_>,
        stimulus: Stimulus,
        check: Check,
    ) -> Clause {
        Clause {
            id: format!("{}/{}/{name}", self.contract.name, self.called),
            contract: self.contract.name.clone(),
            operation: self.operation.id.clone(),
            level: about.level,
            duty,
            source: self.cite(about.source),
            // Of tens of thousands the line is enough.
            at: Location {
                file: Arc::clone(&about.at.file),
                pointer: String::new(),
                ..*about.at
            },
            stimulus,
            check,
            stateless: self.operation.is_stateless(),
        }
    }

    /// Document and section.
    fn cite(&self, section: &str) -> String {
        match section {
            "" => self.contract.document.clone(),
            s if s == self.contract.document => s.to_owned(),
            s => format!("{}, {s}", self.contract.document),
        }
    }

    /// What a success looks like.
    fn accepted(&self) -> Outcome {
        Outcome::new(Wanted::Accepted)
    }

    /// What the refusal of a broken rule looks like: the error that any of them draws, where the
    /// operation documents one.
    fn refused(&self) -> Outcome {
        let statuses = || Outcome::new(Wanted::Refused(refuses::statuses(self.operation)));
        self.any_code().unwrap_or_else(statuses)
    }

    /// The error that any broken rule draws which no entry names, where the operation documents one.
    fn any_code(&self) -> Option<Outcome> {
        let any = |rule: &ErrorRule| rule.when.iter().any(|w| w.cause == Cause::Any);
        let (answer, rule) = self.operation.errors().find(|(_, rule)| any(rule))?;
        Some(Outcome::new(errors::wanted(self.operation, answer, rule)))
    }
}

/// Where a duty is stated and how firmly.
#[derive(Clone, Copy)]
pub struct Cited<'a> {
    level: Level,
    source: &'a str,
    at: &'a Location,
}

impl<'a> Cited<'a> {
    fn documented(source: &'a str, at: &'a Location) -> Self {
        Cited {
            level: Level::Documented,
            source,
            at,
        }
    }

    fn implied(source: &'a str, at: &'a Location) -> Self {
        Cited {
            level: Level::Implied,
            source,
            at,
        }
    }

    fn sample(source: &'a str, at: &'a Location) -> Self {
        Cited {
            level: Level::Sample,
            source,
            at,
        }
    }
}

/// Words joined by hyphens, as ids have them.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
