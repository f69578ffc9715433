//! Statuses and error codes: the rows of their tables.

use super::block::{Table, tidy};
use super::columns::{Role, roles, status_of};
use super::together::{self, Cell};

/// A row of a table of statuses and codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// `409`, or `4XX` where the page gives none.
    pub(super) status: String,
    pub(super) code: Option<String>,
    pub(super) words: String,
    /// Table and row.
    pub(super) source: String,
    /// Whether the page gives the status.
    pub(super) told: bool,
    /// Whether only a sample shows it.
    pub(super) shown: bool,
}

/// Whether a table is one of statuses or codes.
pub(super) fn is_table(table: &Table) -> bool {
    let roles = roles(table);
    let about = |role| roles.contains(&role);
    about(Role::Status) || about(Role::Code) && !about(Role::Name) && !about(Role::Type)
}

/// The rows that are read; `around` is the heading above, which may give the status of all.
pub(super) fn rows(table: &Table, source: &str, around: &str) -> Vec<Row> {
    read(table, source, around).0
}

/// What a table of codes holds that is not understood: the number of each such row, and why.
pub(super) fn unread(table: &Table, around: &str) -> Vec<(usize, &'static str)> {
    read(table, "", around).1
}

/// The columns of a table of codes.
struct Columns {
    status: Option<usize>,
    code: Option<usize>,
    words: Option<usize>,
    /// Whether the head of the codes calls them so.
    called: bool,
}

impl Columns {
    fn of(table: &Table) -> Self {
        let roles = roles(table);
        let at = |role| roles.iter().position(|r| *r == role);
        // Of several columns of words the one that says most.
        let length = |at: usize| -> usize {
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            cells.map(String::len).sum()
        };
        let words = (0..roles.len())
            .rev()
            .filter(|at| roles[*at] == Role::Description)
            .max_by_key(|at| length(*at));
        let code = at(Role::Code);
        let head = code.and_then(|at| table.head.get(at));
        Self {
            status: at(Role::Status),
            code,
            words,
            called: head.is_some_and(|head| head.to_lowercase().contains("code")),
        }
    }

    /// What the cells of a row say of its status and its code.
    fn said(&self, row: &[String]) -> Cell {
        let status = together::read(cell(row, self.status), false);
        let written = cell(row, self.code);
        // One cell over both columns is the status alone.
        if written.is_empty() || written == cell(row, self.status) && status.status.is_some() {
            return status;
        }
        if let Some(code) = own_code(written, self.called) {
            return Cell {
                code: Some(code),
                named: false,
                doubt: None,
                ..status
            };
        }
        let both = together::read(written, self.called);
        let differs = both.status.is_some() && both.status != status.status;
        let doubt = match () {
            () if differs && status.status.is_some() => {
                Some("the cell of the code gives another status")
            }
            () if both.code.is_none() && both.status.is_none() => {
                Some("what stands for a code is neither a word nor a number")
            }
            () => both.doubt,
        };
        Cell {
            status: status.status.or(both.status),
            code: both.code.filter(|_| doubt.is_none()),
            words: both.words,
            named: both.named,
            doubt,
        }
    }

    /// The words of a row, where no column is one of descriptions those of all others.
    fn words(&self, row: &[String], beside: &str) -> String {
        let said = match self.words {
            Some(_) => cell(row, self.words).to_owned(),
            None => {
                let named = |n: &usize| Some(*n) != self.status && Some(*n) != self.code;
                let rest = row.iter().enumerate().filter(|(n, _)| named(n));
                rest.map(|(_, c)| c.as_str()).collect::<Vec<_>>().join(" ")
            }
        };
        let text = tidy(&said.replace(super::block::BULLET, " "));
        match text.is_empty() {
            true => beside.to_owned(),
            false => text,
        }
    }
}

fn cell(row: &[String], at: Option<usize>) -> &str {
    at.and_then(|at| row.get(at)).map_or("", String::as_str)
}

