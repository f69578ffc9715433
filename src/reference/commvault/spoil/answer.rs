//! Faults in what an answer says.
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::reply::Told;

/// Changes an answer before it is written.
pub(in crate::reference::commvault) fn told(told: &mut Told, behaviour: &Behaviour) {
    let faulty = |fault| behaviour.faulty(fault);
    match told {
        Told::Task { task, jobs } => {
            if faulty(Fault::TaskIdMissing) {
                *task = None;
            } else if faulty(Fault::TaskIdZero) {
                *task = Some("0".to_owned());
            } else if faulty(Fault::TaskIdWords) {
                *task = task.as_ref().map(|it| format!("task-{it}"));
            } else if faulty(Fault::TaskIdReused) {
                *task = Some("77".to_owned());
            }
            if faulty(Fault::JobsMissing) {
                jobs.clear();
            }
            if faulty(Fault::JobsReused) {
                for (at, job) in jobs.iter_mut().enumerate() {
                    *job = (920 + at).to_string();
                }
            }
            if faulty(Fault::JobWords) {
                for job in jobs.iter_mut() {
                    job.insert_str(0, "job-");
                }
            }
            if faulty(Fault::JobsRepeated)
                && let Some(first) = jobs.first().cloned()
            {
                jobs.push(first);
            }
        }
        Told::Created { code, set, .. } => {
            if faulty(Fault::SetCodeMissing) {
                *code = None;
            } else if faulty(Fault::SetCodeTwo) {
                *code = Some(2);
            }
            if faulty(Fault::SetIdZero) {
                "0".clone_into(set);
            } else if faulty(Fault::SetIdReused) {
                "931".clone_into(set);
            } else if faulty(Fault::SetIdText) {
                set.insert_str(0, "set-");
            }
        }
        Told::Fault { code, text, .. } => {
            if faulty(Fault::RefusalCodeZero) {
                *code = 0;
            }
            if faulty(Fault::RefusalTextMissing) {
                *text = None;
            }
        }
    }
}
