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
mod numbers;
pub mod odd;
pub mod outcome;
pub mod pages;
pub mod path;
pub mod plain;
pub mod precedence;
pub mod probe;
pub mod race;
mod raw;
pub mod refuses;
pub mod response;
pub mod several;
pub mod state;
pub mod text;
pub mod tied;
mod unique;
pub mod unknown;
pub mod upsert;
pub mod version;
pub mod ways;
mod words;
pub mod writing;

use std::sync::Arc;

use crate::contract::ties::Ties;
use crate::contract::{Cause, Contract, ErrorRule, Expr, Location, Occupies, Operation, StatusSet};

pub use about::{About, Side};
pub use code::find as find_code;
pub use errors::is_about;
pub use hostile::Hostile;
pub use judge::{Broken, Judgement, Seen, judge};
pub use level::Level;
pub use outcome::{Outcome, Wanted};
pub use raw::Raw;
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
            | Stimulus::Kept
            | Stimulus::Pages(_)
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
            | Stimulus::Valid(_) => true,
            Stimulus::Successes
            | Stimulus::Version(version::Version::Earlier(_))
            | Stimulus::Upsert(_)
            | Stimulus::SuccessesAs(_)
            | Stimulus::Lifecycle(_)
            | Stimulus::Knock { .. }
            | Stimulus::Several
            | Stimulus::Kept
            | Stimulus::Pages(_)
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

