//! When a run must end, finished or not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::driver::Stop;

/// What is in flight at the end may come as long as this.
const GRACE: Duration = Duration::from_millis(500);
/// How often it is looked whether somebody asks for an end.
const LOOK: Duration = Duration::from_millis(50);

/// The time that is left, and whether somebody asked for an end.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    deadline: Option<Instant>,
    stop: Option<Arc<AtomicBool>>,
}

impl Clock {
    pub(super) fn new(deadline: Option<Instant>, stop: Option<Arc<AtomicBool>>) -> Self {
        Clock { deadline, stop }
    }

    /// Waits until the run must end and what is in flight had its time, and tells why. Without an end it
    /// waits for ever.
    pub(super) async fn over(&self) -> Stop {
        loop {
            if let Some(stop) = self.up() {
                tokio::time::sleep(GRACE).await;
                return stop;
            }
            let left = self
                .deadline
                .map(|d| d.saturating_duration_since(Instant::now()));
            tokio::time::sleep(left.map_or(LOOK, |left| left.min(LOOK))).await;
        }
    }

    /// Why the run must end now.
    pub(super) fn up(&self) -> Option<Stop> {
        if self
            .stop
            .as_ref()
            .is_some_and(|s| s.load(Ordering::Relaxed))
        {
            return Some(Stop::Interrupted);
        }
        let over = self.deadline.is_some_and(|d| Instant::now() >= d);
        over.then_some(Stop::TimeUp)
    }
}
