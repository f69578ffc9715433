//! What the Commvault operations remember: the backup sets, and the last ids given out.

use super::reply::Answer;
use super::sites as site;
use crate::reference::mutate;

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
    /// Whether a call is at work, for mutants that bear only one.
    busy: bool,
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
            busy: false,
        }
    }
}

impl Store {
    /// Forgets all but the ids that were given out.
    pub(super) fn baseline(&mut self) {
        *self = Self {
            last_set: if site::SET_ID.does("back-at-baseline") {
                930
            } else {
                self.last_set
            },
            last_task: self.last_task,
            last_job: self.last_job,
            ..Self::default()
        };
    }

    /// The set of this name, for an application in any letter case (BB-01).
    pub(super) fn find(&self, app: &str, name: &str) -> Option<&BackupSet> {
        if mutate::is_on() {
            let of_app =
                |set: &&BackupSet| set.app.eq_ignore_ascii_case(app) || bent_app(&set.app, app);
            let sets: Vec<&BackupSet> = self.sets.iter().filter(of_app).collect();
            let names: Vec<&str> = sets.iter().map(|set| set.name.as_str()).collect();
            let usual = names.iter().position(|it| *it == name);
            let place = site::SET_NAMED.find(&names, name).unwrap_or(usual)?;
            return sets.get(place).copied();
        }
        let mut sets = self.sets.iter();
        sets.find(|set| set.name == name && set.app.eq_ignore_ascii_case(app))
    }

    /// Puts a new set on record.
    pub(super) fn add(&mut self, app: &str, name: &str) -> u64 {
        self.last_set += 1;
        let id = self.bent_id().unwrap_or(self.last_set);
        self.sets.push(BackupSet {
            id,
            app: app.to_owned(),
            name: name.to_owned(),
        });
        if mutate::is_on() {
            self.keep();
        }
        id
    }

    /// The ids that were given out last.
    pub(super) fn ids(&self) -> [u64; 3] {
        [self.last_set, self.last_task, self.last_job]
    }

    /// Takes ids back, as who reads and writes them in two steps does.
    pub(super) fn back_to(&mut self, [set, task, job]: [u64; 3]) {
        (self.last_set, self.last_task, self.last_job) = (set, task, job);
    }

    /// Begins a call of a server that bears only one.
    pub(super) fn enter(&mut self) -> bool {
        !std::mem::replace(&mut self.busy, true)
    }

    /// Ends it.
    pub(super) fn leave(&mut self) {
        self.busy = false;
    }

    /// The id that a mutant gives a new set.
    fn bent_id(&self) -> Option<u64> {
        let does = |operator: &str| site::SET_ID.does(operator);
        Some(if does("constant") {
            931
        } else if does("zero") {
            0
        } else if does("every-other-twice") {
            930 + (self.last_set - 930).div_ceil(2)
        } else if does("count") {
            self.sets.len() as u64 + 1
        } else if does("low-2-bits") {
            self.last_set & 3
        } else if does("of-the-default") {
            3
        } else {
            return None;
        })
    }

    /// What a mutant makes of the newest set.
    fn keep(&mut self) {
        let does = |operator: &str| site::SET_KEPT.does(operator);
        let Some(mut set) = self.sets.pop() else {
            return;
        };
        if does("not") {
            return;
        }
        let cut = |name: &str, most: usize| name.chars().take(most).collect::<String>();
        if does("name-cut-to-32") {
            set.name = cut(&set.name, 32);
        } else if does("name-cut-to-8") {
            set.name = cut(&set.name, 8);
        } else if does("name-in-capitals") {
            set.name = set.name.to_uppercase();
        } else if does("id-one-off") {
            set.id += 1;
        } else if does("app-of-the-default") {
            "File System".clone_into(&mut set.app);
        } else if does("newest-only") {
            self.sets.truncate(1);
        } else if does("default-forgotten") {
            self.sets.retain(|it| it.id != 3);
        } else if does("reversed") {
            set.name = set.name.chars().rev().collect();
        }
        self.sets.push(set);
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

/// Whether a mutant takes one application for another.
fn bent_app(known: &str, given: &str) -> bool {
    let does = |operator: &str| site::SET_OF_APP.does(operator);
    let word = |text: &str| text.split(' ').next().map(str::to_lowercase);
    does("any") || does("first-word-only") && word(known) == word(given)
}
