//! Annotations of GitHub Actions, and a fence that keeps what a server says from being one.

use std::io::{self, Write};
use std::path::Path;

use super::cause::Cause;
use super::finding::{short, unfit};
use super::{Book, Report, sink::Sink};
use crate::run::event::{Event, Finished, Level};

/// Clauses of a cause that are named beside the one that is shown.
const NAMED: usize = 20;

/// Workflow commands that make GitHub show each finding at its line of the contract.
pub struct Annotations {
    sink: Sink,
    book: Book,
}

impl Annotations {
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
            book: Book::new(false),
        }
    }
}

impl Report for Annotations {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.book.note(event);
        let Event::Finished(finished) = event else {
            return Ok(());
        };
        let sink = &mut self.sink;
        self.book.run(finished, |run| {
            sink.fill(&mut |out| {
                for cause in &run.causes {
                    out.write_all(annotation(cause)?.as_bytes())?;
                }
                out.write_all(end(finished).as_bytes())
            })
        })
    }

    fn share(&mut self, book: &Book) {
        self.book.follow(book);
    }
}

/// One cause at the place of the clause that shows it.
fn annotation(cause: &Cause<'_>) -> io::Result<String> {
    let (clause, finding) = (cause.shown, cause.finding()?);
    let command = match clause.level {
        Level::Documented => "error",
        Level::Sample | Level::Implied => "warning",
    };
    let mut text = format!(
        "{}\ncase: {}\nexpected: {}\ngot: {}\nsource: {}",
        short(&clause.duty),
        short(&finding.case),
        short(&finding.expected),
        short(&finding.got),
        short(&clause.source),
    );
    let others = cause.clauses.len() - 1;
    if others > 0 {
        let mut ids: Vec<String> = cause.others().take(NAMED).map(|c| short(&c.id)).collect();
        if others > NAMED {
            ids.push(format!("and {} more", others - NAMED));
        }
        text += &format!("\nalso broken: {}", ids.join(", "));
    }
    let (file, line, column) = place(&clause.location);
    let mut properties = vec![format!("file={}", property(&short(file)))];
    if line > 0 {
        properties.push(format!("line={line},col={column}"));
    }
    properties.push(format!("title={}", property(&short(&clause.id))));
    Ok(format!(
        "::{command} {}::{}\n",
        properties.join(","),
        data(&text)
    ))
}

/// Why the run says less than it should, if it does.
fn end(finished: &Finished) -> String {
    match unfit(finished) {
        Some(why) => format!("::error title=clausal::{}\n", data(&short(&why))),
        None => String::new(),
    }
}

/// File, line and column of `file:line:column`; zero where there is none.
pub(super) fn place(location: &str) -> (&str, usize, usize) {
    let number = |text: &str| text.parse::<usize>().ok();
    let parts = location.rsplit_once(':').and_then(|(head, column)| {
        let (file, line) = head.rsplit_once(':')?;
        Some((file, number(line)?, number(column)?))
    });
    parts.unwrap_or((location, 0, 0))
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A report whose words the runner takes for words, though a server may have written them.
///
/// The runner obeys lines that begin with `::` or hold `##[`; between a `stop-commands` and its word
/// it does not. The word must be one that nobody can guess.
pub struct Fenced {
    out: Box<dyn Write + Send>,
    word: String,
    report: Box<dyn Report>,
}

impl Fenced {
    /// Puts the fence around a report that writes to the same place as `out`.
    pub fn new(out: Box<dyn Write + Send>, word: String, report: Box<dyn Report>) -> Self {
        Self { out, word, report }
    }
}

impl Report for Fenced {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Event::Started(_) = event {
            writeln!(self.out, "::stop-commands::{}", self.word)?;
            self.out.flush()?;
        }
        self.report.event(event)?;
        if let Event::Finished(_) = event {
            writeln!(self.out, "::{}::", self.word)?;
            self.out.flush()?;
        }
        Ok(())
    }

    fn wants_exchanges(&self) -> bool {
        self.report.wants_exchanges()
    }

    fn share(&mut self, book: &Book) {
        self.report.share(book);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runner_reads_is_escaped() {
        assert_eq!(data("a%b\r\n::error::c"), "a%25b%0D%0A::error::c");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }

    #[test]
    fn places_are_taken_apart_from_the_end() {
        assert_eq!(place("a/b.yaml:12:7"), ("a/b.yaml", 12, 7));
        assert_eq!(place(r"C:\a.yaml:12:7"), (r"C:\a.yaml", 12, 7));
        assert_eq!(place("a.yaml"), ("a.yaml", 0, 0));
    }
}
