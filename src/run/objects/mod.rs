//! Objects that exist: what a run makes on the target, or finds there, so that requests name things
//! that are there. What the ties of a contract guess may be wrong: then the request goes with a made-up
//! value, as it would without them.

mod again;
mod gather;
mod hooked;
mod kept;
mod left;
mod look;
mod made;
mod moves;
mod prepared;
mod ready;
mod ripe;
mod told;
mod versions;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::driver::{Driver, Stop};
use crate::contract::Contract;
use crate::contract::ties::Ties;
use crate::exchange::{Exchange, Message, Request, Response};
use crate::generate::{Kit, Newness};
use crate::target::{Connection, Profile};

pub(super) use again::is_looked_at_again;
pub(super) use ready::path_of;
pub(super) use versions::Versions;

/// Values by place.
pub(super) type Values = Vec<(String, Value)>;

/// Things of a producer that are kept.
const KEPT: usize = 64;

/// A thing that a request of the run made or found; with no producer, one that the profile names.
#[derive(Default)]
pub(super) struct Object {
    /// `operationId` of what made it.
    pub(super) producer: String,
    /// The request.
    pub(super) message: Message,
    /// What came.
    pub(super) response: Response,
    /// Which thing of a list it is.
    pub(super) entry: usize,
    /// Whether it was used up, or is found no more.
    pub(super) gone: Cell<bool>,
    /// The operation that was last accepted on it.
    pub(super) last: RefCell<String>,
    /// When its answer came, where a request of the run made it.
    pub(super) since: Option<Instant>,
}

/// What an operation's requests name now.
#[derive(Default)]
struct Slot {
    values: Values,
    objects: Vec<Rc<Object>>,
    /// All that they ever named, by place: cases made before hold such values.
    issued: BTreeSet<(String, String)>,
    /// The guess was wrong: its requests go with made-up values.
    dropped: bool,
    /// Why nothing could be found.
    lacking: Vec<String>,
    /// Times that a thing which was just made was not found.
    strikes: usize,
    /// How often something was looked for.
    renewed: usize,
}

/// How a producer fares.
#[derive(Default)]
struct Tried {
    newness: Option<Newness>,
    failures: usize,
    /// Why it is not asked again.
    given_up: Option<String>,
}

/// All that a run knows of objects.
pub(super) struct Objects {
    pub(super) ties: Ties,
    /// Values that the profile gives, by operation and place.
    given: BTreeMap<String, Vec<(String, Vec<Value>)>>,
    producers: BTreeSet<String>,
    pool: RefCell<BTreeMap<String, Vec<Rc<Object>>>>,
    slots: RefCell<BTreeMap<String, Slot>>,
    tried: RefCell<BTreeMap<String, Tried>>,
    /// Operations after whose success the thing is there no more.
    uses_up: RefCell<BTreeSet<String>>,
    /// Operations after whose success the thing is there in another state, in which it may be refused.
    wears: BTreeSet<String>,
    /// Operations that delete whatever their path holds, without naming any of it.
    empties: BTreeSet<String>,
    /// Operations that do something to what their path names, other than to change it as they say.
    acts: BTreeSet<String>,
    /// Producers whose things were named by requests that were accepted, by operation.
    confirmed: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// What is done to a new thing before an operation takes it.
    firsts: RefCell<BTreeMap<String, String>>,
    /// How old what is made in the background must be, by operation.
    ripe: RefCell<BTreeMap<String, Duration>>,
    /// Operations for which weak guesses are taken, too.
    bold: RefCell<BTreeSet<String>>,
    /// Operations after which a thing was gone, with how often.
    suspects: RefCell<BTreeMap<String, usize>>,
    /// What the states hook says to exist.
    hooked: hooked::Hooked,
    /// Where requests name the version of a thing.
    pub(super) versions: Rc<Versions>,
    /// What the run made and did not delete.
    left: left::Left,
    /// Resets of the target that are known of.
    resets: Cell<u64>,
}

