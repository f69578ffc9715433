//! What the targets in `fuzz/` call: one property each, held for any bytes.
//!
//! Each function panics when its property does not hold, and that is all it has to say; a fuzzer,
//! a smoke test and a replay of `corpus/` use it alike.

mod answer;
mod contract;
mod finding;
mod journal;
mod lenient;
mod overlay;
mod peers;
mod profile;
mod report;
mod server;
mod snapshot;
mod truth;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::contract::{Contract, builtin, builtin_names};

pub use answer::answer_decoder;
pub use contract::contract_loader;
pub use finding::finding_reader;
pub use journal::journal_reader;
pub use overlay::overlay_reader;
pub use peers::xml_reader_peers;
pub use profile::profile_loader;
pub use report::report_reader;
pub use server::reference_server;
pub use snapshot::snapshot_reader;
pub use truth::xml_reader_truth;
pub use wire::wire_round_trip;

/// A property that is held for any bytes.
pub type Target = fn(&[u8]);

/// Every target by its name, as `cargo fuzz list` tells them.
pub const TARGETS: [(&str, Target); 12] = [
    ("answer_decoder", answer_decoder),
    ("contract_loader", contract_loader),
    ("finding_reader", finding_reader),
    ("journal_reader", journal_reader),
    ("overlay_reader", overlay_reader),
    ("profile_loader", profile_loader),
    ("reference_server", reference_server),
    ("report_reader", report_reader),
    ("snapshot_reader", snapshot_reader),
    ("wire_round_trip", wire_round_trip),
    ("xml_reader_peers", xml_reader_peers),
    ("xml_reader_truth", xml_reader_truth),
];

/// The built-in contracts, loaded once for all inputs.
static CONTRACTS: LazyLock<Vec<Contract>> = LazyLock::new(|| {
    let names = builtin_names().iter();
    names.filter_map(|name| builtin(name)?.ok()).collect()
});

/// What stands alone in a line between the parts of an input.
const BETWEEN: &str = "%%";

/// The parts of an input: what stands between lines that hold `%%` and nothing else.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let (mut begin, mut line) = (0, 0);
    for piece in bytes.split_inclusive(|b| *b == b'\n') {
        let next = line + piece.len();
        if piece.trim_ascii() == BETWEEN.as_bytes() {
            found.push(&bytes[begin..line]);
            begin = next;
        }
        line = next;
    }
    found.push(&bytes[begin..]);
    found
}
