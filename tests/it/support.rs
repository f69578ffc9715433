//! What several tests need.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;

use clausal::contract::{self, Contract};
use clausal::prove::reference_profile;
use clausal::run::event::{Event, Finished, Judged};
use clausal::run::plan::Pattern;
use clausal::run::{Ended, Options, check};
use clausal::target::{Address, Profile, Target};

/// The command, with nothing of the surroundings that would change its output.
pub fn clausal(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command
        .args(args)
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("the command starts")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn jsa() -> Contract {
    contract::open("jsa").expect("the built-in contract loads")
}

pub fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The reference server's profile with short limits.
pub fn hasty() -> Profile {
    let mut profile = reference_profile().expect("the profile is right");
    profile.limits.timeout = Duration::from_secs(2);
    profile.limits.settle = Duration::from_millis(300);
    profile
}

/// Whether the body of a request to create a backup is one that the page calls valid, as far as its
/// name and the type of its configuration tell.
pub fn plain_jsa(body: &[u8]) -> bool {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let name = body["name"].as_str().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=100).contains(&name.chars().count())
        && name.chars().all(allowed)
        && body["configuration_id"] == 1
}

/// What a run told.
pub struct Told {
    pub ended: Ended,
    pub judged: Vec<Judged>,
    pub finished: Finished,
}

impl Told {
    pub fn clause(&self, name: &str) -> &Judged {
        self.judged
            .iter()
            .find(|j| j.id.ends_with(name))
            .unwrap_or_else(|| panic!("no verdict on {name}"))
    }
}

/// Checks a target with a profile against the JSA contract.
pub async fn run(url: &str, profile: &Profile, only: &[&str], options: Options) -> Told {
    run_all(&[jsa()], url, profile, only, options).await
}

/// Checks a target with a profile against some contracts.
pub async fn check_against(
    contracts: &[Contract],
    url: &str,
    profile: &Profile,
    only: &[&str],
) -> Told {
    run_all(contracts, url, profile, only, Options::default()).await
}

/// The same with options of one's own.
pub async fn check_with(
    contracts: &[Contract],
    url: &str,
    profile: &Profile,
    only: &[&str],
    options: Options,
) -> Told {
    run_all(contracts, url, profile, only, options).await
}

pub async fn run_all(
    contracts: &[Contract],
    url: &str,
    profile: &Profile,
    only: &[&str],
    options: Options,
) -> Told {
    let target = Target::new(Address::parse(url).unwrap(), profile).unwrap();
    let only = only.iter().map(|p| Pattern::parse(p).unwrap()).collect();
    let mut judged = Vec::new();
    let mut finished = None;
    let options = Options { only, ..options };
    let ended = check(
        contracts,
        profile,
        &target,
        url,
        &options,
        &mut |event| match event {
            Event::Judged(j) => judged.push(Judged::clone(&j)),
            Event::Finished(f) => finished = Some(*f),
            _ => {}
        },
    )
    .await
    .unwrap();
    Told {
        ended,
        judged,
        finished: finished.expect("the last event is told"),
    }
}

/// Whether a signal ends what is started from here. Whoever started the tests may have the hang-up ignored, as
/// `nohup` does; what they start inherits that, and goes on as it ought to.
pub fn is_heeded(signal: &str) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|l| l.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The lowest bit is signal 1.
    signal != "HUP" || ignored.is_none_or(|mask| mask & 1 == 0)
}

/// The peak so far of a process's resident set, in KiB; nothing where the system does not tell, and
/// as long as the process is still this one's copy: between `fork` and `exec` it has the memory of
/// whoever started it, and that is what would be told.
#[cfg(unix)]
pub fn peak_kib(process: u32) -> Option<u64> {
    let program = |whose: &str| std::fs::read_link(format!("/proc/{whose}/exe"));
    // A program that is another one stays so: what is read after it is of its own memory.
    if program(&process.to_string()).ok()? == program("self").ok()? {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
