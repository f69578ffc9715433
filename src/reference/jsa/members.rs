//! What mutants make of the members of a backup.
use serde_json::{Map, Value};

use super::backup::{Status, View};
use super::sites as site;
use crate::reference::mutate;

/// When a backup is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// With the 201 of its creation.
    Created,
    /// On a GET while it runs.
    Running,
    /// On a GET once it has succeeded.
    Finished,
    /// Else: what is open then is nobody's rule.
    Other,
}

impl Moment {
    /// The moment of a GET.
    pub(super) fn of(view: View) -> Self {
        match view.status {
            Status::Initializing | Status::InProgress => Self::Running,
            Status::Success => Self::Finished,
            Status::Failed | Status::Cancelling | Status::Deleting => Self::Other,
        }
    }
}

/// Changes the object on its way out.
pub(super) fn change(object: &mut Map<String, Value>, moment: Moment) {
    if !mutate::is_on() {
        return;
    }
    match moment {
        Moment::Created => {
            site::CREATED_ID.change(object, "id");
            site::CREATED_CONFIGURATION_ID.change(object, "configuration_id");
            site::CREATED_HOST_ID.change(object, "host_id");
            site::CREATED_NAME.change(object, "name");
            site::CREATED_DESCRIPTION.change(object, "description");
            site::CREATED_TYPE.change(object, "type");
            site::CREATED_VERSION.change(object, "version");
            site::CREATED_TIME_INITIATED.change(object, "time_initiated");
            site::CREATED_INITIATED_BY.change(object, "initiated_by");
            site::CREATED_STATUS.change(object, "status");
            site::CREATED_IS_VERSION_COMPATIBLE.change(object, "is_version_compatible");
        }
        Moment::Running => {
            site::RUNNING_ID.change(object, "id");
            site::RUNNING_CONFIGURATION_ID.change(object, "configuration_id");
            site::RUNNING_HOST_ID.change(object, "host_id");
            site::RUNNING_NAME.change(object, "name");
            site::RUNNING_DESCRIPTION.change(object, "description");
            site::RUNNING_TYPE.change(object, "type");
            site::RUNNING_VERSION.change(object, "version");
            site::RUNNING_TIME_INITIATED.change(object, "time_initiated");
            site::RUNNING_INITIATED_BY.change(object, "initiated_by");
            site::RUNNING_STATUS.change(object, "status");
            site::RUNNING_IS_VERSION_COMPATIBLE.change(object, "is_version_compatible");
        }
        Moment::Finished => {
            site::FINISHED_ID.change(object, "id");
            site::FINISHED_CONFIGURATION_ID.change(object, "configuration_id");
            site::FINISHED_HOST_ID.change(object, "host_id");
            site::FINISHED_NAME.change(object, "name");
            site::FINISHED_DESCRIPTION.change(object, "description");
            site::FINISHED_TYPE.change(object, "type");
            site::FINISHED_VERSION.change(object, "version");
            site::FINISHED_TIME_INITIATED.change(object, "time_initiated");
            site::FINISHED_TIME_COMPLETED.change(object, "time_completed");
            site::FINISHED_INITIATED_BY.change(object, "initiated_by");
            site::FINISHED_STATUS.change(object, "status");
            site::FINISHED_SIZE_ON_DISK.change(object, "size_on_disk");
            site::FINISHED_CONTENT_FILE_PATH.change(object, "content_file_path");
            site::FINISHED_IS_VALID.change(object, "is_valid");
            site::FINISHED_IS_VERSION_COMPATIBLE.change(object, "is_version_compatible");
        }
        Moment::Other => {}
    }
}
