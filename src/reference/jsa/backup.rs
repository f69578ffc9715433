//! One backup: its course through the statuses of the page, told from the clock when it is asked for.
use std::cell::Cell;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::draft::Kind;
use super::sites as site;
use super::variants::Choice;
use crate::reference::mutate;

/// The members of a backup, in the order of the page's Response Description.
pub(super) const FIELDS: [&str; 15] = [
    "id",
    "configuration_id",
    "host_id",
    "name",
    "description",
    "type",
    "version",
    "time_initiated",
    "time_completed",
    "initiated_by",
    "status",
    "size_on_disk",
    "content_file_path",
    "is_valid",
    "is_version_compatible",
];

/// A member, and a text of it in whose place something odd goes out.
pub(super) const ODD: &str = "odd";

/// How long CANCELLING is shown, and then DELETING.
const LEAVING: Duration = Duration::from_millis(10);
/// How long SUCCESS is shown before a fault starts the backup again, and the other way round.
const RESTART: u128 = 20;

/// The statuses of the page that this server ever shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Initializing,
    InProgress,
    Failed,
    Success,
    Cancelling,
    Deleting,
}

/// What moves a backup on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// The clock.
    Timed,
    /// Nothing: it runs until the server returns to baseline.
    Held,
    /// It was done before it came to be here.
    Finished,
}

/// A request to delete, which takes its time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Removal {
    pub(super) at: Instant,
    /// Whether the backup was running then, so that it is cancelled first.
    pub(super) running: bool,
}

/// How a backup looks at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) status: Status,
    /// Whether the backup came to its end: a host is free again only then, or with the record gone.
    pub(super) ended: bool,
}

/// A backup on record.
#[derive(Debug)]
pub(super) struct Backup {
    pub(super) id: i64,
    pub(super) host: i64,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) kind: Kind,
    /// The wall clock at its start, in ms.
    pub(super) initiated: i64,
    pub(super) begun: Instant,
    pub(super) course: Course,
    pub(super) removal: Option<Removal>,
    pub(super) overrides: Map<String, Value>,
    /// Whether it was ever shown.
    pub(super) seen: Cell<bool>,
}

impl Backup {
    /// How it looks now; none once its record is gone.
    pub(super) fn view(&self, now: Instant, behaviour: &Behaviour) -> Option<View> {
        match self.removal {
            None => Some(self.bent(self.running_view(now, behaviour))),
            Some(removal) => {
                let view = removal_view(removal, now, behaviour);
                going(removal, self.running_view(now, behaviour), view)
            }
        }
    }

    /// What a mutant makes of the course.
    fn bent(&self, view: View) -> View {
        let does = |operator: &str| site::COURSE.does(operator);
        if !mutate::is_on() || self.course != Course::Timed {
            return view;
        }
        let shown = |status| View { status, ..view };
        match view.status {
            Status::InProgress if does("stays-initializing") => shown(Status::Initializing),
            Status::Success if does("stays-initializing") => shown(Status::Initializing),
            Status::Success if does("stays-in-progress") => shown(Status::InProgress),
            Status::InProgress if does("goes-back") && self.seen.get() => {
                shown(Status::Initializing)
            }
            Status::Success if does("never-ends") => View {
                status: Status::InProgress,
                ended: false,
            },
            Status::Success if does("restarts") && self.seen.get() => shown(Status::Initializing),
            Status::Success if does("ends-deleting") => shown(Status::Deleting),
            Status::Success if does("ends-cancelling") => shown(Status::Cancelling),
            Status::Success if does("after-read") && !self.seen.get() => View {
                status: Status::InProgress,
                ended: false,
            },
            _ => view,
        }
    }

    fn running_view(&self, now: Instant, behaviour: &Behaviour) -> View {
        let whole = behaviour.backup_time;
        let elapsed = now.saturating_duration_since(self.begun);
        let ended = match self.course {
            Course::Timed => elapsed >= whole,
            Course::Held => false,
            Course::Finished => true,
        };
        let status = if behaviour.faulty(Fault::StaysInitializing) && self.course == Course::Timed {
            Status::Initializing
        } else if ended {
            let over = elapsed.saturating_sub(whole).as_millis() / RESTART;
            if self.course == Course::Timed && behaviour.takes(Choice::FailedAt201) {
                Status::Failed
            } else if over % 2 == 1 && behaviour.faulty(Fault::EndsRestarted) {
                Status::InProgress
            } else {
                Status::Success
            }
        } else if self.course == Course::Held || behaviour.takes(Choice::InProgressAt201) {
            Status::InProgress
        } else if elapsed < whole / 3
            || elapsed > whole * 2 / 3 && behaviour.faulty(Fault::GoesBack)
        {
            Status::Initializing
        } else {
            Status::InProgress
        };
        View { status, ended }
    }

