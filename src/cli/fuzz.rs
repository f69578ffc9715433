//! `clausal fuzz`: drives an XML parser, or a server.

mod http;
mod shims;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::say::{put, say};
use super::{Error, exit, runtime};
use crate::fuzz::parser::{self, Event, Expect, Options, Summary, report};
use crate::fuzz::report::open;
use crate::generate::nonce;
use crate::report::visible;
use crate::xml::documents::rules;

#[derive(Subcommand)]
pub enum FuzzCommand {
    /// Drive an XML parser with documents whose well-formedness is known
    ///
    /// The command reads a document from standard input and answers by its exit code: 0 accepted, 1
    /// to 63 refused, anything else a crash. With --persistent it reads frames (a length of 4
    /// bytes, little end first, then the document) and answers each with a line: accept, reject
    /// REASON, crash REASON or unsupported REASON.
    ///
    /// Exit codes: 0 nothing was found; 1 something was; 2 usage error or no such command; 3 the
    /// command cannot be tested; 4 nothing was tested.
    ///
    /// Example: clausal fuzz parser --time 30 -- xmllint --noout -
    Parser(Box<ParserArgs>),
    /// Drive a server on this machine with odd requests, and requests that are no HTTP
    ///
    /// The requests of the contracts come first, then malformed ones, then changed ones. Wrong are:
    /// a status of the 500s (but 503, and 501 and 505 for an unknown method, coding or version), no
    /// answer in time, a connection that ends without an answer, and the end of the server. What is
    /// found is written with its bytes; headers of the profile stand there as marks. A server that asks
    /// for less work (429, 503) is given a pause.
    ///
    /// Exit codes: 0 nothing was found; 1 something was; 2 usage, contract or profile error, or a
    /// target on another machine; 3 target unreachable; 4 nothing was tested, or every answer was 429
    /// or 503.
    ///
    /// Example: clausal fuzz http --target http://127.0.0.1:9000 --contract jsa --time 30
    Http(Box<http::HttpArgs>),
}

#[derive(Clone, clap::Args)]
pub struct ParserArgs {
    /// One process for many documents, in frames
    #[arg(long)]
    pub persistent: bool,
    /// Compare what was read too: the command prints the canonical form (in frames: accept BASE64)
    #[arg(long, value_name = "WHAT", value_parser = ["canonical"])]
    pub compare: Option<String>,
    /// What the parser claims: namespaces, no-dtd, no-parameter-entities, utf8-only, fourth-edition,
    /// external-entities, lenient:RULE, strict:RULE;
    /// repeatable, or with commas
    #[arg(long, value_name = "CLAIM", value_delimiter = ',')]
    pub expect: Vec<String>,
    /// Where the parser is known to deviate from the recommendation, which is told and is no
    /// finding: expat, jdk, libxml2, lxml, xerces-c, xml.etree, or a file of the form of src/fuzz/parser/known.toml;
    /// repeatable
    #[arg(long, value_name = "PARSER|FILE")]
    pub known: Vec<String>,
    /// How long: 30, 90s, 10m, 1h; finishing findings may add a tenth, and making sure of a document that
    /// hangs ten seconds
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = super::args::time)]
    pub time: Duration,
    /// End after so many documents; those of the corpus and the built-in ones do not count
    #[arg(long, value_name = "N")]
    pub documents: Option<u64>,
    /// How long one answer may take; the first one of a process ten times as long, up to 30s
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = super::args::time)]
    pub timeout: Duration,
    /// How much memory the command and all it starts may hold: 512M, 2G
    #[arg(long, visible_alias = "max-memory", value_name = "SIZE", default_value = "1G", value_parser = size)]
    pub memory: u64,
    /// Seed of every random choice [default: a new one each run]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Processes side by side [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Folder of inputs that are tried first; what is found or worth keeping goes there
    #[arg(long, value_name = "DIR")]
    pub corpus: Option<PathBuf>,
    /// Folder for findings [default: findings in the corpus, else clausal-findings]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Try only this file; repeatable
    #[arg(long = "try", value_name = "FILE")]
    pub only: Vec<PathBuf>,
    /// Give each document whole and in pieces: what is said must not depend on that. For commands that
    /// read frames with pieces, as shims/README.md tells; with --persistent
    #[arg(long)]
    pub chunks: bool,
    /// Also give documents that name a file and a listener of this machine: whoever visits them reads
    /// more than it was given, unless --expect says external-entities
    #[arg(long)]
    pub bait: bool,
    /// Measure only how time and memory grow with the length of these documents, as --families lists
    /// them, or of `all`; repeatable. Otherwise that is done beside the rest of a run, unless it ends
    /// by --documents
    #[arg(long, value_name = "FAMILY", value_delimiter = ',')]
    pub grow: Vec<String>,
    /// List the families of documents whose growth is measured and end
    #[arg(long)]
    pub families: bool,
    /// Without large and deep documents, and without measuring growth
    #[arg(long)]
    pub no_stress: bool,
    /// Without changed bytes, whose truth is unknown
    #[arg(long)]
    pub no_mutants: bool,
    /// About how large documents are, in bytes
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub size: u32,
    /// Write a report: json=PATH, junit=PATH, html=PATH or text=PATH; repeatable
    #[arg(long, value_name = "FORMAT=PATH")]
    pub report: Vec<String>,
    /// Run the adapter for this parser, as --list names it, with what the parser claims and is known to
    /// get wrong
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    pub parser: Option<String>,
    /// List the parsers for which there is an adapter, and end
    #[arg(long)]
    pub list: bool,
    /// Print a finding, the file of its document, as an issue for the maintainers of the parser, and end
    #[arg(long, value_name = "FILE")]
    pub issue: Option<PathBuf>,
    /// List the rules that documents break and end
    #[arg(long)]
    pub rules: bool,
    /// The command and its arguments; after `--against --` another one, which is to say the same
    #[arg(last = true, value_name = "CMD", required_unless_present_any = ["rules", "families", "list", "issue", "parser"])]
    pub command: Vec<OsString>,
}

