//! Where generated things go: lines on standard output, or files and an index.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::cli::Error;
use crate::exchange::whole;
use crate::report::harmless_json;

/// Takes one generated thing after another.
pub(super) struct Output {
    folder: Option<PathBuf>,
    lines: Box<dyn Write>,
    /// How many were taken.
    pub written: u64,
}

/// One generated thing.
pub(super) struct Item<'i> {
    /// What is known of it, without its bytes.
    pub known: Map<String, Value>,
    /// Names of the members for its bytes: as text, and in Base64.
    pub members: [&'static str; 2],
    /// The bytes that stand in the line; `None` leaves both members out.
    pub bytes: Option<&'i [u8]>,
    /// What a file of its own holds.
    pub file: &'i [u8],
    /// The ending of that file's name.
    pub ending: &'static str,
}

impl Output {
    /// Lines on standard output, or files in a folder, which is made when it is not there.
    pub fn open(folder: Option<&Path>) -> Result<Self, Error> {
        let lines: Box<dyn Write> = match folder {
            None => Box::new(BufWriter::new(io::stdout())),
            Some(folder) => {
                fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
                let path = folder.join("index.ndjson");
                Box::new(Index::new(&path).map_err(|e| unwritable(&path, &e))?)
            }
        };
        Ok(Output {
            folder: folder.map(Path::to_owned),
            lines,
            written: 0,
        })
    }

    /// Takes a thing; breaks off when nobody reads on.
    pub fn put(&mut self, item: Item<'_>) -> Result<ControlFlow<()>, Error> {
        let mut line = item.known;
        if let Some(folder) = &self.folder {
            let name = format!("{:06}.{}", self.written, item.ending);
            let path = folder.join(&name);
            whole::write_one_of_many(&path, item.file).map_err(|e| unwritable(&path, &e))?;
            line.insert("file".into(), name.into());
        } else if let Some(bytes) = item.bytes {
            let [as_text, in_base64] = item.members;
            match std::str::from_utf8(bytes) {
                Ok(text) => line.insert(as_text.into(), text.into()),
                Err(_) => line.insert(in_base64.into(), STANDARD.encode(bytes).into()),
            };
        }
        self.written += 1;
        let line = harmless_json(&Value::Object(line).to_string()) + "\n";
        let done = self.lines.write_all(line.as_bytes());
        self.settle(done)
    }

    /// Writes out what is left.
    pub fn close(mut self) -> Result<u64, Error> {
        let done = self.lines.flush();
        let _whether_read = self.settle(done)?;
        Ok(self.written)
    }

    /// A reader that left is no error.
    fn settle(&self, done: io::Result<()>) -> Result<ControlFlow<()>, Error> {
        match done {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
            Err(e) => Err(match &self.folder {
                Some(folder) => unwritable(&folder.join("index.ndjson"), &e),
                None => Error::usage(format!("failed to write: {e}")),
            }),
        }
    }
}

/// The list of the files, which holds whole lines whenever it ends.
struct Index {
    file: File,
    /// Bytes of the lines.
    length: u64,
}

impl Index {
    fn new(path: &Path) -> io::Result<Self> {
        whole::refuse_link(path)?;
        let file = File::create(path)?;
        Ok(Index { file, length: 0 })
    }
}

impl Write for Index {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.file.write_all(line) {
            // Half a line would make the list one that cannot be read.
            drop(self.file.set_len(self.length));
            return Err(error);
        }
        self.length += line.len() as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("failed to write `{}`: {error}", path.display()))
}
