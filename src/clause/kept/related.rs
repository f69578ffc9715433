//! The operations on what another one makes.

use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Operation};

/// What a request of a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It makes the thing.
    Make,
    /// It reads it.
    Read,
    /// It reads it, though nothing was ever read so.
    FirstRead,
    /// It reads it once more.
    Reread,
    /// It lists the things.
    List,
    /// It changes it.
    Change,
    /// A part of it is changed.
    Patch,
    /// It deletes it.
    Delete,
    /// It would make another one, if it were right.
    WrongMake,
    /// It would change it, if it were right.
    WrongChange,
    /// It changes it once more to the same.
    Repeat,
    /// It makes another one.
    Another,
    /// It makes one when the first one is gone.
    Anew,
    /// It reads the other one, which nothing was done to.
    ReadOther,
    /// It deletes that one.
    DeleteOther,
    /// It makes one of which all is said that may be said.
    Full,
    /// It reads that one.
    ReadFull,
    /// It changes one member of that one.
    PatchFull,
    /// It lists one page of the things.
    Page,
    /// It asks for what the answer to the making leads to.
    Located,
    /// Somebody else makes one.
    SecondMake,
    /// Somebody else reads it.
    SecondRead,
    /// Somebody else lists what is there.
    SecondList,
    /// It lists the things when it is gone.
    ListAfter,
    /// It lists those with one value.
    Chosen,
    /// It says of the fuller one what must be said.
    Replace,
    /// It makes what another one is made below.
    OtherParent,
    /// It makes one below that.
    Below,
    /// It reads that one by the path of the first parent.
    ReadBelow,
    /// It lists what is below the first parent.
    ListBelow,
    /// Somebody else deletes it.
    SecondDelete,
    /// It makes one with what only the target gives.
    Managed,
    /// It reads that one.
    ReadManaged,
    /// It makes one with several texts in each list.
    Many,
    /// It reads that one.
    ReadMany,
    /// It makes one under a key of its own.
    Keyed,
    /// It asks for the same under the same key.
    KeyedAgain,
    /// It puts bytes.
    PutBytes,
    /// It gets them.
    GetBytes,
}

impl Role {
    /// The word of it, in the tag of a case.
    pub fn word(self) -> &'static str {
        match self {
            Role::Make => "make",
            Role::Read => "read",
            Role::FirstRead => "first-read",
            Role::Reread => "reread",
            Role::List => "list",
            Role::Change => "change",
            Role::Patch => "patch",
            Role::Full => "full",
            Role::ReadFull => "read-full",
            Role::PatchFull => "patch-full",
            Role::Page => "page",
            Role::Located => "located",
            Role::Delete => "delete",
            Role::WrongMake => "wrong-make",
            Role::WrongChange => "wrong-change",
            Role::Repeat => "repeat",
            Role::Another => "another",
            Role::Anew => "anew",
            Role::ReadOther => "read-other",
            Role::DeleteOther => "delete-other",
            Role::SecondMake => "second-make",
            Role::SecondRead => "second-read",
            Role::SecondList => "second-list",
            Role::ListAfter => "list-after",
            Role::Chosen => "chosen",
            Role::Replace => "replace",
            Role::OtherParent => "other-parent",
            Role::Below => "below",
            Role::ReadBelow => "read-below",
            Role::ListBelow => "list-below",
            Role::SecondDelete => "second-delete",
            Role::Managed => "managed",
            Role::ReadManaged => "read-managed",
            Role::Many => "many",
            Role::ReadMany => "read-many",
            Role::Keyed => "keyed",
            Role::KeyedAgain => "keyed-again",
            Role::PutBytes => "put-bytes",
            Role::GetBytes => "get-bytes",
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Role::Make => "makes",
            Role::Read | Role::ReadOther | Role::FirstRead => "reads",
            Role::ReadFull => "reads the fuller one beside",
            Role::Reread => "reads again",
            Role::List => "lists",
            Role::Page => "lists a page beside",
            Role::Change => "changes",
            Role::Patch => "changes a part of",
            Role::PatchFull => "changes a part of the fuller one beside",
            Role::Full => "makes, with all that may be said,",
            Role::Located => "goes where the answer leads for",
            Role::Delete | Role::DeleteOther => "deletes",
            Role::SecondMake => "makes, as somebody else, one beside",
            Role::SecondRead => "reads, as somebody else,",
            Role::SecondList => "lists, as somebody else,",
            Role::ListAfter => "lists, once it was deleted,",
            Role::Chosen => "lists by one value",
            Role::Replace => "replaces the fuller one beside",
            Role::OtherParent => "makes another parent for",
            Role::Below => "makes, below another parent, one beside",
            Role::ReadBelow => "reads, below the first parent, the one beside",
            Role::ListBelow => "lists, below the first parent,",
            Role::SecondDelete => "deletes, as somebody else,",
            Role::Managed => "makes, with what is `readOnly`, one beside",
            Role::ReadManaged => "reads, of what is `readOnly`, the one beside",
            Role::Many => "makes, with several texts in a list, one beside",
            Role::ReadMany => "reads, with several texts in a list, the one beside",
            Role::Keyed => "makes, under a key of its own, one beside",
            Role::KeyedAgain => "makes, under the same key,",
            Role::PutBytes => "puts bytes below",
            Role::GetBytes => "gets bytes below",
            Role::WrongMake => "would make",
            Role::WrongChange => "would change",
            Role::Repeat => "changes again",
            Role::Another | Role::Anew => "makes another one beside",
        }
    }
}

