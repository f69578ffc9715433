//! What the workers of a run share.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Reply;
use super::finding::{Finding, Findings, Key};
use super::gate::Gate;
use super::input::{Due, HTTP, Input, place, split};
use super::judge::{Outcome, kind};
use super::queue::Queue;
use super::{Event, Options, Summary, files};
use crate::generate::dice::Dice;
use crate::report::shown_bytes;
use crate::target::Secrets;

/// Requests that drew new kinds of answers are kept up to this number.
const POOL: usize = 1000;
/// And so many with answers of one status to the requests of one operation.
const ALIKE: usize = 64;
/// Notes that are told at most.
const NOTES: usize = 20;
/// Bytes of an answer that a finding keeps.
const ANSWER: usize = 64 << 10;
/// Characters of an answer that stand in its finding's line.
const WORDS: usize = 300;

/// A run.
pub(super) struct Run<'r> {
    pub options: &'r Options,
    pub plain: Input,
    pub gate: &'r Gate,
    pub queue: Queue<'r>,
    /// Whether the server is lost.
    is_gone: AtomicBool,
    stop: &'r AtomicBool,
    began: Instant,
    tell: &'r (dyn Fn(Event<'_>) + Sync),
    secrets: Secrets,
    state: Mutex<State>,
}

/// What changes.
struct State {
    findings: Findings,
    kinds: BTreeSet<String>,
    /// How many kinds there are of each place and status.
    alike: BTreeMap<(String, u16), usize>,
    pool: Vec<Input>,
    statuses: BTreeMap<u16, u64>,
    places: BTreeMap<String, u64>,
    notes: Vec<String>,
    requests: u64,
    /// Well-formed requests of operations that drew an answer, and those of them that it put off.
    answered: u64,
    put_off: u64,
    /// For each worker the last input that reached the server, and whether it drew an answer.
    reached: Vec<Option<(Input, bool)>>,
}

