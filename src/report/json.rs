//! The run as one JSON document, written when it is over.

mod document;
mod read;

use std::io::{self, BufWriter, Write};
use std::path::Path;

pub use read::{ReadError, read};

use super::{Book, Report, escape, sink::Sink};
use crate::run::event::Event;

/// A report for programs.
pub struct Json {
    sink: Sink,
    book: Book,
}

impl Json {
    /// Into a file, which is there complete or not at all.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        Ok(Self::new(Sink::file(path)?))
    }

    /// Into a writer.
    pub fn to_writer(out: Box<dyn Write + Send>) -> Self {
        Self::new(Sink::Writer(out))
    }

    fn new(sink: Sink) -> Self {
        Self {
            sink,
            book: Book::new(true),
        }
    }
}

impl Report for Json {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        let Event::Finished(finished) = event else {
            return Ok(());
        };
        let sink = &mut self.sink;
        self.book.run(finished, |run| {
            sink.fill(&mut |out| {
                let mut out = BufWriter::new(escape::Json::new(out));
                document::write(run, &mut out)?;
                out.write_all(b"\n")?;
                out.flush()
            })
        })
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}
