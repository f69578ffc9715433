//! The command as a process of its own, so that its memory can be seen.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::peak_kib;

/// The most memory that the command may ever hold, in KiB.
const MEMORY: u64 = 200 << 10;
/// The time that each run is given, in seconds, and how much later it may end at most.
const LIMIT: u64 = 40;
const LATER: Duration = Duration::from_secs(2);
/// When a run is taken for one without an end.
const LONGEST: Duration = Duration::from_secs(120);
/// Sent with every request, and never shown.
pub const TOKEN: &str = "s3cr3t-t0ken-0123456789";

/// What is checked.
pub struct Checked {
    pub contract: &'static str,
    pub only: &'static [&'static str],
    /// More of the profile.
    pub profile: &'static str,
}

/// A clause about a refusal, which shares the target with others, and two about successes, which
/// have it to themselves.
pub const JSA: Checked = Checked {
    contract: "jsa",
    only: &[
        "jsa/createBackup/422-1004/name.pattern",
        "jsa/createBackup/accepts/sample",
        "jsa/createBackup/response/object",
    ],
    profile: FIXTURES,
};

pub const FIXTURES: &str = "[contracts.jsa.fixtures]\n\
    configuration_id = 1\nconsole_host = 53\nmanaged_host = 101\ninactive_host = 102\n\
    no_ariel_host = 103\nunconfigured_host = 104\n";

/// How the command ended and what it said.
pub struct Ended {
    pub code: Option<i32>,
    pub took: Duration,
    /// Peak of the resident set, in KiB.
    pub peak: u64,
    /// How often it was looked at before it had ended.
    pub looks: usize,
    /// Standard output.
    pub shown: String,
    pub errors: String,
    pub json: String,
    pub junit: String,
}

/// Checks a target with short time limits.
pub fn check(url: &str, checked: &Checked) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let profile = format!(
        "[limits]\ntimeout_ms = 600\nsettle_ms = 200\n\
         [contracts.{}]\nheaders = {{ SEC = \"{TOKEN}\" }}\n{}",
        checked.contract, checked.profile
    );
    std::fs::write(at("profile.toml"), profile).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command
        .args(["check", "--target", url, "--contract", checked.contract])
        .args(["--profile", &at("profile.toml"), "--seed", "1"])
        .args(["--cases", "1", "--jobs", "4"])
        .args(["--time-limit", &format!("{LIMIT}s")])
        .args(["--report", &format!("json={}", at("r.json"))])
        .args(["--report", &format!("junit={}", at("r.xml"))])
        .env_clear();
    for pattern in checked.only {
        command.args(["--only", pattern]);
    }
    let out = std::fs::File::create(at("out")).unwrap();
    let err = std::fs::File::create(at("err")).unwrap();
    let began = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .spawn()
        .expect("the command starts");
    let (mut peak, mut looks) = (0, 0);
    let code = loop {
        peak = peak.max(peak_kib(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("no end within {LONGEST:?}");
        }
        looks += 1;
        thread::sleep(Duration::from_millis(4));
    };
    let read = |name: &str| {
        let bytes = std::fs::read(at(name)).unwrap_or_default();
        String::from_utf8(bytes).expect("whatever came, reports are UTF-8")
    };
    Ended {
        code,
        took: began.elapsed(),
        peak,
        looks,
        shown: read("out"),
        errors: read("err"),
        json: read("r.json"),
        junit: read("r.xml"),
    }
}

impl Ended {
    /// What was shown, with single spaces, as lines are wrapped.
    pub fn words(&self) -> String {
        let words: Vec<_> = self.shown.split_whitespace().collect();
        words.join(" ")
    }

    /// Holds the end to exit codes and to words of which one must be said, and to what holds for
    /// every end: memory, and reports that are there, harmless and without secrets.
    pub fn holds(&self, name: &str, codes: &[i32], words: &[&str]) {
        let all = format!("{}\n{}", self.shown, self.errors);
        let code = self.code.expect("no signal ended it");
        assert!(codes.contains(&code), "{name}: exit code {code}\n{all}");
        // Where one reason stands for all, those of single clauses are in the report alone.
        let said = format!("{} {}", self.words(), self.json);
        assert!(
            words.is_empty() || words.iter().any(|w| said.contains(w)),
            "{name}: none of {words:?} in\n{all}"
        );
        let (peak, took) = (self.peak, self.took);
        let limit = Duration::from_secs(LIMIT) + LATER;
        assert!(took < limit, "{name}: it took {took:?}\n{all}");
        assert!(peak < MEMORY, "{name}: {peak} KiB after {took:?}");
        assert!(
            peak > 0 || self.looks < 3 || cfg!(not(target_os = "linux")),
            "{name}: memory is not seen"
        );
        assert!(!self.errors.contains("panicked"), "{name}: {all}");
        for (report, text) in [
            ("standard output", &self.shown),
            ("standard error", &self.errors),
            ("JSON", &self.json),
            ("JUnit", &self.junit),
        ] {
            let raw = text.chars().find(|c| *c != '\n' && acts_on_terminals(*c));
            assert_eq!(raw, None, "{name}: {report} holds it raw");
            assert!(!text.contains(TOKEN), "{name}: {report} shows the token");
        }
        serde_json::from_str::<serde_json::Value>(&self.json).expect("the JSON report is JSON");
        assert!(self.junit.contains("</testsuites>"), "{name}: no JUnit");
    }
}

/// Controls, bidirectional controls, and characters that are not seen.
fn acts_on_terminals(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
