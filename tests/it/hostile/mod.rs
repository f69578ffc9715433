//! Targets that mean harm, or are broken beyond what a framework allows: whatever they send, the
//! command ends in bounded time and memory, says what is wrong, and shows nothing of it raw.
//!
//! Each behaviour is a server of bare sockets and a test of its own, which names the exit codes and
//! words it may end with. Time, memory and harmless reports are looked at in all of them.

mod bodies;
mod child;
mod framing;
mod heads;
mod manners;
mod server;
mod silence;
mod syntax;
mod texts;

use child::{Ended, JSA, check};
use server::{Talk, serve};

const BROKEN: &[i32] = &[1];
const LOST: &[i32] = &[3];
const NOTHING: &[i32] = &[4];
/// Either everything hangs, or the load of the machine decides which limit is met first.
const BROKEN_OR_LOST: &[i32] = &[1, 3];

/// Runs the command against a server and holds its end to the exit codes and to words of which
/// one must be said.
fn ends(name: &str, treat: fn(&mut Talk), codes: &[i32], words: &[&str]) -> Ended {
    let server = serve(treat);
    let ended = check(&server.url, &JSA);
    ended.holds(name, codes, words);
    ended
}

/// A test for each behaviour.
macro_rules! behaviours {
    ($($name:ident: $treat:expr, $codes:expr, $words:expr;)*) => { $(
        #[test]
        fn $name() {
            $crate::hostile::ends(stringify!($name), $treat, $codes, &$words);
        }
    )* };
}
use behaviours;
