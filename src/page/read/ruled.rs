//! Tables that are drawn with characters: columns that are kept apart by blanks, by rules of `-` and `=`, or by
//! frames of `+`, `-` and `|`.

use crate::page::block::{Table, tidy};
use crate::page::columns;
use crate::page::{caught, patterns};

/// The table that lines draw, if they draw one.
pub(super) fn table(lines: &[&str]) -> Option<Table> {
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let rows = framed(&lines)
        .or_else(|| ruled(&lines))
        .or_else(|| spaced(&lines))
        .or_else(|| bare(&lines))?;
    let table = Table {
        rows,
        ..Table::default()
    };
    Some(table.settled()).filter(|t| t.rows.len() + t.head.len() > 1)
}

/// Frames of other characters as they are in plain ones.
fn plain(line: &str) -> String {
    let frame = |c: char| match c {
        '│' | '┃' | '║' => '|',
        '─' | '━' | '═' => '-',
        '\u{2500}'..='\u{257f}' => '+',
        '\u{a0}' => ' ',
        other => other,
    };
    line.chars().map(frame).collect()
}

fn only(line: &str, of: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| of.contains(c))
}

/// Cells between `|`, with rules around rows or below the heads.
fn framed(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let is_rule =
        |line: &str| only(line, "+-=| ") && line.contains(['-', '=']) && line.contains('+');
    let rules = lines.iter().filter(|line| is_rule(line)).count();
    let barred = lines
        .iter()
        .filter(|line| !is_rule(line))
        .all(|line| line.contains('|'));
    if rules == 0 || !barred {
        return None;
    }
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let line = line.strip_suffix('|').unwrap_or(line);
        line.split('|').map(tidy).collect()
    };
    let groups: Vec<&[&str]> = lines
        .split(|line| is_rule(line))
        .filter(|g| !g.is_empty())
        .collect();
    // Where a rule stands below each row, all between two is one row.
    let each = groups.len() > 2;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for group in groups {
        for (number, line) in group.iter().enumerate() {
            let cells = cells(line);
            let goes_on = number > 0 && (each || cells.first().is_some_and(String::is_empty));
            add(&mut rows, cells, goes_on);
        }
    }
    Some(rows)
}

/// Columns below groups of `=` or `-`, which say how wide they are.
fn ruled(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let rule = lines
        .iter()
        .take(2)
        .find(|line| only(line, "=- ") && line.trim().contains(' '))?;
    let starts: Vec<usize> = starts(rule, 1).collect();
    if starts.len() < 2 {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines.iter().filter(|line| !only(line, "=- ")) {
        let cells = cut(line, &starts);
        let goes_on = cells.first().is_some_and(String::is_empty);
        add(&mut rows, cells, goes_on);
    }
    Some(rows)
}

/// Columns that two blanks or more keep apart, below heads that are known.
fn spaced(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let (head, rest) = lines.split_first()?;
    let heads = pieces(head);
    let known = heads.len() > 1 && heads.iter().all(|(_, cell)| columns::is_head(cell));
    if !known || rest.is_empty() {
        return None;
    }
    let starts: Vec<usize> = heads.iter().map(|(at, _)| *at).collect();
    let mut rows = vec![heads.into_iter().map(|(_, cell)| cell).collect()];
    for line in rest {
        let cells = placed(line, &starts);
        let goes_on = cells.first().is_some_and(String::is_empty) && rows.len() > 1;
        add(&mut rows, cells, goes_on);
    }
    Some(rows)
}

patterns! {
    SLASHED = r"^([45]\d\d\s*/\s*[\w.-]+):?\s+(\S.*)$";
}

/// Columns without heads that blanks keep apart: rows of statuses (`400 / 1001   url is required`), or of names with
/// their types. A line that is set further in goes on with the one above.
fn bare(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let margin = |line: &str| line.len() - line.trim_start().len();
    let first = lines.first().map_or(0, |line| margin(line));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let goes_on = margin(line) > first + 1 && !rows.is_empty();
        let slashed = caught(&SLASHED, line.trim()).filter(|_| !goes_on);
        let cells: Vec<String> = match slashed {
            Some(found) => vec![tidy(&found[1]), tidy(&found[2])],
            None => pieces(line).into_iter().map(|(_, cell)| cell).collect(),
        };
        match rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) if goes_on => *cell = format!("{cell} {}", cells.join(" ")),
            _ => rows.push(cells),
        }
    }
    let wide = rows.iter().map(Vec::len).max().unwrap_or(0);
    let refused = |row: &&Vec<String>| {
        let status = row.first().and_then(|cell| columns::status_of(cell));
        row.len() > 1 && status.is_some_and(|s| s.starts_with(['4', '5']))
    };
    let statuses = rows.iter().filter(refused).count();
    let even = rows.iter().all(|row| row.len() == wide);
    let typed = |row: &Vec<String>| row[1..].iter().any(|cell| is_type(cell));
    if statuses > 0 && statuses * 2 > rows.len() {
        if wide == 2 {
            rows.insert(0, vec!["Status".to_owned(), "Description".to_owned()]);
        }
        return Some(rows);
    }
    (even && wide > 2 && rows.len() > 1 && rows.iter().all(typed)).then_some(rows)
}

