//! Statuses and error codes: the rows of their tables.

use super::block::{Table, tidy};
use super::columns::{Role, roles, status_of};

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
}

/// Whether a table is one of statuses or codes.
pub(super) fn is_table(table: &Table) -> bool {
    let roles = roles(table);
    let about = |role| roles.contains(&role);
    about(Role::Status) || about(Role::Code) && !about(Role::Name) && !about(Role::Type)
}

/// The rows; `around` is the heading above, which may give the status of all.
pub(super) fn rows(table: &Table, source: &str, around: &str) -> Vec<Row> {
    let roles = roles(table);
    let at = |role| roles.iter().position(|r| *r == role);
    let (status_at, code_at) = (at(Role::Status), at(Role::Code));
    // Of several columns of words the one that says most.
    let length = |at: usize| -> usize {
        table
            .rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(String::len)
            .sum()
    };
    let words_at = (0..roles.len())
        .rev()
        .filter(|at| roles[*at] == Role::Description)
        .max_by_key(|at| length(*at));
    let above = around.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        status_of(word).filter(|_| word.len() == 3)
    });
    let mut rows = Vec::new();
    let mut before: Option<String> = None;
    for (number, row) in table.rows.iter().enumerate() {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        let written = cell(status_at);
        let status = status_of(written);
        // An empty cell is that of the row above, as in a table whose cells span rows.
        let status = match (&status, written.is_empty()) {
            (None, true) => before.clone(),
            _ => status,
        };
        before.clone_from(&status);
        let code = own_code(table, code_at, cell(code_at)).or_else(|| {
            let rest = written
                .split_whitespace()
                .skip(1)
                .collect::<Vec<_>>()
                .join(" ");
            code(rest.trim_matches(['/', ':', '-', '(', ')', ' ']))
                .filter(|c| c.chars().any(|c| c == '_' || c.is_ascii_digit()))
        });
        let told = status.is_some() || above.is_some();
        let status = status
            .or_else(|| above.clone())
            .or_else(|| code.is_some().then(|| "4XX".to_owned()));
        let Some(status) = status else { continue };
        let words = match words_at {
            Some(_) => cell(words_at).to_owned(),
            None => {
                let named = |n: &usize| Some(*n) != status_at && Some(*n) != code_at;
                let rest = row
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| named(n))
                    .map(|(_, c)| c.as_str());
                rest.collect::<Vec<_>>().join(" ")
            }
        };
        rows.push(Row {
            status,
            code,
            words: tidy(&words.replace(super::block::BULLET, " ")),
            source: format!("{source}, row {}", number + 1),
            told,
        });
    }
    rows
}

/// Most words of a code.
const WORDS: usize = 6;

/// A code of several words, as it stands below a head that calls it a code. What HTTP says behind a status is none.
fn words_of(cell: &str) -> Option<String> {
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

/// What a table of codes holds that is not understood: the number of each such row, and why.
pub(super) fn unread(table: &Table) -> Vec<(usize, &'static str)> {
    let roles = roles(table);
    let at = |role| roles.iter().position(|r| *r == role);
    let (status_at, code_at) = (at(Role::Status), at(Role::Code));
    let rows = table.rows.iter().enumerate();
    let why = |row: &Vec<String>| {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        let (status, named) = (cell(status_at), cell(code_at));
        let behind = status
            .split_whitespace()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" ");
        match () {
            () if row.iter().all(String::is_empty) => None,
            () if !named.is_empty() => (own_code(table, code_at, named).is_none())
                .then_some("what stands for a code is neither a word nor a number"),
            () if status_of(status).is_none() && !status.is_empty() => {
                Some("it begins with no status")
            }
            () if words_of(&behind).is_some() => Some(
                "what stands behind the status may be a code of several words, or only its name",
            ),
            () => None,
        }
    };
    rows.filter_map(|(number, row)| Some((number + 1, why(row)?)))
        .collect()
}

/// The code of a cell: one of several words only where the head says that codes stand there.
fn own_code(table: &Table, column: Option<usize>, cell: &str) -> Option<String> {
    let head = column.and_then(|at| table.head.get(at));
    let called = head.is_some_and(|head| head.to_lowercase().contains("code"));
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
