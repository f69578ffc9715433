//! The run as one JSON document, written when it is over.

mod document;
mod read;

use std::io::{self, Write};
use std::path::Path;

pub use read::{ReadError, read};

use super::{Report, escape, sink::Sink};
use crate::run::event::{Event, Judged, Started};

/// A report for programs.
pub struct Json {
    sink: Sink,
    started: Option<Started>,
    judged: Vec<Judged>,
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
            Event::Judged(judged) => self.judged.push(Judged::clone(judged)),
            Event::Finished(finished) => {
                self.judged.sort_by(|a, b| a.id.cmp(&b.id));
                let document = document::of(self.started.as_ref(), &self.judged, finished);
                let mut text = escape::json(&serde_json::to_string_pretty(&document)?);
                text.push('\n');
                self.sink.put(text.as_bytes())?;
            }
        }
        Ok(())
    }
}
