//! What a contract may read besides itself: files below its folder, and below those that the user
//! allows. A contract may come from anybody, and errors quote what is read.

use std::path::{Path, PathBuf};

use super::super::refs::ELSEWHERE;
use super::read_text;

/// Folders whose files a `$ref` may name, and beginnings of addresses.
#[derive(Debug, Clone, Default)]
pub struct Around {
    folders: Vec<PathBuf>,
    addresses: Vec<String>,
    fetch: Option<Fetch>,
}

/// Gets a document from a server, or says why not.
pub type Fetch = fn(&str) -> Result<String, String>;

impl Around {
    /// What the user allows: folders, and addresses by their beginnings.
    pub fn new(words: &[String]) -> Self {
        let words = words.iter().cloned();
        let (addresses, folders): (Vec<_>, Vec<_>) = words.partition(|w| w.contains("://"));
        Around {
            folders: folders.into_iter().map(PathBuf::from).collect(),
            addresses,
            fetch: None,
        }
    }

    /// The same with a way to documents on servers: of a contract in a file, those alone that are allowed.
    #[must_use]
    pub fn fetching(self, fetch: Fetch) -> Self {
        Around {
            fetch: Some(fetch),
            ..self
        }
    }

    /// The text of a file that a contract in a folder names.
    ///
    /// # Errors
    /// It is none that may be read, or it cannot be read.
    pub(super) fn file(&self, folder: &Path, name: &str) -> Result<String, String> {
        if name.contains("://") {
            return match self.fetch.filter(|_| self.allows("", name)) {
                Some(fetch) => fetch(name),
                None => Err(ELSEWHERE.to_owned()),
            };
        }
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
        let starts = |with: &str| {
            let rest = address.strip_prefix(with);
            rest.is_some_and(|rest| {
                rest.is_empty() || with.ends_with('/') || rest.starts_with(['/', '?', '#'])
            })
        };
        let below = !folder.is_empty() && starts(folder);
        let climbs = address
            .split('/')
            .any(|part| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), ".."));
        let named = self.addresses.iter().any(|a| starts(a));
        (named || below) && !climbs
    }
}
