//! From clauses to cases: enumerated ones first, random ones on top.

mod access;
mod behind;
mod breaks;
mod combinations;
mod control;
pub mod covering;
mod exists;
mod follow_up;
mod fuller;
mod governed;
mod graft;
mod hostile;
mod ill_formed;
mod instance;
mod knock;
mod known;
mod learnt;
mod media;
mod numbers;
mod objects;
mod odd;
mod pages;
mod path;
mod people;
mod prose;
mod prove;
mod raw;
mod reach;
mod refresh;
mod rewritten;
mod sendable;
mod sequence;
mod several;
pub mod shrink;
mod singleton;
mod sorted;
mod text;
mod unknown;
mod upsert;
mod valid;
mod value;
mod version;
mod ways;
mod worded;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clause::{Clause, Stimulus, Valid};
use crate::contract::{Contract, Operation};
use crate::exchange::{Case, Message, Step, below};
use crate::wire::{self, Writing};

pub use crate::dice;
pub use control::Control;
use dice::Dice;
pub use learnt::Learnt;
pub use objects::Newness;
pub use prose::says_even;
pub use prove::{Fault, Rules};
pub use refresh::refresh;
use text::Text;

/// Why a clause gets no case, and whose choice that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// What happened, in words.
    pub reason: String,
    /// Whose choice it is.
    pub chosen_by: Chooser,
}

/// Who it hangs on that a clause gets no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chooser {
    /// The profile or the target: a fixture, a header or a hook is missing, a state is not
    /// supported, a way of writing is not taken.
    Profile,
    /// The contract: it leaves nothing to vary, so that the duty is empty.
    Contract,
    /// clausal: it could make no case, or came to none.
    Clausal,
}

impl Skip {
    /// The profile or the target chose it.
    pub fn profile(reason: impl Into<String>) -> Self {
        Skip {
            reason: reason.into(),
            chosen_by: Chooser::Profile,
        }
    }

    /// The contract leaves nothing to do.
    pub fn idle(reason: impl Into<String>) -> Self {
        Skip {
            reason: reason.into(),
            chosen_by: Chooser::Contract,
        }
    }

    /// clausal could not make it.
    pub fn unmade(reason: impl Into<String>) -> Self {
        Skip {
            reason: reason.into(),
            chosen_by: Chooser::Clausal,
        }
    }
}

/// What is said where the profile lacks a fixture, up to its name.
pub const NO_FIXTURE: &str = "the profile has no fixture `";

/// Reasons that are kept for one clause, and those that are told.
const MISSES: usize = 16;
const SHOWN: usize = 3;
/// Draws at least, before a clause without any other case has none.
const DRAWS: usize = 16;

/// What holds for every case of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of every random choice.
    pub seed: u64,
    /// Random cases on top of the enumerated ones, for clauses that leave the state alone; the
    /// others, whose successes cost the target work, get an eighth of it.
    pub cases: usize,
    /// How the target wants messages written.
    pub writing: Writing,
    /// Whether the profile gives headers that a call can be sent without.
    pub has_token: bool,
    /// Whether a word stands before the secret in one of those (`Bearer …`).
    pub has_words: bool,
    /// How long something created may take to finish, where the profile says so.
    pub settle: Option<std::time::Duration>,
    /// How many values are tried together: 2 for every pair, 3 for every triple.
    pub strength: usize,
    /// What entities of hostile documents name.
    pub bait: Option<Bait>,
}

/// A file and an address that no harmless server looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bait {
    /// `file:` URL of a file that holds the mark.
    pub file: String,
    /// What stands in the file.
    pub mark: String,
    /// `http:` URL of a listener on the loopback interface.
    pub address: String,
}

impl Settings {
    /// Random cases for clauses that need the server to themselves.
    fn costly(&self) -> usize {
        self.cases.div_ceil(8)
    }
}

