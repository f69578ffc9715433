//! Reaching a target: its address, the profile, connections, provider states.

mod address;
mod connection;
mod failure;
mod health;
mod line;
mod meter;
mod profile;
mod states;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
    health: health::Health,
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
            health: health::Health::default(),
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

    fn count_request(&self) {
        self.0.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Time since the run began.
    fn clock(&self) -> Duration {
        self.0.started.elapsed()
    }

    /// A connection of one's own; it is made when first needed.
    pub fn connection(&self, contract: &str, base: &str) -> Connection {
        Connection::new(self.clone(), contract, base)
    }

    /// Sends requests at the same moment, each on a connection made beforehand.
    pub async fn race(&self, contract: &str, base: &str, requests: &[Request]) -> Vec<Exchange> {
        let opening = requests.iter().map(|_| async {
            let mut connection = self.connection(contract, base);
            // A connection that cannot be made shows when its request is sent.
            drop(connection.open().await);
            connection
        });
        let connections = futures_util::future::join_all(opening).await;
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
                took: Duration::ZERO,
            }));
        }
        exchanges
    }

    /// Whether a connection can be made.
    ///
    /// # Errors
    /// Why not.
    pub async fn reachable(&self) -> Result<(), Failure> {
        line::connect(&self.0.address, self.0.limits.timeout)
            .await
            .map(drop)
    }
}
