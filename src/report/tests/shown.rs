//! What people see.

use super::{sample, snapshot, told};
use crate::report::terminal::{Style, Terminal};
use crate::run::event::Event;

fn shown(colour: bool, width: usize, events: &[Event]) -> String {
    told(
        |out| Box::new(Terminal::new(out, Style { colour, width })),
        events,
    )
}

#[test]
fn terminal_shows_findings_reasons_and_totals() {
    snapshot!("terminal", shown(false, 100, &sample::full()));
}

#[test]
fn terminal_wraps_where_it_is_narrow() {
    let text = shown(false, 60, &sample::full());
    snapshot!("terminal_narrow", text);
}

#[test]
fn terminal_uses_colour_when_asked() {
    snapshot!(
        "terminal_colour",
        shown(true, 100, &sample::full()).replace('\u{1b}', "␛")
    );
}

#[test]
fn terminal_of_other_endings() {
    let endings = [
        ("all held", sample::clean()),
        ("no clauses", sample::empty()),
        ("stopped", sample::stopped()),
    ];
    let text = endings.map(|(name, events)| format!("--- {name}\n{}", shown(false, 100, &events)));
    snapshot!("terminal_endings", text.join("\n"));
}

#[test]
fn nothing_of_the_target_reaches_the_terminal_raw() {
    let text = shown(false, 100, &sample::full());
    let raw = |c: char| c != '\n' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c));
    assert_eq!(text.find(raw), None, "{text}");
}

#[cfg(feature = "cli")]
#[test]
fn progress_takes_every_event() {
    use crate::report::{Report, progress::Bar};
    let mut bar = Bar::new(indicatif::ProgressDrawTarget::hidden());
    for event in sample::full() {
        bar.event(&event).unwrap();
    }
}
