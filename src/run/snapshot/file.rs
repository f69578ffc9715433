//! Snapshots as files of insta's format, so that `cargo insta review` shows what changed.

use std::io;
use std::path::{Path, PathBuf};

use super::Snapshots;
use super::answer::DIFFERS;
use crate::exchange::{plain, whole};
use crate::run::saved::stem;
use crate::target::MASK;

/// Lines of a change that are shown.
const LINES: usize = 40;

/// A snapshot with its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    /// File of the contract.
    pub(super) source: String,
    /// What was asked.
    pub(super) expression: String,
    /// The duty in one sentence.
    pub(super) description: String,
    /// The answer.
    pub(super) text: String,
}

/// What came of comparing a snapshot with the one that is kept.
pub(super) enum Compared {
    /// They are alike.
    Same,
    /// There was none, or it was taken over.
    Kept,
    /// They differ.
    Changed {
        /// The snapshot that is kept.
        path: PathBuf,
        /// What differs: `- ` and what was, `+ ` and what is.
        lines: Vec<String>,
    },
}

impl Stored {
    /// Compares with the snapshot that is kept, and keeps this one where there is none. A change is
    /// left beside it as `.snap.new`, to be reviewed.
    pub(super) fn compare(&self, snapshots: &Snapshots) -> io::Result<Compared> {
        let path = snapshots
            .folder
            .join(format!("{}.snap", stem(&self.expression)));
        let pending = path.with_extension("snap.new");
        let known = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let changed = known.as_deref().map(|kept| changes(kept, &self.text));
        match changed {
            Some(None) => {
                remove(&pending)?;
                Ok(Compared::Same)
            }
            Some(Some(lines)) if !snapshots.update => {
                whole::write(&pending, self.file().as_bytes())?;
                Ok(Compared::Changed { path, lines })
            }
            _ => {
                std::fs::create_dir_all(&snapshots.folder)?;
                whole::write(&path, self.file().as_bytes())?;
                remove(&pending)?;
                Ok(Compared::Kept)
            }
        }
    }

    fn file(&self) -> String {
        // A string of JSON is one of YAML.
        let quoted = |text: &str| plain::json(&serde_json::Value::from(text).to_string());
        format!(
            "---\nsource: {}\ndescription: {}\nexpression: {}\n---\n{}\n",
            quoted(&self.source),
            quoted(&self.description),
            quoted(&self.expression),
            self.text.trim_end()
        )
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What differs between the file of a snapshot and a text that came: `- ` and what was, `+ ` and what
/// is; nothing where they are alike.
pub fn changes(file: &str, came: &str) -> Option<Vec<String>> {
    let (was, is) = (contents(file), unix(came));
    let is = is.trim_end();
    (!alike(&was, is)).then(|| difference(&was, is))
}

/// A text with the line ends that snapshots have on every system.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What follows the heading.
fn contents(file: &str) -> String {
    let file = unix(file);
    let rest = file
        .strip_prefix("---\n")
        .and_then(|r| r.split_once("\n---\n"));
    let contents = rest.map_or(file.as_str(), |(_, contents)| contents);
    contents.trim_end().to_owned()
}

fn alike(a: &str, b: &str) -> bool {
    a.lines().count() == b.lines().count() && a.lines().zip(b.lines()).all(|(a, b)| same(a, b))
}

/// Whether two lines are the same where neither says that it differs from try to try.
fn same(a: &str, b: &str) -> bool {
    a == b || fits(a, b) || fits(b, a)
}

/// Whether a line fits one with masks; a secret that only one of two runs knew is no change.
fn fits(masked: &str, line: &str) -> bool {
    let masked = masked.replace(MASK, DIFFERS);
    let mut pieces = masked.split(DIFFERS);
    let bare = |piece: &'_ str| piece.trim_matches('"').to_owned();
    let Some(mut rest) = pieces
        .next()
        .and_then(|p| line.strip_prefix(bare(p).as_str()))
    else {
        return false;
    };
    let mut masks = 0;
    for piece in pieces {
        masks += 1;
        let piece = bare(piece);
        match rest.find(piece.as_str()) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    masks > 0
}

/// The lines that differ, those around them left out.
fn difference(was: &str, is: &str) -> Vec<String> {
    let (was, is): (Vec<_>, Vec<_>) = (was.lines().collect(), is.lines().collect());
    let most = was.len().min(is.len());
    let pairs = || was.iter().zip(&is);
    let head = pairs().take_while(|(a, b)| same(a, b)).count();
    let ends = was.iter().rev().zip(is.iter().rev());
    let tail = ends
        .take_while(|(a, b)| same(a, b))
        .count()
        .min(most - head);
    let (was, is) = (&was[head..was.len() - tail], &is[head..is.len() - tail]);
    let mut lines = Vec::new();
    if was.len() == is.len() {
        for (a, b) in was.iter().zip(is).filter(|(a, b)| !same(a, b)) {
            lines.extend([format!("- {a}"), format!("+ {b}")]);
        }
    } else {
        lines.extend(was.iter().map(|line| format!("- {line}")));
        lines.extend(is.iter().map(|line| format!("+ {line}")));
    }
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("… {more} more"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_on_either_side_fits_any_value() {
        assert!(same("  \"id\": \"[differs]\",", "  \"id\": 15,"));
        assert!(same("  \"id\": \"x\",", "  \"id\": \"[differs]\","));
        assert!(same("<a x=\"[differs]\" y=\"1\"/>", "<a x=\"7\" y=\"1\"/>"));
        assert!(!same(
            "<a x=\"[differs]\" y=\"1\"/>",
            "<a x=\"7\" y=\"2\"/>"
        ));
        assert!(!same("  \"id\": \"[differs]\",", "  \"no\": 15,"));
        assert!(!same("200", "201"));
    }

    #[test]
    fn a_difference_shows_the_lines_that_differ() {
        let shown = difference("200\n\na\nb\nc", "200\n\na\nx\nc");
        assert_eq!(shown, ["- b", "+ x"]);
        assert_eq!(difference("1\n2", "1\n2\n3"), ["+ 3"]);
    }
}
