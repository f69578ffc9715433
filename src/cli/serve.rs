//! `clausal serve`.

use std::time::Duration;

use super::args::ServeArgs;
use super::{Error, exit, runtime};
use crate::reference::{self, Options};

pub(super) fn run(args: &ServeArgs) -> Result<u8, Error> {
    if args.list {
        println!("defects:");
        for defect in reference::defects() {
            println!("  {:34} {}", defect.id, defect.about);
        }
        println!("variants:");
        for variant in reference::variants() {
            println!("  {:34} {}", variant.id, variant.about);
        }
        return Ok(exit::HELD);
    }
    let options = Options {
        port: args.port,
        defects: args.defect.clone(),
        variants: args.variant.clone(),
        backup_time: Duration::from_millis(args.backup_time),
        ..Options::default()
    };
    let (token, authtoken) = (options.token.clone(), options.authtoken.clone());
    let server = reference::start(options)?;
    println!("reference server on {}", server.url());
    println!("header SEC: {token} for JSA, Authtoken: {authtoken} for Commvault");
    println!("provider states at /_states; end with Ctrl-C");
    runtime()?.block_on(super::signals::ended())?;
    server.stop();
    Ok(exit::HELD)
}