/// What is worked out once for an operation.
pub struct Kit<'c> {
    /// The contract.
    pub contract: &'c Contract,
    /// The operation.
    pub operation: &'c Operation,
    /// Compiled rules.
    pub rules: Rules,
    /// What every made-up name begins with.
    pub prefix: String,
    fixtures: BTreeMap<String, Value>,
    texts: BTreeMap<String, Text>,
    spare: Vec<valid::Spare<'c>>,
    notes: RefCell<Vec<String>>,
    /// Why requests that were made for a clause do not show what they are to show.
    misses: RefCell<Vec<String>>,
    /// What made-up names hang on where the target keeps them; else it is the seed.
    names: Cell<Option<u64>>,
    /// Values of things that exist, by the place that names them.
    objects: RefCell<BTreeMap<String, Value>>,
    /// Places that must not be made up, with the reason why nothing is known for them.
    lacking: RefCell<BTreeMap<String, String>>,
    /// Whether the contract says itself which values are valid, by extensions of its schemas.
    own: bool,
    /// Whether a valid request was accepted that holds no credential of any kind.
    lets_in: Cell<bool>,
    /// Places whose values have to be new each time, as the target said.
    unique: RefCell<BTreeSet<String>>,
    /// The first text of each of those that was taken: requests that were made before hold it still.
    worn: RefCell<BTreeMap<String, String>>,
    /// What the target asks for beside its document.
    learnt: RefCell<Option<Learnt>>,
    /// What descriptions say in prose.
    prose: RefCell<prose::Prose>,
}

impl<'c> Kit<'c> {
    /// Studies an operation; `fixtures` are those that the profile or the contract give.
    pub fn new(
        contract: &'c Contract,
        operation: &'c Operation,
        fixtures: BTreeMap<String, Value>,
    ) -> Self {
        let mut texts = BTreeMap::new();
        for parameter in &operation.parameters {
            let mut inner = BTreeMap::new();
            study(&parameter.schema, &parameter.pointer(), &mut inner);
            texts.extend(inner.into_iter().map(|(at, text)| (at, text.tame())));
            texts.insert(parameter.pointer(), Text::of_parameter(parameter));
        }
        if let Some(media) = operation.body.as_ref().and_then(|b| b.media.first()) {
            study(&media.schema, "/body", &mut texts);
        }
        Kit {
            contract,
            operation,
            rules: Rules::of(operation),
            prefix: PREFIX.to_owned(),
            fixtures,
            texts,
            spare: valid::spare(operation),
            notes: RefCell::default(),
            misses: RefCell::default(),
            names: Cell::default(),
            objects: RefCell::default(),
            lacking: RefCell::default(),
            own: value::is_own(operation),
            lets_in: Cell::default(),
            unique: RefCell::default(),
            worn: RefCell::default(),
            learnt: RefCell::default(),
            prose: RefCell::new(prose::Prose::of(operation)),
        }
    }

    /// From now on, made-up names are those of no other run: a target that is not reset keeps
    /// them, and takes none twice.
    pub fn name_anew(&self) {
        self.names.set(Some(nonce()));
    }

    /// Notes that a valid request without any credential was accepted.
    pub fn let_in(&self) {
        self.lets_in.set(true);
    }

    /// The value of a fixture.
    pub fn fixture(&self, name: &str) -> Option<Value> {
        self.fixtures.get(name).cloned()
    }

    fn needed(&self, name: &str) -> Result<Value, Skip> {
        self.fixture(name).ok_or_else(|| {
            Skip::profile(format!(
                "{NO_FIXTURE}{name}` ({})",
                self.contract
                    .fixtures
                    .get(name)
                    .map_or("not declared", |f| f.about.as_str())
            ))
        })
    }

    /// Notes something that a reader of the report should know.
    fn note(&self, note: String) {
        self.notes.borrow_mut().push(note);
    }

