//! What a run came to, for people and for programs.

mod json;
mod text;

use std::io;
use std::path::Path;

use super::{Error, Summary};
use crate::report::Sink;

pub use json::json;
pub use text::{finding, overview, text};

/// A report to be written.
pub struct File {
    write: fn(&Summary) -> String,
    sink: Sink,
}

impl File {
    /// Reads `FORMAT=PATH` and tries whether the file can be written.
    ///
    /// # Errors
    /// When there is no such format or the file cannot be written.
    pub fn open(spec: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::Usage(format!(
                "`{spec}` is no report: expected FORMAT=PATH (known formats: json, text)"
            ))
        };
        let (format, path) = spec.split_once('=').ok_or_else(wrong)?;
        let write: fn(&Summary) -> String = match format {
            "json" => json,
            "text" => |summary| text(summary, 100),
            _ => return Err(wrong()),
        };
        if path.is_empty() {
            return Err(wrong());
        }
        let sink = Sink::file(Path::new(path))
            .map_err(|e| Error::Usage(format!("failed to write `{path}`: {e}")))?;
        Ok(File { write, sink })
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the file cannot be written any more.
    pub fn put(&mut self, summary: &Summary) -> io::Result<()> {
        self.sink.put((self.write)(summary).as_bytes())
    }
}
