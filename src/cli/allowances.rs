//! `clausal check --write-allowances`: a list of known failures to start from.

use std::io;
use std::path::Path;

use crate::exchange::plain::toml;
use crate::exchange::whole;
use crate::run::event::{Judged, Verdict};

/// Broken clauses that no allowance covers yet.
#[derive(Default)]
pub(super) struct List(Vec<(String, String)>);

impl List {
    pub(super) fn note(&mut self, judged: &Judged) {
        if judged.verdict == Verdict::Broken && judged.allowed.is_none() {
            let what = judged.finding.as_ref().map_or(&judged.duty, |f| &f.got);
            self.0.push((judged.id.clone(), what.clone()));
        }
    }

    /// Writes what can be put into a profile as it is, reasons and dates to be filled in.
    pub(super) fn write(mut self, path: &Path) -> io::Result<()> {
        self.0.sort();
        let mut text = String::from(
            "# Broken clauses to be put into the profile. Say why each is allowed, and until when.\n",
        );
        for (clause, got) in self.0 {
            text += &format!(
                "\n[[allowances]]\nclause = {}\nreason = {}\n# until = 2026-12-31\n",
                toml(&clause),
                toml(&format!("known: {}", crate::report::visible(&got))),
            );
        }
        whole::write(path, text.as_bytes())
    }
}
