//! `clausal schema`: what editors check contracts by.

use super::say;
use super::{Error, exit};
use crate::contract::grammar;

pub(super) fn run() -> Result<u8, Error> {
    say::document(&format!("{:#}\n", grammar()));
    Ok(exit::HELD)
}
