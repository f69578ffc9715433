//! Requests that no message stands for, made by hand.

/// Requests that no message stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Raw {
    /// Text that is no JSON.
    MalformedJson,
    /// A valid body under another media type.
    WrongMediaType,
    /// Another method on the path.
    WrongMethod,
    /// Arrays and objects nested thousands deep.
    DeepNesting,
    /// Numbers beyond every integer type.
    HugeNumbers,
    /// Lone surrogates, bytes that are no UTF-8, a byte order mark.
    OddUnicode,
    /// A member that stands twice.
    DuplicateMembers,
    /// A valid request whose media type is written in another way.
    MediaTypeSpelling,
    /// A valid body of hundreds and thousands of kilobytes.
    LargeBody,
    /// A body of no bytes, or of white space, under its media type.
    EmptyBody,
    /// A body in chunks, without a length: a valid one, and one that is to be refused.
    ChunkedBody,
    /// A valid request whose Accept stands on two lines.
    AcceptTwice,
    /// Valid requests with a member, or a parameter of the query, that no page lists.
    Extra,
    /// A valid request without the profile's headers.
    NoToken,
    /// A valid request with a token that nobody gave out.
    WrongToken,
    /// Valid requests with tokens that are nearly right.
    NearToken,
    /// A refused request, then the same name in a valid one.
    RefusedLeavesNothing,
    /// Every method that is not documented, then the valid request.
    OtherMethods,
    /// The resource is read by an id that nobody gave out.
    UnknownRead,
    /// The resource is deleted by an id that nobody gave out.
    UnknownDeleted,
    /// Methods that are not documented for one thing, on an id that nobody gave out.
    ResourceMethods,
}

impl Raw {
    /// Whether it is a body that is asked wrongly with.
    pub fn spoils_a_body(self) -> bool {
        !self.is_free()
            && !matches!(
                self,
                Raw::RefusedLeavesNothing | Raw::OtherMethods | Raw::AcceptTwice | Raw::Extra
            )
    }

    /// Whether a sound server's state stays as it was.
    pub(super) fn is_free(self) -> bool {
        !matches!(
            self,
            Raw::MalformedJson
                | Raw::WrongMediaType
                | Raw::DeepNesting
                | Raw::HugeNumbers
                | Raw::OddUnicode
                | Raw::DuplicateMembers
                | Raw::RefusedLeavesNothing
                | Raw::MediaTypeSpelling
                | Raw::LargeBody
                | Raw::ChunkedBody
                | Raw::AcceptTwice
                | Raw::Extra
                | Raw::OtherMethods
        )
    }
}
