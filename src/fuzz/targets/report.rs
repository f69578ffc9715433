//! The reader of JSON reports, on any text.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use crate::report::{Format, Report, Whole, json, junit::JUnit, merge};
use crate::run::event::Event;

/// Formats that are written as a whole.
const WHOLE: [Format; 5] = [
    Format::Html,
    Format::Http,
    Format::Hurl,
    Format::Markdown,
    Format::Sarif,
];

/// Keeps what is written into it.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Ok(mut kept) = self.0.lock() {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads the text as a JSON report, joins it as the only one of its run, and writes it in each format.
///
/// # Panics
/// When a refusal gives no reason, a report is not written, or one holds what a terminal acts on.
pub fn report_reader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let events = match json::read(&text) {
        Ok(events) => events,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    if let Err(error) = merge(vec![("fuzz.json".to_owned(), events.clone())]) {
        assert!(!error.to_string().is_empty());
    }
    for format in WHOLE {
        let kept = Kept::default();
        written(
            Whole::to_writer(format, Box::new(kept.clone())),
            &events,
            &kept,
        );
    }
    let kept = Kept::default();
    written(JUnit::to_writer(Box::new(kept.clone())), &events, &kept);
}

fn written(mut report: impl Report, events: &[Event], kept: &Kept) {
    for event in events {
        let told = report.event(event);
        assert!(told.is_ok(), "{told:?}");
    }
    let bytes = kept.0.lock().map(|kept| kept.clone()).unwrap_or_default();
    assert!(!bytes.is_empty());
    assert!(!bytes.contains(&0x1b), "an escape stands in a report");
}
