//! Standard output, which may be closed or full before all is said: that ends no run and loses no
//! report.

use std::fmt;
use std::io::{ErrorKind, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints a line.
macro_rules! say {
    ($($word:tt)*) => {
        $crate::cli::say::put(format_args!("{}\n", format_args!($($word)*)))
    };
}
pub(super) use say;

/// Prints a text as it is. Whoever stopped reading is not told anything; any other failure is told once,
/// on standard error.
pub(super) fn put(text: fmt::Arguments<'_>) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    let mut out = stdout().lock();
    if let Err(error) = out.write_fmt(text).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
        && !TOLD.swap(true, Ordering::Relaxed)
    {
        eprintln!("error: failed to print: {error}");
    }
}
