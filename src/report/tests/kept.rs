//! What a book keeps elsewhere is told as if it was kept here.

use std::fs;

use super::sample;
use crate::report::terminal::{Style, Terminal};
use crate::report::{Book, FORMATS, Report, Tee, open};
use crate::run::event::Event;

/// Every report of a run whose book has so much room.
fn reports(room: usize, events: &[Event]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = |format: &str| folder.path().join(format);
    let mut tee = Tee::new();
    let style = Style {
        colour: false,
        width: 100,
    };
    let out = Box::new(fs::File::create(path("terminal")).unwrap());
    tee.add("terminal", Box::new(Terminal::new(out, style)));
    for format in FORMATS {
        let spec = format!("{format}={}", path(format).display());
        tee.add(format, open(&spec).unwrap());
    }
    let book = Book::with(true, room);
    tee.share(&book);
    for event in events {
        book.note(event);
        tee.event(event).unwrap();
    }
    let mut all = vec!["terminal"];
    all.extend(FORMATS);
    all.iter()
        .map(|format| {
            let text = fs::read_to_string(path(format)).unwrap();
            ((*format).to_owned(), text)
        })
        .collect()
}

#[test]
fn a_finding_that_is_kept_elsewhere_is_told_as_it_was() {
    for events in [sample::full(), sample::exchanged(), sample::stopped()] {
        let here = reports(usize::MAX, &events);
        let elsewhere = reports(0, &events);
        for ((format, here), (_, elsewhere)) in here.iter().zip(&elsewhere) {
            assert!(!here.is_empty() || format == "github", "{format}");
            assert_eq!(here, elsewhere, "{format}");
        }
    }
}
