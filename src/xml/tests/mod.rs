//! What the reader, the writer and the breaks promise each other.

mod breaks;
mod read;
mod round_trip;
mod trees;
mod well_formed;

use super::{Element, Limits, XmlError};

fn read(text: impl AsRef<[u8]>) -> Result<Element, XmlError> {
    super::read(text.as_ref(), &Limits::default())
}
