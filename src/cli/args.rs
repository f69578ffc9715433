//! Arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::clause::Level;
use crate::run::Shard;

/// Holds a server to its documentation, clause by clause.
#[derive(Parser)]
#[command(
    name = "clausal",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// Let a contract's references read files of this folder, too, or documents whose address begins
    /// so; repeatable [default: its own folder]
    #[arg(long, global = true, value_name = "FOLDER|URL")]
    pub allow_refs: Vec<String>,
    /// OpenAPI overlay that is laid over the contract before it is read; repeatable, in the order given.
    /// With several contracts its `extends` says which one it is for
    #[arg(long, global = true, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Check a server; without --target, the embedded reference server
    ///
    /// Exit codes: 0 every selected operation was tested and every selected clause held, or was
    /// skipped because the profile chose so; 1 at least one is broken; 2 usage, contract or profile
    /// error; 3 target unreachable or lost; 4 nothing is broken, but something selected was not
    /// tested (see --allow-untested); 130 ended by a signal.
    Check(Box<CheckArgs>),
    /// List every clause with its level and source; the ids are what --only accepts
    Clauses(ClausesArgs),
    /// Show one clause: duty, source, sample requests, accepted outcomes; or what provokes a code
    Explain(ExplainArgs),
    /// Show which facts of the documents are checked, by which clauses, and why not the rest
    ///
    /// Example: clausal coverage --contract jsa --format md > COVERAGE.md
    Coverage(CoverageArgs),
    /// Write a profile for a contract, and of a documentation page the contract, too
    ///
    /// Of an OpenAPI document it writes a profile: what it takes to test all of it, and why each line is
    /// wanted. Of a page for people (HTML, Markdown, or text with its tables) it writes a contract, too:
    /// codes tied to what provokes them where their words say so, and the table of documented facts.
    ///
    /// Examples: clausal init http://127.0.0.1:8000/openapi.json; clausal init page.html; xclip -o | clausal init -
    Init(InitArgs),
    /// Ask a server which code it answers when each rule is broken alone, and propose an overlay
    ///
    /// The contract is the authority: what contradicts it is marked. Exit codes: 0 nothing contradicts the
    /// contract; 1 something does; 2 usage, contract or profile error; 3 target unreachable; 4 no rule
    /// could be asked about.
    ///
    /// Example: clausal learn --contract openapi.yaml --target http://127.0.0.1:8000 -o codes.yaml
    Learn(LearnArgs),
    /// Tell what is wrong with a contract, and of what less is made than it says
    ///
    /// Exit codes: 0 no errors are among the notes; 1 there are, or the contract is refused;
    /// 2 it cannot be read.
    Lint(LintArgs),
    /// Print a JSON Schema of OpenAPI with clausal's extensions, for editors
    ///
    /// Example: clausal schema > clausal.schema.json, and as the first line of a contract:
    /// # yaml-language-server: $schema=clausal.schema.json
    Schema,
    /// Send the requests of findings again and say for each: FIXED, STILL BROKEN or CHANGED
    ///
    /// Exit codes: 0 all are fixed; 1 at least one is not; 2 usage, contract or profile error;
    /// 3 target unreachable or lost; 4 none is broken, but one could not be tried.
    Replay(ReplayArgs),
    /// Join the JSON reports of all shards of a run
    ///
    /// Exit codes: as those of check.
    Merge(MergeArgs),
    /// Run the reference server alone
    Serve(ServeArgs),
    /// Plant every defect in the reference server, or mutants drawn at random, and print which
    /// clause caught it
    Prove(ProveArgs),
    /// Print completions for a shell
    ///
    /// Example: clausal completions bash > /etc/bash_completion.d/clausal
    Completions(CompletionsArgs),
    /// Print the manual page
    ///
    /// Example: clausal man | man -l -
    Man,
    /// Write XML documents or requests, each with its truth, for other tools
    Generate {
        #[command(subcommand)]
        what: super::generate::GenerateCommand,
    },
    /// Open-ended runs: an XML parser against the rules of XML 1.0, or a server under odd requests
    #[cfg(unix)]
    Fuzz {
        #[command(subcommand)]
        what: super::fuzz::FuzzCommand,
    },
}

