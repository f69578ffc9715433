//! HAR 1.2: every exchange of the run, for the network panels of browsers and other tools.
//!
//! The file is written while the run goes on, so that memory does not grow with it.

mod entry;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::escape;
use super::sink::{Sink, Stream};
use super::time::iso;
use super::{
    Book, Report,
    finding::{short, unfit},
};
use crate::run::event::{Event, Finished};

/// A report of exchanges.
pub struct Har {
    /// Until the first event.
    sink: Option<Sink>,
    stream: Option<Stream>,
    began: SystemTime,
    entries: usize,
    contracts: BTreeSet<String>,
    /// What showed each finding.
    book: Book,
}

impl Har {
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
            sink: Some(sink),
            stream: None,
            began: UNIX_EPOCH,
            entries: 0,
            contracts: BTreeSet::new(),
            book: Book::new(false),
        }
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        if let Some(sink) = self.sink.take() {
            let head = json!({"name": "clausal", "version": env!("CARGO_PKG_VERSION")});
            let stream = self.stream.insert(sink.stream()?);
            let head = format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{head},\"entries\":[");
            stream.put(head.as_bytes())?;
        }
        match &mut self.stream {
            Some(stream) => stream.put(text.as_bytes()),
            None => Ok(()),
        }
    }

    /// When each finding was shown, of which clause, and what was got.
    fn findings(&mut self, finished: &Finished) -> io::Result<()> {
        let book = self.book.clone();
        book.run(finished, |run| {
            let mut comma = "";
            for judged in run.judged {
                let Some(found) = &judged.found else { continue };
                let finding = found.read()?;
                let told = json!({
                    "startedDateTime": self.at(finding.sent),
                    "clause": short(&judged.id),
                    "expected": short(&finding.expected),
                    "got": short(&finding.got),
                });
                self.put(&escape::json(&format!("{comma}{told}")))?;
                comma = ",";
            }
            Ok(())
        })
    }

    fn at(&self, since: Duration) -> String {
        iso(self.began + since)
    }

    fn finish(&mut self, finished: &Finished) -> io::Result<()> {
        let began = iso(self.began);
        let pages = self.contracts.iter().map(|name| {
            let title = short(&format!("{name} on {}", finished.target));
            json!({"startedDateTime": began, "id": name, "title": title, "pageTimings": {}})
        });
        let pages: Vec<Value> = pages.collect();
        let unfit = unfit(finished).map_or(String::new(), |why| format!(". {}", short(&why)));
        let comment = json!(format!(
            "clausal, seed {}: {} held, {} broken, {} inconclusive, {} skipped; _findings tells when each was shown{unfit}",
            finished.seed, finished.held, finished.broken, finished.inconclusive, finished.skipped
        ));
        let end = format!(
            "\n],\"pages\":{},\"comment\":{comment},\"_findings\":[",
            json!(pages)
        );
        self.put(&escape::json(&end))?;
        self.findings(finished)?;
        self.put("]}}\n")?;
        match self.stream.take() {
            Some(stream) => stream.finish(),
            None => Ok(()),
        }
    }
}

impl Report for Har {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        match event {
            Event::Started(started) => self.began = started.began,
            Event::Told(_) | Event::Progress(_) => {}
            Event::Exchanged(exchanged) => {
                let started = self.at(exchanged.exchange.sent);
                let entry = escape::json(&entry::of(exchanged, &started).to_string());
                let comma = if self.entries > 0 { ",\n" } else { "\n" };
                self.put(&format!("{comma}{entry}"))?;
                self.entries += 1;
                if !self.contracts.contains(&exchanged.contract) {
                    self.contracts.insert(exchanged.contract.clone());
                }
            }
            Event::Judged(_) => {}
            Event::Finished(finished) => self.finish(finished)?,
        }
        Ok(())
    }

    fn wants_exchanges(&self) -> bool {
        true
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}
