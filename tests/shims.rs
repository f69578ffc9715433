//! Every adapter in shims/ speaks the protocol and can be fuzzed. An adapter whose parser is not
//! installed is ignored, and its line says what is missing; `shims/install.sh` installs them all.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

/// Even what only looks at tokens refuses this.
const ILL_FORMED: &str = "<a b=\"c/>";

/// Adapters that tell what they read, with what they claim to read.
const READERS: [(&str, &str); 9] = [
    ("quick-xml", "no-dtd,utf8-only"),
    ("roxmltree", "no-dtd,utf8-only"),
    ("xml-rs", "no-dtd"),
    ("expat", "fourth-edition"),
    ("xml.etree", "namespaces,fourth-edition"),
    ("lxml", "namespaces"),
    ("xmldom", "no-dtd,utf8-only"),
    ("sax", "no-dtd,utf8-only"),
    ("xmllint", "namespaces"),
];

/// What a parser is known to read wrongly: an entry of shims/misread.toml.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Misreading {
    parser: String,
    differs: Vec<String>,
    with: String,
    section: String,
    reason: String,
    #[serde(default)]
    rare: bool,
}

impl Misreading {
    fn explains(&self, finding: &Value) -> bool {
        let about = finding["about"].as_str().unwrap_or_default();
        let document = finding["document"].as_str().unwrap_or_default();
        self.differs.iter().any(|words| about.contains(words))
            && regex::Regex::new(&self.with).is_ok_and(|with| with.is_match(document))
    }
}

/// Every known misreading, in the order of the list.
fn misreadings() -> Result<Vec<Misreading>, Failed> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        misreading: Vec<Misreading>,
    }
    let text = std::fs::read_to_string(root("shims/misread.toml"))?;
    Ok(toml::from_str::<File>(&text)?.misreading)
}

/// The list is of readers, with a reason and a section each.
fn misreadings_are_of_readers() -> Result<(), Failed> {
    for own in misreadings()? {
        let is_reader = READERS.iter().any(|(name, _)| *name == own.parser);
        let is_whole = !own.section.is_empty() && !own.reason.is_empty() && !own.differs.is_empty();
        if !is_reader || !is_whole || regex::Regex::new(&own.with).is_err() {
            return Err(format!("{}: {}", own.parser, own.reason).into());
        }
    }
    Ok(())
}

/// An adapter and how to tell whether its parser is there.
struct Shim {
    name: &'static str,
    path: &'static str,
    needs: Needs,
    /// It starts a process for each document.
    is_slow: bool,
    /// What it claims, and what not.
    expect: &'static str,
    /// The name of the list of all its deviations, where there is one.
    known: Option<&'static str>,
}

enum Needs {
    /// The adapter itself is built.
    Built,
    /// This folder below node_modules, and node.
    Node(&'static str),
    /// These words succeed.
    Runs(&'static [&'static str]),
}

const fn shim(name: &'static str, path: &'static str, needs: Needs) -> Shim {
    Shim {
        name,
        path,
        needs,
        is_slow: false,
        expect: "no-dtd,utf8-only",
        known: None,
    }
}