    /// Takes what was noted.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.take()
    }

    /// Notes why a request that was made is of no use.
    fn miss(&self, why: String) {
        let mut misses = self.misses.borrow_mut();
        if misses.len() < MISSES && !misses.contains(&why) {
            misses.push(why);
        }
    }

    /// Why a clause has no case.
    /// The dice of a key: the same for the same seed, but for made-up names where the target keeps
    /// them.
    fn dice_for(&self, settings: &Settings, key: &str) -> Dice {
        let salt = self.names.get().unwrap_or(settings.seed);
        Dice::new(settings.seed, key, 0, 0).naming(salt, key)
    }

    fn none_made(&self) -> Skip {
        let misses = self.misses.take();
        let why = match misses.as_slice() {
            [] => String::new(),
            some => format!(": {}", some[..some.len().min(SHOWN)].join("; ")),
        };
        Skip::unmade(format!(
            "no request could be made that shows this and nothing else{why}"
        ))
    }

    /// Whether values in the body are texts, whatever their type.
    fn body_holds_texts(&self) -> bool {
        let media = self.operation.body.as_ref().and_then(|b| b.media.first());
        let syntax = media.and_then(wire::Syntax::of_media);
        syntax.is_some_and(wire::Syntax::holds_texts)
    }

    /// Whether texts of a place stand between others, or in a cookie: only what no style takes for one
    /// of its own arrives as it is there.
    fn is_tame(&self, at: &str) -> bool {
        let mut parameters = self.operation.parameters.iter();
        !at.starts_with("/body")
            && parameters.all(|p| {
                let cookie = p.place == crate::contract::Place::Cookie;
                p.pointer() != at || cookie || !wire::is_scalar(&p.schema)
            })
    }

    fn text(&self, at: &str) -> Option<&Text> {
        self.texts.get(at)
    }

    /// Every rule that a message breaks as its bytes are read; `None` where they are not read at all.
    fn shows(&self, message: &Message, writing: &Writing) -> Option<Vec<Fault>> {
        // What another operation is asked is no matter of these rules.
        if message.operation != self.operation.id {
            return None;
        }
        let request = wire::encode(self.operation, message, writing);
        let read = wire::decode(self.operation, &request, writing)?;
        Some(self.rules.faults(&read))
    }

    /// Whether a message, as it goes on the wire, breaks exactly these rules.
    pub fn proves(&self, message: &Message, writing: &Writing, wanted: &[Fault]) -> bool {
        let shown = wire::faithful(self.operation, message, writing).and_then(|()| {
            let request = wire::encode(self.operation, message, writing);
            self.rules.shows(self.operation, &request, writing, wanted)
        });
        shown.map_err(|why| self.miss(why)).is_ok()
    }
}

fn study(schema: &crate::contract::Schema, at: &str, texts: &mut BTreeMap<String, Text>) {
    if schema.allows("string") {
        texts.insert(at.to_owned(), Text::of(schema));
    }
    for property in &schema.properties {
        study(&property.schema, &below(at, &property.name), texts);
    }
    if let Some(items) = schema.entries() {
        let at = below(at, &schema.first_entry().to_string());
        study(items, &at, texts);
    }
    for branch in &schema.any_of {
        let mut inner = BTreeMap::new();
        study(branch, at, &mut inner);
        for (at, text) in inner {
            texts.entry(at).or_insert(text);
        }
    }
}

/// The cases of a clause, in order; random ones are made when they are asked for.
pub struct Cases<'k, 'c> {
    kit: &'k Kit<'c>,
    settings: &'k Settings,
    dice: Dice,
    queue: VecDeque<Case>,
    random: Option<breaks::Random>,
    left: usize,
    next: usize,
    sorted: bool,
}

