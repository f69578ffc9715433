//! Standard output, which may be closed or full before all is said: that ends no run and loses no
//! report.

use std::fmt;
use std::io::{ErrorKind, Write, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::exchange::plain::uncommanded;
use crate::report::{harmless, harmless_json};
use crate::target::{Profile, ProfileError, Secrets};

/// Prints a line.
macro_rules! say {
    ($($word:tt)*) => {
        $crate::cli::say::put(format_args!("{}\n", format_args!($($word)*)))
    };
}
pub(super) use say;

/// Every profile that was read has its secrets in here, lest an error or a note shows one.
static KNOWN: Mutex<Vec<Secrets>> = Mutex::new(Vec::new());

/// From now on nothing that is printed here shows a secret of the profile's.
pub(super) fn hide(profile: &Profile) {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.push(profile.secrets());
}

/// Reads a profile, whose secrets are not shown from then on; its overlays are laid over contracts that are
/// read after it.
pub(super) fn profile(path: &Path) -> Result<Profile, ProfileError> {
    let profile = Profile::load(path)?;
    hide(&profile);
    super::overlays::of_profile(path, &profile);
    Ok(profile)
}

/// The text without secrets.
fn masked(text: &str) -> String {
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.iter().fold(text.to_owned(), |text, s| s.mask(&text))
}

/// A text that may hold words of a contract, a profile or a server, as it may be printed.
pub(super) fn tame(text: &str) -> String {
    harmless(&masked(text))
}

/// Prints a text on standard error.
pub(super) fn complain(text: &str) {
    error_line(&tame(text));
}

/// Prints a line on standard error as it is. Nobody may be left who reads it, and then there is nobody to
/// be told either.
pub(super) fn error_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Prints a text without anything that a terminal would act on.
pub(super) fn put(text: fmt::Arguments<'_>) {
    print(&tame(&text.to_string()));
}

/// Prints a JSON document.
pub(super) fn document(text: &str) {
    print(&harmless_json(&masked(text)));
}

/// Whether standard output took less than all, as the disk behind it is full.
static FAILED: AtomicBool = AtomicBool::new(false);

/// Whether anything that was to be printed is missing where somebody keeps it.
pub(super) fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Prints a text that is harmless but for its lines, which no runner of a pipeline takes for a command.
/// Whoever stopped reading is not told anything; any other failure is told once,
/// on standard error.
pub(super) fn print(text: &str) {
    let mut out = stdout().lock();
    if let Err(error) = out
        .write_all(uncommanded(text).as_bytes())
        .and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
        && !FAILED.swap(true, Ordering::Relaxed)
    {
        error_line(&format!("error: failed to print: {error}"));
    }
}