/// Whether a cell is nothing but a type.
fn is_type(cell: &str) -> bool {
    !cell.contains(' ') && crate::page::fields::kind_of(cell).is_some()
}

/// Adds a row, or what goes on with the last one.
fn add(rows: &mut Vec<Vec<String>>, cells: Vec<String>, goes_on: bool) {
    let Some(last) = rows.last_mut().filter(|_| goes_on) else {
        rows.push(cells);
        return;
    };
    for (at, cell) in cells
        .into_iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        match last.get_mut(at) {
            Some(there) if !there.is_empty() => *there = format!("{there} {cell}"),
            Some(there) => *there = cell,
            None => last.push(cell),
        }
    }
}

/// Where runs of characters begin that at least so many blanks keep apart.
fn starts(line: &str, blanks: usize) -> impl Iterator<Item = usize> {
    let mut gap = blanks;
    line.chars().enumerate().filter_map(move |(at, c)| {
        let begins = c != ' ' && gap >= blanks;
        gap = if c == ' ' { gap + 1 } else { 0 };
        begins.then_some(at)
    })
}

/// What two blanks or more keep apart, each with the place where it begins.
fn pieces(line: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = line.chars().collect();
    let starts: Vec<usize> = starts(line, 2).collect();
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    let text = |from: usize, to: usize| tidy(&chars[from..to].iter().collect::<String>());
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| (*from, text(*from, to)))
        .collect()
}

/// What stands on a line, cut where the columns begin.
fn cut(line: &str, starts: &[usize]) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    let text = |from: usize, to: usize| {
        let to = to.min(chars.len());
        tidy(&chars[from.min(to)..to].iter().collect::<String>())
    };
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| text(*from, to))
        .collect()
}

/// What stands on a line, put into the columns that begin at these places.
fn placed(line: &str, starts: &[usize]) -> Vec<String> {
    let mut cells = vec![String::new(); starts.len()];
    let parts = pieces(line);
    let exact = parts.len() == starts.len();
    for (number, (at, text)) in parts.into_iter().enumerate() {
        let column = match exact {
            true => number,
            false => starts
                .iter()
                .rposition(|start| *start <= at + 1)
                .unwrap_or(0),
        };
        let cell = &mut cells[column];
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(&text);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn tables_that_are_drawn_are_read() {
        let spaced = "Return code   Error    Meaning\n400           A.1      Name is missing.\n                       It always was.\n404           A.2      No such shelf.";
        let simple = "=========== ===== ======\nReturn code Error Meaning\n=========== ===== ======\n400         A.1   Name is missing.\n                  It always was.\n404         A.2   No such shelf.\n=========== ===== ======";
        let grid = "+-------------+-------+------------------+\n| Return code | Error | Meaning          |\n+=============+=======+==================+\n| 400         | A.1   | Name is missing. |\n|             |       | It always was.   |\n+-------------+-------+------------------+\n| 404         | A.2   | No such shelf.   |\n+-------------+-------+------------------+";
        let base = "┌─────────────┬───────┬──────────────────┐\n│ Return code │ Error │ Meaning          │\n├─────────────┼───────┼──────────────────┤\n│ 400         │ A.1   │ Name is missing. │\n│             │       │ It always was.   │\n│ 404         │ A.2   │ No such shelf.   │\n└─────────────┴───────┴──────────────────┘";
        let under = " Return code | Error | Meaning\n-------------+-------+--------\n 400         | A.1   | Name is missing. It always was.\n 404         | A.2   | No such shelf.";
        for text in [spaced, simple, grid, base, under] {
            let lines: Vec<&str> = text.lines().collect();
            let table = table(&lines).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(table.head, ["Return code", "Error", "Meaning"], "{text}");
            let rows = [
                ["400", "A.1", "Name is missing. It always was."],
                ["404", "A.2", "No such shelf."],
            ];
            assert_eq!(table.rows, rows, "{text}");
        }
        for text in [
            "{\n  \"a\": 1\n}",
            "Name  is\nall  of it",
            "a\nb",
            "GET /a  HTTP/1.1\nHost: b",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(table(&lines), None, "{text}");
        }
    }
}
