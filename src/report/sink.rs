//! Where a report goes as a whole: a file that is there complete or not at all, or a writer.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(crate) enum Sink {
    File(PathBuf),
    Writer(Box<dyn Write + Send>),
}

impl Sink {
    /// A file that can be written, which is tried at once rather than after the run.
    pub(crate) fn file(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        // Through a link to its target, which would be replaced otherwise.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if is_replaceable(&path) {
            let trial = beside(&path);
            File::create_new(&trial)?;
            fs::remove_file(trial)?;
        }
        Ok(Sink::File(path))
    }

    /// Writes the whole report.
    pub(crate) fn put(&mut self, content: &[u8]) -> io::Result<()> {
        match self {
            Sink::Writer(writer) => {
                writer.write_all(content)?;
                writer.flush()
            }
            Sink::File(path) => {
                let written = if is_replaceable(path) {
                    replace(path, content)
                } else {
                    fs::write(&*path, content)
                };
                written.map_err(|e| {
                    let text = format!("failed to write `{}`: {e}", path.display());
                    io::Error::new(e.kind(), text)
                })
            }
        }
    }
}

/// Devices and pipes are written to, not replaced.
fn is_replaceable(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |found| found.is_file())
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = beside(path);
    let written = File::create(&unfinished)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// A name in the same folder, so that renaming stays inside one file system.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}
