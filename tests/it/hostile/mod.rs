//! Targets that mean harm, or are broken beyond what a framework allows: whatever they send, the
//! command ends in bounded time and memory, says what is wrong, and shows nothing of it raw.
//!
//! Each behaviour is a server of bare sockets and a test of its own, which names the exit codes and
//! words it may end with. Time, memory and harmless reports are looked at in all of them.

mod bodies;
mod child;
mod commands;
mod drips;
mod ends;
mod framing;
mod heads;
mod lines;
mod manners;
mod others;
mod phases;
mod server;
mod silence;
mod syntax;
mod texts;
mod turns;
mod wide;

use child::{Ended, JSA, check};
use server::{Server, Talk, serve, serve_at_once};

const BROKEN: &[i32] = &[1];
const LOST: &[i32] = &[3];
/// Either everything hangs, or the load of the machine decides which limit is met first.
const BROKEN_OR_LOST: &[i32] = &[1, 3];
/// What of the two it is depends on what of it comes first.
const ANY: &[i32] = &[1, 3];

/// Runs the command against a server and holds its end to the exit codes and to words of which
/// one must be said.
fn ends(name: &str, treat: fn(&mut Talk), codes: &[i32], words: &[&str]) -> Ended {
    against(&serve(treat), name, codes, words)
}

fn against(server: &Server, name: &str, codes: &[i32], words: &[&str]) -> Ended {
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

/// The same of servers that do not wait for a request.
macro_rules! behaviours_at_once {
    ($($name:ident: $treat:expr, $codes:expr, $words:expr;)*) => { $(
        #[test]
        fn $name() {
            let server = $crate::hostile::serve_at_once($treat);
            $crate::hostile::against(&server, stringify!($name), $codes, &$words);
        }
    )* };
}
use behaviours_at_once;

/// The same of servers that are asked by TLS.
macro_rules! behaviours_in_tls {
    ($($name:ident: $treat:expr, $codes:expr, $words:expr;)*) => { $(
        #[test]
        fn $name() {
            let mut server = $crate::hostile::serve_at_once($treat);
            server.url = server.url.replacen("http:", "https:", 1);
            $crate::hostile::against(&server, stringify!($name), $codes, &$words);
        }
    )* };
}
use behaviours_in_tls;
