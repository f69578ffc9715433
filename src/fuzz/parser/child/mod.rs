//! Processes of the command: each in a process group of its own, watched, and ended with all that
//! it started.

mod table;
mod watch;

use std::ffi::OsString;
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

pub(super) use watch::{Shared, Watch};

/// How many times its own length a busy machine may add to the time for an answer,
pub(super) const SPARED: u32 = 8;
/// and to the time after which something is suspected, which costs little where it is wrong.
pub(super) const SPARED_SUSPECTS: u32 = 2;

/// A command that can be started.
#[derive(Clone, Debug)]
pub(super) struct Program {
    path: PathBuf,
    args: Vec<OsString>,
}

/// A running process of the command.
pub(super) struct Running {
    /// Its pipes are there for the taking.
    pub child: Child,
    pid: Pid,
    watch: Arc<Shared>,
    is_over: bool,
}

/// What a process had done and held before a document.
pub(super) struct Gauge {
    pid: i32,
    before: table::Work,
    /// How long the one who asks had been kept waiting by the machine.
    asker: Duration,
    held: u64,
}

/// Who did less than one part in so many of the time waited for something else than a processor,
const IDLE: u32 = 20;
/// if it was no shorter than this: less may be the time that it takes to be woken.
const PAUSE: Duration = Duration::from_millis(200);

/// What a document took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    /// What processors counted, which does not depend on what else the machine does.
    pub ran: Duration,
    /// All that passed, without what the machine is known to have kept the process waiting.
    pub passed: Duration,
}

impl Spent {
    /// Whether nearly all of the time was not theirs, as they slept.
    pub fn slept(self) -> bool {
        self.passed >= PAUSE && self.passed / IDLE > self.ran
    }

    /// What processors counted, or all that passed of who slept.
    pub fn work(self) -> Duration {
        match self.slept() {
            true => self.passed,
            false => self.ran,
        }
    }

    /// The less of both.
    pub fn min(self, other: Spent) -> Spent {
        Spent {
            ran: self.ran.min(other.ran),
            passed: self.passed.min(other.passed),
        }
    }
}

impl Gauge {
    /// What the process and all that it started took since, of the time that passed.
    pub fn spent(&self, took: Duration) -> Spent {
        let now = table::work(self.pid);
        let ran = now.ran.saturating_sub(self.before.ran);
        let queued = now.queued.saturating_sub(self.before.queued);
        let waited = table::queued_here().saturating_sub(self.asker);
        Spent {
            // Where nothing is counted, the time is all that is known.
            ran: if now.ran.is_zero() { took } else { ran },
            passed: took.saturating_sub(queued).saturating_sub(waited),
        }
    }

    /// How long its processors counted; all the time where nothing is counted.
    pub fn ran(&self, took: Duration) -> Duration {
        let now = table::work(self.pid);
        match now.ran.is_zero() {
            true => took,
            false => now.ran.saturating_sub(self.before.ran),
        }
    }

    /// How much memory it holds now.
    pub fn resident(&self) -> u64 {
        table::one(self.pid).map_or(0, |process| process.resident)
    }

    /// The most memory it held since, beyond what it held before.
    pub fn memory(&self) -> u64 {
        table::peak(self.pid).map_or(0, |peak| peak.saturating_sub(self.held))
    }
}

/// How a process ended.
pub(super) struct Ended {
    pub status: ExitStatus,
    /// The bytes that it and what it started held, when that was too much.
    pub memory: Option<u64>,
    /// The most that was seen of it.
    pub peak: u64,
}

