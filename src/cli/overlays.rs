//! `--overlay` and the `overlays` of the profile: what is laid over which contract.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Error;
use crate::contract::Overlay;
use crate::target::Profile;

/// Files of the command line, then those of the profile.
static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// From now on contracts are read with these overlays.
pub(super) fn lay(files: &[PathBuf]) {
    let mut all = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    for file in files {
        if !all.contains(file) {
            all.push(file.clone());
        }
    }
}

/// The overlays that are laid by now: those of the command line, before a profile is read.
pub(super) fn laid() -> Vec<PathBuf> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The same for what a profile names, whose paths begin at its own folder.
pub(super) fn of_profile(path: &Path, profile: &Profile) {
    let folder = path.parent().unwrap_or(Path::new(""));
    let files: Vec<_> = profile.overlays.iter().map(|o| folder.join(o)).collect();
    lay(&files);
}

/// The overlays of each contract, by the names that were given.
pub(super) fn of(names: &[String]) -> Result<Vec<Vec<Overlay>>, Error> {
    let files = laid();
    let mut all: Vec<Vec<Overlay>> = names.iter().map(|_| Vec::new()).collect();
    for file in files {
        let overlay = Overlay::load(&file)?;
        let meant = match names.len() {
            1 => Some(0),
            _ => names.iter().position(|name| overlay.is_for(name)),
        };
        let Some(meant) = meant else {
            let extends = match overlay.extends() {
                Some(extends) => format!("its `extends` is `{extends}`, which is none of them"),
                None => "it has no `extends`".to_owned(),
            };
            return Err(Error::usage(format!(
                "the overlay `{}` may be for any of the contracts {}: {extends}\n(hint: give one --contract, or write \
                 `extends:` with its name, path or URL)",
                overlay.name(),
                names.join(", "),
            )));
        };
        all[meant].push(overlay);
    }
    Ok(all)
}
