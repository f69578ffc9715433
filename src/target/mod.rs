//! Reaching a target: its address, the profile, connections, provider states.

mod address;
mod connection;
mod profile;
mod states;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::exchange::{Exchange, Failure, Request};

pub use address::{Address, AddressError};
pub use connection::Connection;
pub use profile::{Limits, Profile, ProfileError, Secrets};
pub use states::{HookAnswer, HookError, StatesHook};

/// A target: cheap to clone, shared by all workers.
#[derive(Clone)]
pub struct Target(Arc<Inner>);

struct Inner {
    address: Address,
    limits: Limits,
    /// Headers of each contract, ready to be sent.
    headers: BTreeMap<String, Vec<(http::HeaderName, http::HeaderValue)>>,
    started: Instant,
    requests: AtomicU64,
    recording: AtomicBool,
    recorded: Mutex<Vec<Recorded>>,
}

/// An exchange that was kept, with what the request itself does not tell.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The contract whose headers were sent.
    pub contract: String,
    /// Path between the target's address and the request's own target.
    pub base: String,
    /// What was sent and what came.
    pub exchange: Exchange,
}

impl Target {
    /// A target at an address, with the headers and limits of a profile.
    ///
    /// # Errors
    /// A header of the profile that cannot be sent; the message does not show its value.
    pub fn new(address: Address, profile: &Profile) -> Result<Self, ProfileError> {
        let mut headers = BTreeMap::new();
        for (contract, settings) in &profile.contracts {
            headers.insert(contract.clone(), settings.sendable(contract)?);
        }
        Ok(Target(Arc::new(Inner {
            address,
            limits: profile.limits.clone(),
            headers,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            recording: AtomicBool::new(false),
            recorded: Mutex::default(),
        })))
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Requests sent so far, states hook excluded.
    pub fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Time since the target was made, from which the times of exchanges count.
    pub fn elapsed(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// Keeps every exchange from now on, until it is taken.
    pub fn record(&self) {
        self.0.recording.store(true, Ordering::Relaxed);
    }

    /// The exchanges kept since the last call, in the order their answers came.
    pub fn take_recorded(&self) -> Vec<Recorded> {
        if !self.0.recording.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let mut kept = self
            .0
            .recorded
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept)
    }

    fn keep(&self, contract: &str, base: &str, exchange: &Exchange) {
        if !self.0.recording.load(Ordering::Relaxed) {
            return;
        }
        let mut kept = self
            .0
            .recorded
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        kept.push(Recorded {
            contract: contract.to_owned(),
            base: base.to_owned(),
            exchange: exchange.clone(),
        });
    }

    /// A connection of one's own; it is made when first needed.
    pub fn connection(&self, contract: &str, base: &str) -> Connection {
        Connection::new(self.clone(), contract, base)
    }

    /// Sends requests at the same moment, each on a connection made beforehand.
    pub async fn race(&self, contract: &str, base: &str, requests: &[Request]) -> Vec<Exchange> {
        let mut connections = Vec::with_capacity(requests.len());
        for _ in requests {
            let mut connection = self.connection(contract, base);
            // A connection that cannot be made shows when its request is sent.
            drop(connection.open().await);
            connections.push(connection);
        }
        let barrier = Arc::new(tokio::sync::Barrier::new(requests.len()));
        let runners = connections
            .into_iter()
            .zip(requests)
            .map(|(mut connection, request)| {
                let (barrier, request) = (Arc::clone(&barrier), request.clone());
                tokio::spawn(async move {
                    barrier.wait().await;
                    connection.send(request).await
                })
            });
        let runners: Vec<_> = runners.collect();
        let mut exchanges = Vec::with_capacity(runners.len());
        for (runner, request) in runners.into_iter().zip(requests) {
            exchanges.push(runner.await.unwrap_or_else(|e| Exchange {
                request: request.clone(),
                answer: Err(Failure::Closed(e.to_string())),
                sent: self.0.started.elapsed(),
                took: std::time::Duration::ZERO,
            }));
        }
        exchanges
    }

    /// Whether a connection can be made.
    ///
    /// # Errors
    /// Why not.
    pub async fn reachable(&self) -> Result<(), Failure> {
        connection::connect(&self.0.address, self.0.limits.timeout)
            .await
            .map(drop)
    }
}