/// The rows of a table of codes, and the number of each that is not understood with the reason.
fn read(table: &Table, source: &str, around: &str) -> (Vec<Row>, Vec<(usize, &'static str)>) {
    let columns = Columns::of(table);
    let mut said: Vec<Cell> = table.rows.iter().map(|row| columns.said(row)).collect();
    sure(&mut said);
    let mut above = around.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        status_of(word).filter(|_| word.len() == 3)
    });
    let (mut rows, mut unread) = (Vec::new(), Vec::new());
    let mut before: Option<String> = None;
    for (number, (row, read)) in table.rows.iter().zip(said).enumerate() {
        if let Some(title) = table.title(row) {
            before = status_of(title);
            above = before.clone().or(above);
            continue;
        }
        if let Some(why) = read.doubt {
            unread.push((number + 1, why));
        }
        // An empty cell is that of the row above, as in a table whose cells span rows.
        let written = cell(row, columns.status);
        let status = match (&read.status, written.is_empty()) {
            (None, true) if columns.status.is_some() => before.clone(),
            (status, _) => status.clone(),
        };
        before.clone_from(&status);
        let told = status.is_some() || above.is_some();
        let any = || read.code.is_some().then(|| "4XX".to_owned());
        let Some(status) = status.or_else(|| above.clone()).or_else(any) else {
            if read.doubt.is_none() && row.iter().any(|cell| !cell.is_empty()) {
                unread.push((
                    number + 1,
                    match written.is_empty() {
                        true => "it has neither a status nor a code",
                        false => "it begins with no status",
                    },
                ));
            }
            continue;
        };
        rows.push(Row {
            words: columns.words(row, &read.words),
            status,
            code: read.code,
            source: format!("{source}, row {}", number + 1),
            told,
            shown: false,
        });
    }
    (rows, unread)
}

/// Leaves what reads as the name of a status only where the codes of other rows are written so.
fn sure(cells: &mut [Cell]) {
    let is = |cell: &&Cell| cell.code.is_some() && !cell.named && cell.doubt.is_none();
    let own: Vec<String> = cells
        .iter()
        .filter(is)
        .filter_map(|cell| cell.code.clone())
        .collect();
    for cell in cells.iter_mut().filter(|cell| cell.named) {
        let Some(code) = cell.code.clone() else {
            continue;
        };
        if own.iter().any(|other| together::alike(other, &code)) {
            continue;
        }
        cell.code = None;
        // A word that HTTP itself writes so is one only beside codes.
        let written = code.contains('_') || code.chars().skip(1).any(char::is_uppercase);
        let worded = |code: &String| code.chars().any(char::is_alphabetic);
        cell.doubt = (written || own.iter().any(worded)).then_some(together::NAMED);
    }
}

/// Most words of a code.
const WORDS: usize = 6;

/// A code of several words, as it stands below a head that calls it a code. What HTTP says behind a status is none.
pub(super) fn words_of(cell: &str) -> Option<String> {
    let text = tidy(cell);
    let text = text.trim_matches(['`', '"', '\'', '*']).trim();
    let words: Vec<&str> = text.split(' ').collect();
    let plain = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphanumeric() || "_-".contains(c))
    };
    let fine = (2..=WORDS).contains(&words.len()) && words.iter().all(plain);
    let first = words.first().is_some_and(|w| status_of(w).is_none());
    (fine && first && !super::lists::is_phrase(text)).then(|| text.to_owned())
}

/// The code of a cell: one of several words only where the head says that codes stand there.
fn own_code(cell: &str, called: bool) -> Option<String> {
    code(cell).or_else(|| words_of(cell).filter(|_| called))
}

/// A code as it stands in a cell: a number, or a word.
fn code(cell: &str) -> Option<String> {
    let text = tidy(cell);
    let text = text.trim_matches(['`', '"', '\'', '(', ')', '*']).trim();
    let plain = |c: char| c.is_alphanumeric() || "_-.:/".contains(c);
    let fine = !text.is_empty() && text.len() < 80 && text.chars().all(plain);
    (fine
        && text.chars().any(char::is_alphanumeric)
        && !matches!(text, "N/A" | "n/a" | "none" | "None"))
    .then(|| text.to_owned())
}
