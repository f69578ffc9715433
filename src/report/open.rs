//! `--report FORMAT=PATH`: from the words of a user to a report.

use std::io;
use std::path::{Path, PathBuf};

use super::whole::{Format, Whole};
use super::{Report, github::Annotations, har::Har, json::Json, junit::JUnit};

/// Formats that [`open`] knows.
pub const FORMATS: [&str; 9] = [
    "json", "junit", "html", "md", "sarif", "har", "hurl", "http", "github",
];

/// Why no report can be made of `FORMAT=PATH`.
#[derive(Debug, thiserror::Error)]
pub enum ReportSpecError {
    /// There is no `=`, or nothing on one side of it.
    #[error("`{spec}` is not of the form FORMAT=PATH\n(hint: {hint})")]
    Form {
        /// What was given.
        spec: String,
        /// What may have been meant.
        hint: String,
    },
    /// The format is none of [`FORMATS`].
    #[error("report format `{format}` not found (known formats: {})\n(hint: {hint})", FORMATS.join(", "))]
    Format {
        /// What was given.
        format: String,
        /// What may have been meant.
        hint: String,
    },
    /// The folder of the file is missing.
    #[error("failed to write report `{}`: there is no folder `{}`\n(hint: create it first)", path.display(), folder.display())]
    Folder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// The file cannot be written.
    #[error("failed to write report `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Opens a report given as `FORMAT=PATH`, and sees to it that the file can be written.
pub fn open(spec: &str) -> Result<Box<dyn Report>, ReportSpecError> {
    let form = |hint: String| ReportSpecError::Form {
        spec: spec.to_owned(),
        hint,
    };
    let Some((format, path)) = spec.split_once('=') else {
        let extension = Path::new(spec).extension().and_then(|e| e.to_str());
        return Err(form(match extension {
            _ if FORMATS.contains(&spec) => format!("write `{spec}=PATH`"),
            Some("xml") => format!("write `junit={spec}`"),
            Some(format) if FORMATS.contains(&format) => format!("write `{format}={spec}`"),
            _ => format!("write `json={spec}`"),
        }));
    };
    if !FORMATS.contains(&format) {
        let hint = match format.to_lowercase().as_str() {
            "xml" | "junit" | "junit-xml" | "xunit" => format!("write `junit={path}`"),
            "htm" => format!("write `html={path}`"),
            "markdown" | "gfm" => format!("write `md={path}`"),
            known if FORMATS.contains(&known) => format!("write `{known}={path}`"),
            _ => format!("write `json={path}`"),
        };
        let format = format.to_owned();
        return Err(ReportSpecError::Format { format, hint });
    }
    if path.is_empty() {
        return Err(form(format!(
            "name a file, as in `{format}=report.{}`",
            suffix(format)
        )));
    }
    let path = Path::new(path);
    if let Some(folder) = path.parent()
        && !folder.as_os_str().is_empty()
        && !folder.is_dir()
    {
        let (path, folder) = (path.to_owned(), folder.to_owned());
        return Err(ReportSpecError::Folder { path, folder });
    }
    let write = |source| ReportSpecError::Write {
        path: path.to_owned(),
        source,
    };
    Ok(match format {
        "junit" => Box::new(JUnit::to_file(path).map_err(write)?),
        "html" => whole(Format::Html, path).map_err(write)?,
        "md" => whole(Format::Markdown, path).map_err(write)?,
        "sarif" => whole(Format::Sarif, path).map_err(write)?,
        "hurl" => whole(Format::Hurl, path).map_err(write)?,
        "http" => whole(Format::Http, path).map_err(write)?,
        "har" => Box::new(Har::to_file(path).map_err(write)?),
        "github" => Box::new(Annotations::to_file(path).map_err(write)?),
        _ => Box::new(Json::to_file(path).map_err(write)?),
    })
}

fn whole(format: Format, path: &Path) -> io::Result<Box<dyn Report>> {
    Ok(Box::new(Whole::to_file(format, path)?))
}

fn suffix(format: &str) -> &str {
    match format {
        "junit" => "xml",
        "github" => "txt",
        own => own,
    }
}
