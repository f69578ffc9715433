//! Where a value stands, once a request was accepted.

/// Where a value stands, once a request was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// At a pointer into the answer.
    Answer(String),
    /// In a member of the answer that is called so: the first name that is there.
    Shown(Vec<String>),
    /// In the path that the header `Location` names, so many segments from its end.
    Location(usize),
    /// In another header of the answer.
    Header(String),
    /// At a place of the request.
    Sent(String),
    /// It is always this one.
    Constant(serde_json::Value),
}

impl Origin {
    /// The origin as a text, which [`Origin::read`] takes.
    pub fn written(&self) -> String {
        match self {
            Origin::Answer(at) => format!("$answer:{at}"),
            Origin::Shown(names) => format!("$shown:{}", names.join("\n")),
            Origin::Location(back) => format!("$location:{back}"),
            Origin::Header(name) => format!("$header:{name}"),
            Origin::Sent(at) => format!("$sent:{at}"),
            Origin::Constant(value) => format!("$constant:{value}"),
        }
    }

    /// Reads what [`Origin::written`] wrote; nothing where it is another text.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.strip_prefix('$')?.split_once(':')?;
        Some(match kind {
            "answer" => Origin::Answer(rest.to_owned()),
            "shown" => Origin::Shown(rest.split('\n').map(str::to_owned).collect()),
            "location" => Origin::Location(rest.parse().ok()?),
            "header" => Origin::Header(rest.to_owned()),
            "sent" => Origin::Sent(rest.to_owned()),
            "constant" => Origin::Constant(serde_json::from_str(rest).ok()?),
            _ => return None,
        })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Answer(at) if at.is_empty() => f.write_str("its answer"),
            Origin::Answer(at) => write!(f, "{at} of its answer"),
            Origin::Shown(names) => {
                let names: Vec<_> = names.iter().take(3).map(|n| format!("`{n}`")).collect();
                write!(f, "{} of its answer, or its Location", names.join(" or "))
            }
            Origin::Location(0) => f.write_str("the end of its Location"),
            Origin::Location(back) => {
                write!(f, "segment {} from the end of its Location", back + 1)
            }
            Origin::Header(name) => write!(f, "its header {name}"),
            Origin::Sent(at) => write!(f, "{at} of its request"),
            Origin::Constant(value) => write!(f, "{value}"),
        }
    }
}
