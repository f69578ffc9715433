//! Refusals: their codes and their statuses.

use super::at;

/// One way to say no.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Refused(pub(in crate::reference) &'static str);

impl Refused {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "code-1000",
        "code-1002",
        "code-1003",
        "code-1004",
        "code-1005",
        "code-1006",
        "code-1007",
        "code-1008",
        "code-1009",
        "code-1010",
        "code-1011",
        "code-1012",
        "code-1013",
        "code-1014",
        "code-1015",
        "code-1016",
        "code-0",
        "code-missing",
        "code-one-up",
        "status-200",
        "status-201",
        "status-204",
        "status-302",
        "status-400",
        "status-403",
        "status-404",
        "status-409",
        "status-422",
        "status-500",
        "status-503",
    ];

    /// The status and the code that are told.
    pub(in crate::reference) fn told(self, status: u16, code: Option<u32>) -> (u16, Option<u32>) {
        let Some(on) = at(self.0) else {
            return (status, code);
        };
        match on.operator().split_once('-') {
            Some(("code", "missing")) => (status, None),
            Some(("code", "one-up")) => (status, code.map(|it| it + 1)),
            Some(("code", other)) => (status, other.parse().ok()),
            Some((_, other)) => (other.parse().unwrap_or(status), code),
            None => (status, code),
        }
    }
}

/// A way to say no that has no code of its own.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Denied(pub(in crate::reference) &'static str);

impl Denied {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "status-200",
        "status-201",
        "status-204",
        "status-302",
        "status-500",
        "status-503",
    ];

    /// The status that is told.
    pub(in crate::reference) fn status(self, status: u16) -> u16 {
        let Some(on) = at(self.0) else { return status };
        let told = on.operator().strip_prefix("status-");
        told.and_then(|it| it.parse().ok()).unwrap_or(status)
    }
}
