//! One thread that looks after all processes of the command: their memory, and what they leave.

use std::collections::HashMap;
use std::io;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpid, kill_process, kill_process_group, waitid,
};

use super::{Ended, table};

/// How often processes are looked at.
const TICK: Duration = Duration::from_millis(20);
/// How often the table of processes is read when no process is older than a tick.
const IDLE: Duration = Duration::from_millis(500);
/// How long what was left behind is waited for at the end.
const PATIENCE: Duration = Duration::from_secs(2);

/// The thread; it ends when this goes.
pub struct Watch {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread and the starters of processes share.
pub struct Shared {
    /// Held for reading while a process is started or reaped, and for writing while the thread
    /// decides which processes are nobody's.
    gate: RwLock<()>,
    processes: Mutex<HashMap<i32, Entry>>,
    /// In bytes.
    limit: u64,
    adopts: bool,
    is_over: AtomicBool,
}

struct Entry {
    since: Instant,
    memory: Option<u64>,
    peak: u64,
}

impl Watch {
    /// Starts the thread. A process and what it started may hold `limit` bytes. With `adopts` every
    /// process that loses its parent becomes this process's child and is killed: only for a program
    /// that has no other children.
    pub fn new(limit: u64, adopts: bool) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if adopts {
            rustix::process::set_child_subreaper(Some(getpid()))?;
        }
        let shared = Arc::new(Shared {
            gate: RwLock::new(()),
            processes: Mutex::default(),
            limit,
            adopts,
            is_over: AtomicBool::new(false),
        });
        let own = shared.clone();
        let thread = std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || own.watch())?;
        Ok(Watch {
            shared,
            thread: Some(thread),
        })
    }

    /// For those who start processes.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A panic there was told there.
            let _ = thread.join();
        }
        let began = Instant::now();
        while self.shared.sweep(&table::all()) > 0 && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Shared {
    fn processes(&self) -> MutexGuard<'_, HashMap<i32, Entry>> {
        self.processes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a process and remembers it.
    pub(super) fn start<T>(
        &self,
        start: impl FnOnce() -> io::Result<(T, Pid)>,
    ) -> io::Result<(T, Pid)> {
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let (process, pid) = start()?;
        let entry = Entry {
            since: Instant::now(),
            memory: None,
            peak: 0,
        };
        self.processes().insert(pid.as_raw_pid(), entry);
        Ok((process, pid))
    }

    /// Ends and reaps a process and forgets it.
    pub(super) fn finish(
        &self,
        pid: Pid,
        reap: impl FnOnce() -> io::Result<ExitStatus>,
    ) -> io::Result<Ended> {
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        // Forgotten before it is reaped: from then on its number may be another's.
        let entry = self.processes().remove(&pid.as_raw_pid());
        Ok(Ended {
            status: reap()?,
            memory: entry.as_ref().and_then(|entry| entry.memory),
            peak: entry.map_or(0, |entry| entry.peak),
        })
    }

    fn watch(&self) {
        let mut last = Instant::now();
        while !self.is_over.load(Ordering::Relaxed) {
            std::thread::sleep(TICK);
            let is_old = |entry: &Entry| entry.since.elapsed() >= TICK;
            let has_old = self.processes().values().any(is_old);
            if has_old || (self.adopts && last.elapsed() >= IDLE) {
                let all = table::all();
                self.measure(&all);
                if last.elapsed() >= IDLE {
                    self.sweep(&all);
                    last = Instant::now();
                }
            }
        }
    }

    /// Kills every process that holds too much, with what it started.
    fn measure(&self, all: &[table::Process]) {
        let mut processes = self.processes();
        for (leader, entry) in processes.iter_mut() {
            let tree = table::tree(all, *leader);
            let held: u64 = tree.iter().map(|p| p.resident).sum();
            entry.peak = entry.peak.max(held);
            if held > self.limit && entry.memory.is_none() {
                entry.memory = Some(held);
                if let Some(group) = Pid::from_raw(*leader) {
                    // What has ended meanwhile needs no killing.
                    let _ = kill_process_group(group, Signal::KILL);
                }
                let outside = tree.iter().filter(|p| p.group != *leader);
                for pid in outside.filter_map(|p| Pid::from_raw(p.pid)) {
                    let _ = kill_process(pid, Signal::KILL);
                }
            }
        }
    }

    /// Kills what left its group and lost its parent, and tells how many there were.
    fn sweep(&self, all: &[table::Process]) -> usize {
        if !self.adopts {
            return 0;
        }
        let own = getpid().as_raw_pid();
        let _gate = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        let processes = self.processes();
        let mut found = 0;
        for process in all.iter().filter(|p| p.parent == own) {
            if processes.contains_key(&process.pid) {
                continue;
            }
            // The table may be old: what was reaped since has no number any more.
            let Some(now) = table::one(process.pid).filter(|p| p.parent == own) else {
                continue;
            };
            let Some(pid) = Pid::from_raw(now.pid) else {
                continue;
            };
            found += 1;
            let _ = kill_process(pid, Signal::KILL);
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
            let _ = waitid(WaitId::Pid(pid), options);
        }
        found
    }
}
