//! `clausal merge`.

use super::args::MergeArgs;
use super::check::{Lenient, code, show};
use super::{Error, exit};
use crate::report::json::read;
use crate::report::{Report, merge};
use crate::run::Ended;
use crate::run::event::{Event, Finished};

pub(super) fn run(args: &MergeArgs) -> Result<u8, Error> {
    let mut reports = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Error::usage(format!("failed to read the report `{name}`: {e}")))?;
        let events = read(&text).map_err(|e| Error::usage(format!("`{name}`: {e}")))?;
        reports.push((name, events));
    }
    let events = merge(reports)?;
    let mut tee = show(&args.report)?;
    let mut last = exit::UNTESTED;
    for event in &events {
        if let Event::Finished(finished) = event {
            let lenient = Lenient {
                empty: false,
                untested: args.allow_untested || finished.allows_untested,
            };
            last = code(&ended(finished), finished, lenient);
        }
        match tee.event(event) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                return Err(Error::usage(error.to_string()));
            }
            _ => {}
        }
    }
    Ok(last)
}

/// How the run ended that a report tells of.
fn ended(finished: &Finished) -> Ended {
    match (&finished.stopped, &finished.headline) {
        (Some(why), _) if why.contains("the target") => Ended::Lost(why.clone()),
        (Some(_), _) => Ended::TimeUp,
        (None, Some(headline)) => Ended::Useless(headline.clone()),
        (None, None) => Ended::Complete,
    }
}