pub(super) fn run(command: &FuzzCommand) -> Result<u8, Error> {
    let args = match command {
        FuzzCommand::Http(args) => return http::run(args),
        FuzzCommand::Parser(args) => args,
    };
    if args.rules {
        for rule in rules() {
            say!("{:15} {:42} {}", rule.section, rule.name, rule.about);
        }
        return Ok(exit::HELD);
    }
    if args.families {
        for (name, section, about) in parser::families() {
            say!("{section:15} {name:42} {about}");
        }
        return Ok(exit::HELD);
    }
    if args.list {
        list();
        return Ok(exit::HELD);
    }
    if let Some(path) = &args.issue {
        let told = parser::issue(path).map_err(|e| Error {
            text: format!("failed to read the finding `{}`: {e}", path.display()),
            code: exit::USAGE,
        })?;
        put(format_args!("{}", crate::report::harmless(&told)));
        return Ok(exit::HELD);
    }
    let mut own = args.clone();
    if let Some(name) = &args.parser {
        adapt(&mut own, name)?;
    }
    let args = &own;
    if args.chunks && !args.persistent {
        return Err(usage(
            "--chunks is for commands that read frames: say --persistent too".into(),
        ));
    }
    let only_growth = !args.grow.is_empty();
    let grow = grown(&args.grow)?;
    let mut expect = Expect::default();
    for word in &args.expect {
        expect.add(word)?;
    }
    for word in &args.known {
        expect.known.add(word)?;
    }
    let is_border = |two: &[OsString]| two[0] == "--against" && two[1] == "--";
    let border = args.command.windows(2).position(is_border);
    let (command, against) = match border {
        Some(at) => (&args.command[..at], Some(args.command[at + 2..].to_vec())),
        None => (&args.command[..], None),
    };
    let options = Options {
        command: command.to_vec(),
        against,
        chunks: args.chunks,
        bait: args.bait,
        persistent: args.persistent,
        canonical: args.compare.is_some(),
        expect,
        time: args.time,
        documents: args.documents.or(only_growth.then_some(0)),
        grow,
        growth: only_growth
            || (args.only.is_empty() && args.documents.is_none() && !args.no_stress),
        timeout: args.timeout,
        memory: args.memory,
        seed: args.seed.unwrap_or_else(|| nonce() & 0xffff_ffff),
        jobs: args.jobs.map_or_else(cores, usize::from),
        corpus: args.corpus.clone(),
        out: args.out.clone(),
        only: args.only.clone(),
        stress: !args.no_stress,
        mutants: !args.no_mutants,
        size: args.size as usize,
        adopts: true,
    };
    let mut files = open(&args.report)?;
    let stop = Arc::new(AtomicBool::new(false));
    listen(stop.clone())?;
    let summary = drive(&options, &stop)?;
    for file in &mut files {
        file.put(&summary)?;
    }
    Ok(code(&summary))
}

