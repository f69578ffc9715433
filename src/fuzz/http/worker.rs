//! Gives inputs to the server, judges the replies, and looks into what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::answer::Reply;
use super::finding::{Finding, Findings};
use super::input::{Due, Input, split};
use super::judge::{Outcome, is_overload, judge, kind};
use super::link::Link;
use super::shrink::smaller;
use super::{Event, Options, Summary, files};
use crate::generate::dice::Dice;
use crate::report::shown_bytes;
use crate::target::Secrets;

/// Requests that drew new kinds of answers are kept up to this number.
const POOL: usize = 1000;
/// Notes that are told at most.
const NOTES: usize = 20;

pub(super) struct Worker<'r> {
    options: &'r Options,
    link: Link<'r>,
    plain: Input,
    began: Instant,
    tell: &'r mut dyn FnMut(Event<'_>),
    methods: Vec<String>,
    secrets: Secrets,
    findings: Findings,
    kinds: BTreeSet<String>,
    pool: Vec<Input>,
    statuses: BTreeMap<u16, u64>,
    notes: Vec<String>,
    requests: u64,
    /// The last input that reached the server.
    last: Option<Input>,
    /// Whether the server is lost.
    pub is_gone: bool,
}

impl<'r> Worker<'r> {
    pub fn new(
        options: &'r Options,
        link: Link<'r>,
        plain: Input,
        began: Instant,
        tell: &'r mut dyn FnMut(Event<'_>),
    ) -> Self {
        let operations = options.contracts.iter().flat_map(|c| &c.operations);
        Worker {
            methods: operations.map(|o| o.method.clone()).collect(),
            secrets: options.profile.secrets(),
            options,
            link,
            plain,
            began,
            tell,
            findings: Findings::default(),
            kinds: BTreeSet::new(),
            pool: Vec::new(),
            statuses: BTreeMap::new(),
            notes: Vec::new(),
            requests: 0,
            last: None,
            is_gone: false,
        }
    }

    /// Sends an input without judging it.
    pub fn ask(&mut self, input: &Input) -> Reply {
        self.link.ask(input)
    }

    /// Sends an input and judges the reply.
    pub fn give(&mut self, input: &Input) {
        let reply = self.link.ask(input);
        if !matches!(reply, Reply::Refused(_)) {
            self.requests += 1;
            let status = match &reply {
                Reply::Answer { status, .. } => *status,
                _ => 0,
            };
            *self.statuses.entry(status).or_default() += 1;
        }
        if self.requests.is_multiple_of(64) {
            (self.tell)(Event::Progress(self.requests));
        }
        if is_overload(&reply) {
            std::thread::sleep(Duration::from_millis(20));
        }
        match judge(input, &reply, &self.methods) {
            Some(Outcome::Gone) => {
                let last = self.last.take().unwrap_or_else(|| input.clone());
                self.lost(&last, &reply);
            }
            Some(outcome) => {
                self.look(input, reply, outcome);
                self.alive(input);
            }
            None => {
                if input.due != Due::Answer {
                    self.alive(input);
                }
                self.learn(input, &reply);
            }
        }
        self.last = Some(input.clone());
    }

    /// Keeps an input that drew a new kind of answer.
    fn learn(&mut self, input: &Input, reply: &Reply) {
        let is_new = self.kinds.len() < POOL
            && self
                .kinds
                .insert(format!("{} {}", input.place, kind(reply)));
        if !is_new || !matches!(reply, Reply::Answer { .. }) {
            return;
        }
        self.pool.push(input.clone());
        if let Some(corpus) = &self.options.corpus
            && let Err(error) = files::keep(&corpus.join("kept"), input)
        {
            self.note(format!("a request could not be kept: {error}"));
        }
    }

    /// Asks whether a plain request is still answered; twice, as a server may be busy once.
    fn alive(&mut self, after: &Input) {
        if self.is_gone || matches!(self.link.ask_alone(&self.plain), Reply::Answer { .. }) {
            return;
        }
        let reply = self.link.ask_alone(&self.plain);
        if !matches!(reply, Reply::Answer { .. }) {
            self.lost(after, &reply);
        }
    }

    /// The server is gone after an input.
    fn lost(&mut self, after: &Input, reply: &Reply) {
        self.is_gone = true;
        let got = format!("after it, a plain request drew {}", self.in_words(reply));
        self.put(after, Outcome::Gone, got, "", true);
    }

    /// Makes sure of a fault that is new, and makes its request smaller.
    fn look(&mut self, input: &Input, reply: Reply, outcome: Outcome) {
        let words = kind(&reply);
        if !self
            .findings
            .is_new(&(outcome, input.place.clone(), words.clone()))
        {
            return;
        }
        let methods = self.methods.clone();
        let link = &mut self.link;
        let mut is_shown = |input: &Input| {
            let reply = link.ask_alone(input);
            judge(input, &reply, &methods) == Some(outcome) && kind(&reply) == words
        };
        let repeats = is_shown(input);
        let small = match repeats {
            true => smaller(input, &mut is_shown),
            false => input.clone(),
        };
        // A fault is one whatever comes next; silence may be the machine's.
        if !repeats && outcome != Outcome::Fault {
            let name = outcome.name();
            self.note(format!("once, and not again: {name} ({})", input.about));
            return;
        }
        let got = self.in_words(&reply);
        self.put(&small, outcome, got, &words, repeats);
    }

    fn put(&mut self, input: &Input, outcome: Outcome, got: String, words: &str, repeats: bool) {
        let mut finding = Finding {
            outcome,
            place: input.place.clone(),
            about: input.about.clone(),
            got: self.secrets.mask(&got),
            bytes: input.bytes.clone(),
            repeats,
            seconds: self.began.elapsed().as_secs_f64(),
            seen: 1,
            file: None,
            again: String::new(),
        };
        let corpus = self.options.corpus.as_ref().map(|c| c.join("findings"));
        let folder = self.options.out.clone().or(corpus);
        let folder = folder.unwrap_or_else(|| PathBuf::from("clausal-findings"));
        // A file that is tried again is a finding already.
        if self.options.only.is_empty()
            && let Err(error) =
                files::save(&folder, &mut finding, input.due, words, &self.options.again)
        {
            self.note(format!("a finding could not be written: {error}"));
        }
        (self.tell)(Event::Found(&finding));
        let key = (outcome, finding.place.clone(), words.to_owned());
        self.findings.put(key, finding);
    }

    fn in_words(&self, reply: &Reply) -> String {
        let text = |bytes: &[u8]| crate::report::cut(&shown_bytes(bytes), 300).0;
        match reply {
            Reply::Answer { status, body, .. } => format!("{status}: {}", text(body)),
            Reply::Hang => {
                format!(
                    "no complete answer within {} ms",
                    self.options.timeout.as_millis()
                )
            }
            Reply::Closed => "the end of the connection without an answer".into(),
            Reply::Cut => "the end of the connection within the answer".into(),
            Reply::NoHttp(bytes) => format!("no HTTP: {}", text(bytes)),
            Reply::Refused(why) => format!("no connection: {why}"),
            Reply::Left => "nothing".into(),
        }
    }

    fn note(&mut self, note: String) {
        let note = self.secrets.mask(&note);
        if self.notes.len() < NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A request to make malformed ones of: with a body if there is one.
    pub fn sample(&self) -> Input {
        let has_body = |i: &&Input| split(&i.bytes).is_some_and(|(_, body)| !body.is_empty());
        let found = self
            .pool
            .iter()
            .filter(|i| i.due == Due::Answer)
            .find(has_body);
        found.unwrap_or(&self.plain).clone()
    }

    /// Two kept requests.
    pub fn two(&self, dice: &mut Dice) -> (Input, Input) {
        let one = dice.pick(&self.pool).unwrap_or(&self.plain).clone();
        let other = dice.pick(&self.pool).unwrap_or(&self.plain).clone();
        (one, other)
    }

    pub fn summary(self) -> Summary {
        Summary {
            target: self.options.address.to_string(),
            seed: self.options.seed,
            requests: self.requests,
            statuses: self.statuses,
            took: self.began.elapsed(),
            kinds: self.kinds.len(),
            more: self.findings.more,
            findings: self.findings.into_list(),
            notes: self.notes,
        }
    }
}
