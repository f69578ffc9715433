//! What a document came from, so that its tree can be made again.

use std::borrow::Cow;
use std::sync::Arc;

use super::Options;
use super::choices::Choices;
use super::draft::Draft;
use super::source::{Made, Plan};
use super::stress::Stress;

/// Enough to make a document again.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    Seeded {
        seed: u64,
        number: u64,
        options: Options,
    },
    Chosen {
        bytes: Arc<[u8]>,
        options: Options,
    },
    /// A draft that was made smaller.
    Draft(Arc<Draft>, Plan),
    Stress(Stress),
    /// The bytes are all there is.
    Bytes,
}

impl Origin {
    /// The draft with what it says, and what was done to it; stress documents have none, and
    /// neither have bytes.
    pub fn remade(&self) -> Option<(Cow<'_, Draft>, Plan)> {
        let (options, mut choices) = match self {
            Origin::Seeded {
                seed,
                number,
                options,
            } => (*options, Choices::of(*seed, *number)),
            Origin::Chosen { bytes, options } => (*options, Choices::Bytes(bytes)),
            Origin::Draft(draft, plan) => return Some((Cow::Borrowed(draft), *plan)),
            Origin::Stress(stress) => {
                return Some((Cow::Owned(Draft::default()), Plan::Stress(*stress)));
            }
            Origin::Bytes => return None,
        };
        let mut made = Made::new(options);
        let (_, plan) = made.make(&mut choices, true);
        Some((Cow::Owned(made.draft), plan))
    }

    /// The draft of a document that the grammar made and nothing changed.
    pub fn draft(&self) -> Option<Cow<'_, Draft>> {
        let (draft, plan) = self.remade()?;
        (plan == Plan::Grammar).then_some(draft)
    }
}
