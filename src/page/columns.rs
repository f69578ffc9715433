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
    /// How long a text is.
    Length,
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
    ("fields", Role::Name),
    ("properties", Role::Name),
    ("attributes", Role::Name),
    ("arguments", Role::Name),
    ("headers", Role::Name),
    ("field", Role::Name),
    ("field name", Role::Name),
    ("property", Role::Name),
    ("attribute", Role::Name),
    ("argument", Role::Name),
    ("key", Role::Name),
    ("member", Role::Name),
    ("header", Role::Name),
    ("variable", Role::Name),
    ("property name", Role::Name),
    ("argument name", Role::Name),
    ("element name", Role::Name),
    ("param", Role::Name),
    ("request parameter", Role::Name),
    ("query parameter", Role::Name),
    ("input", Role::Name),
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
    ("m/o", Role::Required),
    ("o/m", Role::Required),
    ("length", Role::Length),
    ("max length", Role::Length),
    ("max. length", Role::Length),
    ("maximum length", Role::Length),
    ("feld", Role::Name),
    ("feldname", Role::Name),
    ("パラメータ", Role::Name),
    ("パラメーター", Role::Name),
    ("パラメータ名", Role::Name),
    ("パラメーター名", Role::Name),
    ("项目", Role::Name),
    ("参数", Role::Name),
    ("参数名", Role::Name),
    ("参数名称", Role::Name),
    ("typ", Role::Type),
    ("datentyp", Role::Type),
    ("型", Role::Type),
    ("データ型", Role::Type),
    ("类型", Role::Type),
    ("参数类型", Role::Type),
    ("pflicht", Role::Required),
    ("pflichtfeld", Role::Required),
    ("必須", Role::Required),
    ("必填", Role::Required),
    ("是否必填", Role::Required),
    ("是否必选", Role::Required),
    ("beschreibung", Role::Description),
    ("bedeutung", Role::Description),
    ("fehlermeldung", Role::Description),
    ("説明", Role::Description),
    ("内容", Role::Description),
    ("メッセージ", Role::Description),
    ("エラーメッセージ", Role::Description),
    ("描述", Role::Description),
    ("说明", Role::Description),
    ("错误信息", Role::Description),
    ("fehlercode", Role::Code),
    ("エラーコード", Role::Code),
    ("错误码", Role::Code),
    ("http-status", Role::Status),
    ("statuscode", Role::Status),
    ("httpステータス", Role::Status),
    ("httpステータスコード", Role::Status),
    ("ステータスコード", Role::Status),
    ("http状态码", Role::Status),
    ("状态码", Role::Status),
    ("description", Role::Description),
    ("details", Role::Description),
    ("meaning", Role::Description),
    ("message", Role::Description),
    ("error message", Role::Description),
    ("error description", Role::Description),
    ("error text", Role::Description),
    ("error reason", Role::Description),
    ("possible cause", Role::Description),
    ("possible causes", Role::Description),
    ("causes", Role::Description),
    ("definition", Role::Description),
    ("descriptions", Role::Description),
    ("what it means", Role::Description),
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
    ("response status", Role::Status),
    ("return status", Role::Status),
    ("http status codes", Role::Status),
    ("status codes", Role::Status),
    ("http response", Role::Status),
    ("http error code", Role::Status),
    ("return code", Role::Code),
    ("return value", Role::Code),
    ("result code", Role::Code),
    ("reason code", Role::Code),
    ("exception", Role::Code),
    ("exception type", Role::Code),
    ("fault", Role::Code),
    ("fault code", Role::Code),
    ("errors", Role::Code),
    ("error codes", Role::Code),
    ("error code name", Role::Code),
    ("error key", Role::Code),
    ("error_code", Role::Code),
    ("internal code", Role::Code),
    ("sub code", Role::Code),
    ("subcode", Role::Code),
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

/// Words of longer heads, the most telling first: `HTTP status returned`, `Reason for the error`.
const WORDS: &[(&str, Role)] = &[
    ("mime", Role::Other),
    ("media", Role::Other),
    ("content", Role::Other),
    ("required", Role::Required),
    ("mandatory", Role::Required),
    ("optional", Role::Required),
    ("description", Role::Description),
    ("explanation", Role::Description),
    ("meaning", Role::Description),
    ("reason", Role::Description),
    ("message", Role::Description),
    ("cause", Role::Description),
    ("text", Role::Description),
    ("resolution", Role::Other),
    ("solution", Role::Other),
    ("default", Role::Default),
    ("values", Role::Values),
    ("constraint", Role::Values),
    ("constraints", Role::Values),
    ("status", Role::Status),
    ("http", Role::Status),
    ("error", Role::Code),
    ("exception", Role::Code),
    ("fault", Role::Code),
    ("type", Role::Type),
    ("parameter", Role::Name),
    ("field", Role::Name),
    ("argument", Role::Name),
    ("attribute", Role::Name),
    ("property", Role::Name),
];
/// Most words of a head.
const HEAD: usize = 5;

/// What a head stands for.
pub(super) fn role(head: &str) -> Role {
    known(head)
        .or_else(|| by_words(head))
        .unwrap_or(Role::Other)
}

/// Whether a cell is a head that is known.
pub(super) fn is_head(cell: &str) -> bool {
    known(cell).is_some()
}

