//! Faults that show when several calls come at once.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;

/// So many calls at once are too many.
const MANY: usize = 7;
/// How long a call takes under such a fault, so that others come meanwhile.
const BUSY: Duration = Duration::from_millis(5);

/// Counts the calls that are being served.
#[derive(Debug, Default)]
pub(in crate::reference::commvault) struct Crowd {
    inside: AtomicUsize,
    most: AtomicUsize,
}

/// What came of a crowd.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::reference::commvault) struct Harm {
    /// The call fails.
    pub(in crate::reference::commvault) crash: bool,
    /// The call gets the ids of the one before.
    pub(in crate::reference::commvault) shared: bool,
}

impl Crowd {
    /// Lets a call in, and tells what harm the others do to it.
    pub(in crate::reference::commvault) async fn enter(&self, behaviour: &Behaviour) -> Harm {
        let crash = behaviour.faulty(Fault::CrashAtOnce);
        let shared = behaviour.faulty(Fault::IdsShared);
        if !crash && !shared {
            return Harm::default();
        }
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        tokio::time::sleep(BUSY).await;
        let left = self.inside.fetch_sub(1, Ordering::SeqCst) - 1;
        let most = match left {
            0 => self.most.swap(0, Ordering::SeqCst),
            _ => self.most.load(Ordering::SeqCst),
        };
        Harm {
            crash: crash && most >= MANY,
            shared: shared && left % 2 == 1,
        }
    }
}
