//! What is learnt of a target from how it answers: how long it takes, whether it still does, and
//! whether it says more than it was asked.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::Target;
use super::recent::Recent;
use crate::exchange::{Exchange, Failure, Request};

/// From so many requests without an answer on, less is waited for further ones: no less than such a
/// part of the time limit, nor than the least where the limit is short.
const PARTS: [(u64, u32); 3] = [(64, 40), (16, 20), (4, 10)];
const SHORTEST: Duration = Duration::from_millis(300);
/// How much slower than the slowest answer so far one may be then.
const SLOWER: u32 = 10;
/// How long the first connection is watched for bytes beyond the first answer: a target that
/// answers twice may take its time.
const WATCHED: Duration = Duration::from_millis(25);
/// Bodies above [`LARGE`](super::connection) that are read at the same time.
const LARGE_AT_ONCE: usize = 4;

/// What is learnt of a target.
pub(super) struct Health {
    /// Requests without a complete answer in time.
    hangs: AtomicU64,
    /// Requests that drew no whole answer, or "later".
    faults: AtomicU64,
    /// The longest time that an answer took, in microseconds.
    slowest: AtomicU64,
    /// A request that was answered once: the base it went to, and the contract it is of.
    answered: OnceLock<(String, String, Request)>,
    /// Whether bytes came that no request had asked for.
    strays: AtomicBool,
    /// Whether an answer came yet.
    begun: AtomicBool,
    /// When anything came the last time, half an answer as well, in microseconds since the target was
    /// made; 0 where nothing did yet.
    last: AtomicU64,
    /// The last exchanges.
    recent: Recent,
    large: tokio::sync::Semaphore,
}

impl Default for Health {
    fn default() -> Self {
        Health {
            hangs: AtomicU64::default(),
            faults: AtomicU64::default(),
            slowest: AtomicU64::default(),
            answered: OnceLock::new(),
            strays: AtomicBool::default(),
            begun: AtomicBool::default(),
            last: AtomicU64::default(),
            recent: Recent::default(),
            large: tokio::sync::Semaphore::new(LARGE_AT_ONCE),
        }
    }
}

impl Target {
    /// How long an answer is waited for: the profile's limit. Once many requests drew none, not
    /// much longer than the slowest answer took, so that a run against a target that hangs on
    /// many requests still ends.
    pub fn patience(&self) -> Duration {
        let timeout = self.limits().timeout;
        let hangs = self.hangs();
        let Some((_, part)) = PARTS.iter().find(|(many, _)| hangs >= *many) else {
            return timeout;
        };
        let slowest = Duration::from_micros(self.0.health.slowest.load(Ordering::Relaxed));
        let least = (timeout / *part).max(SHORTEST.min(timeout));
        (slowest * SLOWER).clamp(least, timeout)
    }

    /// Requests so far that drew no complete answer in time.
    pub fn hangs(&self) -> u64 {
        self.0.health.hangs.load(Ordering::Relaxed)
    }

    /// Requests so far that drew no whole answer, or "later".
    pub fn faults(&self) -> u64 {
        self.0.health.faults.load(Ordering::Relaxed)
    }

    /// Whether bytes came that no request had asked for; from then on every request has a
    /// connection of its own.
    pub fn has_strays(&self) -> bool {
        self.0.health.strays.load(Ordering::Relaxed)
    }

    pub(super) fn note_stray(&self) {
        self.0.health.strays.store(true, Ordering::Relaxed);
    }

    /// After the very first answer of the run, waits a moment, in which a second one may come.
    pub(super) async fn watch_first(&self) {
        if !self.0.health.begun.swap(true, Ordering::Relaxed) {
            tokio::time::sleep(WATCHED).await;
        }
    }

    /// Leave to hold a large body, as only a few may at a time.
    pub(super) async fn large(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.0.health.large.acquire().await.ok()
    }

    /// Takes notice of how an exchange went; `entitled` says that the request held all that the profile gives to be
    /// let in.
    pub(super) fn learn(&self, exchange: &Exchange, entitled: bool) {
        let health = &self.0.health;
        health.recent.note(exchange, entitled);
        if !matches!(&exchange.answer, Ok(r) if !matches!(r.status, 429 | 503)) {
            health.faults.fetch_add(1, Ordering::Relaxed);
        }
        match &exchange.answer {
            Err(Failure::Timeout(_)) => {
                health.hangs.fetch_add(1, Ordering::Relaxed);
            }
            Ok(_) => {
                let took = u64::try_from(exchange.took.as_micros()).unwrap_or(u64::MAX);
                health.slowest.fetch_max(took, Ordering::Relaxed);
            }
            Err(_) => {}
        }
        if says(exchange) {
            let now = u64::try_from(self.clock().as_micros()).unwrap_or(u64::MAX);
            health.last.fetch_max(now.max(1), Ordering::Relaxed);
        }
    }

