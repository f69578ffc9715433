//! HTML.

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
    let html = Html::parse_document(text);
    let mut reader = Reader::default();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => reader.open(element),
                Node::Text(text) => reader.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    reader.close(element.name());
                }
            }
        }
    }
    reader.flush();
    reader.page
}

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
    fn open(&mut self, element: &Element) {
        let name = element.name();
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
            "td" | "th" if self.tables == 1 => {
                let span = |name| element.attr(name).and_then(|n| n.trim().parse().ok());
                let span = |name| span(name).unwrap_or(1_usize).clamp(1, SPAN);
                self.table.reached();
                self.table.cell = Some(String::new());
                self.table.spans = (span("rowspan"), span("colspan"));
                self.table.heads &= name == "th";
            }
            "code" | "tt" | "kbd" if self.kept == 0 => self.mark(),
            "li" => self.line(BULLET, true),
            "br" => self.line("", false),
            "p" | "div" | "dd" | "dt" | "tr" | "ul" | "ol" => self.line("", true),
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
            "li" | "p" | "div" | "dd" | "dt" if self.tables == 0 => self.flush(),
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

    /// A new line in a cell, a new block elsewhere.
    fn line(&mut self, start: &str, block: bool) {
        if let (Some(cell), true) = (&mut self.table.cell, self.tables > 0) {
            if !cell.is_empty() && !cell.ends_with('\n') && !cell.ends_with(BULLET) {
                cell.push('\n');
            }
            cell.push_str(start);
        } else if self.tables == 0 && block {
            self.flush();
            self.item = !start.is_empty();
        } else if self.tables == 0 {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        let text = tidy(&std::mem::take(&mut self.text));
        let item = std::mem::take(&mut self.item);
        self.push(match item {
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
        let lines = cell.lines().map(tidy).filter(|line| !line.is_empty());
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
