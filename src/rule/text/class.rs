//! Classes of characters and escapes that stand for characters.

use std::iter::Peekable;
use std::str::Chars;

use super::set::Set;

/// What stands after `[`, up to its end.
pub fn class(rest: &mut Peekable<Chars<'_>>, any_case: bool) -> Option<Set> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut set = Set::of(&[]);
    loop {
        let first = match rest.next()? {
            ']' => break,
            // A class of POSIX, which Rust's dialect has, would stand for its own letters here.
            c => item(c, rest)?,
        };
        let mut ahead = rest.clone();
        let ranges = ahead.next() == Some('-') && !matches!(ahead.peek(), None | Some(']'));
        let Some(low) = first.only().filter(|_| ranges) else {
            set = set.or(&first);
            continue;
        };
        rest.next();
        let c = rest.next()?;
        let last = item(c, rest)?;
        match last.only() {
            Some(high) if low <= high => set = set.or(&Set::of(&[(low, high)])),
            Some(_) => return None,
            // `a-\d`: three things that stand for themselves.
            None => set = set.or(&first).or(&Set::one('-')).or(&last),
        }
    }
    if any_case {
        set = set.any_case();
    }
    Some(if negated { set.not() } else { set })
}

fn item(c: char, rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    match c {
        '\\' if rest.next_if_eq(&'b').is_some() => Some(Set::one('\u{8}')),
        '\\' => escape(rest),
        c => Some(Set::one(c)),
    }
}

/// What stands after a backslash, where it is a character or a class.
pub fn escape(rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    Some(match rest.next()? {
        'd' => Set::digits(),
        'D' => Set::digits().not(),
        'w' => Set::word(),
        'W' => Set::word().not(),
        's' => Set::space(),
        'S' => Set::space().not(),
        't' => Set::one('\t'),
        'n' => Set::one('\n'),
        'r' => Set::one('\r'),
        'v' => Set::one('\u{b}'),
        'f' => Set::one('\u{c}'),
        '0' => Set::one('\0'),
        'c' => {
            let letter = rest.next_if(char::is_ascii_alphabetic)?;
            Set::one(char::from(letter as u8 % 32))
        }
        'x' => code(rest, 2)?,
        'u' => code(rest, 4)?,
        'p' => property(rest)?,
        'P' => property(rest)?.not(),
        c => Set::one(c),
    })
}

/// `41`, `0041`, `{1F600}`.
fn code(rest: &mut Peekable<Chars<'_>>, digits: usize) -> Option<Set> {
    let text: String = match rest.next_if_eq(&'{') {
        Some(_) => rest.by_ref().take_while(|c| *c != '}').collect(),
        None => rest.by_ref().take(digits).collect(),
    };
    let code = u32::from_str_radix(&text, 16).ok()?;
    // Half of a pair is no character: no text of ours holds one.
    Some(Set::of(&[(code, code)]))
}

/// `{Lu}`, `{Script=Greek}`, `L`.
fn property(rest: &mut Peekable<Chars<'_>>) -> Option<Set> {
    let name: String = match rest.next_if_eq(&'{') {
        Some(_) => rest.by_ref().take_while(|c| *c != '}').collect(),
        None => rest.next()?.to_string(),
    };
    Set::named(&name)
}
