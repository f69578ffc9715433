//! Signals that ask for an end.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// How long a reader of standard output is waited for, once somebody asked for an end.
const READER: Duration = Duration::from_millis(1500);
/// How often it is looked whether standard output is taken.
const LOOK: Duration = Duration::from_millis(50);

/// Whether standard output is being written to, which may wait for a reader.
static WRITING: AtomicBool = AtomicBool::new(false);

/// Asks a run for its end at the first signal, so that its reports are written; the second one ends
/// the process at once. It is listened to on a thread of its own: whatever the run is busy with, a signal
/// is heard.
pub(super) fn listen(stop: Arc<AtomicBool>) -> io::Result<()> {
    let runtime = super::workers()?;
    let (ready, heard) = mpsc::channel();
    std::thread::spawn(move || {
        runtime.block_on(async {
            let Ok(mut signals) = Signals::new() else {
                return;
            };
            stay_at_full_disks();
            // Nobody waits who does not want to know.
            let _ = ready.send(());
            signals.next().await;
            stop.store(true, Ordering::Relaxed);
            say("ending; what was judged is reported (again to end at once)");
            tokio::select! {
                () = signals.next() => {}
                () = nobody_reads() => {}
            }
            #[expect(clippy::exit, reason = "somebody asked twice, or nobody reads")]
            std::process::exit(super::exit::INTERRUPTED.into());
        });
    });
    // Where signals cannot be had, the system ends the process as ever.
    let _ = heard.recv();
    Ok(())
}

/// Says something without waiting for a reader.
fn say(text: &'static str) {
    std::thread::spawn(move || super::say::error_line(text));
}

/// Waits until standard output was not taken for long. It is written last, so that all reports are there.
async fn nobody_reads() {
    let mut since = Instant::now();
    loop {
        tokio::time::sleep(LOOK).await;
        if !WRITING.load(Ordering::Relaxed) {
            since = Instant::now();
        }
        if since.elapsed() >= READER {
            return;
        }
    }
}

/// Standard output, of which it is known whether somebody takes it.
pub(super) struct Out;

impl Out {
    fn watched<T>(write: impl FnOnce(io::Stdout) -> T) -> T {
        WRITING.store(true, Ordering::Relaxed);
        let written = write(io::stdout());
        WRITING.store(false, Ordering::Relaxed);
        written
    }
}

impl io::Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::watched(|mut out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::watched(|mut out| out.flush())
    }
}

/// Waits until somebody asks the process to end, by Ctrl-C or SIGTERM, or by going away (SIGHUP).
pub(super) async fn ended() -> io::Result<()> {
    Signals::new()?.next().await;
    Ok(())
}

/// A file beyond the limit that is set for the process is an error like any other, told with its name: the
/// system's own way is to end the process where it stands.
fn stay_at_full_disks() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let kind = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
        // Once it is listened to, it ends nothing any more.
        drop(signal(kind));
    }
}

/// The signals that ask for an end.
#[cfg(unix)]
struct Signals(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
        if heeds_hang_up() {
            kinds.push(SignalKind::hangup());
        }
        let signals = kinds.into_iter().map(signal);
        signals.collect::<io::Result<_>>().map(Signals)
    }

    async fn next(&mut self) {
        let signals = self.0.iter_mut().map(|signal| Box::pin(signal.recv()));
        futures_util::future::select_all(signals).await;
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
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
