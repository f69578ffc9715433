//! What a run came to, in several forms.

mod html;
mod json;
mod junit;
mod text;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::Summary;
use crate::report::Sink;

pub use html::html;
pub use json::json;
pub use junit::junit;
pub use text::{brief, finding, overview, text};

/// The forms that a report has.
pub const FORMATS: [&str; 4] = ["json", "junit", "html", "text"];

/// A report to be written.
pub struct File {
    write: fn(&Summary) -> io::Result<Vec<u8>>,
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

/// Whether each report has a file of its own.
///
/// # Errors
/// When two would be written to one file, and the first be lost.
pub fn apart(files: &[File]) -> Result<(), FileError> {
    let mut seen = BTreeSet::new();
    for path in files.iter().filter_map(|file| file.sink.path()) {
        // Devices such as a terminal take several.
        if (path.is_file() || !path.exists()) && !seen.insert(path.clone()) {
            return Err(FileError::Twice(path));
        }
    }
    Ok(())
}

impl File {
    /// Reads `FORMAT=PATH` and tries whether the file can be written.
    ///
    /// # Errors
    /// When there is no such format or the file cannot be written.
    pub fn open(text: &str) -> Result<Self, FileError> {
        let wrong = || FileError::Form(text.to_owned());
        let (format, path) = text.split_once('=').ok_or_else(wrong)?;
        let write: fn(&Summary) -> io::Result<Vec<u8>> = match format {
            "json" => |summary| Ok(json(summary).into_bytes()),
            "junit" => junit,
            "html" => |summary| Ok(html(summary).into_bytes()),
            "text" => |summary| Ok(self::text(summary, 100).into_bytes()),
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
    pub fn put(&mut self, summary: &Summary) -> io::Result<()> {
        self.sink.put(&(self.write)(summary)?)
    }
}
