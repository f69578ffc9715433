//! The five hosts of the reference deployment, one for each host rule of Table 4.
use super::behaviour::Behaviour;
use super::variants::Choice;

/// The Console: where backups go when no host is named (JSA page, Table 3).
pub(super) const CONSOLE: i64 = 53;
/// A host that any DATA backup can go to.
pub(super) const MANAGED: i64 = 101;

/// What the rules ask about a host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Host {
    pub(super) active: bool,
    pub(super) ariel: bool,
    pub(super) configured: bool,
}

/// The host with this id, if there is one.
pub(super) fn find(id: i64, behaviour: &Behaviour) -> Option<Host> {
    let (active, ariel, configured) = match id {
        CONSOLE => (true, !behaviour.takes(Choice::ConsoleWithoutAriel), true),
        MANAGED => (true, true, true),
        102 => (false, true, true),
        103 => (true, false, true),
        104 => (true, true, false),
        _ => return None,
    };
    Some(Host {
        active,
        ariel,
        configured,
    })
}
