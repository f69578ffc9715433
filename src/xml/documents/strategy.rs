//! Documents for tests with proptest, which are made smaller by rule: what a document breaks stays the
//! same.

use proptest::prelude::Rng;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{Document, Documents, Options, Truth};

/// Makes documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strategies {
    options: Options,
}

/// Documents of these kinds, for `proptest!`.
///
/// ```
/// use clausal::xml::documents::{Options, Truth, strategy};
/// use clausal::xml::{Limits, read};
/// use proptest::prelude::*;
///
/// proptest!(|(document in strategy(Options { dtd: false, ..Options::default() }))| {
///     let is_taken = read(&document.bytes, &Limits::default()).is_ok();
///     match document.truth {
///         Truth::WellFormed => prop_assert!(is_taken),
///         Truth::IllFormed(_) => prop_assert!(!is_taken),
///         Truth::Unknown => {}
///     }
/// });
/// ```
pub fn strategy(options: Options) -> Strategies {
    Strategies { options }
}

/// A document and those that are smaller.
#[derive(Clone, Debug)]
pub struct Tree {
    current: Document,
    /// The smallest one that is known to fail.
    failed: Document,
    /// What is still to be tried, the last one first.
    smaller: Vec<Document>,
}

impl Strategy for Strategies {
    type Tree = Tree;
    type Value = Document;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = runner.rng().next_u64();
        let document = Documents::new(seed, self.options).next();
        Ok(Tree {
            current: document.clone(),
            failed: document,
            smaller: Vec::new(),
        })
    }
}

fn is_same(one: &Truth, other: &Truth) -> bool {
    match (one, other) {
        (Truth::IllFormed(one), Truth::IllFormed(other)) => one.name == other.name,
        _ => one == other,
    }
}

impl Tree {
    fn next(&mut self) -> bool {
        match self.smaller.pop() {
            Some(next) => {
                self.current = next;
                true
            }
            None => {
                self.current = self.failed.clone();
                false
            }
        }
    }
}

impl ValueTree for Tree {
    type Value = Document;

    fn current(&self) -> Document {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        self.failed = self.current.clone();
        self.smaller = self.failed.smaller();
        self.smaller
            .retain(|one| is_same(&one.truth, &self.failed.truth));
        self.smaller.reverse();
        self.next()
    }

    fn complicate(&mut self) -> bool {
        self.next()
    }
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::{Config, TestError, TestRunner};

    use super::*;

    #[test]
    fn a_document_that_fails_is_made_small_and_keeps_its_truth() {
        let config = Config {
            failure_persistence: None,
            ..Config::with_cases(2000)
        };
        let mut runner = TestRunner::new(config);
        let failed = runner.run(&strategy(Options::default()), |document| {
            let is_broken = matches!(document.truth, Truth::IllFormed(_));
            let has = document.bytes.windows(4).any(|four| four == b"<!--");
            match is_broken && has {
                true => Err(proptest::test_runner::TestCaseError::fail("comment")),
                false => Ok(()),
            }
        });
        let Err(TestError::Fail(_, document)) = failed else {
            panic!("nothing failed: {failed:?}");
        };
        assert!(matches!(document.truth, Truth::IllFormed(_)));
        assert!(
            document.bytes.len() < 80,
            "{:?}",
            document.bytes.escape_ascii().to_string()
        );
    }
}
