//! `clausal generate`: test data with its truth, for other tools.

mod output;
mod request;
mod xml;

use std::path::PathBuf;

use clap::Subcommand;

use super::{Error, exit};

#[derive(Subcommand)]
pub enum GenerateCommand {
    /// XML documents of which it is known whether they are well-formed
    ///
    /// Each line is a JSON object: number, kind, truth (well-formed, ill-formed or unknown), rule,
    /// section, and bytes, or base64 where they are no UTF-8. With --out each document is a file,
    /// and index.ndjson says the rest.
    ///
    /// Exit codes: 0 written; 2 usage error; 4 there was nothing to write.
    ///
    /// Example: clausal generate xml --count 1000 --seed 7 --out documents
    Xml(XmlArgs),
    /// Requests that a contract allows or forbids
    ///
    /// Each line is a JSON object: clause, case, expected (accepted, refused or either), method,
    /// path, headers, and body, or body_base64 where it is no UTF-8. A header of the profile is
    /// written as the name of a shell variable. Clauses that need a state of the server or the
    /// answer to an earlier request give nothing.
    ///
    /// Exit codes: 0 written; 2 usage, contract or profile error; 4 there was nothing to write.
    ///
    /// Example: clausal generate request --contract jsa --only '*/refuses/*'
    Request(RequestArgs),
}

#[derive(clap::Args)]
pub struct XmlArgs {
    /// How many documents
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub count: u64,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Only documents that break this rule, as `clausal fuzz parser --rules` lists them; repeatable
    #[arg(long, value_name = "NAME")]
    pub rule: Vec<String>,
    /// About how large documents are, in bytes
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub size: u32,
    /// Without document type declarations
    #[arg(long)]
    pub no_dtd: bool,
    /// With a large or deep document now and then
    #[arg(long)]
    pub stress: bool,
    /// Folder for one file a document, and index.ndjson
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(clap::Args)]
pub struct RequestArgs {
    /// Built-in contract or path of an OpenAPI 3.1 document; repeatable [default: every built-in one]
    #[arg(long, value_name = "NAME|PATH")]
    pub contract: Vec<String>,
    /// Clause id, beginning of one, or glob such as '*/422-*'; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Profile whose fixtures fill the requests [default: the reference server's]
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// How many requests at most [default: all of them]
    #[arg(long, value_name = "N")]
    pub count: Option<u64>,
    /// Random cases a clause, on top of the enumerated ones
    #[arg(long, value_name = "N", default_value_t = 16)]
    pub cases: usize,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Folder for one file a request, and index.ndjson
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

pub(super) fn run(command: &GenerateCommand) -> Result<u8, Error> {
    let written = match command {
        GenerateCommand::Xml(args) => xml::run(args)?,
        GenerateCommand::Request(args) => request::run(args)?,
    };
    if written == 0 {
        crate::cli::say::error_line("error: there was nothing to write");
        return Ok(exit::UNTESTED);
    }
    Ok(exit::HELD)
}
