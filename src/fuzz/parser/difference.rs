//! In what two canonical forms differ: one fault of a reader shows on many documents, and several
//! faults must not hide behind the first.

use std::fmt;

use super::construct;

/// Where canonical forms first differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Beside the root.
    Outside,
    /// In a tag, but not in a value.
    Tag,
    Value,
    Text,
    Instruction,
}

/// What stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The end of the place, or of the form; in text an end tag.
    Nothing,
    /// A start tag.
    Tag,
    /// A processing instruction.
    Instruction,
    /// A white space character, also as a reference.
    Space,
    /// Any other character.
    Character,
}

/// The first difference of two canonical forms, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    place: Place,
    wanted: Kind,
    given: Kind,
}

impl Difference {
    /// Between a canonical form and what was given for it.
    pub fn of(wanted: &[u8], given: &[u8]) -> Self {
        let mut same = wanted.iter().zip(given).take_while(|(a, b)| a == b).count();
        if wanted[..same].ends_with(b"<") && markup(&wanted[same..]) != markup(&given[same..]) {
            same -= 1;
        }
        let spot = spot(wanted, same);
        let mut place = spot.place;
        let rests = [wanted, given].map(|form| &form[spot.at.min(form.len())..]);
        let (mut wanted, mut given) = (kind(rests[0], place), kind(rests[1], place));
        if spot.is_target && wanted.max(given) == Kind::Character {
            // One of them may stand where the other form has none.
            (place, wanted, given) = (spot.around, Kind::Instruction, Kind::Instruction);
        }
        if matches!(place, Place::Outside | Place::Tag) {
            // What is left out or put in moves everything after it.
            (wanted, given) = (Kind::Character, Kind::Character);
        }
        let (wanted, given) = match (wanted, given) {
            // A line end is one, whatever it is made of.
            both @ (Kind::Space, Kind::Space) => both,
            both @ (Kind::Space | Kind::Character, Kind::Space | Kind::Character) => {
                shift(rests, place, both)
            }
            // Where one form has more, what follows in the other may be anything.
            (wanted, given) if wanted > given => (wanted, Kind::Nothing),
            (wanted, given) if wanted < given => (Kind::Nothing, given),
            both => both,
        };
        Difference {
            place,
            wanted,
            given,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.place {
            Place::Outside => return f.write_str("differs outside the root"),
            Place::Tag => return f.write_str("differs in a tag"),
            Place::Value => "an attribute value",
            Place::Text => "text",
            Place::Instruction => "a processing instruction",
        };
        let name = |kind| match kind {
            Kind::Nothing => "nothing",
            Kind::Tag => "an element",
            Kind::Instruction => "an instruction",
            Kind::Space => "white space",
            Kind::Character => "a character",
        };
        let (wanted, given) = (name(self.wanted), name(self.given));
        write!(f, "differs in {place}: ")?;
        match (self.wanted, self.given) {
            (_, Kind::Nothing) => write!(f, "{wanted} is left out"),
            (Kind::Nothing, _) => write!(f, "{given} is put in"),
            (Kind::Space, Kind::Space) => f.write_str("white space is read as other white space"),
            (one, other) if one == other => write!(f, "{wanted} is read as another"),
            _ => write!(f, "{wanted} is read as {given}"),
        }
    }
}

/// The section that tells how what differs is to be read.
pub(super) fn section(difference: &str, document: &[u8]) -> &'static str {
    let has = |name: &str| construct::has_any(document, &[name.to_owned()]);
    let is_white = difference.contains("white space");
    match () {
        () if difference.contains("attribute value") && has("entity-reference") => "4.4.5",
        () if difference.contains("attribute value") => "3.3.3",
        () if difference.contains("instruction") && !is_white => "2.6",
        () if difference.contains("text") && has("entity-reference") => "4.4.2",
        () if is_white => "2.11",
        () if difference.contains("text") => "2.4",
        () if difference.contains("in a tag") && has("attribute-list-declaration") => "3.3.2",
        () if difference.contains("in a tag") => "3.1",
        () => "2.8",
    }
}

