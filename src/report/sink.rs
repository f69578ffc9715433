//! Where a report goes as a whole: a file that is there complete or not at all, or a writer.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use crate::exchange::whole::refuse_link;

/// How long somebody is waited for who reads from a pipe.
const READER: Duration = Duration::from_secs(1);

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
        refuse_link(path)?;
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if is_replaceable(&path) {
            let trial = beside(&path);
            File::create_new(&trial)?;
            fs::remove_file(trial)?;
        }
        Ok(Sink::File(path))
    }

    /// Where it goes, through links; a new file as its folder's path is.
    #[cfg(all(feature = "cli", unix))]
    pub(crate) fn path(&self) -> Option<PathBuf> {
        let Sink::File(path) = self else { return None };
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    }

    /// Opens it for a report that is written piece by piece.
    pub(super) fn stream(self) -> io::Result<Stream> {
        Ok(match self {
            Sink::Writer(writer) => Stream {
                out: writer,
                rename: None,
            },
            Sink::File(path) if is_replaceable(&path) => {
                let unfinished = beside(&path);
                Stream {
                    out: Box::new(BufWriter::new(File::create(&unfinished)?)),
                    rename: Some((unfinished, path)),
                }
            }
            Sink::File(path) => Stream {
                out: Box::new(BufWriter::new(Device::new(device(&path)?))),
                rename: None,
            },
        })
    }

    /// Writes the whole report, piece by piece; it is there when all of it is.
    pub(crate) fn fill(&mut self, fill: Fill<'_>) -> io::Result<()> {
        match self {
            Sink::Writer(writer) => {
                fill(writer)?;
                writer.flush()
            }
            Sink::File(path) => {
                let written = if is_replaceable(path) {
                    replace(path, fill)
                } else {
                    device(path).and_then(|file| {
                        let mut out = BufWriter::new(Device::new(file));
                        fill(&mut out)?;
                        out.flush()
                    })
                };
                written.map_err(|e| {
                    let text = format!("failed to write `{}`: {e}", path.display());
                    io::Error::new(e.kind(), text)
                })
            }
        }
    }
}

/// What writes a report.
pub(crate) type Fill<'f> = &'f mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// A report under way; its file takes its name when it is complete.
pub(super) struct Stream {
    out: Box<dyn Write + Send>,
    /// From where to where.
    rename: Option<(PathBuf, PathBuf)>,
}

impl Stream {
    /// Writes a piece.
    pub(super) fn put(&mut self, piece: &[u8]) -> io::Result<()> {
        self.out.write_all(piece)
    }

    /// Puts the complete report in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        match self.rename.take() {
            Some((unfinished, path)) => fs::rename(unfinished, path),
            None => Ok(()),
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some((unfinished, _)) = &self.rename {
            // Nobody is left to be told.
            let _ = fs::remove_file(unfinished);
        }
    }
}

/// Opens a device or a pipe. A pipe that nobody reads from would hold the end of a run for ever.
fn device(path: &Path) -> io::Result<File> {
    let (done, opened) = mpsc::channel();
    let own = path.to_owned();
    // Where it stays shut the thread stays as well, until the process ends.
    std::thread::spawn(move || done.send(File::options().write(true).open(own)));
    let late = |_| io::Error::new(io::ErrorKind::TimedOut, "nobody reads from it");
    opened.recv_timeout(READER).map_err(late)?
}

/// A device or a pipe that is written to on a thread of its own, as a reader may take nothing.
struct Device {
    pieces: mpsc::Sender<Vec<u8>>,
    written: mpsc::Receiver<io::Result<()>>,
    /// Whether somebody was waited for in vain.
    shut: bool,
}

impl Device {
    fn new(mut file: File) -> Self {
        let (pieces, taken) = mpsc::channel::<Vec<u8>>();
        let (done, written) = mpsc::channel();
        std::thread::spawn(move || {
            for piece in taken {
                if done.send(file.write_all(&piece)).is_err() {
                    break;
                }
            }
        });
        Device {
            pieces,
            written,
            shut: false,
        }
    }
}

impl Write for Device {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = || io::Error::new(io::ErrorKind::TimedOut, "nobody reads from it");
        if self.shut {
            return Err(gone());
        }
        self.pieces.send(bytes.to_vec()).map_err(|_| gone())?;
        let written = self.written.recv_timeout(READER);
        self.shut = written.is_err();
        written.map_err(|_| gone())?.map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Devices and pipes are written to, not replaced.
fn is_replaceable(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |found| found.is_file())
}

fn replace(path: &Path, fill: Fill<'_>) -> io::Result<()> {
    let unfinished = beside(path);
    let written = File::create(&unfinished)
        .and_then(|file| {
            let mut out = BufWriter::new(file);
            fill(&mut out)?;
            out.into_inner()
                .map_err(io::IntoInnerError::into_error)?
                .sync_all()
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
