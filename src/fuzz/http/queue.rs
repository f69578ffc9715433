//! What is sent once, in order: inputs of files, requests of the contracts, malformed ones.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::input::Input;
use super::source::Source;

/// Each worker takes what comes next.
pub(super) struct Queue<'r> {
    first: Mutex<VecDeque<Input>>,
    sources: Mutex<Option<VecDeque<Source<'r>>>>,
    malformed: OnceLock<Mutex<VecDeque<Input>>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'r> Queue<'r> {
    pub fn new(first: VecDeque<Input>) -> Self {
        Queue {
            first: Mutex::new(first),
            sources: Mutex::default(),
            malformed: OnceLock::new(),
        }
    }

    /// The next input of a file.
    pub fn first(&self) -> Option<Input> {
        held(&self.first).pop_front()
    }

    /// What the next clause of the next contract gives, nothing where it has no more; the contracts
    /// take turns. `None` when none is left. The first worker to ask makes them.
    pub fn clause(&self, make: impl FnOnce() -> VecDeque<Source<'r>>) -> Option<Vec<Input>> {
        let mut sources = held(&self.sources);
        let sources = sources.get_or_insert_with(make);
        let mut source = sources.pop_front()?;
        let inputs = source.next();
        if inputs.is_some() {
            sources.push_back(source);
        }
        Some(inputs.unwrap_or_default())
    }

    /// Whether the contracts may have more to give.
    pub fn has_clauses(&self) -> bool {
        held(&self.sources).as_ref().is_none_or(|s| !s.is_empty())
    }

    /// The next malformed request. The first worker to ask makes them.
    pub fn malformed(&self, make: impl FnOnce() -> Vec<Input>) -> Option<Input> {
        let all = self.malformed.get_or_init(|| Mutex::new(make().into()));
        held(all).pop_front()
    }
}
