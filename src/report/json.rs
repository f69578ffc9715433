//! The run as one JSON document, written when it is over.

mod document;
mod read;

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

pub use read::{ReadError, read};

use super::{Report, escape, sink::Sink};
use crate::run::event::{Event, Judged, Started};

/// A report for programs.
pub struct Json {
    sink: Sink,
    started: Option<Started>,
    judged: Vec<Arc<Judged>>,
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
            started: None,
            judged: Vec::new(),
        }
    }
}

impl Report for Json {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.started = Some(started.clone()),
            Event::Told(_) | Event::Progress(_) | Event::Exchanged(_) => {}
            Event::Judged(judged) => self.judged.push(Arc::clone(judged)),
            Event::Finished(finished) => {
                let mut judged: Vec<&Judged> = self.judged.iter().map(Arc::as_ref).collect();
                judged.sort_by(|a, b| a.id.cmp(&b.id));
                let started = self.started.as_ref();
                self.sink.fill(&mut |out| {
                    let mut out = BufWriter::new(escape::Json::new(out));
                    document::write(started, &judged, finished, &mut out)?;
                    out.write_all(b"\n")?;
                    out.flush()
                })?;
            }
        }
        Ok(())
    }
}