impl<'k, 'c> Cases<'k, 'c> {
    /// Makes the enumerated cases.
    ///
    /// # Errors
    /// Why the clause cannot be tried on this target.
    pub fn new(kit: &'k Kit<'c>, clause: &Clause, settings: &'k Settings) -> Result<Self, Skip> {
        let key = clause.cases_key();
        let mut dice = kit.dice_for(settings, &key);
        kit.misses.take();
        if let Some(at) = chosen_by_target(&clause.stimulus)
            && kit.standing(at).is_some()
        {
            return Err(Skip::idle(format!(
                "{at} names something that exists: which values are taken there is the target's affair"
            )));
        }
        if let Some(at) = chosen_by_target(&clause.stimulus)
            && kit.is_coded(at)
        {
            return Err(Skip::idle(format!(
                "the description of {at} says that its texts are Base64"
            )));
        }
        let mut random = None;
        let mut maker = Maker {
            kit,
            settings,
            dice: &mut dice,
        };
        let list = match &clause.stimulus {
            Stimulus::Breaks { .. }
            | Stimulus::Unknown { .. }
            | Stimulus::UnknownTwice { .. }
            | Stimulus::Fixture { .. }
            | Stimulus::SeveralFaults => {
                let (list, more) = breaks::cases(&mut maker, &clause.stimulus)?;
                random = more;
                list
            }
            Stimulus::BreaksSelected {
                keyword,
                at,
                with,
                base,
            } => {
                let broken = Stimulus::Breaks {
                    keyword: keyword.clone(),
                    at: at.clone(),
                    with: with.clone(),
                    base: base.clone(),
                };
                let (list, _) = breaks::cases(&mut maker, &broken)?;
                valid::select::selecting(&maker, list)
            }
            Stimulus::Successes => valid::successes(&mut maker, None)?,
            Stimulus::SuccessesAs(media_type) => valid::successes(&mut maker, Some(media_type))?,
            Stimulus::Text { at, each } => people::cases(&mut maker, at, *each)?,
            Stimulus::Valid(what) => valid::cases(&mut maker, what)?,
            Stimulus::Probe(i) => valid::probe(&mut maker, *i)?,
            Stimulus::State { name, params, then } => {
                sequence::state(&mut maker, name, params, then)?
            }
            Stimulus::Lifecycle(watch) => sequence::lifecycle(&mut maker, *watch)?,
            Stimulus::Race { same } => sequence::race(&mut maker, *same)?,
            Stimulus::Several => several::walk(&mut maker)?,
            Stimulus::Together => several::together(&mut maker)?,
            Stimulus::OtherBase => sequence::other_base(&mut maker)?,
            Stimulus::Raw(what) => raw::cases(&mut maker, *what)?,
            Stimulus::Access { scheme, how } => access::cases(&mut maker, scheme, *how)?,
            Stimulus::Knock { delete, access } => knock::cases(&mut maker, *delete, *access)?,
            Stimulus::Behind(refusals) => behind::cases(&mut maker, refusals)?,
            Stimulus::Path(how) => path::cases(&mut maker, *how)?,
            Stimulus::NearId(at) => numbers::near(&mut maker, at)?,
            Stimulus::UnknownId(at) => unknown::cases(&mut maker, at)?,
            Stimulus::OddNumbers(at) => numbers::odd(&mut maker, at)?,
            Stimulus::OddValues => odd::cases(&mut maker)?,
            Stimulus::Version(version) => version::cases(&mut maker, version)?,
            Stimulus::Rewritten(how) => rewritten::cases(&mut maker, *how)?,
            Stimulus::IllFormed(name) => ill_formed::cases(&mut maker, name)?,
            Stimulus::Hostile(what) => hostile::cases(&mut maker, *what)?,
            Stimulus::Ways(key) => ways::case(&mut maker, key)?,
            Stimulus::Combinations => combinations::cases(&mut maker)?,
            Stimulus::FollowUp(i) => follow_up::cases(&mut maker, *i)?,
            Stimulus::Upsert(upsert) => upsert::cases(&mut maker, upsert)?,
            Stimulus::Singleton(own) => singleton::cases(&mut maker, own)?,
            Stimulus::Worded(breach) => worded::cases(&mut maker, breach)?,
            Stimulus::Pages(paging) => pages::cases(&mut maker, paging)?,
            Stimulus::Sorted(orders) => sorted::cases(&mut maker, orders)?,
            Stimulus::Kept | Stimulus::Moves(_) | Stimulus::Below(_) => {
                return Err(Skip::unmade("its requests are made as the run goes"));
            }
            Stimulus::Never(reason) => return Err(Skip::idle(reason.clone())),
            Stimulus::Everything => {
                return Err(Skip::unmade("it is judged on the requests of all others"));
            }
        };
        let mut list = VecDeque::from(list);
        if clause.sends_valid_requests() {
            let at = match &clause.stimulus {
                Stimulus::Text { at, .. } => at.clone(),
                _ => clause.about().map(|about| about.at).unwrap_or_default(),
            };
            for step in list.iter_mut().flat_map(|case| &mut case.steps) {
                if let Step::Send(message) = step {
                    maker.keep_to_prose(message, &at);
                }
            }
        }
        let mut left = if random.is_some() { settings.cases } else { 0 };
        if let (true, Some(random)) = (list.is_empty(), &random) {
            for _ in 0..left.max(DRAWS) {
                left = left.saturating_sub(1);
                if let Some(case) = random.draw(&mut maker) {
                    list.push_back(case);
                    break;
                }
            }
        }
        if list.is_empty() {
            return Err(match &clause.stimulus {
                Stimulus::Valid(Valid::Random) if settings.cases == 0 => {
                    Skip::profile("no random cases were asked for")
                }
                Stimulus::Raw(_) => Skip::idle("nothing of this operation can be spoilt so"),
                _ => kit.none_made(),
            });
        }
        Ok(Cases {
            kit,
            settings,
            dice,
            queue: list,
            random,
            left,
            next: 0,
            sorted: false,
        })
    }
}

