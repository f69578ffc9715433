//! What a document is built of besides the pages' own parts, and how wide it is.
use super::Element;

/// The one parameter of a task that a sample writes as an element.
const WRITTEN_AS_ELEMENT: &str = "backupFailedVMsOnly";

impl Element {
    /// Whether the root holds an element that no page shows there.
    pub(in crate::reference::commvault) fn has_unknown_element(&self) -> bool {
        let known: &[&str] = match self.name.as_str() {
            "TMMsg_CreateTaskReq" => &["taskInfo"],
            "App_CreateBackupSetRequest" => &["association", "commonBackupSet"],
            "TMMsg_CommcellDRBackupReq" => &["isCompressionEnabled", "jobType", "backupType"],
            _ => return false,
        };
        let mut children = self.children.iter();
        children.any(|it| !known.contains(&it.name.as_str()))
    }

    /// Whether the root has an attribute that no page shows there.
    pub(in crate::reference::commvault) fn has_unknown_attribute(&self) -> bool {
        let known: &[&str] = match self.name.as_str() {
            "TMMsg_CreateTaskReq" | "App_CreateBackupSetRequest" => &[],
            "TMMsg_CommcellDRBackupReq" => &["isCompressionEnabled", "jobType", "backupType"],
            _ => return false,
        };
        let mut attributes = self.attributes.iter();
        attributes.any(|it| !known.contains(&it.name.as_str()))
    }

    /// Whether a value stands as an element where its page writes an attribute, or the other way
    /// round.
    pub(in crate::reference::commvault) fn has_other_form(&self) -> bool {
        match self.name.as_str() {
            "App_CreateBackupSetRequest" => {
                let entity = self.anywhere("entity");
                entity.is_some_and(|it| !it.attributes.is_empty())
            }
            "TMMsg_CreateTaskReq" | "TMMsg_CommcellDRBackupReq" => self.has_text_below(),
            _ => false,
        }
    }

    fn has_text_below(&self) -> bool {
        self.children.iter().any(|it| {
            let value = it.is_leaf() && !it.text.trim().is_empty();
            value && it.name != WRITTEN_AS_ELEMENT || it.has_text_below()
        })
    }

    /// Characters of the widest value.
    pub(in crate::reference::commvault) fn widest_value(&self) -> usize {
        let values = self.attributes.iter().map(|it| it.value.chars().count());
        let own = values.max().unwrap_or(0).max(self.text.chars().count());
        let below = self.children.iter().map(Element::widest_value);
        own.max(below.max().unwrap_or(0))
    }

    /// Characters of the longest name.
    pub(in crate::reference::commvault) fn longest_name(&self) -> usize {
        let names = self.attributes.iter().map(|it| it.name.chars().count());
        let own = names.max().unwrap_or(0).max(self.name.chars().count());
        let below = self.children.iter().map(Element::longest_name);
        own.max(below.max().unwrap_or(0))
    }
}
