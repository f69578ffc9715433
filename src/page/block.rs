//! A page as blocks.

/// A documentation page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its parts in their order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// An entry of a list.
    Item(String),
    /// A sample or a syntax, as it is written.
    Code(String),
    /// A table.
    Table(Table),
}

/// A table. A cell is a text of lines; entries of a list in it begin with a bullet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands above it.
    pub caption: String,
    /// The heads of its columns; empty where it has none.
    pub head: Vec<String>,
    /// Its rows, each with as many cells as the widest.
    pub rows: Vec<Vec<String>>,
}

/// What an entry of a list in a cell begins with.
pub(super) const BULLET: &str = "• ";

impl Table {
    /// Evens out the rows, and takes the first one for the heads if they are not known and it looks so.
    pub(super) fn settled(mut self) -> Self {
        self.rows
            .retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let headed = self.rows.first().is_some_and(|row| {
            let is = |cell: &String| super::columns::is_head(cell);
            let told = |cell: &String| {
                super::columns::role(cell) != super::columns::Role::Other || is(cell)
            };
            row.len() > 1 && row.iter().any(is) && (row.iter().all(told) || heads(row))
        });
        if self.head.is_empty() && headed {
            self.head = self.rows.remove(0);
        }
        let wide = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let wide = wide.max(self.head.len());
        self.rows
            .iter_mut()
            .for_each(|row| row.resize(wide, String::new()));
        self
    }
}

impl Table {
    /// The title over the rows that follow, if a row is one: a single cell over all columns.
    pub(super) fn title<'r>(&self, row: &'r [String]) -> Option<&'r str> {
        let first = row.first()?;
        let one = row.len() > 1 && row.iter().all(|cell| cell == first);
        let phrase = first.contains(' ') || row.len() > 2 && self.rows.len() > 1;
        (one && phrase && !first.is_empty()).then_some(first.as_str())
    }
}

/// Whether so many cells are heads of what a table is about and what it says of it that the others are heads as well.
fn heads(row: &[String]) -> bool {
    use super::columns::{Role, is_head, role};
    let known = row.iter().filter(|cell| is_head(cell));
    let roles: Vec<Role> = known.map(|cell| role(cell)).collect();
    let about = [Role::Name, Role::Code, Role::Status];
    let short = row
        .iter()
        .all(|cell| !cell.is_empty() && cell.split(' ').count() < 4);
    short
        && roles.len() > 2
        && roles.len() * 2 > row.len()
        && roles.iter().any(|role| about.contains(role))
        && roles.contains(&Role::Description)
}

/// A text without white space at its ends or twice in a row.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
