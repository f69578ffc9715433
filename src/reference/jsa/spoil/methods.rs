//! Faults with methods that nobody offers: they do what POST does.
use http::Method;
use http::request::Parts;

use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;

/// Whether a call starts a backup although its method is not POST.
pub(in crate::reference::jsa) fn creates(parts: &Parts, behaviour: &Behaviour) -> bool {
    let fault = match parts.method {
        Method::GET => Fault::GetCreates,
        Method::HEAD => Fault::HeadCreates,
        Method::OPTIONS => Fault::OptionsCreates,
        Method::PUT => Fault::PutCreates,
        Method::PATCH => Fault::PatchCreates,
        Method::DELETE => Fault::DeleteCreates,
        _ => return false,
    };
    behaviour.faulty(fault) && parts.uri.path().ends_with("/backups")
}
