//! `clausal serve`.

use std::time::Duration;

use super::args::ServeArgs;
use super::say::say;
use super::{Error, exit, runtime};
use crate::reference::{self, Options};

pub(super) fn run(args: &ServeArgs) -> Result<u8, Error> {
    if args.list {
        say!("defects:");
        for defect in reference::defects() {
            say!("  {:34} {}", defect.id, defect.about);
        }
        say!("variants:");
        for variant in reference::variants() {
            say!("  {:34} {}", variant.id, variant.about);
        }
        say!("mutants:");
        for mutant in reference::mutants() {
            say!("  {}", mutant.id);
        }
        return Ok(exit::HELD);
    }
    let options = Options {
        port: args.port,
        defects: args.defect.clone(),
        variants: args.variant.clone(),
        mutant: args.mutant.clone(),
        backup_time: Duration::from_millis(args.backup_time),
        ..Options::default()
    };
    let headers = options
        .headers()
        .map(|(whose, name, value)| format!("{name}: {value} for {whose}"));
    let server = reference::start(options)?;
    say!("reference server on {}", server.url());
    say!("header {}", headers.join(", "));
    say!("provider states at /_states; end with Ctrl-C");
    runtime()?.block_on(super::signals::ended())??;
    server.stop();
    Ok(exit::HELD)
}
