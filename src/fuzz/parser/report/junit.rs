//! JUnit XML for CI servers: a test case for each rule and kind, one for each breakdown.

use std::io;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::fuzz::parser::{Finding, Summary};
use crate::report::visible;

/// The run as a JUnit report.
///
/// # Errors
/// When it cannot be written as XML, which does not happen.
pub fn junit(summary: &Summary) -> io::Result<Vec<u8>> {
    let mut report = quick_junit::Report::new("clausal fuzz parser");
    report.set_time(summary.took);
    let mut rules = TestSuite::new("rules");
    rules.add_property(("command", visible(&summary.command).as_str()));
    rules.add_property(("seed", summary.seed.to_string().as_str()));
    for (name, count) in summary.tally.rows() {
        let findings: Vec<&Finding> = summary
            .findings
            .iter()
            .filter(|f| f.counted == name)
            .collect();
        let status = match findings.first() {
            Some(finding) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status
                    .set_type(finding.outcome.name())
                    .set_message(visible(&format!(
                        "expected {}, got {}",
                        finding.expected, finding.got
                    )))
                    .set_description(findings.iter().map(|f| described(f)).collect::<String>());
                status
            }
            None if count.right + count.wrong + count.open == 0 => {
                let mut status = TestCaseStatus::skipped();
                status.set_message("the parser does not claim to read these");
                status
            }
            None => TestCaseStatus::success(),
        };
        let mut case = TestCase::new(name, status);
        case.set_classname(if count.ill_formed {
            format!("XML {}", count.section)
        } else {
            "kinds".to_owned()
        });
        rules.add_test_case(case);
    }
    report.add_test_suite(rules);
    if let Some(why) = unfit(summary) {
        let mut suite = TestSuite::new("run");
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("incomplete").set_message(visible(&why));
        suite.add_test_case(TestCase::new("run", status));
        report.add_test_suite(suite);
    }
    let mut out = Vec::new();
    report.serialize(&mut out).map_err(io::Error::other)?;
    Ok(out)
}

/// Why the run as a whole must not look green.
fn unfit(summary: &Summary) -> Option<String> {
    match &summary.unusable {
        Some(why) => Some(why.to_string()),
        None if !summary.has_tested() => Some("nothing was tested".into()),
        None => None,
    }
}

fn described(finding: &Finding) -> String {
    let text = super::finding(finding, 100);
    format!("{text}\n")
}
