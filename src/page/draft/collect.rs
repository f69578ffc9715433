//! What a page says, operation by operation.

use super::{NoTables, Part, Told};
use crate::page::block::{Block, Page, Table};
use crate::page::codes::{self, Row};
use crate::page::columns::{Role, roles};
use crate::page::fields::{self, Field};
use crate::page::operation::{Call, calls, names};

/// What a table of parameters is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Request,
    Headers,
    Query,
    Path,
    Body,
    Answer,
}

/// The operations with all that the tables say of each.
pub(super) fn parts(page: &Page, told: &mut Told) -> Result<Vec<Part>, NoTables> {
    let useful = |table: &Table| codes::is_table(table) || roles(table).contains(&Role::Name);
    let is_useful = |block: &Block| matches!(block, Block::Table(table) if useful(table));
    if !page.blocks.iter().any(is_useful) {
        return Err(NoTables::Tables);
    }
    let calls = calls(page);
    if calls.is_empty() {
        return Err(NoTables::Operation);
    }
    let groups = groups(page, calls);
    let mut parts: Vec<Part> = groups
        .iter()
        .flatten()
        .map(|call| Part {
            call: call.clone(),
            ..Part::default()
        })
        .collect();
    let mut reading = Walk::default();
    for (at, block) in page.blocks.iter().enumerate() {
        let group = groups
            .iter()
            .rposition(|g| g.iter().any(|call| call.from <= at))
            .unwrap_or(0);
        let own: Vec<usize> = own(&groups, group).collect();
        reading.block(block, &own, &mut parts, told);
    }
    let headers = shown_headers(page);
    for part in &mut parts {
        let shown = std::mem::take(&mut part.shown);
        super::examples::add(&mut part.rows, shown);
    }
    for (group, calls) in groups.iter().enumerate() {
        let all: Vec<String> = calls
            .iter()
            .flat_map(|call| names(&call.path).into_iter().map(str::to_owned))
            .collect();
        // A table of a body that operations share is none of those without one.
        let bodies = calls.iter().any(|call| !is_bodiless(call));
        for part in &mut parts[own(&groups, group)] {
            moved(part, &headers);
            keep_own(part, &all, bodies, told);
        }
    }
    Ok(parts)
}

/// Names of the headers of requests that the page writes out.
fn shown_headers(page: &Page) -> Vec<String> {
    let written = page.blocks.iter().filter_map(|block| match block {
        Block::Code(text) => Some(text),
        _ => None,
    });
    let requests = written.filter(|text| crate::page::operation::is_request(text.trim_start()));
    let lines = requests.flat_map(|text| {
        text.lines()
            .skip(1)
            .take_while(|line| !line.trim().is_empty())
    });
    let names = lines.filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned()));
    names
        .filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .collect()
}

/// Puts what a request of the page shows as a header there.
fn moved(part: &mut Part, headers: &[String]) {
    let is_header = |f: &Field| {
        matches!(f.place, Some("body" | "query"))
            && headers.iter().any(|h| h.eq_ignore_ascii_case(&f.name))
    };
    let (own, rest): (Vec<Field>, Vec<Field>) = std::mem::take(&mut part.fields)
        .into_iter()
        .partition(is_header);
    part.fields = rest;
    part.headers.extend(own.into_iter().map(|field| Field {
        place: Some("header"),
        ..field
    }));
}

/// Numbers of the operations of a group.
fn own(groups: &[Vec<Call>], group: usize) -> std::ops::Range<usize> {
    let before = groups.iter().take(group).map(Vec::len).sum();
    before..before + groups.get(group).map_or(0, Vec::len)
}

/// Operations with no table between them share the tables that follow.
fn groups(page: &Page, calls: Vec<Call>) -> Vec<Vec<Call>> {
    let mut groups: Vec<Vec<Call>> = Vec::new();
    let table = |block: &Block| matches!(block, Block::Table(_));
    for call in calls {
        let last = groups.last().and_then(|g| g.last()).map(|c| c.from);
        let parted = last.is_none_or(|last| page.blocks[last..call.from].iter().any(table));
        // What is first named behind all tables is none of the page's own.
        let late = !page.blocks[call.from..].iter().any(table) && !groups.is_empty();
        if late {
            continue;
        }
        match (parted, groups.last_mut()) {
            (false, Some(group)) => group.push(call),
            _ => groups.push(vec![call]),
        }
    }
    groups
}

/// Where in the page the reading is.
#[derive(Default)]
struct Walk {
    headings: Vec<String>,
    section: String,
    tables: usize,
    /// Whether members of an answer are being listed.
    answer: bool,
    /// What stands right above.
    above: String,
}

