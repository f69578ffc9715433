//! The other readings the server can take: all of them conform, see the entries named JSA-xx.
use std::sync::LazyLock;

use super::{Variant, commvault};

macro_rules! variant_table {
    ($($name:ident $id:literal $about:literal)*) => {
        /// One allowed departure from the server's usual reading.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::reference) enum Choice { $($name),* }

        pub(in crate::reference) const TABLE: &[$crate::reference::Variant] =
            &[$($crate::reference::Variant { id: $id, about: $about }),*];

        const _: () = assert!(TABLE.len() <= $crate::reference::planted::MOST);

        impl From<Choice> for usize {
            fn from(choice: Choice) -> Self {
                choice as Self
            }
        }
    };
}
pub(super) use variant_table;

variant_table! {
    ConflictsFirst "conflicts-first" "every 409 rule is tried before any 422 rule (JSA-07)"
    ConflictsLast "conflicts-last" "every 422 rule is tried before any 409 rule (JSA-07)"
    AnotherRuleOrder "another-rule-order" "the 422 rules are tried from the host back to the name (JSA-07)"
    InstantBackups "instant-backups" "a backup has succeeded by the first look at it (JSA-19)"
    InProgressAt201 "in-progress-at-201" "the 201 answer already shows IN_PROGRESS (JSA-19)"
    SuccessAt201 "success-at-201" "the engine is done at once: the 201 answer already shows SUCCESS (JSA-19)"
    FailedAt201 "failed-at-201" "every backup fails at once: the 201 answer already shows FAILED (JSA-19)"
    ExtraResponseFields "extra-response-fields" "answers hold members the page does not list"
    MembersReordered "members-reordered" "the members of an answer come in another order"
    PrettyAnswers "pretty-answers" "answers are indented"
    CharsetInMediaType "charset-in-media-type" "answers are application/json with a charset parameter"
    MediaTypeRewritten "media-type-rewritten" "media types are written in another letter case, with blanks and a quoted charset"
    ProblemJson "problem-json" "refusals are labelled application/problem+json"
    LoneSurrogate "lone-surrogate-in-answers" "a text of an answer holds the escape of half a surrogate pair"
    MemberTwice "duplicate-member-in-answers" "a member of an answer stands twice"
    HugeNumber "huge-number-in-answers" "an answer holds a number beyond every double"
    DeepMember "deep-member-in-answers" "an answer holds lists nested 400 levels deep"
    WholeFractions "whole-numbers-with-fraction" "whole numbers are written with a fraction of zero"
    CompletedNull "completed-null" "every open field, time_initiated too, is null until the backup ends (JSA-10)"
    CompletedAbsent "completed-absent" "every open field, time_initiated too, is absent until the backup ends (JSA-10)"
    ValuesFromStart "values-from-start" "open fields hold 0, -1, \"\" or false until the backup ends (JSA-10)"
    OtherMessages "other-messages" "error texts are worded in another way"
    CodeNested "code-nested" "the code stands deep inside the error body only (JSA-08)"
    CodeInText "code-in-text" "the code stands only inside a text of the error body (JSA-08)"
    CodeInHeader "code-in-header" "the code stands only in a header of the refusal (JSA-08)"
    CodeAsString "code-as-string" "the code is a string of digits (JSA-08)"
    NoStatesHook "no-states-hook" "there is no way to set provider states"
    CloseAfterAnswer "close-after-answer" "the connection is closed after each answer"
    SlowAnswers "slow-answers" "each answer takes 30 ms"
    AbsentIsMalformed "absent-is-malformed" "an absent name or configuration_id is a 400 without a code (JSA-04)"
    BackupType400 "backup-type-400" "a missing or unknown backup_type is a 400 (JSA-02)"
    BadJson422 "bad-json-422" "an unreadable body or a wrong type is a 422 with no documented code (JSA-15)"
    DuplicatesRefused "duplicate-members-refused" "a body with a member given twice is a 400"
    UnicodeNames "unicode-names" "letters and digits of every script may stand in a name (JSA-05)"
    LengthInBytes "length-in-bytes" "limits count UTF-8 bytes (JSA-06)"
    LengthInUtf16 "length-in-utf16" "limits count UTF-16 units (JSA-06)"
    CaseInsensitiveNames "case-insensitive-names" "names that differ only in case are the same (JSA-16)"
    NamesPerHost "names-per-host" "a name must be unique on its host only (JSA-16)"
    DescriptionNullRefused "description-null-refused" "a description that is null or empty is refused (JSA-20)"
    WrappedBody "wrapped-body" "the members must stand inside a member called backup (JSA-21)"
    ConsoleWithoutAriel "console-without-ariel" "the Console stores no ariel data, so DATA there is refused (JSA-22)"
    DeleteStraight "delete-straight" "deleting a running backup shows DELETING, and it is gone at once (JSA-11)"
    DeleteWithout "delete-204" "a DELETE answers 204 and no body"
    NoDelete "no-delete" "DELETE is not offered (JSA-17)"
    CancelEndsFailed "cancel-ends-failed" "a cancelled backup stays, as FAILED (JSA-12)"
    FieldsRefused "fields-refused-when-malformed" "bad brackets and unknown names in fields are a 400 (JSA-13)"
    FieldsIgnored "fields-malformed-ignored" "a fields header with bad brackets is ignored (JSA-13)"
    FieldsSquare "fields-square-brackets" "subfields stand in square brackets (JSA-13)"
    RootWithoutApi "root-without-api" "the resource stands at the root, without /api (JSA-01)"
    TypesCoerced "types-coerced" "digits in quotes are a number, true is 1, and any number or boolean is a text (JSA-15)"
    ListsUnwrapped "lists-of-one-unwrapped" "a list of one value stands for the value (JSA-15)"
    WholeNumbersStrict "whole-numbers-strict" "1.0 is no whole number (JSA-15)"
    NullIsAbsent "null-means-absent" "a host_id that is null is as good as none (JSA-15)"
    AnyMediaType "any-media-type" "a body is read as JSON whatever its label says (JSA-15)"
    JsonExtensions "json-extensions-taken" "comments, trailing commas, single quotes, bare names, NaN, line breaks in strings and a byte order mark are read (RFC 8259, section 9)"
    OddUnicodeReplaced "odd-unicode-replaced" "lone surrogates and bytes that are no UTF-8 are read as U+FFFD"
    OtherMethods404 "other-methods-404" "a method that is not offered is a 404"
    OtherMethods501 "other-methods-501" "a method that is not offered is a 501"
    TokenForbidden "token-forbidden" "a call without the token is a 403 (JSA-14)"
}

/// Every variant the server can take, those of the JSA page first.
pub fn variants() -> &'static [Variant] {
    static ALL: LazyLock<Vec<Variant>> =
        LazyLock::new(|| [TABLE, commvault::variants::TABLE].concat());
    &ALL
}
