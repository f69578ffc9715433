//! Swagger 2.0.
use super::text::Node;

pub(super) fn convert(root: Node) -> Node {
    root
}
