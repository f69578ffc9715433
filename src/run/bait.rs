//! A file and a listener that only a parser which follows external entities would look at.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::generate;

/// How long a visit may take to come, once the request was answered.
const PATIENCE: Duration = Duration::from_millis(5);

/// How long a visitor may take to ask, and to take the answer.
const SERVING: Duration = Duration::from_millis(200);
/// Bytes of a visitor's request that are read.
const LONGEST: usize = 16 << 10;

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
        // A thread of its own answers at once: a visitor that waits must not hold up the answer to
        // us. What it serves is known again, should the target show it.
        let served = mark.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                seen.store(true, Ordering::Relaxed);
                if let Ok(visitor) = visitor {
                    // Who hangs up early has visited all the same.
                    drop(serve(visitor, &served));
                }
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

/// Answers one visitor with the mark; with a declaration of it where a DTD is asked for.
fn serve(mut visitor: TcpStream, mark: &str) -> std::io::Result<()> {
    visitor.set_read_timeout(Some(SERVING))?;
    visitor.set_write_timeout(Some(SERVING))?;
    let mut request = Vec::new();
    let mut piece = [0; 1024];
    while !request.windows(4).any(|w| w == b"\r\n\r\n") && request.len() < LONGEST {
        match visitor.read(&mut piece)? {
            0 => break,
            n => request.extend_from_slice(&piece[..n]),
        }
    }
    let line = request.split(|b| *b == b'\r').next().unwrap_or_default();
    let text = match line.windows(5).any(|w| w == b".dtd ") {
        true => format!("<!ENTITY clausal \"{mark}\">"),
        false => mark.to_owned(),
    };
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\nconnection: close\r\ncontent-length";
    visitor.write_all(format!("{head}: {}\r\n\r\n{text}", text.len()).as_bytes())
}

impl Drop for Bait {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the thread; when it is gone already there is nobody to wake.
        drop(TcpStream::connect(self.at));
    }
}
