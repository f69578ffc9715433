//! Bounds that a target sets.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::ProfileError;

/// Bounds of time and memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// For one request and its whole answer.
    pub timeout: Duration,
    /// For an answer to be called in time, where the profile says so.
    pub answer: Option<Duration>,
    /// For something created to finish, where no hook resets the target.
    pub settle: Duration,
    /// The same, where the profile gives it.
    pub settle_given: Option<Duration>,
    /// Bytes of an answer's body.
    pub max_body_bytes: usize,
    /// Connections at once; none means as many as `--jobs`.
    pub connections: Option<usize>,
    /// Requests a second at most, over all connections.
    pub requests_per_second: Option<f64>,
    /// For the whole run.
    pub total: Option<Duration>,
    /// Pause at most that a target can ask for with Retry-After.
    pub retry_after: Duration,
    /// File whose lock is held while the target is needed for oneself.
    pub lock: Option<PathBuf>,
    /// How long that lock is waited for.
    pub lock_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            timeout: Duration::from_secs(10),
            answer: None,
            settle: Duration::from_secs(30),
            settle_given: None,
            max_body_bytes: 8 << 20,
            connections: None,
            requests_per_second: None,
            total: None,
            retry_after: Duration::from_secs(10),
            lock: None,
            lock_wait: Duration::from_secs(3600),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsText {
    timeout_ms: Option<u64>,
    max_response_ms: Option<u64>,
    settle_ms: Option<u64>,
    max_body_bytes: Option<usize>,
    connections: Option<usize>,
    requests_per_second: Option<f64>,
    total_ms: Option<u64>,
    retry_after_ms: Option<u64>,
    lock: Option<PathBuf>,
    lock_wait_ms: Option<u64>,
}

impl LimitsText {
    pub(super) fn read(self) -> Result<Limits, ProfileError> {
        let default = Limits::default();
        let wrong = |name: &str, why: &str| Err(ProfileError::Limit(name.into(), why.into()));
        if self.timeout_ms == Some(0) {
            return wrong("timeout_ms", "must be more than zero");
        }
        if self.connections == Some(0) {
            return wrong("connections", "must be more than zero");
        }
        if self
            .requests_per_second
            .is_some_and(|n| !n.is_finite() || n < 0.001)
        {
            return wrong("requests_per_second", "must be at least 0.001");
        }
        let time = |given: Option<u64>, default| given.map_or(default, Duration::from_millis);
        Ok(Limits {
            timeout: time(self.timeout_ms, default.timeout),
            answer: self.max_response_ms.map(Duration::from_millis),
            settle: time(self.settle_ms, default.settle),
            settle_given: self.settle_ms.map(Duration::from_millis),
            max_body_bytes: self.max_body_bytes.unwrap_or(default.max_body_bytes),
            connections: self.connections,
            requests_per_second: self.requests_per_second,
            total: self.total_ms.map(Duration::from_millis),
            retry_after: time(self.retry_after_ms, default.retry_after),
            lock: self.lock,
            lock_wait: time(self.lock_wait_ms, default.lock_wait),
        })
    }
}