impl Objects {
    /// What the contract ties; nothing exists yet.
    pub(super) fn new(
        contract: &Contract,
        profile: &Profile,
        kits: &BTreeMap<String, Kit<'_>>,
    ) -> Self {
        let ties = Ties::of(contract);
        let producers = ties.all().map(|t| t.producer.clone()).collect();
        let deletes = contract.operations.iter().filter(|o| o.method == "DELETE");
        let given = contract.operations.iter().filter_map(|o| {
            let given = profile.parameters(contract, o, o.method == "DELETE");
            (!given.is_empty()).then(|| (o.id.clone(), given))
        });
        Objects {
            given: given.collect(),
            hooked: hooked::Hooked::of(contract),
            left: left::Left::of(contract, &ties),
            versions: Rc::new(Versions::of(contract, &ties, kits)),
            ties,
            producers,
            empties: contract
                .operations
                .iter()
                .filter(|o| o.method == "DELETE" && !o.path.trim_end_matches('/').ends_with('}'))
                .map(|o| o.id.clone())
                .collect(),
            acts: contract
                .operations
                .iter()
                .filter(|o| o.method == "POST" && o.path.contains('{'))
                .map(|o| o.id.clone())
                .collect(),
            confirmed: RefCell::default(),
            firsts: RefCell::default(),
            ripe: RefCell::default(),
            bold: RefCell::default(),
            suspects: RefCell::default(),
            pool: RefCell::default(),
            slots: RefCell::default(),
            tried: RefCell::default(),
            wears: contract
                .operations
                .iter()
                .filter(|o| contract.wears(o))
                .map(|o| o.id.clone())
                .collect(),
            uses_up: RefCell::new(deletes.map(|o| o.id.clone()).collect()),
            resets: Cell::default(),
        }
    }

    /// Whether requests of an operation name things.
    pub(super) fn names(&self, operation: &str) -> bool {
        !self.ties.to(operation).is_empty()
            || self.given.contains_key(operation)
            || !self.hooked.given(operation).is_empty()
    }

    pub(super) fn uses_up(&self, operation: &str) -> bool {
        self.uses_up.borrow().contains(operation)
    }

    /// Whether each of its successes wants a thing of its own.
    fn wants_fresh(&self, operation: &str) -> bool {
        self.uses_up(operation) || self.wears.contains(operation)
    }

    /// Whether its requests name something that exists now.
    pub(super) fn stands(&self, operation: &str) -> bool {
        let slots = self.slots.borrow();
        let slot = slots.get(operation);
        slot.is_some_and(|s| !s.dropped && !s.values.is_empty())
    }

    /// Forgets everything: the target was brought back to baseline.
    fn forget(&self) {
        self.each(&self.slots.borrow(), &|object| object.gone.set(true));
        self.pool.borrow_mut().clear();
        self.left.clear();
        self.hooked.forget();
    }
}

/// What sends the requests that make things: the one that has the target to itself, or one of those side
/// by side.
pub(super) trait Sends {
    /// Sends a request.
    async fn pass(&mut self, request: &Request) -> Result<Exchange, Stop>;

    /// Whether it puts versions into requests itself, right before each.
    fn minds_versions(&self) -> bool {
        false
    }

    /// What the states hook says to exist, where it is asked here.
    fn values(&self) -> Option<&Map<String, Value>> {
        None
    }
}

impl Sends for Driver<'_> {
    async fn pass(&mut self, request: &Request) -> Result<Exchange, Stop> {
        self.ask(request).await
    }

    fn minds_versions(&self) -> bool {
        true
    }

    fn values(&self) -> Option<&Map<String, Value>> {
        Some(Driver::values(self))
    }
}

impl Sends for Connection {
    async fn pass(&mut self, request: &Request) -> Result<Exchange, Stop> {
        Ok(self.send(request.clone()).await)
    }
}
