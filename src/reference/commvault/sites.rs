//! The sites of the Commvault pages.
use crate::reference::mutate::Site;

/// Every site of these files.
pub(in crate::reference) const SITES: &[Site] = &[];