fn shims() -> Vec<Shim> {
    let slow = |shim| Shim {
        is_slow: true,
        ..shim
    };
    let known = |known, expect, shim| Shim {
        known: Some(known),
        expect,
        ..shim
    };
    vec![
        shim(
            "quick-xml",
            "rust/target/release/shim-quick-xml",
            Needs::Built,
        ),
        shim(
            "roxmltree",
            "rust/target/release/shim-roxmltree",
            Needs::Built,
        ),
        shim("xml-rs", "rust/target/release/shim-xml-rs", Needs::Built),
        shim(
            "xmlparser",
            "rust/target/release/shim-xmlparser",
            Needs::Built,
        ),
        shim(
            "expat",
            "python/shim-expat.py",
            Needs::Runs(&["python3", "-c", "import xml.parsers.expat"]),
        ),
        known(
            "xml.etree",
            "namespaces,fourth-edition",
            shim(
                "xml.etree",
                "python/shim-etree.py",
                Needs::Runs(&["python3", "-c", "import xml.etree"]),
            ),
        ),
        known(
            "lxml",
            "namespaces",
            shim("lxml", "shim-lxml", Needs::Runs(&["shims/shim-lxml"])),
        ),
        shim(
            "fast-xml-parser",
            "node/shim-fast-xml-parser.js",
            Needs::Node("fast-xml-parser"),
        ),
        shim(
            "xmldom",
            "node/shim-xmldom.js",
            Needs::Node("@xmldom/xmldom"),
        ),
        shim("sax", "node/shim-sax.js", Needs::Node("sax")),
        known(
            "libxml2",
            "namespaces",
            slow(shim(
                "xmllint",
                "shim-xmllint",
                Needs::Runs(&["xmllint", "--version"]),
            )),
        ),
        known(
            "expat",
            "namespaces,fourth-edition",
            slow(shim("xmlwf", "shim-xmlwf", Needs::Runs(&["xmlwf", "-v"]))),
        ),
        known(
            "xerces-c",
            "namespaces",
            slow(shim(
                "xerces",
                "shim-xerces",
                Needs::Runs(&["StdInParse", "-v=never"]),
            )),
        ),
    ]
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

impl Shim {
    fn file(&self) -> PathBuf {
        root("shims").join(self.path)
    }

    /// What is not installed, if anything.
    fn missing(&self) -> Option<String> {
        match self.needs {
            Needs::Built if !self.file().exists() => Some(format!("{} is not built", self.name)),
            Needs::Node(package) if !root("shims/node/node_modules").join(package).exists() => {
                Some(format!("{package} is not installed"))
            }
            Needs::Node(_) if !runs(&["node", "--version"]) => Some("node is not installed".into()),
            Needs::Runs(words) if !runs(words) => Some(format!("{} is not installed", self.name)),
            _ => None,
        }
    }

    fn test(&self) -> Result<(), Failed> {
        self.speaks_in_frames()?;
        self.answers_one()?;
        self.is_fuzzed()
    }

    fn speaks_in_frames(&self) -> Result<(), Failed> {
        let documents = ["<a/>", ILL_FORMED, "<a b=\"c\">d</a>", ILL_FORMED, "<a/>"];
        let frames: Vec<u8> = documents
            .iter()
            .flat_map(|d| [&(d.len() as u32).to_le_bytes()[..], d.as_bytes()].concat())
            .collect();
        let output = fed(Command::new(self.file()).arg("--persistent"), &frames)?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let words: Vec<&str> = said
            .lines()
            .map(|line| line.split(' ').next().unwrap_or_default())
            .collect();
        let wanted = ["accept", "reject", "accept", "reject", "accept"];
        same(
            &(&words, output.status.code()),
            &(&wanted.to_vec(), Some(0)),
        )
    }

    fn answers_one(&self) -> Result<(), Failed> {
        let code = |document: &str| -> Result<Option<i32>, Failed> {
            Ok(fed(&mut Command::new(self.file()), document.as_bytes())?
                .status
                .code())
        };
        same(&code("<a/>")?, &Some(0))?;
        match code(ILL_FORMED)? {
            Some(1..=63) => Ok(()),
            other => Err(format!("an ill-formed document is answered with {other:?}").into()),
        }
    }

    /// Most rules are tried, and every parser gets most of them right.
    fn is_fuzzed(&self) -> Result<(), Failed> {
        let report = self.report(&[])?;
        let rules = report["rules"].as_array().ok_or("no rules")?;
        let sum = |key: &str| {
            rules
                .iter()
                .filter_map(|rule| rule[key].as_u64())
                .sum::<u64>()
        };
        let (right, wrong) = (sum("right"), sum("wrong"));
        if rules.len() < 50 || right <= wrong {
            return Err(format!("{} rules, {right} right, {wrong} wrong", rules.len()).into());
        }
        Ok(())
    }

    /// What it says it read is what stands there, but for what is known; and that is found.
    fn reads_what_stands_there(&self) -> Result<(), Failed> {
        let report = self.report(&["--compare", "canonical", "--no-mutants"])?;
        let rules = report["rules"].as_array().ok_or("no rules")?;
        let whole = rules.iter().find(|row| row["rule"] == "grammar");
        let right = whole.and_then(|row| row["right"].as_u64()).unwrap_or(0);
        if right < self.documents() / 10 {
            return Err(format!("only {right} documents were read").into());
        }
        let mut known = misreadings()?;
        known.retain(|own| own.parser == self.name);
        let findings = report["findings"].as_array().ok_or("no findings")?;
        let is_wrong = |f: &&Value| f["outcome"] == "wrong-infoset";
        let wrong: Vec<&Value> = findings.iter().filter(is_wrong).collect();
        for finding in &wrong {
            if !known.iter().any(|own| own.explains(finding)) {
                return Err(format!("read wrongly: {finding:#}").into());
            }
        }
        let is_missed =
            |own: &&Misreading| !own.rare && !wrong.iter().any(|finding| own.explains(finding));
        match known.iter().find(is_missed) {
            Some(own) => Err(format!("not found any more: {}", own.reason).into()),
            None => Ok(()),
        }
    }

    /// How many a run takes.
    fn documents(&self) -> u64 {
        if self.is_slow { 600 } else { 6000 }
    }

    /// The report of a run.
    fn report(&self, options: &[&str]) -> Result<Value, Failed> {
        let folder = tempfile::tempdir()?;
        let documents = self.documents().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_clausal"))
            .args([
                "fuzz",
                "parser",
                "--persistent",
                "--seed",
                "1",
                "--time",
                "300s",
            ])
            .args([
                "--no-stress",
                "--documents",
                &documents,
                "--expect",
                self.expect,
            ])
            .args(options)
            .args(["--report", "json=report.json", "--jobs", "1"])
            .args(self.known.map_or(Vec::new(), |name| vec!["--known", name]))
            .arg("--")
            .arg(self.file())
            .arg("--persistent")
            .env("SHIM_CANONICAL", if options.is_empty() { "0" } else { "1" })
            .current_dir(folder.path())
            .output()?;
        let is_wanted = match output.status.code() {
            Some(0) => true,
            // Nothing may be found where all deviations are known; what is read is judged apart.
            Some(1) => self.known.is_none() || !options.is_empty(),
            _ => false,
        };
        if !is_wanted {
            return Err(format!(
                "exit code {:?}: {}{}",
                output.status.code(),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
            .into());
        }
        let report = std::fs::read(folder.path().join("report.json"))?;
        Ok(serde_json::from_slice(&report)?)
    }
}

fn runs(words: &[&str]) -> bool {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(root(""));
    fed(&mut command, b"<a/>").is_ok_and(|output| output.status.success())
}

fn fed(command: &mut Command, input: &[u8]) -> std::io::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A command that does not read has ended, which its answer tells.
        let _ = pipe.write_all(input);
    }
    child.wait_with_output()
}

fn same<T: PartialEq + std::fmt::Debug>(got: &T, wanted: &T) -> Result<(), Failed> {
    if got == wanted {
        return Ok(());
    }
    Err(format!("expected {wanted:?}, got {got:?}").into())
}

fn main() -> ExitCode {
    let trial = |name: &str,
                 missing: Option<String>,
                 test: Box<dyn FnOnce() -> Result<(), Failed> + Send>| {
        let trial = Trial::test(name, test);
        match missing {
            Some(what) => trial
                .with_kind(format!("{what}: run shims/install.sh"))
                .with_ignored_flag(true),
            None => trial,
        }
    };
    let mut trials = Vec::new();
    for shim in shims() {
        let missing = shim.missing();
        trials.push(trial(shim.name, missing, Box::new(move || shim.test())));
    }
    trials.push(trial(
        "misreadings are of readers",
        None,
        Box::new(misreadings_are_of_readers),
    ));
    for (name, expect) in READERS {
        for shim in shims().into_iter().filter(|shim| shim.name == name) {
            let (missing, shim) = (shim.missing(), Shim { expect, ..shim });
            let test = move || shim.reads_what_stands_there();
            trials.push(trial(&format!("{name} reads"), missing, Box::new(test)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