    /// The last requests with what they drew, the last one first: secrets are not masked.
    pub fn last_requests(&self) -> Vec<String> {
        self.0.health.recent.last()
    }

    /// A request was cut off, and no connection is to be had any more.
    pub(super) fn note_cut(&self, request: &Request) {
        self.0.health.recent.cut(request);
    }

    /// Method and target of each request whose connection was closed without an answer, since the last answer:
    /// secrets are not masked.
    pub fn cut_off(&self) -> Vec<(String, String)> {
        self.0.health.recent.all_cut()
    }

    /// The last change that was accepted before a long row of answers "later" (503): secrets are not
    /// masked.
    pub fn put_off_since(&self) -> Option<String> {
        self.0.health.recent.blamed()
    }

    /// The last change that was accepted before a long row of refusals for want of access (401), where others were
    /// let in before: secrets are not masked.
    pub fn shut_since(&self) -> Option<String> {
        self.0.health.recent.shut_by()
    }

    /// Remembers a request that was answered, to be asked again when others draw no answer.
    pub fn remember(&self, contract: &str, base: &str, exchange: &Exchange) {
        // A success may have an effect, which asking whether the target is there must not have.
        let harmless = |status: u16| (400..500).contains(&status) && !matches!(status, 408 | 429);
        if matches!(&exchange.answer, Ok(r) if harmless(r.status)) {
            self.0.health.answered.get_or_init(|| {
                (
                    contract.to_owned(),
                    base.to_owned(),
                    exchange.request.clone(),
                )
            });
        }
    }

    /// Whether the target still answers anything: a plain request for the base, one that it has
    /// answered before, or the one given, which may have an effect and is handed out with what it drew. Who
    /// never said a word is asked all of `more` as well, which is handed out behind it. Waits the full time for
    /// each.
    pub async fn is_alive(
        &self,
        contract: &str,
        base: &str,
        last: Option<Request>,
        more: &[Request],
    ) -> (bool, Vec<Exchange>) {
        let plain = Request {
            method: "GET".into(),
            target: "/".into(),
            headers: vec![("Accept".into(), "*/*".into())],
            ..Request::default()
        };
        let own = (contract.to_owned(), base.to_owned(), plain);
        // Who never said a word is asked for everything at once.
        if !self.has_begun() {
            let asked = last
                .iter()
                .chain(more)
                .map(|request| self.draws((contract.to_owned(), base.to_owned(), request.clone())));
            let asked = futures_util::future::join_all(asked);
            let (plain, drawn) = tokio::join!(self.draws(own), asked);
            return (says(&plain) || drawn.iter().any(says), drawn);
        }
        let harmless = match self.0.health.answered.get().cloned() {
            // Both at once: a target that is gone costs one time limit, not two.
            Some(answered) => {
                let (plain, before) = tokio::join!(self.draws(own), self.draws(answered));
                says(&plain) || says(&before)
            }
            None => says(&self.draws(own).await),
        };
        match last {
            Some(request) if !harmless && self.has_begun() => {
                let last = (contract.to_owned(), base.to_owned(), request);
                let last = self.draws(last).await;
                (says(&last), vec![last])
            }
            _ => (harmless, Vec::new()),
        }
    }

    /// Whether it has said anything yet.
    pub fn has_begun(&self) -> bool {
        self.last_answer() > Duration::ZERO
    }

    /// When it said something the last time, since the target was made.
    pub fn last_answer(&self) -> Duration {
        Duration::from_micros(self.0.health.last.load(Ordering::Relaxed))
    }

    /// What a request draws within the full time.
    async fn draws(&self, (contract, base, request): (String, String, Request)) -> Exchange {
        let mut connection = self.connection(&contract, &base);
        let full = self.limits().timeout;
        connection.send_within(request, full).await
    }
}

/// Whether anything came: whatever it says, it says something.
fn says(exchange: &Exchange) -> bool {
    !matches!(
        exchange.answer,
        Err(Failure::Timeout(_) | Failure::Unreachable(_))
    )
}
