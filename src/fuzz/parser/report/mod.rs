//! What a run came to, in several forms.

mod html;
mod json;
mod junit;
mod text;

use std::io;

use super::Summary;
use crate::fuzz::report::{Basics, Told};

pub use html::html;
pub use json::json;
pub use junit::junit;
pub use text::{brief, finding, overview, text};

impl Told for Summary {
    fn basics(&self) -> Basics<'_> {
        Basics {
            command: "fuzz parser",
            driven: ("command", &self.command),
            seed: self.seed,
            inputs: ("documents", self.documents),
            took: self.took,
            kinds: self.kinds,
            findings: self.findings.len(),
            more: self.more,
            notes: &self.notes,
            unfit: match &self.unusable {
                Some(why) => Some(why.to_string()),
                None if !self.has_tested() => Some("nothing was tested".into()),
                None => None,
            },
        }
    }

    fn json(&self) -> String {
        json(self)
    }

    fn junit(&self) -> io::Result<Vec<u8>> {
        junit(self)
    }

    fn html(&self) -> String {
        html(self)
    }

    fn text(&self, width: usize) -> String {
        text(self, width)
    }
}
