//! Reports of a made-up run, as their readers see them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod browser;
mod documents;
mod files;
mod formats;
mod kept;
pub(super) mod sample;
mod shown;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::Report;
use crate::run::event::Event;

/// A writer that can be read while a report owns it.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn out(&self) -> Box<dyn Write + Send> {
        Box::new(self.clone())
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a report writes about a run.
fn told(make: impl FnOnce(Box<dyn Write + Send>) -> Box<dyn Report>, events: &[Event]) -> String {
    let paper = Paper::default();
    let mut report = make(paper.out());
    for event in events {
        report.event(event).unwrap();
    }
    paper.text()
}

macro_rules! snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/report"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $text) })
    };
}
use snapshot;