/// A character of a canonical form.
struct Spot {
    place: Place,
    /// The place around, where it is in an instruction.
    around: Place,
    /// Whether it belongs to the target of an instruction, or stands right after.
    is_target: bool,
    /// Its first byte.
    at: usize,
}

/// The character to which a byte of a canonical form belongs. In such a form no text and no value has
/// `<`, and no tag is empty.
fn spot(form: &[u8], byte: usize) -> Spot {
    let (mut place, mut depth, mut at, mut is_target) = (Place::Outside, 0usize, 0, false);
    loop {
        let rest = &form[at..];
        let around = if depth == 0 {
            Place::Outside
        } else {
            Place::Text
        };
        let (length, next) = match place {
            Place::Outside | Place::Text if rest.starts_with(b"<?") => (2, Place::Instruction),
            Place::Outside | Place::Text if rest.starts_with(b"</") => {
                depth = depth.saturating_sub(1);
                (2, Place::Tag)
            }
            Place::Outside | Place::Text if rest.starts_with(b"<") => {
                depth += 1;
                (1, Place::Tag)
            }
            Place::Instruction if rest.starts_with(b"?>") => (2, around),
            Place::Tag if rest.starts_with(b">") => (1, around),
            Place::Tag if rest.starts_with(b"\"") => (1, Place::Value),
            Place::Value if rest.starts_with(b"\"") => (1, Place::Tag),
            _ => (character(rest, place), place),
        };
        if at + length > byte || rest.is_empty() {
            return Spot {
                place,
                around,
                is_target,
                at,
            };
        }
        is_target = next == Place::Instruction
            && (place != next || (is_target && kind(rest, place) == Kind::Character));
        (place, at) = (next, at + length);
    }
}

/// How many bytes are compared to see how two forms go on.
const AHEAD: usize = 6;
/// How many characters may be left out or put in, for it to be seen.
const SHIFT: usize = 4;

/// Tells characters that are left out or put in from one that is read as another: by how the forms
/// go on after it.
fn shift([wanted, given]: [&[u8]; 2], place: Place, kinds: (Kind, Kind)) -> (Kind, Kind) {
    let skip = |form: &'_ [u8], count: usize| {
        let one = |at: usize, _| (at + character(&form[at..], place)).min(form.len());
        (0..count).fold(0, one)
    };
    let is_same =
        |one: &[u8], other: &[u8]| one[..one.len().min(AHEAD)] == other[..other.len().min(AHEAD)];
    if is_same(&wanted[skip(wanted, 1)..], &given[skip(given, 1)..]) {
        return kinds;
    }
    for count in 1..=SHIFT {
        if is_same(&wanted[skip(wanted, count)..], given) {
            return (kinds.0, Kind::Nothing);
        }
        if is_same(wanted, &given[skip(given, count)..]) {
            return (Kind::Nothing, kinds.1);
        }
    }
    kinds
}

/// How many bytes a character takes, or a reference; in an instruction there are none.
fn character(rest: &[u8], place: Place) -> usize {
    let end = rest.iter().take(LONGEST).position(|b| *b == b';');
    match (rest.first(), place, end) {
        (Some(b'&'), Place::Text | Place::Value, Some(at)) => at + 1,
        _ => {
            let more = rest
                .iter()
                .skip(1)
                .take_while(|b| (0x80..0xc0).contains(*b));
            1 + more.count()
        }
    }
}

/// The longest reference in a canonical form, in bytes.
const LONGEST: usize = "&quot;".len();

/// What follows `<`.
fn markup(rest: &[u8]) -> Kind {
    match rest.first() {
        Some(b'/') => Kind::Nothing,
        Some(b'?') => Kind::Instruction,
        _ => Kind::Tag,
    }
}

