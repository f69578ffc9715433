//! The parameters of an operation, its own and those of its path.

use super::Reader;
use crate::contract::text::{Entry, Node};
use crate::contract::{Parameter, Place};

impl<'d> Reader<'d> {
    /// Parameters of the path item, with those of the operation in their stead.
    pub(super) fn all_parameters(
        &mut self,
        path: &str,
        item: &'d Node,
        node: &'d Node,
        method: &'d Entry,
        source: &str,
    ) -> Vec<Parameter> {
        let mut all: Vec<Parameter> = Vec::new();
        for owner in [item, node] {
            let Some(list) = owner.get("parameters") else {
                continue;
            };
            let mut own: Vec<Parameter> = Vec::new();
            for entry in self.list(list, "`parameters`") {
                let Some(new) = self.parameter(entry, source) else {
                    continue;
                };
                // Two headers that differ in letter case are one header on the wire.
                let same = |p: &Parameter| {
                    p.place == new.place
                        && (p.name == new.name
                            || new.place == Place::Header && p.name.eq_ignore_ascii_case(&new.name))
                };
                if own.iter().any(same) {
                    let message = format!(
                        "the {} parameter `{}` stands twice",
                        new.place.word(),
                        new.name
                    );
                    self.refuse(&entry.mark, message, "keep one of them");
                }
                all.retain(|p| !same(p));
                own.push(new);
            }
            all.extend(own);
        }
        self.templates(path, &all, method);
        // OpenAPI says so: these three are described elsewhere.
        let elsewhere = ["accept", "content-type", "authorization"];
        all.retain(|p| {
            p.place != Place::Header || !elsewhere.contains(&&*p.name.to_ascii_lowercase())
        });
        all
    }

    /// Path template and path parameters name the same things.
    fn templates(&mut self, path: &str, parameters: &[Parameter], method: &'d Entry) {
        let named: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        let declared: Vec<&str> = parameters
            .iter()
            .filter(|p| p.place == Place::Path)
            .map(|p| &*p.name)
            .collect();
        for name in &named {
            if !declared.contains(name) {
                let message =
                    format!("the path has `{{{name}}}`, and no path parameter is called so");
                let hint = format!(
                    "add `{{name: {name}, in: path, required: true, schema: ...}}` to `parameters`"
                );
                self.refuse(&method.mark, message, hint);
            }
        }
        for name in &declared {
            if !named.contains(name) {
                let message =
                    format!("the path parameter `{name}` has no `{{{name}}}` in `{path}`");
                self.refuse(
                    &method.mark,
                    message,
                    "add it to the path, or remove the parameter",
                );
            }
        }
    }
}