/// Runs, and prints what is found as it is found.
fn drive(options: &Options, stop: &Arc<AtomicBool>) -> Result<Summary, Error> {
    let (width, bar) = (width(), bar());
    let printed = Mutex::new(0_usize);
    let tell = |event: Event<'_>| match event {
        Event::Started => {}
        Event::Progress {
            documents,
            took,
            findings,
            kinds,
        } => {
            bar.set_message(format!(
                "{documents} documents in {:.0} s, {findings} findings, {kinds} kinds of answers",
                took.as_secs_f64()
            ));
        }
        Event::Found(finding) => {
            let mut count = printed.lock().unwrap_or_else(PoisonError::into_inner);
            *count += 1;
            bar.suspend(|| match *count {
                ..=FULL => say!("{}", report::finding(finding, width)),
                _ => say!("{}", report::brief(finding)),
            });
        }
    };
    let done = parser::run(options, stop, &tell);
    bar.finish_and_clear();
    let summary = done.map_err(|error| Error {
        text: error.to_string(),
        code: match error {
            parser::Error::Usage(_) => exit::USAGE,
            parser::Error::Unusable(_) => exit::LOST,
        },
    })?;
    if summary.findings.len() > FULL {
        say!("\n(the folder of findings has each whole, as has --report text=PATH)\n");
    }
    put(format_args!("{}", report::overview(&summary, width)));
    if let Some(why) = &summary.unusable {
        crate::cli::say::error_line(&format!("error: {}", visible_lines(&why.to_string())));
    } else if !summary.has_tested() {
        crate::cli::say::error_line("error: nothing was tested");
    }
    Ok(summary)
}

/// Findings that are printed whole; of further ones there is a line each.
const FULL: usize = 20;

/// Columns for text.
fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0).clamp(40, 100))
}

/// A line on standard error that tells how it goes, where that is a terminal.
fn bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar
}

fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

fn code(summary: &Summary) -> u8 {
    if summary.unusable.is_some() {
        exit::LOST
    } else if !summary.findings.is_empty() {
        exit::BROKEN
    } else if !summary.has_tested() {
        exit::UNTESTED
    } else {
        exit::HELD
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Ctrl-C and a request to end stop the run, which then reports as ever: the processes of the
/// command are in groups of their own, so that no signal from the terminal reaches them.
fn listen(stop: Arc<AtomicBool>) -> Result<(), Error> {
    let runtime = runtime()?;
    std::thread::spawn(move || {
        if let Ok(Ok(())) = runtime.block_on(super::signals::ended()) {
            stop.store(true, Ordering::Relaxed);
        }
    });
    Ok(())
}

/// The parsers with an adapter.
fn list() {
    let folder = shims::folder();
    for shim in &shims::SHIMS {
        let is_there = folder.as_ref().is_some_and(|f| f.join(shim.file).is_file());
        let state = if is_there {
            ""
        } else {
            "  (its adapter is not there or not built)"
        };
        say!("{:18} {}{state}", shim.name, shim.file);
    }
    if folder.is_none() {
        say!("\nno folder of adapters is here: CLAUSAL_SHIMS names one (shims/ of the sources)");
    }
}

fn usage(text: String) -> Error {
    Error {
        text,
        code: exit::USAGE,
    }
}

/// Sets what it takes to run the adapter of a parser.
fn adapt(args: &mut ParserArgs, name: &str) -> Result<(), Error> {
    let shim = shims::Shim::named(name).ok_or_else(|| {
        usage(format!(
            "there is no adapter for `{name}`\n(hint: `clausal fuzz parser --list` lists them)"
        ))
    })?;
    let folder = shims::folder().ok_or_else(|| {
        usage(
            "no folder of adapters is here\n(hint: CLAUSAL_SHIMS names it, shims/ of the sources)"
                .into(),
        )
    })?;
    if !folder.join(shim.file).is_file() {
        return Err(usage(format!(
            "the adapter `{}` is not there\n(hint: {}/install.sh brings parsers and builds their adapters)",
            folder.join(shim.file).display(),
            folder.display()
        )));
    }
    args.command = shim.command(&folder);
    args.persistent |= shim.persistent;
    args.expect
        .extend(shim.expect.iter().map(ToString::to_string));
    args.known
        .extend(shim.known.iter().map(ToString::to_string));
    Ok(())
}

/// The families that are named; none stands for all.
fn grown(names: &[String]) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for name in names.iter().filter(|name| *name != "all") {
        if !parser::families().any(|(known, ..)| known == name) {
            return Err(Error {
                text: format!(
                    "`{name}` is no family of documents\n(hint: `clausal fuzz parser --families` lists them)"
                ),
                code: exit::USAGE,
            });
        }
        found.push(name.clone());
    }
    Ok(found)
}

/// A size such as 512M, in bytes.
fn size(text: &str) -> Result<u64, String> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let shift = match unit {
        "" | "B" => 0,
        "K" | "KiB" => 10,
        "M" | "MiB" => 20,
        "G" | "GiB" => 30,
        _ => return Err(format!("`{unit}` is no unit of size (known: K, M, G)")),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| "expected a size such as 512M or 2G".to_owned())?;
    match number.checked_mul(1 << shift) {
        Some(bytes) if bytes > 0 => Ok(bytes),
        _ => Err("expected more than zero and less than 16 EiB".into()),
    }
}
