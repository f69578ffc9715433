//! What mutants make of the bytes and the markup of a document.
use super::scan::{Token, tokens};
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::sites as site;

/// The document as a mutant takes it; none where it stays as it is.
pub(super) fn read(body: &[u8]) -> Result<Option<String>, Refusal> {
    if let Some(text) = bytes(body)? {
        return Ok(Some(text));
    }
    let Ok(text) = std::str::from_utf8(body) else {
        return Ok(None);
    };
    refused(text)?;
    Ok(changed(text))
}

/// What becomes of bytes that are not plain ASCII.
fn bytes(body: &[u8]) -> Result<Option<String>, Refusal> {
    let does = |operator: &str| site::ENCODING.does(operator);
    let bom = body.starts_with(b"\xef\xbb\xbf");
    let little = body.starts_with(b"\xff\xfe");
    let wide = little || body.starts_with(b"\xfe\xff");
    let text = std::str::from_utf8(body).ok();
    let declared = String::from_utf8_lossy(body.get(..80).unwrap_or(body)).to_ascii_lowercase();
    let odd = declared.contains("encoding=") && !declared.contains("utf-8");
    if wide && does("utf-16-crash")
        || !wide && !body.is_ascii() && does("non-ascii-crash")
        || odd && does("label-crash")
        || declared.contains("8859-1") && does("declared-latin-1-crash")
    {
        return Err(Refusal::crash());
    }
    if bom && does("bom-refused")
        || wide && does("utf-16-refused")
        || little && does("big-endian-only")
        || !wide && !bom && !body.is_ascii() && does("non-ascii-refused")
        || text.is_some_and(|it| it.contains(|it| it > '\u{ffff}'))
            && does("beyond-the-bmp-refused")
    {
        return Err(Refusal::malformed("these bytes are not read"));
    }
    let latin = || {
        body.iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    };
    Ok(if !wide && !bom && does("latin-1-always") {
        Some(latin())
    } else if text.is_none() && !wide && does("replaced") {
        Some(String::from_utf8_lossy(body).into_owned())
    } else if wide && does("ascii-in-utf-16") {
        Some(latin()[2..].replace(['\0', '\u{ff}', '\u{fe}'], ""))
    } else if does("nul-dropped") && text.is_some_and(|it| it.contains('\0')) {
        text.map(|it| it.replace('\0', ""))
    } else {
        None
    })
}

/// Documents that a mutant does not take.
fn refused(text: &str) -> Result<(), Refusal> {
    let does = |operator: &str| site::MARKUP.does(operator);
    let pieces = tokens(text).unwrap_or_default();
    let any = |meant: fn(&Token<'_>) -> bool| pieces.iter().any(meant);
    if any(|it| matches!(it, Token::Doctype(_))) && does("doctype-crash") {
        return Err(Refusal::crash());
    }
    let tags = || {
        pieces.iter().filter_map(|it| match it {
            Token::Start(tag) => Some(*tag),
            _ => None,
        })
    };
    let inside = |tag: &str| tag[..tag.len() - 1].contains('>');
    if any(|it| matches!(it, Token::Comment(_))) && does("comments-refused")
        || any(|it| matches!(it, Token::Cdata(_))) && does("cdata-refused")
        || any(|it| matches!(it, Token::Instruction(_))) && does("instructions-refused")
        || any(|it| matches!(it, Token::Declaration(_))) && does("declaration-refused")
        || does("greater-than-ends-a-tag") && tags().any(inside)
        || does("single-quotes-refused") && tags().any(|tag| tag.contains("='"))
        || does("line-breaks-in-tags-refused") && tags().any(|tag| tag.contains('\n'))
        || does("double-spaces-refused") && tags().any(|tag| tag.contains("  "))
        || does("namespaces-refused") && tags().any(|tag| tag.contains("xmlns"))
    {
        return Err(Refusal::malformed("this is not read"));
    }
    Ok(())
}

/// A document that a mutant takes for another one.
fn changed(text: &str) -> Option<String> {
    let does = |operator: &str| site::MARKUP.does(operator);
    let named = |at: &usize| text[at + 1..].starts_with(|it: char| it.is_ascii_alphabetic());
    let root = text.match_indices('<').map(|(at, _)| at).find(named);
    Some(if does("unclosed-closed") {
        closed(text)?
    } else if does("after-root-dropped") || does("second-root-dropped") {
        let name = text
            .split('<')
            .find(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))?;
        let name = name.split([' ', '>', '/', '\n']).next()?;
        let end = format!("</{name}>");
        text[..text.find(&end)? + end.len()].to_owned()
    } else if does("before-root-dropped") {
        text[text.find(['<'])?..].to_owned()
    } else if does("white-space-first-taken") {
        text.trim_start().to_owned()
    } else if does("ampersands-escaped") {
        let mut parts = text.split('&');
        let first = parts.next()?.to_owned();
        parts.fold(first, |out, part| {
            let name = part.split(';').next().unwrap_or_default();
            let known = part.contains(';')
                && (name.starts_with('#') || ["lt", "gt", "amp", "apos", "quot"].contains(&name));
            format!("{out}{}{part}", if known { "&" } else { "&amp;" })
        })
    } else if does("html-entities-read") {
        text.replace("&nbsp;", " ")
            .replace("&copy;", "(c)")
            .replace("&uuml;", "u")
    } else if does("controls-dropped") {
        text.replace(|it: char| it.is_control() && !it.is_whitespace(), "")
    } else if does("comments-loose") {
        loose_comments(text)
    } else if does("end-tags-in-any-case") {
        let mut out = text.to_owned();
        for piece in tokens(text)? {
            if let Token::Start(tag) = piece {
                let name = tag[1..].split([' ', '>', '/', '\n', '\t']).next()?;
                let end = format!("</{}>", name.to_ascii_uppercase());
                out = out.replace(&end, &format!("</{name}>"));
            }
        }
        out
    } else if does("prefixes-dropped") {
        let names = text.split('<').skip(1).filter_map(|it| {
            let name = it
                .trim_start_matches('/')
                .split([' ', '>', '/', '\n'])
                .next()?;
            Some(name.split_once(':')?.0.to_owned())
        });
        let prefixes: Vec<String> = names.collect();
        prefixes.iter().fold(text.to_owned(), |out, it| {
            out.replace(&format!("<{it}:"), "<")
                .replace(&format!("</{it}:"), "</")
        })
    } else if does("references-kept") {
        text.replace("&#", "&amp;#")
    } else if does("entities-kept") {
        text.replace("&lt;", "&amp;lt;")
            .replace("&quot;", "&amp;quot;")
            .replace("&amp;", "&amp;amp;")
    } else if does("less-than-escaped") {
        lesser(text)
    } else if does("doctype-dropped") {
        let doctype = tokens(text)?.into_iter().find_map(|it| match it {
            Token::Doctype(text) => Some(text),
            _ => None,
        });
        text.replacen(doctype?, "", 1)
    } else if does("unquoted-read") {
        quoted(text)
    } else if does("duplicates-dropped") {
        without_duplicates(text)?
    } else if does("malformed-is-success") && roxmltree::Document::parse(text).is_err() {
        text[root?..].split('<').nth(1).map(|it| {
            let name = it.split([' ', '>', '/', '\n']).next().unwrap_or_default();
            format!("<{name}/>")
        })?
    } else {
        return None;
    })
}

