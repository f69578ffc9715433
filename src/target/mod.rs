//! Reaching a target: its address, the profile, connections, provider states.

mod address;
mod allowance;
mod coding;
mod command;
mod connection;
mod failure;
mod health;
mod line;
mod meter;
mod pace;
mod profile;
mod recent;
mod route;
mod secrets;
mod service;
mod states;
mod tls;
mod token;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::exchange::{Exchange, Failure, Request};
use pace::Pace;
use route::Route;
use service::InProcess;
use token::Credentials;

#[cfg(feature = "cli")]
pub(crate) use address::shown as shown_url;
pub use address::{Address, AddressError};
pub use allowance::Allowance;
pub use connection::Connection;
pub(crate) use pace::wanted as retry_after;
pub use profile::{Limits, Profile, ProfileError, lines};
pub use secrets::{MASK, Secrets};
pub use states::{HookAnswer, HookError, StatesHook};
pub use tls::{Tls, TlsError};
pub use token::{LoginError, TokenError};

/// A target: cheap to clone, shared by all workers.
#[derive(Clone)]
pub struct Target(Arc<Inner>);

struct Inner {
    address: Address,
    limits: Limits,
    insecure: bool,
    route: Route,
    pace: Pace,
    /// Headers of each contract.
    credentials: BTreeMap<String, Arc<Credentials>>,
    started: Instant,
    requests: AtomicU64,
    health: health::Health,
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
    /// A header of the profile that cannot be sent (the message does not show its value), a proxy
    /// or certificates that cannot be used.
    pub fn new(address: Address, profile: &Profile) -> Result<Self, ProfileError> {
        let route = Route::network(&address, &profile.tls, profile.proxy.as_deref())?;
        Self::by(route, address, profile)
    }

    /// A service of this process, such as an axum router, as the target.
    ///
    /// # Errors
    /// A header of the profile that cannot be sent; the message does not show its value.
    pub fn in_process<S, O>(service: S, profile: &Profile) -> Result<Self, ProfileError>
    where
        S: tower_service::Service<
                http::Request<http_body_util::Full<bytes::Bytes>>,
                Response = http::Response<O>,
            > + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
        S::Error: std::fmt::Display + Send,
        O: http_body::Body<Data = bytes::Bytes> + Send + 'static,
        O::Error: std::fmt::Display,
    {
        let address = Address {
            tls: false,
            host: "in-process".into(),
            port: 80,
            prefix: String::new(),
        };
        Self::by(Route::InProcess(InProcess::new(service)), address, profile)
    }

    fn by(route: Route, address: Address, profile: &Profile) -> Result<Self, ProfileError> {
        if let Some(value) = route.credential()
            && let Ok(value) = value.to_str()
        {
            profile.secrets().add_header("proxy-authorization", value);
        }
        let mut credentials = BTreeMap::new();
        for (contract, settings) in &profile.contracts {
            let (fixed, sources) = settings.sendable(contract)?;
            let of = Credentials::new(
                contract,
                fixed,
                settings.marks(contract),
                sources,
                profile.secrets(),
            );
            credentials.insert(contract.clone(), Arc::new(of));
        }
        Ok(Target(Arc::new(Inner {
            address,
            limits: profile.limits.clone(),
            insecure: profile.tls.insecure,
            route,
            pace: Pace::new(profile.limits.requests_per_second),
            credentials,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            health: health::Health::default(),
            recording: AtomicBool::new(false),
            recorded: Mutex::default(),
        })))
    }

    /// Gets the first tokens, from commands and logins, of contracts by these names.
    ///
    /// # Errors
    /// No token could be had.
    pub async fn log_in(&self, contracts: &[&str]) -> Result<(), TokenError> {
        for (contract, credentials) in &self.0.credentials {
            if contracts.contains(&contract.as_str()) && credentials.can_renew(u64::MAX) {
                credentials.renew(0, self).await?;
            }
        }
        Ok(())
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Whether the certificate of the other side goes unchecked.
    pub fn trusts_anybody(&self) -> bool {
        self.0.address.tls && self.0.insecure
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
        let line = self.0.route.dial(&self.0.address, self.0.limits.timeout);
        line.await.map(drop)
    }
}
