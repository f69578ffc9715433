//! What the columns of a table hold, by their heads and by what stands in them.

use super::block::Table;
use super::{caught, patterns};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    /// Where a parameter travels.
    Place,
    Type,
    Required,
    Description,
    Default,
    Values,
    Sample,
    /// The element around a parameter, and the one around that.
    Element,
    Parent,
    Status,
    Code,
    Other,
}

/// Heads by what they mean; the first column of one meaning counts.
const HEADS: &[(&str, Role)] = &[
    ("parameter", Role::Name),
    ("parameters", Role::Name),
    ("parameter name", Role::Name),
    ("name", Role::Name),
    ("field", Role::Name),
    ("field name", Role::Name),
    ("property", Role::Name),
    ("attribute", Role::Name),
    ("argument", Role::Name),
    ("key", Role::Name),
    ("member", Role::Name),
    ("header", Role::Name),
    ("variable", Role::Name),
    ("in", Role::Place),
    ("location", Role::Place),
    ("located in", Role::Place),
    ("passed in", Role::Place),
    ("parameter type", Role::Place),
    ("type", Role::Type),
    ("data type", Role::Type),
    ("datatype", Role::Type),
    ("value type", Role::Type),
    ("schema", Role::Type),
    ("format", Role::Type),
    ("required", Role::Required),
    ("required?", Role::Required),
    ("mandatory", Role::Required),
    ("optional", Role::Required),
    ("optionality", Role::Required),
    ("required/optional", Role::Required),
    ("presence", Role::Required),
    ("description", Role::Description),
    ("details", Role::Description),
    ("meaning", Role::Description),
    ("message", Role::Description),
    ("error message", Role::Description),
    ("reason", Role::Description),
    ("cause", Role::Description),
    ("explanation", Role::Description),
    ("notes", Role::Description),
    ("remarks", Role::Description),
    ("comment", Role::Description),
    ("when", Role::Description),
    ("condition", Role::Description),
    ("default", Role::Default),
    ("default value", Role::Default),
    ("value", Role::Values),
    ("values", Role::Values),
    ("allowed values", Role::Values),
    ("possible values", Role::Values),
    ("valid values", Role::Values),
    ("constraints", Role::Values),
    ("restrictions", Role::Values),
    ("validation", Role::Values),
    ("sample", Role::Sample),
    ("example", Role::Sample),
    ("example value", Role::Sample),
    ("element", Role::Element),
    ("parent element", Role::Parent),
    ("status", Role::Status),
    ("status code", Role::Status),
    ("http status", Role::Status),
    ("http status code", Role::Status),
    ("http code", Role::Status),
    ("http response code", Role::Status),
    ("response code", Role::Status),
    ("response", Role::Status),
    ("http", Role::Status),
    ("code", Role::Code),
    ("unique code", Role::Code),
    ("error code", Role::Code),
    ("errorcode", Role::Code),
    ("application code", Role::Code),
    ("error", Role::Code),
    ("error id", Role::Code),
    ("error name", Role::Code),
    ("error type", Role::Code),
    ("identifier", Role::Code),
    ("mime type", Role::Other),
    ("media type", Role::Other),
    ("content type", Role::Other),
    ("since", Role::Other),
    ("version", Role::Other),
];

/// What a head stands for.
pub(super) fn role(head: &str) -> Role {
    known(head).unwrap_or(Role::Other)
}

/// Whether a cell is a head that is known.
pub(super) fn is_head(cell: &str) -> bool {
    known(cell).is_some()
}

fn known(head: &str) -> Option<Role> {
    let lower = super::block::tidy(head).to_ascii_lowercase();
    let lower = lower.trim_matches([':', '*', '`']).trim();
    let found = HEADS.iter().find(|(name, _)| *name == lower);
    found.map(|(_, role)| *role)
}

patterns! {
    REQUIRED = r"(?i)^\W*(?:required|optional|mandatory)\W*$";
    STATUS = r"^\W{0,3}(?:HTTP\s*)?([1-5](?:\d\d|[xX]{2}))\b";
}

/// The status that a cell begins with.
pub(super) fn status_of(cell: &str) -> Option<String> {
    let found = caught(&STATUS, cell.trim())?;
    let after = cell.trim()[found.get(0)?.end()..].trim_start();
    // A longer number, or one with a unit, is no status.
    let plain = !after.starts_with(|c: char| c.is_ascii_digit());
    plain.then(|| found[1].to_uppercase())
}

/// The role of each column of a table.
pub(super) fn roles(table: &Table) -> Vec<Role> {
    let mut roles: Vec<Role> = table.head.iter().map(|h| role(h)).collect();
    let wide = table.rows.first().map_or(0, Vec::len).max(roles.len());
    roles.resize(wide, Role::Other);
    let cells = |column: usize| {
        let all = table.rows.iter().filter_map(move |row| row.get(column));
        all.filter(|cell| !cell.is_empty())
    };
    let most = |column: usize, is: &dyn Fn(&str) -> bool| {
        let (all, of) = cells(column).fold((0, 0), |(n, of), c| (n + 1, of + usize::from(is(c))));
        all > 0 && of * 2 > all
    };
    let is_status = |cell: &str| status_of(cell).is_some();
    let is_place = |cell: &str| place_of(cell).is_some();
    for column in 0..wide {
        match roles[column] {
            // A page may call the place of a parameter its type.
            Role::Type if most(column, &is_place) => roles[column] = Role::Place,
            Role::Code if most(column, &is_status) && !roles.contains(&Role::Status) => {
                roles[column] = Role::Status;
            }
            Role::Status if !most(column, &is_status) => roles[column] = Role::Other,
            _ => {}
        }
    }
    let is_required = |cell: &str| caught(&REQUIRED, cell).is_some();
    if !roles.contains(&Role::Required) {
        let other = |n: &usize| roles[*n] == Role::Other || roles[*n] == Role::Values;
        if let Some(column) = (0..wide).filter(other).find(|n| most(*n, &is_required)) {
            roles[column] = Role::Required;
        }
    }
    // What names an error beside its status is its code.
    if roles.contains(&Role::Status) && !roles.contains(&Role::Code) {
        let named = roles.iter().position(|r| *r == Role::Name);
        if let Some(column) = named {
            roles[column] = Role::Code;
        }
    }
    if !roles.contains(&Role::Description) {
        let values = roles.iter().rposition(|r| matches!(r, Role::Other));
        if let Some(column) = values.filter(|_| roles.contains(&Role::Code)) {
            roles[column] = Role::Description;
        }
    }
    roles
}

/// Where a parameter travels, by the word for it.
pub(super) fn place_of(cell: &str) -> Option<&'static str> {
    let lower = cell.trim_matches(['`', ' ']).to_ascii_lowercase();
    let lower = lower.strip_suffix(" parameter").unwrap_or(&lower);
    Some(match lower {
        "header" | "http header" | "request header" => "header",
        "query" | "query string" | "querystring" | "url query" => "query",
        "path" | "url" | "uri" | "url path" => "path",
        "body" | "request body" | "json" | "form" | "formdata" | "payload" => "body",
        "cookie" => "cookie",
        _ => return None,
    })
}