#[derive(clap::Args, Clone)]
pub struct SelectArgs {
    /// Built-in contract, or path or URL of an OpenAPI document (3.0 to 3.2, Swagger 2.0), or - for
    /// standard input; repeatable [default: every built-in one]
    #[arg(long, value_name = "NAME|PATH|URL")]
    pub contract: Vec<String>,
    /// Arazzo 1.0 description, whose steps say which operation gives what another one needs
    #[arg(long, value_name = "FILE")]
    pub arazzo: Option<PathBuf>,
    /// Refuse a contract on which `clausal lint` notes an error
    #[arg(long)]
    pub strict_contract: bool,
    /// Only these operations: an operation id, 'GET /path/*' or tag:NAME; repeatable
    #[arg(long, value_name = "OPERATION")]
    pub include: Vec<String>,
    /// None of these operations; repeatable
    #[arg(long, value_name = "OPERATION")]
    pub exclude: Vec<String>,
    /// Clause id, beginning of one, any part of one, or glob such as '*/422-*'; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Least firm level: documented, sample or implied
    #[arg(long, value_name = "LEVEL", default_value = "implied", value_parser = level)]
    pub level: Level,
}

#[derive(clap::Args)]
pub struct ClausesArgs {
    #[command(flatten)]
    pub select: SelectArgs,
    /// Print instead which requests make or list what others name, and who says so; `[contracts.NAME.parameters]`
    /// of the profile overrules it
    #[arg(long)]
    pub resources: bool,
    /// Profile whose parameters are shown with --resources
    #[arg(long, value_name = "FILE", requires = "resources")]
    pub profile: Option<PathBuf>,
    #[command(flatten)]
    pub access: AccessArgs,
}

#[derive(clap::Args, Clone, Default)]
pub struct AccessArgs {
    /// Header of every request, in place of the profile's; 'env:VARIABLE' as value; repeatable
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// Token of every request, or env:VARIABLE
    #[arg(long, value_name = "TOKEN", conflicts_with = "user")]
    pub bearer: Option<String>,
    /// Name and password of every request, or NAME:env:VARIABLE
    #[arg(long, value_name = "NAME:PASSWORD")]
    pub user: Option<String>,
}

#[derive(clap::Args, Clone)]
pub struct CheckArgs {
    #[command(flatten)]
    pub select: SelectArgs,
    /// URL of the server, such as http://127.0.0.1:9000; a path prefix is kept [default: the profile's,
    /// or the server that the contract is fetched from]
    #[arg(long, value_name = "URL")]
    pub target: Option<String>,
    /// How to reach the target: headers, fixtures, states, limits
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[command(flatten)]
    pub access: AccessArgs,
    /// Path in front of every request, in place of those of `servers` and of the profile
    #[arg(long, value_name = "PATH")]
    pub base_path: Option<String>,
    /// Random cases a clause, on top of the enumerated ones
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = cases)]
    pub cases: usize,
    /// Seed of every random choice [default: a new one each run]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Workers for clauses that leave the server's state alone
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: u16,
    /// Option values tried together: 2 covers every pair, 3 every triple
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=3))]
    pub strength: u8,
    /// End after this time with what was judged: 90s, 10m, 1h
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub time_limit: Option<std::time::Duration>,
    /// Hold it against the server when an answer takes longer, alone as well: 500ms, 2s
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub max_response_time: Option<std::time::Duration>,
    /// Trust the certificates in this PEM file, beside the system's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Trust whoever answers; every report says so
    #[arg(long)]
    pub insecure: bool,
    /// Send requests that start real work to a target on another machine
    #[arg(long)]
    pub yes: bool,
    /// Print what would be sent, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Delete what the run created, where the contract says how
    #[arg(long)]
    pub cleanup: bool,
    /// Fail over allowances that hold no longer, are past their date or match nothing
    #[arg(long)]
    pub strict_allowances: bool,
    /// Exit with 0 although something selected was not tested, as long as something was
    #[arg(long)]
    pub allow_untested: bool,
    /// Write allowances for every clause that is broken now, to start a list of known failures
    #[arg(long, value_name = "FILE")]
    pub write_allowances: Option<PathBuf>,
    /// Write a report; repeatable; formats: json, junit, html, md, sarif, har, hurl, http, github
    #[arg(long, value_name = "FORMAT=PATH")]
    pub report: Vec<String>,
    /// Write each verdict to a file as it falls, for --resume
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub journal: Option<PathBuf>,
    /// Go on with the run of a journal, with its seed, options and target
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,
    /// Write each finding to a file in this folder, for `clausal replay`
    #[arg(long, value_name = "DIR")]
    pub findings: Option<PathBuf>,
    /// Findings that are tried before anything else [default: corpus/regressions, if it is there]
    #[arg(long, value_name = "DIR")]
    pub regressions: Option<PathBuf>,
    /// Compare answers with those kept in this folder; a change is told, and exits with 1
    #[arg(long, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,
    /// Keep the answers of this run in place of those that changed
    #[arg(long, requires = "snapshots")]
    pub update_snapshots: bool,
    /// Judge one part of the clauses, such as 2/8; `clausal merge` joins the reports
    #[arg(long, value_name = "N/OF")]
    pub shard: Option<Shard>,
}

