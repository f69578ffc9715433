//! The frame of the JUnit reports.

use std::io;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::Basics;
use crate::report::visible;

/// What a test case says.
pub(in crate::fuzz) struct Case {
    pub name: String,
    pub class: String,
    pub verdict: Verdict,
}

/// How it went.
pub(in crate::fuzz) enum Verdict {
    Passed,
    /// Why nothing was tested.
    Skipped(&'static str),
    Failed {
        /// The name of the outcome.
        kind: &'static str,
        /// In one line.
        message: String,
        /// Every finding in words.
        text: String,
    },
}

/// A report of one suite, and of another one where the run must not look green.
///
/// # Errors
/// When it cannot be written as XML, which does not happen.
pub(in crate::fuzz) fn report(
    basics: &Basics<'_>,
    suite: &str,
    cases: Vec<Case>,
) -> io::Result<Vec<u8>> {
    let mut report = quick_junit::Report::new(format!("clausal {}", basics.command));
    report.set_time(basics.took);
    let mut suite = TestSuite::new(suite);
    suite.add_property((basics.driven.0, visible(basics.driven.1).as_str()));
    suite.add_property(("seed", basics.seed.to_string().as_str()));
    suite.add_test_cases(cases.into_iter().map(test_case));
    report.add_test_suite(suite);
    if let Some(why) = &basics.unfit {
        let mut suite = TestSuite::new("run");
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("incomplete").set_message(visible(why));
        suite.add_test_case(TestCase::new("run", status));
        report.add_test_suite(suite);
    }
    let mut out = Vec::new();
    report.serialize(&mut out).map_err(io::Error::other)?;
    Ok(out)
}

fn test_case(case: Case) -> TestCase {
    let status = match case.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Skipped(why) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(why);
            status
        }
        Verdict::Failed {
            kind,
            message,
            text,
        } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_type(kind)
                .set_message(visible(&message))
                .set_description(text);
            status
        }
    };
    let mut out = TestCase::new(visible(&case.name), status);
    out.set_classname(visible(&case.class));
    out
}
