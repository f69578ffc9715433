//! Plain text: tables with tabs between their cells, and tables whose every cell is a paragraph, as they
//! are when a page is copied without its form.

use super::{flat, ruled};
use crate::page::block::{BULLET, Block, Page, Table, tidy};
use crate::page::columns::{self, Role};

/// A paragraph of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words on a line or more.
    Words(String),
    /// An entry of a list, or what goes on below one.
    Item(String),
    /// An empty cell: a paragraph of nothing but blanks.
    Empty,
    /// Lines that are no prose: a request, a message.
    Code(String),
    /// A table with tabs.
    Table(Table),
}

pub(super) fn page(text: &str) -> Page {
    let pieces = pieces(text);
    let mut page = Page::default();
    let mut at = 0;
    while at < pieces.len() {
        let heads = heads(&pieces[at..]);
        if heads > 1 {
            let rest = &pieces[at + heads..];
            let end = end(rest);
            let names = pieces[at..at + heads].iter().filter_map(word);
            let names: Vec<String> = names.map(str::to_owned).collect();
            let (table, used) = flat::table(names, &rest[..end]);
            page.blocks.push(Block::Table(table));
            at += heads + used;
            continue;
        }
        page.blocks.push(match &pieces[at] {
            Piece::Table(table) => Block::Table(table.clone()),
            Piece::Code(text) => Block::Code(text.clone()),
            Piece::Item(text) => Block::Item(tidy(text.trim_start_matches(BULLET))),
            Piece::Words(text) if is_heading(text) => Block::Heading(tidy(text)),
            Piece::Words(text) => Block::Text(tidy(text)),
            Piece::Empty => {
                at += 1;
                continue;
            }
        });
        at += 1;
    }
    page
}

fn word(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Words(text) => Some(text),
        _ => None,
    }
}

/// How many paragraphs from here on are heads of columns, each another one.
fn heads(pieces: &[Piece]) -> usize {
    let words = pieces.iter().map_while(word);
    let mut seen: Vec<&str> = Vec::new();
    for text in words.take_while(|text| columns::is_head(text)) {
        if seen.contains(&text) {
            break;
        }
        seen.push(text);
    }
    // Words of a row may be heads as well: `header`, `Required`.
    let roles: Vec<_> = seen.iter().map(|text| columns::role(text)).collect();
    let about = [Role::Name, Role::Code, Role::Status];
    let says = [Role::Description, Role::Type];
    let whole = about.iter().any(|r| roles.contains(r)) && says.iter().any(|r| roles.contains(r));
    if whole { seen.len() } else { 0 }
}

/// Where the next table begins.
fn end(pieces: &[Piece]) -> usize {
    (0..pieces.len())
        .find(|at| heads(&pieces[*at..]) > 1)
        .unwrap_or(pieces.len())
}

/// A short line without the end of a sentence.
fn is_heading(text: &str) -> bool {
    !text.contains('\n') && text.len() < 80 && !text.trim_end().ends_with(['.', ':', ';', ','])
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut tabbed: Vec<Vec<String>> = Vec::new();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('\r'))
        .chain([""])
        .collect();
    for (number, line) in lines.iter().copied().enumerate() {
        let cells: Vec<String> = line.split('\t').map(tidy).collect();
        let is_row = cells.len() > 1 && line.trim() != "";
        if is_row && (run.is_empty() || !cells[0].is_empty()) {
            // What stands right above a table is its title.
            pieces.extend(piece(&std::mem::take(&mut run)));
            tabbed.push(cells);
            continue;
        }
        if let Some(cell) = tabbed.last_mut().and_then(|row| row.last_mut())
            && goes_on(&lines[number..])
        {
            *cell = format!("{cell}\n{}", tidy(line));
            continue;
        }
        if !tabbed.is_empty() {
            let rows = std::mem::take(&mut tabbed);
            let table = Table {
                rows,
                ..Table::default()
            };
            pieces.push(Piece::Table(table.settled()));
        }
        // Each bullet begins an entry.
        if run.first().is_some_and(|first| bullet(first).is_some()) && bullet(line).is_some() {
            pieces.extend(piece(&std::mem::take(&mut run)));
        }
        match line {
            "" => pieces.extend(piece(&std::mem::take(&mut run))),
            blank if blank.trim().is_empty() && run.is_empty() => pieces.push(Piece::Empty),
            line => run.push(line),
        }
    }
    pieces
}

/// What stands behind the bullet that a line begins with.
fn bullet(line: &str) -> Option<&str> {
    let rest = line
        .trim_start()
        .strip_prefix(['•', '*', '-', '–', '·', '◦'])?;
    rest.starts_with(' ').then_some(rest)
}

/// Most lines of a cell.
const LINES: usize = 40;

/// Whether lines without tabs belong to the cell above them: another row follows right behind.
fn goes_on(lines: &[&str]) -> bool {
    let line = lines.first().map_or("", |line| line.trim());
    let mut next = lines
        .iter()
        .take(LINES)
        .take_while(|line| !line.trim().is_empty());
    !line.is_empty()
        && !crate::page::operation::is_request(line)
        && next.any(|line| line.contains('\t'))
}

fn piece(run: &[&str]) -> Option<Piece> {
    let first = run.first()?;
    if let Some(table) = ruled::table(run) {
        return Some(Piece::Table(table));
    }
    let trimmed = first.trim_start();
    let text = run.join("\n");
    if let Some(rest) = bullet(first) {
        let mut lines = vec![tidy(rest)];
        lines.extend(run[1..].iter().map(|line| tidy(line)));
        return Some(Piece::Item(format!("{BULLET}{}", lines.join(" "))));
    }
    if first.len() - trimmed.len() > 2 && !crate::page::operation::is_request(trimmed) {
        return Some(Piece::Item(tidy(&text)));
    }
    let is_code = run.len() > 1
        || trimmed.starts_with(['{', '<', '['])
        || crate::page::operation::is_request(trimmed);
    Some(match is_code {
        true => Piece::Code(text),
        false => Piece::Words(tidy(&text)),
    })
}
