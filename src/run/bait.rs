//! A file and a listener that only a parser which follows external entities would look at.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::generate;

/// How long a visit may take to come, once the request was answered.
const PATIENCE: Duration = Duration::from_millis(5);

/// What was laid out; the file goes when this does.
pub(super) struct Bait {
    /// What documents name.
    pub(super) named: generate::Bait,
    visited: Arc<AtomicBool>,
    closed: Arc<AtomicBool>,
    at: SocketAddr,
    _file: NamedTempFile,
}

impl Bait {
    /// Writes the file and opens the listener; `None` when the system allows neither.
    pub(super) fn lay_out() -> Option<Self> {
        let mark = format!("clausal-bait-{:016x}", generate::nonce());
        let mut file = tempfile::Builder::new().prefix("clausal").tempfile().ok()?;
        file.write_all(mark.as_bytes()).ok()?;
        file.flush().ok()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
        let at = listener.local_addr().ok()?;
        let port = at.port();
        let (visited, closed) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
        let (seen, over) = (Arc::clone(&visited), Arc::clone(&closed));
        // A thread of its own hangs up at once: a visitor that waits for an answer must not hold up
        // the answer to us.
        std::thread::spawn(move || {
            for visitor in listener.incoming() {
                drop(visitor);
                if over.load(Ordering::Relaxed) {
                    break;
                }
                seen.store(true, Ordering::Relaxed);
            }
        });
        let path = file.path().to_str()?.trim_start_matches('/').to_owned();
        Some(Bait {
            named: generate::Bait {
                file: format!("file:///{path}"),
                mark,
                address: format!("http://127.0.0.1:{port}/clausal"),
            },
            visited,
            closed,
            at,
            _file: file,
        })
    }

    /// Whether anybody connected since the last look.
    pub(super) async fn was_visited(&self) -> bool {
        tokio::time::sleep(PATIENCE).await;
        self.visited.swap(false, Ordering::Relaxed)
    }
}

impl Drop for Bait {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the thread; when it is gone already there is nobody to wake.
        drop(TcpStream::connect(self.at));
    }
}
