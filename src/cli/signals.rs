//! Signals that ask for an end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a run for its end at the first signal, so that its reports are written; the second one ends
/// the process at once.
pub(super) async fn stop(stop: Arc<AtomicBool>) {
    if ended().await.is_err() {
        return;
    }
    eprintln!("ending; what was judged is reported (again to end at once)");
    stop.store(true, Ordering::Relaxed);
    if ended().await.is_ok() {
        #[expect(clippy::exit, reason = "somebody asked twice")]
        std::process::exit(super::exit::INTERRUPTED.into());
    }
}

/// Waits until somebody asks the process to end, by Ctrl-C or SIGTERM.
pub(super) async fn ended() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
