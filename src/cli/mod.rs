//! The command line: arguments, settings, exit codes. The only place that prints or exits.

mod access;
mod allowances;
mod args;
mod check;
mod clauses;
mod coverage;
mod explain;
#[cfg(unix)]
mod fuzz;
mod generate;
mod init;
mod learn;
mod lint;
mod manual;
mod merge;
mod overlays;
mod prove;
mod remote;
mod replay;
mod resources;
mod resume;
mod say;
mod schema;
mod serve;
mod signals;
mod source;

use std::future::Future;
use std::process::ExitCode;

use clap::Parser;

use crate::contract::Contract;
use crate::prove::reference_profile;
use args::{Args, Command};

/// Exit codes of `clausal check`; the other commands use 0, 1 and 2 in the same sense.
pub mod exit {
    /// Everything that was selected was tested, and held.
    pub const HELD: u8 = 0;
    /// At least one clause is broken.
    pub const BROKEN: u8 = 1;
    /// The command line, a contract or a profile is wrong.
    pub const USAGE: u8 = 2;
    /// Nothing is broken, and the target cannot be reached, was lost, or is of no use, as it gives one
    /// answer to everything.
    pub const LOST: u8 = 3;
    /// Nothing is broken, but something that was selected was not tested.
    pub const UNTESTED: u8 = 4;
    /// Ended by Ctrl-C, SIGTERM or SIGHUP; the reports tell what was judged.
    pub const INTERRUPTED: u8 = 130;
}

/// An error of clausal: its text, and the exit code.
struct Error {
    text: String,
    code: u8,
}

impl<E: std::error::Error> From<E> for Error {
    fn from(error: E) -> Self {
        Error {
            text: error.to_string(),
            code: exit::USAGE,
        }
    }
}

impl Error {
    fn lost(text: impl Into<String>) -> Self {
        Error {
            text: text.into(),
            code: exit::LOST,
        }
    }

    fn usage(text: impl Into<String>) -> Self {
        Error {
            text: text.into(),
            code: exit::USAGE,
        }
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    // clap itself answers --help with 0 and a wrong usage with 2.
    let args = Args::parse();
    source::allow(&args.allow_refs);
    overlays::lay(&args.overlay);
    let done = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man => manual::man(),
        Command::Clauses(args) => clauses::run(&args),
        Command::Coverage(args) => coverage::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Learn(args) => learn::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Replay(args) => replay::run(&args),
        #[cfg(unix)]
        Command::Fuzz { what } => fuzz::run(&what),
        Command::Generate { what } => generate::run(&what),
        Command::Schema => schema::run(),
        Command::Serve(args) => serve::run(&args),
        Command::Prove(args) => prove::run(&args),
    };
    match done {
        // What was kept of it would be taken for all of it.
        Ok(exit::HELD) if say::has_failed() => ExitCode::from(exit::USAGE),
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // A contract's problems bring their own heading.
            let heading = if error.text.starts_with("error") {
                ""
            } else {
                "error: "
            };
            say::complain(&format!("{heading}{}", error.text));
            ExitCode::from(error.code)
        }
    }
}

/// The contracts that were asked for; all built-in ones when none was.
fn contracts(names: &[String]) -> Result<Vec<Contract>, Error> {
    source::contracts(names, source::Terms::default())
}

/// A runtime on this thread: workers take turns on it, as all they do is wait for answers.
fn workers() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// The same, for work that may be given up.
fn runtime() -> Result<Runtime, Error> {
    Ok(Runtime(Some(workers()?)))
}

/// A runtime whose end waits for nothing: a name that is looked up may take half a minute.
struct Runtime(Option<tokio::runtime::Runtime>);

impl Runtime {
    fn block_on<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let runtime = self.0.as_ref();
        let runtime = runtime.ok_or_else(|| Error::usage("the runtime has ended"))?;
        Ok(runtime.block_on(work))
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
