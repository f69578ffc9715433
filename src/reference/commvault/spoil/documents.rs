//! Faults in the bytes, the parts and the width of a document.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::Element;

/// Values and names beyond these are a crash.
const WIDE: usize = 60_000;
const LONG: usize = 1_000;

/// What becomes of a document for the bytes it has; the text where a fault reads it in its own way.
pub(in crate::reference::commvault) fn bytes(
    body: &[u8],
    behaviour: &Behaviour,
) -> Result<Option<String>, Refusal> {
    let wide = body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff");
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if wide || text.is_ascii() {
        return Ok(None);
    }
    if behaviour.faulty(Fault::NonAsciiCrash) {
        return Err(Refusal::crash());
    }
    if behaviour.faulty(Fault::NonAsciiRefused) {
        return Err(Refusal::malformed("only ASCII is read here"));
    }
    let start = &text[..text.len().min(100)];
    let declared = start.windows(9).any(|it| it == b"encoding=");
    let western = start.windows(10).any(|it| it == b"ISO-8859-1");
    if western && behaviour.faulty(Fault::DeclarationIgnored) {
        return Ok(Some(String::from_utf8_lossy(text).into_owned()));
    }
    if western && behaviour.faulty(Fault::BeyondAsciiDropped) {
        let ascii = text.iter().filter(|it| it.is_ascii());
        return Ok(Some(ascii.copied().map(char::from).collect()));
    }
    let latin = behaviour.faulty(Fault::Latin1Read) && !declared;
    Ok(latin.then(|| text.iter().copied().map(char::from).collect()))
}

/// What becomes of a document for what it is built of.
pub(in crate::reference::commvault) fn built(
    root: &Element,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let faulty = |fault| behaviour.faulty(fault);
    let crash = faulty(Fault::ElementsCrash) && root.has_other_form()
        || faulty(Fault::UnknownElementCrash) && root.has_unknown_element()
        || faulty(Fault::UnknownAttributeCrash) && root.has_unknown_attribute()
        || faulty(Fault::WideCrash) && root.widest_value() >= WIDE
        || faulty(Fault::LongNameCrash) && root.longest_name() >= LONG;
    if crash { Err(Refusal::crash()) } else { Ok(()) }
}

/// What becomes of a task for its sub-tasks.
pub(in crate::reference::commvault) fn several(
    count: usize,
    wrong: bool,
    behaviour: &Behaviour,
) -> Result<(), Refusal> {
    let any = count > 1 && behaviour.faulty(Fault::SubTasksCrash);
    if any || count > 1 && wrong && behaviour.faulty(Fault::SubTasksWrongCrash) {
        return Err(Refusal::crash());
    }
    Ok(())
}

/// What becomes of a task for the exceptions of its patterns; none where no fault has a say.
pub(in crate::reference::commvault) fn exceptions(
    info: &Element,
    behaviour: &Behaviour,
) -> Result<Option<Element>, Refusal> {
    let two = behaviour.faulty(Fault::ExceptionsTwo);
    if !two && !behaviour.faulty(Fault::ExceptionsUnread) {
        return Ok(None);
    }
    let mut read = info.clone();
    for sub_task in read.children.iter_mut().filter(|it| it.name == "subTasks") {
        for pattern in &mut sub_task.children {
            let mut count = 0;
            pattern.children.retain(|it| {
                count += usize::from(it.name == "repeatPattern");
                it.name != "repeatPattern" || count <= 2
            });
            if two && count > 2 {
                return Err(Refusal::value("repeatPattern", "a third one"));
            }
        }
    }
    Ok(Some(read))
}