/// What can be done to what an operation makes: by `operationId`, with the tie that says so.
#[derive(Debug, Clone, Default)]
pub struct Related<'c> {
    /// It is read.
    pub read: Option<(&'c Operation, &'c Tie)>,
    /// It is changed.
    pub change: Option<(&'c Operation, &'c Tie)>,
    /// A part of it is changed.
    pub patch: Option<(&'c Operation, &'c Tie)>,
    /// It is deleted.
    pub delete: Option<(&'c Operation, &'c Tie)>,
    /// It is listed, by the path that makes it.
    pub list: Option<&'c Operation>,
}

/// The operations on what an operation makes; nothing where there are none.
pub fn related<'c>(
    contract: &'c Contract,
    ties: &'c Ties,
    maker: &'c Operation,
) -> Option<Related<'c>> {
    if maker.method != "POST" {
        return None;
    }
    let mut all = Related::default();
    for tie in ties.from(&maker.id).filter(|t| t.kind == Kind::Made) {
        let Some(operation) = contract.operation(&tie.operation) else {
            continue;
        };
        if !is_about_it(operation, tie) {
            continue;
        }
        let place = match &*operation.method {
            "GET" => &mut all.read,
            "PUT" => &mut all.change,
            "PATCH" => &mut all.patch,
            "DELETE" => &mut all.delete,
            _ => continue,
        };
        if place.is_none() || operation.method == "PUT" {
            *place = Some((operation, tie));
        }
    }
    // PUT says the whole of it, and comes before PATCH.
    all.change = all.change.or(all.patch);
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let lists = |o: &&Operation| o.method == "GET" && bare(&o.path) == bare(&maker.path);
    if all.read.is_some() || all.delete.is_some() {
        all.list = contract.operations.iter().find(lists);
    }
    (all.read.is_some() || all.delete.is_some()).then_some(all)
}

/// Whether a tie leaves no doubt that an operation reads what another one makes, though it was never seen
/// to: the path that makes it, without a parent, and the id of the thing behind that.
pub fn surely_reads(operation: &Operation, tie: &Tie, maker: &Operation) -> bool {
    let Some(name) = tie.at().strip_prefix("/path/") else {
        return false;
    };
    let bare = maker.path.trim_end_matches('/');
    let small = name.to_ascii_lowercase();
    let called = ["id", "uuid", "guid"]
        .iter()
        .any(|end| small.ends_with(end));
    called
        && !bare.contains('{')
        && operation.path.trim_end_matches('/') == format!("{bare}/{{{name}}}")
        && is_about_it(operation, tie)
}

/// Whether the path ends with what the tie is for, and the tie gives that thing's own id: what is read
/// by another one is another thing.
fn is_about_it(operation: &Operation, tie: &Tie) -> bool {
    if !tie.is_its_own(operation) {
        return false;
    }
    let Some(name) = tie.at().strip_prefix("/path/") else {
        return false;
    };
    operation
        .path
        .trim_end_matches('/')
        .ends_with(&format!("/{{{name}}}"))
}