impl Cases<'_, '_> {
    /// Takes the enumerated cases in another order: those with the least key first.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Case) -> K) {
        self.queue.make_contiguous().sort_by_key(key);
        self.sorted = true;
    }

    /// How many were taken, and whether they were put into another order: what it takes to make the rest of
    /// them again.
    pub fn taken(&self) -> (usize, bool) {
        (self.next, self.sorted)
    }

    /// How many requests are to come, at most, those that nothing can be seen of left aside.
    pub fn left(&self) -> usize {
        self.queue.iter().map(|c| c.steps.len()).sum::<usize>() + self.left
    }
}

impl Iterator for Cases<'_, '_> {
    type Item = Case;

    fn next(&mut self) -> Option<Case> {
        let mut case = match self.queue.pop_front() {
            Some(case) => case,
            None => {
                let random = self.random.as_ref()?;
                loop {
                    self.left = self.left.checked_sub(1)?;
                    let mut maker = Maker {
                        kit: self.kit,
                        settings: self.settings,
                        dice: &mut self.dice,
                    };
                    if let Some(case) = random.draw(&mut maker) {
                        break case;
                    }
                }
            }
        };
        case.index = self.next;
        self.next += 1;
        Some(case)
    }
}

/// What made-up names begin with.
pub const PREFIX: &str = "clausal-";

/// What the made-up names of one run begin with, so that they can be told from those of others.
pub fn run_prefix(seed: u64) -> String {
    let tag = dice::Dice::new(seed, "run prefix", 0, 0).letters(4);
    format!("{PREFIX}{tag}-")
}

/// A number that no other call and no other run has.
pub fn nonce() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    // The standard hasher's keys are random for every process and counted up for every call.
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u8(0);
    hasher.finish()
}

/// What every maker of cases works with.
struct Maker<'m, 'k, 'c> {
    kit: &'k Kit<'c>,
    settings: &'k Settings,
    dice: &'m mut Dice,
}

/// The place whose value a stimulus chooses as a valid one.
fn chosen_by_target(stimulus: &Stimulus) -> Option<&str> {
    match stimulus {
        Stimulus::Text { at, .. } => Some(at),
        Stimulus::Valid(
            Valid::Value(at, _)
            | Valid::Limit { at, .. }
            | Valid::Pattern(at)
            | Valid::Exists(at, _),
        ) => Some(at),
        _ => None,
    }
}

/// A case of one step and no tag.
fn single(about: impl Into<String>, step: Step) -> Case {
    Case {
        index: 0,
        about: about.into(),
        steps: vec![step],
        tag: None,
    }
}
