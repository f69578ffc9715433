//! What the Commvault operations remember: the backup sets, and the last ids given out.

use super::reply::Answer;

/// The one client there is.
pub(super) const CLIENT: (&str, u64) = ("client001", 2);

/// A backup set.
#[derive(Clone, Debug)]
pub(super) struct BackupSet {
    pub(super) id: u64,
    pub(super) app: String,
    pub(super) name: String,
}

/// The sets on the client, and three counters that never go back.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) sets: Vec<BackupSet>,
    last_set: u64,
    last_task: u64,
    last_job: u64,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            sets: vec![BackupSet {
                id: 3,
                app: "File System".to_owned(),
                name: "defaultBackupSet".to_owned(),
            }],
            last_set: 930,
            last_task: 76,
            last_job: 919,
        }
    }
}

impl Store {
    /// Forgets all but the ids that were given out.
    pub(super) fn baseline(&mut self) {
        *self = Self {
            last_set: self.last_set,
            last_task: self.last_task,
            last_job: self.last_job,
            ..Self::default()
        };
    }

    /// The set of this name, for an application in any letter case (BB-01).
    pub(super) fn find(&self, app: &str, name: &str) -> Option<&BackupSet> {
        let mut sets = self.sets.iter();
        sets.find(|set| set.name == name && set.app.eq_ignore_ascii_case(app))
    }

    /// Puts a new set on record.
    pub(super) fn add(&mut self, app: &str, name: &str) -> u64 {
        self.last_set += 1;
        self.sets.push(BackupSet {
            id: self.last_set,
            app: app.to_owned(),
            name: name.to_owned(),
        });
        self.last_set
    }

    /// The id of the newest set.
    pub(super) fn newest(&self) -> u64 {
        self.last_set
    }

    /// An answer with the ids of the one before.
    pub(super) fn again(&mut self, answer: Answer) -> Answer {
        match answer {
            Answer::Task { task, jobs } => Answer::Task {
                task: task - 1,
                jobs,
            },
            Answer::Created { set, app } => Answer::Created { set: set - 1, app },
        }
    }

    /// The id of a new task.
    pub(super) fn task(&mut self) -> u64 {
        self.last_task += 1;
        self.last_task
    }

    /// The ids of new jobs.
    pub(super) fn jobs(&mut self, count: u64) -> Vec<u64> {
        let first = self.last_job + 1;
        self.last_job += count;
        (first..=self.last_job).collect()
    }
}