fn kind(rest: &[u8], place: Place) -> Kind {
    let ends: &[u8] = match place {
        Place::Value => b"\"",
        Place::Instruction => b"?>",
        _ => b"</",
    };
    let spaces: [&[u8]; 6] = [b" ", b"\t", b"\n", b"&#x9;", b"&#xA;", b"&#xD;"];
    match () {
        () if rest.is_empty() || rest.starts_with(ends) => Kind::Nothing,
        () if place == Place::Text && rest.starts_with(b"<") => markup(&rest[1..]),
        () if spaces.iter().any(|space| rest.starts_with(space)) => Kind::Space,
        () => Kind::Character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart_by_place_and_kind() {
        for (wanted, given, told) in [
            ("<a></a>", "<?x?>\n<a></a>", "differs outside the root"),
            ("<a></a>\n<?x?>", "<a></a>", "differs outside the root"),
            ("<a b=\"\"></a>", "<a></a>", "differs in a tag"),
            ("<a></a>", "<b></b>", "differs in a tag"),
            (
                "<a b=\" \"></a>",
                "<a b=\"&#xA;\"></a>",
                "differs in an attribute value: white space is read as other white space",
            ),
            (
                "<a b=\"&#xA;\"></a>",
                "<a b=\"&#xD;\"></a>",
                "differs in an attribute value: white space is read as other white space",
            ),
            (
                "<a b=\"\"></a>",
                "<a b=\"c\"></a>",
                "differs in an attribute value: a character is put in",
            ),
            (
                "<a>\n</a>",
                "<a>&#xD;\n</a>",
                "differs in text: white space is read as other white space",
            ),
            (
                "<a>\u{e9}</a>",
                "<a>\u{ea}</a>",
                "differs in text: a character is read as another",
            ),
            (
                "<a><b></b>c</a>",
                "<a><b></b></a>",
                "differs in text: a character is left out",
            ),
            (
                "<a><?b?></a>",
                "<a><?b  ?></a>",
                "differs in a processing instruction: white space is put in",
            ),
            (
                "<a>b</a>",
                "<a>",
                "differs in text: a character is left out",
            ),
            (
                "<a><?b?></a>",
                "<a><b></b></a>",
                "differs in text: an instruction is left out",
            ),
            ("<a><b></b></a>", "<a><c></c></a>", "differs in a tag"),
            (
                "<a></a>",
                "<a><c></c></a>",
                "differs in text: an element is put in",
            ),
            (
                "<a>b</a>",
                "<a> b</a>",
                "differs in text: white space is put in",
            ),
            (
                "<a>b</a>",
                "<a> </a>",
                "differs in text: a character is read as white space",
            ),
            (
                "<a>\u{10000}\u{10000}&lt;c</a>",
                "<a>&lt;c</a>",
                "differs in text: a character is left out",
            ),
            (
                "<a b=\"\u{10000} c\"></a>",
                "<a b=\" c\"></a>",
                "differs in an attribute value: a character is left out",
            ),
            (
                "<a><?b &?></a>;",
                "<a><?b &c?></a>;",
                "differs in a processing instruction: a character is put in",
            ),
            (
                "<a><?b c?></a>",
                "<a><?bd?></a>",
                "differs in text: an instruction is read as another",
            ),
            (
                "<a><?b c?></a>",
                "<a><?b c?d?></a>",
                "differs in a processing instruction: a character is put in",
            ),
            (
                "<?xm?>\n<a></a>",
                "<?xml?>\n<?xm?>\n<a></a>",
                "differs outside the root",
            ),
            ("<a></a>", "", "differs outside the root"),
        ] {
            let all = Difference::of(wanted.as_bytes(), given.as_bytes()).to_string();
            assert_eq!(all, told, "{wanted} {given}");
        }
    }

    #[test]
    fn any_bytes_have_a_difference() {
        for given in [&b"\xff\xfe"[..], b"&", b"<", b"<a b=\"&", b"<a>\x80", b"<?"] {
            for wanted in [&b"<a></a>"[..], b"<a b=\"c\">d</a>", b""] {
                let both = [Difference::of(wanted, given), Difference::of(given, wanted)];
                assert!(both.iter().all(|d| d.to_string().starts_with("differs")));
            }
        }
    }
}
