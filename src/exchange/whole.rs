//! Files that are there whole or not at all, and never through a symbolic link, which somebody may have
//! laid where clausal writes.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file in place of an earlier one. A device or a pipe is written to as it is.
///
/// # Errors
/// It is a link, or cannot be written; what was there before is untouched then.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    put(path, content, true)
}

/// As [`write`], for files of which there are many and that are made again as easily: their content is not
/// waited for to be on the disk, so that a power cut may lose it.
///
/// # Errors
/// As there.
#[cfg(feature = "cli")]
pub fn write_one_of_many(path: &Path, content: &[u8]) -> io::Result<()> {
    put(path, content, false)
}

fn put(path: &Path, content: &[u8], is_kept: bool) -> io::Result<()> {
    refuse_link(path)?;
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::write(path, content);
    }
    let unfinished = beside(path);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(content)?;
            if is_kept { file.sync_data() } else { Ok(()) }
        })
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // What is left of it would be taken for a file of somebody's.
        drop(fs::remove_file(&unfinished));
    }
    written
}

/// Refuses a symbolic link to a file or to nothing. One to a device, such as /dev/stdout, is a name.
///
/// # Errors
/// It is such a link.
pub fn refuse_link(path: &Path) -> io::Result<()> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let is_name = fs::metadata(path).is_ok_and(|found| !found.is_file());
    match is_link && !is_name {
        true => Err(io::Error::other(
            "it is a symbolic link, through which nothing is written",
        )),
        false => Ok(()),
    }
}

/// Whether files can be written into a folder, which is made where it is missing.
///
/// # Errors
/// Why not.
#[cfg(feature = "cli")]
pub fn try_folder(folder: &Path) -> io::Result<()> {
    let missing = !folder.exists();
    fs::create_dir_all(folder)?;
    let trial = beside(&folder.join("trial"));
    let tried = OpenOptions::new().write(true).create_new(true).open(&trial);
    let tried = tried.and_then(|_| fs::remove_file(&trial));
    if missing {
        // It may be that nothing comes to stand in it.
        drop(fs::remove_dir(folder));
    }
    tried
}

/// A name beside a file that nobody else has.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for text in ["one", "another"] {
            write(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(&path.join("b"), b"").is_err());
        assert!(try_folder(&path).is_err());
        try_folder(folder.path()).unwrap();
        try_folder(&folder.path().join("new")).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(write(&link, b"x").is_err(), "it leads to nothing yet");
        assert!(!file.exists());
        fs::write(&file, "of yesterday").unwrap();
        assert!(write(&link, b"x").is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "of yesterday");
        write(Path::new("/dev/null"), b"x").unwrap();
    }
}
