//! Which operations of a contract are judged: named by id, by method and path, or by tag.

mod meant;

use globset::{GlobBuilder, GlobMatcher};

use super::{Contract, Operation};

/// A word of `--include` or `--exclude`.
#[derive(Debug, Clone)]
pub struct Choice {
    text: String,
    by: By,
}

#[derive(Debug, Clone)]
enum By {
    /// `tag:NAME`.
    Tag(GlobMatcher),
    /// `METHOD /path/glob`, or a path alone.
    Path(Option<String>, GlobMatcher),
    /// An `operationId`, with or without its form.
    Id(GlobMatcher),
}

/// A choice that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The glob cannot be read.
    #[error(
        "`{0}` names no operations: {1}\n(hint: an operation id, `GET /path/*`, or `tag:NAME`)"
    )]
    Bad(String, String),
    /// Nothing is named so.
    #[error("no operation is called `{0}`\n(hint: {1})")]
    Nothing(String, String),
    /// All are left out.
    #[error("no operation is left by `--include` and `--exclude`\n(hint: leave one of them out)")]
    None,
}

impl Choice {
    /// Reads a word: `getPet`, `get*`, `GET /pets/*`, `/pets/*` or `tag:store`.
    ///
    /// # Errors
    /// The glob cannot be read.
    pub fn parse(text: &str) -> Result<Self, ChoiceError> {
        let made = |pattern: &str, any_case: bool| {
            // Braces of a path template stand for themselves.
            let pattern = pattern.replace('{', "[{]").replace('}', "[}]");
            let mut glob = GlobBuilder::new(&pattern);
            let built = glob
                .literal_separator(false)
                .case_insensitive(any_case)
                .build();
            built
                .map(|g| g.compile_matcher())
                .map_err(|e| ChoiceError::Bad(text.to_owned(), e.kind().to_string()))
        };
        let glob = |pattern: &str| made(pattern, false);
        let by = match (text.strip_prefix("tag:"), text.split_once(' ')) {
            (Some(tag), _) => By::Tag(glob(tag)?),
            (None, Some((method, path))) => {
                By::Path(Some(method.to_ascii_uppercase()), glob(path.trim())?)
            }
            _ if text.starts_with('/') => By::Path(None, glob(text)?),
            // Who writes `*user*` means `addUser`, too.
            _ => By::Id(made(text, text.contains('*'))?),
        };
        let text = text.to_owned();
        Ok(Choice { text, by })
    }

    fn takes(&self, operation: &Operation) -> bool {
        match &self.by {
            By::Tag(glob) => operation.tags.iter().any(|tag| glob.is_match(tag)),
            By::Path(method, glob) => {
                let any = |m: &String| m == "*" || *m == operation.method;
                method.as_ref().is_none_or(any) && glob.is_match(&operation.path)
            }
            By::Id(glob) => {
                let form = operation.form.as_ref().map(|f| format!(".{f}"));
                let bare = form.and_then(|f| operation.id.strip_suffix(&f));
                glob.is_match(&operation.id) || bare.is_some_and(|id| glob.is_match(id))
            }
        }
    }
}

/// Leaves clauses to the operations that are chosen: those that any of `include` names, all when it is
/// empty, but for those that any of `exclude` names. The others are only called for their sake.
///
/// # Errors
/// A word that names no operation of any of the contracts.
pub fn choose(
    contracts: &mut [Contract],
    include: &[Choice],
    exclude: &[Choice],
) -> Result<(), ChoiceError> {
    for choice in include.iter().chain(exclude) {
        let mut all = contracts.iter().flat_map(|c| &c.operations);
        if !all.any(|o| choice.takes(o)) {
            let all = contracts.iter().flat_map(|c| &c.operations).collect();
            let hint = meant::hint(&choice.text, &all);
            return Err(ChoiceError::Nothing(choice.text.clone(), hint));
        }
    }
    for operation in contracts.iter_mut().flat_map(|c| &mut c.operations) {
        let named = |list: &[Choice]| list.iter().any(|c| c.takes(operation));
        let wanted = (include.is_empty() || named(include)) && !named(exclude);
        operation.support |= !wanted;
    }
    let mut all = contracts.iter().flat_map(|c| &c.operations);
    match include.len() + exclude.len() > 0 && all.all(|o| o.support) {
        true => Err(ChoiceError::None),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::load_text;

    const PETS: &str = "
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {operationId: listPets, tags: [read], responses: {'200': {description: all}}}
    post: {operationId: addPet, responses: {'201': {description: added}}}
  /pets/{id}:
    get: {operationId: getPet, tags: [read, one], responses: {'200': {description: one}}}
    delete: {operationId: dropPet, responses: {'204': {description: gone}}}
";

    fn left(include: &[&str], exclude: &[&str]) -> Result<Vec<String>, ChoiceError> {
        let mut contracts = [load_text("pets.yaml", PETS, &|_| Err(String::new())).unwrap()];
        let read = |words: &[&str]| -> Result<Vec<_>, _> {
            words.iter().map(|w| Choice::parse(w)).collect()
        };
        choose(&mut contracts, &read(include)?, &read(exclude)?)?;
        let all = contracts[0].operations.iter();
        Ok(all.filter(|o| !o.support).map(|o| o.id.clone()).collect())
    }

    #[test]
    fn operations_are_chosen_by_id_path_and_tag() {
        for (include, exclude, wanted) in [
            (&[][..], &[][..], "listPets addPet getPet dropPet"),
            (&["getPet"], &[], "getPet"),
            (&["*Pet"], &["drop*"], "addPet getPet"),
            (&["*pets"], &[], "listPets"),
            (&["GET /pets/*"], &[], "getPet"),
            (&["/pets/{id}"], &[], "getPet dropPet"),
            (&["get /pets"], &[], "listPets"),
            (&["tag:read"], &["tag:one"], "listPets"),
            (&[], &["DELETE *"], "listPets addPet getPet"),
        ] {
            assert_eq!(
                left(include, exclude).unwrap().join(" "),
                wanted,
                "{include:?} {exclude:?}"
            );
        }
    }

    #[test]
    fn what_was_meant_is_told() {
        for (wrong, hint) in [
            ("getPets", "did you mean `getPet`?"),
            ("LISTPETS", "did you mean `listPets`?"),
            ("GET pets", "did you mean `GET /pets`?"),
            ("GET:/pets", "did you mean `GET /pets`?"),
            ("get/pets", "did you mean `GET /pets`?"),
            ("PUT /pets", "/pets takes GET, POST"),
            ("/Pets", "did you mean `/pets`?"),
            (
                "https://example.com/pets/{id}",
                "did you mean `/pets/{id}`?",
            ),
            ("getPet,listPets", "once for each"),
            ("tags:read", "did you mean `tag:read`?"),
            ("tag:Read", "did you mean `tag:read`?"),
            ("tag:write", "the tags are `one`, `read`"),
            ("other", "`listPets`"),
            ("", "`listPets`"),
        ] {
            let told = left(&[wrong], &[]).unwrap_err().to_string();
            assert!(told.contains(hint), "{wrong}: {told}");
        }
        assert_eq!(left(&[], &["*"]), Err(ChoiceError::None));
        assert_eq!(left(&["getPet"], &["getPet"]), Err(ChoiceError::None));
    }

    #[test]
    fn words_that_name_nothing_are_told() {
        let nothing = left(&["getPets"], &[]).unwrap_err().to_string();
        assert!(
            nothing.contains("`getPets`") && nothing.contains("`getPet`"),
            "{nothing}"
        );
        assert!(matches!(left(&["[a"], &[]), Err(ChoiceError::Bad(..))));
    }
}
