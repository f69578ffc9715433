//! Faults in the look at the token.
use http::Method;

use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;

/// Characters that a careless server compares.
const COMPARED: usize = 8;

/// Whether a fault lets in what the header holds, which is not the token.
pub(in crate::reference::jsa) fn opens(
    given: Option<&[u8]>,
    method: &Method,
    behaviour: &Behaviour,
) -> bool {
    let faulty = |fault| behaviour.faulty(fault);
    let (looks, deletes) = (method == Method::GET, method == Method::DELETE);
    if looks && faulty(Fault::GetTokenUnchecked) || deletes && faulty(Fault::DeleteTokenUnchecked) {
        return true;
    }
    let token = behaviour.token.as_bytes();
    let Some(given) = given else {
        return false;
    };
    faulty(Fault::TokenAny) && !given.is_empty()
        || looks && faulty(Fault::GetTokenAny)
        || deletes && faulty(Fault::DeleteTokenAny)
        || faulty(Fault::TokenEmpty) && given.is_empty()
        || faulty(Fault::TokenPrefix) && !given.is_empty() && token.starts_with(given)
        || faulty(Fault::TokenTail) && given.starts_with(token)
        || faulty(Fault::TokenCase) && given.eq_ignore_ascii_case(token)
        || faulty(Fault::TokenLength) && given.len() == token.len()
        || faulty(Fault::TokenLast)
            && given.len() == token.len()
            && given.split_last().map(|(_, it)| it) == token.split_last().map(|(_, it)| it)
        || faulty(Fault::TokenFirstPart) && token.get(..COMPARED) == given.get(..COMPARED)
}
