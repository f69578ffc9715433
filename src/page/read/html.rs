//! HTML.

use std::collections::HashSet;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};

use crate::page::block::{BULLET, Block, Page, Table, tidy};

/// Most rows that a cell may span.
const SPAN: usize = 200;
/// Most cells of a row.
const WIDE: usize = 40;
/// Elements that show nothing of the page.
const HIDDEN: [&str; 9] = [
    "script", "style", "noscript", "template", "svg", "nav", "head", "button", "select",
];

pub(super) fn page(text: &str) -> Page {
    let html = Html::parse_document(&super::shallow::shallow(text));
    let layout = layout(&html);
    let mut reader = Reader::default();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    reader.open(shown(element, layout.contains(&node.id())), element)
                }
                Node::Text(text) => reader.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    reader.close(shown(element, layout.contains(&node.id())));
                }
            }
        }
    }
    reader.flush();
    reader.page
}

/// What an element is for a reader: parts of a table that only arranges the page are none of a table, and a list
/// of terms is a table of two columns.
fn shown(element: &Element, arranges: bool) -> &str {
    match element.name() {
        _ if arranges => "div",
        "dl" => "table",
        "dt" => "th",
        "dd" => "td",
        name => name,
    }
}

/// Tables that only arrange the page, with their rows and cells: they hold headings or other tables, and have no
/// heads of their own.
fn layout(html: &Html) -> HashSet<NodeId> {
    let mut arranging = HashSet::new();
    let mut open: Vec<Arranged> = Vec::new();
    for edge in html.tree.root().traverse() {
        let (node, begins) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        let Node::Element(element) = node.value() else {
            continue;
        };
        match (element.name(), begins) {
            ("table", true) => {
                open.iter_mut().rev().take(1).for_each(|t| t.nests = true);
                open.push(Arranged {
                    parts: vec![node.id()],
                    ..Arranged::default()
                });
            }
            ("table", false) => {
                if let Some(table) = open.pop().filter(Arranged::arranges) {
                    arranging.extend(table.parts);
                }
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => {
                open.iter_mut().for_each(|t| t.holds = true)
            }
            ("th", true) => open.iter_mut().rev().take(1).for_each(|t| t.headed = true),
            (part @ ("tr" | "td" | "tbody" | "thead" | "tfoot" | "caption"), true) => {
                open.iter_mut()
                    .rev()
                    .take(1)
                    .for_each(|t| t.rows += usize::from(part == "tr"));
                open.iter_mut()
                    .rev()
                    .take(1)
                    .for_each(|t| t.parts.push(node.id()));
            }
            _ => {}
        }
    }
    arranging
}

/// A table that is open, and what of it has been seen.
#[derive(Default)]
struct Arranged {
    parts: Vec<NodeId>,
    rows: usize,
    /// Whether it holds a heading, or another table.
    holds: bool,
    nests: bool,
    /// Whether it has heads.
    headed: bool,
}

impl Arranged {
    /// Whether it only arranges the page: a table with many rows may have tables in its cells.
    fn arranges(&self) -> bool {
        !self.headed && (self.holds || self.nests && self.rows <= FEW)
    }
}

/// Most rows of a table that arranges others.
const FEW: usize = 3;

/// What is being read.
#[derive(Default)]
struct Reader {
    page: Page,
    text: String,
    /// Elements around that show nothing, and that keep white space.
    hidden: usize,
    kept: usize,
    /// Tables around; only the outermost is one of the page.
    tables: usize,
    table: Building,
    item: bool,
    /// Lists around.
    lists: usize,
}

/// A table that has begun.
#[derive(Default)]
struct Building {
    table: Table,
    row: Vec<String>,
    cell: Option<String>,
    /// Whether all cells of the row are heads.
    heads: bool,
    spans: (usize, usize),
    /// Cells of rows above that reach down: column, rows left, text.
    reach: Vec<(usize, usize, String)>,
    caption: bool,
}

impl Reader {
    fn open(&mut self, name: &str, element: &Element) {
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "table" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.flush();
                    self.table = Building::default();
                }
            }
            "caption" if self.tables == 1 => self.table.caption = true,
            "tr" if self.tables == 1 => {
                self.table.row = Vec::new();
                self.table.heads = true;
            }
            // A term begins a row; one without a description is described by the next one's.
            "th" if self.tables == 1 && element.name() == "dt" => {
                self.table.end_list();
                self.table.heads = false;
                self.table.cell = Some(String::new());
                self.table.spans = (1, 1);
            }
            "td" if self.tables == 1 && element.name() == "dd" => {
                // A second description goes on with the first.
                let more = self.table.row.len() > 1;
                let before = if more { self.table.row.pop() } else { None };
                self.table.cell = Some(before.map_or_else(String::new, |b| b + "\n"));
                self.table.spans = (1, 1);
            }
            "td" | "th" if self.tables == 1 => {
                let span = |name| element.attr(name).and_then(|n| n.trim().parse().ok());
                let span = |name| span(name).unwrap_or(1_usize).clamp(1, SPAN);
                self.table.reached();
                self.table.cell = Some(String::new());
                self.table.spans = (span("rowspan"), span("colspan"));
                self.table.heads &= name == "th";
            }
            // A row of a table inside of a cell is an entry of a list there.
            "tr" if self.tables > 1 => self.line(BULLET, true),
            "th" if self.tables > 1 && element.name() == "dt" => self.line(BULLET, true),
            "td" | "th" if self.tables > 1 => self.beside(),
            "code" | "tt" | "kbd" if self.kept == 0 => self.mark(),
            "ul" | "ol" => {
                self.line("", true);
                self.lists += 1;
            }
            "li" => self.line(BULLET, true),
            "br" => self.line("", false),
            "p" | "div" | "td" | "th" | "tr" | "section" | "article" => self.line("", true),
            "pre" => {
                self.line("", true);
                self.kept += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.line("", true),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.table.end_list();
                    let table = std::mem::take(&mut self.table).table;
                    self.page.blocks.push(Block::Table(table.settled()));
                }
            }
            "code" | "tt" | "kbd" if self.kept == 0 => self.mark(),
            "caption" => self.table.caption = false,
            "td" | "th" if self.tables == 1 => self.table.end_cell(),
            "tr" if self.tables == 1 => self.table.end_row(),
            "pre" => {
                self.kept = self.kept.saturating_sub(1);
                if self.tables == 0 {
                    let code = std::mem::take(&mut self.text);
                    self.push(Block::Code(code.trim_matches('\n').to_owned()));
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.tables == 0 => {
                let heading = tidy(&std::mem::take(&mut self.text));
                self.push(Block::Heading(heading));
            }
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "li" | "p" | "div" | "td" | "th" | "section" | "article" if self.tables == 0 => {
                self.flush()
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let kept = self.kept > 0;
        let into = match (&mut self.table.cell, self.tables > 0) {
            (Some(cell), true) => cell,
            (None, true) if self.table.caption => &mut self.table.table.caption,
            (None, true) => return,
            _ => &mut self.text,
        };
        if kept {
            into.push_str(text);
            return;
        }
        for c in text.chars() {
            match c.is_whitespace() {
                true if into.is_empty() || into.ends_with([' ', '\n']) => {}
                true => into.push(' '),
                false => into.push(c),
            }
        }
    }

    /// A back quote: what stands between two is written as it is.
    fn mark(&mut self) {
        match (&mut self.table.cell, self.tables > 0) {
            (Some(cell), true) => cell.push('`'),
            (None, true) => {}
            _ => self.text.push('`'),
        }
    }

    /// Keeps a cell of a table inside of a cell apart from the one before it.
    fn beside(&mut self) {
        let Some(cell) = &mut self.table.cell else {
            return;
        };
        let line = cell.lines().last().unwrap_or_default();
        if !line.trim_start_matches(BULLET).trim().is_empty() {
            cell.truncate(cell.trim_end().len());
            cell.push_str(": ");
        }
    }

    /// A new line in a cell, a new block elsewhere.
    fn line(&mut self, start: &str, block: bool) {
        if let (Some(cell), true) = (&mut self.table.cell, self.tables > 0) {
            let begun = cell.ends_with(BULLET) || cell.ends_with(": ") && self.tables > 1;
            let is_blank = cell.is_empty() || cell.ends_with('\n');
            if !(is_blank || begun && start.is_empty()) {
                cell.push('\n');
            }
            cell.push_str(start);
        } else if self.tables == 0 && block {
            // A paragraph that an entry begins with is the entry.
            let begun = self.item && self.text.trim_start_matches(BULLET).trim().is_empty();
            if begun && start.is_empty() {
                return;
            }
            self.flush();
            self.item = !start.is_empty();
            if self.item {
                // What stands inside of another entry begins with a bullet.
                self.text
                    .push_str(&BULLET.repeat(self.lists.saturating_sub(1).min(1)));
            }
        } else if self.tables == 0 {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let item = std::mem::take(&mut self.item);
        let nested = item && text.starts_with(BULLET);
        let text = tidy(text.trim_start_matches(BULLET));
        self.push(match item {
            true if nested && !text.is_empty() => Block::Item(format!("{BULLET}{text}")),
            true => Block::Item(text),
            false => Block::Text(text),
        });
    }

    fn push(&mut self, block: Block) {
        let empty = matches!(&block, Block::Heading(t) | Block::Text(t) | Block::Item(t) | Block::Code(t)
            if t.trim().is_empty());
        if !empty {
            self.page.blocks.push(block);
        }
    }
}

impl Building {
    /// Puts in what reaches down from above at the column that comes next.
    fn reached(&mut self) {
        while self.row.len() < WIDE
            && let Some(at) = self.reach.iter().position(|(c, _, _)| *c == self.row.len())
        {
            let (column, rows, text) = self.reach.remove(at);
            self.row.push(text.clone());
            if rows > 1 {
                // Kept for the row below, behind what this row still asks for.
                self.reach.push((column + WAITS, rows - 1, text));
            }
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let lines = cell
            .lines()
            .map(tidy)
            .filter(|line| !line.is_empty() && line != BULLET.trim());
        let text = lines.collect::<Vec<_>>().join("\n");
        let (rows, columns) = self.spans;
        for _ in 0..columns.min(WIDE.saturating_sub(self.row.len())) {
            if rows > 1 {
                self.reach
                    .push((self.row.len() + WAITS, rows - 1, text.clone()));
            }
            self.row.push(text.clone());
        }
    }

    /// Ends the row of a list of terms, which nothing else ends.
    fn end_list(&mut self) {
        if !self.row.is_empty() {
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        self.reached();
        for (column, _, _) in &mut self.reach {
            *column %= WAITS;
        }
        let row = std::mem::take(&mut self.row);
        let first = self.table.head.is_empty() && self.table.rows.is_empty();
        match first && self.heads && row.len() > 1 {
            true => self.table.head = row,
            false => self.table.rows.push(row),
        }
    }
}

/// Added to a column while its cell waits for the next row.
const WAITS: usize = 1 << 20;
