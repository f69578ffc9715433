//! What the reports of every open-ended run have in common: where they go, how they begin, and the
//! frame of each form.

pub(super) mod html;
pub(super) mod json;
pub(super) mod junit;
pub(super) mod text;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::report::{Sink, harmless};

/// The forms that a report has.
pub const FORMATS: [&str; 4] = ["json", "junit", "html", "text"];

/// Columns of a report in text.
const WIDTH: usize = 100;

/// What every report of a run begins with.
#[derive(Clone, Debug)]
pub struct Basics<'s> {
    /// The command that ran: `fuzz parser`.
    pub command: &'static str,
    /// What was driven, with what that is called: a command or a target.
    pub driven: (&'static str, &'s str),
    /// Seed of every random choice.
    pub seed: u64,
    /// How many inputs there were, with what they are called: documents or requests.
    pub inputs: (&'static str, u64),
    /// How long the run took.
    pub took: Duration,
    /// Kinds of answers that were told apart.
    pub kinds: usize,
    /// How many findings are told.
    pub findings: usize,
    /// Inputs with faults beyond those.
    pub more: u64,
    /// What happened that is no finding.
    pub notes: &'s [String],
    /// Why the run must not look green whatever was found.
    pub unfit: Option<String>,
}

/// What a run came to, in every form.
pub trait Told {
    /// What every report begins with.
    fn basics(&self) -> Basics<'_>;
    /// One JSON document, for programs.
    fn json(&self) -> String;
    /// JUnit XML, for CI servers.
    ///
    /// # Errors
    /// When it cannot be written as XML, which does not happen.
    fn junit(&self) -> io::Result<Vec<u8>>;
    /// One HTML page, for people.
    fn html(&self) -> String;
    /// Text of so many columns, for people.
    fn text(&self, width: usize) -> String;
}

/// A report to be written.
pub struct File<S> {
    write: fn(&S) -> io::Result<Vec<u8>>,
    sink: Sink,
}

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Not of the form FORMAT=PATH.
    #[error("`{0}` is no report: expected FORMAT=PATH (known formats: json, junit, html, text)")]
    Form(String),
    /// Two reports have one place.
    #[error("two reports would be written to `{0}`\n(hint: give each a path of its own)")]
    Twice(PathBuf),
    /// The file cannot be written.
    #[error("failed to write `{path}`: {source}")]
    Unwritable {
        /// Where to.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// Reads each `FORMAT=PATH`, tries whether the file can be written, and whether each report has one
/// of its own.
///
/// # Errors
/// When there is no such format, a file cannot be written, or two reports would be written to one
/// file, and the first be lost.
pub fn open<S: Told>(specs: &[String]) -> Result<Vec<File<S>>, FileError> {
    let files = specs.iter().map(|spec| File::open(spec));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    for path in files.iter().filter_map(|file| file.sink.path()) {
        // Devices such as a terminal take several.
        if (path.is_file() || !path.exists()) && !seen.insert(path.clone()) {
            return Err(FileError::Twice(path));
        }
    }
    Ok(files)
}

impl<S: Told> File<S> {
    fn open(spec: &str) -> Result<Self, FileError> {
        let wrong = || FileError::Form(spec.to_owned());
        let (format, path) = spec.split_once('=').ok_or_else(wrong)?;
        let write: fn(&S) -> io::Result<Vec<u8>> = match format {
            "json" => |summary| Ok(summary.json().into_bytes()),
            "junit" => S::junit,
            "html" => |summary| Ok(summary.html().into_bytes()),
            "text" => |summary| Ok(harmless(&summary.text(WIDTH)).into_bytes()),
            _ => return Err(wrong()),
        };
        if path.is_empty() {
            return Err(wrong());
        }
        let sink = Sink::file(Path::new(path)).map_err(|source| FileError::Unwritable {
            path: path.into(),
            source,
        })?;
        Ok(File { write, sink })
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the file cannot be written any more.
    pub fn put(&mut self, summary: &S) -> io::Result<()> {
        let report = (self.write)(summary)?;
        self.sink.fill(&mut |out| out.write_all(&report))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_named_where_one_is_wrong() {
        let said = FileError::Form("pdf=x".into()).to_string();
        let listed = format!("(known formats: {})", FORMATS.join(", "));
        assert!(said.contains(&listed), "{said}");
    }
}
