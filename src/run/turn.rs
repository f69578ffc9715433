//! Taking turns with other runs on one target: by a lock that the profile names.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::driver::Stop;
use super::shard::Shard;
use super::{Lane, Options};
use crate::clause::Clause;
use crate::target::{AddressError, Limits, Profile, StatesHook, Target};

/// Pause between two looks at a lock that others hold.
const PAUSE: Duration = Duration::from_millis(50);

/// The clauses of this run's shard. Those that need the target to themselves are the first shard's
/// alone, unless a lock lets all shards take turns; the note says so.
pub(super) fn part(
    clauses: Vec<Clause>,
    options: &Options,
    limits: &Limits,
) -> (Vec<Clause>, Option<String>) {
    let Some(shard) = options.shard else {
        return (clauses, None);
    };
    let alone = |c: &Clause| !c.is_free() && limits.lock.is_none();
    let note = (shard.of > 1 && clauses.iter().any(alone)).then(|| {
        "clauses that need the target to themselves are judged by the first shard alone, as the profile names no `lock`".to_owned()
    });
    let here = |c: &Clause| match alone(c) {
        true => shard.number == 1,
        false => shard.holds(&c.cases_key()),
    };
    (clauses.into_iter().filter(here).collect(), note)
}

/// The hook of this run: a shard that has no turns leaves the state of the target to the first one.
pub(super) fn hook(
    target: &Target,
    profile: &Profile,
    shard: Option<Shard>,
) -> Result<StatesHook, AddressError> {
    let bystander = shard.is_some_and(|s| s.number > 1) && profile.limits.lock.is_none();
    if bystander {
        return StatesHook::new(target, &profile.without_contracts());
    }
    StatesHook::new(target, profile)
}

impl Lane<'_> {
    /// Waits until no other run needs the target to itself. The turn ends with the lock's file, at
    /// the latest when this process ends.
    pub(super) async fn turn(&self) -> Result<Option<File>, Stop> {
        let limits = &self.profile.limits;
        let Some(path) = &limits.lock else {
            return Ok(None);
        };
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|e| failed(path, &e))?;
        let began = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::Error(e)) => return Err(failed(path, &e)),
                Err(TryLockError::WouldBlock) => {}
            }
            if !told && let Some(tell) = &self.totals.memory.waiting {
                tell(&format!(
                    "waiting for another run to release the lock `{}`",
                    path.display()
                ));
            }
            told = true;
            if let Some(stop) = self.clock.up() {
                return Err(stop);
            }
            if began.elapsed() >= limits.lock_wait {
                return Err(Stop::Lost(format!(
                    "the lock `{}` was not released within {} s",
                    path.display(),
                    limits.lock_wait.as_secs()
                )));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Stop {
    Stop::Lost(format!(
        "the lock `{}` cannot be taken: {error}",
        path.display()
    ))
}
