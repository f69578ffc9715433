//! Faults in what is let through: tokens, root elements, and what a task needs.
use http::Method;

use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::sticky::Sticks;

/// Whether a call is served that does not bring the right token.
pub(in crate::reference::commvault) fn token(given: Option<&[u8]>, behaviour: &Behaviour) -> bool {
    let faulty = |fault| behaviour.faulty(fault);
    let token = behaviour.authtoken.as_bytes();
    let rest = |it: &[u8]| it.split(|byte| *byte == b' ').nth(1).map(<[u8]>::to_vec);
    let word = |it: &[u8]| it.split(|byte| *byte == b' ').next().map(<[u8]>::to_vec);
    let Some(given) = given else {
        return faulty(Fault::TokenUnchecked);
    };
    faulty(Fault::TokenWrong)
        || faulty(Fault::TokenPrefix) && !given.is_empty() && token.starts_with(given)
        || faulty(Fault::TokenTail) && given.starts_with(token)
        || faulty(Fault::TokenWord) && rest(given) == rest(token)
        || faulty(Fault::TokenWordOnly) && word(given) == word(token)
        || faulty(Fault::TokenEmpty) && given.is_empty()
}

/// Whether the name of the root element has no effect.
pub(in crate::reference::commvault) fn any_root(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::WrongRoot)
}

/// Whether a schedule may do without a pattern.
pub(in crate::reference::commvault) fn bare_schedule(behaviour: &Behaviour) -> bool {
    behaviour.faulty(Fault::TaskNoPattern)
}

/// Whether a method that is not offered starts a task.
pub(in crate::reference::commvault) fn served(method: &Method, behaviour: &Behaviour) -> bool {
    let own = match *method {
        Method::GET => behaviour.faulty(Fault::GetServed),
        Method::OPTIONS => behaviour.faulty(Fault::OptionsServed),
        Method::DELETE => behaviour.faulty(Fault::DeleteServed),
        _ => false,
    };
    own || behaviour.faulty(Fault::MethodServed)
}

/// What faults keep of one call for the next one.
pub(in crate::reference::commvault) fn sticks(behaviour: &Behaviour) -> Vec<Sticks> {
    let rows = [
        (Fault::ToldAgain, Sticks::Refusal),
        (Fault::BodyLeft, Sticks::Body),
        (Fault::SuccessSticks, Sticks::Success),
        (Fault::LabelSticks, Sticks::SuccessLabel),
    ];
    let planted = rows.iter().filter(|(fault, _)| behaviour.faulty(*fault));
    planted.map(|(_, sticks)| *sticks).collect()
}