impl Walk {
    fn block(&mut self, block: &Block, own: &[usize], parts: &mut [Part], told: &mut Told) {
        match block {
            Block::Heading(text) | Block::Text(text) | Block::Item(text) => {
                self.above.clone_from(text)
            }
            Block::Code(text) => {
                let shown = super::examples::row(text, &self.above);
                own.iter()
                    .for_each(|n| parts[*n].shown.extend(shown.clone()));
            }
            Block::Table(_) => self.above.clear(),
        }
        match block {
            Block::Heading(text) => {
                self.section.clone_from(text);
                self.heading(text);
            }
            Block::Text(text) if text.len() < 120 => self.heading(text),
            Block::Item(text) if self.answer => {
                if let Some(field) = fields::member(text, &self.section) {
                    own.iter()
                        .for_each(|n| parts[*n].answers.push(field.clone()));
                }
            }
            Block::Table(table) => self.table(table, own, parts, told),
            _ => {}
        }
    }

    fn heading(&mut self, text: &str) {
        let lower = text.to_lowercase();
        self.answer = lower.contains("response") && !lower.contains("code")
            || self.answer && !lower.contains("request");
        self.headings.push(text.to_owned());
    }

    fn table(&mut self, table: &Table, own: &[usize], parts: &mut [Part], told: &mut Told) {
        self.tables += 1;
        self.answer = false;
        let caption = match table.caption.is_empty() {
            true => self.headings.last().cloned().unwrap_or_default(),
            false => table.caption.clone(),
        };
        let source = source(&caption, self.tables);
        if codes::is_table(table) {
            let rows = codes::rows(table, &source, &caption);
            unread(&codes::unread(table, &caption), table, &source, told);
            own.iter()
                .for_each(|n| parts[*n].rows.extend(rows.iter().cloned()));
            return;
        }
        let (read, lost) = fields::fields(table, &source);
        unread(&lost, table, &source, told);
        guessed(&read, &source, told);
        let roles = roles(table);
        let is = |role| roles.contains(&role);
        if unknown(table, &roles) {
            told.say(format!(
                "{source} is not read, because none of its heads is known: {}",
                table.head.join(", ")
            ));
        } else if !is(Role::Name)
            && [Role::Type, Role::Required, Role::Place]
                .into_iter()
                .any(is)
        {
            told.say(format!(
                "{source} is not read, because no column is one of names"
            ));
        }
        let about = match self.about(&caption, table) {
            // What stands inside of elements is no header and no query.
            About::Answer => About::Answer,
            _ if roles.contains(&Role::Element) => About::Body,
            about => about,
        };
        // What stands above this table says nothing of the next one.
        self.headings.clear();
        for number in own {
            let part = &mut parts[*number];
            for field in &read {
                put(part, field, about);
            }
        }
    }

    /// What the words above a table say that it is about.
    fn about(&self, caption: &str, table: &Table) -> About {
        let head = table.head.first().map_or("", String::as_str).to_lowercase();
        let near = self.headings.iter().rev().take(6).map(String::as_str);
        // What stands above the name of the operation is about another one.
        let near = near.take_while(|text| !is_call(text));
        for text in std::iter::once(caption).chain(near) {
            let lower = text.to_lowercase();
            let has = |word: &str| lower.contains(word);
            let about = match () {
                () if has("response") || has("returns") || has("result") => Some(About::Answer),
                () if has("header") => Some(About::Headers),
                () if has("query") => Some(About::Query),
                () if has("path param") || has("url param") => Some(About::Path),
                () if has("uri param") || has("uri request param") => Some(About::Query),
                () if has("body") || has("payload") => Some(About::Body),
                () if has("request param") || has("parameters") || has("request") => {
                    Some(About::Request)
                }
                () => None,
            };
            if let Some(about) = about {
                return about;
            }
        }
        match head.as_str() {
            "header" => About::Headers,
            _ => About::Request,
        }
    }
}

/// Most rows of one table that are named.
const NAMED: usize = 5;

