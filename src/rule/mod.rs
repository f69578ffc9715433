//! Rules of schemas.

pub mod format;
pub mod text;