/// The document with end tags for all that is open.
fn closed(text: &str) -> Option<String> {
    let mut open = Vec::new();
    for piece in tokens(text)? {
        match piece {
            Token::Start(tag) if !tag.ends_with("/>") => {
                open.push(
                    tag[1..tag.len() - 1]
                        .split([' ', '\n', '\t'])
                        .next()?
                        .to_owned(),
                );
            }
            Token::End(tag) => {
                let name = tag[2..tag.len() - 1].trim();
                if open.last().is_some_and(|it| it == name) {
                    open.pop();
                }
            }
            _ => {}
        }
    }
    let ends: String = open.iter().rev().map(|it| format!("</{it}>")).collect();
    Some(format!("{text}{ends}"))
}

/// The document without `--` in its comments.
fn loose_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| match part.split_once("-->") {
        Some((_, rest)) => format!("{out}{rest}"),
        None => format!("{out}<!--{part}"),
    })
}

/// The document with `<` in attributes escaped.
fn lesser(text: &str) -> String {
    let mut quote = None;
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match (quote, it) {
            (Some(_), '<') => {
                out.push_str("&lt;");
                continue;
            }
            (Some(open), _) if open == it => quote = None,
            (None, '"' | '\'') if inside => quote = Some(it),
            (None, '<') => inside = true,
            (None, '>') => inside = false,
            _ => {}
        }
        out.push(it);
    }
    out
}

/// The document with quotes around values that have none.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        out.push_str(before);
        out.push('=');
        rest = after;
        let plain = after.starts_with(|it: char| it.is_ascii_alphanumeric());
        if plain && before.rfind('<') > before.rfind('>') {
            let end = after.find([' ', '>', '/']).unwrap_or(after.len());
            out.push_str(&format!("\"{}\"", &after[..end]));
            rest = &after[end..];
        }
    }
    out + rest
}

/// The document with the first of several equal attributes alone.
fn without_duplicates(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for piece in tokens(text)? {
        match piece {
            Token::Start(tag) => {
                let Some((name, attributes)) = super::scan::attributes(tag) else {
                    out.push_str(tag);
                    continue;
                };
                let mut seen = Vec::new();
                out.push_str(&format!("<{name}"));
                for it in attributes {
                    if !seen.contains(&it.name) {
                        seen.push(it.name);
                        out.push_str(&format!(
                            " {}={}{}{}",
                            it.name, it.quote, it.value, it.quote
                        ));
                    }
                }
                out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
            }
            Token::Declaration(it)
            | Token::Instruction(it)
            | Token::Comment(it)
            | Token::Cdata(it)
            | Token::Doctype(it)
            | Token::End(it)
            | Token::Text(it) => out.push_str(it),
        }
    }
    Some(out)
}