/// What the cases of a clause send.
#[derive(Debug, Clone)]
pub enum Stimulus {
    /// Every documented kind of valid request, plainly; shared by all clauses about the answer.
    Successes,
    /// The same, asked for in another documented media type.
    SuccessesAs(String),
    /// Valid requests that stress one thing.
    Valid(Valid),
    /// A schema keyword is broken at a place.
    Breaks {
        /// Keyword.
        keyword: String,
        /// Place.
        at: String,
        /// Kind of value (`null`, `empty`, a JSON type).
        with: Option<String>,
        /// Base request.
        base: Option<String>,
    },
    /// A fixture of the wrong kind stands at a place.
    Fixture {
        /// Fixture name.
        name: String,
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
    },
    /// An id that does not exist stands at a place.
    Unknown {
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
    },
    /// An id that does not exist, in a request of this operation and in one of another.
    UnknownTwice {
        /// Place.
        at: String,
        /// Base request.
        base: Option<String>,
        /// The other operation and what its request holds.
        also: (String, Vec<(String, Expr)>),
    },
    /// A valid request while a state lasts.
    State {
        /// State name.
        name: String,
        /// Its parameters.
        params: Vec<(String, Expr)>,
        /// What is sent.
        then: Then,
    },
    /// Request `n` of the operation's probes.
    Probe(usize),
    /// A schema keyword is broken at a place, and one member of the answer is selected.
    BreaksSelected {
        /// Keyword.
        keyword: String,
        /// Place.
        at: String,
        /// Kind of value.
        with: Option<String>,
        /// Base request.
        base: Option<String>,
    },
    /// Two rules are broken at once.
    SeveralFaults,
    /// A resource is created and watched.
    Lifecycle(Watch),
    /// Several things are made, read and deleted.
    Several,
    /// Different things are made at the same moment.
    Together,
    /// Two valid requests of different bases for one thing that the first keeps busy.
    OtherBase,
    /// Equal requests at the same moment.
    Race {
        /// With one name for all; else on one host with a name each.
        same: bool,
    },
    /// Bytes made by hand.
    Raw(Raw),
    /// A valid request whose credential of one scheme is wrong, or missing.
    Access {
        /// Name of the scheme.
        scheme: String,
        /// What it is in place of the right one.
        how: access::Key,
    },
    /// A resource is created, then read or deleted with what is not right.
    Knock {
        /// Deleted rather than read.
        delete: bool,
        /// With the right id and credentials that are not right; else the other way round.
        access: bool,
    },
    /// Requests behind others on one connection, some of which these say are refused.
    Behind(Vec<Stimulus>),
    /// The path of a valid request, written in another way.
    Path(path::Written),
    /// A thing is made, read, listed, changed and deleted.
    Kept,
    /// A thing is made by PUT under a name of our choice, read, replaced and deleted.
    Upsert(Box<upsert::Upsert>),
    /// One page of a list after the other.
    Pages(pages::Paging),
    /// An id that nobody gave out, of the shape of one that exists, at a place.
    UnknownId(String),
    /// A number at a place that holds the id of something, which agrees with it in part.
    NearId(String),
    /// Numbers for a parameter that are wide, negative, or written oddly.
    OddNumbers(String),
    /// At each place, values that no rule speaks of and readers stumble over.
    OddValues,
    /// A request that names a version of what it is about.
    Version(version::Version),
    /// The plain writing of a message, then another one.
    Rewritten(Rewriting),
    /// A body that is broken in a way that the `xml` module knows by this name.
    IllFormed(&'static str),
    /// A body that attacks a parser.
    Hostile(Hostile),
    /// Texts as people write them at a place: those that stand for all, or each of them.
    Text {
        /// Place.
        at: String,
        /// Whether each is tried, as the answer repeats it.
        each: bool,
    },
    /// A value in each of the ways that share a key.
    Ways(String),
    /// Option values together.
    Combinations,
    /// Request `n` of those that a success makes possible.
    FollowUp(usize),
    /// Nothing of its own: every request that is sent for another clause.
    Everything,
    /// Nothing, for this reason.
    Never(String),
}

impl Stimulus {
    /// Word of the shared cases, for stimuli that many clauses look at.
    fn shared(&self) -> Option<&str> {
        match self {
            Stimulus::Successes => Some("successes"),
            Stimulus::SuccessesAs(media_type) => Some(media_type),
            Stimulus::Lifecycle(Watch::ToTheEnd) => Some("watched-to-the-end"),
            Stimulus::Lifecycle(Watch::DeletedRunning) => Some("deleted-running"),
            Stimulus::Lifecycle(Watch::DeletedDone) => Some("deleted-done"),
            Stimulus::Several => Some("several"),
            Stimulus::Behind(_) => Some("behind"),
            Stimulus::Kept | Stimulus::Upsert(_) => Some("kept"),
            _ => None,
        }
    }
}

/// A valid request and what is special about it.
#[derive(Debug, Clone)]
pub enum Valid {
    /// A place holds a value.
    Value(String, serde_json::Value),
    /// A place holds a string, list or number at its limit.
    Limit {
        /// Place.
        at: String,
        /// Keyword of the limit.
        keyword: String,
    },
    /// A place holds every kind of character that its pattern allows.
    Pattern(String),
    /// A place is left out.
    Absent(String),
    /// A place is left out that only answers must hold.
    Unsent(String),
    /// A place holds the value that it has when it is left out.
    Said(String),
    /// A place is left out, on every base: where one needs the place, a refusal is no matter.
    Default(String),
    /// The body is written in another documented media type.
    As(String),
    /// The body is left out.
    Bodiless,
    /// A place holds each of its own documented examples.
    Examples(String),
    /// A place holds each of these in turn, whichever of them the target has.
    EachOf(String, Vec<serde_json::Value>),
    /// A documented example as a whole.
    Example(serde_json::Value),
    /// Anything the schema allows.
    Random,
    /// Two successes in a row, for what no two answers may share.
    Twice,
    /// Members that the schema does not list.
    ExtraMembers,
    /// Members that only the answer has.
    ReadOnlyMembers,
    /// A selection of members of the answer.
    Select(Selection),
    /// A place holds a listed value, then others of the list: which of them exist is the target's
    /// affair.
    Exists(String, serde_json::Value),
}

/// How a selecting parameter is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// One name.
    One,
    /// Several names.
    Several,
    /// Unknown names beside known ones, and a name that stands twice.
    Unknown,
    /// Blanks, nothing at all, several lines.
    Written,
    /// Unknown names and malformed brackets.
    Malformed,
}

/// What is sent while, or after, a state lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// A valid request.
    Create,
    /// The state ends; then a valid request.
    Recover,
    /// The same valid request twice, another one, the state ends, and the first once more.
    Again,
    /// A valid request for something else than the state keeps busy.
    Elsewhere,
}

/// How long a created resource is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Until it is finished.
    ToTheEnd,
    /// Deleted at once, then until it is gone.
    DeletedRunning,
    /// Deleted when finished, then until it is gone.
    DeletedDone,
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
    /// No page of a list is the one before it.
    Pages,
    /// What names nothing is refused; with what the place names.
    Unknown(unknown::Names),
    /// The target has the operation, where it has others.
    Served,
    /// The plain request draws a status that the contract lists.
    Listed,
    /// One thing about versions.
    Version(version::Duty),
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
        let families: [fn(&Scope<'_>) -> Vec<Clause>; 38] = [
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
            pages::derive,
            always::derive,
            every::derive,
            plain::derive,
            version::derive,
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
