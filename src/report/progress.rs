//! A progress bar for people who wait.

use std::io;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Report, escape};
use crate::run::event::{Event, Progress, Verdict};

const TEMPLATE: &str = "[{bar:24}] {pos}/{len} clauses, {msg}, {elapsed}";
/// Characters of an operation's name.
const NAME: usize = 32;
/// How often the clock moves while no event comes.
const TICK: Duration = Duration::from_millis(250);

/// A progress bar that is gone when the run is over; add it before reports that print.
pub struct Bar {
    target: Option<ProgressDrawTarget>,
    bar: ProgressBar,
    clauses: usize,
    judged: usize,
    broken: usize,
    told: Progress,
}

impl Bar {
    /// On standard error, which should be a terminal.
    pub fn stderr() -> Self {
        Self::new(ProgressDrawTarget::stderr())
    }

    /// Drawn there.
    pub fn new(target: ProgressDrawTarget) -> Self {
        Self {
            target: Some(target),
            bar: ProgressBar::hidden(),
            clauses: 0,
            judged: 0,
            broken: 0,
            told: Progress::default(),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let Some(target) = self.target.take() else {
            return Ok(());
        };
        self.bar = ProgressBar::with_draw_target(Some(self.clauses as u64), target);
        let style = ProgressStyle::with_template(TEMPLATE).map_err(io::Error::other)?;
        self.bar.set_style(style.progress_chars("=> "));
        self.bar.enable_steady_tick(TICK);
        Ok(())
    }

    fn show(&self) {
        // Verdicts and progress come apart, and either may be ahead.
        let judged = self.judged.max(self.told.judged);
        let broken = self.broken.max(self.told.broken);
        let requests = match self.told.expected {
            Some(all) if all > self.told.requests => {
                format!("{} of some {all}", self.told.requests)
            }
            _ => self.told.requests.to_string(),
        };
        let now = match &*self.told.operation {
            "" => String::new(),
            name => format!(", now {}", escape::cut(&escape::line(name), NAME).0),
        };
        self.bar.set_position(judged as u64);
        self.bar
            .set_message(format!("{broken} broken, {requests} requests{now}"));
    }
}

impl Report for Bar {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            // Other reports print a head now; the bar is drawn below it, with the first progress.
            Event::Started(started) => self.clauses = started.clauses,
            Event::Progress(progress) => {
                self.draw()?;
                self.told = progress.clone();
                self.show();
            }
            Event::Judged(judged) => {
                self.judged += 1;
                self.broken += usize::from(judged.verdict == Verdict::Broken);
                self.show();
            }
            Event::Told(_) | Event::Exchanged(_) => {}
            Event::Finished(_) => self.bar.finish_and_clear(),
        }
        Ok(())
    }
}
