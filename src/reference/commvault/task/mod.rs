//! Create Task: the elements of the request, the values in them, and the rules between them.
mod associations;
mod bent;
mod check;
mod pattern;
mod table;

/// The mutants of every row and every bound of the page's tables.
pub(super) fn mutants() -> Vec<crate::reference::Mutant> {
    [table::mutants(), pattern::mutants()].concat()
}

use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::reply::Answer;
use super::request::Element;
use super::store::Store;
use super::variants::Choice;
use super::{sites as site, spoil, values};
use crate::reference::mutate;

const ROOT: &str = "TMMsg_CreateTaskReq";

/// Starts a task now, or puts it on a schedule.
pub(super) fn create(
    store: &mut Store,
    root: &Element,
    behaviour: &Behaviour,
) -> Result<Answer, Refusal> {
    if !site::TASK_ROOT.is(ROOT, &root.name) && !spoil::access::any_root(behaviour) {
        let text = format!("the root element is [{}]", root.name);
        return Err(Refusal::malformed(text));
    }
    let info = root.child("taskInfo");
    if info.is_none() && site::TASK.does("info-missing-crash") {
        return Err(Refusal::crash());
    }
    let info = info.ok_or_else(|| Refusal::new(Kind::Missing, "there is no taskInfo"))?;
    let bent = mutate::is_on()
        .then(|| bent::info(info))
        .transpose()?
        .flatten();
    let whole = info;
    let info = bent.as_ref().unwrap_or(info);
    spoil::markup::order(info, behaviour)?;
    let sub_tasks = info.children.iter().filter(|it| it.name == "subTasks");
    let first = sub_tasks.clone().next();
    let mut others = sub_tasks.clone().skip(1);
    let wrong = others.any(|it| check::element(it, behaviour).is_err());
    spoil::documents::several(sub_tasks.count(), wrong, behaviour)?;
    let spoilt = spoil::documents::exceptions(info, behaviour)?;
    let mut read = spoilt.unwrap_or_else(|| info.clone());
    if behaviour.takes(Choice::FirstOfEach) {
        let first = first.cloned();
        read.children.retain(|it| it.name != "subTasks");
        read.children.extend(first);
    }
    let info = &read;
    check::element(info, behaviour)?;
    let all = |name: &'static str| info.children.iter().filter(move |it| it.name == name);
    if behaviour.takes(Choice::OneOfEach)
        && (all("associations").count() > 1 || all("subTasks").count() > 1)
    {
        return Err(Refusal::new(
            Kind::Value,
            "one association and one sub-task are taken",
        ));
    }
    for sub_task in all("subTasks") {
        for pattern in sub_task.children.iter().filter(|it| it.name == "pattern") {
            if !site::TASK.does("pattern-unchecked") {
                pattern::check(pattern, behaviour)?;
            }
        }
    }
    let kind = info.child("task").and_then(|task| task.value("taskType"));
    let schedule =
        kind.is_some_and(|(kind, _)| values::listed(kind, &["SCHEDULE"], behaviour).is_some());
    let patterned = all("subTasks").any(|it| it.child("pattern").is_some());
    let bare = schedule && !patterned && !site::TASK.does("bare-schedule-taken");
    if schedule && site::TASK.does("schedule-refused")
        || !schedule && site::TASK.does("immediate-refused")
    {
        return Err(Refusal::value("taskType", "this"));
    }
    if bare && !spoil::access::bare_schedule(behaviour) {
        return Err(Refusal::new(Kind::Missing, "a schedule needs a pattern"));
    }
    let mut subjects = 0;
    for association in all("associations") {
        associations::find(store, association)?;
    }
    let named = |name: &str| whole.children.iter().filter(|it| it.name == name).count();
    subjects += named("associations") as u64;
    if subjects == 0 && site::TASK.does("associations-missing-crash") {
        return Err(Refusal::crash());
    }
    if subjects > 1 && site::TASK.does("jobs-once") {
        subjects = 1;
    }
    if subjects == 0 {
        return Err(Refusal::new(Kind::Missing, "there are no associations"));
    }
    let task = store.task();
    let starts = !schedule || behaviour.takes(Choice::ScheduleStarts);
    let jobs = store.jobs(if starts { subjects } else { 0 });
    Ok(Answer::Task { task, jobs })
}
