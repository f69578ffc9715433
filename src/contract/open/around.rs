//! What a contract may read besides itself: files below its folder, and below those that the user
//! allows. A contract may come from anybody, and errors quote what is read.

use std::path::{Path, PathBuf};

use super::read_text;

/// Folders whose files a `$ref` may name, and beginnings of addresses.
#[derive(Debug, Clone, Default)]
pub struct Around {
    folders: Vec<PathBuf>,
    addresses: Vec<String>,
}

impl Around {
    /// What the user allows: folders, and addresses by their beginnings.
    pub fn new(words: &[String]) -> Self {
        let words = words.iter().cloned();
        let (addresses, folders): (Vec<_>, Vec<_>) = words.partition(|w| w.contains("://"));
        Around {
            folders: folders.into_iter().map(PathBuf::from).collect(),
            addresses,
        }
    }

    /// The text of a file that a contract in a folder names.
    ///
    /// # Errors
    /// It is none that may be read, or it cannot be read.
    pub(super) fn file(&self, folder: &Path, name: &str) -> Result<String, String> {
        let path = folder.join(name);
        // What is not there is told as it always is.
        if let Ok(real) = path.canonicalize() {
            let own = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => folder,
            };
            let allowed = self.folders.iter().map(PathBuf::as_path).chain([own]);
            let mut allowed = allowed.filter_map(|folder| folder.canonicalize().ok());
            if !allowed.any(|folder| real.starts_with(folder)) {
                return Err(
                    "it is outside of the contract's folder, and `--allow-refs FOLDER` does not name its own"
                        .to_owned(),
                );
            }
            let is_file = real.metadata().is_ok_and(|about| about.is_file());
            if !is_file && !real.is_dir() {
                return Err("it is no regular file".to_owned());
            }
        }
        read_text(&path, name).map_err(|problem| problem.message)
    }

    /// Whether a document on a server may be read that a contract in a folder there names.
    pub fn allows(&self, folder: &str, address: &str) -> bool {
        let below = address
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'));
        let climbs = address
            .split('/')
            .any(|part| part == ".." || part == "%2e%2e");
        let named = self
            .addresses
            .iter()
            .any(|a| address.starts_with(a.as_str()));
        named || below && !climbs
    }
}