#[derive(clap::Args)]
pub struct ExplainArgs {
    /// Clause id, or an error code
    #[arg(value_name = "CLAUSE|CODE", required_unless_present = "codes")]
    pub clause: Option<String>,
    /// Show every code: what provokes it, and which clauses show that
    #[arg(long, conflicts_with = "clause")]
    pub codes: bool,
    /// Built-in contract, path or URL; repeatable [default: every built-in one]
    #[arg(long, value_name = "NAME|PATH|URL")]
    pub contract: Vec<String>,
    /// Profile whose fixtures fill the samples [default: the reference server's]
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Seed of the samples
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    #[command(flatten)]
    pub access: AccessArgs,
}

#[derive(clap::Args)]
pub struct CoverageArgs {
    /// Built-in contract, path or URL of an OpenAPI document, or - for standard input; repeatable [default: every built-in one]
    ///
    /// With traceability.tsv beside it the facts are the rows of that table; else everything that the
    /// document says: parameters, bodies, answers, headers, codes, and each keyword of their schemas.
    #[arg(long, value_name = "NAME|PATH|URL")]
    pub contract: Vec<String>,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: CoverageFormat,
    /// List every fact with its clauses, in text and md; JSON always does
    #[arg(long, short = 'v')]
    pub clauses: bool,
    /// Print instead rows for what the contract states and the table beside it does not have
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub access: AccessArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CoverageFormat {
    /// Tables for the terminal
    Text,
    /// One document, with every fact
    Json,
    /// Tables in Markdown
    Md,
}

#[derive(clap::Args)]
pub struct InitArgs {
    /// Path or URL of an OpenAPI document or of a page, - for standard input, or a built-in contract
    #[arg(value_name = "CONTRACT|PAGE")]
    pub contract: String,
    /// Profile to be written; - prints it, or the contract of a page
    #[arg(long, short = 'o', value_name = "FILE", default_value = "clausal.toml")]
    pub output: String,
    /// Contract to be written of a page [default: openapi.yaml beside the profile]
    #[arg(long, value_name = "FILE")]
    pub contract_file: Option<PathBuf>,
    /// Write over files that are there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub access: AccessArgs,
}

#[derive(clap::Args)]
pub struct LearnArgs {
    /// Built-in contract, or path or URL of an OpenAPI document, or - for standard input
    #[arg(long, value_name = "NAME|PATH|URL")]
    pub contract: String,
    /// URL of the server [default: the profile's, or the server that the contract is fetched from]
    #[arg(long, value_name = "URL")]
    pub target: Option<String>,
    /// How to reach the target: headers, fixtures, limits
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[command(flatten)]
    pub access: AccessArgs,
    /// Overlay to be written [default: it is printed]
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Send requests to a target on another machine
    #[arg(long)]
    pub yes: bool,
}

#[derive(clap::Args)]
pub struct LintArgs {
    /// Path or URL of an OpenAPI document, - for standard input, or a built-in contract
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// How it is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: LintFormat,
    #[command(flatten)]
    pub access: AccessArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LintFormat {
    /// Each note with its line of the text
    Text,
    /// One document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(clap::Args)]
pub struct ReplayArgs {
    /// Findings of `check --findings`, or folders of them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// URL of the server [default: the profile's, else the one of the finding]
    #[arg(long, value_name = "URL")]
    pub target: Option<String>,
    /// Send to a target on another machine, and what the profile says to log in to a target that only
    /// the finding names
    #[arg(long)]
    pub yes: bool,
    /// How to reach the target: headers, fixtures, states, limits
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// Contract of the findings, where it is not built in; repeatable
    #[arg(long, value_name = "NAME|PATH")]
    pub contract: Vec<String>,
}

#[derive(clap::Args)]
pub struct MergeArgs {
    /// JSON reports, one of each shard
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Write a report: json=PATH or junit=PATH; repeatable
    #[arg(long, value_name = "FORMAT=PATH")]
    pub report: Vec<String>,
    /// Exit with 0 although something selected was not tested, as long as something was
    #[arg(long)]
    pub allow_untested: bool,
}

#[derive(clap::Args)]
pub struct ServeArgs {
    /// Port on the loopback interface; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 9000)]
    pub port: u16,
    /// Plant a defect; repeatable
    #[arg(long, value_name = "ID")]
    pub defect: Vec<String>,
    /// Take another legitimate way; repeatable
    #[arg(long, value_name = "ID")]
    pub variant: Vec<String>,
    /// Run as a mutant of itself
    #[arg(long, value_name = "ID")]
    pub mutant: Option<String>,
    /// How long a backup takes, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    pub backup_time: u64,
    /// List defects, variants and mutants and end
    #[arg(long)]
    pub list: bool,
}

#[derive(clap::Args)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(clap::Args)]
pub struct ProveArgs {
    /// Only defects, variants or mutants whose id matches; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Instead of the planted ones: draw this many mutants of the server's own rules and answers, or
    /// take all
    #[arg(long, value_name = "N|all", value_parser = mutants)]
    pub mutants: Option<usize>,
    /// Least share of the mutants that are faults to be caught, in percent
    #[arg(
        long,
        value_name = "PERCENT",
        default_value_t = 98.0,
        requires = "mutants"
    )]
    pub at_least: f64,
    /// Check each defect with every clause, and tell how many others see it
    #[arg(long, conflicts_with = "mutants")]
    pub whole: bool,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Servers checked side by side; they mostly wait [default: four times the cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}

fn mutants(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..) => Ok(n),
        _ if text == "all" => Ok(usize::MAX),
        _ => Err("expected a number from 1, or all".into()),
    }
}

fn cases(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 0..=10_000_000) => Ok(n),
        _ => Err("expected a number from 0 to 10000000".into()),
    }
}

fn level(text: &str) -> Result<Level, String> {
    match text {
        "documented" => Ok(Level::Documented),
        "sample" => Ok(Level::Sample),
        "implied" => Ok(Level::Implied),
        _ => Err("expected documented, sample or implied".into()),
    }
}

pub(super) fn time(text: &str) -> Result<std::time::Duration, String> {
    let split = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number
        .parse()
        .map_err(|_| "expected a time such as 90s, 10m or 1h".to_owned())?;
    let seconds = match unit {
        "s" | "" => number,
        "ms" => number / 1000.0,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(format!("`{unit}` is no unit of time (known: ms, s, m, h)")),
    };
    if seconds > 0.0 && seconds < 1e9 {
        Ok(std::time::Duration::from_secs_f64(seconds))
    } else {
        Err("expected a time above zero and below thirty years".into())
    }
}
