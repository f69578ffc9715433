//! JUnit XML for CI servers: a suite per operation, a test case per clause.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::cause::{causes, ids};
use super::finding::{facts, short, unfit};
use super::{Report, escape, level, sink::Sink};
use crate::run::event::{Event, Finished, Judged, Verdict};

/// A report for CI servers.
pub struct JUnit {
    sink: Sink,
    judged: Vec<Arc<Judged>>,
}

impl JUnit {
    /// Into a file, which is there complete or not at all.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        Ok(Self {
            sink: Sink::file(path)?,
            judged: Vec::new(),
        })
    }

    /// Into a writer.
    pub fn to_writer(out: Box<dyn Write + Send>) -> Self {
        Self {
            sink: Sink::Writer(out),
            judged: Vec::new(),
        }
    }

    fn report(&self, finished: &Finished) -> quick_junit::Report {
        let judged: Vec<&Judged> = self.judged.iter().map(Arc::as_ref).collect();
        let mut suites: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
        for clause in judged.iter().copied() {
            suites.entry(class(clause)).or_default().push(clause);
        }
        let causes = causes(&judged);
        let causes = ids(&causes);
        let mut report = quick_junit::Report::new("clausal");
        report.set_time(finished.took);
        for (name, mut clauses) in suites {
            clauses.sort_by(|a, b| a.id.cmp(&b.id));
            let mut suite = suite(&name, finished);
            let took = clauses.iter().map(|clause| clause.took);
            suite.set_time(took.fold(Duration::ZERO, Duration::saturating_add));
            suite.add_test_cases(
                clauses
                    .into_iter()
                    .map(|clause| test_case(clause, causes.get(clause.id.as_str()).copied())),
            );
            report.add_test_suite(suite);
        }
        if let Some(why) = unfit(finished) {
            let mut suite = suite("run", finished);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("incomplete").set_message(short(&why));
            suite.add_test_case(TestCase::new("run", status));
            report.add_test_suite(suite);
        }
        report
    }
}

fn suite(name: &str, finished: &Finished) -> TestSuite {
    let mut suite = TestSuite::new(name);
    suite.add_property(("target", escape::line(&finished.target).as_str()));
    suite.add_property(("seed", finished.seed.to_string().as_str()));
    suite
}

fn class(clause: &Judged) -> String {
    escape::line(&format!("{}.{}", clause.contract, clause.operation))
}

fn test_case(clause: &Judged, cause: Option<&str>) -> TestCase {
    let reason = short(clause.reason.as_deref().unwrap_or("no reason was given"));
    let status = match clause.verdict {
        Verdict::Held => TestCaseStatus::success(),
        Verdict::Broken => match &clause.allowed {
            Some(allowed) => skipped(short(&format!("broken, allowed: {}", allowed.reason))),
            None => failure(clause, cause.unwrap_or_default()),
        },
        Verdict::Inconclusive => skipped(format!("inconclusive: {reason}")),
        Verdict::Skipped => skipped(reason),
    };
    let mut case = TestCase::new(escape::line(&clause.id), status);
    case.set_classname(class(clause)).set_time(clause.took);
    case
}

fn skipped(reason: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(reason);
    status
}

/// The type is the id of the cause, which CI servers group by.
fn failure(clause: &Judged, cause: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let Some(finding) = &clause.finding else {
        status
            .set_type(level(clause.level))
            .set_message(short(&clause.duty));
        return status;
    };
    let (expected, got) = (short(&finding.expected), short(&finding.got));
    let mut text = String::from("\n");
    for fact in facts(clause, finding) {
        text += &format!("{:<10}{}\n", fact.label, fact.text);
    }
    text += &format!("{:<10}{cause}: {}\n", "cause", short(&finding.cause));
    text += &format!("\n{}\n", escape::lines(&finding.command()));
    status
        .set_type(cause)
        .set_message(format!("expected {expected}; got {got}"))
        .set_description(text);
    status
}

impl Report for JUnit {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(_) | Event::Told(_) | Event::Progress(_) | Event::Exchanged(_) => Ok(()),
            Event::Judged(judged) => {
                self.judged.push(Arc::clone(judged));
                Ok(())
            }
            Event::Finished(finished) => {
                let text = self.report(finished).to_string();
                self.sink.put(text.map_err(io::Error::other)?.as_bytes())
            }
        }
    }
}
