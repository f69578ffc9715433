//! Cuts an XML document into its pieces of markup and text; put together they are the document.

/// One piece, with its delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reference::commvault) enum Token<'a> {
    Declaration(&'a str),
    Instruction(&'a str),
    Comment(&'a str),
    Cdata(&'a str),
    Doctype(&'a str),
    /// A start tag, or the tag of an empty element.
    Start(&'a str),
    End(&'a str),
    Text(&'a str),
}

/// An attribute as it is written.
pub(in crate::reference::commvault) struct Written<'a> {
    pub(in crate::reference::commvault) name: &'a str,
    pub(in crate::reference::commvault) value: &'a str,
    pub(in crate::reference::commvault) quote: char,
}

/// What XML takes for white space.
pub(super) const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The pieces of a document; none if markup is opened and not closed.
pub(super) fn tokens<'a>(text: &'a str) -> Option<Vec<Token<'a>>> {
    let mut rest = text;
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let up_to = |end: &str| rest.find(end).map(|at| at + end.len());
        let (length, token): (usize, fn(&'a str) -> Token<'a>) = if let Some(comment) =
            rest.strip_prefix("<!--")
        {
            (4 + comment.find("-->")? + 3, Token::Comment)
        } else if rest.starts_with("<![CDATA[") {
            (up_to("]]>")?, Token::Cdata)
        } else if rest.starts_with("<!") {
            (doctype(rest)?, Token::Doctype)
        } else if tokens.is_empty() && rest.starts_with("<?xml") && rest[5..].starts_with(BLANK) {
            (up_to("?>")?, Token::Declaration)
        } else if rest.starts_with("<?") {
            (up_to("?>")?, Token::Instruction)
        } else if rest.starts_with("</") {
            (up_to(">")?, Token::End)
        } else if rest.starts_with('<') {
            (tag(rest)?, Token::Start)
        } else {
            (rest.find('<').unwrap_or(rest.len()), Token::Text)
        };
        let (piece, after) = rest.split_at(length);
        tokens.push(token(piece));
        rest = after;
    }
    Some(tokens)
}

/// The length of a tag: a `>` inside quotes does not end it.
fn tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, it) in text.char_indices() {
        match (quote, it) {
            (Some(open), _) if open == it => quote = None,
            (None, '"' | '\'') => quote = Some(it),
            (None, '>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of a document type declaration, its internal subset included.
fn doctype(text: &str) -> Option<usize> {
    let (mut quote, mut depth, mut at) = (None, 0_usize, 0);
    while let Some(it) = text[at..].chars().next() {
        if quote.is_none() && text[at..].starts_with("<!--") {
            at += 4 + text[at + 4..].find("-->")? + 3;
            continue;
        }
        match (quote, it) {
            (Some(open), _) if open == it => quote = None,
            (None, '"' | '\'') => quote = Some(it),
            (None, '<' | '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '>') if depth <= 1 => return Some(at + 1),
            (None, '>') => depth -= 1,
            _ => {}
        }
        at += it.len_utf8();
    }
    None
}

/// The name and the attributes of a start tag; none if it is not written as one.
pub(in crate::reference::commvault) fn attributes(tag: &str) -> Option<(&str, Vec<Written<'_>>)> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let end = inner.find(BLANK).unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(end);
    let mut found = Vec::new();
    loop {
        let spaced = rest.starts_with(BLANK);
        rest = rest.trim_start_matches(BLANK);
        if rest.is_empty() {
            return Some((name, found));
        }
        if !spaced {
            return None;
        }
        let (name, after) = rest.split_once('=')?;
        let value = after.trim_start_matches(BLANK);
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        let name = name.trim_end_matches(BLANK);
        found.push(Written { name, value, quote });
        rest = after;
    }
}