fn plain(head: &str) -> String {
    let lower = super::block::tidy(head).to_lowercase();
    let lower = lower.split(" (").next().unwrap_or_default();
    lower
        .trim_matches([':', '*', '`', '#', '.'])
        .trim()
        .to_owned()
}

fn known(head: &str) -> Option<Role> {
    let lower = plain(head);
    let found = HEADS.iter().find(|(name, _)| *name == lower);
    found.map(|(_, role)| *role)
}

fn by_words(head: &str) -> Option<Role> {
    let lower = plain(head);
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    if words.len() > HEAD {
        return None;
    }
    let found = WORDS.iter().find(|(word, _)| words.contains(word));
    found.map(|(_, role)| *role)
}

patterns! {
    NAME = r"^[`*]*[A-Za-z_$@][\w.\[\]$@-]*[`*]*$";
    REQUIRED = r"(?i)^\W*(?:required|optional|mandatory)\W*$";
    NAMED = r"(?i)^\W{0,3}([a-z][a-z' -]*?)\s*[(\[]\s*(?:HTTP\s*)?([1-5]\d\d)\s*[)\]]\W{0,3}$";
    STATUS = r"(?i)^\W{0,3}(?:HTTP(?:/[\d.]+)?\s*)?(?:status\s*)?(?:code\s*)?:?\s*([1-5](?:\d\d|xx))\b";
}

/// The status that a cell begins with.
pub(super) fn status_of(cell: &str) -> Option<String> {
    let (status, after) = led(cell)?;
    // A longer number, or one with a unit, is no status.
    let plain = !after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    plain.then_some(status)
}

/// The status that a text begins with, and what stands behind it.
pub(super) fn led(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let Some(found) = caught(&STATUS, text) else {
        // `Not Found (404)`
        let found = caught(&NAMED, text)?;
        let named = super::together::is_name(&found[2], &found[1]);
        return named.then(|| (found[2].to_owned(), ""));
    };
    let after = &text[found.get(0)?.end()..];
    // What is set as code may be the status alone.
    let quoted = text.starts_with('`') && after.starts_with('`');
    let after = if quoted { &after[1..] } else { after };
    Some((found[1].to_uppercase(), after))
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
    let is_both = |cell: &str| {
        let read = super::together::read(cell, false);
        read.status.is_some() && read.code.is_some()
    };
    let is_place = |cell: &str| place_of(cell).is_some();
    for column in 0..wide {
        match roles[column] {
            // A page may call the place of a parameter its type.
            Role::Type if most(column, &is_place) => roles[column] = Role::Place,
            Role::Code if most(column, &is_status) && !roles.contains(&Role::Status) => {
                roles[column] = Role::Status;
            }
            // What a table of answers names are their statuses.
            Role::Name if most(column, &is_status) && !roles.contains(&Role::Status) => {
                roles[column] = Role::Status;
            }
            // A code may stand in front of its status.
            Role::Status if most(column, &is_both) && !most(column, &is_status) => {
                roles[column] = Role::Code;
            }
            Role::Status if !most(column, &is_status) => roles[column] = Role::Other,
            _ => {}
        }
    }
    let is_required = |cell: &str| caught(&REQUIRED, cell).is_some();
    if table.head.is_empty() && wide > 2 {
        return headless(wide, &|column, is| {
            let mut all = cells(column).peekable();
            all.peek().is_some() && all.all(|cell| is(cell))
        });
    }
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
    // Beside names a column without a head describes.
    if roles.contains(&Role::Name) && !roles.contains(&Role::Description) {
        let bare = |n: &usize| table.head.get(*n).is_some_and(String::is_empty);
        if let Some(column) = (0..wide).filter(|n| roles[*n] == Role::Other).find(bare) {
            roles[column] = Role::Description;
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

/// Whether all cells of a column are of a kind.
type AllCells<'t> = dyn Fn(usize, &dyn Fn(&str) -> bool) -> bool + 't;

/// The roles of columns without heads, where what stands in all of their cells tells them.
fn headless(wide: usize, all: &AllCells<'_>) -> Vec<Role> {
    let mut roles = vec![Role::Other; wide];
    let is_name = |cell: &str| caught(&NAME, cell).is_some();
    let about = |column: usize| {
        let kind = |cell: &str| super::fields::kind_of(cell).is_some();
        let required = |cell: &str| caught(&REQUIRED, cell).is_some();
        match () {
            () if all(column, &kind) => Role::Type,
            () if all(column, &required) => Role::Required,
            () if all(column, &|cell| place_of(cell).is_some()) => Role::Place,
            () => Role::Other,
        }
    };
    let is_code =
        |cell: &str| is_name(cell) || cell.chars().all(|c| c.is_ascii_digit() || "-.".contains(c));
    let status = |column| all(column, &|cell| status_of(cell).is_some());
    if status(0) && all(1, &is_code) {
        (roles[0], roles[1]) = (Role::Status, Role::Code);
    } else if all(0, &is_code) && status(1) {
        (roles[0], roles[1]) = (Role::Code, Role::Status);
    } else if all(0, &is_name) {
        (1..wide).for_each(|column| roles[column] = about(column));
        if roles.iter().any(|role| *role != Role::Other) {
            roles[0] = Role::Name;
        }
    }
    if roles[0] != Role::Other && roles[wide - 1] == Role::Other {
        roles[wide - 1] = Role::Description;
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
