//! How a value outside JSON and XML is written: `style`, `explode` and what goes with them.

use super::Place;

/// `style` of a parameter, or of a member of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a,b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name=a%09b`: `tsv` of Swagger 2.0, which OpenAPI 3 has no style for.
    TabDelimited,
    /// `name[member]=a`.
    DeepObject,
    /// `name=a; name=b`, with nothing encoded (3.2).
    Cookie,
}

/// What `tsv` is turned to: no word that OpenAPI may come to use.
pub const TABS: &str = "tsv (Swagger 2.0)";

impl Style {
    /// Every style with its word.
    pub const ALL: [(&'static str, Style); 9] = [
        ("simple", Style::Simple),
        ("label", Style::Label),
        ("matrix", Style::Matrix),
        ("form", Style::Form),
        ("spaceDelimited", Style::SpaceDelimited),
        ("pipeDelimited", Style::PipeDelimited),
        (TABS, Style::TabDelimited),
        ("deepObject", Style::DeepObject),
        ("cookie", Style::Cookie),
    ];

    /// Its word in OpenAPI.
    pub fn word(self) -> &'static str {
        let found = Style::ALL.iter().find(|(_, style)| *style == self);
        found.map_or("form", |(word, _)| word)
    }

    /// Whether parameters of a place may be written so.
    pub fn suits(self, place: Place) -> bool {
        match place {
            Place::Path => matches!(self, Style::Simple | Style::Label | Style::Matrix),
            Place::Header => self == Style::Simple,
            Place::Cookie => matches!(self, Style::Form | Style::Cookie),
            Place::Query => matches!(
                self,
                Style::Form
                    | Style::SpaceDelimited
                    | Style::PipeDelimited
                    | Style::TabDelimited
                    | Style::DeepObject
            ),
        }
    }

    /// What `explode` is where nothing is said.
    pub fn explodes(self) -> bool {
        matches!(self, Style::Form | Style::Cookie)
    }
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    /// `style`.
    pub style: Style,
    /// `explode`: each entry or member stands for itself.
    pub explode: bool,
    /// `allowReserved`: reserved characters stand as they are where they have no meaning.
    pub reserved: bool,
    /// `allowEmptyValue`: the name may be sent with nothing behind it.
    pub empty: bool,
    /// The media type of `content`, which stands in place of a style.
    pub content: Option<String>,
}

impl Serial {
    /// What holds for a place where nothing is said.
    pub fn of(place: Place) -> Self {
        Serial::styled(match place {
            Place::Path | Place::Header => Style::Simple,
            Place::Query | Place::Cookie => Style::Form,
        })
    }

    /// A style as it is where nothing else is said.
    pub fn styled(style: Style) -> Self {
        Serial {
            style,
            explode: style.explodes(),
            reserved: false,
            empty: false,
            content: None,
        }
    }
}
