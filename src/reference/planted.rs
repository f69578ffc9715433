//! Sets of planted things: cheap to ask, so that the faithful path stays fast.
use std::marker::PhantomData;

/// Rows a table may have at most; [`Set`] holds one bit for each.
pub(super) const MOST: usize = 192;

/// Which rows of a table were chosen.
#[derive(Debug)]
pub(super) struct Set<T> {
    bits: [u64; MOST / 64],
    rows: PhantomData<T>,
}

impl<T> Clone for Set<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Set<T> {}

impl<T: Into<usize>> Set<T> {
    /// The rows of one table with these ids; an id may belong to another table.
    pub(super) fn of(ids: &[String], table: impl Iterator<Item = &'static str>) -> Self {
        let mut bits = [0; MOST / 64];
        for (row, id) in table.enumerate() {
            if ids.iter().any(|chosen| chosen == id) {
                bits[row / 64] |= 1 << (row % 64);
            }
        }
        Self {
            bits,
            rows: PhantomData,
        }
    }

    /// Whether this row was chosen.
    pub(super) fn has(&self, row: T) -> bool {
        let row = row.into();
        self.bits[row / 64] & (1 << (row % 64)) != 0
    }

    /// Whether any row was chosen at all.
    pub(super) fn any(&self) -> bool {
        self.bits.iter().any(|word| *word != 0)
    }
}
