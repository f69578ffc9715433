//! The journal of a run: a line of JSON for every verdict, written as it falls, so that a run which
//! was ended from outside can go on where it stood.

use std::cell::RefCell;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::memory::{Done, Entry, Settled};
use crate::exchange::{plain, whole};

/// What the run was asked for on the command line, so that it can be asked for again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Contracts by name or path; every built-in one when empty.
    pub contracts: Vec<String>,
    /// Operations that are judged; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Operations that are not judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// URL of the target; the reference server when none.
    pub target: Option<String>,
    /// File of the profile.
    pub profile: Option<PathBuf>,
    /// Overlays of the command line; those of the profile are named in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<PathBuf>,
    /// Arazzo description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arazzo: Option<PathBuf>,
}

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What tells this run from others.
    pub run: Identity,
    /// What it was asked for.
    pub asked: Asked,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Header(Box<Header>),
    Settled(Box<Settled>),
    Judged(Box<Entry>),
}

/// Why a journal is of no use.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be made, read or written.
    #[error("failed to open the journal `{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is there already.
    #[error("the journal `{}` exists\n(hint: `--resume {}` goes on with its run; or name another file)", .0.display(), .0.display())]
    Exists(PathBuf),
    /// Another run has it.
    #[error("the journal `{}` is being written by another run\n(hint: wait until that ends)", .0.display())]
    Busy(PathBuf),
    /// The file is no journal.
    #[error("`{}` is no journal: line {line}: {why}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

/// A journal that is being written.
pub struct Journal {
    file: RefCell<File>,
    /// Written when the run begins; none where a run goes on.
    asked: Option<Asked>,
    failed: RefCell<Option<io::Error>>,
}

impl Journal {
    /// A new journal.
    ///
    /// # Errors
    /// The file exists and holds something, or cannot be made.
    pub fn create(path: &Path, asked: Asked) -> Result<Self, JournalError> {
        whole::refuse_link(path).map_err(|source| file_error(path, source))?;
        let file = OpenOptions::new().append(true).create(true).open(path);
        let file = file.map_err(|source| file_error(path, source))?;
        own(path, &file)?;
        if file.metadata().is_ok_and(|about| about.len() > 0) {
            return Err(JournalError::Exists(path.to_owned()));
        }
        Ok(Journal {
            file: RefCell::new(file),
            asked: Some(asked),
            failed: RefCell::default(),
        })
    }

    /// Reads a journal, to go on with it: what was asked for, and what was done. A last line that
    /// was not written to its end is cut off.
    ///
    /// # Errors
    /// The file cannot be read, or is no journal.
    pub fn resume(path: &Path) -> Result<(Self, Header, Done), JournalError> {
        whole::refuse_link(path).map_err(|source| file_error(path, source))?;
        let file = OpenOptions::new().read(true).write(true).open(path);
        let mut file = file.map_err(|source| file_error(path, source))?;
        own(path, &file)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|source| file_error(path, source))?;
        let (header, done, whole) = read(&bytes).map_err(|(line, why)| JournalError::Line {
            path: path.to_owned(),
            line,
            why,
        })?;
        file.set_len(whole as u64)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(|source| file_error(path, source))?;
        let journal = Journal {
            file: RefCell::new(file),
            asked: None,
            failed: RefCell::default(),
        };
        Ok((journal, header, done))
    }

    pub(super) fn begin(&self, run: &Identity) {
        if let Some(asked) = &self.asked {
            self.put(&Line::Header(Box::new(Header {
                run: run.clone(),
                asked: asked.clone(),
            })));
        }
    }

    pub(super) fn settled(&self, settled: Settled) {
        self.put(&Line::Settled(Box::new(settled)));
    }

    pub(super) fn judged(&self, entry: Entry) {
        self.put(&Line::Judged(Box::new(entry)));
    }

    /// Why it is incomplete, if it is.
    pub(super) fn failure(&self) -> Option<String> {
        let failed = self.failed.borrow();
        let why = failed.as_ref()?;
        Some(format!(
            "the journal is incomplete, it could not be written: {why}"
        ))
    }

    /// Writes a line at once and as a whole: the system has it, whatever becomes of this process.
    fn put(&self, line: &Line) {
        if self.failed.borrow().is_some() {
            return;
        }
        let written = serde_json::to_string(line).map_err(io::Error::other);
        let written = written.and_then(|text| {
            let text = plain::json(&text) + "\n";
            self.file.borrow_mut().write_all(text.as_bytes())
        });
        if let Err(error) = written {
            *self.failed.borrow_mut() = Some(error);
        }
    }
}

/// Reads the bytes of a journal: the header, what was done, and how many bytes hold whole lines.
///
/// # Errors
/// Which line, from 1, is none of a journal's, and why.
pub fn read(bytes: &[u8]) -> Result<(Header, Done, usize), (usize, String)> {
    let whole = bytes
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |end| end + 1);
    let mut header = None;
    let mut done = Done::default();
    let lines = bytes[..whole]
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty());
    for (number, line) in lines.enumerate() {
        let wrong = |why: String| (number + 1, why);
        let line: Line = serde_json::from_slice(line).map_err(|e| wrong(e.to_string()))?;
        match line {
            Line::Header(_) if header.is_some() => {
                return Err(wrong("a second header: two runs wrote to it".into()));
            }
            Line::Header(first) => header = Some(*first),
            _ if header.is_none() => return Err(wrong("the header is missing".into())),
            Line::Settled(settled) => {
                done.settled.insert(settled.contract.clone(), *settled);
            }
            Line::Judged(entry) => {
                done.requests = done.requests.max(entry.requests);
                done.took = done.took.max(entry.took);
                done.judged.insert(entry.judged.id.clone(), *entry);
            }
        }
    }
    match header {
        Some(header) => Ok((header, done, whole)),
        None => Err((1, "the header is missing".into())),
    }
}

/// Keeps other runs away from a journal for as long as the file is open.
fn own(path: &Path, file: &File) -> Result<(), JournalError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(JournalError::Busy(path.to_owned())),
        // A file system that knows no locks is no reason to keep no journal.
        Err(TryLockError::Error(_)) | Ok(()) => Ok(()),
    }
}

fn file_error(path: &Path, source: io::Error) -> JournalError {
    JournalError::File {
        path: path.to_owned(),
        source,
    }
}
