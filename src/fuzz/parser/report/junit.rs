//! JUnit XML for CI servers: a test case for each rule and kind.

use std::collections::BTreeSet;
use std::io;

use crate::fuzz::parser::{Count, Finding, Summary};
use crate::fuzz::report::Told as _;
use crate::fuzz::report::junit::{Case, Verdict, report};

/// The run as a JUnit report.
///
/// # Errors
/// When it cannot be written as XML, which does not happen.
pub fn junit(summary: &Summary) -> io::Result<Vec<u8>> {
    let rows = summary.tally.rows().into_iter();
    let cases = rows.map(|(name, count)| Case {
        name: name.to_owned(),
        class: match count.ill_formed {
            true => format!("XML {}", count.section),
            false => "kinds".to_owned(),
        },
        verdict: verdict(summary, name, count),
    });
    let mut cases: Vec<Case> = cases.collect();
    // Growth and the like are told of no rule.
    let own: BTreeSet<&str> = summary.findings.iter().map(|f| f.counted).collect();
    let is_told = |name: &&str| cases.iter().any(|case| case.name == *name);
    let others: Vec<&str> = own.into_iter().filter(|name| !is_told(name)).collect();
    cases.extend(others.into_iter().map(|name| Case {
        name: name.to_owned(),
        class: "kinds".to_owned(),
        verdict: verdict(summary, name, Count::default()),
    }));
    report(&summary.basics(), "rules", cases)
}

fn verdict(summary: &Summary, name: &str, count: Count) -> Verdict {
    let findings = summary.findings.iter().filter(|f| f.counted == name);
    match findings.clone().next() {
        Some(first) => Verdict::Failed {
            kind: first.outcome.name(),
            message: format!("expected {}, got {}", first.expected, first.got),
            text: findings.map(described).collect(),
        },
        None if count.right + count.wrong + count.open == 0 => {
            Verdict::Skipped("the parser does not claim to read these")
        }
        None => Verdict::Passed,
    }
}

fn described(finding: &Finding) -> String {
    super::finding(finding, 100) + "\n"
}
