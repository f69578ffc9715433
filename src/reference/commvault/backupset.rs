//! A new backup set: an entity with four names, and whether it is made for one use.
mod bent;

use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::reply::Answer;
use super::request::{Element, Form, Syntax};
use super::sites as site;
use super::store::{CLIENT, Store};
use super::variants::Choice;
use super::{spoil, values};
use crate::reference::mutate;

const ROOT: &str = "App_CreateBackupSetRequest";

/// The applications of this page with their numbers, then those that only Create Task lists (CB-11).
const APPS: [(&str, Option<u32>); 21] = [
    ("Exchange Database", Some(53)),
    ("File System", Some(33)),
    ("MySQL", Some(104)),
    ("NAS", Some(13)),
    ("Notes Database", Some(59)),
    ("Oracle", Some(22)),
    ("Oracle RAC", Some(80)),
    ("PostgreSQL", Some(125)),
    ("SAP for MAX DB", Some(79)),
    ("SAP for Oracle", Some(61)),
    ("SQL Server", Some(81)),
    ("Sybase Database", Some(5)),
    ("Virtual Server", Some(106)),
    ("Active Directory", None),
    ("DB2", None),
    ("DB2 MultiNode", None),
    ("DB2 on UNIX", None),
    ("Documentum", None),
    ("Informix Database", None),
    ("SAP HANA", None),
    ("Sharepoint Server", None),
];

/// Creates a backup set.
pub(super) fn create(
    store: &mut Store,
    root: &Element,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<Answer, Refusal> {
    let root = rooted(root, syntax, behaviour)?;
    let entity = root.child("association").and_then(|it| it.child("entity"));
    let Some(entity) = entity else {
        return Err(Refusal::new(
            Kind::Missing,
            "there is no association with an entity",
        ));
    };
    if mutate::is_on() {
        bent::names(entity)?;
    }
    let name = |member: &str| named(entity, member, syntax, behaviour);
    let (app, set) = (name("appName")?, name("backupsetName")?);
    let (client, instance) = (name("clientName")?, name("instanceName")?);
    let missing = |member: &str| Refusal::new(Kind::Missing, format!("{member} is needed"));
    if behaviour.takes(Choice::RequiredStrict) {
        app.ok_or_else(|| missing("appName"))?;
        instance.ok_or_else(|| missing("instanceName"))?;
    }
    let set = set.ok_or_else(|| missing("backupsetName"))?;
    let client = client.ok_or_else(|| missing("clientName"))?;
    let app = app.map_or(Ok("File System"), |app| application(app, syntax, behaviour))?;
    on_demand(root, behaviour)?;
    let any_case = behaviour.takes(Choice::NamesAnyCase) && client.eq_ignore_ascii_case(CLIENT.0);
    let known = any_case || site::SET_CLIENT.is(CLIENT.0, client);
    if !known && !spoil::lookup::new_client(client, behaviour) {
        spoil::backupset::unknown_client(syntax, behaviour)?;
    }
    let id = APPS.iter().find(|(name, _)| *name == app);
    let id = id.and_then(|(_, id)| *id);
    let set = &*site::SET_NAME.of(set.to_owned());
    if store.find(app, set).is_some()
        && let Some(outcome) = bent::taken(store, id, app)
    {
        return outcome;
    }
    if let Some(set) = spoil::backupset::replaced(store, app, set, behaviour) {
        return Ok(Answer::Created { set, app: id });
    }
    if let Some(found) = store.find(app, set) {
        spoil::backupset::taken(behaviour)?;
        if behaviour.takes(Choice::TakenNameAnswered) {
            let set = found.id;
            return Ok(Answer::Created { set, app: id });
        }
        return Err(Refusal::new(
            Kind::Taken,
            "another backup set has this name",
        ));
    }
    let set = spoil::backupset::created(store, app, set, behaviour);
    let app = spoil::backupset::app_id(id, behaviour);
    Ok(Answer::Created { set, app })
}

/// The element that holds the association: in JSON it may stand without its name (CB-02).
fn rooted<'a>(
    root: &'a Element,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<&'a Element, Refusal> {
    match syntax {
        Syntax::Xml
            if site::SET_ROOT.is(ROOT, &root.name) || spoil::access::any_root(behaviour) =>
        {
            Ok(root)
        }
        Syntax::Xml => {
            let text = format!("the root element is [{}]", root.name);
            Err(Refusal::malformed(text))
        }
        Syntax::Json => match root.child(ROOT) {
            Some(inner) if !behaviour.takes(Choice::JsonBare) => Ok(inner),
            None if !behaviour.takes(Choice::JsonWrapped) => Ok(root),
            _ => Err(Refusal::malformed(
                "the members do not stand where they should",
            )),
        },
    }
}

/// A name in the entity, in the form that is read.
fn named<'a>(
    entity: &'a Element,
    member: &str,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<Option<&'a str>, Refusal> {
    let attributes = syntax == Syntax::Json || !behaviour.takes(Choice::MembersAsElements);
    let elements = syntax == Syntax::Xml && !behaviour.takes(Choice::MembersAsAttributes);
    let attribute = entity.attributes.iter().find(|it| it.name == member);
    let attribute = attribute.filter(|_| attributes);
    let attribute = attribute.map(|it| (it.value.as_str(), it.form));
    let child = || {
        let child = entity.child(member)?;
        (elements || child.form == Form::Other).then_some((child.text.trim(), child.form))
    };
    match attribute.or_else(child) {
        Some((value, Form::Text)) if !value.trim().is_empty() => Ok(Some(value)),
        Some((value, _)) => Err(Refusal::value(member, value)),
        None => Ok(None),
    }
}

fn application(
    value: &str,
    syntax: Syntax,
    behaviour: &Behaviour,
) -> Result<&'static str, Refusal> {
    let own = behaviour.takes(Choice::OwnAppsOnly);
    let apps = APPS.iter().filter(|(_, id)| id.is_some() || !own);
    let apps: Vec<&'static str> = apps.map(|(name, _)| *name).collect();
    spoil::backupset::app(value, syntax, behaviour)?;
    let app = values::listed(value, &apps, behaviour);
    let app = site::SET_APP.find(value, &apps[..apps.len().min(13)], app);
    let app = app.or_else(|| spoil::backupset::any_app(behaviour).then_some("File System"));
    app.ok_or_else(|| Refusal::value("appName", value))
}

/// The option may stand anywhere below the root (CB-03).
fn on_demand(root: &Element, behaviour: &Behaviour) -> Result<(), Refusal> {
    let option = root.anywhere("commonBackupSet");
    let Some((value, form)) = option.and_then(|it| it.value("onDemandBackupset")) else {
        return Ok(());
    };
    if mutate::is_on()
        && let Some(outcome) = bent::on_demand(value)
    {
        return outcome;
    }
    let known = match form {
        Form::Boolean => !behaviour.takes(Choice::JsonTextsOnly),
        Form::Text => values::boolean(value, behaviour).is_some(),
        Form::Number => behaviour.takes(Choice::JsonTypesCoerced) && matches!(value, "0" | "1"),
        Form::Other => false,
    };
    if spoil::backupset::on_demand(value, behaviour).unwrap_or(known) {
        Ok(())
    } else {
        Err(Refusal::value("onDemandBackupset", value))
    }
}