impl<'r> Run<'r> {
    pub fn new(
        options: &'r Options,
        first: VecDeque<Input>,
        plain: Input,
        gate: &'r Gate,
        stop: &'r AtomicBool,
        tell: &'r (dyn Fn(Event<'_>) + Sync),
    ) -> Self {
        let mut places = BTreeMap::new();
        if options.only.is_empty() {
            let operations = options.contracts.iter().flat_map(|c| &c.operations);
            let own = operations.filter(|o| !o.support).map(place);
            places.extend(own.chain([HTTP.to_owned()]).map(|place| (place, 0)));
        }
        Run {
            options,
            plain,
            gate,
            queue: Queue::new(first),
            is_gone: AtomicBool::new(false),
            stop,
            began: Instant::now(),
            tell,
            secrets: options.profile.secrets(),
            state: Mutex::new(State {
                findings: Findings::default(),
                kinds: BTreeSet::new(),
                alike: BTreeMap::new(),
                pool: Vec::new(),
                statuses: BTreeMap::new(),
                places,
                notes: Vec::new(),
                requests: 0,
                answered: 0,
                put_off: 0,
                reached: vec![None; options.jobs.max(1)],
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether requests of several workers are on their way at once.
    pub fn is_shared(&self) -> bool {
        self.options.jobs > 1
    }

    /// Whether this share of the time or of the requests is over, or nothing is to follow for
    /// another reason.
    pub fn is_over(&self, share: f64) -> bool {
        let limit = self.options.requests;
        self.is_gone()
            || self.stop.load(Ordering::Relaxed)
            || self.began.elapsed() >= self.options.time.mul_f64(share)
            || limit.is_some_and(|n| self.state().requests as f64 >= n as f64 * share)
    }

    pub fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Relaxed)
    }

    /// Takes notice of an exchange, while the worker still has leave for it.
    pub fn reached(&self, worker: usize, input: &Input, reply: &Reply) {
        if !matches!(reply, Reply::Refused(_)) {
            let is_answered = matches!(reply, Reply::Answer { .. });
            self.state().reached[worker] = Some((input.clone(), is_answered));
        }
    }

    /// Counts an input and what came of it.
    pub fn count(&self, input: &Input, reply: &Reply) {
        let is_put_down = *reply == Reply::Left && input.due != Due::Leave;
        if is_put_down || matches!(reply, Reply::Refused(_)) {
            return;
        }
        let status = match reply {
            Reply::Answer { status, .. } => *status,
            _ => 0,
        };
        let mut state = self.state();
        state.requests += 1;
        *state.statuses.entry(status).or_default() += 1;
        if input.place != HTTP && input.due == Due::Answer && status != 0 {
            state.answered += 1;
            state.put_off += u64::from(matches!(status, 429 | 503));
        }
        *state.places.entry(input.place.clone()).or_default() += 1;
        let requests = state.requests;
        drop(state);
        if requests.is_multiple_of(64) {
            (self.tell)(Event::Progress(requests));
        }
    }

    /// Keeps an input that drew a new kind of answer.
    pub fn learn(&self, input: &Input, reply: &Reply) {
        let mut state = self.state();
        let status = match reply {
            Reply::Answer { status, .. } => *status,
            _ => 0,
        };
        let kind = format!("{} {}", input.place, kind(reply, &input.bytes));
        // Where answers say again what was sent, there is no end of kinds.
        let alike = (input.place.clone(), status);
        let count = state.alike.get(&alike).copied().unwrap_or(0);
        let is_room = state.kinds.len() < POOL && count < ALIKE;
        let is_new = is_room && state.kinds.insert(kind);
        if is_new {
            state.alike.insert(alike, count + 1);
        }
        if !is_new || !matches!(reply, Reply::Answer { .. }) {
            return;
        }
        state.pool.push(input.clone());
        drop(state);
        if let Some(corpus) = &self.options.corpus
            && let Err(error) = files::keep(&corpus.join("kept"), input)
        {
            self.note(format!("a request could not be kept: {error}"));
        }
    }

    /// Whether a fault is new, so that the caller is to look into it.
    pub fn claim(&self, key: &Key) -> bool {
        self.state().findings.claim(key)
    }

    /// A fault that did not come again.
    pub fn drop_claim(&self, key: &Key) {
        self.state().findings.drop_claim(key);
    }

    /// The server is gone: after the input of the worker, or of another one whose request was on
    /// its way.
    pub fn lost(&self, worker: usize, input: &Input, reply: &Reply) {
        // What is not awaited any more says nothing of the server.
        if *reply == Reply::Left || self.is_gone.swap(true, Ordering::Relaxed) {
            return;
        }
        let mut suspects: Vec<(Input, bool)> = {
            let mut reached = self.state().reached.clone();
            reached.swap(0, worker);
            reached.into_iter().flatten().collect()
        };
        // What drew an answer is less likely to have been the last straw.
        suspects.sort_by_key(|(_, is_answered)| *is_answered);
        let mut suspects = suspects.into_iter().map(|(input, _)| input);
        let after = suspects.next().unwrap_or_else(|| input.clone());
        let words = self.in_words(reply);
        let got = format!("after it, a plain request drew {words}");
        let key = after.key(Outcome::Gone, "");
        self.put(key, &after, got, None, true);
        let others: Vec<Input> = suspects.collect();
        if others.is_empty() || !self.options.only.is_empty() {
            return;
        }
        let folder = self.folder();
        for (number, input) in others.iter().enumerate() {
            if let Err(error) = files::beside(&folder, input, number + 1) {
                self.note(format!("a request could not be written: {error}"));
            }
        }
        self.note(format!(
            "other workers' requests were on their way or just answered when the server went: \
             {} of them, as `gone-beside-*.http` in `{}`",
            others.len(),
            folder.display()
        ));
    }

    /// Tells a finding, and writes it.
    pub fn put(
        &self,
        key: Key,
        input: &Input,
        got: String,
        answer: Option<Vec<u8>>,
        repeats: bool,
    ) {
        let outcome = key.0;
        let answer = answer.map(|bytes| {
            // What is cut may not leave half a secret.
            let mut bytes = self.secrets.mask_bytes(&bytes);
            bytes.truncate(ANSWER);
            bytes
        });
        let mut finding = Finding {
            outcome,
            place: self.secrets.mask(&input.place),
            about: self.secrets.mask(&input.about),
            got: self.secrets.mask(&got),
            bytes: self.written(&input.bytes),
            answer,
            repeats,
            seconds: self.began.elapsed().as_secs_f64(),
            seen: 1,
            file: None,
            again: String::new(),
        };
        // A file that is tried again is a finding already.
        let options = self.options;
        if options.only.is_empty()
            && let Err(error) = files::save(
                &self.folder(),
                &mut finding,
                input.due,
                &key.2,
                &options.again,
            )
        {
            self.note(format!("a finding could not be written: {error}"));
        }
        (self.tell)(Event::Found(&finding));
        self.state().findings.put(key, finding);
    }

    /// Bytes without secrets, as they may be written down.
    fn written(&self, bytes: &[u8]) -> Vec<u8> {
        let marked = self.options.profile.marked(bytes);
        self.secrets.mask_bytes(&marked)
    }

    fn folder(&self) -> PathBuf {
        let corpus = self.options.corpus.as_ref().map(|c| c.join("findings"));
        let folder = self.options.out.clone().or(corpus);
        folder.unwrap_or_else(|| PathBuf::from("clausal-findings"))
    }

    /// A reply in words.
    pub fn in_words(&self, reply: &Reply) -> String {
        let text = |bytes: &[u8]| {
            let shown = shown_bytes(&self.secrets.mask_bytes(bytes));
            crate::report::cut(&shown, WORDS).0
        };
        match reply {
            Reply::Answer { status, body, .. } => format!("{status}: {}", text(body)),
            Reply::Hang => {
                let limit = self.options.timeout.as_millis();
                format!("no complete answer within {limit} ms")
            }
            Reply::Closed => "the end of the connection without an answer".into(),
            Reply::Cut => "the end of the connection within the answer".into(),
            Reply::NoHttp(bytes) => format!("no HTTP: {}", text(bytes)),
            Reply::Refused(why) => format!("no connection: {why}"),
            Reply::Left => "nothing".into(),
        }
    }

    pub fn note(&self, note: String) {
        let note = self.secrets.mask(&note);
        let mut state = self.state();
        if state.notes.len() < NOTES && !state.notes.contains(&note) {
            state.notes.push(note);
        }
    }

    /// A request to make malformed ones of: with a body if there is one.
    pub fn sample(&self) -> Input {
        let has_body = |i: &&Input| split(&i.bytes).is_some_and(|(_, body)| !body.is_empty());
        let state = self.state();
        let mut whole = state.pool.iter().filter(|i| i.due == Due::Answer);
        whole.find(has_body).unwrap_or(&self.plain).clone()
    }

    /// Two kept requests.
    pub fn two(&self, dice: &mut Dice) -> (Input, Input) {
        let state = self.state();
        let one = dice.pick(&state.pool).unwrap_or(&self.plain).clone();
        let other = dice.pick(&state.pool).unwrap_or(&self.plain).clone();
        (one, other)
    }

    pub fn summary(self) -> Summary {
        let took: Duration = self.began.elapsed();
        let state = self.state.into_inner();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        Summary {
            target: self.options.address.to_string(),
            seed: self.options.seed,
            jobs: self.options.jobs.max(1),
            requests: state.requests,
            answered: state.answered,
            put_off: state.put_off,
            statuses: state.statuses,
            places: state.places,
            took,
            kinds: state.kinds.len(),
            more: state.findings.more,
            findings: state.findings.into_list(),
            notes: state.notes,
        }
    }
}