/// Says which rows of a table are not understood, and why.
fn unread(all: &[(usize, &'static str)], table: &Table, source: &str, told: &mut Told) {
    let mut whys: Vec<&str> = Vec::new();
    all.iter().for_each(|(_, why)| {
        if !whys.contains(why) {
            whys.push(why);
        }
    });
    for why in whys {
        let own: Vec<usize> = all
            .iter()
            .filter(|(_, w)| *w == why)
            .map(|(n, _)| *n)
            .collect();
        let named: Vec<String> = own.iter().take(NAMED).map(usize::to_string).collect();
        let more = match own.len() > NAMED {
            true => ", …",
            false => "",
        };
        told.say(format!(
            "{source}: {} rows, {} not understood (row {}{more}), because {why}",
            table.rows.len(),
            own.len(),
            named.join(", ")
        ));
    }
}

/// Whether no head of a table says what it is about, nor its cells that it is a request.
fn unknown(table: &Table, roles: &[Role]) -> bool {
    let cells = || table.head.iter().chain(table.rows.iter().flatten());
    let is_method = |cell: &String| {
        let word = cell.trim_matches(['`', '*', ' ']);
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&word)
            || crate::page::operation::is_request(word)
    };
    table.head.iter().any(|head| !head.is_empty())
        && roles.iter().all(|role| *role == Role::Other)
        && !cells().any(is_method)
}

/// Says of which parameters the values are taken from sentences.
fn guessed(fields: &[Field], source: &str, told: &mut Told) {
    let all = fields
        .iter()
        .flat_map(|f| std::iter::once(f).chain(&f.members));
    let is = |f: &&Field| f.says.guessed && !f.says.values.is_empty();
    let named: Vec<String> = all
        .filter(is)
        .map(|f| {
            let values: Vec<&str> = f.says.values.iter().map(|(_, v)| v.as_str()).collect();
            format!("`{}` ({})", f.name, values.join(", "))
        })
        .collect();
    if !named.is_empty() {
        told.say(format!(
            "{source}: sentences of descriptions were taken to list all values of {}",
            named.join(", ")
        ));
    }
}

fn is_bodiless(call: &Call) -> bool {
    matches!(call.method.as_str(), "GET" | "DELETE" | "HEAD")
}

/// Whether a heading names an operation.
fn is_call(text: &str) -> bool {
    let block = Block::Heading(text.to_owned());
    !calls(&Page {
        blocks: vec![block],
    })
    .is_empty()
}

/// Puts a field where it belongs.
fn put(part: &mut Part, field: &Field, about: About) {
    let mut field = field.clone();
    let in_path = names(&part.call.path).contains(&field.name.as_str());
    let bodiless = is_bodiless(&part.call);
    let place = match (field.place, about) {
        (_, About::Answer) => {
            part.answers.push(field);
            return;
        }
        _ if in_path => "path",
        (Some(place), _) => place,
        (None, About::Headers) => "header",
        (None, About::Query) => "query",
        (None, About::Path) => "path",
        (None, About::Body) => "body",
        (None, About::Request) if bodiless => "query",
        (None, About::Request) => "body",
    };
    field.place = Some(place);
    match about {
        About::Headers => part.headers.push(field),
        _ if place == "header" => part.headers.push(field),
        _ => part.fields.push(field),
    }
}

/// Leaves an operation the parameters of its own path, where another one of the group has others: `all` are the names
/// in the paths of the group, and `bodies` says that one of them has a body.
fn keep_own(part: &mut Part, all: &[String], bodies: bool, told: &mut Told) {
    let own: Vec<String> = names(&part.call.path)
        .iter()
        .map(|n| (*n).to_owned())
        .collect();
    let call = format!("{} {}", part.call.method, part.call.path);
    let bodiless = is_bodiless(&part.call);
    part.fields.retain(|f| match f.place {
        Some("path") if !own.contains(&f.name) => {
            if !all.contains(&f.name) {
                told.say(format!(
                    "`{}` ({}) is called one of the path, and none of {call} is named so: it was left out",
                    f.name, f.source
                ));
            }
            false
        }
        Some("body") if all.contains(&f.name) && !own.contains(&f.name) => f.kind.is_some() || !f.members.is_empty() || !f.around.is_empty(),
        Some("body") if bodiless => {
            if !bodies {
                told.say(format!(
                    "`{}` ({}) is one of a body, which {call} has none of: it was left out",
                    f.name, f.source
                ));
            }
            false
        }
        _ => true,
    });
    let mut rows: Vec<Row> = Vec::new();
    for row in part.rows.drain(..) {
        let twin = rows
            .iter()
            .any(|r| (&r.status, &r.code, &r.words) == (&row.status, &row.code, &row.words));
        if !twin {
            rows.push(row);
        }
    }
    part.rows = rows;
}

/// What a table is called: `Table 4` where the page says so, else its number.
fn source(caption: &str, number: usize) -> String {
    let lead = caption.split([':', '.']).next().unwrap_or_default();
    let mut words = lead.split_whitespace();
    let is_table = words
        .next()
        .is_some_and(|w| w.eq_ignore_ascii_case("table"));
    let numbered = words
        .next()
        .is_some_and(|w| w.chars().any(|c| c.is_ascii_digit()));
    match is_table && numbered {
        true => lead.trim().to_owned(),
        false => format!("table {number}"),
    }
}
