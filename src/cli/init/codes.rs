//! Codes that an OpenAPI document holds in the forms of vendors: an overlay beside the profile.

use std::path::Path;

use crate::cli::Error;
use crate::cli::args::InitArgs;
use crate::cli::say::{complain, say};
use crate::contract::{Contract, Overlay, load_overlaid};
use crate::exchange::whole;
use crate::page::{Vendor, codes_of_document, yaml};

/// The file that the overlay is written to.
const FILE: &str = "codes.overlay.yaml";

/// The overlay that was written.
pub(super) struct Codes {
    vendor: Vendor,
    written: bool,
}

/// Writes the overlay, where the document has codes; one that is there is not written over unasked.
pub(super) fn write(
    args: &InitArgs,
    contract: &Contract,
    text: &str,
) -> Result<Option<Codes>, Error> {
    let mut vendor = codes_of_document(contract, text, &args.contract);
    let Some(document) = &vendor.overlay else {
        return Ok((!vendor.told.is_empty()).then_some(Codes {
            vendor,
            written: false,
        }));
    };
    let path = Path::new(&args.output).with_file_name(FILE);
    if !args.force && path.symlink_metadata().is_ok() {
        return Err(super::there(&path.display().to_string()));
    }
    let written = yaml(document);
    let overlay = Overlay::new(FILE, &written)?;
    // References to other files change nothing about codes.
    let loads = load_overlaid("document", text, &[overlay], &|_| Ok("{}".to_owned()));
    if let Err(error) = loads {
        vendor.told.push(format!(
            "the codes of the document cannot be used as they stand: {error}"
        ));
        return Ok(Some(Codes {
            vendor,
            written: false,
        }));
    }
    whole::write(&path, written.as_bytes())
        .map_err(|e| Error::usage(format!("failed to write `{}`: {e}", path.display())))?;
    Ok(Some(Codes {
        vendor,
        written: true,
    }))
}

impl Codes {
    /// The profile with the overlay named in it, in front of all tables.
    pub(super) fn named_in(&self, profile: &str) -> String {
        if !self.written {
            return profile.to_owned();
        }
        let line = format!(
            "overlays = [\"{FILE}\"]               # the codes of the document: look through them\n"
        );
        match profile.find("\n\n") {
            Some(at) => format!("{}\n{line}{}", &profile[..=at], &profile[at + 1..]),
            None => line + profile,
        }
    }

    pub(super) fn tell(&self) {
        if self.written {
            say!(
                "\nWrote {FILE} with {} codes of the document, of which {} are tied to a rule by their words.",
                self.vendor.codes,
                self.vendor.tied
            );
        }
        self.vendor.told.iter().for_each(|text| complain(text));
    }
}
