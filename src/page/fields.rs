//! Parameters: the rows of a table, and lists of members inside of a cell.

use super::block::{BULLET, Table, tidy};
use super::columns::{Role, place_of, roles};
use super::values::{self, Says};
use super::{caught, patterns, sizes};

/// A parameter, a header or a member of a body.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub(super) name: String,
    /// `header`, `query`, `path`, `cookie` or `body`, where the page says so.
    pub(super) place: Option<&'static str>,
    /// Type as OpenAPI calls it, and its format.
    pub(super) kind: Option<&'static str>,
    pub(super) format: Option<&'static str>,
    pub(super) required: Option<bool>,
    pub(super) words: String,
    /// What a column of limits says.
    pub(super) limits: String,
    /// What counts where it is left out, as its column has it.
    pub(super) default: Option<String>,
    pub(super) says: Says,
    /// The element around it, and the one around that.
    pub(super) around: Vec<String>,
    /// Its own members.
    pub(super) members: Vec<Field>,
    /// What each entry of a list is, where it is no object.
    pub(super) entry: Option<Box<Field>>,
    /// Table and row.
    pub(super) source: String,
}

impl Field {
    /// A type, also where only the listed values tell it.
    pub(super) fn kind_or_guess(&self) -> Option<&'static str> {
        if let Some(kind) = self.kind {
            return Some(kind);
        }
        let values: Vec<&str> = self.says.values.iter().map(|(_, v)| v.as_str()).collect();
        let is_flag = |v: &&str| matches!(v.to_ascii_lowercase().as_str(), "true" | "false");
        match () {
            () if values.len() == 2 && values.iter().all(is_flag) => Some("boolean"),
            () if self.says.minimum.is_some() || self.says.maximum.is_some() => Some("integer"),
            () if !values.is_empty() && values.iter().all(|v| v.parse::<i64>().is_ok()) => {
                Some("integer")
            }
            () => None,
        }
    }
}

/// Words for types, with the type and format of OpenAPI.
const TYPES: &[(&str, &str, &str)] = &[
    ("string", "string", ""),
    ("text", "string", ""),
    ("char", "string", ""),
    ("varchar", "string", ""),
    ("enum", "string", ""),
    ("enumeration", "string", ""),
    ("long", "integer", "int64"),
    ("int64", "integer", "int64"),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("integer", "integer", ""),
    ("short", "integer", ""),
    ("number", "number", ""),
    ("numeric", "number", ""),
    ("float", "number", ""),
    ("double", "number", ""),
    ("decimal", "number", ""),
    ("boolean", "boolean", ""),
    ("bool", "boolean", ""),
    ("flag", "boolean", ""),
    ("object", "object", ""),
    ("hash", "object", ""),
    ("dictionary", "object", ""),
    ("dict", "object", ""),
    ("map", "object", ""),
    ("array", "array", ""),
    ("list", "array", ""),
    ("uuid", "string", "uuid"),
    ("guid", "string", "uuid"),
    ("date", "string", "date"),
    ("date-time", "string", "date-time"),
    ("datetime", "string", "date-time"),
    ("email", "string", "email"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
];

/// The type that a word stands for.
pub(super) fn kind_of(text: &str) -> Option<(&'static str, Option<&'static str>)> {
    let lower = tidy(text).to_ascii_lowercase();
    let word = lower
        .split([' ', '(', '<', '[', ','])
        .next()?
        .trim_end_matches('.');
    if lower.contains("[]") || lower.starts_with("array") || lower.starts_with("list of") {
        return Some(("array", None));
    }
    let (_, kind, format) = TYPES.iter().find(|(name, _, _)| *name == word)?;
    if *kind == "number" && lower.contains("integer") {
        // `Number (Integer)`
        return Some(("integer", None));
    }
    Some((kind, (!format.is_empty()).then_some(*format)))
}

patterns! {
    TYPED = r"^`([^`]+)`\s*";
    REQUIRED = r"(?i)^\W*(?:required|mandatory)\b";
    OPTIONAL = r"(?i)^\W*(?:optional|not required)\b";
    ASKED = r"(?i)\b(?:required|mandatory)\s*[:=?]\s*(?:(yes|true|y)|no|false|n)\b";
    YES = r"(?i)^(?:\W*(?:yes|y|true|✓|✔|x|m|ja|oui|sí|是|必须|必填|必須)\W*|[○◯])$";
    NO = r"(?i)^(?:\W*(?:no|n|false|✗|-|nein|non|否|可选|任意|)\W*|[×✕])$";
}

/// The type of a value that is shown.
fn kind_shown(value: &str) -> Option<&'static str> {
    let value = value.trim();
    Some(match value.chars().next()? {
        _ if value.contains(char::is_whitespace) => return None,
        _ if matches!(value, "true" | "false") => "boolean",
        _ if value.parse::<i64>().is_ok() => "integer",
        '{' | '[' | '"' | '<' => return None,
        _ => "string",
    })
}

