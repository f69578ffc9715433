//! Faults in finding what a path or a body names.
use percent_encoding::percent_decode_str;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::store::{BackupSet, CLIENT};

/// The id that is read in place of what a path says.
pub(in crate::reference::commvault) fn id(given: &str, behaviour: &Behaviour) -> Option<String> {
    let faulty = |fault| behaviour.faulty(fault);
    let number = given.parse::<u128>().ok();
    if faulty(Fault::IdCut32) {
        return number.map(|it| (it & 0xffff_ffff).to_string());
    }
    if faulty(Fault::IdCut64) {
        return number.map(|it| (it & 0xffff_ffff_ffff_ffff).to_string());
    }
    if faulty(Fault::IdDigits) {
        let digits: String = given.chars().take_while(char::is_ascii_digit).collect();
        return Some(digits).filter(|it| !it.is_empty());
    }
    if faulty(Fault::IdSign) {
        return given.strip_prefix('-').map(str::to_owned);
    }
    None
}

/// Whether a fault takes this client of a path for the one there is.
pub(in crate::reference::commvault) fn client(given: &str, behaviour: &Behaviour) -> bool {
    given.is_empty() && behaviour.faulty(Fault::EmptyClient)
        || begins(CLIENT.0, given) && behaviour.faulty(Fault::ClientPrefix)
}

/// Whether a fault takes this client of a body for the one there is.
pub(in crate::reference::commvault) fn new_client(given: &str, behaviour: &Behaviour) -> bool {
    begins(CLIENT.0, given) && behaviour.faulty(Fault::NewClientPrefix)
        || begins(given, CLIENT.0) && behaviour.faulty(Fault::NewClientLonger)
}

/// Whether a fault takes an application and a name of a path for those of this set.
pub(in crate::reference::commvault) fn set(
    it: &BackupSet,
    app: &str,
    name: &str,
    behaviour: &Behaviour,
) -> bool {
    let faulty = |fault| behaviour.faulty(fault);
    let same_app = it.app.eq_ignore_ascii_case(app);
    let same_name = it.name == name;
    let near_app = app.is_empty() && faulty(Fault::EmptyApp)
        || begins(&it.app, app) && faulty(Fault::AppPrefix);
    let first = |text: &str| text.chars().take(32).collect::<String>();
    let near_name = faulty(Fault::NamesCut) && first(&it.name) == first(name)
        || name.is_empty() && faulty(Fault::EmptySet)
        || begins(&it.name, name) && faulty(Fault::SetPrefix)
        || begins(name, &it.name) && faulty(Fault::SetLonger);
    near_app && same_name || same_app && near_name
}

/// Whether a set cannot be found any more.
pub(in crate::reference::commvault) fn lost(
    it: &BackupSet,
    newest: u64,
    by_id: bool,
    behaviour: &Behaviour,
) -> bool {
    let made = it.id != 3;
    made && it.id != newest && behaviour.faulty(Fault::OnlyNewest)
        || made && by_id && behaviour.faulty(Fault::LostById)
}

/// A path as a fault decodes it.
pub(in crate::reference::commvault) fn decoded(raw: &str, behaviour: &Behaviour) -> Option<String> {
    let faulty = |fault| behaviour.faulty(fault);
    let once = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    if faulty(Fault::DecodedTwice) {
        Some(once(&once(raw)))
    } else if faulty(Fault::LostInLatin1) {
        Some(percent_decode_str(raw).map(char::from).collect())
    } else if faulty(Fault::PlusIsBlank) {
        Some(once(&raw.replace('+', " ")))
    } else if faulty(Fault::LettersKept) {
        Some(once(&with_letters_kept(raw)))
    } else {
        None
    }
}

/// A path whose encoded letters stay as they are written, when it is decoded.
fn with_letters_kept(raw: &str) -> String {
    let mut parts = raw.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok());
        let letter = code.is_some_and(|it| it.is_ascii_alphanumeric());
        out.push_str(if letter { "%25" } else { "%" });
        out.push_str(part);
    }
    out
}

/// Whether a text begins with a part of it that is shorter than the whole and not empty.
fn begins(text: &str, part: &str) -> bool {
    !part.is_empty() && part.len() < text.len() && text.starts_with(part)
}
