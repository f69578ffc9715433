//! JUnit XML for CI servers: a suite per operation, a test case per clause, written one at a time.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::book::Entry;
use super::cause::ids;
use super::finding::{facts, short, unfit};
use super::html::markup;
use super::whole::Run;
use super::{Book, Report, escape, level, sink::Sink};
use crate::run::event::{Event, Verdict};

/// A report for CI servers.
pub struct JUnit {
    sink: Sink,
    book: Book,
}

impl JUnit {
    /// Into a file, which is there complete or not at all.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        Ok(Self::new(Sink::file(path)?))
    }

    /// Into a writer.
    pub fn to_writer(out: Box<dyn Write + Send>) -> Self {
        Self::new(Sink::Writer(out))
    }

    fn new(sink: Sink) -> Self {
        Self {
            sink,
            book: Book::new(true),
        }
    }
}

impl Report for JUnit {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        let Event::Finished(finished) = event else {
            return Ok(());
        };
        let sink = &mut self.sink;
        self.book
            .run(finished, |run| sink.fill(&mut |out| write(run, out)))
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}

/// What became of test cases.
#[derive(Default, Clone, Copy)]
struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
    took: Duration,
}

impl Counts {
    fn of<'e>(clauses: impl Iterator<Item = &'e Entry>) -> Self {
        clauses.fold(Counts::default(), |mut all, clause| {
            all.tests += 1;
            all.took = all.took.saturating_add(clause.took);
            match (clause.verdict, &clause.allowed) {
                (Verdict::Held, _) => {}
                (Verdict::Broken, None) => all.failures += 1,
                _ => all.skipped += 1,
            }
            all
        })
    }
}

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for clause in run.judged.iter().copied() {
        suites.entry(class(clause)).or_default().push(clause);
    }
    let causes = ids(&run.causes);
    let unfit = unfit(run.finished);
    let all = Counts::of(run.judged.iter().copied());
    let error = usize::from(unfit.is_some());
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"clausal\" tests=\"{}\" \
         skipped=\"{}\" failures=\"{}\" errors=\"{error}\" time=\"{}\">",
        all.tests + error,
        all.skipped,
        all.failures,
        seconds(run.finished.took)
    )?;
    for (name, clauses) in suites {
        let counts = Counts::of(clauses.iter().copied());
        let time = format!(" time=\"{}\"", seconds(counts.took));
        suite(out, run, (&name, counts, 0), &time)?;
        for clause in clauses {
            let cause = causes.get(&*clause.id).copied();
            test_case(out, clause, &name, cause.unwrap_or_default())?;
        }
        writeln!(out, "    </testsuite>")?;
    }
    if let Some(why) = unfit {
        let counts = Counts {
            tests: 1,
            ..Counts::default()
        };
        suite(out, run, ("run", counts, 1), "")?;
        writeln!(
            out,
            "        <testcase name=\"run\">\n            <error message=\"{}\" type=\"incomplete\"/>\n        \
             </testcase>\n    </testsuite>",
            xml(&short(&why))
        )?;
    }
    writeln!(out, "</testsuites>")
}

/// The beginning of a suite.
fn suite(
    out: &mut dyn Write,
    run: &Run<'_>,
    (name, counts, errors): (&str, Counts, usize),
    time: &str,
) -> io::Result<()> {
    let Counts {
        tests,
        skipped,
        failures,
        ..
    } = counts;
    writeln!(
        out,
        "    <testsuite name=\"{}\" tests=\"{tests}\" skipped=\"{skipped}\" errors=\"{errors}\" \
         failures=\"{failures}\"{time}>\n        <properties>\n            <property name=\"target\" \
         value=\"{}\"/>\n            <property name=\"seed\" value=\"{}\"/>\n        </properties>",
        xml(name),
        xml(&escape::line(&run.finished.target)),
        run.finished.seed
    )
}

fn class(clause: &Entry) -> String {
    escape::line(&format!("{}.{}", clause.contract, clause.operation))
}

fn test_case(out: &mut dyn Write, clause: &Entry, class: &str, cause: &str) -> io::Result<()> {
    write!(
        out,
        "        <testcase name=\"{}\" classname=\"{}\" time=\"{}\"",
        xml(&escape::line(&clause.id)),
        xml(class),
        seconds(clause.took)
    )?;
    let reason = clause.reason.as_deref().unwrap_or("no reason was given");
    let told = match (clause.verdict, &clause.allowed) {
        (Verdict::Held, _) => return writeln!(out, "/>"),
        (Verdict::Broken, None) => failure(clause, cause)?,
        (Verdict::Broken, Some(allowed)) => {
            skipped(&short(&format!("broken, allowed: {}", allowed.reason)))
        }
        (Verdict::Inconclusive, _) => skipped(&format!("inconclusive: {}", short(reason))),
        (Verdict::Skipped, _) => skipped(&short(reason)),
    };
    writeln!(out, ">\n            {told}\n        </testcase>")
}

fn skipped(reason: &str) -> String {
    format!("<skipped message=\"{}\"/>", xml(reason))
}

/// The type is the id of the cause, which CI servers group by.
fn failure(clause: &Entry, cause: &str) -> io::Result<String> {
    let Some(found) = &clause.found else {
        return Ok(format!(
            "<failure message=\"{}\" type=\"{}\"/>",
            xml(&short(&clause.duty)),
            level(clause.level)
        ));
    };
    let finding = found.read()?;
    let (expected, got) = (short(&finding.expected), short(&finding.got));
    let mut text = String::from("\n");
    for fact in facts(clause, &finding) {
        text += &format!("{:<10}{}\n", fact.label, fact.text);
    }
    text += &format!("{:<10}{cause}: {}\n", "cause", short(&finding.cause));
    text += &format!("\n{}\n", escape::lines(&finding.command()));
    Ok(format!(
        "<failure message=\"{}\" type=\"{}\">{}</failure>",
        xml(&format!("expected {expected}; got {got}")),
        xml(cause),
        xml(&text)
    ))
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// A text without characters that XML would take for markup, or that no XML may hold.
fn xml(text: &str) -> String {
    markup(&text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")).replace("&#39;", "&apos;")
}