impl Program {
    /// Looks the command up once, as every start would do it again.
    ///
    /// # Errors
    /// One sentence, when there is no such command or it cannot be run.
    pub fn find(command: &[OsString]) -> Result<Self, String> {
        let (name, args) = command.split_first().ok_or("no command was given")?;
        let shown = Path::new(name).display();
        let is_path = name.is_empty() || name.as_encoded_bytes().contains(&b'/');
        let path = if is_path {
            PathBuf::from(name)
        } else {
            let folders = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&folders)
                .map(|folder| folder.join(name))
                .find(|path| is_executable(path))
                .ok_or_else(|| format!("the command `{shown}` was not found"))?
        };
        match std::fs::metadata(&path) {
            Err(e) => Err(format!("the command `{shown}` cannot be started: {e}")),
            Ok(found) if found.is_dir() => Err(format!("the command `{shown}` is a folder")),
            Ok(_) if !is_executable(&path) => {
                Err(format!("the command `{shown}` is not executable"))
            }
            Ok(_) => Ok(Program {
                path,
                args: args.to_vec(),
            }),
        }
    }

    /// Starts the command, the leader of a new process group.
    pub fn start(
        &self,
        [stdin, stdout, stderr]: [Stdio; 3],
        watch: &Arc<Shared>,
    ) -> io::Result<Running> {
        // Nothing here may need a hook before exec: without one the standard library spawns
        // without copying clausal's page tables.
        let mut command = Command::new(&self.path);
        command
            .args(&self.args)
            .process_group(0)
            .stdin(stdin)
            .stdout(stdout)
            .stderr(stderr);
        let (child, pid) = watch.start(|| {
            let child = command.spawn()?;
            let pid = Pid::from_child(&child);
            Ok((child, pid))
        })?;
        Ok(Running {
            child,
            pid,
            watch: watch.clone(),
            is_over: false,
        })
    }
}

fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

impl Running {
    /// Whether the process has ended. It is kept as a zombie, so that its number and its group's
    /// stay its own until [`Running::end`].
    pub fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        !matches!(waitid(WaitId::Pid(self.pid), options), Ok(None))
    }

    /// How long it was ready to run since it started and no processor was free.
    pub fn queued(&self) -> Duration {
        table::queued(self.pid.as_raw_nonzero().get())
    }

    /// Begins to measure what a document takes.
    pub fn gauge(&self) -> Gauge {
        let pid = self.pid.as_raw_nonzero().get();
        table::forget_peak(pid);
        Gauge {
            pid,
            before: table::work(pid),
            asker: table::queued_here(),
            held: table::one(pid).map_or(0, |process| process.resident),
        }
    }

    /// What is left of the time for an answer. Where a busy machine kept the process waiting, that
    /// is no fault of the parser's, and as much is added, up to so many times the time itself.
    pub fn left(
        &self,
        (patience, spared): (Duration, u32),
        took: Duration,
        queued_before: Duration,
    ) -> Duration {
        let left = patience.saturating_sub(took);
        if !left.is_zero() {
            return left;
        }
        let waited = self.queued().saturating_sub(queued_before);
        let patience = patience + waited.min(patience * spared);
        patience.saturating_sub(took)
    }

    /// Kills what still runs of its group and tells how the process itself ended.
    pub fn end(mut self) -> io::Result<Ended> {
        self.is_over = true;
        self.finish()
    }

    fn finish(&mut self) -> io::Result<Ended> {
        let (pid, child) = (self.pid, &mut self.child);
        self.watch.finish(pid, || {
            // Fails only when nothing is left to kill.
            let _ = kill_process_group(pid, Signal::KILL);
            child.wait()
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over {
            // Nobody is left to be told.
            let _ = self.finish();
        }
    }
}

/// The end of a process in words, such as "signal 11 (SIGSEGV)".
pub(super) fn shown(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => {
            let name = match signal {
                4 => "SIGILL",
                5 => "SIGTRAP",
                6 => "SIGABRT",
                7 => "SIGBUS",
                8 => "SIGFPE",
                9 => "SIGKILL",
                11 => "SIGSEGV",
                13 => "SIGPIPE",
                15 => "SIGTERM",
                24 => "SIGXCPU",
                25 => "SIGXFSZ",
                31 => "SIGSYS",
                _ => return format!("signal {signal}"),
            };
            format!("signal {signal} ({name})")
        }
        (None, None) => status.to_string(),
    }
}