/// Whether something must be there, by the word in its column; `head` is that of the column.
fn required_of(cell: &str, head: &str) -> Option<bool> {
    if let Some(found) = caught(&ASKED, cell) {
        return Some(found.get(1).is_some());
    }
    if caught(&REQUIRED, cell).is_some() {
        return Some(true);
    }
    if caught(&OPTIONAL, cell).is_some() {
        return Some(false);
    }
    let lower = head.to_ascii_lowercase();
    // `O` is optional only where the head says what the letters mean.
    if cell.trim().eq_ignore_ascii_case("o") {
        return ["m/o", "o/m", "mandatory", "optional"]
            .iter()
            .any(|word| lower.contains(word))
            .then_some(false);
    }
    let asks = !lower.starts_with("optional");
    match () {
        () if caught(&YES, cell).is_some() => Some(asks),
        () if caught(&NO, cell).is_some() && !cell.is_empty() => Some(!asks),
        () => None,
    }
}

/// The parameters of a table, and the number of each row that is not understood with the reason.
pub(super) fn fields(table: &Table, source: &str) -> (Vec<Field>, Vec<(usize, &'static str)>) {
    let roles = roles(table);
    let Some(name_at) = roles.iter().position(|r| *r == Role::Name) else {
        return <(Vec<_>, Vec<_>)>::default();
    };
    let below = table.head.get(name_at + 1);
    let spans = below.is_some() && below == table.head.get(name_at);
    let inner_at = spans.then_some(name_at + 1);
    let (mut fields, mut unread) = (Vec::<Field>::new(), Vec::new());
    // What a title over the rows that follow says of them.
    let mut all_required = None;
    for (number, row) in table.rows.iter().enumerate() {
        if let Some(title) = table.title(row) {
            all_required = lead(title);
            continue;
        }
        let cell = |role: Role| {
            let at = roles.iter().position(|r| *r == role)?;
            let cell = row.get(at).map(String::as_str)?;
            // Words keep their back quotes; elsewhere they only say how a cell is set.
            let cell = match role {
                Role::Description | Role::Values => cell,
                _ => cell.trim_matches('`'),
            };
            (!cell.is_empty()).then_some(cell)
        };
        let source = format!("{source}, row {}", number + 1);
        // A sample may be described in place of being shown.
        let described = |text: &&str| text.to_lowercase().contains("one of");
        let words = cell(Role::Description).or_else(|| cell(Role::Sample).filter(described));
        let words = words.unwrap_or_default();
        let around = [cell(Role::Parent), cell(Role::Element)];
        let mut field = Field {
            place: cell(Role::Place).and_then(place_of),
            words: words.to_owned(),
            default: cell(Role::Default).map(tidy),
            says: values::said(words),
            around: around.into_iter().flatten().map(tidy).collect(),
            source,
            ..Field::default()
        };
        let typed = cell(Role::Type).map(|text| (sizes::of_type(text), values::said(text)));
        let (sized, typed) = typed.unwrap_or_default();
        if field.says.is_unlimited() && !typed.is_unlimited() {
            field.says = Says {
                values: std::mem::take(&mut field.says.values),
                guessed: field.says.guessed,
                ..typed
            };
        }
        // `` `string` Required. What it is ``: a type that the words begin with.
        let led = caught(&TYPED, words).filter(|_| !roles.contains(&Role::Type));
        let led = led.and_then(|found| Some((kind_of(&found[1])?, found.get(0)?.end())));
        if let Some(((kind, format), end)) = led {
            (field.kind, field.format) = (Some(kind), format);
            field.required = lead(&words[end..]);
        }
        if let Some((kind, format)) = cell(Role::Type).and_then(kind_of) {
            (field.kind, field.format) = (Some(kind), format);
        }
        let entry = cell(Role::Type).and_then(sizes::entry_of);
        if let (Some((kind, format)), Some("array")) = (entry, field.kind) {
            field.entry = Some(Box::new(Field {
                kind: Some(kind),
                format,
                ..Field::default()
            }));
        }
        if field.kind.is_none() && !roles.contains(&Role::Type) {
            field.kind = cell(Role::Sample).and_then(kind_shown);
        }
        let required_head = roles.iter().position(|r| *r == Role::Required);
        let required_head = required_head.and_then(|at| table.head.get(at));
        field.required = cell(Role::Required)
            .and_then(|c| required_of(c, required_head.map_or("", String::as_str)))
            .or_else(|| lead(words))
            .or(field.required)
            .or(all_required);
        if let Some(values) = cell(Role::Values) {
            let told = values::said(values);
            let told = match told == Says::default() {
                true => values::said(&format!("Valid values are: {values}")),
                false => told,
            };
            if told != Says::default() {
                let before = std::mem::take(&mut field.says);
                field.says = Says {
                    guessed: false,
                    ..told
                };
                field.says = std::mem::take(&mut field.says).filled(before);
            }
            field.limits = values.to_owned();
        }
        // What the type and the column of lengths say holds where nothing else does.
        if let Some(length) = cell(Role::Length).filter(|_| field.kind == Some("string")) {
            field.says = std::mem::take(&mut field.says).filled(sizes::of_length(length));
        }
        field.says = std::mem::take(&mut field.says).filled(sized);
        field.members = members(words, &field.source);
        let written = row.get(name_at).map_or("", String::as_str);
        let names = names(written);
        // A name over two columns is parted into the one of an object and those of its members.
        let inner = inner_at
            .and_then(|at| row.get(at))
            .filter(|c| !c.is_empty() && *c != written);
        if let (Some(inner), [outer]) = (inner, &names[..]) {
            let inner = self::names(inner);
            if inner.is_empty() {
                unread.push((number + 1, "what stands for a name is none"));
            }
            let around = fields
                .iter_mut()
                .find(|f: &&mut Field| f.name == *outer && f.kind == Some("object"));
            let around = match around {
                Some(around) => around,
                None => {
                    fields.push(Field {
                        name: outer.clone(),
                        kind: Some("object"),
                        place: field.place,
                        source: field.source.clone(),
                        ..Field::default()
                    });
                    let last = fields.len() - 1;
                    &mut fields[last]
                }
            };
            around.members.extend(inner.into_iter().map(|name| Field {
                name,
                ..field.clone()
            }));
            continue;
        }
        if names.is_empty() {
            unread.push((number + 1, "what stands for a name is none"));
        }
        if written.ends_with('*') || written.contains("required") {
            field.required = Some(true);
        }
        fields.extend(names.into_iter().map(|name| Field {
            name,
            ..field.clone()
        }));
    }
    (fields, unread)
}

/// `Required. The kind…` at the beginning of a description.
fn lead(words: &str) -> Option<bool> {
    match () {
        () if caught(&ASKED, words).is_some() => {
            caught(&ASKED, words).map(|found| found.get(1).is_some())
        }
        () if caught(&REQUIRED, words).is_some() => Some(true),
        () if caught(&OPTIONAL, words).is_some() => Some(false),
        () => None,
    }
}

/// The names in a cell: mostly one.
fn names(cell: &str) -> Vec<String> {
    let first = cell.lines().next().unwrap_or_default();
    let clean = |name: &str| {
        let explained = name.split_once(" (").filter(|_| name.ends_with(')'));
        let name = explained.map_or(name, |(name, _)| name);
        let mut words = name.split_whitespace();
        let name = words.next().unwrap_or_default();
        // Words that only say more of the name may follow it; any others are those of a sentence.
        // A header may stand with its value: `Authorization: Bearer <token>`.
        let header = name.ends_with(':') && words.clone().any(|w| w.contains(['<', '{', '$']));
        let name = if header || words.all(is_mark) {
            name
        } else {
            ""
        };
        name.trim_matches(['`', '"', '\'', '*', ':', '<', '>', '{', '}', '(', ')'])
            .to_owned()
    };
    let parted = first.replace(" and ", ", ");
    let listed: Vec<&str> = parted
        .split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    let single = listed.iter().all(|name| !name.contains(' '));
    let all: Vec<String> = match listed.len() > 1 && single {
        true => listed.into_iter().map(clean).collect(),
        false => vec![clean(first)],
    };
    let fine = |name: &String| {
        let plain = |c: char| c.is_alphanumeric() || "_-.[]$@:/".contains(c);
        !name.is_empty() && name.len() < 100 && name.chars().all(plain)
    };
    all.into_iter().filter(fine).collect()
}

/// Whether a word behind a name says more of the parameter, as `(string)` and `*required*` do.
fn is_mark(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_ascii_lowercase();
    let known = [
        "required",
        "optional",
        "mandatory",
        "deprecated",
        "beta",
        "new",
        "nullable",
    ];
    let known = known.contains(&lower.as_str()) || place_of(&lower).is_some();
    let version = lower.trim_start_matches('v');
    let version = lower == "since" || version.chars().all(|c| c.is_ascii_digit() || c == '.');
    bare.is_empty()
        || version
        || known
        || kind_of(bare).is_some()
        || word.starts_with(['(', '[', '<', '|', '='])
}

/// Members that a list names: `name - Required - String - What it is called.`
pub(super) fn members(words: &str, source: &str) -> Vec<Field> {
    if let Some(table) = inner(words) {
        return self::fields(&table, source).0;
    }
    let mut fields = Vec::new();
    for line in words.lines() {
        let Some(text) = line.strip_prefix(BULLET) else {
            continue;
        };
        fields.extend(member(text, source));
    }
    fields
}

/// The table of members that a cell holds, if its rows, which are entries of a list there, begin with heads.
fn inner(words: &str) -> Option<Table> {
    let mut lines = words.lines().filter_map(|line| line.strip_prefix(BULLET));
    // An empty cell leaves its colon.
    let cells = |line: &str| -> Vec<String> {
        let kept = line.replace("::", ":  :");
        kept.split(": ")
            .map(|cell| cell.trim().trim_matches(':').trim().to_owned())
            .collect()
    };
    let head = cells(lines.next()?);
    let found: Vec<Role> = head.iter().map(|h| super::columns::role(h)).collect();
    if !found.contains(&Role::Name) || !found.contains(&Role::Type) {
        return None;
    }
    let rows = lines.map(|line| {
        let mut row = cells(line);
        // A colon of the last cell parts no cells.
        if row.len() > head.len() {
            let last = row.split_off(head.len() - 1).join(": ");
            row.push(last);
        }
        row
    });
    let table = Table {
        rows: rows.collect(),
        head: head.clone(),
        ..Table::default()
    };
    Some(table.settled()).filter(|table| !table.rows.is_empty())
}

/// One member, if a line of a list is about one.
pub(super) fn member(text: &str, source: &str) -> Option<Field> {
    let parted = text.replace(" – ", " - ").replace(" — ", " - ");
    let mut parts = parted.split(" - ");
    let name = parts.next()?.trim().trim_matches('`').to_owned();
    let mut field = Field {
        name,
        source: source.to_owned(),
        ..Field::default()
    };
    let mut words: Vec<&str> = Vec::new();
    for part in parts {
        let short = part.split_whitespace().count() < 3;
        if let (Some(required), true, true) = (lead(part), short, words.is_empty()) {
            field.required = Some(required);
        } else if let (Some((kind, format)), true, true) = (kind_of(part), short, words.is_empty())
        {
            (field.kind, field.format) = (Some(kind), format);
        } else {
            words.push(part);
        }
    }
    field.words = words.join(" - ");
    field.says = values::said(&field.words);
    let plain = !field.name.is_empty() && !field.name.contains([' ', ':']);
    if plain && (field.kind.is_some() || field.required.is_some()) {
        return Some(field);
    }
    let [name, _, kind, required, words] = super::lists::entry(text)?;
    let (kind, format) = kind_of(&kind).unzip();
    Some(Field {
        name,
        kind,
        format: format.flatten(),
        required: lead(&required),
        says: values::said(&words),
        words,
        source: source.to_owned(),
        ..Field::default()
    })
}
