//! Tables of planted things, and sets of them: cheap to ask, so that the faithful path stays fast.
use std::marker::PhantomData;
use std::sync::LazyLock;

use super::near::near;
use super::{Defect, Options, StartError, Variant, commvault, jsa, mutants};

/// A table of faults; the ids of the clauses that notice them all begin with the same place.
macro_rules! defect_table {
    ($place:literal $($fault:ident $id:literal $about:literal => $caught:literal)*) => {
        /// One planted fault; the code path it corrupts asks for it by this name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::reference) enum Fault { $($fault),* }

        pub(in crate::reference) const TABLE: &[$crate::reference::Defect] =
            &[$($crate::reference::Defect {
                id: $id,
                about: $about,
                caught_by: concat!($place, $caught),
            }),*];

        const _: () = assert!(TABLE.len() <= $crate::reference::planted::MOST);

        impl From<Fault> for usize {
            fn from(fault: Fault) -> Self {
                fault as Self
            }
        }
    };
}
pub(super) use defect_table;

/// A table of readings.
macro_rules! variant_table {
    ($($name:ident $id:literal $about:literal)*) => {
        /// One allowed departure from the server's usual reading.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::reference) enum Choice { $($name),* }

        pub(in crate::reference) const TABLE: &[$crate::reference::Variant] =
            &[$($crate::reference::Variant { id: $id, about: $about }),*];

        const _: () = assert!(TABLE.len() <= $crate::reference::planted::MOST);

        impl From<Choice> for usize {
            fn from(choice: Choice) -> Self {
                choice as Self
            }
        }
    };
}
pub(super) use variant_table;

/// Every fault that can be planted, those of the JSA page first.
pub fn defects() -> &'static [Defect] {
    static ALL: LazyLock<Vec<Defect>> =
        LazyLock::new(|| [jsa::defects::TABLE, commvault::defects::TABLE].concat());
    &ALL
}

/// Every variant the server can take, those of the JSA page first.
pub fn variants() -> &'static [Variant] {
    static ALL: LazyLock<Vec<Variant>> =
        LazyLock::new(|| [jsa::variants::TABLE, commvault::variants::TABLE].concat());
    &ALL
}

/// Refuses an id without a row in any table.
pub(super) fn known(options: &Options) -> Result<(), StartError> {
    if let Some(id) = &options.mutant
        && !mutants().iter().any(|mutant| mutant.id == *id)
    {
        let near = near(id, mutants().iter().map(|it| it.id.as_str()));
        let id = id.clone();
        return Err(StartError::UnknownMutant { id, near });
    }
    let known: Vec<_> = defects().iter().map(|defect| defect.id).collect();
    if let Some(id) = unknown(&options.defects, &known) {
        let near = near(&id, known.into_iter());
        return Err(StartError::UnknownDefect { id, near });
    }
    let known: Vec<_> = variants().iter().map(|variant| variant.id).collect();
    match unknown(&options.variants, &known) {
        Some(id) => {
            let near = near(&id, known.into_iter());
            Err(StartError::UnknownVariant { id, near })
        }
        None => Ok(()),
    }
}

fn unknown(ids: &[String], known: &[&'static str]) -> Option<String> {
    let stranger = ids.iter().find(|id| !known.contains(&id.as_str()));
    stranger.cloned()
}

/// Rows a table may have at most; [`Set`] holds one bit for each.
pub(super) const MOST: usize = 512;

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