    /// The object the page describes, at one moment.
    pub(super) fn object(&self, view: View, behaviour: &Behaviour) -> Map<String, Value> {
        let took = i64::try_from(behaviour.backup_time.as_millis()).unwrap_or(i64::MAX);
        let completed = self.initiated.saturating_add(took);
        let kind = self.kind.as_str();
        let values: [Value; 15] = [
            self.id.into(),
            1.into(),
            self.host.into(),
            self.name.clone().into(),
            self.description.clone().into(),
            kind.into(),
            "7.5.0".into(),
            self.initiated.into(),
            completed.into(),
            "admin".into(),
            view.status.as_str().into(),
            (1_048_576 + self.id).into(),
            format!("/store/backup/backup.{}.{kind}.{}.tgz", self.host, self.id).into(),
            true.into(),
            true.into(),
        ];
        let mut object = Map::with_capacity(FIELDS.len());
        for (field, value) in FIELDS.iter().zip(values) {
            object.insert((*field).to_owned(), value);
        }
        if !view.ended || view.status == Status::Failed {
            not_yet(&mut object, behaviour);
        }
        if behaviour.takes(Choice::ExtraResponseFields) {
            object.insert("progress".to_owned(), 50.into());
            object.insert("links".to_owned(), serde_json::json!({"self": self.id}));
        }
        if behaviour.takes(Choice::HugeNumber) || behaviour.takes(Choice::DeepMember) {
            object.insert(ODD.to_owned(), ODD.into());
        }
        for (member, value) in &self.overrides {
            object.insert(member.clone(), value.clone());
        }
        if behaviour.takes(Choice::MembersReordered) {
            object.sort_keys();
        }
        object
    }
}

/// What a mutant makes of a backup on its way out.
fn going(removal: Removal, before: View, view: Option<View>) -> Option<View> {
    if !mutate::is_on() {
        return view;
    }
    let does = |operator: &str| site::GOING.does(operator);
    let shown = |status| {
        let ended = view.is_none_or(|view| view.ended);
        Some(View { status, ended })
    };
    match view.map(|view| view.status) {
        _ if does("status-stays") => Some(before),
        None if does("never-gone") => shown(Status::Deleting),
        None if does("success-instead") => shown(Status::Success),
        Some(Status::Deleting) | None if removal.running && does("stays-cancelling") => {
            shown(Status::Cancelling)
        }
        Some(Status::Deleting) if does("back-to-progress") => shown(Status::InProgress),
        _ => view,
    }
}

fn removal_view(removal: Removal, now: Instant, behaviour: &Behaviour) -> Option<View> {
    let elapsed = now.saturating_duration_since(removal.at);
    let straight = behaviour.takes(Choice::DeleteStraight);
    let cancelling = if removal.running && !straight {
        LEAVING
    } else {
        Duration::ZERO
    };
    let view = |status, ended| Some(View { status, ended });
    if elapsed < cancelling || removal.running && behaviour.faulty(Fault::CancelUnlisted) {
        return view(Status::Cancelling, false);
    }
    if removal.running && behaviour.faulty(Fault::CancelNothing) {
        return view(Status::Success, true);
    }
    if removal.running && behaviour.takes(Choice::CancelEndsFailed) {
        return view(Status::Failed, true);
    }
    let gone_after = if removal.running && straight {
        Duration::ZERO
    } else {
        cancelling + LEAVING
    };
    if elapsed < gone_after || behaviour.faulty(Fault::DeleteLeaves) {
        return view(Status::Deleting, !removal.running);
    }
    None
}

/// What is open while a backup runs (JSA-10).
fn not_yet(object: &mut Map<String, Value>, behaviour: &Behaviour) {
    const OPEN: [(&str, Value); 4] = [
        ("time_completed", Value::Null),
        ("size_on_disk", Value::Null),
        ("content_file_path", Value::Null),
        ("is_valid", Value::Null),
    ];
    for (field, value) in OPEN {
        object.insert(field.to_owned(), value);
    }
    if behaviour.takes(Choice::CompletedNull) {
        object.insert("time_initiated".to_owned(), Value::Null);
    } else if behaviour.takes(Choice::CompletedAbsent) {
        object.retain(|field, _| {
            field != "time_initiated" && OPEN.iter().all(|(open, _)| open != field)
        });
    } else if behaviour.takes(Choice::ValuesFromStart) {
        object.insert("time_completed".to_owned(), (-1).into());
        object.insert("size_on_disk".to_owned(), 0.into());
        object.insert("content_file_path".to_owned(), "".into());
        object.insert("is_valid".to_owned(), false.into());
    }
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Config => "CONFIG",
            Self::Data => "DATA",
        }
    }
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Initializing => "INITIALIZING",
            Self::InProgress => "IN_PROGRESS",
            Self::Failed => "FAILED",
            Self::Success => "SUCCESS",
            Self::Cancelling => "CANCELLING",
            Self::Deleting => "DELETING",
        }
    }
}
