//! Lets requests through side by side, or one worker's alone.

use std::net::TcpStream;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// One place for an open connection of each worker.
pub(super) struct Gate {
    lock: RwLock<()>,
    idle: Vec<Mutex<Option<TcpStream>>>,
}

impl Gate {
    pub fn new(workers: usize) -> Self {
        Gate {
            lock: RwLock::new(()),
            idle: (0..workers).map(|_| Mutex::default()).collect(),
        }
    }

    /// Leave for one exchange; waits while another worker is alone.
    pub fn pass(&self) -> RwLockReadGuard<'_, ()> {
        self.lock.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the exchanges of all others, and keeps them from new ones. Their connections are
    /// closed: a server that serves one at a time would wait for their next request.
    pub fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        let guard = self.lock.write().unwrap_or_else(PoisonError::into_inner);
        for worker in 0..self.idle.len() {
            self.take(worker);
        }
        guard
    }

    /// The connection that a worker left open.
    pub fn take(&self, worker: usize) -> Option<TcpStream> {
        let place = self.idle[worker].lock();
        place.unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Leaves a connection open for the worker's next exchange.
    pub fn put(&self, worker: usize, stream: TcpStream) {
        let place = self.idle[worker].lock();
        *place.unwrap_or_else(PoisonError::into_inner) = Some(stream);
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_is_alone_has_no_others_beside() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let gate = Gate::new(2);
        gate.put(
            1,
            TcpStream::connect(listener.local_addr().unwrap()).unwrap(),
        );
        let passed = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let alone = gate.alone();
            assert!(gate.take(1).is_none(), "a connection stays open");
            scope.spawn(|| {
                let _pass = gate.pass();
                passed.store(true, Ordering::SeqCst);
            });
            std::thread::sleep(Duration::from_millis(50));
            assert!(!passed.load(Ordering::SeqCst), "a request went on");
            drop(alone);
        });
        assert!(passed.load(Ordering::SeqCst));
    }
}
