//! Tables whose every cell is a paragraph: where a row ends must be seen from what stands in the cells.

use super::text::Piece;
use crate::page::block::Table;
use crate::page::columns::{Role, role, status_of};

/// A table with these heads, and how many pieces it takes.
pub(super) fn table(head: Vec<String>, pieces: &[Piece]) -> (Table, usize) {
    let roles: Vec<Role> = head.iter().map(|h| role(h)).collect();
    let by_status = roles.first() == Some(&Role::Status);
    let (rows, used) = match by_status {
        true => by_first(roles.len(), pieces),
        false => by_shape(&roles, pieces),
    };
    let table = Table {
        caption: String::new(),
        head,
        rows,
    };
    (table, used)
}

fn text(piece: &Piece) -> String {
    match piece {
        Piece::Words(text) | Piece::Item(text) | Piece::Code(text) => text.clone(),
        Piece::Empty | Piece::Table(_) => String::new(),
    }
}

/// Rows that begin with a status: what stands between two of them is one row.
fn by_first(columns: usize, pieces: &[Piece]) -> (Vec<Vec<String>>, usize) {
    let is_start = |piece: &Piece| matches!(piece, Piece::Words(t) if status_of(t).is_some());
    let mut rows = Vec::new();
    let mut at = 0;
    while at < pieces.len() && is_start(&pieces[at]) {
        let rest = &pieces[at..];
        let last = !rest[1..].iter().any(is_start);
        let next = rest[1..]
            .iter()
            .position(is_start)
            .map_or(rest.len(), |n| n + 1);
        let mut cells: Vec<String> = rest[..next].iter().map(text).collect();
        // Without an empty paragraph, a missing code shows by what stands in its place.
        let is_prose = |cell: &str| cell.contains(' ') || cell.ends_with('.');
        let lacks = !last && cells.len() + 1 == columns;
        let short = columns > 2 && (lacks || cells.get(1).is_some_and(|cell| is_prose(cell)));
        if short {
            cells.insert(1, String::new());
        }
        let own = columns - usize::from(short);
        let mut used = next;
        if last {
            used = own.min(rest.len());
            while rest.get(used).is_some_and(|p| matches!(p, Piece::Item(_))) {
                used += 1;
            }
            cells.truncate(used + usize::from(short));
        }
        if cells.len() > columns {
            let more = cells.split_off(columns).join("\n");
            if let Some(words) = cells.last_mut() {
                *words = format!("{words}\n{more}");
            }
        }
        cells.resize(columns, String::new());
        rows.push(cells);
        at += used;
    }
    (rows, at)
}

/// Rows whose first cell is a name: the cell of prose takes what the others leave.
fn by_shape(roles: &[Role], pieces: &[Piece]) -> (Vec<Vec<String>>, usize) {
    let prose = roles.iter().position(|r| *r == Role::Description);
    let prose = prose.unwrap_or(roles.len().saturating_sub(1));
    let after = &roles[prose + 1..];
    let mut rows = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let rest = &pieces[at..];
        if !begins(roles, rest) {
            break;
        }
        let mut cells: Vec<String> = rest[..prose].iter().map(text).collect();
        let Some(end) = prose_end(roles, prose, after, rest) else {
            break;
        };
        let words: Vec<String> = rest[prose..end].iter().map(text).collect();
        cells.push(words.join("\n"));
        let behind = rest.iter().skip(end).take(after.len());
        cells.extend(behind.map(text));
        cells.resize(roles.len(), String::new());
        rows.push(cells);
        at += (end + after.len()).min(rest.len());
    }
    (rows, at)
}

/// Whether a row may begin here.
fn begins(roles: &[Role], pieces: &[Piece]) -> bool {
    let Some(Piece::Words(name)) = pieces.first() else {
        return false;
    };
    let prose = roles
        .iter()
        .position(|r| *r == Role::Description)
        .unwrap_or(1);
    let mut short = pieces.iter().take(prose).skip(1);
    is_name(name) && pieces.len() >= prose && short.all(is_short)
}

/// Where the prose of a row ends: before the cells that come after it, where those look like such and a row
/// or nothing follows.
fn prose_end(roles: &[Role], prose: usize, after: &[Role], pieces: &[Piece]) -> Option<usize> {
    let start = if prose == 0 { 1 } else { prose };
    // What stands in the prose's place may belong to the next cell: the row says nothing.
    let first = match (after.is_empty(), pieces.get(start)) {
        (false, Some(piece)) if is_short_word(piece) => start,
        _ => start + 1,
    };
    for end in first..=pieces.len() {
        let cells = pieces.get(end..end + after.len())?;
        let fits = cells
            .iter()
            .zip(after)
            .all(|(piece, role)| fits(piece, *role));
        let rest = &pieces[end + after.len()..];
        let ends = match rest.first() {
            None => true,
            Some(Piece::Item(_)) => false,
            Some(Piece::Words(next)) => begins(roles, rest) || is_section(next),
            Some(_) => true,
        };
        if fits && ends {
            return Some(end);
        }
        if after.is_empty() && end >= pieces.len() {
            return Some(end);
        }
    }
    None
}

fn fits(piece: &Piece, role: Role) -> bool {
    match (piece, role) {
        (Piece::Empty, _) => true,
        (Piece::Code(_), Role::Sample) => true,
        (Piece::Words(_), Role::Sample | Role::Default) => true,
        (Piece::Words(text), Role::Required) => is_required_word(text),
        (Piece::Words(text), _) => is_name(text),
        _ => false,
    }
}

fn is_required_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "yes",
        "no",
        "required",
        "optional",
        "mandatory",
        "true",
        "false",
    ]
    .iter()
    .any(|word| lower.starts_with(word))
}

fn is_short_word(piece: &Piece) -> bool {
    matches!(piece, Piece::Words(text) if is_name(text))
}

fn is_short(piece: &Piece) -> bool {
    match piece {
        Piece::Words(text) => text.len() < 40 && !text.ends_with('.'),
        Piece::Empty => true,
        _ => false,
    }
}

/// Words under which another part of a page begins.
fn is_section(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let starts = [
        "request", "response", "example", "sample", "syntax", "table", "error", "xml", "json",
        "return", "see also", "note",
    ];
    starts.iter().any(|word| lower.starts_with(word))
}

/// Whether a text may name a parameter or an element: one word, or several with commas between.
fn is_name(text: &str) -> bool {
    let plain = |word: &str| {
        let inner = word.trim_end_matches(',');
        !inner.is_empty()
            && inner
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.[]$:@{}".contains(c))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let listed = words.len() > 1
        && words[..words.len() - 1]
            .iter()
            .all(|w| w.ends_with(',') || *w == "and")
        && text.contains(',');
    let single = words.len() == 1 && !is_section(text)
        || words.len() == 1 && text.starts_with(char::is_lowercase);
    (single || listed) && words.iter().all(|w| plain(w)) && !text.ends_with('.')
}
