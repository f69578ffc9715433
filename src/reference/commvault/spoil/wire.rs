//! Faults in the bytes of an answer, its label and its status.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::reply::{Sent, Told};
use crate::reference::commvault::request::Syntax;

/// Entities that would be a billion of the first.
const BOMB: &str = "<!DOCTYPE bomb [<!ENTITY a \"boom\">\
    <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\
    <!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">\
    <!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">\
    <!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\"><!ENTITY i \"&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;\">]>\n";

/// Changes an answer after it is written.
pub(in crate::reference::commvault) fn sent(
    sent: &mut Sent,
    told: &Told,
    syntax: Syntax,
    behaviour: &Behaviour,
) {
    let faulty = |fault| behaviour.faulty(fault);
    let fault = matches!(told, Told::Fault { .. });
    if fault && faulty(Fault::RefusalCrash) {
        sent.status = 500;
    }
    if !fault && faulty(Fault::Answer204) {
        (sent.status, sent.media_type) = (204, None);
        sent.body.clear();
    }
    if faulty(Fault::MediaText) {
        sent.media_type = Some("text/plain");
    } else if faulty(Fault::MediaMissing) {
        sent.media_type = None;
    }
    if fault && faulty(Fault::RefusalUnlabelled) {
        sent.media_type = None;
    } else if fault && faulty(Fault::RefusalAsText) && syntax == Syntax::Json {
        sent.media_type = Some("text/plain");
    } else if fault && faulty(Fault::RefusalCut) {
        let end = sent.body.trim_ascii_end().len();
        sent.body.truncate(end.saturating_sub(1));
    }
    if syntax == Syntax::Json && matches!(told, Told::Created { .. }) && faulty(Fault::SuccessGone)
    {
        sent.status = 404;
    }
    match syntax {
        Syntax::Xml => xml(&mut sent.body, fault, behaviour),
        Syntax::Json => json(&mut sent.body, behaviour),
    }
    if fault {
        repeated(&mut sent.body, syntax, behaviour);
    }
    if faulty(Fault::AnswerHtml) {
        sent.body = b"<html><body><br>It works!</body></html>".to_vec();
    }
    if faulty(Fault::AnswerEmpty) {
        sent.body.clear();
    }
    if faulty(Fault::AnswerCut) {
        let end = sent.body.trim_ascii_end().len();
        sent.body.truncate(end.saturating_sub(1));
    }
}

/// Faults in the body of a fault.
fn repeated(body: &mut Vec<u8>, syntax: Syntax, behaviour: &Behaviour) {
    let faulty = |fault| behaviour.faulty(fault);
    let text = String::from_utf8_lossy(body).into_owned();
    let bent = if faulty(Fault::CodeNegative) {
        text.replace("587204050", "-587204050")
    } else if faulty(Fault::CodeDecimal) {
        text.replace("587204050", "587204050.5")
    } else if faulty(Fault::RefusalRoot) {
        text.replace("TMMsg_GenericResp", "Error")
    } else if faulty(Fault::EchoRaw) && syntax == Syntax::Xml {
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"").replace("&amp;", "&")
    } else if faulty(Fault::EchoRaw) {
        text.replace("\\\"", "\"")
    } else {
        return;
    };
    *body = bent.into_bytes();
}

fn xml(body: &mut Vec<u8>, fault: bool, behaviour: &Behaviour) {
    let faulty = |fault| behaviour.faulty(fault);
    // Where the root element begins, and where its name ends.
    let starts =
        |at: usize| body[at] == b'<' && body.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let Some(root) = (0..body.len()).find(|at| starts(*at)) else {
        return;
    };
    let name = body[root..]
        .iter()
        .position(|it| matches!(it, b' ' | b'>' | b'/' | b'\n'));
    let end = root + name.unwrap_or_default();
    let mut insert = |at: usize, text: &[u8]| {
        body.splice(at..at, text.iter().copied());
    };
    if faulty(Fault::AnswerTwoAttributes) {
        insert(end, b" twice=\"1\" twice=\"2\"");
    } else if faulty(Fault::AnswerEntity) {
        insert(end, b" note=\"&nbsp;\"");
    } else if faulty(Fault::AnswerLatin1) {
        insert(end, b" note=\"caf\xe9\"");
    } else if faulty(Fault::AnswerBomb) {
        insert(end, b" note=\"&i;\"");
        insert(root, BOMB.as_bytes());
    } else if faulty(Fault::AnswerTwoRoots) {
        body.extend_from_slice(b"\n<Another/>");
    } else if faulty(Fault::AnswerWrongRoot) && !fault {
        let text = String::from_utf8_lossy(body);
        let name = String::from_utf8_lossy(&body[root + 1..end]).into_owned();
        *body = text.replace(&name, "Response").into_bytes();
    }
}

fn json(body: &mut Vec<u8>, behaviour: &Behaviour) {
    let faulty = |fault| behaviour.faulty(fault);
    let mut insert = |text: &[u8]| {
        let at = body.len().min(1);
        body.splice(at..at, text.iter().copied());
    };
    if faulty(Fault::AnswerLatin1) {
        insert(b"\"note\":\"caf\xe9\",");
    } else if faulty(Fault::AnswerAsPrinted) {
        let text = String::from_utf8_lossy(body);
        let text = text
            .replace("\"taskId\":", "taskId\":")
            .replace("\"jobIds\":", "jobIds:");
        *body = text.into_bytes();
    }
}
