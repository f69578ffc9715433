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

/// Waits until somebody asks the process to end, by Ctrl-C or SIGTERM, or by going away (SIGHUP).
pub(super) async fn ended() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        let mut hung_up = match heeds_hang_up() {
            true => Some(signal(SignalKind::hangup())?),
            false => None,
        };
        let gone = async {
            match &mut hung_up {
                Some(hung_up) => drop(hung_up.recv().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = terminated.recv() => Ok(()),
            () = gone => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Whether the end of the terminal is to end the process: `nohup` has it ignored. Where the system does
/// not tell, it is left as it is.
#[cfg(unix)]
fn heeds_hang_up() -> bool {
    static HEEDS: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *HEEDS.get_or_init(|| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        // The first bit is SIGHUP's.
        mask.is_some_and(|mask| mask & 1 == 0)
    })
}
