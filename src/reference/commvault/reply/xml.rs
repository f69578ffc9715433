//! Answers in XML.
use super::tag::Tag;
use super::{Told, text_name};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::spoil;

/// The whole document.
pub(super) fn write(told: &Told, behaviour: &Behaviour) -> String {
    let root = match told {
        Told::Task { task, jobs } => {
            let mut root = Tag::new("TMMsg_CreateTaskResp");
            if let Some(task) = task {
                root = root.with("taskId", task);
            }
            root.children = jobs
                .iter()
                .map(|job| Tag::new("jobIds").with("val", job))
                .collect();
            root
        }
        Told::Created { code, set, app } => {
            let mut response = Tag::new("response");
            if let Some(code) = code {
                response = response.with("errorCode", &code.to_string());
            }
            let mut entity = Tag::new("entity").with("_type_", "ROOT_ENTITY");
            if let Some(app) = app {
                entity = entity.with("applicationId", &app.to_string());
            }
            let entity = entity
                .with("backupsetId", set)
                .with(
                    "clientId",
                    &spoil::backupset::client_id(behaviour).to_string(),
                )
                .with("clientSidePackage", "true")
                .with("consumeLicense", "true")
                .with("type", "GALAXY");
            response.children.push(entity);
            let mut root = Tag::new("App_GenericResponse");
            root.children.push(response);
            root
        }
        Told::Fault {
            code,
            text,
            response,
        } => {
            let code = code.to_string();
            let tag = Tag::new(if *response {
                "response"
            } else {
                "TMMsg_GenericResp"
            });
            let mut tag = tag.with("errorCode", &code);
            if let Some(text) = text {
                tag = tag.with(text_name(*response), text);
            }
            if *response {
                let mut root = Tag::new("App_GenericResponse");
                root.children.push(tag);
                root
            } else {
                tag
            }
        }
    };
    root.write(behaviour)
}
