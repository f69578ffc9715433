//! What a document came from, so that its tree can be made again.

use std::sync::Arc;

use super::Options;
use super::choices::Choices;
use super::draft::Draft;
use super::grammar::{Scratch, Wants, make};
use super::smaller::fold;
use super::source::{Made, Plan};
use super::stress::Stress;
use super::tape::{Player, Token};

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
    Sketch(Sketch, Plan),
    Stress(Stress),
    /// The bytes are all there is.
    Bytes,
}

/// The choices of a document as a tree, and all else that it takes to make its draft.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    pub tree: Arc<Vec<Token>>,
    pub options: Options,
    pub wants: Wants,
    /// Elements without content have one tag.
    pub folded: bool,
}

impl Sketch {
    /// The draft with what it says.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let mut choices = Choices::Played(Player::new(&self.tree));
        let mut scratch = Scratch::default();
        make(
            &mut choices,
            &mut draft,
            &mut scratch,
            self.options,
            self.wants,
            true,
        );
        if self.folded {
            draft = fold(draft);
        }
        draft
    }
}

/// How a document was made.
pub(super) enum Remade {
    /// By the grammar, and then changed as planned.
    Sketch(Sketch, Plan),
    Stress(Stress),
    /// Nothing is known but the bytes.
    Bytes,
}

impl Origin {
    /// What the document was made from.
    pub fn remade(&self) -> Remade {
        let (options, mut choices) = match self {
            Origin::Seeded {
                seed,
                number,
                options,
            } => (*options, Choices::of(*seed, *number)),
            Origin::Chosen { bytes, options } => (*options, Choices::Bytes(bytes)),
            Origin::Sketch(sketch, plan) => return Remade::Sketch(sketch.clone(), *plan),
            Origin::Stress(stress) => return Remade::Stress(*stress),
            Origin::Bytes => return Remade::Bytes,
        };
        let mut made = Made::new(options);
        match made.make(&mut choices, true).1 {
            Plan::Stress(stress) => Remade::Stress(stress),
            Plan::Mutated => Remade::Bytes,
            plan => {
                let sketch = Sketch {
                    tree: Arc::new(made.tape),
                    options,
                    wants: made.wants,
                    folded: false,
                };
                Remade::Sketch(sketch, plan)
            }
        }
    }

    /// The sketch of a document that the grammar made and nothing changed.
    pub fn whole(&self) -> Option<Sketch> {
        match self.remade() {
            Remade::Sketch(sketch, Plan::Grammar) => Some(sketch),
            _ => None,
        }
    }
}
