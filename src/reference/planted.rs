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
    /// The rows with these ids; the first id that has no row is the error.
    pub(super) fn of(ids: &[String], known: &[&'static str]) -> Result<Self, String> {
        let mut bits = [0; MOST / 64];
        for id in ids {
            let Some(row) = known.iter().position(|known| known == id) else {
                return Err(id.clone());
            };
            bits[row / 64] |= 1 << (row % 64);
        }
        Ok(Self {
            bits,
            rows: PhantomData,
        })
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
