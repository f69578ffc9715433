//! The machine's processes, as /proc tells of them.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// One process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Process {
    pub pid: i32,
    pub parent: i32,
    pub group: i32,
    /// Resident memory in bytes.
    pub resident: u64,
}

/// Every process that may be looked at; none where there is no /proc.
pub(super) fn all() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(one)
        .collect()
}

/// One process, if it is there.
pub(super) fn one(pid: i32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in parentheses and may hold anything.
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |at: usize| fields.get(at)?.parse::<i64>().ok();
    Some(Process {
        pid,
        parent: number(1)? as i32,
        group: number(2)? as i32,
        resident: number(21)?.max(0) as u64 * rustix::param::page_size() as u64,
    })
}

/// How long a process was ready to run since it started and no processor was free; zero where that
/// is not told.
pub(super) fn queued(pid: i32) -> Duration {
    fs::read_to_string(format!("/proc/{pid}/schedstat"))
        .ok()
        .and_then(|text| queue_time(&text))
        .unwrap_or_default()
}

/// How long this thread was ready to run and no processor was free.
pub(super) fn queued_here() -> Duration {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| queue_time(&text))
        .unwrap_or_default()
}

/// What a process and all that it started have done so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    /// How long all their threads ran.
    pub ran: Duration,
    /// How long those of the process itself were ready to run, and no processor was free.
    pub queued: Duration,
}

/// How many generations of processes are looked at.
const GENERATIONS: usize = 4;

/// What a process has done so far, with its children, also one that has ended and was not reaped;
/// nothing where that is not told.
pub(super) fn work(pid: i32) -> Work {
    let mut all = Work::default();
    add_work(pid, GENERATIONS, &mut all);
    all
}

fn add_work(pid: i32, generations: usize, all: &mut Work) {
    let threads = fs::read_dir(format!("/proc/{pid}/task"));
    let mut ran = Duration::ZERO;
    for thread in threads.into_iter().flatten().flatten() {
        let text = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        let mut numbers = text.split_whitespace().map_while(|n| n.parse().ok());
        ran += Duration::from_nanos(numbers.next().unwrap_or_default());
        let queued = Duration::from_nanos(numbers.next().unwrap_or_default());
        if generations == GENERATIONS {
            all.queued += queued;
        }
        if generations > 1 {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            for child in children.split_whitespace().filter_map(|n| n.parse().ok()) {
                add_work(child, generations - 1, all);
            }
        }
    }
    let (own, children) = ticks(pid).unwrap_or_default();
    // Threads that are gone are in the coarser number only.
    all.ran += ran.max(own) + children;
}

/// How long a process ran, and its children that have ended and were waited for, in whole ticks of the
/// system's clock.
fn ticks(pid: i32) -> Option<(Duration, Duration)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let mut fields = rest.split(' ').skip(11);
    let a_second = rustix::param::clock_ticks_per_second().max(1);
    let mut both = || {
        let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * 1000 / a_second))
    };
    Some((both()?, both()?))
}

/// Has the most memory that a process ever held counted anew. Where that is not possible, it is only
/// told of documents that take more than all before.
pub(super) fn forget_peak(pid: i32) {
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// The most memory that a process held, in bytes.
pub(super) fn peak(pid: i32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

/// The second number: nanoseconds in the queue.
fn queue_time(text: &str) -> Option<Duration> {
    let nanoseconds = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The processes that belong to a group or descend from its leader.
pub(super) fn tree(all: &[Process], leader: i32) -> Vec<Process> {
    let mut belongs: HashMap<i32, bool> = HashMap::from([(leader, true)]);
    let parents: HashMap<i32, i32> = all.iter().map(|p| (p.pid, p.parent)).collect();
    let mut found = Vec::new();
    for process in all {
        let mut way = Vec::new();
        let mut at = process.pid;
        // A process that ends while the table is read may leave a loop of numbers.
        let is_below = loop {
            if let Some(known) = belongs.get(&at) {
                break *known;
            }
            way.push(at);
            match parents.get(&at) {
                Some(parent) if way.len() < 1000 => at = *parent,
                _ => break false,
            }
        };
        for pid in way {
            belongs.insert(pid, is_below);
        }
        if is_below || process.group == leader {
            found.push(*process);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: i32, parent: i32, group: i32) -> Process {
        Process {
            pid,
            parent,
            group,
            resident: 1,
        }
    }

    #[test]
    fn a_tree_is_the_group_and_every_descendant() {
        let all = [
            process(1, 0, 1),
            process(10, 1, 10),
            process(11, 10, 10),
            process(12, 11, 12),
            process(13, 1, 10),
            process(14, 1, 14),
            process(20, 21, 20),
            process(21, 20, 21),
        ];
        let pids: Vec<i32> = tree(&all, 10).iter().map(|p| p.pid).collect();
        assert_eq!(pids, [10, 11, 12, 13]);
    }

    #[test]
    fn time_in_the_queue_is_the_second_number() {
        let told = queue_time("2000 1500000000 7\n");
        assert_eq!(told, Some(Duration::from_millis(1500)));
        assert_eq!(queue_time(""), None);
        assert_eq!(queue_time("2000 -1 7"), None);
        assert_eq!(queued(i32::MAX), Duration::ZERO);
    }

    /// Which takes a hundredth of a second for each of its ticks.
    #[test]
    #[cfg(target_os = "linux")]
    fn what_children_did_counts_also_when_they_are_gone() {
        let before = work(std::process::id() as i32).ran;
        let script = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        let done = std::process::Command::new("sh")
            .args(["-c", script])
            .status();
        assert!(done.unwrap().success());
        let after = work(std::process::id() as i32).ran;
        assert!(
            after - before > Duration::from_millis(20),
            "{before:?} {after:?}"
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_is_told_of() {
        let pid = std::process::id() as i32;
        let own = all().into_iter().find(|p| p.pid == pid).unwrap();
        assert!(own.resident > 100_000, "{own:?}");
    }
}
