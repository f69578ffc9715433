//! When a run must end, finished or not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::driver::Stop;

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
